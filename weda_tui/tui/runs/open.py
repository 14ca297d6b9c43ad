"""Opens the dialog of a run."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from weda_tui.core.environments.deployment import Target
from weda_tui.core.runs.results import RunResult
from weda_tui.i18n.phrases.runs import tally_words
from weda_tui.session import Session
from weda_tui.session.files import list_folder
from weda_tui.tui.files.picker_dialog import FilePicker, OneFile
from weda_tui.tui.files.save_dialog import ask_path
from weda_tui.tui.runs.dialog import RunDialog, RunTask
from weda_tui.tui.runs.view import RunView
from weda_tui.tui.workbench.bench import Bench

DATA_ENDINGS = (".csv", ".json")
"""Of files that can have the rows of a run."""


def open_run(
    bench: Bench,
    session: Session,
    where: Target,
    path: str,
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
        def chosen(files: tuple[str, ...] | None) -> None:
            if files:
                answered(files[0])

        folder = str(PurePath(file).parent) if file else ""
        one = OneFile(bench.words.run.pick_data, bench.words.run.take_data, DATA_ENDINGS)
        bench.ask(FilePicker(list_folder, folder, bench.words, one), chosen)

    def save_as(answered: Callable[[str], None]) -> None:
        words = bench.words.run
        ask_path(bench, "junit.xml", answered, title=words.pick_junit, hint=words.junit_hint)

    task = RunTask(paths=(path,), name=path)
    dialog = RunDialog(session, where, task, bench.words, on_end=ended, pick=pick, save_as=save_as)
    bench.ask(dialog, closed)


def run_first(
    bench: Bench,
    session: Session,
    where: Target,
    paths: Sequence[str],
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
    bench.ask(RunDialog(session, where, task, bench.words, on_end=ended), closed)
