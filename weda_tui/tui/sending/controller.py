"""The way of a draft to its answer: checked, asked about, sent, cancelled, or only shown."""

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

if TYPE_CHECKING:  # they come after the first picture
    from weda_tui.core.requests.draft_check import DraftFinding
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.saved_request_sender import SavedOutcome
    from weda_tui.session.sending.all_pages import PageFetch

GROUP = "send"
"""The group of the worker that sends."""


class SendPlans(Protocol):
    """What sending a draft would do."""

    def preflight_now(self, draft: RequestDraft, where: Target) -> Preflight:
        """Return what sending a draft would do. Raises ``FileError``."""
        ...

    def explain(self, draft: RequestDraft, where: Target) -> DryRun:
        """Return everything that sending a draft would do. Raises ``FileError``."""
        ...


class SendEditor(Protocol):
    """What a send needs of the editor."""

    @property
    def draft(self) -> RequestDraft | None:
        """The draft as it is typed."""

    @property
    def selected(self) -> SendPlans:
        """What sending the draft would do."""
        ...

    def go_to(self, finding: "DraftFinding") -> None:
        """Focus the field that a finding is about."""


class SendBench(TargetBench, Protocol):
    """What a send needs of the main screen."""

    @property
    def editor(self) -> SendEditor:
        """The editor of the request."""
        ...

    def go_to_stage(self, stage: str) -> None:
        """Focus a stage."""

    def show_send(self) -> None:
        """Clear the footer, and let RESULT be seen."""

    def stop(self, group: str) -> None:
        """Cancel the workers of a group."""


class SendSteps(Protocol):
    """What others do before and after a send."""

    def choose_target(self) -> None:
        """Let a target be chosen."""

    def switch_to(self, where: Target | None) -> None:
        """Choose another target."""

    def reload_files(self) -> None:
        """Read the files of the target again."""

    def open_endpoint(self, endpoint: Endpoint) -> None:
        """Open an endpoint."""

    def send_first(self, preflight: Preflight, then: Callable[[], None]) -> bool:
        """Send what a draft depends on, then go on; return whether there is anything."""
        ...

    def ask_guard(
        self,
        preflight: Preflight,
        agreed: Callable[[GuardDecision], None],
        preview: Callable[[], None],
    ) -> None:
        """Ask whether a draft is sent, or shown first."""

    async def judge(
        self,
        loaded: "LoadedRequest | None",
        draft: RequestDraft,
        target: Target,
        result: Answered | Failed,
    ) -> "SavedOutcome | None":
        """Return what the file of a request says of an answer."""
        ...

    def show_verdicts(self) -> None:
        """Show how the calls of the chosen target last ended."""

    def send_ended(self) -> None:
        """Show what a send has changed beside its answer."""


def _do_nothing() -> None:
    """Wait for no end."""


