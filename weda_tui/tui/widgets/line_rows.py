"""A list of ready-made lines: documentation, headers, a request as sent."""

from collections.abc import Sequence

from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.drawing.wrap import fold
from weda_tui.tui.widgets.rows import Rows


class LineRows(Rows):
    """Rows that are there already; lines that scroll but choose nothing."""

    def __init__(self, *, id: str, surface: str = "ground") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, surface=surface)
        self._lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line], *, cursor: int = 0) -> None:
        """Show other lines, from the first one."""
        if lines == self._lines:
            return
        self._lines = lines
        self.show_rows(len(lines), cursor=cursor)

    def row(self, index: int, width: int) -> Line:
        """Return a line as it was given."""
        return self._lines[index]


class ReadRows(LineRows):
    """Lines to read, without a cursor."""

    def is_selectable(self, index: int) -> bool:
        """Return that no row is selected."""
        return False


class FoldedRows(LineRows):
    """Lines of data; what is too long for the width goes on below, no character lost."""

    HANG = 4
    """Cells before what goes on."""

    _whole: Sequence[Line] = ()

    def show(self, lines: Sequence[Line], *, cursor: int = 0) -> None:
        """Show other lines, from the first one."""
        if lines != self._whole:
            self._whole = lines
            self._fold(cursor)

    def on_resize(self) -> None:
        """Fold to another width."""
        self._fold(self.cursor)

    def _fold(self, cursor: int) -> None:
        if width := self.size.width:
            rows = [row for line in self._whole for row in fold(line, width - 1, self.HANG)]
            super().show(rows, cursor=cursor)
