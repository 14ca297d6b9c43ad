"""Strips without their seven caches, most of which are never used: a picture has hundreds."""

from collections.abc import Iterable
from typing import Any

import pytest
from rich.segment import Segment
from textual.cache import FIFOCache
from textual.strip import Strip

SIZES = {
    name: cache._maxsize
    for name in Strip.__slots__
    if isinstance(cache := getattr(Strip([]), name), FIFOCache)
}
"""The size of each cache of a strip."""


@pytest.fixture(autouse=True, scope="session")
def _light_strips():
    """Create a cache of a strip only when it is first used."""

    def init(self: Any, segments: Iterable[Segment], cell_length: int | None = None) -> None:
        self._segments = list(segments)
        self._cell_length = cell_length
        self._render_cache = self._link_ids = self._cell_count = None

    def make(self: Strip, name: str) -> FIFOCache[Any, Any]:
        if name not in SIZES:
            raise AttributeError(name)
        cache: FIFOCache[Any, Any] = FIFOCache(SIZES[name])
        setattr(self, name, cache)
        return cache

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Strip, "__init__", init)
        patch.setattr(Strip, "__getattr__", make, raising=False)
        yield
