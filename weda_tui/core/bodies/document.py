"""A body as it is read: what it is, its lines, what is folded; it grows a piece at a time."""

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
    """How a body is laid out."""

    LAID_OUT = "laid_out"
    RAW = "raw"
    """Text as it came."""
    HEX = "hex"


class Document:
    """One body in one form. ``grow`` until ``is_complete``, off the event loop."""

    def __init__(
        self,
        received: bytes | mmap.mmap,
        content_type: str = "",
        *,
        charset: str = "",
        form: BodyForm | None = None,
        is_partial: bool = False,
    ) -> None:
        """Take in the first piece: some milliseconds, but for what is to be decoded.

        Where something of megabytes begins in that, ``grow`` takes in the first piece, too.

        ``charset`` and ``form`` are what the user asks for, else what fits the body;
        ``is_partial`` says that this is only its beginning.
        """
        self.is_partial = is_partial
        self.received, self.content_type = received, content_type
        head = received[:HEAD]
        is_whole = len(received) <= HEAD
        self.asked_charset = charset
        self.charset = charset or charsets.choose(head, content_type, is_whole=is_whole)
        """Empty for what is no text."""
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
        """Where it stops being JSON: line and column, from 1."""
        self.folds = Folds()
        self._growing = threading.Lock()
        self._as_text: tuple[TextIndex, tuple[int, int]] | None = None
        """What takes the place of an index of JSON that turned out to be none, and from where."""
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
        """Say of plain text, too, where it is no JSON."""
        if is_expected and self.kind is BodyKind.TEXT and self.fault is None:
            head = self.source[:HEAD]
            self.fault = _place(self.source, len(head) - len(head.lstrip(WHITE)))

    @property
    def is_json(self) -> bool:
        """Whether its lines are those of laid-out JSON."""
        return isinstance(self.index, JsonIndex)

    @property
    def tree(self) -> JsonIndex | None:
        """The index of laid-out JSON."""
        return self.index if isinstance(self.index, JsonIndex) else None

    @property
    def is_complete(self) -> bool:
        """Whether every line is known."""
        return self.index.is_complete and self.index.fault is None

    @property
    def share(self) -> float:
        """How much of it is taken in, from 0 to 1."""
        return self.index.indexed / max(1, len(self.index.source))

    def grow(self) -> None:
        """Take in one more piece; JSON that turns out to be none goes on as text."""
        self.read_piece()
        self.turn()

    def read_piece(self) -> None:
        """Take in one more piece, in whatever thread: the lines that are known stay as they are."""
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
    def is_to_turn(self) -> bool:
        """Whether it is no JSON after all: ``turn`` shows it as text."""
        return self._as_text is not None

    def turn(self) -> None:
        """Go on as text where that is to be; its lines are other ones."""
        if self._as_text is not None:
            self.index, self.fault = self._as_text
            self.kind, self._as_text = BodyKind.TEXT, None
            self.folds.clear()

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing left to take in."""
        return self.is_partial or self.is_complete

    def grow_whole(self) -> None:
        """Take in all of it."""
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
