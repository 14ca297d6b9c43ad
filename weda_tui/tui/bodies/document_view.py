"""Shows one document in the lines of a reader and indexes it in a thread, in short slices."""

import asyncio
import mmap
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

from weda_tui.core.bodies import charset as charsets
from weda_tui.core.bodies.document import BodyForm, Document
from weda_tui.core.bodies.kind import HEAD
from weda_tui.core.json import nodes
from weda_tui.core.json.tree import Path
from weda_tui.tui.bodies.header_view import facts_runs, remark_lines
from weda_tui.tui.bodies.host import WorkingHost
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.widgets.drawing.highlighting import MARKUP, load_markup
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.time_slices import SLICE, Pace

OPENED_ON_THE_LOOP = 64 * 1024
"""Bytes up to which a body that must be decoded is opened on the event loop."""
PAUSE_AFTER_MOVE = 0.02
"""Seconds after a cursor movement without indexing, so that the movement is drawn first."""


class DocumentReader(WorkingHost, Protocol):
    """What ``DocumentView`` needs from the reader."""

    def show_document(self, *, is_same: bool = False) -> None:
        """Update the parts for another document."""

    def show_growth(self) -> None:
        """Update the parts after more of the document was indexed."""

    def go_to_path(self, path: Path) -> None:
        """Move to a node once the whole body is indexed."""


