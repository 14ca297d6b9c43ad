"""The error book: the list of codes, the page of the selected code, and the team's note."""

import asyncio
from collections.abc import Iterator, Mapping

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.getters import query_one

from weda_tui.core.doctor.causes import Executed
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.errors import FileError
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.folding import normalise
from weda_tui.i18n.phrases.doctor import cause_words, executed_words, step_words
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import confidence_mark, confidence_words, layer_words
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session.error_book import CodeBook
from weda_tui.tui.widgets.code_area import CodeArea
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, wrap
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys
from weda_tui.tui.widgets.rows import LineRows, Rows

SIDE_BY_SIDE = 100
"""The screen width in cells from which list and page are side by side."""


class ErrorBookDialog(Modal[str]):
    """Returns a code that the sandbox shall respond with."""

    AUTO_FOCUS = ""

    BINDINGS = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("tab", "next_part(1)", show=False, priority=True),
        Binding("shift+tab", "next_part(-1)", show=False, priority=True),
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("f5,ctrl+r", "try_it", show=False, priority=True),
        Binding("y", "copy_code", show=False),
    ]

    _search = query_one("#book-search", Field)
    _codes = query_one("#book-codes", LineRows)
    _page = query_one("#book-page", LineRows)
    _note = query_one("#book-note", CodeArea)
    _remark = query_one("#book-remark", Lines)
    _label = query_one("#book-label", Lines)

    def __init__(
        self,
        book: CodeBook,
        notes: Mapping[str, str],
        strings: Strings,
        *,
        code: str = "",
        can_try: bool,
        edited: str = "",
    ) -> None:
        """``code`` is the page to open first; ``can_try`` says that the target is the sandbox.

        ``edited`` is the title of the open call if its draft has unsaved edits.
        """
        super().__init__(classes="book reading" if code else "book")
        self._book, self._notes, self._strings = book, dict(notes), strings
        self._first, self._can_try, self._edited = code, can_try, edited
        self._drafts: dict[str, str] = {}
        self._listed: list[str] = []
        self._said: tuple[str, str] = ("", "")
        self._warned: set[str] = set()

    def compose(self) -> ComposeResult:
        """Lay out the search field, the list, the page, the note and the keys."""
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield Field(id="book-search", placeholder=self._strings.book.search)
            with Horizontal(id="book-body"):
                yield LineRows(id="book-codes", surface="panel")
                yield LineRows(id="book-page", surface="panel")
            yield Lines(self._draw_label, id="book-label", surface="panel")
            yield CodeArea(id="book-note")
            yield Lines(self._draw_remark, id="book-remark", surface="panel")

    def on_mount(self) -> None:
        """List all codes, and open the page of the requested code."""
        self._list("", self._first)
        (self._page if self._first else self._search).focus()

    def on_resize(self) -> None:
        """Stack list and page if the screen is too narrow to show both."""
        self.set_class(self.app.size.width < SIDE_BY_SIDE, "stacked")
        self.call_after_refresh(self._show_rows)

    def on_descendant_focus(self) -> None:
        """If stacked, show the page instead of the list unless the search field has the focus."""
        self.set_class(self.focused is not self._search, "reading")
        self.call_after_refresh(self._show_rows)

    # -- what is listed ----------------------------------------------------------------------

    @property
    def _code(self) -> str:
        """The selected code."""
        return self._listed[min(self._codes.cursor, len(self._listed) - 1)] if self._listed else ""

    @on(Field.Changed, "#book-search")
    def _on_searched(self, event: Field.Changed) -> None:
        self._list(event.value.strip(), "")

    def _list(self, query: str, wanted: str) -> None:
        pages, unknown = self._book.pages, self._unknown(query, wanted)
        found = [entry.code for entry in pages.search(query)]
        self._listed = [*unknown, *found]
        self._codes.cursor = self._listed.index(wanted) if wanted in self._listed else 0
        self._show_rows()
        self._open()

    def _unknown(self, query: str, wanted: str) -> list[str]:
        """Return codes without a page: the requested code, and those with a note that matches."""
        pages = self._book.pages
        noted = [
            code
            for code in self._notes
            if code not in pages and normalise(query) in normalise(code + self._notes[code])
        ]
        if not wanted or wanted in pages or wanted in noted:
            return noted
        return [wanted, *noted]

    def _show_rows(self) -> None:
        width = self._codes.size.width or 40
        self._codes.show(
            [self._row(code, width) for code in self._listed], cursor=self._codes.cursor
        )
        self._label.redraw()
        self._show_page()

    def _row(self, code: str, width: int) -> Line:
        entry = self._book.pages.exactly(code)
        layer = layer_words(entry.layer, self._strings) if entry else "?"
        noted = "*" if self._notes.get(code) else " "
        right = [Run(layer, "dim"), Run(" ")]
        name = cut(code, max(8, width - cells(right) - 5))
        return Line([Run("  "), Run(name), Run(f" {noted}", "caution")], right)

    def _open(self) -> None:
        """Show the page and the note of the selected code."""
        code = self._code
        with self.prevent(CodeArea.Changed):
            self._note.load_text(self._drafts.get(code, self._notes.get(code, "")))
        self._note.disabled = not code
        self._show_text("", "")
        self._show_page()

    def _show_page(self) -> None:
        code, width = self._code, self._page.size.width or 60
        if not code:
            query = self._search.value.strip()
            nothing = self._strings.book.nothing.format(query=query)
            self._page.show([Line([Run(f" {cut(nothing, width - 2)}", "dim")])])
            return
        entry = self._book.pages.exactly(code)
        lines = code_page(code, entry, self._strings, width)
        if entry is None and (alike := self._book.pages.alike(code)):
            lines += [Line(), Line([Run(f" {self._strings.book.other_codes}", "dim")])]
            lines += [Line([Run(f" · {each}")]) for each in alike]
        self._page.show(lines)

    @on(Rows.CursorMoved, "#book-codes")
    def _on_moved(self) -> None:
        self._open()

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        self._page.focus()

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        if event.rows is self._codes:
            self._page.focus()

    # -- keys --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the arrow and page keys to the note while it has the focus."""
        return not (action in {"move", "page"} and self.focused is self._note)

    def action_move(self, by: int) -> None:
        """Move the cursor of the page if it has the focus, else of the list."""
        (self._page if self.focused is self._page else self._codes).action_move(by)

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        (self._page if self.focused is self._page else self._codes).action_page(by)

    def action_next_part(self, by: int) -> None:
        """Focus the note, from the note the search field; backwards also the page between them."""
        search, page, note = self._search, self._page, self._note
        if by > 0:
            (search if self.focused is note else note).focus()
        else:
            (page if self.focused is note else search if self.focused is page else note).focus()

    def action_copy_code(self) -> None:
        """Copy the selected code."""
        if self._code:
            self.post_message(CopyRequested(self._code, self._strings.book.copied))

    def action_try_it(self) -> None:
        """Close with the code to try; first warn once of each consequence."""
        words, code = self._strings.book, self._code
        if self._book.pages.exactly(code) is None:
            self._show_text(words.not_in_book, "fail")
        elif not self._can_try and "try" not in self._warned:
            self._warned.add("try")
            self._show_text(words.not_sandbox, "caution")
        elif self._edited and "draft" not in self._warned:
            self._warned.add("draft")
            self._show_text(words.draft_kept.format(title=self._edited), "caution")
        elif self._has_unsaved and "leave" not in self._warned:
            self._warn_of_note()
        else:
            self.dismiss(code)

    def action_close(self) -> None:
        """Close; warn once if a note is not saved."""
        if self._has_unsaved and "leave" not in self._warned:
            self._warn_of_note()
        else:
            self.dismiss(None)

    def _warn_of_note(self) -> None:
        self._warned.add("leave")
        self._show_text(self._strings.book.note_lost, "caution")
        self._note.focus()

    # -- the note ----------------------------------------------------------------------------

    @property
    def _has_unsaved(self) -> bool:
        return any(text != self._notes.get(code, "") for code, text in self._drafts.items())

    @on(CodeArea.Changed)
    def _on_written(self) -> None:
        if self._code:
            self._drafts[self._code] = self._note.text
            self._warned.clear()
            self._show_text("", "")

    def action_save(self) -> None:
        """Save the note of the selected code if it was edited."""
        if self._note.text != self._notes.get(self._code, ""):
            self._save(self._code, self._note.text)

    @work(group="note", exclusive=True, description="note")
    async def _save(self, code: str, text: str) -> None:
        known = self._notes.get(code, "")
        try:
            kept = await asyncio.to_thread(self._book.save_note, code, text, known=known)
        except FileError as error:
            self._show_text(f"✗ {explain(error, self._strings).what}", "fail")
            return
        self._notes[code] = kept
        self._drafts.pop(code, None)
        words = self._strings.book
        message = words.note_saved if kept else words.note_removed
        self._show_text(message.format(file=self._book.file_name), "ok")
        self._show_rows()

    def _show_text(self, text: str, role: str) -> None:
        self._said = (text, role)
        self._remark.redraw()

    # -- drawing -----------------------------------------------------------------------------

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.book.title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys of the book."""
        words, keys = strings.book, strings.tui.keys
        return [
            HelpRow("↑↓ PgUp PgDn", keys.move),
            HelpRow("Enter", words.open_page),
            HelpRow("Tab", words.write_note),
            HelpRow("Ctrl+S", keys.save),
            HelpRow("F5", words.try_it, "Ctrl+R"),
            HelpRow("y", keys.copy_value),
            HelpRow("Esc", keys.close),
        ]

    def _draw_title(self, width: int) -> list[Line]:
        title = self._strings.book.title
        number = len(self._listed)
        found = self._strings.book.found.format(count=count(number)) if number else ""
        return [Line([Run("  "), Run(title, "bold")], [Run(found, "dim"), Run("  ")]), Line()]

    def _draw_label(self, width: int) -> list[Line]:
        words = self._strings.book
        hint = cut(words.note_hint, max(4, width - 12))
        return [
            Line.rule(width),
            Line([Run("  "), Run(words.note, "dim"), Run(f"  {hint}", "faint")]),
        ]

    def _draw_remark(self, width: int) -> list[Line]:
        words, keys = self._strings.book, self._strings.tui.keys
        text, role = self._said
        noted = self._notes.get(self._code)
        hints = [
            ("Tab", words.edit_note if noted else words.write_note),
            ("Ctrl+S", keys.save),
            ("F5", words.try_it),
            ("Esc", keys.close),
        ]
        return [
            Line([Run("  "), Run(cut(text, max(4, width - 4)), role or "dim")]),
            panel_keys(hints, width),
        ]


MARGIN = 3
"""The cells beside a line that its text does not use."""


def code_page(code: str, entry: CodeEntry | None, strings: Strings, width: int) -> list[Line]:
    """Return the lines of a page; ``entry`` is ``None`` for a code without a page."""
    if entry is None:
        text = strings.doctor.not_documented.format(code=strip_control_characters(code))
        return [_line(strip_control_characters(code), "bold"), Line(), *_text(text, width)]
    return list(_page(entry, strings, width))


def _page(entry: CodeEntry, strings: Strings, width: int) -> Iterator[Line]:
    words, language = strings.book, strings.language
    yield Line([Run(f" {entry.code}", "bold"), Run(confidence_mark(entry.confidence), "dim")])
    yield from _text(entry.meaning.text(language), width, "text")
    yield Line()
    facts = [layer_words(entry.layer, strings), executed_words(entry.executed, strings)]
    if entry.guide:
        facts.append(words.guide)
    if entry.status is not None:
        scope = entry.status_scope.text(language)
        facts.append(words.status.format(status=entry.status, scope=scope))
    role = "dim" if entry.executed is Executed.NO else "caution"
    yield from _text(" · ".join(facts), width, role)
    yield from (Line(), _line(words.causes, "dim"))
    for cause in entry.causes:
        yield from _text(f"· {cause_words(cause, strings)}", width, "text")
    yield from (Line(), _line(words.steps, "dim"))
    yield from _text(entry.hint.text(language), width, "text")
    for step in entry.steps:
        yield from _text(f"· {step_words(step, strings)}", width, "text")
    sure = confidence_words(entry.confidence, strings)
    yield Line()
    yield from _text(f"{words.source} · {sure} · {entry.source}", width, "faint")


def _line(text: str, role: str) -> Line:
    return Line([Run(f" {text}", role)])


def _text(text: str, width: int, role: str = "dim") -> list[Line]:
    return [_line(part, role) for part in wrap(text, width - MARGIN)]
