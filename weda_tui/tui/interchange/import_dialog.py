"""The dialog of Ctrl+O: imports a file or a pasted text, after showing what would change."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.message import Message

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.errors import WedaError
from weda_tui.core.files import complete_path, split_path
from weda_tui.core.interchange.environment_import import EnvironmentPlan
from weda_tui.core.interchange.import_plan import RequestPlan
from weda_tui.formats.detection import Format, recognise
from weda_tui.i18n.phrases.environment_words import environment_rows, environment_summary
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import part_words
from weda_tui.i18n.phrases.interchange import request_rows, request_summary
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.files import list_folder
from weda_tui.session.interchange.imports import Plan, apply_import, plan_import
from weda_tui.session.modules import ImportPlan
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, fit, pad, paragraph, wrap
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, title_of
from weda_tui.tui.widgets.rows import LineRows, Rows

TICK = 0.1
"""The seconds between two updates of the progress of writing."""
MARGIN = 4
"""The cells beside a row that its text does not use."""


class ImportPathField(Field):
    """A field for a path; a pasted text that is not a path is posted as a message."""

    BINDINGS = [
        Binding("tab", "screen.complete", show=False),
        Binding("down", "screen.focus_rows", show=False),
    ]

    @dataclass
    class TextPasted(Message):
        """The pasted text is itself to be imported."""

        text: str

    def on_paste(self, event: events.Paste) -> None:
        """Insert a pasted path; post any other text as the text to import.

        A terminal separates pasted lines by carriage returns, as the Enter key sends them.
        """
        whole = event.text.replace("\r\n", "\n").replace("\r", "\n")
        text = whole.strip()
        if "\n" not in text and recognise(text.encode("utf-8", "replace")) is Format.OPENAPI:
            super().on_paste(event)
            return
        event.prevent_default()
        event.stop()
        self.post_message(self.TextPasted(whole))


class ImportDialog(Modal[Plan]):
    """Returns the plan that was imported."""

    _path = query_one("#import-path", Field)
    _module_name = query_one("#import-name", Field)
    _state = query_one("#import-state", Lines)
    _rows = query_one("#import-rows", LineRows)
    _footer = query_one("#import-foot", Lines)

    def __init__(self, session: Session, strings: Strings) -> None:
        super().__init__(classes="centred")
        self._session, self._strings = session, strings
        self._plan: Plan | None = None
        self._error: WedaError | None = None
        self._choices: list[str] = []
        """The possible completions of the typed path, while they are listed."""
        self._is_busy = False
        self._written, self._is_stopped = 0, False
        """The number of requests written so far."""
        self._suggested = ""
        """The name of the module that was taken from the file."""

    def compose(self) -> ComposeResult:
        """Lay out the path, the module's name, the changes, and the keys."""
        words = self._strings.tui.importing
        with Vertical(classes="panel import"):
            yield title_of(words.title)
            with Horizontal(classes="own-row"):
                yield self._label(words.file)
                yield ImportPathField(id="import-path", placeholder=words.path)
            with Horizontal(classes="own-row"):
                yield self._label(words.name)
                yield Field(id="import-name", placeholder=words.name_hint)
            yield Lines(self._draw_state, id="import-state", surface="panel")
            yield LineRows(id="import-rows", surface="panel")
            yield Lines(self._draw_footer, id="import-foot", surface="panel")

    def _label(self, text: str) -> Lines:
        return Lines(lambda _: [Line([Run("  "), Run(text)])], classes="own-label", surface="panel")

    def on_mount(self) -> None:
        """Focus the path field."""
        self._list([])
        self._path.focus()

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        self.workers.cancel_group(self, "import")
        self._is_busy = False
        if event.input is self._path and self._module_name.value == self._suggested:
            self._suggest("")
        self._show(None, None)

    def _list(self, lines: list[Line]) -> None:
        """Show rows; an empty list cannot get the focus."""
        self._rows.can_focus = bool(lines)
        self._rows.show(lines)

    def _suggest(self, name: str) -> None:
        """Replace the suggested name of the module."""
        self._suggested = name
        with self.prevent(Field.Changed):
            self._module_name.value = name

    @on(ImportPathField.TextPasted)
    def _on_text_pasted(self, event: ImportPathField.TextPasted) -> None:
        with self.prevent(Field.Changed):
            self._path.value = self._strings.imported.pasted
        self._read(lambda: (event.text.encode("utf-8", "replace"), self._strings.imported.pasted))

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        self._go_on()

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        if self._choices:
            self._path.begin(self._choices[event.index])
        else:
            self._go_on()

    def action_focus_rows(self) -> None:
        """Move the focus from the path to the rows below."""
        if self._rows.row_count:
            self._rows.focus()

    def action_complete(self) -> None:
        """Complete the path, unless a file is being read or written."""
        if not self._is_busy:
            self._complete()

    @work(group="import", exclusive=True, description="complete")
    async def _complete(self) -> None:
        """Complete the path as a shell does; if it is complete, focus the next field."""
        text = self._path.value
        folder = await list_folder(split_path(text)[0])
        done, choices = complete_path(folder, text)
        if self._plan or choices == [text]:
            self.focus_next()
            return
        if done != text:
            self._path.begin(done)
            return
        self._choices = choices
        room = self._rows.size.width - MARGIN
        self._list([Line([Run("  "), Run(cut(each, room), "dim")]) for each in choices])

    def _go_on(self) -> None:
        """Read the file, or import the file that was read."""
        path = _plain(self._path.value)
        if self._is_busy or not path:
            return
        if self._plan is not None:
            self._apply(self._plan)
        elif recognise(path.encode("utf-8", "replace")) is not Format.OPENAPI:
            self._read(lambda: (path.encode("utf-8", "replace"), self._strings.imported.pasted))
        else:
            self._read(lambda: (self._session.modules.read_file(path), Path(path).name))

    @work(group="import", exclusive=True, description="import")
    async def _read(self, load: Callable[[], tuple[bytes, str]]) -> None:
        name = self._module_name.value.strip()
        self._is_busy = True
        self._show(None, None)
        width = self._rows.size.width
        try:
            await self._session.gate.read()
            plan, rows = await asyncio.to_thread(self._plan_for, load, name, width)
        except WedaError as error:
            self._is_busy = False
            self._show(None, error)
            return
        self._is_busy = False
        if not name and isinstance(plan, ImportPlan):
            self._suggest(plan.name)
        self._list(rows)
        self._show(plan, None)
        if rows:
            self._rows.focus()

    def _plan_for(
        self, load: Callable[[], tuple[bytes, str]], name: str, width: int
    ) -> tuple[Plan, list[Line]]:
        data, file = load()
        plan = plan_import(self._session, data, file=file, into=name)
        return plan, plan_rows(plan, self._strings, width)

    @work(group="import", exclusive=True, description="import")
    async def _apply(self, plan: Plan) -> None:
        self._is_busy = True
        self._state.redraw()
        looking = self.set_interval(TICK, self._state.redraw)
        try:
            await asyncio.to_thread(apply_import, self._session, plan, self._note_written)
        except WedaError as error:
            self._is_busy = False
            self._show(None, error)
            self._path.focus()
        else:
            self.dismiss(plan)
        finally:
            looking.stop()

    def _note_written(self, written: int) -> None:
        """Record the progress of the writing thread, for the next update.

        Raises ``InterruptedError`` after Esc, which stops the writing.
        """
        if self._is_stopped:
            raise InterruptedError
        self._written = written

    def action_close(self) -> None:
        """Close; a half-written import is removed again."""
        self._is_stopped = True
        super().action_close()

    def _show(self, plan: Plan | None, error: WedaError | None) -> None:
        self._plan, self._error, self._choices = plan, error, []
        if plan is None:
            self._list([])
        for lines in (self._state, self._footer):
            lines.redraw()

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.tui.importing.title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys; the first Enter shows the changes, the second imports them."""
        words, keys = strings.tui.importing, strings.tui.keys
        return [
            HelpRow("Enter", words.enter),
            HelpRow("Tab", self._strings.transfer.screen.complete),
            HelpRow("Shift+Tab", words.other_name),
            HelpRow("↑↓ PgUp PgDn", keys.move),
            HelpRow("Esc", keys.close),
        ]

    # -- drawing -----------------------------------------------------------------------------

    def _draw_state(self, width: int) -> list[Line]:
        words = self._strings.tui.importing
        if self._is_busy:
            return [Line(), Line([Run("  "), Run(f"~ {self._doing()}", "focus")]), Line()]
        if self._error is not None:
            meaning = explain(self._error, self._strings)
            what = paragraph(f"✗ {meaning.what}", width - 1, "fail")
            return [Line(), *what, *paragraph(meaning.hint, width - 1, "dim")]
        if self._plan is None:
            about = wrap(words.about, width - MARGIN)
            return [Line(), *(Line([Run("  "), Run(part, "faint")]) for part in about)]
        return [Line(), *plan_summary(self._plan, self._strings, width), Line()]

    def _doing(self) -> str:
        words, plan = self._strings.tui.importing, self._plan
        if not isinstance(plan, RequestPlan):
            return words.reading
        done, total = count(self._written), count(len(plan.requests))
        return words.writing.format(done=done, count=total)

    def _draw_footer(self, width: int) -> list[Line]:
        words, plan = self._strings.tui, self._plan
        enter = words.importing.look if plan is None else words.importing.apply
        keys = [("Enter", enter), ("Esc", words.keys.close)]
        if plan is None:
            keys.insert(1, ("Tab", self._strings.transfer.screen.complete))
        if plan is not None and self._rows.row_count:
            keys[1:1] = [("↑↓", words.keys.move), ("Shift+Tab", words.importing.other_name)]
        return [Line(), panel_keys(keys, width)]


def _plain(text: str) -> str:
    """Return a typed path without the quotes or scheme that a terminal adds to a dropped file."""
    text = text.strip().removeprefix("file://")
    for quote in ("'", '"'):
        if len(text) > 1 and text.startswith(quote) and text.endswith(quote):
            return text[1:-1]
    return text


_WIDEST_NAME = 32
"""The maximum width in cells of the column of names."""


def plan_summary(plan: Plan, strings: Strings, width: int) -> list[Line]:
    """Return the summary of an import: the numbers of changes, or what an environment is."""
    if not isinstance(plan, ImportPlan):
        first, *others = (
            environment_summary(plan, strings)
            if isinstance(plan, EnvironmentPlan)
            else request_summary(plan, strings)
        )
        texts = [part for text in others for part in wrap(text, width - 4)]
        return [
            Line([Run("  "), Run(first, "bold")]),
            *(Line([Run("  "), Run(part, "dim")]) for part in texts),
        ]
    words, changes = strings.tui.importing, plan.changes
    module = words.new_module if plan.is_new else words.known_module
    facts = [
        [Run(words.new.format(count=len(changes.new)), "bold" if changes.new else "dim")],
        [
            Run(
                words.changed.format(count=len(changes.changed)),
                "bold" if changes.changed else "dim",
            )
        ],
        [Run(words.gone.format(count=len(changes.gone)), "bold" if changes.gone else "dim")],
        [Run(words.same.format(count=changes.same), "dim")],
    ]
    lines = [
        Line([Run("  "), Run(module.format(name=plan.name))]),
        Line([Run("  "), *fit(width - 3, facts)]),
    ]
    if plan.kept:
        kept = words.kept.format(count=count(len(plan.kept)))
        lines += paragraph(kept, width - 1, "dim")
    return lines


def plan_rows(plan: Plan, strings: Strings, width: int) -> list[Line]:
    """Return a row for each new, changed or removed call, then what cannot be read."""
    if not isinstance(plan, ImportPlan):
        rows = (
            environment_rows(plan, strings)
            if isinstance(plan, EnvironmentPlan)
            else request_rows(plan, strings)
        )
        widest = _widest(rows)
        return [line for row in rows for line in _row_lines(row, widest, width)]
    changes = plan.changes
    lines = [_row("+", each, "", strings, width) for each in changes.new]
    for each in changes.changed:
        parts = " · ".join(part_words(part, strings) for part in each.parts)
        lines.append(_row("~", each.after, parts, strings, width))
    lines += [_row("-", each, "", strings, width) for each in changes.gone]
    for problem in plan.problems:
        for index, part in enumerate(wrap(explain(problem, strings).what, width - 6)):
            lines.append(Line([Run("  "), Run("✗ " if index == 0 else "  ", "fail"), Run(part)]))
    return lines


def _widest(rows: list[tuple[str, str, str]]) -> int:
    return min(_WIDEST_NAME, max((cells([Run(name)]) for _, name, _ in rows), default=0))


def _row_lines(row: tuple[str, str, str], widest: int, width: int) -> list[Line]:
    """Return a mark, a name and a text; a text about a loss is wrapped instead of cut."""
    mark, name, text = row
    room = width - widest - 8
    first, *others = (wrap(text, room) if mark == "!" else [cut(text, room)]) or [""]
    name_run = Run(pad(cut(name, widest), widest + 2))
    return [
        Line([Run("  "), Run(f"{mark} ", "bold"), name_run, Run(first, "dim")]),
        *(Line([Run(" " * (widest + 6)), Run(part, "dim")]) for part in others),
    ]


def _row(mark: str, endpoint: Endpoint, parts: str, strings: Strings, width: int) -> Line:
    right = [Run(parts or f"{endpoint.method} {endpoint.path}", "dim" if parts else "faint")]
    title = endpoint.title.text(strings.language)
    room = width - 8 - cells(right)
    if room < min(20, cells([Run(title)])):
        right, room = [], width - 8
    return Line([Run("  "), Run(f"{mark} ", "bold"), Run(cut(title, room))], [*right, Run("  ")])
