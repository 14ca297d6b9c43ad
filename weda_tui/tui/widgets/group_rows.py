"""Rows in groups: the cursor walks all of them, and jumps from group to group."""

from collections.abc import Sequence

from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.rows import Rows


class GroupRows(Rows):
    """Ready-made rows, each with the number of what it belongs to; -1 for nothing."""

    _lines: Sequence[Line] = ()
    _groups: Sequence[int] = ()

    def show(self, lines: Sequence[Line], groups: Sequence[int], *, cursor: int = 0) -> None:
        """Show other rows."""
        self._lines, self._groups = lines, groups
        self.show_rows(len(lines), cursor=cursor)

    def row(self, index: int, width: int) -> Line:
        """Return a row as it was given."""
        return self._lines[index]

    @property
    def group(self) -> int:
        """What the cursor's row belongs to."""
        return self._groups[self.cursor] if self.cursor < len(self._groups) else -1

    def jump(self, by: int) -> None:
        """Go to the first row of the next or previous group, around the ends."""
        heads = [
            at
            for at, group in enumerate(self._groups)
            if group >= 0 and (not at or self._groups[at - 1] != group)
        ]
        if not heads:
            return
        if by > 0:
            self.cursor = next((at for at in heads if at > self.cursor), heads[0])
        else:
            self.cursor = next((at for at in reversed(heads) if at < self.cursor), heads[-1])
