"""What the app needs of every whole screen: its language, its help, a place for a notice."""

from typing import TypeVar

from textual.reactive import var
from textual.screen import Screen

from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.footer import KeyFooter

Answer = TypeVar("Answer")


class Page(Screen[Answer]):
    """A whole screen with a footer; the app changes its ``strings`` while it runs."""

    strings: var[Strings] = var(default_strings)

    def notice(self, text: str) -> None:
        """Say one line for a moment."""
        self.query_one(KeyFooter).notice(text)

    def show_help(self) -> None:
        """Show the keys of this place."""
        raise NotImplementedError