class SendController:
    """Sends, one draft at a time."""

    def __init__(
        self,
        bench: SendBench,
        steps: SendSteps,
        shared: SharedState,
        refresh_tokens: Callable[[], None],
    ) -> None:
        """``refresh_tokens`` shows the states of tokens as they are."""
        self._bench, self._steps = bench, steps
        self._session, self._request, self._answer, self._answers = shared
        self._refresh_tokens = refresh_tokens
        self._fetch: PageFetch | None = None
        """What goes on with the pages behind the one that is sent for."""
        self._then: Callable[[], None] = _do_nothing
        self._in_flight: SendInFlight | None = None
        """What is being sent, or was sent last."""
        self._has_left = True
        """Whether it may have arrived."""
        self._has_ended = asyncio.Event()
        """Set when the last send has ended or was cancelled."""
        self._warned: tuple[RequestDraft, Target] | None = None
        """The draft that was warned of last, and its target."""

    # -- the draft ---------------------------------------------------------------------------

    def send(
        self, *, is_warned: bool = False, renews: bool = False, asks_for_writes: bool = False
    ) -> None:
        """Send the draft, asking first where a guard stands.

        ``renews`` fetches a new token first; ``asks_for_writes`` asks before a write under any
        guard.
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
        """Send for all pages of a list, from the draft of the first one on; never for a write.

        ``then`` is called once they are shown.
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
        """Return what sending a draft does; ``None`` where something is wrong, which is said."""
        if (preflight := self._preflight(draft, target)) is None:
            return None
        is_asked = not (is_warned or preflight.leaves_deployment)
        if preflight.findings and is_asked and self._warned != (draft, target):
            self._warn(preflight, draft)
            return None
        return preflight

    def _preflight(self, draft: RequestDraft, target: Target) -> Preflight | None:
        """Return what sending a draft does; ``None`` for one that does not open, which is said."""
        try:
            return self._bench.editor.selected.preflight_now(draft, target)
        except FileError as error:
            refuse(self._bench, error)
            return None

    def send_read(self, *, is_warned: bool = False, remark: str = "") -> None:
        """Send the draft if it only reads; anything else stays open, at its first gap.

        ``is_warned`` says that the user knows what it lacks; ``remark`` is said with it.
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
            said = words.guard_read_only if is_refused else words.write_waits
            remark = f"{said}   {remark}".rstrip()
        if remark:
            bench.notice(remark)

    def _find_draft(self) -> RequestDraft | None:
        """Return the draft; without one, say that a call is to be chosen, and go there."""
        draft = self._bench.editor.draft
        if draft is None:
            self._bench.notice(self._bench.words.tui.what.choose)
            self._bench.go_to_stage("what")
        return draft

    def _warn(self, preflight: Preflight, draft: RequestDraft) -> None:
        """Go to what is missing or wrong and say so; the same draft is sent when F5 comes again."""
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
        """Send what was agreed to, unless the target was edited while the question stood there.

        ``asked`` is the draft with the values captured before the question: others are asked about.
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
        """Send a draft as its preflight says, unless a send is running; return whether it is.

        ``fetch`` goes on with the pages behind it; ``then`` is called once the answer is shown.
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
        self._has_left = False
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
        self._has_left = self._has_left or state.phase is not Phase.TOKEN
        self._answer.update(state)

    def _end(self) -> None:
        """Let what waited for the end go on; the pages that were fetched are shown by now."""
        then, self._fetch, self._then = self._then, None, _do_nothing
        self._has_ended.set()
        then()

    def follow(self, state: SendState, in_flight: SendInFlight | None = None) -> None:
        """Show how far a send has come; ``in_flight`` is what it is of."""
        self._in_flight, self._has_left = in_flight, True
        before = self._answer.current
        saved = in_flight.saved if in_flight is not None else before.saved
        sent_for = in_flight.endpoint_id if in_flight is not None else before.sent_for
        if isinstance(state, Sending):
            self._bench.show_send()
        self._answer.show(state, saved=saved, sent_for=sent_for)
        self._refresh_tokens()

    def cancel(self) -> Cancelled | None:
        """Cancel the running send and return how it ended; that of a write is kept.

        Of all pages of a list those are shown that have come.
        """
        state, in_flight = self._answer.current.state, self._in_flight
        if not isinstance(state, Sending) or in_flight is None:
            return None
        self._bench.stop(GROUP)
        waited = self._session.clock.monotonic() - state.since
        cancelled = in_flight.cancelled(waited, has_left=self._has_left)
        so_far = self._fetch.answer() if self._fetch is not None else None
        result, saved = so_far or cancelled, self._answer.current.saved
        self._answers.keep(in_flight.where, in_flight.endpoint_id, result, saved)
        self._answer.update(result)
        if so_far is None:
            self._then = _do_nothing
        self._end()
        return cancelled

    def quit_question(self, strings: Strings) -> QuitQuestion | None:
        """Return the question before quitting while a write has no answer: it is cancelled."""
        state, in_flight = self._answer.current.state, self._in_flight
        if not isinstance(state, Sending) or not (in_flight and in_flight.is_write):
            return None
        words = strings.tui.result
        title = words.quit_question.format(place=in_flight.target.name)
        return QuitQuestion(title, words.keep_waiting, words.cancel_and_quit, words.quit_remark)

    # -- another draft -----------------------------------------------------------------------

    def send_to(self, draft: RequestDraft, endpoint: Endpoint, where: Target) -> None:
        """Open an endpoint at a target and send a draft of it."""
        if refuse_while_sending(self._bench, self._answer):
            return
        if where != self._bench.target:
            self._steps.switch_to(where)
        self._steps.reload_files()
        self._steps.open_endpoint(endpoint)
        self._bench.start(partial(self._send_and_show, draft, where), "send-to")

    async def _send_and_show(self, draft: RequestDraft, target: Target) -> None:
        """Send, then go to RESULT: the editor took the focus with the endpoint it opened."""
        preflight = self._session.sending.preflight(draft, target)
        if self.begin(draft, preflight, GuardDecision.SEND):
            await self._has_ended.wait()
            self._bench.go_to_stage("result")

    def show_judged(self, target: Target, answer: Answered) -> None:
        """Keep an answer that is judged again, and show it where it is the shown one."""
        state = self._answer.current.state
        self._answers.keep_judged(target, answer)
        self._steps.show_verdicts()
        if isinstance(state, Answered) and state.exchange.response is answer.exchange.response:
            self._answer.update(answer)

    # -- a dry run ---------------------------------------------------------------------------

    def preview(self) -> None:
        """Show exactly what would leave; send nothing."""
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
