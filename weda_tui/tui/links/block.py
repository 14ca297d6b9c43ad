"""F7: the selected value with the calls that take it; a row of the focus like any other."""

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message

from weda_tui.i18n.strings import Strings
from weda_tui.tui.links.view import NextRows, NextShown, next_lines, next_rows
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.lines import Lines


class NextBlock(Lines, can_focus=True):
    """Four rows, one where there is little room; as high whatever the value is."""

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
        """An item was chosen; ``action`` is what it asks for."""

        action: str

    class Left(Message):
        """Up from the first row: back to the body."""

    def __init__(self, strings: Strings, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(self._draw_block, id=id)
        self.strings = strings
        self.is_short: bool = False
        self._shown = NextShown(None)
        self._chosen = 0

    @property
    def shown(self) -> NextShown:
        """What is drawn."""
        return self._shown

    def show(self, shown: NextShown, *, is_short: bool) -> None:
        """Show another value; of the same one the selected item stays."""
        before = self._shown.following, self._shown.acts
        if (shown.following, shown.acts) != before or is_short != self.is_short:
            if shown.following != before[0]:
                self._chosen = 0
            self._shown, self.is_short = shown, is_short
            self.redraw()

    def say_again(self, strings: Strings) -> None:
        """Speak the other language."""
        self.strings = strings
        self.redraw()

    def _items(self) -> NextRows:
        return next_rows(self._shown, self.strings, self.size.width, is_short=self.is_short)

    def action_move(self, by: int) -> None:
        """Go to another item."""
        count = len(self._items().items)
        self._chosen = max(0, min(self._chosen + by, count - 1))
        self.redraw()

    def action_move_row(self, by: int) -> None:
        """Go from the calls to the acts, and back; further up is the body."""
        rows = self._items()
        is_in_acts = self._chosen >= len(rows.calls)
        if by < 0 and (not is_in_acts or not rows.calls):
            self.post_message(self.Left())
        elif by > 0 and rows.acts and not is_in_acts:
            self._chosen = len(rows.calls)
        elif by < 0:
            self._chosen = 0
        self.redraw()

    def action_choose(self) -> None:
        """Do what the selected item stands for."""
        items = self._items().items
        if self._chosen < len(items):
            self.post_message(self.LinkChosen(items[self._chosen].action))

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        if action := event.style.meta.get("press"):
            event.stop()
            self.post_message(self.LinkChosen(action))

    def _draw_block(self, width: int) -> list[Line]:
        rows = next_rows(self._shown, self.strings, width, is_short=self.is_short)
        chosen = min(self._chosen, max(0, len(rows.items) - 1)) if self.has_focus else -1
        return next_lines(
            self._shown, rows, self.strings, width, is_short=self.is_short, chosen=chosen
        )
