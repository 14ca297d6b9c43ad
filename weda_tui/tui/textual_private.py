"""All private names of Textual that the program uses, each with its reason.

Textual gives no guarantee for these names. They are used only with the versions in ``TESTED``; with
any other version the standard behaviour of Textual applies, which is correct, but slower or less
careful.
"""

import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import TypeVar

import textual
from rich.text import Text
from textual import events, on
from textual.app import App
from textual.await_remove import AwaitRemove
from textual.dom import DOMNode
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import active_worker  # pyright: ignore[reportUnknownVariableType]

from weda_tui.tui.terminal_background import without_answers

Answer = TypeVar("Answer")
TESTED = ("8.2.",)
"""Prefixes of the Textual versions with which every name below was tested."""
IS_TESTED = textual.__version__.startswith(TESTED)


class PaintedOnce(Screen[Answer]):
    """A screen that is painted once for each change, not once for each step of the change.

    Textual paints a new or resized screen at once, again when the screen gets its size, and again
    when its widgets have settled; ``_compositor_refresh``, ``_repaint_required`` and
    ``_screen_resized`` decide this. With a single painting, a dialog settles in less than half of
    the time. The first screen of the program is still painted step by step, so that its first
    widgets show at once.
    """

    _was_painted = False

    @on(events.ScreenResume)
    @on(events.Resize)
    def _refresh_once(self) -> None:
        if IS_TESTED and not self._is_starting:
            self.refresh()

    @property
    def _is_starting(self) -> bool:
        return not self._was_painted and len(self.app.screen_stack) == 1

    def _screen_resized(self, size: Size) -> None:
        if not IS_TESTED or size != self.outer_size:
            super()._screen_resized(size)

    def _compositor_refresh(self) -> None:
        """Paint what changed, unless the whole screen is to be painted anyway.

        A layout stops the timer that paints and runs the callbacks that wait for the picture.
        Textual restarts the timer when the screen becomes idle, but an idle screen may get no
        further message, so ``check_idle`` posts one. A screen below another one is skipped: it
        would be painted for ever.
        """
        if IS_TESTED and self.is_active and self._repaint_required and not self._is_starting:
            self.check_idle()
            return
        super()._compositor_refresh()
        self._was_painted = True
        if self.is_active:
            self.check_idle()


class DrawnInput(Input, inherit_css=False):
    """An input that can draw other characters than its value, one for each character.

    Textual passes a highlighter the value without its control characters, so the cursor would be
    drawn in the wrong place. This class replaces ``_value`` instead.
    """

    def drawn(self, value: str) -> str:
        """Return the text to draw for a value; its length is the length of the value."""
        return value

    def is_hidden(self, value: str) -> bool:
        """Return whether a value is drawn as bullets."""
        return self.password

    @property
    def _value(self) -> Text:
        if self.is_hidden(self.value):
            return super()._value
        return Text(self.drawn(self.value), no_wrap=True, overflow="ignore", end="")


class CarefulApp(App[int]):
    """An app whose bug reports hold no secrets and that cancels workers before their widgets go."""

    @contextmanager
    def batch_update(self) -> Generator[None]:
        """Paint nothing until the end of the batch, and then everything that changed in it.

        Textual paints when a screen becomes idle. The last idle moment may have been inside the
        batch, so every screen is checked again at the end.
        """
        with super().batch_update():
            yield
        for screen in self.screen_stack:
            screen.check_idle()

    def bug_report(self) -> str:
        """Return the text to print for the exception that is being handled."""
        return ""

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        """Cancel the workers of widgets before removing the widgets.

        Textual cancels them after it has removed the child widgets, which the workers use.
        """
        for worker in self.workers:
            is_for_them = not set(nodes).isdisjoint(worker.node.ancestors_with_self)
            if is_for_them and worker is not active_worker.get(None):
                worker.cancel()
        return super()._prune(*nodes, parent=parent)

    def _fatal_error(self) -> None:
        """Print ``bug_report``: Textual's own report prints local variables, also secrets."""
        if not IS_TESTED:
            self.exit(1, message=Text(self.bug_report()))
            return
        self._exit_renderables.append(Text(self.bug_report()))
        self._close_messages_no_wait()


if sys.platform == "win32":

    def drop_late_answers(typed: str) -> None:
        """Do nothing: on Windows the program does not query the terminal."""

else:
    from textual.drivers import linux_driver

    class AnswerlessParser(linux_driver.XTermParser):  # pyright: ignore[reportPrivateImportUsage]
        """A parser of keys that drops late replies of the terminal.

        Textual reads a sequence that it does not know as if the user had typed it.
        """

        early = ""
        """What the user typed before the app started; it is parsed first."""
        _begun = ""

        def feed(self, data: str) -> Iterable[Message]:
            """Return the keys in the data; empty data ends the input."""
            if data:
                data, self._begun = without_answers(self.early + self._begun + data)
                AnswerlessParser.early = ""
                return super().feed(data) if data else ()
            return super().feed(data)

        def tick(self) -> Iterable[Message]:
            """Return the keys that are complete only because time has passed."""
            early, begun = without_answers(self.early)
            self._begun, AnswerlessParser.early = self._begun or begun, ""
            return (*(super().feed(early) if early else ()), *super().tick())

    def drop_late_answers(typed: str) -> None:
        """Parse ``typed`` before other input, and drop late replies of the terminal.

        ``XTermParser`` is the parser that Textual's driver uses.
        """
        if IS_TESTED:
            AnswerlessParser.early = typed
            linux_driver.XTermParser = AnswerlessParser  # pyright: ignore[reportPrivateImportUsage]
