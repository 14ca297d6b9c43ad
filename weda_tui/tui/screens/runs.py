"""Opens the dialog of a run over the main screen."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from weda_tui.core.environment import Where
from weda_tui.core.run import RunResult, tally
from weda_tui.i18n.run import tally_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.dialogs.run import RunDialog
from weda_tui.tui.drawings.run import RunView


def open_run(
    screen: Screen[Any],
    session: Session,
    where: Where,
    path: str,
    strings: Strings,
    *,
    on_end: Callable[[str, bool], None],
    on_open: Callable[[RunResult], None],
) -> None:
    """Run a request, a folder or everything.

    ``on_end`` gets the line that sums a run up, and whether all passed.
    """

    def ended(view: RunView) -> None:
        done = tally(view.results, view.elapsed)
        place = f"{where.environment.name} {where.env_type}"
        on_end(tally_words(done, place), done.ok)

    def closed(result: RunResult | None) -> None:
        if result is not None:
            on_open(result)

    screen.app.push_screen(RunDialog(session, where, path, strings, on_end=ended), closed)
