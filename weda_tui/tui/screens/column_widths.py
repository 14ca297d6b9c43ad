"""The column widths: stored per arrangement, moved by key or mouse, never below a minimum."""

from collections.abc import Mapping

SMALLEST = {"what": 26, "with": 36, "left": 36}
"""Minimum width of each column, in cells."""
SMALLEST_RESULT = 48
BY_SCREEN = 0
"""The value of a width that follows the screen until the user moves the rule."""
FIRST = {"wide": {"what": 38, "with": BY_SCREEN}, "medium": {"left": 40}}
"""Widths at the first start, including the rule in the first cell of each column."""
FIRST_WITH, SHARE_OF_WITH = 48, 30
"""The width of WITH that follows the screen: minimum in cells, and percent of the screen."""


class Columns:
    """The widths of the columns in each arrangement, in cells."""

    def __init__(self, kept: Mapping[str, list[int]]) -> None:
        self._widths = {name: dict(columns) for name, columns in FIRST.items()}
        for name, values in kept.items():
            if name in self._widths and len(values) == len(self._widths[name]):
                self._widths[name] = dict(zip(self._widths[name], values, strict=True))

    def of(self, arrangement: str, width: int) -> dict[str, int]:
        """Return each column's width on a screen of ``width`` cells.

        Columns are made smaller, but not below their minimum, so that RESULT has its minimum too.
        """
        columns = dict(self._widths.get(arrangement, {}))
        if columns.get("with") == BY_SCREEN:
            columns["with"] = max(FIRST_WITH, width * SHARE_OF_WITH // 100)
        while columns and width - sum(columns.values()) < SMALLEST_RESULT:
            widest = max(columns, key=lambda name: columns[name] - SMALLEST[name])
            if columns[widest] <= SMALLEST[widest]:
                break
            columns[widest] -= 1
        return columns

    def move(self, arrangement: str, column: str, by: int, width: int) -> None:
        """Make a column wider or narrower by a number of cells, within the limits of the screen."""
        columns = self._widths.get(arrangement)
        if columns is None or column not in columns:
            return
        shown = self.of(arrangement, width)
        others = sum(shown.values()) - shown[column]
        most = max(SMALLEST[column], width - others - SMALLEST_RESULT)
        columns[column] = max(SMALLEST[column], min(shown[column] + by, most))

    def reset(self, arrangement: str) -> None:
        """Restore the widths of the first start."""
        if arrangement in FIRST:
            self._widths[arrangement] = dict(FIRST[arrangement])

    def kept(self) -> dict[str, list[int]]:
        """Return the widths to store for the next start."""
        return {name: list(columns.values()) for name, columns in self._widths.items()}
