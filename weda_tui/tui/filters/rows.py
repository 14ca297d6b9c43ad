"""The rows of the filter builder as a list."""

from collections.abc import Callable

from textual.binding import Binding

from weda_tui.tui.filters.view import FilterLook, draw_row
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.rows import Rows


class SheetRows(Rows):
    """The rows of the sheet; one part of the selected row is selected too."""

    is_selected = True

    BINDINGS = [
        Binding("left", "screen.cell(-1)", show=False),
        Binding("right", "screen.cell(1)", show=False),
        Binding("space,ideographic_space", "screen.open", show=False),
        Binding("delete,backspace", "screen.remove", show=False),
        Binding("n", "screen.add", show=False),
        Binding("g", "screen.group", show=False),
        Binding("u", "screen.ungroup", show=False),
        Binding("o", "screen.turn", show=False),
    ]

    def __init__(self, look: Callable[[], FilterLook]) -> None:
        super().__init__(id="sheet", surface="panel")
        self._look = look

    def row(self, index: int, width: int) -> Line:
        """Draw a row."""
        return draw_row(index, self._look(), width)
