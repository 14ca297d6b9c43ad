"""Runs that begin in the list of saved requests."""

from typing import TYPE_CHECKING, Protocol

from weda_tui.core.environments.deployment import Target
from weda_tui.session import Session
from weda_tui.tui.workbench.bench import Bench

if TYPE_CHECKING:  # they come with a run
    from weda_tui.core.runs.results import RunResult
    from weda_tui.tui.collections.pane import SavedPane
    from weda_tui.tui.runs.long_runs import LongRuns
    from weda_tui.tui.runs.view import RunView


class RunOwner(Protocol):
    """What runs get their target from, and give their results to."""

    @property
    def long_runs(self) -> "LongRuns":
        """The run that goes on while one explores."""
        ...

    def place_to_send(self) -> Target | None:
        """Return the target as its file says now; without one, let it be chosen."""

    def run_ended(self, text: str, view: "RunView") -> None:
        """Show what a run came to, with the line that sums it up."""

    def open_result(self, result: "RunResult") -> None:
        """Open a request of a run with its answer."""


class RunController:
    """Runs a saved request, or all of a folder."""

    def __init__(self, bench: Bench, owner: RunOwner, session: Session) -> None:
        self._bench, self._owner, self._session = bench, owner, session

    def on_run_wanted(self, event: "SavedPane.RunWanted") -> None:
        """Open the dialog of a run; where one goes on, that one."""
        target = self._owner.place_to_send()
        if target is not None:
            self._open(target, event.path)

    def show_long_run(self) -> None:
        """Open the dialog of the run that goes on, or that ended unseen."""
        if (going := self._owner.long_runs.work) is not None:
            self._open(going.where, going.path)

    def _open(self, where: Target, path: str) -> None:
        from weda_tui.tui.runs.open import RunOpener

        owner = self._owner
        opener = RunOpener(
            self._bench, self._session, owner.long_runs, where, path,
            on_end=owner.run_ended, on_open=owner.open_result,
        )  # fmt: skip
        opener.open()
