"""One document on the screen, which grows in a thread a few milliseconds at a time."""

import asyncio
import mmap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from textual import on, work
from textual.containers import Vertical
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.bodies import charset as charsets
from weda_tui.core.bodies import nodes
from weda_tui.core.bodies.document import EMPTY, Document, Form
from weda_tui.core.bodies.kind import HEAD
from weda_tui.core.json_tree import Path
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.bodies.search_row import SearchRow
from weda_tui.tui.drawings.body import crumb_runs, facts_runs, remark_lines
from weda_tui.tui.widgets.body_view import BodyView
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.markup_runs import MARKUP, load_markup
from weda_tui.tui.widgets.paint import Line, Run, cells
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.time_slices import SLICE

OPENED_ON_THE_LOOP = 64 * 1024
"""Bytes up to which a body that is to be decoded is opened at once rather than in a thread."""
LETS_PASS = 0.02
"""Seconds after a move in which nothing is indexed: what moved is drawn first."""
SHOWN_EVERY = 0.1
"""Seconds between two pictures of how far something is."""


class ShownBody(Vertical):
    """Shows one document at a time; ``show`` and ``show_head`` give it another."""

    strings: var[Strings] = var(default_strings)
    expects_json = False
    """Whether plain text is to be told from the JSON that it is not."""

    view = query_one("#body", BodyView)
    row = query_one("#search-row", SearchRow)

    class Changed(Message, namespace="body_reader"):
        """Another document, or more is known of it: other keys may do something now."""

    @dataclass
    class MenuWanted(Message, namespace="body_reader"):
        """A choice of actions of the reader: key, words and action of each."""

        reader: "ShownBody"
        title: str
        rows: list[tuple[str, str, str]]
        remark: str = ""

    def __init__(self, strings: Strings, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.set_reactive(ShownBody.strings, strings)
        self.document: Document = EMPTY
        self.document_name = ""
        """What a file with the body is called, without its ending."""
        self.mask: Callable[[str], str] = str
        self._to_open: Callable[[], Document] | None = None
        """What is to be opened: a worker would keep it, and a body in it, as its argument."""
        self._shown_at, self._moved_at = 0.0, 0.0
        self._awaited: int | None = None
        """The line to go to that is not known yet."""
        self._sought: Path = ()
        """The path to go to once the whole body is known."""

    def compose(self) -> Iterator[Widget]:
        """Lay out the place, a remark, the lines and the search row."""
        yield Lines(self._draw_crumb, id="body-crumb")
        yield Lines(self._draw_remark, id="body-remark")
        yield BodyView(self.strings.body, id="body")
        yield SearchRow(self.strings, id="search-row")

    def on_mount(self) -> None:
        """Speak the language."""
        self.view.nested_note = self.strings.path.nested_note

    def watch_strings(self, strings: Strings) -> None:
        """Speak the other language."""
        if self.is_attached and self.children:
            self.view.words, self.view.nested_note = strings.body, strings.path.nested_note
            self.view.redraw()
            self.redraw()

    # -- what is shown -----------------------------------------------------------------------------

    def show(
        self, received: bytes | mmap.mmap, content_type: str, mask: Callable[[str], str]
    ) -> None:
        """Show a body: at once, and then the rest of it."""
        self._forget(mask)
        is_begun = self.document.is_partial
        needs_thread = len(received) > OPENED_ON_THE_LOOP and not charsets.is_utf8(
            charsets.choose(received[:HEAD], content_type, is_whole=False)
        )
        if needs_thread:
            self._open_in_thread(received, content_type, "", None)
        else:
            document = Document(received, content_type)
            document.expect_json(is_expected=self.expects_json)
            self._put(document, keep_place=is_begun)

    def show_head(self, head: bytes, content_type: str, mask: Callable[[str], str]) -> None:
        """Show the beginning of a body that is still on its way."""
        is_begun = self.document.is_partial
        self._forget(mask)
        self._put(Document(head, content_type, is_partial=True), keep_place=is_begun)

    def clear(self) -> None:
        """Show nothing."""
        self._forget(str)
        self._put(EMPTY)

    def _forget(self, mask: Callable[[str], str]) -> None:
        """Leave what is still being opened: another body takes its place."""
        self.workers.cancel_group(self, "open")
        self.mask = mask

    def dim(self) -> None:
        """Let the body of an older answer stand back."""
        if not self.view.is_dim:
            self.view.is_dim = True
            self.view.redraw()

    def _put(self, document: Document, *, keep_place: bool = False) -> None:
        for group in ("grow", "search", "fold"):
            self.workers.cancel_group(self, group)
        self.document, self._awaited = document, None
        self._sought = ()
        self.view.is_dim, self.view.mask = False, self.mask
        self.view.show(document, keep_place=keep_place)
        self.leave_search()
        if not document.is_settled:
            self._grow()
        if document.kind in MARKUP:
            self._colour()
        self.redraw()

    @work(group="colour", exclusive=True)
    async def _colour(self) -> None:
        """Colour markup as soon as it can be: until then it is plain."""
        await asyncio.to_thread(load_markup)
        self.view.redraw()

    def _open_in_thread(
        self, received: bytes | mmap.mmap, content_type: str, charset: str, form: Form | None
    ) -> None:
        self._to_open = partial(Document, received, content_type, charset=charset, form=form)
        self._open()

    @work(group="open", exclusive=True)
    async def _open(self) -> None:
        if (document := self._to_open) is not None:
            self._to_open = None
            self._put(await asyncio.to_thread(document))

    @work(group="grow", exclusive=True)
    async def _grow(self) -> None:
        """Take in the rest of the document."""
        document = self.document
        while not document.is_settled:
            index = document.index
            if time.perf_counter() - self._moved_at < LETS_PASS:
                await asyncio.sleep(LETS_PASS)
            await asyncio.to_thread(_grow_for_a_turn, document)
            document.turn()
            if document.index is not index or document.is_settled or self.is_due():
                self._show_growth()

    def leave_search(self) -> None:
        """End what is searched in the document before."""

    def _show_growth(self) -> None:
        self.view.grown()
        if self._awaited is not None:
            self.go_to_known(self._awaited)
        if self._sought:
            self.go_to_path(self._sought)
        self.redraw()

    def go_to_known(self, line: int) -> None:
        """Go to a line as soon as it is known, unless the cursor is moved before."""
        is_known = line < self.document.index.line_count
        if is_known or self.document.is_settled:
            self.view.go_to_line(line)
        self._awaited = None if is_known else line

    @property
    def path_in_hand(self) -> Path:
        """The path of the node under the cursor; empty at the top, and where none is known."""
        tree, line = self.document.tree, self.view.line
        return nodes.path_of(tree, line) if tree is not None and line > 0 else ()

    def go_to_path(self, path: Path) -> None:
        """Go to a node once the whole body is known, unless the cursor is moved before."""
        tree, document = self.document.tree, self.document
        self._sought = path if not document.is_settled else ()
        if not document.is_settled or tree is None or not tree.line_count:
            return
        line = 0
        for step in path:
            line = nodes.child_line(tree, line, step) if line >= 0 else -1
        if line > 0:
            self.view.go_to_line(line)

    def is_due(self) -> bool:
        """Return whether a picture of how far something is may be shown again."""
        now = time.perf_counter()
        is_due = now - self._shown_at >= SHOWN_EVERY
        self._shown_at = now if is_due else self._shown_at
        return is_due

    @on(Rows.Moved, "#body")
    def _on_moved(self, event: Rows.Moved) -> None:
        self._moved_at, self._awaited = time.perf_counter(), None
        self._sought = self._sought if self.view.line == 0 else ()
        self.query_one("#body-crumb", Lines).redraw()

    def remarked(self) -> None:
        """Draw the remarks on values anew: more is known of them."""
        self.view.redraw()

    # -- drawing -----------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw what stands around the lines."""
        self.query_one("#body-crumb", Lines).redraw()
        self.query_one("#body-remark", Lines).redraw()
        self.post_message(self.Changed())

    def rows_around(self, width: int) -> int:
        """Return the rows that are no lines of the body, the search aside."""
        crumb = self.query_one("#body-crumb", Lines)
        shown = len(self._draw_crumb(width)) if crumb.display else 0
        return shown + len(self._draw_remark(width))

    def facts(self, width: int) -> list[Run]:
        """Return in a few words what the body is, or how far it is indexed."""
        runs = facts_runs(self.document, self.strings)
        return runs if cells(runs) <= width else []

    def _draw_crumb(self, width: int) -> list[Line]:
        if not self.view.row_count:
            return []
        return [Line(*crumb_runs(self.document, self.view.line, width, self.mask, self.strings))]

    def _draw_remark(self, width: int) -> list[Line]:
        return remark_lines(self.document, width, self.strings)


def _grow_for_a_turn(document: Document) -> None:
    until = time.perf_counter() + SLICE
    while not document.is_settled and time.perf_counter() < until and not document.is_to_turn:
        document.take_in()
