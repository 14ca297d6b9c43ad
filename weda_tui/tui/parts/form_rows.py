"""The lines of a form, of which only the visible ones are drawn, and the field over one of them."""

from collections.abc import Callable, Sequence

from textual.actions import SkipAction
from textual.binding import Binding
from textual.message import Message

from weda_tui.tui.drawings.form import FormLine
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.paint import Line
from weda_tui.tui.widgets.rows import Rows

Draw = Callable[[FormLine, int], Line]


class FormRows(Rows):
    """Rests on rows; help and blank lines are passed over."""

    BINDINGS = [
        Binding("left", "fold(True)", show=False),
        Binding("right", "fold(False)", show=False),
        Binding("space,ideographic_space", "switch", show=False),
        Binding("delete,backspace", "remove_value", show=False),
        Binding("ctrl+z", "undo", show=False),
        Binding("y", "copy_value", show=False),
    ]

    class Asked(Message):
        """A key asks the form for something: one of its actions, and how."""

        def __init__(self, action: str, flag: bool = False) -> None:
            super().__init__()
            self.action = action
            self.flag = flag

    class Scrolled(Message):
        """Other lines are in view."""

    class Focused(Message):
        """The rows have the focus."""

    def __init__(self, draw: Draw, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._draw = draw
        self.lines: Sequence[FormLine] = ()
        self.can_rest_on_header = False

    def show(self, lines: Sequence[FormLine], *, cursor: int) -> None:
        """Show other lines."""
        self.lines = lines
        self.show_rows(len(lines), cursor=cursor)

    @property
    def line(self) -> FormLine | None:
        """The line in hand."""
        return self.lines[self.cursor] if self.cursor < len(self.lines) else None

    def row(self, index: int, width: int) -> Line:
        """Draw a line."""
        return self._draw(self.lines[index], width)

    def is_selectable(self, index: int) -> bool:
        """Return whether a line is a row, or a header that folds."""
        kind = self.lines[index].kind
        return kind == "row" or (kind == "unset" and self.can_rest_on_header)

    def watch_has_focus(self, value: bool) -> None:
        """Tell who opens a field here."""
        super().watch_has_focus(value)
        if value:
            self.post_message(self.Focused())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The field over a row goes with it."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

    def action_fold(self, is_folded: bool) -> None:
        """Fold or unfold the group in hand."""
        self.post_message(self.Asked("fold", is_folded))

    def action_switch(self) -> None:
        """Switch a truth value; elsewhere the key is the page's."""
        line = self.line
        if line is None or line.row is None or line.row.parameter.type != "boolean":
            raise SkipAction
        self.post_message(self.Asked("choose"))

    def action_remove_value(self) -> None:
        """Send the value in hand no longer."""
        self.post_message(self.Asked("remove_value"))

    def action_undo(self) -> None:
        """Take the last edit back."""
        self.post_message(self.Asked("undo"))

    def action_set_empty(self) -> None:
        """Send an empty text."""
        self.post_message(self.Asked("set_empty"))

    def action_copy_value(self) -> None:
        """Copy the value in hand."""
        self.post_message(self.Asked("copy_value"))


class FormField(Field):
    """The field of the row in hand."""

    BINDINGS = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "step(-1, True)", show=False),
        Binding("pagedown", "step(1, True)", show=False),
        Binding("ctrl+z", "undo", show=False),
    ]

    class Left(Message):
        """To a row above or below, or to one a page away."""

        def __init__(self, by: int, is_page: bool) -> None:
            super().__init__()
            self.by = by
            self.is_page = is_page

    class UndoWanted(Message):
        """Ctrl+Z."""

    def action_step(self, by: int, is_page: bool = False) -> None:
        """Go to a row above or below."""
        self.post_message(self.Left(by, is_page))

    def action_undo(self) -> None:
        """Take the last edit of the form back."""
        self.post_message(self.UndoWanted())
