"""Opens the dialog of a run over the main screen."""

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

from textual.screen import Screen

from weda_tui.core.environment import Where
from weda_tui.core.run import RunResult
from weda_tui.i18n.run import tally_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.dialogs.run import RunDialog, RunTask
from weda_tui.tui.drawings.run import RunView

DATA_ENDINGS = (".csv", ".json")
"""Of files that can have the rows of a run."""


def open_run(
    screen: Screen[Any],
    session: Session,
    where: Where,
    path: str,
    strings: Strings,
    *,
    on_end: Callable[[str, RunView], None],
    on_open: Callable[[RunResult], None],
) -> None:
    """Run a request, a folder or everything, as is chosen first.

    ``on_end`` gets the line that sums a run up, and the run as the dialog shows it.
    """

    def ended(view: RunView) -> None:
        place = f"{where.environment.name} {where.env_type}"
        on_end(tally_words(view.tally, place), view)

    def closed(result: RunResult | None) -> None:
        if result is not None:
            on_open(result)

    def pick(file: str, answered: Callable[[str], None]) -> None:
        from weda_tui.session.user_files import list_folder
        from weda_tui.tui.dialogs.file_picker import FilePicker, OneFile

        def chosen(files: tuple[str, ...] | None) -> None:
            if files:
                answered(files[0])

        folder = str(PurePath(file).parent) if file else ""
        one = OneFile(strings.run.pick_data, strings.run.take_data, DATA_ENDINGS)
        screen.app.push_screen(FilePicker(list_folder, folder, strings, one), chosen)

    task = RunTask(paths=(path,), name=path)
    dialog = RunDialog(session, where, task, strings, on_end=ended, pick=pick)
    screen.app.push_screen(dialog, closed)


def open_first(
    screen: Screen[None],
    session: Session,
    where: Where,
    paths: Sequence[str],
    strings: Strings,
    *,
    on_passed: Callable[[], None],
) -> None:
    """Run what goes before a request; the dialog closes by itself when all of it passed."""
    is_passed = False

    def ended(view: RunView) -> None:
        nonlocal is_passed
        is_passed = view.tally.ok

    def closed(_: RunResult | None) -> None:
        if is_passed:
            on_passed()

    task = RunTask(paths=tuple(paths), name=paths[0], is_first=True)
    screen.app.push_screen(RunDialog(session, where, task, strings, on_end=ended), closed)
