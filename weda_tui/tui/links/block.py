"""The block of F7: the selected value, the calls that accept it, and other actions on it."""

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message

from weda_tui.i18n.strings import Strings
from weda_tui.tui.links.view import NextRows, NextShown, next_lines, next_rows
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.lines import Lines


class NextBlock(Lines, can_focus=True):
    """Four rows, or one if there is little room; the height is the same for every value."""

    BINDINGS = [
        Binding("left,h", "move(-1)", show=False),
        Binding("right,l", "move(1)", show=False),
        Binding("down,j", "move_row(1)", show=False),
        Binding("up,k", "move_row(-1)", show=False),
        Binding("home", "move(-99)", show=False),
        Binding("end", "move(99)", show=False),
        Binding("enter", "choose", show=False),
    ]

    @dataclass
    class LinkChosen(Message):
        """The user chose an item; ``action`` is the action to run."""

        action: str

    class LeftAtTop(Message):
        """The user pressed Up in the first row, to go back to the body."""

    def __init__(self, strings: Strings, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(self._draw_block, id=id)
        self.strings = strings
        self.is_short: bool = False
        self._shown = NextShown(None)
        self._chosen = 0

    @property
    def shown(self) -> NextShown:
        """The displayed value and its calls."""
        return self._shown

    def show(self, shown: NextShown, *, is_short: bool) -> None:
        """Show another value; for the same calls, the selected item stays selected."""
        before = self._shown.following, self._shown.acts
        if (shown.following, shown.acts) != before or is_short != self.is_short:
            if shown.following != before[0]:
                self._chosen = 0
            self._shown, self.is_short = shown, is_short
            self.redraw()

    def show_language(self, strings: Strings) -> None:
        """Show the texts in another language."""
        self.strings = strings
        self.redraw()

    def _items(self) -> NextRows:
        return next_rows(self._shown, self.strings, self.size.width, is_short=self.is_short)

    def action_move(self, by: int) -> None:
        """Select another item."""
        count = len(self._items().items)
        self._chosen = max(0, min(self._chosen + by, count - 1))
        self.redraw()

    def action_move_row(self, by: int) -> None:
        """Move between calls and other actions; Up in the first row posts ``CursorLeft``."""
        rows = self._items()
        is_in_acts = self._chosen >= len(rows.calls)
        if by < 0 and (not is_in_acts or not rows.calls):
            self.post_message(self.LeftAtTop())
        elif by > 0 and rows.acts and not is_in_acts:
            self._chosen = len(rows.calls)
        elif by < 0:
            self._chosen = 0
        self.redraw()

    def action_choose(self) -> None:
        """Run the action of the selected item."""
        items = self._items().items
        if self._chosen < len(items):
            self.post_message(self.LinkChosen(items[self._chosen].action))

    def on_click(self, event: events.Click) -> None:
        """Run the action of the clicked item."""
        if action := event.style.meta.get("press"):
            event.stop()
            self.post_message(self.LinkChosen(action))

    def _draw_block(self, width: int) -> list[Line]:
        rows = next_rows(self._shown, self.strings, width, is_short=self.is_short)
        chosen = min(self._chosen, max(0, len(rows.items) - 1)) if self.has_focus else -1
        return next_lines(
            self._shown, rows, self.strings, width, is_short=self.is_short, chosen=chosen
        )
