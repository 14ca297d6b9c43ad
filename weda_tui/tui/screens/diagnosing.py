"""What a user does about a failure: the doctor's steps, taken by a key."""

import asyncio
from typing import TYPE_CHECKING

import msgspec
from textual import work
from textual.reactive import var
from textual.timer import Timer

from weda_tui.core.environment import Where
from weda_tui.core.exchange import Answered, Failed, Sending, SendState
from weda_tui.session import Session
from weda_tui.tui.screens.explaining import ExplainingPage
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.footer import Hint

if TYPE_CHECKING:  # they come with the first failure
    from weda_tui.core.doctor import Diagnosis, Step
    from weda_tui.core.remedies import StepId
    from weda_tui.core.request import RequestDraft
    from weda_tui.tui.history.controller import HistoryController
    from weda_tui.tui.panes.response_pane import ResponsePane

TICK = 0.25
"""Seconds between two looks at the clock while a step waits."""


class DiagnosingPage(ExplainingPage):
    """A page with a doctor."""

    diagnosis: "var[Diagnosis | None]" = var(None)
    """What is said of the failure in hand."""
    waiting: var[float | None] = var(None)
    """Seconds after which a step that waits sends; ``None`` while none does."""

    history: "HistoryController"

    _waits: "tuple[Timer, float, Step] | None" = None
    """What ticks, when it ends (monotonic clock), and the step that waits."""

    # -- the diagnosis -----------------------------------------------------------------------

    def watch_send_state(self, state: SendState) -> None:
        """Another failure is looked at; while a send is under way the old one stays."""
        self.history.answer_changed(state)
        self.stop_waiting()
        if isinstance(state, Sending):
            return
        self.diagnosis = None
        is_failure = isinstance(state, Answered) and not state.exchange.verdict.ok
        if is_failure or isinstance(state, Failed):
            self._diagnose(state)

    @work(group="diagnosis", exclusive=True, description="diagnosis")
    async def _diagnose(self, state: Answered | Failed) -> None:
        where = self._place_of_answer()
        if where is None:
            return
        diagnosis = await asyncio.to_thread(_diagnose, self._session, state, where)
        if self.send_state is state:
            self.diagnosis = diagnosis

    def _place_of_answer(self) -> Where | None:
        """Return where the answer in hand came from; of one of the past, as it is now."""
        if self.recalled is None:
            return self.where
        then = self.recalled.entry.conditions
        for each in self._session.environments.all:
            if (each.name, each.host) == (then.environment, then.host):
                return Where(each, then.env_type)
        return then.where

    # -- steps -------------------------------------------------------------------------------

    def on_response_pane_step_taken(self, event: "ResponsePane.StepTaken") -> None:
        """Do what a step says."""
        event.stop()
        self.take_step(event.step)

    def take_step(self, step: "Step") -> None:
        """Do what a step says; what sends asks first where it has to."""
        from weda_tui.core.remedies import StepId

        match step.id:
            case StepId.RENEW_AND_SEND:
                self._send_step(step, renews=True)
            case StepId.SEND_AGAIN:
                self._send_step(step)
            case StepId.WAIT_AND_SEND:
                self._wait(step)
            case StepId.FIX_SPELLING:
                self._fix_spelling(step)
            case StepId.SWITCH_ENV_TYPE:
                self._switch_env_type(step.text)
            case StepId.GO_TO_FIELD:
                self._go_to_field(step)
            case StepId.SMALLER_REQUEST:
                self.go_to_stage("with")
            case StepId.OPEN_DOCS:
                self._open_answered()
                self._stages.editor.open_docs()
                self.go_to_stage("with")
            case _:
                self._open_what_helps(step.id)

    def _open_what_helps(self, step: "StepId") -> None:
        """Take a step that sends nothing and leaves the draft alone."""
        from weda_tui.core.remedies import StepId

        match step:
            case StepId.CHECK_ENVIRONMENT:
                self.action_check_environment()
            case StepId.EDIT_ENVIRONMENT:
                self.edit_environment(self.where, field=self._field_to_edit)
            case StepId.REFRESH_MODELS:
                self.action_refresh_models()
            case StepId.LOOK_FIRST:
                self.go_to_stage("what")
                self.notice(self.strings.doctor.look_first)
            case StepId.OPEN_BROWSER:
                host = self.where.environment.host if self.where else ""
                self.post_message(CopyRequested(host, host))
            case StepId.COPY_REQUEST_ID:
                self._stages.response.action_copy_request_id()
            case StepId.SUCCESS_RULE:
                self._stages.response.action_change_rule()
            case StepId.ERROR_BOOK:
                self.action_error_book()
            case StepId.ASK_ADMIN | StepId.SUPPORT_BUNDLE:
                self.history.bundle()
            case _:
                raise ValueError(step)

    @property
    def _field_to_edit(self) -> str:
        """The field of the environment's form that the likeliest cause is about."""
        from weda_tui.core.remedies import CauseId

        causes = self.diagnosis.causes if self.diagnosis else ()
        is_pair = bool(causes) and causes[0].id is CauseId.CREDENTIALS
        return "secret_id" if is_pair else "host"

    def _open_answered(self) -> None:
        """Have the call that failed in WITH, where another one was opened since."""
        state = self.send_state
        if not isinstance(state, Answered | Failed):
            return
        endpoint_id = (
            state.exchange.endpoint_id if isinstance(state, Answered) else state.endpoint_id
        )
        if self.endpoint is None or self.endpoint.id != endpoint_id:
            self.open_endpoint(self._session.endpoints.get(endpoint_id, self.where))

    def _is_open(self) -> bool:
        """Return whether WITH has the call that failed; else say that its draft is gone."""
        state = self.send_state
        is_answered = isinstance(state, Answered)
        if not is_answered and not isinstance(state, Failed):
            self.notice(self.strings.tui.result.still_waiting)
            return False
        endpoint_id = state.exchange.endpoint_id if is_answered else state.endpoint_id
        is_open = self.endpoint is not None and self.endpoint.id == endpoint_id
        if not is_open:
            self.notice(self.strings.doctor.draft_gone)
        return is_open

    def _send_step(self, step: "Step", *, renews: bool = False) -> None:
        """Send the draft again; one that writes asks where the step says so, or did not know."""
        self.stop_waiting()
        if self._is_open():
            asks = step.asks or not step.repeats_write
            self.send_draft(is_warned=True, renews=renews, asks_for_writes=asks)

    def _fix_spelling(self, step: "Step") -> None:
        """Take the nearest name in the address, and send."""
        draft = self._stages.editor.draft
        if draft is None or not self._is_open():
            return
        given = self._misspelt_model()
        if given not in draft.url.split("/"):
            self.go_to_stage("with")
            return
        segments = [step.text if each == given else each for each in draft.url.split("/")]
        self._stages.editor.show_draft(msgspec.structs.replace(draft, url="/".join(segments)))
        self._send_step(step)

    def _misspelt_model(self) -> str:
        from weda_tui.core.doctor_checks import Names
        from weda_tui.core.remedies import CauseId

        causes = self.diagnosis.causes if self.diagnosis else ()
        found = [each.evidence for each in causes if each.id is CauseId.MODEL_UNKNOWN]
        return next((each.given for each in found if isinstance(each, Names)), "")

    def _switch_env_type(self, env_type: str) -> None:
        """Go to another env type of the same deployment with the same draft; send nothing."""
        draft = self._stages.editor.draft
        if self.where is None or draft is None or not self._is_open():
            return
        written = self._env_type_written(draft)
        self.switch_to(Where(self.where.environment, env_type))
        if written:
            parts = [env_type if each == written else each for each in draft.url.split("/")]
            self._stages.editor.show_draft(msgspec.structs.replace(draft, url="/".join(parts)))
        self.notice(self.strings.doctor.switched.format(env_type=env_type))

    def _env_type_written(self, draft: "RequestDraft") -> str:
        """Return the env type that the address names by itself, empty for that of the place."""
        from weda_tui.core.doctor_checks import Names
        from weda_tui.core.remedies import CauseId

        causes = self.diagnosis.causes if self.diagnosis else ()
        found = [each.evidence for each in causes if each.id is CauseId.ENV_TYPE]
        given = next((each.given for each in found if isinstance(each, Names)), "")
        return given if given in draft.url.split("/") else ""

    def _go_to_field(self, step: "Step") -> None:
        self._open_answered()
        self.go_to_stage("with")
        if step.field is not None:
            self._stages.editor.go_to(step.field)

    # -- waiting -----------------------------------------------------------------------------

    def _wait(self, step: "Step") -> None:
        """Count down, then send; Esc, another send and any edit end it."""
        if self._waits is not None or not self._is_open():
            return
        seconds = step.seconds or 0.0
        end = self._session.clock.monotonic() + seconds
        self._waits = (self.set_interval(TICK, self.tick_wait), end, step)
        self.waiting = seconds

    def tick_wait(self) -> None:
        """Say how many seconds are left; send when there are none."""
        if self._waits is None:
            return
        _, end, step = self._waits
        left = end - self._session.clock.monotonic()
        if left <= 0:
            self.stop_waiting()
            self._send_step(step)
        else:
            self.waiting = float(-(-left // 1))

    def stop_waiting(self) -> bool:
        """Wait no more and send nothing; return whether there was anything to stop."""
        if self._waits is None:
            return False
        self._waits[0].stop()
        self._waits, self.waiting = None, None
        return True

    # -- keys --------------------------------------------------------------------------------

    def action_next(self) -> None:
        """Go to the steps that can be taken next."""
        self.go_to_stage("result")
        self._stages.response.focus_next()

    def keys_here(self) -> list[Hint]:
        """Return the keys that work; Enter says which step it takes."""
        hints = super().keys_here()
        if self.diagnosis is None:
            return hints
        from weda_tui.i18n.diagnosis import act_words

        step = self._stages.response.step_in_hand
        count = len(self.diagnosis.steps)
        return [
            Hint(hint.key, act_words(step, self.strings).what, hint.action)
            if hint.action == "take_step" and step is not None
            else Hint(f"1-{count}" if count > 1 else "1", hint.word, "")
            if hint.action == "pick_step"
            else hint
            for hint in hints
        ]

    # -- what the page itself does -----------------------------------------------------------

    def go_to_stage(self, stage: str) -> None:
        """Take a stage in hand."""
        raise NotImplementedError

    def switch_to(self, where: Where | None) -> None:
        """Go to another place."""
        raise NotImplementedError

    def edit_environment(
        self, where: Where | None, *, checks_at_once: bool = False, field: str = ""
    ) -> None:
        """Open an environment; with a field, go there in its form."""
        raise NotImplementedError

    def action_check_environment(self) -> None:
        """Look at the environment in hand step by step."""
        raise NotImplementedError

    def send_draft(
        self, *, is_warned: bool = False, renews: bool = False, asks_for_writes: bool = False
    ) -> None:
        """Send the draft in hand, asking first where a guard stands.

        ``renews`` fetches a new token first; ``asks_for_writes`` asks before a write under any
        guard.
        """
        raise NotImplementedError


def _diagnose(session: Session, state: Answered | Failed, where: Where) -> "Diagnosis | None":
    """Ask the doctor, who is loaded with what draws him: some 20 ms, not for the loop."""
    from weda_tui.session.doctor import diagnose_call
    from weda_tui.tui.drawings import doctor as _  # noqa: F401 - drawn soon after

    return diagnose_call(session, state, where)
