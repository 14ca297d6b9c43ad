"""A route that is asked about: what would be sent where, what changed, the answers."""

from collections.abc import Sequence

from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, fold, pad

LONGEST_ADDRESS = 280
"""Cells of an address that are shown: the longest name of a host, whole, with scheme and port."""
LONGEST_TEXT = 120
"""Cells of any other part; what follows it stays in sight."""


def draw_rows(
    title: str, rows: Sequence[tuple[str, str]], risks: Sequence[str], width: int
) -> list[Line]:
    """Return the title, each part of the route beside its label, and who could read it."""
    labels = max((cells([Run(label)]) for label, _ in rows), default=0) + 2
    lines = [*_folded([Run("  "), Run(title, "caution bold")], width, 2), Line()]
    for label, text in rows:
        shown = cut(text, LONGEST_ADDRESS if "://" in text else LONGEST_TEXT)
        head = [Run("  "), Run(pad(label, labels), "dim"), Run(shown)]
        lines += _folded(head, width, labels + 2)
    for risk in risks:
        lines += _folded([Run("  "), Run(cut(risk, LONGEST_ADDRESS), "fail")], width, 2)
    return lines


def draw_answers(strings: Strings, width: int) -> list[Line]:
    """Return the safe answer first, then the one that approves."""
    words = strings.routes.approval
    answers = [
        Run("  "),
        Run(f" Esc {words.dont} ", "chip-focus", "close"),
        Run("    "),
        Run("Ctrl+Y", "caution bold", "approve"),
        Run(f" {words.approve_key}", "bold", "approve"),
    ]
    never = [Run(words.enter_never, "dim"), Run("  ")]
    if cells(answers) + cells(never) < width:
        return [Line(answers, never)]
    return [Line(answers), Line([Run("  "), *never])]


def _folded(runs: list[Run], width: int, indent: int) -> list[Line]:
    return fold(Line(runs), width - 2, indent)
