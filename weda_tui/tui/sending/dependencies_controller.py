"""Sends the saved requests that a saved request depends on: reads at once, writes after consent."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.runs.results import Consent, first_failure
from weda_tui.core.sending.exchange import Failed, Phase, SendInFlight, Sending, SendState
from weda_tui.i18n.phrases.runs import failure_lines
from weda_tui.session.runs.dependencies import Dependencies, due, first_run, resolve_dependencies
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.workbench.bench import TargetBench
from weda_tui.tui.workbench.state import SharedState

if TYPE_CHECKING:  # Imported only with the first request that depends on others
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.runs.runner import RequestRun


class DependentEditor(Protocol):
    """The editor of a request that depends on others."""

    dependencies: "Dependencies | None"
    """The dependencies of the open saved request."""

    @property
    def draft(self) -> RequestDraft | None:
        """The draft in the editor."""

    def refresh_captured(self) -> None:
        """Show the captured values."""


class DependenciesBench(TargetBench, Protocol):
    """The part of the main screen that dependencies use."""

    @property
    def editor(self) -> DependentEditor:
        """The editor of the request."""
        ...

    def refresh_history(self) -> None:
        """List the sent requests again."""

    def call_later(self, callback: Callable[[], None]) -> bool:
        """Call ``callback`` once all earlier messages are handled."""
        ...


class DependenciesController:
    """Sends the saved requests that the open request depends on, then the open request."""

    def __init__(
        self,
        bench: DependenciesBench,
        shared: SharedState,
        follow: Callable[[SendState, SendInFlight | None], None],
    ) -> None:
        """``follow`` shows the progress of a send."""
        self._bench = bench
        self._session, self._request, self._answer, _ = shared
        self._follow = follow

    def send_first(self, preflight: Preflight, then: Callable[[], None]) -> bool:
        """Start sending the requests that precede the draft; return whether there are any.

        ``then`` is called to send the draft, if all of them passed and the draft is unchanged.
        """
        known = self._bench.editor.dependencies
        is_broken = known is not None and known.error is not None
        is_due = bool(preflight.before) and not preflight.is_blocked
        if (is_broken or is_due) and preflight.first_decision is not GuardDecision.REFUSE:
            self._bench.start(partial(self._send_first, preflight.where, then), "send")
            return True
        return False

    async def _send_first(self, target: Target, then: Callable[[], None]) -> None:
        """Send the dependencies one by one, or ask first if some of them write."""
        bench, editor = self._bench, self._bench.editor
        state, draft = self._answer.current.state, editor.draft
        sending = Sending(phase=Phase.TOKEN, since=self._session.clock.monotonic())
        in_flight = SendInFlight(
            endpoint_id=self._endpoint_id(), where=target, target=target, is_write=False,
            saved=self._request.current.path,
        )  # fmt: skip
        self._follow(sending, in_flight)
        try:
            known, run = await asyncio.to_thread(self._plan, target)
            editor.dependencies = known
            is_asked = bool(await run.writes())
            if not is_asked:
                await run.go()
        except FileError as error:
            self._follow(self._not_sent(error), None)
            return
        bench.refresh_history()
        editor.refresh_captured()
        self._follow(state, None)

        def go_on() -> None:
            if editor.draft == draft and bench.target == target:
                then()

        if is_asked:
            self._ask_first([entry.saved.path for entry in run.entries], target, go_on)
        elif (failed := _failure(run)) is not None:
            self._follow(self._not_sent(self._why(failed)), None)
        else:
            bench.call_later(go_on)

    def _plan(self, target: Target) -> "tuple[Dependencies, RequestRun]":
        """Return the dependencies as the files define them now, and a run of those that are due.

        Raises ``FileError``.
        """
        saved = self._request.current.saved
        known = resolve_dependencies(self._session, saved.request) if saved else Dependencies()
        if known.error is not None:
            raise known.error
        first = due(self._session, known, target)
        return known, first_run(self._session, first, target, Consent())

    def _ask_first(self, paths: Sequence[str], target: Target, go_on: Callable[[], None]) -> None:
        """Run the dependencies in the run dialog, whose question lists their writes."""
        from weda_tui.tui.runs.open import run_first

        def passed() -> None:
            self._bench.refresh_history()
            self._bench.editor.refresh_captured()
            go_on()

        run_first(self._bench, self._session, target, paths, on_passed=passed)

    def _why(self, failed: "RunResult") -> FileError:
        reason = next(failure_lines(failed, self._bench.words), "")
        return FileError(ErrorCode.DEPENDS_FAILED, path=failed.path, reason=reason)

    def _endpoint_id(self) -> str:
        endpoint = self._request.current.endpoint
        return endpoint.id if endpoint else ""

    def _not_sent(self, error: FileError) -> Failed:
        return Failed(
            error=error.masked(self._session.tokens.masker()),
            endpoint_id=self._endpoint_id(),
            request=None,
            started_at=self._session.clock.wall(),
            elapsed=0.0,
        )


def _failure(run: "RequestRun") -> "RunResult | None":
    return first_failure(run.results)
