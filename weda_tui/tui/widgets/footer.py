"""The footer: keys of the focused place at the left, keys that work everywhere at the right."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.timer import Timer

from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, cut_middle, fit
from weda_tui.tui.widgets.lines import Lines

READ_WITHIN, ANSWERED_WITHIN = 4.0, 20.0
"""Seconds that a notice is shown: one to read, and one with keys that answer it."""


class Hint(NamedTuple):
    """A key, its label, and the action that a click on it runs."""

    key: str
    word: str
    action: str = ""


class KeyFooter(Lines):
    """A row of hints, or a notice for a few seconds.

    Hints that do not fit are left out whole, the later ones first; the last hint at the left is
    always shown. A notice replaces the hints at the right, except the first of them; the keys that
    answer it follow it. A long notice replaces all hints at the left too.
    """

    DEFAULT_CSS = "KeyFooter { dock: bottom; height: 1; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(self._draw_hints, id=id, surface="panel")
        self._left: Sequence[Hint] = ()
        self._right: Sequence[Hint] = ()
        self._notice = self._path = ""
        self._answers: Sequence[Hint] = ()
        self._has_answers = True
        self._timer: Timer | None = None
        self._unread = ""
        """The text of a notice that is shown again after the notice that replaced it."""

    def show(
        self, left: Sequence[Hint], right: Sequence[Hint], *, has_answers: bool = True
    ) -> None:
        """Show other hints; ``has_answers`` is whether the keys that answer a notice work."""
        if (left, right, has_answers) != (self._left, self._right, self._has_answers):
            self._left, self._right, self._has_answers = left, right, has_answers
            self.redraw()

    def notice(self, text: str, *hints: Hint, path: str = "") -> None:
        """Show one line for ``READ_WITHIN`` seconds, ``ANSWERED_WITHIN`` with keys that answer it.

        If there is no room for all of ``text``, the middle of ``path``, which is a part of it, is
        cut.
        """
        if self._timer is not None:
            self._timer.stop()
        self._notice, self._path, self._answers = (
            strip_control_characters(text),
            strip_control_characters(path),
            hints,
        )
        self.redraw()
        self._timer = self.set_timer(ANSWERED_WITHIN if hints else READ_WITHIN, self.clear)

    def notice_until_read(self, text: str) -> None:
        """Show a notice that returns after any other one, until it was shown for its full time."""
        self._unread = text
        self.notice(text)

    def remind(self, text: str) -> None:
        """Show a notice unless another notice is shown."""
        if not self._notice:
            self.notice(text)

    def end_reminder(self, text: str) -> None:
        """Remove the notice of ``remind`` if it is the one shown."""
        if self._notice == text:
            self.clear()

    def is_offering(self, action: str) -> bool:
        """Return whether a notice that the action answers is shown."""
        return bool(self._notice) and any(hint.action == action for hint in self._answers)

    def clear(self) -> None:
        """Remove the notice; a notice of ``notice_until_read`` that was not read is shown again."""
        if self._notice == strip_control_characters(self._unread):
            self._unread = ""
        if self._unread:
            self.notice(self._unread)
        elif self._notice:
            self._notice = ""
            self.redraw()

    def _draw_hints(self, width: int) -> list[Line]:
        if self._notice:
            answers = self._answers if self._left and self._has_answers else ()
            hints = [run for hint in (*answers, *self._right[:1]) for run in _after(hint)]
            right = [Run(self._notice_within(width - cells(hints) - 4), "bold"), *hints, Run(" ")]
        else:
            right = fit(width // 2, [_runs(hint) for hint in self._right])
            right = [*right, Run(" ")] if right else []
        *others, last = [_runs(hint) for hint in self._left] or [[]]
        room = width - cells(right) - cells(last) - 7
        if self._notice and cells(right) + cells(last) + 2 > width:
            return [Line([], right)]
        left = fit(room, others)
        return [Line([Run(" "), *left, Run("   " if left else ""), *last], right)]

    def _notice_within(self, room: int) -> str:
        kept = room - cell_len(self._notice) + cell_len(self._path)
        if self._path and kept > 0:
            return self._notice.replace(self._path, cut_middle(self._path, kept), 1)
        return cut(self._notice, room)


def _after(hint: Hint) -> list[Run]:
    return [Run("   "), *_runs(hint)]


def _runs(hint: Hint) -> list[Run]:
    return Run.key(hint.key, hint.word, hint.action)
