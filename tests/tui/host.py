"""A small app that shows widgets or one dialog, and records their messages and rows."""

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
"""Texts that a terminal or a markup parser would interpret."""


class Host(CarefulApp):
    """An app that shows widgets one below the other and records the messages in ``heard``."""

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
        """The rows of the screen as text, without trailing blanks."""
        strips = self.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    def hear(self, message: Message) -> None:
        """Record one of the program's messages once; each node on its way calls this hook."""
        is_ours = type(message).__module__.startswith("weda_tui")
        if is_ours and not any(message is each for each in self.heard):
            self.heard.append(message)


@asynccontextmanager
async def hosted(
    *widgets: Widget, size: tuple[int, int] = (60, 12), theme: str = palette.DARK
) -> AsyncGenerator[tuple[Host, Pilot[int]]]:
    """Run an app with widgets; the first focusable widget has the focus."""
    app = Host(*widgets, theme=theme)
    async with app.run_test(size=size, notifications=True, message_hook=app.hear) as pilot:
        await pilot.pause()
        yield app, pilot


@asynccontextmanager
async def shown(
    dialog: Screen[Any], *, size: tuple[int, int] = (120, 36), theme: str = palette.DARK
) -> AsyncGenerator[tuple[Host, Pilot[int], list[object]]]:
    """Show one dialog; the yielded list receives each result of the dialog."""
    answers: list[object] = []
    async with hosted(size=size, theme=theme) as (app, pilot):
        app.push_screen(dialog, answers.append)
        await pilot.pause()
        yield app, pilot, answers


async def answers_to(app: Host, pilot: Pilot[int], dialog: Screen[Any], *keys: str) -> list[object]:
    """Show a dialog, press keys, and return its results; the list is empty if it stays open."""
    answers: list[object] = []
    app.push_screen(dialog, answers.append)
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()
    return answers
