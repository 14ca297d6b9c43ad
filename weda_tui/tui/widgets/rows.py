"""Lists of any length that draw only their visible rows."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, fold, paint

AROUND = 3
"""Rows above and below the row found by a search that are shown with it."""


class Rows(ScrollView, can_focus=True):
    """A list of rows with a cursor.

    ``row`` returns the row at an index; ``show_rows`` sets the number of rows.
    """

    DEFAULT_CSS = """
    Rows { scrollbar-size: 0 0; overflow-x: hidden; overflow-y: scroll; }
    """

    BINDINGS = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "move(-1000000000)", show=False),
        Binding("end", "move(1000000000)", show=False),
        Binding("enter", "choose", show=False),
    ]

    def __init__(self, *, id: str, surface: str = "ground") -> None:  # noqa: A002 - Textual's name
        """``surface`` is the role of the background for rows that set none."""
        super().__init__(id=id)
        self._surface = surface

    cursor = reactive(0)
    """The selected row."""

    @dataclass
    class CursorMoved(Message):
        """The cursor moved to another row."""

        rows: "Rows"
        index: int

        @property
        def control(self) -> "Rows":
            """The list."""
            return self.rows

    @dataclass
    class RowChosen(Message):
        """The user pressed Enter on a row or clicked it."""

        rows: "Rows"
        index: int
        action: str = ""
        """The action of the clicked run; empty if the run has none."""

        @property
        def control(self) -> "Rows":
            """The list."""
            return self.rows

    row_count = 0
    moved: Callable[[], object] | None = None
    """Called when the cursor or the number of rows changed, to display the position elsewhere."""
    is_selected = False
    """Whether keys act on the cursor's row while another widget has the focus."""
    is_resting = False
    """Whether no row is marked, because the cursor is on the tabs above."""

    def row(self, index: int, width: int) -> Line:
        """Return the row at ``index`` for a width in cells; a blank row in this class."""
        return Line()

    def is_selectable(self, index: int) -> bool:
        """Return whether the cursor may be on the row."""
        return True

    def focus_now(self) -> None:
        """Focus the list at once, so that the next key of a burst reaches it."""
        self.screen.set_focus(self)

    def clicks_to_choose(self, index: int) -> int:
        """Return how many clicks choose a row: two where one click shows it beside the list."""
        return 1

    def show_rows(self, count: int, *, cursor: int | None = None) -> None:
        """Set the number of rows and draw all of them again."""
        self.row_count = count
        self.virtual_size = Size(0, count)  # of any width: rows are as wide as the widget
        wanted = self.cursor if cursor is None else cursor
        self.cursor = self._nearest_selectable(max(0, min(wanted, count - 1)), 1)
        self.scroll_to_cursor()
        self.refresh()
        if self.moved is not None:
            self.moved()

    def rank(self) -> tuple[int, int]:
        """Return the rank of the cursor's row, from 1, and the count of all selectable rows."""
        rows = [each for each in range(self.row_count) if self.is_selectable(each)]
        return bisect_right(rows, self.cursor), len(rows)

    def scroll_to_cursor(self) -> None:
        """Scroll the cursor's row into view with the least movement."""
        top, height = round(self.scroll_offset.y), self.scrollable_content_region.height
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True, immediate=True)
        elif height and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True, immediate=True)

    def centre_cursor(self) -> None:
        """Scroll the cursor's row to the middle unless ``AROUND`` rows around it are visible."""
        top, height = round(self.scroll_offset.y), self.scrollable_content_region.height
        if not top + AROUND <= self.cursor < top + height - AROUND:
            middle = max(0, self.cursor - height // 2)
            self.scroll_to(y=middle, animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Draw one visible row."""
        index = y + round(self.scroll_offset.y)
        width = self.size.width
        line = self.row(index, width) if index < self.row_count else Line()
        is_marked = index == self.cursor and self.row_count and not self.is_resting
        if is_marked and self.is_selectable(index):
            line = self.cursor_row(line)
        return paint(line, width, self.app.theme, self._surface)

    def cursor_row(self, line: Line) -> Line:
        """Return a row as it looks under the cursor: the cursor mark is its first character."""
        mark = Run("›", "focus bold" if self.has_focus or self.is_selected else "dim")
        first, *rest = line.left or [Run(" ")]
        return Line([mark, first._replace(text=first.text[1:]), *rest], line.right, "sel")

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the rows again and post a message."""
        self.scroll_to_cursor()
        self.refresh()
        if self.moved is not None:
            self.moved()
        if old != new:
            self.post_message(self.CursorMoved(self, new))

    def watch_has_focus(self, value: bool) -> None:
        """Draw the rows again: the cursor mark shows whether the list has the focus."""
        super().watch_has_focus(value)
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move the cursor by a number of rows."""
        if self.row_count:
            target = max(0, min(self.cursor + by, self.row_count - 1))
            self.cursor = self._nearest_selectable(target, 1 if by > 0 else -1)

    def action_page(self, by: int) -> None:
        """Move the cursor by a number of pages."""
        self.action_move(by * max(1, self.size.height - 1))

    def action_choose(self) -> None:
        """Choose the cursor's row."""
        if self.row_count and self.is_selectable(self.cursor):
            self.post_message(self.RowChosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Move to the clicked row, and choose it after ``clicks_to_choose`` clicks."""
        index = event.y + round(self.scroll_offset.y)
        if index < self.row_count and self.is_selectable(index):
            event.stop()
            self.cursor = index
            if event.chain >= self.clicks_to_choose(index):
                self.post_message(self.RowChosen(self, index, event.style.meta.get("press", "")))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.scroll_to_cursor()

    def _nearest_selectable(self, index: int, step: int) -> int:
        for direction in (step, -step):
            probe = index
            while 0 <= probe < self.row_count:
                if self.is_selectable(probe):
                    return probe
                probe += direction
        return max(0, index)


class LineRows(Rows):
    """Rows that are drawn in advance."""

    def __init__(self, *, id: str, surface: str = "ground") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, surface=surface)
        self._lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line], *, cursor: int = 0) -> None:
        """Show other lines; the cursor is on the first line unless given."""
        if lines == self._lines:
            return
        self._lines = lines
        self.show_rows(len(lines), cursor=cursor)

    def row(self, index: int, width: int) -> Line:
        """Return the line at ``index``."""
        return self._lines[index]


class ReadRows(LineRows):
    """Lines to read, without a cursor."""

    def is_selectable(self, index: int) -> bool:
        """Return ``False``: no row can be selected."""
        return False


SCROLL_KEYS = (
    Binding("up", "move(-1)", show=False, priority=True),
    Binding("down", "move(1)", show=False, priority=True),
    Binding("pageup", "page(-1)", show=False, priority=True),
    Binding("pagedown", "page(1)", show=False, priority=True),
    Binding("home", "move(-1000000000)", show=False),
    Binding("end", "move(1000000000)", show=False),
)
"""The key bindings of a question that scrolls its ``BodyRows``."""


class BodyRows(LineRows):
    """The subject of a question, in a scrollable part of the screen, without a cursor."""

    _seen = 0

    def is_selectable(self, index: int) -> bool:
        """Return ``False``: there is nothing to choose."""
        return False

    def show_in(self, room: int, lines: Sequence[Line]) -> None:
        """Show lines in at most ``room`` rows of the screen."""
        self._seen = max(1, min(len(lines), room))
        self.show(lines)
        self.styles.height = self._seen

    def action_move(self, by: int) -> None:
        """Scroll by a number of rows."""
        self.scroll_relative(y=by, animate=False, force=True, immediate=True)

    def draw_part(self, strings: Strings, indent: int) -> Line:
        """Return a line that says which part is visible and which keys scroll."""
        top = round(self.scroll_y)
        last = min(self.row_count, top + self._seen)
        part = strings.tui.guard.part.format(first=top + 1, last=last, count=self.row_count)
        keys = [Run("↑↓ PgUp PgDn", "bold"), Run(f" {strings.tui.keys.scroll}   ", "dim")]
        return Line([Run(" " * indent), *keys, Run(part, "dim")])


class FoldedRows(LineRows):
    """Lines of data; a line that is too long continues on the next row, with no character lost."""

    HANG = 4
    """Cells of indentation of a continued row."""

    _whole: Sequence[Line] = ()

    def show(self, lines: Sequence[Line], *, cursor: int = 0) -> None:
        """Show other lines; the cursor is on the first row unless given."""
        if lines != self._whole:
            self._whole = lines
            self._fold(cursor)

    def on_resize(self) -> None:
        """Fold the lines to the new width."""
        self._fold(self.cursor)

    def _fold(self, cursor: int) -> None:
        if width := self.size.width:
            rows = [row for line in self._whole for row in fold(line, width - 1, self.HANG)]
            super().show(rows, cursor=cursor)


class GroupRows(Rows):
    """Ready-made rows, each with the number of the group that it belongs to, or -1 for none."""

    _lines: Sequence[Line] = ()
    _groups: Sequence[int] = ()

    def show(self, lines: Sequence[Line], groups: Sequence[int], *, cursor: int = 0) -> None:
        """Show other rows; ``groups`` has the group of each row."""
        self._lines, self._groups = lines, groups
        self.show_rows(len(lines), cursor=cursor)

    def row(self, index: int, width: int) -> Line:
        """Return the row at ``index``."""
        return self._lines[index]

    @property
    def group(self) -> int:
        """The group of the cursor's row; -1 for none."""
        return self._groups[self.cursor] if self.cursor < len(self._groups) else -1

    def jump(self, by: int) -> None:
        """Move to the first row of the next or previous group, with wrap-around."""
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
