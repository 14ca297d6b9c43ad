"""The private names of Textual that the program uses, each with its reason: all of them.

Textual promises nothing about these names. They are used with the versions in ``TESTED`` alone;
with any other the stock behaviour takes their place, which is slower or less careful, and right.
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
"""How the versions begin with which every name below was tried."""
IS_TESTED = textual.__version__.startswith(TESTED)


class PaintedOnce(Screen[Answer]):
    """A screen that is painted once for each change, not once for each step towards it.

    Textual paints a screen that comes up or takes another size, again when the screen hears its
    size, and again when its widgets have settled: ``_compositor_refresh``, ``_repaint_required``
    and ``_screen_resized`` are where that is decided. A dialog settles in less than half of the
    time. The start of a program is shown on the way: what stands first is there at once.
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
        """Paint what changed, unless all is to be painted anyway.

        A layout stops the timer that paints and runs what waits for the picture; Textual starts it
        again when the screen is idle, and an idle screen may have nothing else to wait for. One
        below another is not asked: it would have that one painted for ever.
        """
        if IS_TESTED and self.is_active and self._repaint_required and not self._is_starting:
            self.check_idle()
            return
        super()._compositor_refresh()
        self._was_painted = True
        if self.is_active:
            self.check_idle()


class DrawnInput(Input, inherit_css=False):
    """An input that draws something else than its value, character for character.

    A highlighter is given the value without its control characters: the cursor would be drawn in
    the wrong place, so ``_value`` is replaced.
    """

    def drawn(self, value: str) -> str:
        """Return what is drawn for a value, as long as the value."""
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
    """An app without secrets in its bug reports, that ends workers before their widgets."""

    @contextmanager
    def batch_update(self) -> Generator[None]:
        """Paint nothing until the end of the batch, and then what changed in it.

        Textual looks for it when a screen is idle, which may have been the last time in the batch.
        """
        with super().batch_update():
            yield
        for screen in self.screen_stack:
            screen.check_idle()

    def bug_report(self) -> str:
        """Return what a person reads of the exception that is being handled."""
        return ""

    def _prune(self, *nodes: Widget, parent: DOMNode | None = None) -> AwaitRemove:
        """Textual ends the workers of a widget after its children have gone, which they use."""
        for worker in self.workers:
            is_for_them = not set(nodes).isdisjoint(worker.node.ancestors_with_self)
            if is_for_them and worker is not active_worker.get(None):
                worker.cancel()
        return super()._prune(*nodes, parent=parent)

    def _fatal_error(self) -> None:
        """Textual's own report prints the values of local variables: secrets among them."""
        if not IS_TESTED:
            self.exit(1, message=Text(self.bug_report()))
            return
        self._exit_renderables.append(Text(self.bug_report()))
        self._close_messages_no_wait()


if sys.platform == "win32":

    def drop_late_answers(typed: str) -> None:
        """Drop nothing: there the terminal is not asked."""

else:
    from textual.drivers import linux_driver

    class AnswerlessParser(linux_driver.XTermParser):  # pyright: ignore[reportPrivateImportUsage]
        """Reads keys, and drops answers of the terminal that come late.

        Textual reads what it does not know as if somebody had typed it.
        """

        early = ""
        """What was typed before, which is read first."""
        _begun = ""

        def feed(self, data: str) -> Iterable[Message]:
            """Return the keys in what was read; the empty text ends it."""
            if data:
                data, self._begun = without_answers(self.early + self._begun + data)
                AnswerlessParser.early = ""
                return super().feed(data) if data else ()
            return super().feed(data)

        def tick(self) -> Iterable[Message]:
            """Return what time alone makes a key."""
            early, begun = without_answers(self.early)
            self._begun, AnswerlessParser.early = self._begun or begun, ""
            return (*(super().feed(early) if early else ()), *super().tick())

    def drop_late_answers(typed: str) -> None:
        """Read ``typed`` before anything else, and no answer of the terminal as keys.

        ``XTermParser`` is what Textual's driver reads with.
        """
        if IS_TESTED:
            AnswerlessParser.early = typed
            linux_driver.XTermParser = AnswerlessParser  # pyright: ignore[reportPrivateImportUsage]
