"""A tab of WHAT that lists: heading, filter, a remark, rows, the foot; keys between them."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.reactive import var
from textual.widget import Widget

from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands.table import (
    FILTER,
    NEXT_WHAT_TAB,
    TAB_CHARACTERS,
    Handler,
    Handlers,
    bindings,
    screen_bindings,
)
from weda_tui.tui.layout.headings import stage_name, what_tabs
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.pane import Stage
from weda_tui.tui.widgets.rows import Rows


class WhatTab(Stage):
    """Subclasses name the tab, give its rows, and draw what is said above and below them.

    The parts are called ``#TAB-heading``, ``#TAB-filter``, ``#TAB-remark``, ``#TAB-rows``,
    ``#TAB-foot``.
    """

    TAB: ClassVar[str]

    strings: var[Strings] = var(default_strings)

    BINDINGS = [
        *bindings(FILTER),
        Binding("left_square_bracket,【", "screen.next_what_tab(-1)", show=False, priority=True),
        *screen_bindings(NEXT_WHAT_TAB, is_priority=True),
    ]

    def handlers(self) -> Handlers:
        """Return what is done with the list."""
        return {**super().handlers(), FILTER: Handler(self.action_filter)}

    def inside(self) -> Iterator[Widget]:
        """Lay out heading, filter, remark, rows and the foot."""
        yield Lines(self._draw_heading, id=f"{self.TAB}-heading")
        with Horizontal(id=f"{self.TAB}-filter-row"):
            yield (field := Field(id=f"{self.TAB}-filter"))
            field.passes = TAB_CHARACTERS
        yield Lines(self.draw_remark, id=f"{self.TAB}-remark")
        yield self.make_rows()
        yield Lines(self.draw_foot, id=f"{self.TAB}-foot")

    def make_rows(self) -> Rows:
        """Return the list."""
        raise NotImplementedError

    def draw_remark(self, width: int) -> list[Line]:
        """Return what is said above the rows."""
        raise NotImplementedError

    def draw_foot(self, width: int) -> list[Line]:
        """Return what is said below the rows."""
        raise NotImplementedError

    def narrow(self) -> object:
        """List what the filter wants now, here or in a worker."""
        raise NotImplementedError

    @property
    def filter_field(self) -> Field:
        """Where the filter is typed."""
        return self.query_one(f"#{self.TAB}-filter", Field)

    @property
    def listed(self) -> Rows:
        """The list."""
        return self.query_one(f"#{self.TAB}-rows", Rows)

    def redraw_words(self) -> None:
        """Draw heading, remark and foot again."""
        for name in ("heading", "remark", "foot"):
            self.query_one(f"#{self.TAB}-{name}", Lines).redraw()

    # -- focus -------------------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Land on the rows."""
        self.focus_inside(self.listed)

    def leave_field(self) -> None:
        """Go from the filter to the rows, dropping what was typed."""
        self.filter_field.value = ""
        self.focus_inside(self.listed)

    def action_filter(self) -> None:
        """Go to the filter."""
        self.focus_inside(self.filter_field)

    @on(Field.Changed)
    def _on_filter_changed(self, event: Field.Changed) -> None:
        event.stop()
        self.narrow()

    @on(Field.Submitted)
    def _on_filter_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.focus_inside(self.listed)

    def key_down(self) -> None:
        """From the filter to the rows."""
        if self.filter_field.has_focus:
            self.focus_inside(self.listed)

    def _draw_heading(self, width: int) -> list[Line]:
        words = self.strings.tui.stage
        left = stage_name("F3", words.what, "what", is_focused=self.is_focused)
        return [Line([Run(" "), *left], what_tabs(self.strings, self.TAB))]
