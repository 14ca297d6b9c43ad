"""Starts runs from the list of saved requests."""

from typing import TYPE_CHECKING, Protocol

from weda_tui.core.environments.deployment import Target
from weda_tui.session import Session
from weda_tui.tui.workbench.bench import Bench

if TYPE_CHECKING:  # Imported only with a run
    from weda_tui.core.runs.results import RunResult
    from weda_tui.tui.collections.pane import SavedPane
    from weda_tui.tui.runs.long_runs import LongRuns
    from weda_tui.tui.runs.view import RunView


class RunOwner(Protocol):
    """The screen that provides the target of runs, and gets their results."""

    @property
    def long_runs(self) -> "LongRuns":
        """The holder of the long run, which continues without its dialog."""
        ...

    def place_to_send(self) -> Target | None:
        """Return the target as its file defines it now; without any, let the user choose one."""

    def run_ended(self, text: str, view: "RunView") -> None:
        """Show the result of a run; ``text`` is its summary on one line."""

    def open_result(self, result: "RunResult") -> None:
        """Open a request of a run with its response."""


class RunController:
    """Runs a saved request, or all requests of a folder."""

    def __init__(self, bench: Bench, owner: RunOwner, session: Session) -> None:
        self._bench, self._owner, self._session = bench, owner, session

    def on_run_requested(self, event: "SavedPane.RunRequested") -> None:
        """Open the dialog of a run; if a long run exists, open the dialog of that run."""
        target = self._owner.place_to_send()
        if target is not None:
            self._open(target, event.path)

    def show_long_run(self) -> None:
        """Open the dialog of the long run that is running, or has ended without being viewed."""
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
