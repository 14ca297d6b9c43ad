"""The latest results of a method, kept by the object that it is of."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from weakref import WeakMethod

Result = TypeVar("Result")


def kept(method: Callable[..., Result], most: int) -> Callable[..., Result]:
    """Return a method of which the ``most`` latest results are kept.

    The object may hold it: unlike a plain cache of its own method it does not hold the object, and
    with that a body of 100 MB, until cycles are collected.
    """
    own = WeakMethod(method)

    @lru_cache(maxsize=most)
    def result(*arguments: int) -> Result:
        bound = own()
        if bound is None:
            raise ReferenceError
        return bound(*arguments)

    return result
