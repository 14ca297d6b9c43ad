"""Runs what goes before a request in the dialog of runs."""

from collections.abc import Callable, Sequence

from weda_tui.core.environments.deployment import Target
from weda_tui.core.runs.results import RunResult
from weda_tui.session import Session
from weda_tui.tui.runs.dialog import RunDialog, RunTask
from weda_tui.tui.runs.view import RunView
from weda_tui.tui.workbench.bench import Bench


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
