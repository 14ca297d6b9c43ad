"""A value that is computed on first access."""

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """A placeholder for a value. Two placeholders are equal if their values are."""

    def __init__(self, read: Callable[[], T]) -> None:
        """Store ``read``, which is called until it returns once; its exceptions are not cached."""
        self._read = read

    @cached_property
    def value(self) -> T:
        """The value. Raises what ``read`` raises."""
        return self._read()

    @property
    def is_known(self) -> bool:
        """Whether the value was already read."""
        return "value" in self.__dict__

    @property
    def _object(self) -> object:
        """The value, typed as ``object``."""
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
    """Return a ``Lazy`` for a value that already exists."""
    return Lazy(lambda: value)
