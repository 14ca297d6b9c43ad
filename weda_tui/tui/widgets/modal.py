"""A dialog with one panel, a title and a row of keys; Esc closes it without a result."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from textual import events, on
from textual.binding import Binding
from textual.screen import ModalScreen

from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands.table import HELP_HERE, app_bindings
from weda_tui.tui.textual_private import PaintedOnce
from weda_tui.tui.widgets.drawing.paint import Line, Run, fit
from weda_tui.tui.widgets.lines import Lines

Answer = TypeVar("Answer")

STYLES = Path(__file__).with_name("modal.tcss")
"""The style sheet of every dialog."""


class HelpRow(NamedTuple):
    """A key, its effect, and another key for the same."""

    key: str
    label: str
    twin: str = ""
    group: str = ""
    """The heading above the row in a long list."""


class QuitQuestion(NamedTuple):
    """The question before the program quits, and its two answers."""

    title: str
    stay: str
    quit: str
    remark: str = ""


class Modal(PaintedOnce[Answer | None], ModalScreen[Answer | None]):
    """A dialog; subclasses yield one container with the class ``panel``."""

    CSS_PATH = STYLES
    HORIZONTAL_BREAKPOINTS = [(0, "-tight"), (140, "-wide")]
    names_keys = True
    """Whether the dialog shows its keys itself; otherwise the footer below shows them."""
    _is_withdrawn = False

    BINDINGS = [
        Binding("escape", "close", show=False, priority=True),
        Binding("ctrl+z", "app.suspend", show=False),
        *app_bindings(HELP_HERE),
    ]

    def action_close(self) -> None:
        """Close the dialog without a result."""
        self.dismiss(None)

    def withdraw(self) -> None:
        """Close the dialog, whose result nothing waits for, at the latest when it is on top."""
        self._is_withdrawn = True
        if self.is_active:
            self.action_close()

    @on(events.ScreenResume)
    def _close_when_withdrawn(self) -> None:
        if self._is_withdrawn and self.is_active:
            self.action_close()

    @on(Lines.Pressed)
    async def _on_pressed(self, event: Lines.Pressed) -> None:
        await self.run_action(event.action)

    def quit_question(self, strings: Strings) -> QuitQuestion | None:
        """Return the question to ask before the program quits while this dialog is open."""
        return None

    def help_title(self, strings: Strings) -> str:
        """Return the name of this dialog for the help of F1."""
        return strings.tui.help.a_list

    def help_rows(self, strings: Strings) -> Sequence[HelpRow]:
        """Return the keys of this dialog; the keys of a list unless a subclass overrides this."""
        words = strings.tui.keys
        keys = (("↑↓", words.move), ("Enter", words.choose), ("Esc", words.close))
        return [HelpRow(*key) for key in keys]


def panel_title(title: str) -> list[Line]:
    """Return the title and a blank row below it."""
    return [Line([Run("  "), Run(title, "bold")]), Line()]


def title_of(text: str) -> Lines:
    """Return the widget for the title of a panel."""
    return Lines(lambda _: panel_title(text), surface="panel")


def panel_keys(keys: Iterable[Sequence[str]], width: int) -> Line:
    """Return keys with their labels on one row; those that do not fit are left out, the last first.

    ``width`` is the width of the dialog in cells.
    """
    shown = [[Run(key, "bold"), Run(f" {words}", "dim")] for key, words, *_ in keys]
    return Line([Run("  "), *fit(width - 3, shown)])
