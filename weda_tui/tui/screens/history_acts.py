"""What the history asks of whatever screen it is on: a comparison, a question before clearing."""

from typing import Any

from textual.screen import Screen

from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.panes.history_pane import HistoryPane


def show_comparison(
    screen: Screen[Any], session: Session, event: HistoryPane.Compared, strings: Strings
) -> None:
    """Show what two entries differ in."""
    from weda_tui.tui.dialogs.comparison import ComparisonDialog

    now = session.clock.wall()
    screen.app.push_screen(ComparisonDialog(event.before, event.after, now, strings))


def confirm_clearing(screen: Screen[Any], event: HistoryPane.ClearWanted, strings: Strings) -> None:
    """Ask before all that is listed is deleted; this cannot be undone."""
    from weda_tui.tui.dialogs.menu import Menu, MenuItem

    words = strings.history.screen
    question = words.clear.format(count=count(event.count))
    items = [
        MenuItem("1", words.clear_not, "Esc", ""),
        MenuItem("2", words.clear_now, "", "clear"),
    ]

    def chosen(action: str | None) -> None:
        if action:
            event.pane.clear(event.query)

    screen.app.push_screen(Menu(question, items), chosen)
