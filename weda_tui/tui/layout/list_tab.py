"""The base class of the list tabs of WHAT: heading, filter, remark, rows and foot."""

from collections.abc import Callable, Iterator

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widget import Widget

from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Handler, Handlers, bindings, screen_bindings
from weda_tui.tui.layout.headings import heading, stage_name, what_tabs
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.pane import Pane
from weda_tui.tui.widgets.rows import Rows


class ListPlace(Lines):
    """The position of the cursor and the number of rows, as wide as its text."""

    def __init__(self, rows: Rows, words: Callable[[], Strings], *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(lambda _: [Line(self._said())], id=id)
        self._listed, self._words = rows, words
        rows.moved = self.show

    def show(self) -> None:
        """Show the current position."""
        self.styles.width = cells(self._said())
        self.redraw()

    def _said(self) -> list[Run]:
        at, rows = self._listed.rank()
        text = self._words().tui.stage.place_of.format(
            at=count(at) if at else "–", count=count(rows)
        )
        return [Run(f" {text}" if rows > 1 else "", "faint")]


class FilteredRows:
    """Remembers the filter of the shown rows, and delays actions until the rows are current."""

    def __init__(self, typed: Callable[[], str]) -> None:
        self._typed = typed
        self._shown_for = ""
        self._waiting: tuple[str, Callable[[], object]] | None = None
        """The filter whose rows are awaited, and the action to run then."""

    def is_new(self, text: str) -> bool:
        """Return whether new rows are for another filter, so that the first row gets the cursor."""
        return bool(text.strip()) and text != self._shown_for

    def shown(self, text: str) -> None:
        """Run the action that waited for the rows of this filter; drop one for another filter."""
        waiting, self._waiting, self._shown_for = self._waiting, None, text
        if waiting is not None and waiting[0] == text:
            waiting[1]()

    def when_listed(self, act: Callable[[], object]) -> None:
        """Run an action on the row under the cursor when the rows match the typed filter."""
        self._waiting = (self._typed(), act)
        if self._shown_for == self._typed():
            self.shown(self._shown_for)


class WhatTab(Pane):
    """A tab with a filter, a remark above the rows and a foot below them.

    The widgets of a tab ``x`` have the ids ``#x-heading``, ``#x-filter``, ``#x-remark``,
    ``#x-rows`` and ``#x-foot``.
    """

    BINDINGS = [
        *bindings(commands.FILTER),
        Binding("left_square_bracket,【", "screen.next_what_tab(-1)", show=False, priority=True),
        *screen_bindings(commands.NEXT_WHAT_TAB, is_priority=True),
    ]

    def __init__(self, tab: str, rows: Rows, *, id: str) -> None:  # noqa: A002 - Textual's name
        """``rows`` is the list, whose id is ``x-rows`` for a tab ``x``."""
        super().__init__(id=id)
        self.tab = tab
        self.listed = rows
        self.narrowed = FilteredRows(lambda: self.filter_field.value)

    def handlers(self) -> Handlers:
        """Return the handlers of the list."""
        return {**super().handlers(), commands.FILTER: Handler(self.action_filter)}

    def inside(self) -> Iterator[Widget]:
        """Lay out heading, filter, remark, rows and foot."""
        yield Lines(self._draw_heading, id=f"{self.tab}-heading")
        with Horizontal(id=f"{self.tab}-filter-row"):
            yield (field := Field(id=f"{self.tab}-filter"))
            field.passes = commands.TAB_CHARACTERS
            yield ListPlace(self.listed, lambda: self.strings, id=f"{self.tab}-place")
        yield Lines(self.draw_remark, id=f"{self.tab}-remark")
        yield self.listed
        yield Lines(self.draw_footer, id=f"{self.tab}-foot")

    def draw_remark(self, width: int) -> list[Line]:
        """Return the lines of the remark; the default is none."""
        return []

    def draw_footer(self, width: int) -> list[Line]:
        """Return the lines of the foot; the default is none."""
        return []

    def narrow(self) -> object:
        """List the rows for the current filter, here or in a worker; an empty filter lists all.

        Implementations call ``self.narrowed.shown`` when the rows are listed.
        """

    @property
    def filter_field(self) -> Field:
        """The field of the filter."""
        return self.query_one(f"#{self.tab}-filter", Field)

    def redraw_words(self) -> None:
        """Draw heading, remark and foot again."""
        for name in ("heading", "remark", "foot"):
            self.query_one(f"#{self.tab}-{name}", Lines).redraw()

    # -- focus -------------------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Focus the rows."""
        self.focus_inside(self.listed)

    def leave_field(self) -> None:
        """Clear the filter, and focus the rows."""
        self.filter_field.value = ""
        self.focus_inside(self.listed)

    @property
    def typing_target(self) -> Callable[[str], None] | None:
        """The function that starts the filter with a typed text while the rows have the focus."""
        return self.filter_field.begin if self.is_ready and self.listed.has_focus else None

    def action_filter(self) -> None:
        """Focus the filter."""
        self.focus_inside(self.filter_field)

    @on(Field.Changed)
    def _on_filter_changed(self, event: Field.Changed) -> None:
        event.stop()
        self.narrow()

    @on(Field.Submitted)
    def _on_filter_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.focus_inside(self.listed)
        if event.value.strip():
            self.narrowed.when_listed(self.listed.action_choose)

    def key_down(self) -> None:
        """Move the focus from the filter to the rows."""
        if self.filter_field.has_focus:
            self.focus_inside(self.listed)

    def _draw_heading(self, width: int) -> list[Line]:
        left = stage_name("F3", self.strings.tui.stage.what, "what", is_focused=self.is_focused)
        return [heading(left, what_tabs(self.strings, self.tab), is_focused=self.is_focused)]
