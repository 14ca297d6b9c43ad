"""Documents for tests: whole, in small pieces, and as text."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from weda_tui.core.bodies import document, text_index
from weda_tui.core.bodies.document import Document
from weda_tui.core.json import formatting, index
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.source import BodySource


def index_of(body: bytes, piece: int = 64 * 1024) -> JsonIndex:
    """Return the complete index of a JSON body that is read in pieces of the given size."""
    index = JsonIndex(BodySource(body), piece)
    while not index.is_complete:
        index.grow()
    return index


def whole(body: bytes, content_type: str = "", **options: object) -> Document:
    """Return a document that is read to its end."""
    document = Document(body, content_type, **options)  # pyright: ignore[reportArgumentType]
    document.grow_whole()
    return document


def laid_out(index: JsonIndex) -> bytes:
    """Return all lines of an index, joined."""
    return b"".join(formatting.laid_out(index))


def at_every_step(grow: Callable[[], object], look: Callable[[], None]) -> None:
    """Grow an index, and call ``look`` between any two lines of its code, as a thread could."""
    looks = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal looks
        is_of_an_index = frame.f_code.co_filename in _INDICES
        if event == "line" and is_of_an_index:
            sys.settrace(None)
            looks += 1
            look()
            sys.settrace(trace)
        return trace if is_of_an_index else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        grow()
    finally:
        sys.settrace(before)
    assert looks, "no line of an index was traced"


_INDICES = {str(module.__file__) for module in (index, text_index, document)}


class Watched(BodySource):
    """A body that records the largest number of bytes that were requested at once."""

    most = 0

    def __getitem__(self, part: slice) -> bytes:
        data = super().__getitem__(part)
        self.most = max(self.most, len(data))
        return data

    def find(self, wanted: bytes, start: int, end: int) -> int:
        """Search for bytes, as ``BodySource`` does."""
        self.most = max(self.most, min(end, len(self)) - start)
        return super().find(wanted, start, end)
