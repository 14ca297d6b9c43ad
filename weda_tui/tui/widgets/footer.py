"""The last row: keys of the place at the left, those of everywhere at the right."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.timer import Timer

from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run, cells, cut, fit


class Hint(NamedTuple):
    """A key, its word, and what a click on it runs."""

    key: str
    word: str
    action: str = ""


class KeyFooter(Lines):
    """Hints that do not fit are left out whole, the later ones first; the last one always stays.

    A notice takes the place of those at the right, but of the first one of them.
    """

    DEFAULT_CSS = "KeyFooter { dock: bottom; height: 1; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(self._draw_hints, id=id, surface="panel")
        self._left: Sequence[Hint] = ()
        self._right: Sequence[Hint] = ()
        self._notice = ""
        self._timer: Timer | None = None

    def show(self, left: Sequence[Hint], right: Sequence[Hint]) -> None:
        """Show other hints."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.redraw()

    def notice(self, text: str) -> None:
        """Say one line for four seconds."""
        if self._timer is not None:
            self._timer.stop()
        self._notice = text
        self.redraw()
        self._timer = self.set_timer(4.0, self._clear)

    def _clear(self) -> None:
        self._notice = ""
        self.redraw()

    def _draw_hints(self, width: int) -> list[Line]:
        if self._notice:
            help_ = [Run("   "), *_runs(self._right[0])] if self._right else []
            right = [Run(cut(self._notice, width - cells(help_) - 4), "bold"), *help_, Run(" ")]
        else:
            right = fit(width // 2, [_runs(hint) for hint in self._right])
            right = [*right, Run(" ")] if right else []
        *others, last = [_runs(hint) for hint in self._left] or [[]]
        room = width - cells(right) - cells(last) - 7
        left = fit(room, others)
        return [Line([Run(" "), *left, Run("   " if left else ""), *last], right)]


def _runs(hint: Hint) -> list[Run]:
    return [Run(hint.key, "bold", hint.action), Run(f" {hint.word}", "dim", hint.action)]
