"""The reader of a body: a widget with one part for each thing that the user can do."""

import mmap
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.bodies.document import EMPTY, Document
from weda_tui.core.bodies.nested import FoundPart, Part
from weda_tui.core.json.tree import Path
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_text
from weda_tui.tui.bodies.copying import Copying
from weda_tui.tui.bodies.document_view import DocumentView
from weda_tui.tui.bodies.escapes import EscapesToggle
from weda_tui.tui.bodies.folding import Folding
from weda_tui.tui.bodies.forms import BodyForms
from weda_tui.tui.bodies.header_view import crumb_runs
from weda_tui.tui.bodies.messages import BodyChanged
from weda_tui.tui.bodies.nested import NestedDocuments
from weda_tui.tui.bodies.path_filter import PathFilter
from weda_tui.tui.bodies.path_row import PathRow
from weda_tui.tui.bodies.search import SearchBar
from weda_tui.tui.bodies.search_row import SearchRow
from weda_tui.tui.bodies.table.export import TableExport
from weda_tui.tui.bodies.table.mode import TableMode
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.bodies.value_notes import ValueNotes
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import CommandSource, Handler, Handlers, bindings, when
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.pane import Work
from weda_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:  # imported with the first table that is shown
    from weda_tui.tui.bodies.table.pane import BodyTable

TREE_COMMANDS = frozenset(
    each.id
    for each in (
        *(commands.TOGGLE_ESCAPES, commands.NEXT_HIT, commands.PREVIOUS_HIT, commands.FOLD_MENU),
        commands.GO_TO_LINE,
    )
)
"""Ids of the commands that act on the lines of the tree, disabled while the table is shown."""


