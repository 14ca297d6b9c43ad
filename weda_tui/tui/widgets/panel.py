"""What a float has above and below: its title, and the keys that work in it."""

from collections.abc import Iterable

from weda_tui.tui.widgets.drawing.paint import Line, Run, fit


def panel_title(title: str) -> list[Line]:
    """Return the title, and a blank row below it."""
    return [Line([Run("  "), Run(title, "bold")]), Line()]


def panel_keys(keys: Iterable[tuple[str, str]], width: int) -> Line:
    """Return keys with their words on one row; those that do not fit are left out, the last first.

    ``width`` is that of the float, in cells.
    """
    shown = [[Run(key, "bold"), Run(f" {words}", "dim")] for key, words in keys]
    return Line([Run("  "), *fit(width - 3, shown)])
