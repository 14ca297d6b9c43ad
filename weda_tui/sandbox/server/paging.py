"""Pages of a list, counted from 1."""

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def page_of(items: Sequence[Item], number: int, size: int) -> Sequence[Item]:
    """Return a page, which is empty after the end."""
    return items[(number - 1) * size : number * size]


def page_count(total: int, size: int) -> int:
    """Return the number of pages, 0 for an empty list."""
    return -(-total // size)
