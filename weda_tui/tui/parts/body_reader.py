"""A body to read: where one is in it, its lines, search, folding, other forms, copying.

The document grows in a thread a few milliseconds at a time, so that the loop stays free.
"""

import asyncio
import mmap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from textual import on, work
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.bodies import charset as charsets
from weda_tui.core.bodies import folding, nodes
from weda_tui.core.bodies.document import EMPTY, Document, Form
from weda_tui.core.bodies.folds import Fold
from weda_tui.core.bodies.hits import Hits
from weda_tui.core.bodies.json_index import JsonIndex
from weda_tui.core.bodies.kind import HEAD
from weda_tui.core.bodies.search import Matcher, Query, prepare, search
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.quantities import count, elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.tui.drawings.body import crumb_runs, facts_runs, remark_lines
from weda_tui.tui.parts.search_row import SearchRow
from weda_tui.tui.widgets.body_view import BodyView
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line, Run, cells
from weda_tui.tui.widgets.rows import Rows

OPENED_ON_THE_LOOP = 64 * 1024
"""Bytes up to which a body that is to be decoded is opened at once rather than in a thread."""
SEARCHED_ON_THE_LOOP = 64 * 1024
"""Bytes up to which a body is searched at once rather than in a thread."""
LETS_PASS = 0.02
"""Seconds after a move in which nothing is indexed: what moved is drawn first."""
TURN = 0.004
"""Seconds that a thread works at a stretch: between two of them the loop has its turn."""
SHOWN_EVERY = 0.1
"""Seconds between two pictures of how far something is."""
COUNTED_SLOW = 0.3
"""Seconds from which it is said how long a search took."""