class DocumentView:
    """Shows one document at a time, set by ``show`` and ``show_head``."""

    def __init__(self, reader: DocumentReader) -> None:
        self._reader, self._view = reader, reader.view
        self.expects_json = False
        """Whether JSON is expected, so that plain text is reported as not being JSON."""
        self._to_open: Callable[[], Document] | None = None
        """Opens the document; stored here because a worker would keep its arguments in memory."""
        self._pace, self._moved_at = Pace(), 0.0
        self._line_to_go_to: int | None = None
        """The line to move to, if it is not indexed yet."""
        self._is_end_awaited = False
        """Whether to move to the last line once the document is complete."""
        self._path_to_go_to: Path = ()
        """The path to move to once the whole body is indexed."""

    # -- what is shown -----------------------------------------------------------------------

    def show(self, received: bytes | mmap.mmap, content_type: str) -> None:
        """Show a body: its beginning at once, the rest when it is indexed."""
        needs_thread = len(received) > OPENED_ON_THE_LOOP and not charsets.is_utf8(
            charsets.choose(received[:HEAD], content_type, is_whole=False)
        )
        if needs_thread:
            self._open_in_thread(received, content_type, "", None)
        else:
            document = Document(received, content_type)
            document.expect_json(is_expected=self.expects_json)
            is_same = self._reader.document.is_partial
            while is_same and not document.is_settled and _is_shorter(document, self._view):
                document.grow()  # until the visible lines are indexed
            self.put(document, keep_place=is_same)

    def show_head(self, head: bytes, content_type: str) -> None:
        """Show the beginning of a body that is being received."""
        document = Document(head, content_type, is_partial=True)
        self.put(document, keep_place=self._reader.document.is_partial)

    def reopen(self, charset: str, form: BodyForm | None) -> None:
        """Show the received bytes in another character set and form; empty values are detected."""
        document = self._reader.document
        self._open_in_thread(document.received, document.content_type, charset, form)

    def put(self, document: Document, *, keep_place: bool = False) -> None:
        """Show another document."""
        for group in ("grow", "search", "fold"):
            self._reader.stop(group)
        self._reader.document, self._line_to_go_to, self._path_to_go_to = document, None, ()
        self._is_end_awaited &= keep_place
        self._view.is_dim = False
        self._view.show(document, keep_place=keep_place)
        if not document.is_settled:
            self._reader.start(self._grow, "grow")
        if document.kind in MARKUP:
            self._reader.start(self._colour, "colour")
        self._reader.show_document(is_same=keep_place)

    async def _colour(self) -> None:
        """Load the lexer for markup in a thread, and then draw the lines in colours."""
        await asyncio.to_thread(load_markup)
        self._view.redraw()

    def _open_in_thread(
        self, received: bytes | mmap.mmap, content_type: str, charset: str, form: BodyForm | None
    ) -> None:
        self._to_open = partial(Document, received, content_type, charset=charset, form=form)
        self._reader.start(self._open, "open")

    async def _open(self) -> None:
        if (document := self._to_open) is not None:
            self._to_open = None
            self.put(await asyncio.to_thread(document))

    async def _grow(self) -> None:
        """Index the rest of the document."""
        document = self._reader.document
        while not document.is_settled:
            index = document.index
            if time.perf_counter() - self._moved_at < PAUSE_AFTER_MOVE:
                await asyncio.sleep(PAUSE_AFTER_MOVE)
            await asyncio.to_thread(_grow_for_a_slice, document)
            document.become_text()
            if document.index is not index or document.is_settled or self._pace.is_due():
                self._show_growth()

    def _show_growth(self) -> None:
        self._view.grown()
        if self._line_to_go_to is not None:
            self.go_to_line(self._line_to_go_to)
        if self._is_end_awaited and self._reader.document.is_complete:
            self._is_end_awaited = False
            self._view.go_to_line(self._reader.document.index.line_count - 1)
        if self._path_to_go_to:
            self._reader.go_to_path(self._path_to_go_to)
        self._reader.show_growth()

    # -- going to a place that is not known yet ----------------------------------------------

    def go_to_line(self, line: int) -> None:
        """Move to a line as soon as it is indexed, unless the user moves the cursor before."""
        is_known = line < self._reader.document.index.line_count
        if is_known or self._reader.document.is_settled:
            self._view.go_to_line(line)
        self._line_to_go_to = None if is_known else line

    def go_to_end(self) -> None:
        """Move to the last line once it is indexed, unless the user moves the cursor before.

        A notice says that the line is awaited.
        """
        if not self._reader.document.is_complete:
            self._reader.post_message(Noticed(self._reader.words.body.end_awaited))
        self._is_end_awaited = True
        self._show_growth()

    def go_to_path(self, path: Path) -> None:
        """Move to a node once the whole body is indexed, unless the cursor was moved before."""
        tree, document = self._reader.document.tree, self._reader.document
        self._path_to_go_to = path if not document.is_settled else ()
        if not document.is_settled or tree is None or not tree.line_count:
            return
        line = 0
        for step in path:
            line = nodes.child_line(tree, line, step) if line >= 0 else -1
        if line > 0:
            self._view.go_to_line(line)

    def note_move(self) -> None:
        """Cancel all pending moves, because the user moved the cursor."""
        self._moved_at, self._line_to_go_to = time.perf_counter(), None
        self._is_end_awaited = False
        self._path_to_go_to = self._path_to_go_to if self._view.line == 0 else ()

    @property
    def path(self) -> Path:
        """The path of the node under the cursor; empty at the top and for a body without a tree."""
        tree, line = self._reader.document.tree, self._view.line
        return nodes.path_of(tree, line) if tree is not None and line > 0 else ()

    # -- drawing -----------------------------------------------------------------------------

    @property
    def is_plain(self) -> bool:
        """Whether the body is, and is shown as, what is expected of a response: JSON in UTF-8."""
        is_utf8 = charsets.is_utf8(self._reader.document.charset)
        is_expected = self.expects_json and self._reader.document.is_complete and is_utf8
        return is_expected and not self._view.is_decoded

    def facts(self, width: int) -> list[Run]:
        """Return a short description of the body, or how much of it is indexed."""
        runs = facts_runs(self._reader.document, self._reader.words)
        if runs and self._is_end_awaited:
            runs = [*runs, Run(self._reader.words.body.then_end, "dim")]
        return runs if cells(runs) <= width else []

    def remark(self, width: int) -> list[Line]:
        """Return the remark above the lines."""
        return remark_lines(self._reader.document, width, self._reader.words)


def _is_shorter(document: Document, view: BodyView) -> bool:
    return document.index.line_count < view.row_count


def _grow_for_a_slice(document: Document) -> None:
    until = time.perf_counter() + SLICE
    while not document.is_settled and time.perf_counter() < until and not document.must_become_text:
        document.read_piece()
