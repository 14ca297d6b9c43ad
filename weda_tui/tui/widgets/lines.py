"""A few rows without scrolling, drawn from runs."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from weda_tui.tui.widgets.drawing.paint import Line, paint

Draw = Callable[[int], list[Line]]
"""Returns the rows for a width in cells."""


class Lines(Widget):
    """Rows drawn by a function of the owner, which calls ``redraw`` when they changed."""

    DEFAULT_CSS = "Lines { height: auto; }"

    @dataclass
    class Pressed(Message):
        """The user clicked a run that has an action."""

        action: str

    def __init__(
        self,
        draw: Draw,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
        surface: str = "ground",
    ) -> None:
        """``surface`` is the role of the background for rows that set none."""
        super().__init__(id=id, classes=classes)
        self._draw = draw
        self._surface = surface

    _drawn: tuple[tuple[int, str], list[Line]] | None = None

    def redraw(self) -> None:
        """Draw the rows again if they changed; only another number of rows causes a new layout."""
        before, self._drawn = self._drawn, None
        if not all(node.display for node in self.ancestors_with_self):
            self.refresh()  # nothing is drawn now, but the old picture must not be shown again
            return
        if before is None or not self.size.width:
            self.refresh(layout=True)
            return
        rows = self._rows(self.size.width)
        if len(rows) != len(before[1]):
            self.refresh(layout=True)
        elif rows != before[1] or before[0] != (self.size.width, self.app.theme):
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows."""
        return len(self._rows(width))

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        width = self.size.width
        rows = self._rows(width)
        return paint(rows[y] if y < len(rows) else Line(), width, self.app.theme, self._surface)

    def watch_has_focus(self, value: bool) -> None:
        """Draw the rows again if the widget can have the focus, which the rows show."""
        super().watch_has_focus(value)
        if self.can_focus:
            self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Post ``Pressed`` for a click on a run with an action."""
        if action := event.style.meta.get("press"):
            event.stop()
            self.post_message(self.Pressed(action))

    def _rows(self, width: int) -> list[Line]:
        key = (width, self.app.theme)
        if self._drawn is None or self._drawn[0] != key:
            self._drawn = (key, self._draw(width))
        return self._drawn[1]