class BodyReader(Vertical):
    """Shows one document at a time; ``show`` and ``show_head`` give it another."""

    strings: var[Strings] = var(default_strings)
    expects_json = False
    """Whether plain text is to be told from the JSON that it is not."""

    view = query_one("#body", BodyView)
    row = query_one("#search-row", SearchRow)

    BINDINGS = [
        Binding("slash,／,、", "search", show=False),
        Binding("n", "next_hit", show=False),
        Binding("N", "previous_hit", show=False),
        Binding("y", "copy_value", show=False),
        Binding("Y", "copy_path", show=False),
        Binding("z", "fold_menu", show=False),
        Binding("e", "charset_menu", show=False),
        Binding("t", "form_menu", show=False),
        Binding("s", "save_body", show=False),
        Binding("colon,：", "go_to_line", show=False),
    ]

    class Changed(Message):
        """Another document, or more is known of it: other keys may do something now."""

    @dataclass
    class SaveWanted(Message):
        """The received bytes are to be saved."""

        reader: "BodyReader"

    @dataclass
    class MenuWanted(Message):
        """A choice of actions of the reader: key, words and action of each."""

        reader: "BodyReader"
        title: str
        rows: list[tuple[str, str, str]]

    def __init__(self, strings: Strings, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.set_reactive(BodyReader.strings, strings)
        self.document: Document = EMPTY
        self.document_name = ""
        """What a file with the body is called, without its ending."""
        self.mask: Callable[[str], str] = str
        self._shown_at, self._moved_at = 0.0, 0.0
        self._search_from = 0
        self._is_hit_awaited = False

    def compose(self) -> Iterator[Widget]:
        """Lay out the place, a remark, the lines and the search row."""
        yield Lines(self._draw_crumb, id="body-crumb")
        yield Lines(self._draw_remark, id="body-remark")
        yield BodyView(self.strings.body, id="body")
        yield SearchRow(self.strings, id="search-row")

    def watch_strings(self, strings: Strings) -> None:
        """Speak the other language."""
        if self.is_attached and self.children:
            self.view.words = strings.body
            self.view.refresh()
            self.redraw()

    # -- what is shown -----------------------------------------------------------------------

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
            self.view.refresh()

    def _put(self, document: Document, *, keep_place: bool = False) -> None:
        for group in ("grow", "search", "fold"):
            self.workers.cancel_group(self, group)
        self.document = document
        self.view.is_dim, self.view.mask = False, self.mask
        self.view.show(document, keep_place=keep_place)
        self.close_search()
        if not document.is_settled:
            self._grow(document)
        self.redraw()

    @work(group="open", exclusive=True)
    async def _open_in_thread(
        self, received: bytes | mmap.mmap, content_type: str, charset: str, form: Form | None
    ) -> None:
        document = await asyncio.to_thread(
            Document, received, content_type, charset=charset, form=form
        )
        self._put(document)

    @work(group="grow", exclusive=True)
    async def _grow(self, document: Document) -> None:
        """Take in the rest of a document."""
        while not document.is_settled:
            index = document.index
            if time.perf_counter() - self._moved_at < LETS_PASS:
                await asyncio.sleep(LETS_PASS)
            await asyncio.to_thread(_grow_for_a_turn, document)
            if document.index is not index or document.is_settled or self._is_due():
                self._show_growth()

    def _show_growth(self) -> None:
        self.view.grown()
        if self._is_hit_awaited and self.view.go_to_hit():
            self._is_hit_awaited = False
        self.redraw()

    def _is_due(self) -> bool:
        """Return whether a picture of how far something is may be shown again."""
        now = time.perf_counter()
        is_due = now - self._shown_at >= SHOWN_EVERY
        self._shown_at = now if is_due else self._shown_at
        return is_due

    # -- search ------------------------------------------------------------------------------

    @property
    def is_searching(self) -> bool:
        """Whether the search row is open."""
        return self.row.display

    def action_search(self) -> None:
        """Open the search row."""
        if self.view.row_count:
            self._search_from = self._offset_in_hand()
            self.row.open("search", self.strings)
            self.screen.set_focus(self.row.field)

    def _offset_in_hand(self) -> int:
        return self.document.index.extent(self.view.line)[0] if self.view.row_count else 0

    def close_search(self) -> None:
        """Close the search row and light nothing."""
        had_focus = self.row.has_focus_within
        self.row.close()
        self.view.light(Hits())
        if had_focus:
            self.screen.set_focus(self.view)
        self.post_message(self.Changed())

    def leave_field(self) -> None:
        """Go from the search to the body; what was found stays lit, for ``n`` and ``N``."""
        if not self.row.field.value or self.row.mode == "line":
            self.close_search()
        self.screen.set_focus(self.view)

    @on(SearchRow.Asked)
    def _on_asked(self, event: SearchRow.Asked) -> None:
        event.stop()
        self.search(event.query)

    def search(self, query: Query) -> None:
        """Light every occurrence, and go to the first at or below where the search began."""
        self.workers.cancel_group(self, "search")
        matcher = prepare(query)
        words = self.strings.body
        if not isinstance(matcher, Matcher):
            self.view.light(Hits())
            at = matcher.at if matcher is not None else -2
            told = words.endless_pattern if at == -1 else words.bad_pattern.format(at=at + 1)
            self.row.tell(Run(told if matcher is not None else "", "fail"))
            self.post_message(self.Changed())
            return
        hits = Hits(matcher)
        source = self.document.index.source
        if len(source) <= SEARCHED_ON_THE_LOOP:
            for _ in search(source, matcher, hits.offsets):
                pass
            self._settle_search(hits)
        else:
            self._search(hits, matcher)

    @work(group="search", exclusive=True)
    async def _search(self, hits: Hits, matcher: Matcher) -> None:
        source, begun = self.document.index.source, time.perf_counter()
        steps = search(source, matcher, hits.offsets)
        self.view.light(hits)
        while True:
            done = await asyncio.to_thread(_run_for_a_turn, steps)
            if done is None:
                break
            if hits.current < 0 and hits.offsets and hits.offsets[-1] >= self._search_from:
                hits.choose_from(self._search_from)
                self._go_to_hit()
            if self._is_due():
                percent = int(100 * done / max(1, len(source)))
                self.row.tell(Run(self.strings.body.searching.format(percent=percent), "dim"))
                self.view.refresh()
        self._settle_search(hits, time.perf_counter() - begun)

    def _settle_search(self, hits: Hits, took: float = 0.0) -> None:
        self.view.light(hits)
        if hits.current < 0:
            hits.choose_from(self._search_from)
            self._go_to_hit()
        self._took = took
        self._tell_hits()
        self.post_message(self.Changed())

    _took = 0.0

    def _tell_hits(self) -> None:
        words, hits = self.strings.tui.result, self.view.hits
        if not len(hits):
            self.row.tell(Run(words.no_hits, "fail"))
            return
        number = count(len(hits))
        number = number if hits.is_all else self.strings.body.at_least.format(count=number)
        text = words.hits.format(index=count(hits.current + 1), count=number)
        if self._took >= COUNTED_SLOW:
            text += f"   {self.strings.body.found_in.format(elapsed=elapsed(self._took))}"
        self.row.tell(Run(text, "dim"))

    def _go_to_hit(self) -> None:
        self._is_hit_awaited = not self.view.go_to_hit() and self.view.hits.offset >= 0
        self.view.refresh()

    @on(SearchRow.Next)
    def _on_next(self, event: SearchRow.Next) -> None:
        event.stop()
        self.action_next_hit()

    def action_next_hit(self) -> None:
        """Go to the next occurrence."""
        self._step_hit(1)

    def action_previous_hit(self) -> None:
        """Go to the occurrence before."""
        self._step_hit(-1)

    def _step_hit(self, by: int) -> None:
        if len(self.view.hits):
            self.view.hits.step(by)
            self._go_to_hit()
            self._tell_hits()

    def key_down(self) -> None:
        """Next occurrence, while searching."""
        if self.row.field.has_focus:
            self.action_next_hit()

    def key_up(self) -> None:
        """Previous occurrence, while searching."""
        if self.row.field.has_focus:
            self.action_previous_hit()

    # -- going about -------------------------------------------------------------------------

    def action_go_to_line(self) -> None:
        """Ask for a line to go to."""
        if self.view.row_count:
            self.close_search()
            self.row.open("line", self.strings)
            self.screen.set_focus(self.row.field)

    @on(SearchRow.LineAsked)
    def _on_line_asked(self, event: SearchRow.LineAsked) -> None:
        event.stop()
        lines = self.document.index.line_count
        line = _read_line(event.text, lines)
        if line is None or line > lines:
            told = self.strings.body.no_such_line.format(count=count(lines))
            self.post_message(Noticed(told))
            return
        self.close_search()
        self.view.go_to_line(line - 1)

    @on(BodyView.Told)
    def _on_told(self, event: BodyView.Told) -> None:
        event.stop()
        words: object = getattr(self.strings.body, event.word)
        self.post_message(Noticed(str(words)))

    @on(Rows.Moved, "#body")
    def _on_moved(self, event: Rows.Moved) -> None:
        self._moved_at = time.perf_counter()
        self.query_one("#body-crumb", Lines).redraw()

    # -- folding -----------------------------------------------------------------------------

    def action_fold_menu(self) -> None:
        """Choose how far to fold."""
        words = self.strings.body
        if self.view.json_index is None:
            return
        depths = [(str(n), words.fold_depth.format(depth=n), f"fold_to({n})") for n in range(1, 7)]
        rest = [
            ("0", words.unfold_all, "unfold_all"),
            ("z", words.fold_all, "fold_to(1)"),
            ("s", words.fold_siblings, "fold_siblings"),
            ("u", words.unfold_siblings, "unfold_siblings"),
        ]
        self._offer(words.fold_title, [*depths, *rest])

    def _offer(self, title: str, rows: list[tuple[str, str, str]]) -> None:
        self.post_message(self.MenuWanted(self, title, rows))

    def action_fold_to(self, depth: int) -> None:
        """Leave ``depth`` levels to be seen."""
        index = self.view.json_index
        if index is None or not self._is_indexed():
            return
        self._fold(folding.folds_to_depth(index, depth), is_anew=True)

    def action_unfold_all(self) -> None:
        """Unfold everything."""
        line = self.view.line
        self.document.folds.clear()
        self.view.grown()
        self.view.go_to_line(line)

    def action_fold_siblings(self) -> None:
        """Fold every node beside the one in hand, and that."""
        if (beside := self._beside()) is not None:
            index, first, last, depth = beside
            self._fold(folding.folds_between(index, first, last, depth))

    def action_unfold_siblings(self) -> None:
        """Unfold every node beside the one in hand, and that."""
        if (beside := self._beside()) is not None:
            _, first, last, _ = beside
            self.view.unfold(first, last)

    def _beside(self) -> tuple[JsonIndex, int, int, int] | None:
        index = self.view.json_index
        if index is None:
            return None
        lines = folding.lines_beside(index, self.view.line)
        if lines is None:
            self.post_message(Noticed(self.strings.body.not_indexed))
            return None
        return index, *lines, index.depth(self.view.line)

    def _is_indexed(self) -> bool:
        if not self.document.is_complete:
            self.post_message(Noticed(self.strings.body.not_indexed))
        return self.document.is_complete

    @work(group="fold", exclusive=True)
    async def _fold(self, pieces: Iterator[list[Fold]], *, is_anew: bool = False) -> None:
        """Fold what takes reading many lines."""
        document, found = self.document, list[Fold]()
        while (folds := await asyncio.to_thread(_gather_for_a_turn, pieces)) is not None:
            found += folds
        if document is not self.document:
            return
        line = self.view.line
        if is_anew:
            document.folds.clear()
        await asyncio.to_thread(document.folds.fold, found)
        self.view.grown()
        self.view.go_to_row_of(line)

    # -- other forms -------------------------------------------------------------------------

    def action_charset_menu(self) -> None:
        """Read the bytes in another character set."""
        words = self.strings.body
        if not self._can_be_reopened():
            return
        own = words.charset_own.format(charset=self.document.charset or words.hex)
        sets = enumerate(charsets.BY_HAND, 1)
        rows = [("0", own, "read_in('')")]
        rows += [(str(n), name, f"read_in('{name}')") for n, name in sets]
        self._offer(words.charset_title, rows)

    def action_read_in(self, charset: str) -> None:
        """Read the bytes in a character set; an empty one is found out."""
        form = Form.RAW if self.document.form is Form.RAW else None
        self._open_in_thread(self.document.received, self.document.content_type, charset, form)

    def action_form_menu(self) -> None:
        """Show the body laid out, as it came, or as bytes."""
        words = self.strings.body
        if self._can_be_reopened():
            rows = [
                ("1", words.form_laid_out, "show_as('laid_out')"),
                ("2", words.form_raw, "show_as('raw')"),
                ("3", words.form_hex, "show_as('hex')"),
            ]
            self._offer(words.form_title, rows)

    def action_show_as(self, form: str) -> None:
        """Show the body in another form."""
        document = self.document
        charset = document.asked_charset or ("" if form == "hex" else document.charset or "utf-8")
        self._open_in_thread(document.received, document.content_type, charset, Form(form))

    def _can_be_reopened(self) -> bool:
        return len(self.document.received) > 0 and not self.document.is_partial

    # -- copying and saving ------------------------------------------------------------------

    @work(group="copy", exclusive=True)
    async def action_copy_value(self) -> None:
        """Copy the value in hand: a string's text, else the bytes as received."""
        if self.view.row_count:
            document, line = self.document, self.view.line
            value = await asyncio.to_thread(value_at, document, line)
            self.post_message(CopyRequested(self.mask(value), self.strings.tui.result.value))

    @work(group="copy", exclusive=True)
    async def action_copy_path(self) -> None:
        """Copy the JSONPath of the node in hand."""
        index, line = self.view.json_index, self.view.line
        if index is not None:
            steps = await asyncio.to_thread(nodes.path_of, index, line)
            path = nodes.json_path(steps)
            self.post_message(CopyRequested(self.mask(path), self.strings.body.path))

    def action_copy_line(self) -> None:
        """Copy the line in hand as it is shown."""
        if self.view.row_count:
            self.post_message(CopyRequested(self.view.line_text(), self.strings.tui.result.line))

    @work(group="copy", exclusive=True)
    async def action_copy_body(self) -> None:
        """Copy the whole body as it came."""
        if self.view.row_count:
            source = self.document.source
            text = await asyncio.to_thread(
                lambda: self.mask(source[: len(source)].decode("utf-8", "replace"))
            )
            self.post_message(CopyRequested(text, self.strings.tui.result.whole_body))

    def action_save_body(self) -> None:
        """Save the bytes as received."""
        if self._can_be_reopened():
            self.post_message(self.SaveWanted(self))

    def works(self, action: str) -> bool:
        """Return whether an action does anything now."""
        has_body = self.view.row_count > 0
        match action:
            case "next_hit" | "previous_hit":
                return has_body and len(self.view.hits) > 0
            case "end_search":
                return has_body and self.is_searching
            case "fold_menu" | "copy_path" | "fold_row":
                return self.view.json_index is not None
            case "charset_menu" | "form_menu" | "save_body":
                return has_body and self._can_be_reopened()
            case _:
                return has_body

    # -- drawing -----------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw what stands around the lines."""
        self.query_one("#body-crumb", Lines).redraw()
        self.query_one("#body-remark", Lines).redraw()
        self.post_message(self.Changed())

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
    until = time.perf_counter() + TURN
    while not document.is_settled and time.perf_counter() < until:
        document.grow()


def _run_for_a_turn(steps: Iterator[int]) -> int | None:
    """Return how far a search is, ``None`` once it has ended."""
    until, done = time.perf_counter() + TURN, None
    for done in steps:
        if time.perf_counter() >= until:
            return done
    return None


def _gather_for_a_turn(pieces: Iterator[list[Fold]]) -> list[Fold] | None:
    until, found = time.perf_counter() + TURN, list[Fold]()
    for folds in pieces:
        found += folds
        if time.perf_counter() >= until:
            return found
    return found or None


def _read_line(text: str, lines: int) -> int | None:
    """Read ``5,408,633`` or ``50%``; digits of any width."""
    plain = text.strip().replace(",", "").replace("，", "").replace("％", "%")
    digits = plain.removesuffix("%")
    if not digits.isdecimal() or len(digits) > 18:
        return None
    number = int(digits)
    if plain.endswith("%"):
        return max(1, lines * number // 100) if number <= 100 else None
    return number or None


def value_at(document: Document, line: int) -> str:
    """Return the value of a line: a string's text, a container or anything else as received."""
    index = document.index
    row = index.row(line)
    source, end = index.source, row.end
    if isinstance(index, JsonIndex):
        line = nodes.head_of(index, line)
        row = index.row(line)
        last = nodes.end_of(index, line)
        end = index.row(last).end if last is not None else row.end
    text = source[row.start : end].decode("utf-8", "replace")
    return _unquoted(text) if document.is_json and text.startswith('"') else text


def _unquoted(value: str) -> str:
    import json

    try:
        text = json.loads(value)
    except ValueError:
        return value
    return text if isinstance(text, str) else value
