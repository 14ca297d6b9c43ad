"""A cache of a method's last results that does not keep the object alive."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from weakref import WeakMethod

Result = TypeVar("Result")


def kept(method: Callable[[int], Result], most: int) -> Callable[[int], Result]:
    """Return a method of one number with its last ``most`` results cached.

    The result is stored in an attribute of the method's object. ``lru_cache`` alone would keep the
    object, and with it a body of megabytes, until the next garbage collection.
    """
    held = WeakMethod(method)

    @lru_cache(maxsize=most)
    def call(number: int) -> Result:
        found = held()
        if found is None:
            raise ReferenceError
        return found(number)

    return call
