"""A value that is read when it is first asked for."""

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """Stands for a value; equal to what stands for an equal one."""

    def __init__(self, read: Callable[[], T]) -> None:
        """Keep ``read``, which is called at most once; what it raises is not kept."""
        self._read = read

    @cached_property
    def value(self) -> T:
        """The value. Raises what reading it raises."""
        return self._read()

    @property
    def is_known(self) -> bool:
        """Whether it was read already."""
        return "value" in self.__dict__

    @property
    def _object(self) -> object:
        """The value, of whatever type."""
        return self.value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lazy):
            return NotImplemented
        return self._object == other._object

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return f"Lazy({self.value!r})" if self.is_known else "Lazy(…)"


def known(value: T) -> Lazy[T]:
    """Return what stands for a value that is there already."""
    return Lazy(lambda: value)
