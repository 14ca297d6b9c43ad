"""A screen that is laid out and painted once for each change, not once for each step towards it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.color import Color
from textual.geometry import Size
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen

Answer = TypeVar("Answer")


class PaintedOnce(Screen[Answer]):
    """Shows where a change has led to, and nothing on the way there.

    Textual paints a screen that comes up or takes another size, again when the screen hears its
    size, and again when its widgets have settled. The start of a program is shown on the way: what
    stands first is there at once.
    """

    _was_painted = False

    @on(events.ScreenResume)
    @on(events.Resize)
    def _wait_for_the_last_picture(self) -> None:
        if not self._is_starting:
            self.refresh()

    @property
    def _is_starting(self) -> bool:
        return not self._was_painted and len(self.app.screen_stack) == 1

    def render(self) -> RenderableType:
        """Return what lies behind the widgets: a colour, or the dimmed screen below."""
        behind = super().render()
        return Dimmed(behind.screen, behind.color) if type(behind) is BackgroundScreen else behind

    def _screen_resized(self, size: Size) -> None:
        if size != self.outer_size:
            super()._screen_resized(size)

    def _compositor_refresh(self) -> None:
        """Paint, unless all is to be painted anyway."""
        if self._is_starting or not (self._repaint_required and self.is_active):
            super()._compositor_refresh()
            self._was_painted = True


class Dimmed(BackgroundScreen):
    """A screen below a float. It has many words and few styles: each style is dimmed once."""

    @classmethod
    def process_segments(cls, segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
        """Return the segments dimmed by a colour."""
        for segment in segments:
            text, style, control = segment
            yield segment if control else Segment(text, _dimmed(style, color))


@lru_cache(maxsize=2048)
def _dimmed(style: Style | None, color: Color) -> Style | None:
    segment = Segment("", style)
    return next(iter(BackgroundScreen.process_segments([segment], color))).style
