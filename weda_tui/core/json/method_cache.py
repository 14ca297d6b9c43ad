"""The last results of a method, kept so that its object still ends with its last user."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from weakref import WeakMethod

Result = TypeVar("Result")


def kept(method: Callable[[int], Result], most: int) -> Callable[[int], Result]:
    """Return a method of a number with its last ``most`` results, for an attribute of its object.

    ``lru_cache`` alone would hold the object, and with it a body of megabytes, until the garbage
    collector comes round.
    """
    held = WeakMethod(method)

    @lru_cache(maxsize=most)
    def call(number: int) -> Result:
        found = held()
        if found is None:
            raise ReferenceError
        return found(number)

    return call