class BodyReader(Vertical, CommandSource):
    """Shows one document at a time, set by ``show`` and ``show_head``.

    The parts are plain objects. For a key that several parts may handle, each part is asked in
    turn; changes of the document are passed to each part in turn.
    """

    BINDINGS = [
        *bindings(
            commands.SEARCH, commands.NEXT_HIT, commands.PREVIOUS_HIT, commands.COPY_VALUE,
            commands.COPY_PATH, commands.FOLD_MENU, commands.CHARSET_MENU, commands.FORM_MENU,
            commands.SAVE_BODY, commands.FILTER_PATH, commands.GO_TO_ORIGIN,
            commands.TOGGLE_ESCAPES, commands.GO_TO_LINE, commands.TABLE,
        ),
    ]  # fmt: skip

    strings: var[Strings] = var(default_strings)

    def __init__(self, strings: Strings, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.set_reactive(BodyReader.strings, strings)
        self.words = strings
        self.document: Document = EMPTY
        self.document_name = ""
        """The name of a file with the body, without its extension."""
        self.mask: Callable[[str], str] = str
        self.view = BodyView(strings.body, id="body")
        self.search_row = SearchRow(strings, id="search-row")
        self.path_row = PathRow(strings, id="path-row")
        self.document_view = DocumentView(self)
        self.search_bar = SearchBar(self, self.search_row)
        self.folding = Folding(self)
        self.notes = ValueNotes(self)
        self.escapes = EscapesToggle(self)
        self.nested = NestedDocuments(self)
        self.path_filter = PathFilter(self, self.nested, self.path_row)
        self.table_mode = TableMode(self)
        self.table_export = TableExport(self)
        self.forms = BodyForms(self)
        self.copying = Copying(self)
        self.put, self.reopen = self.document_view.put, self.document_view.reopen
        self.close_path, self.complete = self.path_filter.close, self.path_filter.complete
        self.search_again = self.search_bar.find_again

    def handlers(self) -> Handlers:
        """Return the handlers of all parts, and the conditions of those that the table runs."""
        view, table, nested = self.view, self.table_mode, self.nested
        has_lines = when(lambda: view.row_count > 0)
        has_tree = when(lambda: view.json_index is not None)
        has_hits = when(lambda: view.row_count > 0 and len(view.hits) > 0)
        has_table = when(lambda: table.table is not None)
        is_received = when(lambda: view.row_count > 0 and self.forms.is_received)
        mine = {
            commands.SEARCH: Handler(self.action_search, has_lines),
            commands.NEXT_HIT: Handler(partial(self.search_bar.step, 1), has_hits),
            commands.PREVIOUS_HIT: Handler(partial(self.search_bar.step, -1), has_hits),
            commands.END_SEARCH: Handler(
                self.close_search, when(lambda: view.row_count > 0 and self.search_bar.is_open)
            ),
            commands.GO_TO_LINE: Handler(
                self.search_bar.open_for_line,
                when(lambda: view.row_count > 0 and table.table is None),
            ),
            commands.FOLD_MENU: Handler(self.folding.open_menu, has_tree),
            commands.LACKING_FIELDS: Handler(
                self.notes.list_lacking, when(lambda: self.notes.lacking_at_cursor() is not None)
            ),
            commands.TOGGLE_ESCAPES: Handler(
                self.escapes.toggle, when(lambda: self.escapes.can_toggle)
            ),
            commands.LEAVE_PART: Handler(
                nested.leave, when(lambda: nested.part is not None and not self.path_filter.is_open)
            ),
            commands.GO_TO_ORIGIN: Handler(
                nested.go_to_origin,
                when(lambda: isinstance(nested.part, FoundPart) and view.json_index is not None),
            ),
            commands.OPEN_NESTED: Handler(nested.open_string, when(lambda: nested.has_nested)),
            commands.FILTER_PATH: Handler(
                self.action_filter_path, when(lambda: self.path_filter.can_filter)
            ),
            commands.KEEP_FOUND: Handler(self.path_filter.keep_found, has_lines),
            commands.TAKE_NAME: Handler(
                self.path_row.accept_offer, when(lambda: self.path_row.offers)
            ),
            commands.TABLE: Handler(table.toggle, when(lambda: table.can_show_table)),
            commands.SHOW_TABLE: Handler(table.show_table, has_lines),
            commands.SHOW_TREE: Handler(table.show_tree, has_lines),
            commands.COPY_ROW: Handler(self.table_export.copy_row, has_table),
            commands.CHOOSE: Handler(None, has_lines),
            commands.ALL_COLUMNS: Handler(None, when(lambda: table.can_show_all_columns)),
            commands.CHARSET_MENU: Handler(self.forms.open_charset_menu, is_received),
            commands.FORM_MENU: Handler(self.forms.open_form_menu, is_received),
            commands.SAVE_BODY: Handler(self.forms.save, is_received),
            commands.COPY_MENU: Handler(self.copying.open_menu, has_lines),
            commands.COPY_VALUE: Handler(self.copying.copy_value, has_lines),
            commands.COPY_PATH: Handler(self.copying.copy_path, has_tree),
        }
        of_table = (
            *(commands.FILTER_ROWS, commands.LEAVE_FILTER, commands.SORT_COLUMN),
            *(commands.CHOOSE_COLUMNS, commands.EXPORT_TABLE),
        )
        return mine | dict.fromkeys(of_table, Handler(None, has_table))

    def compose(self) -> Iterator[Widget]:
        """Lay out the path, a remark, the lines, and the rows for search and JSONPath."""
        yield Lines(self._draw_crumb, id="body-crumb")
        yield Lines(self._draw_remark, id="body-remark")
        yield self.view
        yield self.search_row
        yield self.path_row

    def on_mount(self) -> None:
        """Connect the remarks to the lines."""
        self.view.nested_note = self.strings.path.nested_note
        self.view.note = self.notes.note

    def watch_strings(self, strings: Strings) -> None:
        """Show the texts in the new language."""
        self.words = strings
        if self.is_attached and self.children:
            self.view.words, self.view.nested_note = strings.body, strings.path.nested_note
            self.view.redraw()
            self.redraw()
        self.table_mode.show_strings()

    # -- what the parts see ------------------------------------------------------------------

    @property
    def part(self) -> Part | None:
        """The displayed part; ``None`` if the whole body is displayed."""
        return self.nested.part

    @property
    def table(self) -> "BodyTable | None":
        """The table while it is shown, otherwise ``None``."""
        return self.table_mode.table

    @property
    def active_rows(self) -> Rows:
        """The list that is read: the rows of the table, or the lines."""
        table = self.table
        return table.rows if table is not None else self.view

    def start(self, work: Work, group: str) -> None:
        """Start a worker and cancel the previous one of the same group."""
        self.run_worker(work, group=group, description=group, exclusive=True)

    def stop(self, group: str) -> None:
        """Cancel the worker of a group."""
        self.workers.cancel_group(self, group)

    # -- what is shown -----------------------------------------------------------------------

    def show(
        self, received: bytes | mmap.mmap, content_type: str, mask: Callable[[str], str]
    ) -> None:
        """Show a body: its beginning at once, the rest when it is indexed."""
        self._forget(mask)
        self.document_view.show(received, content_type)

    def show_head(self, head: bytes, content_type: str, mask: Callable[[str], str]) -> None:
        """Show the beginning of a body that is being received."""
        self._forget(mask)
        self.document_view.show_head(head, content_type)

    def clear(self) -> None:
        """Show nothing."""
        self._forget(str)
        self.put(EMPTY)

    def _forget(self, mask: Callable[[str], str]) -> None:
        self.mask = self.view.mask = mask
        self.stop("open")
        self.nested.forget()
        self.path_filter.forget()

    def show_document(self, *, is_same: bool = False) -> None:
        """Update the parts for another document; ``is_same`` for the same body, now complete."""
        if is_same:
            self.search_bar.find_in_whole()
        else:
            self.search_bar.close()
        self.redraw()
        self.table_mode.show_document()

    def show_growth(self) -> None:
        """Update the parts after more of the document was indexed."""
        self.redraw()
        self.search_bar.show_growth()
        self.table_mode.show_growth()

    def show_notes(self) -> None:
        """Draw the remarks on values again, after more became known."""
        self.view.redraw()
        self.table_mode.show_notes()

    def show_links(self) -> None:
        """Draw the underlines again, after the values that can be followed changed."""
        self.view.redraw()
        self.table_mode.show_links()

    def dim(self) -> None:
        """Draw the body of the previous response faintly."""
        if not self.view.is_dim:
            self.view.is_dim = True
            self.view.redraw()
        self.table_mode.dim()

    def show_lines(self, *, is_shown: bool) -> None:
        """Show or hide the tree; a class on the whole reader would restyle the table too."""
        for place in ("#body-crumb", "#body-remark", "#body"):
            self.query_one(place).set_class(not is_shown, "-behind-table")
        self.redraw()

    # -- what the parts are asked in turn ----------------------------------------------------

    def step_back(self) -> bool:
        """Leave the path, the search, the table or a part; return whether there was one of them."""
        parts = (self.path_filter, self.search_bar, self.table_export, self.table_mode)
        return any(part.step_back() for part in parts) or self.nested.leave()

    def leave_field(self) -> None:
        """Move the focus from a field to the body; leaving a path shows the whole body again."""
        parts = (self.path_filter, self.table_mode, self.search_bar)
        any(part.leave_field() for part in parts)

    def action_search(self) -> None:
        """Open the search row, or the filter of the rows if the table is shown."""
        parts = (self.table_mode, self.path_filter, self.search_bar)
        any(part.search() for part in parts)

    def action_filter_path(self) -> None:
        """Open the row for a JSONPath, in the tree."""
        self.table_mode.show_tree()
        self.path_filter.open()

    def _step_in_field(self, by: int) -> None:
        any(part.step_in_field(by) for part in (self.path_filter, self.search_bar))

    def key_down(self) -> None:
        """Select the next name or hit while a field has the focus."""
        self._step_in_field(1)

    def key_up(self) -> None:
        """Select the previous name or hit while a field has the focus."""
        self._step_in_field(-1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the commands on the lines of the tree while the table is shown."""
        acts = str(parameters[0]) if action == "run" else action
        if acts in TREE_COMMANDS and self.table is not None:
            return False
        return super().check_action(action, parameters)

    def facts(self, width: int) -> list[Run]:
        """Return a short description of the body, and the ways to display it."""
        facts = self.escapes.facts(self.document_view.facts(width))
        return self.table_mode.facts(facts, width, is_plain=self.document_view.is_plain)

    # -- what a part asks of another ---------------------------------------------------------

    def go_to_path(self, path: Path) -> None:
        """Move to a node once the whole body is indexed; in the table, to its cell."""
        self.document_view.go_to_path(path)
        self.table_mode.follow_line()

    def close_search(self) -> None:
        """Close the search row if it is open."""
        self.search_bar.step_back()

    # -- messages of the rows ----------------------------------------------------------------

    @on(Rows.CursorMoved, "#body")
    def _on_moved(self) -> None:
        self.document_view.note_move()
        self.query_one("#body-crumb", Lines).redraw()
        self.nested.note_move()

    @on(BodyView.EndRequested)
    def _on_end_requested(self) -> None:
        self.document_view.go_to_end()

    @on(BodyView.KeyRefused)
    def _on_key_without_effect(self, event: BodyView.KeyRefused) -> None:
        self.post_message(Noticed(find_text(self.strings.body, event.word)))

    @on(BodyView.RangesRequested)
    def _on_ranges_requested(self, event: BodyView.RangesRequested) -> None:
        self.folding.fold_ranges(event.line)

    @on(BodyView.NestedChosen)
    def _on_nested_chosen(self, event: BodyView.NestedChosen) -> None:
        self.nested.open_string_of(event.line)

    def on_body_table_cell_chosen(self, event: Message) -> None:
        """Choose the value of the chosen cell."""
        event.stop()
        self.table_mode.choose_cell()

    def on_body_table_rows_changed(self, event: Message) -> None:
        """Move in the tree to the value of the cell under the cursor."""
        event.stop()
        self.table_mode.change_cell()

    def on_body_table_rows_export_requested(self, event: Message) -> None:
        """Open the menu of export formats."""
        event.stop()
        self.table_export.open_menu()

    # -- drawing -----------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw the rows around the lines again."""
        self.query_one("#body-crumb", Lines).redraw()
        self.query_one("#body-remark", Lines).redraw()
        self.post_message(BodyChanged())

    def rows_around(self, width: int) -> int:
        """Return the number of rows that are not lines of the body, without the search row."""
        crumb = self.query_one("#body-crumb", Lines)
        shown = len(self._draw_crumb(width)) if crumb.display else 0
        return shown + len(self._draw_remark(width))

    def _draw_crumb(self, width: int) -> list[Line]:
        if not self.view.row_count:
            return []
        path = self.nested.crumb()
        place = (self.document, self.view.line, width, self.mask, self.strings, path)
        return [Line(*crumb_runs(*place))]

    def _draw_remark(self, width: int) -> list[Line]:
        """Return the remarks above the lines; none while the row of a path is open."""
        if self.path_filter.is_open:
            return []
        return [*self.nested.remark(width, self.mask), *self.document_view.remark(width)]
