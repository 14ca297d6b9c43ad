"""The send of a draft: check it, ask about it, send it, cancel it, or only preview it."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

import msgspec

from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.guard.decision import GuardDecision, stricter
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import (
    Answered,
    Cancelled,
    Failed,
    Phase,
    SendInFlight,
    Sending,
    SendState,
)
from weda_tui.i18n.phrases.requests import findings_words
from weda_tui.i18n.strings import Strings
from weda_tui.session.sending.preflight import DryRun, Preflight
from weda_tui.tui.widgets.modal import QuitQuestion
from weda_tui.tui.workbench.bench import TargetBench, refuse, refuse_while_sending
from weda_tui.tui.workbench.state import SharedState

if TYPE_CHECKING:  # Imported only after the first picture
    from weda_tui.core.requests.draft_check import DraftFinding
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.saved_request_sender import SavedOutcome
    from weda_tui.session.sending.all_pages import PageFetch

GROUP = "send"
"""The group of the worker that sends."""


class SendPlans(Protocol):
    """Computes what sending a draft would do."""

    def preflight_now(self, draft: RequestDraft, where: Target) -> Preflight:
        """Return the preflight of a draft. Raises ``FileError``."""
        ...

    def explain(self, draft: RequestDraft, where: Target) -> DryRun:
        """Return the dry run of a draft. Raises ``FileError``."""
        ...


class SendEditor(Protocol):
    """The part of the request editor that a send uses."""

    @property
    def draft(self) -> RequestDraft | None:
        """The draft in the editor."""

    @property
    def selected(self) -> SendPlans:
        """The object that computes what sending the draft would do."""
        ...

    def go_to(self, finding: "DraftFinding") -> None:
        """Focus the field that a finding is about."""


class SendBench(TargetBench, Protocol):
    """The part of the main screen that a send uses."""

    @property
    def editor(self) -> SendEditor:
        """The editor of the request."""
        ...

    def go_to_stage(self, stage: str) -> None:
        """Focus a stage."""

    def show_send(self) -> None:
        """Clear the footer and make RESULT visible."""

    def stop(self, group: str) -> None:
        """Cancel the workers of a group."""


class SendSteps(Protocol):
    """The steps before and after a send that other controllers carry out."""

    def choose_target(self) -> None:
        """Let the user choose a target."""

    def switch_to(self, where: Target | None) -> None:
        """Switch to another target."""

    def reload_files(self) -> None:
        """Read the files of the target again."""

    def open_endpoint(self, endpoint: Endpoint) -> None:
        """Open an endpoint."""

    def send_first(self, preflight: Preflight, then: Callable[[], None]) -> bool:
        """Send the saved requests that a draft depends on, then call ``then``.

        Return whether there are any.
        """
        ...

    def ask_guard(
        self,
        preflight: Preflight,
        agreed: Callable[[GuardDecision], None],
        preview: Callable[[], None],
    ) -> None:
        """Ask the user whether to send a draft, or to show its dry run first."""

    async def judge(
        self,
        loaded: "LoadedRequest | None",
        draft: RequestDraft,
        target: Target,
        result: Answered | Failed,
    ) -> "SavedOutcome | None":
        """Return what the file of a saved request says about a result, such as its assertions."""
        ...

    def show_verdicts(self) -> None:
        """Show how the calls of the chosen target last ended."""

    def send_ended(self) -> None:
        """Refresh what a send changes apart from its response, for example the history."""


def _do_nothing() -> None:
    """Do nothing: the default for a callback at the end of a send."""


class SendController:
    """Sends drafts, one at a time."""

    def __init__(
        self,
        bench: SendBench,
        steps: SendSteps,
        shared: SharedState,
        refresh_tokens: Callable[[], None],
    ) -> None:
        """``refresh_tokens`` shows the current states of the tokens."""
        self._bench, self._steps = bench, steps
        self._session, self._request, self._answer, self._answers = shared
        self._refresh_tokens = refresh_tokens
        self._fetch: PageFetch | None = None
        """The fetch of all pages of a list; ``None`` for a send of a single request."""
        self._then: Callable[[], None] = _do_nothing
        self._in_flight: SendInFlight | None = None
        """The send that is running, or the last send."""
        self._was_sent = False
        """Whether the request of this send may have reached the server."""
        self._has_ended = asyncio.Event()
        """Set when the last send has ended or was cancelled."""
        self._warned: tuple[RequestDraft, Target] | None = None
        """The draft whose findings were shown last, and its target."""

    # -- the draft ---------------------------------------------------------------------------

    def send(
        self, *, is_warned: bool = False, renews: bool = False, asks_for_writes: bool = False
    ) -> None:
        """Send the draft; ask the user first where the guard requires it.

        ``renews`` fetches a new token first; ``asks_for_writes`` asks before a write under any
        guard. ``is_warned`` says that the user knows the findings of the draft.
        """
        bench, steps = self._bench, self._steps
        if refuse_while_sending(bench, self._answer):
            return
        steps.reload_files()
        if (target := bench.target) is None:
            steps.choose_target()
            return
        if (draft := self._find_draft()) is None:
            return
        if (preflight := self._check(draft, target, is_warned=is_warned)) is None:
            return
        again = partial(self.send, is_warned=True, renews=renews, asks_for_writes=asks_for_writes)
        if steps.send_first(preflight, again):
            return
        if asks_for_writes and preflight.effect is not Effect.READ:
            decision = stricter(preflight.decision, GuardDecision.ASK)
            preflight = msgspec.structs.replace(preflight, decision=decision)
        if preflight.is_blocked or not preflight.decision.is_question:
            self.begin(draft, preflight, GuardDecision.SEND, renews=renews)
            return
        asked = self._session.sending.with_captured(draft, target)
        agreed = partial(self._send_as_agreed, draft, asked, preflight, renews=renews)
        steps.ask_guard(preflight, agreed, partial(self._explain, draft, target))

    def fetch_pages(
        self, first: RequestDraft, endpoint: Endpoint, then: Callable[[], None]
    ) -> None:
        """Fetch all pages of a list, beginning with the draft of the first page; never for a write.

        ``then`` is called once the pages are shown.
        """
        self._steps.reload_files()
        target = self._bench.target
        preflight = self._check(first, target) if target is not None else None
        if target is None or preflight is None:
            return
        fetch = self._session.pages.begin(first, target, endpoint)
        if fetch is None:
            self._bench.notice(self._bench.words.table.no_pages)
        else:
            self.begin(first, preflight, GuardDecision.SEND, fetch=fetch, then=then)

    def _check(
        self, draft: RequestDraft, target: Target, *, is_warned: bool = False
    ) -> Preflight | None:
        """Return the preflight of a draft; ``None`` after showing what is wrong with the draft."""
        if (preflight := self._preflight(draft, target)) is None:
            return None
        is_asked = not (is_warned or preflight.leaves_deployment)
        if preflight.findings and is_asked and self._warned != (draft, target):
            self._warn(preflight, draft)
            return None
        return preflight

    def _preflight(self, draft: RequestDraft, target: Target) -> Preflight | None:
        """Return the preflight of a draft; ``None`` after showing why a file cannot be read."""
        try:
            return self._bench.editor.selected.preflight_now(draft, target)
        except FileError as error:
            refuse(self._bench, error)
            return None

    def send_read(self, *, is_warned: bool = False, remark: str = "") -> None:
        """Send the draft if it only reads; otherwise open it in WITH, at its first finding.

        ``is_warned`` says that the user knows the findings of the draft; ``remark`` is added to the
        notice about a draft that is not sent.
        """
        bench = self._bench
        if (draft := bench.editor.draft) is None or (target := bench.target) is None:
            self.send()
            return
        preflight = self._preflight(draft, target)
        if preflight is None:
            return
        if preflight.effect is Effect.READ:
            self.send(is_warned=is_warned)
        else:
            bench.go_to_stage("with")
            if preflight.findings:
                bench.editor.go_to(preflight.findings[0])
            words, is_refused = bench.words.tui.with_, preflight.decision is GuardDecision.REFUSE
            text = words.guard_read_only if is_refused else words.write_waits
            remark = f"{text}   {remark}".rstrip()
        if remark:
            bench.notice(remark)

    def _find_draft(self) -> RequestDraft | None:
        """Return the draft; without a draft, ask the user to choose a call, and go to WHAT."""
        draft = self._bench.editor.draft
        if draft is None:
            self._bench.notice(self._bench.words.tui.what.choose)
            self._bench.go_to_stage("what")
        return draft

    def _warn(self, preflight: Preflight, draft: RequestDraft) -> None:
        """Show the findings and focus the first; a second F5 sends the unchanged draft."""
        self._warned = (draft, preflight.where)
        words = self._bench.words.fields
        text = findings_words(preflight.findings, words)
        self._bench.go_to_stage("with")
        self._bench.editor.go_to(preflight.findings[0])
        self._bench.notice(f"✗ {text}   {words.findings.send_anyway}")

    def _send_as_agreed(
        self,
        draft: RequestDraft,
        asked: RequestDraft,
        preflight: Preflight,
        consent: GuardDecision,
        *,
        renews: bool,
    ) -> None:
        """Send the draft that the user agreed to, unless its target or its captured values changed.

        Both can change while the question is open. A changed target cancels the send; with other
        captured values the user is asked again. ``asked`` is the draft with the values that were
        captured before the question.
        """
        self._steps.reload_files()
        if self._bench.target != preflight.where:
            self._bench.notice(self._bench.words.tui.guard.place_changed)
        elif self._session.sending.with_captured(draft, preflight.where) != asked:
            self.send(is_warned=True, renews=renews, asks_for_writes=True)
        else:
            self.begin(draft, preflight, consent, renews=renews)

    # -- a send ------------------------------------------------------------------------------

    def begin(
        self,
        draft: RequestDraft,
        preflight: Preflight,
        consent: GuardDecision,
        *,
        renews: bool = False,
        fetch: "PageFetch | None" = None,
        then: Callable[[], None] = _do_nothing,
    ) -> bool:
        """Send a draft according to its preflight; return ``False`` if another send is running.

        ``fetch`` fetches the following pages too; ``then`` is called once the response is shown.
        """
        if refuse_while_sending(self._bench, self._answer):
            return False
        in_flight = SendInFlight(
            endpoint_id=draft.endpoint_id,
            where=preflight.where,
            target=preflight.target,
            is_write=preflight.effect is not Effect.READ,
            saved=self._request.current.path,
        )
        since = self._session.clock.monotonic()
        self._has_ended = asyncio.Event()
        self._fetch, self._then = fetch, then
        self.follow(Sending(phase=Phase.TOKEN, since=since), in_flight)
        send = partial(self._send, draft, preflight.where, consent, renews=renews)
        self._bench.start(send, GROUP)
        return True

    async def _send(
        self, draft: RequestDraft, target: Target, consent: GuardDecision, *, renews: bool
    ) -> None:
        opened, fetch = self._request.current, self._fetch
        if fetch is not None:
            result = await fetch.run(
                draft, target, saved=opened.path, on_progress=self._note_progress
            )
        else:
            result = await self._session.sending.send(
                draft, target, consent=consent, renews=renews, saved=opened.path,
                on_progress=self._note_progress,
            )  # fmt: skip
        self._answers.keep(target, draft.endpoint_id, result, self._answer.current.saved)
        self._steps.show_verdicts()
        judge = partial(self._steps.judge, opened.saved, draft, target, result)
        self._answer.show_outcome(None if fetch is not None else await judge())
        self._answer.update(result)
        self._refresh_tokens()
        self._steps.send_ended()
        self._end()

    def _note_progress(self, state: Sending) -> None:
        self._was_sent = self._was_sent or state.phase is not Phase.TOKEN
        self._answer.update(state)

    def _end(self) -> None:
        """Release what waits for the end of the send; fetched pages are already shown here."""
        then, self._fetch, self._then = self._then, None, _do_nothing
        self._has_ended.set()
        then()

    def follow(self, state: SendState, in_flight: SendInFlight | None = None) -> None:
        """Show the progress of a send; ``in_flight`` describes the request that is being sent."""
        self._in_flight, self._was_sent = in_flight, False
        before = self._answer.current
        saved = in_flight.saved if in_flight is not None else before.saved
        sent_for = in_flight.endpoint_id if in_flight is not None else before.sent_for
        if isinstance(state, Sending):
            self._bench.show_send()
        self._answer.show(state, saved=saved, sent_for=sent_for)
        self._refresh_tokens()

    def cancel(self) -> Cancelled | None:
        """Cancel the running send, keep its result and return how it ended; ``None`` if none runs.

        If all pages of a list were being fetched, the pages received so far are shown.
        """
        state, in_flight = self._answer.current.state, self._in_flight
        if not isinstance(state, Sending) or in_flight is None:
            return None
        self._bench.stop(GROUP)
        waited = self._session.clock.monotonic() - state.since
        cancelled = in_flight.cancelled(waited, was_sent=self._was_sent)
        so_far = self._fetch.answer() if self._fetch is not None else None
        result, saved = so_far or cancelled, self._answer.current.saved
        self._answers.keep(in_flight.where, in_flight.endpoint_id, result, saved)
        self._answer.update(result)
        if so_far is None:
            self._then = _do_nothing
        self._end()
        return cancelled

    def quit_question(self, strings: Strings) -> QuitQuestion | None:
        """Return the question to ask before quitting, if that cancels a running write."""
        state, in_flight = self._answer.current.state, self._in_flight
        if not (isinstance(state, Sending) and in_flight and in_flight.is_write):
            return None
        words = strings.tui.result
        title = words.quit_question.format(place=in_flight.target.name)
        return QuitQuestion(title, words.keep_waiting, words.cancel_and_quit, words.quit_remark)

    # -- another draft -----------------------------------------------------------------------

    def send_to(self, draft: RequestDraft, endpoint: Endpoint, where: Target) -> None:
        """Switch to a target, open an endpoint and send a draft of it."""
        if refuse_while_sending(self._bench, self._answer):
            return
        if where != self._bench.target:
            self._steps.switch_to(where)
        self._steps.reload_files()
        self._steps.open_endpoint(endpoint)
        self._bench.start(partial(self._send_and_show, draft, where), "send-to")

    async def _send_and_show(self, draft: RequestDraft, target: Target) -> None:
        """Send a draft, then focus RESULT, because opening the endpoint has focused the editor."""
        preflight = self._session.sending.preflight(draft, target)
        if self.begin(draft, preflight, GuardDecision.SEND):
            await self._has_ended.wait()
            self._bench.go_to_stage("result")

    def show_judged(self, target: Target, answer: Answered) -> None:
        """Keep a response that was judged again, and update RESULT if it shows this response."""
        state = self._answer.current.state
        self._answers.keep_judged(target, answer)
        self._steps.show_verdicts()
        if isinstance(state, Answered) and state.exchange.response is answer.exchange.response:
            self._answer.update(answer)

    # -- a dry run ---------------------------------------------------------------------------

    def preview(self) -> None:
        """Show exactly what would be sent, without sending it."""
        bench, words, draft = self._bench, self._bench.words.tui, self._bench.editor.draft
        if bench.target is None:
            bench.notice(words.with_.choose_environment)
        elif draft is None:
            bench.notice(words.what.choose)
        else:
            self._explain(draft, bench.target)

    def _explain(self, draft: RequestDraft, target: Target) -> None:
        try:
            self._answer.show_preview(self._bench.editor.selected.explain(draft, target))
        except FileError as error:
            refuse(self._bench, error)
            return
        self._bench.go_to_stage("result")
