"""A body as displayed: its kind, its lines and its folds; it is indexed one piece at a time."""

import mmap
import threading
from enum import StrEnum

from weda_tui.core.bodies import charset as charsets
from weda_tui.core.bodies.folds import Folds
from weda_tui.core.bodies.kind import HEAD, BodyKind, Image, read_image, recognise
from weda_tui.core.bodies.text_index import HexIndex, TextIndex
from weda_tui.core.json.chunks import PIECE, begins_long
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.lexing import WHITE
from weda_tui.core.json.long_text import gathered
from weda_tui.core.json.source import CONTINUATIONS, BodySource

_STEP = 1 << 20
_FIRST_PIECE = 4 * 1024
_SHORT_PIECE = 64


class BodyForm(StrEnum):
    """The layout of a body."""

    LAID_OUT = "laid_out"
    RAW = "raw"
    """Text as received."""
    HEX = "hex"


class Document:
    """One body in one form. Call ``grow`` until ``is_complete``, off the event loop."""

    def __init__(
        self,
        received: bytes | mmap.mmap,
        content_type: str = "",
        *,
        charset: str = "",
        form: BodyForm | None = None,
        is_partial: bool = False,
    ) -> None:
        """Index the first piece, in some milliseconds, plus the time to decode another charset.

        If a string or run of megabytes begins in the first piece, nothing is indexed before
        ``grow``.

        ``charset`` and ``form`` are the user's choice, empty for those that fit the body;
        ``is_partial`` says that ``received`` is only the beginning of a body.
        """
        self.is_partial = is_partial
        self.received, self.content_type = received, content_type
        head = received[:HEAD]
        is_whole = len(received) <= HEAD
        self.asked_charset = charset
        self.charset = charset or charsets.choose(head, content_type, is_whole=is_whole)
        """Empty for a body that is not text."""
        self.source = BodySource(received)
        if self.charset and not charsets.is_utf8(self.charset):
            self.source = BodySource(gathered(charsets.to_utf8(self.source, self.charset)))
        self.image: Image | None = read_image(head)
        self.kind = recognise(self.source[:HEAD], content_type) if self.charset else BodyKind.BINARY
        if self.image is not None and not charset:
            self.kind = BodyKind.IMAGE
        is_binary = self.kind in {BodyKind.IMAGE, BodyKind.BINARY}
        self.form = form or (BodyForm.HEX if is_binary else BodyForm.LAID_OUT)
        self.fault: tuple[int, int] | None = None
        """The line and column, from 1, at which the body stops being JSON."""
        self.folds = Folds()
        self._growing = threading.Lock()
        self._as_text: tuple[TextIndex, tuple[int, int]] | None = None
        """The text index and the fault of a body that is not JSON, until ``become_text``."""
        self.index: JsonIndex | TextIndex | HexIndex = self._new_index()
        if self.is_partial or self.tree is None or not begins_long(self.source, _FIRST_PIECE):
            self.grow()

    def _new_index(self) -> JsonIndex | TextIndex | HexIndex:
        if self.form is BodyForm.HEX:
            return HexIndex(BodySource(self.received))
        if self.form is BodyForm.LAID_OUT and self.kind is BodyKind.JSON:
            if self.is_partial:
                is_short = len(self.source) < 2 * _FIRST_PIECE
                return JsonIndex(self.source, _SHORT_PIECE if is_short else _FIRST_PIECE)
            first = PIECE if len(self.source) <= PIECE else _FIRST_PIECE
            return JsonIndex(self.source, PIECE, first)
        return TextIndex(self.source)

    def expect_json(self, *, is_expected: bool = True) -> None:
        """Set ``fault`` for plain text too, if JSON was expected."""
        if is_expected and self.kind is BodyKind.TEXT and self.fault is None:
            head = self.source[:HEAD]
            self.fault = _place(self.source, len(head) - len(head.lstrip(WHITE)))

    @property
    def is_json(self) -> bool:
        """Whether the lines are those of laid-out JSON."""
        return isinstance(self.index, JsonIndex)

    @property
    def tree(self) -> JsonIndex | None:
        """The index of laid-out JSON, ``None`` for another body."""
        return self.index if isinstance(self.index, JsonIndex) else None

    @property
    def is_complete(self) -> bool:
        """Whether every line is known."""
        return self.index.is_complete and self.index.fault is None

    @property
    def share(self) -> float:
        """The indexed share of the body, from 0 to 1."""
        return self.index.indexed / max(1, len(self.index.source))

    def grow(self) -> None:
        """Index one more piece; a body that turns out not to be JSON continues as text."""
        self.read_piece()
        self.become_text()

    def read_piece(self) -> None:
        """Index one more piece, in any thread; the lines that are already known do not change."""
        with self._growing:
            if self.index.is_complete:
                return
            if self.is_partial and isinstance(self.index, JsonIndex):
                while self.index.fault is None and self.index.grow(is_partial=True):
                    pass
            else:
                self.index.grow()
            if self.index.fault is not None:
                text = TextIndex(self.source)
                text.grow()
                self._as_text = text, _place(self.source, self.index.fault)

    @property
    def must_become_text(self) -> bool:
        """Whether the body turned out not to be JSON; ``become_text`` then displays it as text."""
        return self._as_text is not None

    def become_text(self) -> None:
        """Continue as text if the body turned out not to be JSON; its lines change then."""
        if self._as_text is not None:
            self.index, self.fault = self._as_text
            self.kind, self._as_text = BodyKind.TEXT, None
            self.folds.clear()

    @property
    def is_settled(self) -> bool:
        """Whether nothing remains to be indexed."""
        return self.is_partial or self.is_complete

    def grow_whole(self) -> None:
        """Index the whole body."""
        while not self.is_settled:
            self.grow()


def _place(source: BodySource, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, from 1, columns in characters."""
    line, column = 1, 1
    for start in range(0, offset, _STEP):
        part = source[start : min(offset, start + _STEP)]
        if newlines := part.count(b"\n"):
            line, column = line + newlines, 1
            part = part[part.rfind(b"\n") + 1 :]
        column += len(part.translate(None, CONTINUATIONS))
    return line, column


EMPTY = Document(b"")
