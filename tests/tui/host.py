"""A small app around widgets or one dialog, which keeps what it hears and shows its rows."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from textual.app import ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from weda_tui.tui.textual_private import CarefulApp
from weda_tui.tui.widgets.drawing import palette
from weda_tui.tui.widgets.modal import STYLES

MARKUP = ("[/api]", "[@click=app.quit]x[/]", "[bold]b", "[", "{}", "\x1b]0;t\x07", "a\u202eb\u200b")
"""Text that a terminal or a markup parser would act on."""


class Host(CarefulApp):
    """Shows widgets one below the other; ``heard`` are the messages that came up to it."""

    CSS_PATH = STYLES
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget, theme: str = palette.DARK) -> None:
        super().__init__()
        self._widgets = widgets
        self.heard: list[Message] = []
        for each in palette.themes():
            self.register_theme(each)
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield from self._widgets

    @property
    def rows(self) -> list[str]:
        """The screen as text, a string a row, blanks at the end cut."""
        strips = self.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    def hear(self, message: Message) -> None:
        """Keep one of our own messages, which passes here once for each node on its way up."""
        is_ours = type(message).__module__.startswith("weda_tui")
        if is_ours and not any(message is each for each in self.heard):
            self.heard.append(message)


@asynccontextmanager
async def hosted(
    *widgets: Widget, size: tuple[int, int] = (60, 12), theme: str = palette.DARK
) -> AsyncGenerator[tuple[Host, Pilot[int]]]:
    """Run an app over widgets; the first one that can has the focus."""
    app = Host(*widgets, theme=theme)
    async with app.run_test(size=size, notifications=True, message_hook=app.hear) as pilot:
        await pilot.pause()
        yield app, pilot


@asynccontextmanager
async def shown(
    dialog: Screen[Any], *, size: tuple[int, int] = (120, 36), theme: str = palette.DARK
) -> AsyncGenerator[tuple[Host, Pilot[int], list[object]]]:
    """Show one dialog; the list gets each answer it is dismissed with."""
    answers: list[object] = []
    async with hosted(size=size, theme=theme) as (app, pilot):
        app.push_screen(dialog, answers.append)
        await pilot.pause()
        yield app, pilot, answers


async def answers_to(app: Host, pilot: Pilot[int], dialog: Screen[Any], *keys: str) -> list[object]:
    """Show a dialog on a running app, press keys, and return its answers; none leaves it open."""
    answers: list[object] = []
    app.push_screen(dialog, answers.append)
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()
    return answers
