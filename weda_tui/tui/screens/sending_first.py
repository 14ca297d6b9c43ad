"""What a saved request depends on is sent before it: reads by themselves, writes when agreed to."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import work

from weda_tui.core.environment import Where
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.exchange import Failed, Phase, SendInFlight, Sending, SendState
from weda_tui.core.guard import Ruling
from weda_tui.session import Preflight
from weda_tui.tui.screens.saving import SavingPage

if TYPE_CHECKING:  # loaded with the first request that depends on others
    from weda_tui.core.run import RunResult
    from weda_tui.session.before import Before
    from weda_tui.session.running import Run


class SendingFirstPage(SavingPage):
    """A page that sends what its request depends on, then the request."""

    def sends_first(self, preflight: Preflight, then: Callable[[], None]) -> bool:
        """Send what goes before the draft in hand; return whether there is anything.

        ``then`` goes on with the draft, if all of it passed and the draft is still the same.
        """
        known = self._stages.editor.before
        is_broken = known is not None and known.error is not None
        is_due = bool(preflight.before) and not preflight.is_blocked
        if (is_broken or is_due) and preflight.ruling is not Ruling.REFUSE:
            self._send_first(preflight.where, then)
            return True
        return False

    @work(group="send", exclusive=True, description="send")
    async def _send_first(self, where: Where, then: Callable[[], None]) -> None:
        """Ask where a guard stands before a write among them, else send them one by one."""
        state, draft = self.send_state, self._stages.editor.draft
        sending = Sending(phase=Phase.TOKEN, since=self._session.clock.monotonic())
        endpoint_id = self.endpoint.id if self.endpoint else ""
        in_flight = SendInFlight(endpoint_id=endpoint_id, where=where, target=where, is_write=False)
        self.follow_send(sending, in_flight)
        try:
            known, run = await asyncio.to_thread(self._first_run, where)
            self._stages.editor.before = known
            writes = await run.writes()
            asked = [write for write in writes if write.ruling is not Ruling.SEND]
            if writes and not asked:
                self.follow_send(sending, replace(in_flight, is_write=True))
            if not asked:
                await run.go()
        except FileError as error:
            self.follow_send(self._not_sent(error))
            return
        self._stages.refresh_history()
        self._stages.editor.take_captured()
        self.follow_send(state)

        def go_on() -> None:
            if self._stages.editor.draft == draft and self.where == where:
                then()

        if asked:
            self._ask_first([entry.saved.path for entry in run.entries], where, go_on)
        elif (failed := _failure(run)) is not None:
            self.follow_send(self._not_sent(self._why(failed)))
        else:
            self.call_later(go_on)

    def _first_run(self, where: Where) -> "tuple[Before, Run]":
        """Return what the files say now, and what sends the stale ones. Raises ``FileError``."""
        from weda_tui.core.run import Consent
        from weda_tui.session.before import Before, before, due, first_run

        known = before(self._session, self.saved.request) if self.saved else Before()
        if known.error is not None:
            raise known.error
        first = due(self._session, known, where)
        return known, first_run(self._session, first, where, Consent())

    def _ask_first(self, paths: Sequence[str], where: Where, go_on: Callable[[], None]) -> None:
        """Run what goes first in the dialog of runs, whose question lists what it writes."""
        from weda_tui.tui.screens.runs import open_first

        def passed() -> None:
            self._stages.refresh_history()
            self._stages.editor.take_captured()
            go_on()

        open_first(self, self._session, where, paths, self.strings, on_passed=passed)

    def _why(self, failed: "RunResult") -> FileError:
        from weda_tui.i18n.run import failure_lines

        reason = next(failure_lines(failed, self.strings), "")
        return FileError(ErrorCode.DEPENDS_FAILED, path=failed.path, reason=reason)

    def _not_sent(self, error: FileError) -> Failed:
        return Failed(
            error=error.masked(self._session.masker()),
            endpoint_id=self.endpoint.id if self.endpoint else "",
            request=None,
            started_at=self._session.clock.wall(),
            elapsed=0.0,
        )

    def follow_send(self, state: SendState, in_flight: SendInFlight | None = None) -> None:
        """Show how far what goes first has come."""
        raise NotImplementedError


def _failure(run: "Run") -> "RunResult | None":
    from weda_tui.core.run import first_failure

    return first_failure(run.results)
