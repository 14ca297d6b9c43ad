"""A screen that is laid out and painted once for each change, not once for each step towards it.

It is painted a band of rows at a time, so that a key typed meanwhile waits for a band, not for all.
"""

import asyncio
from functools import lru_cache
from typing import Any, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import App
from textual.color import Color
from textual.geometry import Region, Size
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen
from textual.strip import Strip

from weda_tui.tui.widgets.row_compositor import RowCompositor

Answer = TypeVar("Answer")
AFTER_A_BATCH = 1 / 60
"""Seconds from one look for the end of a batch, in which nothing is painted, to the next."""


class PaintedOnce(Screen[Answer]):
    """Shows where a change has led to, and nothing on the way there.

    Textual paints a screen that comes up or takes another size, again when the screen hears its
    size, and again when its widgets have settled. The start of a program is shown on the way: what
    stands first is there at once.
    """

    _was_painted = False
    _is_dressed = False
    """Whether the screen has just come, dressed by sheets that were there already."""
    _has_asked = False
    """Whether a turn to paint the next band in is on its way."""
    _has_turn = False
    """Whether this is the turn, and no band was painted in it yet."""

    def __init__(
        self,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(name, id, classes)
        self._compositor = self._composed = RowCompositor()  # which Textual knows as any other
        self._rows_below: dict[int, Strip] = {}
        """Rows of the screen below, as far as they were asked for."""
        self._bottom = 0

    def _post_register(self, app: App[object]) -> None:
        """Take the classes of the terminal's size, so that the screen is dressed only once."""
        super()._post_register(app)
        across = self._get_breakpoint_classes(app.size.width, self.HORIZONTAL_BREAKPOINTS or [])
        down = self._get_breakpoint_classes(app.size.height, self.VERTICAL_BREAKPOINTS or [])
        self._classes |= across | down
        _ = app.stylesheet.rules  # which parses the sheets that were read
        is_read = all(app.stylesheet.has_source(str(each), "") for each in self.css_path)
        self._is_dressed = is_read and not self.CSS

    @on(events.ScreenResume)
    def _dress_no_new_screen_again(self, event: events.ScreenResume) -> None:
        event.refresh_styles = event.refresh_styles and not self._is_dressed
        self._is_dressed = False

    @on(events.ScreenResume)
    @on(events.Resize)
    def _wait_for_the_last_picture(self) -> None:
        if not self._is_starting:
            self.refresh()

    @property
    def _is_starting(self) -> bool:
        return not self._was_painted and len(self.app.screen_stack) == 1

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return what lies behind the widgets: a colour, or the screen below, dimmed."""
        self._rows_below, self._bottom = {}, crop.bottom
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return a row of it; those that follow are most likely asked for, too."""
        below = self._below
        if below is None:
            return super().render_line(y)
        if y not in self._rows_below:
            rows = below.rows(y, self._bottom)
            self._rows_below = dict(enumerate(rows, y))
        return dimmed(self._rows_below.get(y, Strip.blank(self.size.width)), self.styles.background)

    def rows(self, top: int, bottom: int) -> list[Strip]:
        """Return what is seen in the rows from ``top`` on, without ``bottom``."""
        return self._composed.rows(top, bottom)

    @property
    def _below(self) -> "PaintedOnce[Any] | None":
        """The screen that is seen through this one."""
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1] if self in stack[1:] else None
        if isinstance(below, PaintedOnce) and self.styles.background.a < 1:
            return below
        return None

    def _screen_resized(self, size: Size) -> None:
        if size != self.outer_size:
            super()._screen_resized(size)

    def _compositor_refresh(self) -> None:
        """Paint what changed, unless all is to be painted anyway.

        If it is in more than one band each gets a turn of the loop, so that keys come between.
        """
        if not self.is_active:
            super()._compositor_refresh()
        elif self._is_starting or not self._repaint_required:
            if self._has_turn or len(self._composed.bands) < 2:
                self._has_turn = False
                super()._compositor_refresh()
                self._was_painted = True
            self._ask_for_a_turn()

    def _ask_for_a_turn(self) -> None:
        """Have the next band painted soon: not by a message, all that wait are one turn."""
        if self._composed.bands and not self._has_asked:
            self._has_asked = True
            asyncio.get_running_loop().call_soon(self.call_later, self._take_turn)

    def _take_turn(self) -> None:
        self._has_asked, self._has_turn = False, True
        self._dirty_widgets.add(self)  # there is something to paint
        self._on_timer_update()
        if self._has_turn:
            self._has_turn = False
            if self.is_active:
                self.set_timer(AFTER_A_BATCH, self._ask_for_a_turn)

    async def _invoke_and_clear_callbacks(self) -> None:
        """Do what waits for the picture once all of it is there."""
        if not (self.is_active and self._composed.bands):
            await super()._invoke_and_clear_callbacks()


def dimmed(strip: Strip, color: Color) -> Strip:
    """Return a row of a screen below a float, a colour laid over it, nothing in it to click."""
    parts = [Segment(text, _dimmed(style, color)) for text, style, _ in strip]
    return Strip(parts, strip.cell_length)


@lru_cache(maxsize=2048)
def _dimmed(style: Style | None, color: Color) -> Style | None:
    """Return a style dimmed as Textual does; a screen has many words and few styles."""
    segment = Segment("", style)
    return next(iter(BackgroundScreen.process_segments([segment], color))).style
