"""The list widget of a form: reads the rows from a draft, folds them, draws the visible ones."""

from collections.abc import Collection, Mapping, Sequence

from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.draft_check import DraftFinding, FindingKind
from weda_tui.core.requests.form import Form, FormRow, FormRowKind
from weda_tui.i18n.language import default_strings
from weda_tui.tui.requests.form_reading import ReadForm
from weda_tui.tui.requests.form_view import (
    MARGIN,
    FormLine,
    FormState,
    RowKey,
    draw_form_line,
    form_lines,
    label_width,
)
from weda_tui.tui.widgets.drawing.paint import Line, wrap
from weda_tui.tui.widgets.pane import TALL
from weda_tui.tui.widgets.rows import Rows


class FormRows(Rows):
    """A list whose cursor skips help lines and blank lines."""

    class RowsScrolled(Message):
        """The list was scrolled."""

    class Focused(Message):
        """The list got the focus."""

    def __init__(self, read_form: ReadForm, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._read_form = read_form
        self.strings = default_strings()
        self.form = Form(rows=())
        self.findings: Mapping[RowKey, DraftFinding] = {}
        self.filled: Mapping[RowKey, str] = {}
        """The rows that were filled from a response, and the text that they had then."""
        self.lines: Sequence[FormLine] = ()
        self._notes: list[str] = []
        self._label = 0
        self._folded: dict[str, set[RowKey]] = {}
        """The folded groups of each call."""
        self._call = ""
        self._is_unset_open = False
        self._unset = 0
        self._is_judged = False
        """Whether missing values are marked, because the user pressed F5."""

    # -- reading -----------------------------------------------------------------------------

    def open(self, endpoint: Endpoint) -> None:
        """Reset the list for another call; the groups folded there before are still folded."""
        self._call, self._is_unset_open, self._is_judged = endpoint.id, False, False
        self.lines = ()
        self.show_rows(0, cursor=0)

    def read(
        self,
        endpoint: Endpoint,
        draft: RequestDraft,
        known: Collection[str],
        at: RowKey | None = None,
    ) -> None:
        """Read a draft and stay on the row ``at``, or where the cursor is."""
        self.form, self._notes = self._read_form(endpoint, draft, known, self.strings)
        self.lay_out(at)

    def lay_out(self, at: RowKey | None = None) -> None:
        """Show the rows that are not folded and stay on the row ``at``, or where the cursor is."""
        at = at or self.key
        self.lines = form_lines(
            self.form,
            self._folds,
            is_tall=self.is_tall,
            is_unset_open=self._is_unset_open,
            filled=self.filled,
            notes=[line for note in self._notes for line in wrap(note, self.size.width - 4)],
        )
        self._label, self._unset = label_width(self.form, self.size.width), self.form.unset
        with self.prevent(Rows.CursorMoved):
            self.show_rows(len(self.lines), cursor=self._index_of(at) if at else self.cursor)

    def _index_of(self, at: RowKey) -> int:
        """Return the line of a row, a header also by its name; the cursor's line if not found."""
        keys = {line.key: index for index, line in enumerate(self.lines) if line.key is not None}
        named = {
            line.row.name.lower(): index
            for index, line in reversed(list(enumerate(self.lines)))
            if line.row is not None and line.kind == "row" and line.row.location == "header"
        }
        name = str(at[1][-1]).lower() if at[0] == "header" else ""
        return keys.get(at, named.get(name, self.cursor))

    def judge(self) -> None:
        """Also show missing values, and unfold all groups.

        The caller then calls ``set_findings`` and ``read``.
        """
        self._is_judged = True
        self._folds.clear()

    def set_findings(self, findings: Sequence[DraftFinding]) -> bool:
        """Mark errors, and missing values after ``judge``; return whether anything changed."""
        shown = {
            finding.key: finding
            for finding in findings
            if self._is_judged or finding.kind is not FindingKind.MISSING
        }
        is_other = shown != self.findings
        if is_other:
            self.findings = shown
            self.refresh()
        return is_other

    # -- the selected row ---------------------------------------------------------------------

    @property
    def is_tall(self) -> bool:
        """Whether there is room for help lines."""
        return self.app.size.height >= TALL

    @property
    def line(self) -> FormLine | None:
        """The selected line."""
        return self.lines[self.cursor] if self.cursor < len(self.lines) else None

    @property
    def selected_row(self) -> FormRow | None:
        """The selected row; ``None`` on the header of the unset fields."""
        line = self.line
        return line.row if line is not None and line.kind == "row" else None

    @property
    def key(self) -> RowKey | None:
        """The key of the selected row."""
        row = self.selected_row
        return row.key if row is not None else None

    @property
    def field_region(self) -> Region:
        """The region of the selected row's value in cells of this widget, perhaps outside it."""
        left = MARGIN + self._label
        y = int(self.cursor) - round(self.scroll_offset.y)
        return Region(left, y, max(4, self.size.width - left - 1), 1)

    # -- folding -----------------------------------------------------------------------------

    @property
    def _folds(self) -> set[RowKey]:
        return self._folded.setdefault(self._call, set())

    def toggle(self) -> None:
        """Toggle the folding of the selected group, or of the unset fields."""
        row = self.selected_row
        is_folded = row.key in self._folds if row is not None else not self._is_unset_open
        self.fold(not is_folded)

    def fold(self, is_folded: bool) -> None:
        """Fold or unfold the selected group; from inside a group, folding moves to the group."""
        line, row = self.line, self.selected_row
        if line is not None and line.kind == "unset":
            self._is_unset_open = not is_folded
            self.lay_out()
        elif row is None:
            return
        elif row.kind is FormRowKind.GROUP and (row.key in self._folds) != is_folded:
            self._folds.symmetric_difference_update({row.key})
            self.lay_out(row.key)
        elif is_folded and len(row.path) > 1:
            self.lay_out((row.location, row.path[:-1]))

    # -- drawing -----------------------------------------------------------------------------

    def row(self, index: int, width: int) -> Line:
        """Draw a line."""
        form = self.parent
        is_selected = isinstance(form, Widget) and form.has_focus_within
        look = FormState(
            strings=self.strings,
            findings=self.findings,
            folded=self._folds,
            at=self.key if is_selected else None,
            label=self._label,
            unset=self._unset,
            is_unset_open=self._is_unset_open,
            is_tall=self.is_tall,
            filled=self.filled,
        )
        return draw_form_line(self.lines[index], look, width)

    def is_selectable(self, index: int) -> bool:
        """Return whether a line is a row, or a header that can be folded."""
        kind = self.lines[index].kind
        return kind == "row" or (kind == "unset" and not self.is_tall)

    def watch_has_focus(self, value: bool) -> None:
        """Post ``Focused`` when the list gets the focus, so that the form opens a field."""
        super().watch_has_focus(value)
        if value:
            self.post_message(self.Focused())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Post ``RowsScrolled``, so that the field moves with its row."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.RowsScrolled())
