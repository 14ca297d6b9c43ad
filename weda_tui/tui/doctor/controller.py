"""The diagnosis of a failure, and the steps that a key applies."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

import msgspec
from textual.message import Message
from textual.timer import Timer

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.doctor.cause_checks import Names
from weda_tui.core.doctor.causes import CauseId, StepId
from weda_tui.core.doctor.edited_draft import edit_draft
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answered, Failed, Sending, SendState
from weda_tui.session import Session
from weda_tui.session.doctor import diagnose_call, use_own_address
from weda_tui.tui.doctor.log_search import ask_place, copy_command
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.workbench.bench import TargetBench
from weda_tui.tui.workbench.state import SharedState

if TYPE_CHECKING:  # Imported with the first failure
    from weda_tui.core.doctor.diagnosis import Diagnosis
    from weda_tui.core.doctor.remedies import Remedy
    from weda_tui.core.doctor.server_logs import ServerLog
    from weda_tui.core.requests.draft_check import DraftFinding
    from weda_tui.tui.answers.response_pane import ResponsePane

_EDITING = frozenset(
    {
        StepId.SET_METHOD, StepId.USE_BUILT_IN_TOKEN, StepId.USE_TOKEN_KIND,
        StepId.RESTORE_VALUE, StepId.DROP_PREFIX, StepId.USE_ADDRESS,
    }
)  # fmt: skip
"""Steps that edit the draft and send nothing."""
_COMMANDS = {
    StepId.CHECK_ENVIRONMENT: "check_environment",
    StepId.REFRESH_MODELS: "refresh_models",
    StepId.ERROR_BOOK: "error_book",
    StepId.ASK_ADMIN: "bundle",
    StepId.SUPPORT_BUNDLE: "bundle",
}
"""Steps that run a command of the explorer."""
TICK = 0.25
"""The seconds between two updates of the countdown of a step."""


class DoctorEditor(Protocol):
    """The part of the request editor that steps use."""

    @property
    def draft(self) -> RequestDraft | None:
        """The draft in the editor."""

    def show_draft(self, draft: RequestDraft) -> None:
        """Replace the draft."""

    def apply_edit(self, draft: RequestDraft) -> None:
        """Apply a draft as one edit, which can be undone."""

    def open_docs(self) -> None:
        """Show the documents of the endpoint."""

    def go_to(self, finding: "DraftFinding") -> None:
        """Focus the field that a finding is about."""


class DoctorPane(Protocol):
    """The part of the response pane that steps use."""

    def action_copy_request_id(self) -> None:
        """Copy the request id."""

    def action_change_rule(self) -> None:
        """Edit the success rule."""


class Remedies(Protocol):
    """What steps open and send, through other controllers."""

    def switch_to(self, where: Target | None) -> None:
        """Switch to another target."""

    def send_draft(
        self, *, is_warned: bool = False, renews: bool = False, asks_for_writes: bool = False
    ) -> None:
        """Send the draft, with a new token or with a question before a write if requested."""

    def open_endpoint(self, endpoint: Endpoint) -> None:
        """Open an endpoint."""

    def follow_to(self, endpoint: Endpoint) -> None:
        """Open an endpoint, with a way back to the open endpoint and its response."""

    def edit_environment(self, where: Target | None, *, field: str = "") -> None:
        """Open the form of an environment at a field."""

    async def run_command(self, action: str) -> None:
        """Run a command by its name."""

    def post_message(self, message: Message) -> bool:
        """Post a message to the screen."""
        ...


class DoctorBench(TargetBench, Protocol):
    """The part of the main screen that the doctor uses, apart from remedies."""

    @property
    def editor(self) -> DoctorEditor:
        """The editor of the request."""
        ...

    @property
    def response(self) -> DoctorPane:
        """The pane of the response."""
        ...

    def go_to_stage(self, stage: str) -> None:
        """Focus a stage."""

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Timer:
        """Call ``callback`` every ``interval`` seconds."""
        ...


class DoctorController:
    """Diagnoses the shown failure, and applies the steps of the diagnosis."""

    def __init__(
        self,
        bench: DoctorBench,
        remedies: Remedies,
        shared: SharedState,
        publish: "Callable[[Diagnosis | None, float | None], None]",
    ) -> None:
        """``publish`` shows a diagnosis, and the seconds until a waiting step sends."""
        self._bench, self._remedies = bench, remedies
        self._session, self._request, self._answer, _ = shared
        self._publish = publish
        self._diagnosis: Diagnosis | None = None
        self._waits: tuple[Timer, float, Remedy] | None = None
        """The timer, the end of the wait on the monotonic clock, and the waiting step."""

    # -- the diagnosis -----------------------------------------------------------------------

    def answer_changed(self, state: SendState) -> None:
        """Diagnose a new failure; during a send the previous diagnosis stays visible."""
        self.stop_waiting()
        if isinstance(state, Sending):
            return
        self._show(None)
        self._start_diagnosis(state)

    def judge_again(self) -> None:
        """Diagnose the shown failure again, because more information is available."""
        self._start_diagnosis(self._answer.current.state)

    def _start_diagnosis(self, state: SendState) -> None:
        is_refused = isinstance(state, Answered) and not state.exchange.verdict.ok
        if isinstance(state, Answered | Failed) and (is_refused or isinstance(state, Failed)):
            self._bench.start(partial(self._diagnose, state), "diagnosis")

    async def _diagnose(self, state: Answered | Failed) -> None:
        target = self._target_of_answer()
        if target is None:
            return
        diagnosis = await asyncio.to_thread(_diagnose, self._session, state, target)
        if self._answer.current.state is state:
            self._show(diagnosis)

    def _show(self, diagnosis: "Diagnosis | None") -> None:
        self._diagnosis = diagnosis
        self._publish(diagnosis, None)

    def _target_of_answer(self) -> Target | None:
        """Return the target of the shown response; a recalled one gets its current environment."""
        recalled = self._answer.current.recalled
        if recalled is None:
            return self._bench.target
        then = recalled.entry.conditions
        for each in self._session.environments.all:
            if (each.name, each.host) == (then.environment, then.host):
                return Target(each, then.env_type)
        return then.where

    # -- steps -------------------------------------------------------------------------------

    def on_step_taken(self, event: "ResponsePane.StepTaken") -> None:
        """Apply the step that was chosen."""
        self.apply(event.step)

    def apply(self, step: "Remedy") -> None:
        """Apply a step; a step that sends asks first where required."""
        match step.id:
            case StepId.RENEW_AND_SEND:
                self._send(step, renews=True)
            case StepId.SEND_AGAIN:
                self._send(step)
            case StepId.WAIT_AND_SEND:
                self._wait(step)
            case StepId.FIX_SPELLING:
                self._fix_spelling(step)
            case StepId.SWITCH_ENV_TYPE:
                self._switch_env_type(step.text)
            case StepId.GO_TO_FIELD | StepId.REPLACE_HEADER:
                self._go_to_field(step)
            case StepId.SMALLER_REQUEST:
                self._bench.go_to_stage("with")
            case _ if step.id in _EDITING:
                self._edit_draft(step)
            case _:
                self._open_remedy(step)

    def _open_remedy(self, step: "Remedy") -> None:
        """Apply a step that neither sends nor edits the draft."""
        bench, remedies = self._bench, self._remedies
        match step.id:
            case StepId.OPEN_DOCS:
                self._open_answered()
                bench.editor.open_docs()
                bench.go_to_stage("with")
            case StepId.CHOOSE_VALUE:
                remedies.follow_to(self._session.endpoints.get(step.text, bench.target))
                bench.notice(bench.words.following.opened_model)
            case StepId.SERVER_LOG:
                self._copy_log_command(step)
            case StepId.EDIT_ENVIRONMENT:
                remedies.edit_environment(bench.target, field=step.text or "host")
            case StepId.SWITCH_SCHEME:
                remedies.edit_environment(bench.target, field="host")
            case StepId.LOOK_FIRST:
                bench.go_to_stage("what")
                bench.notice(bench.words.doctor.look_first)
            case StepId.OPEN_BROWSER:
                host = bench.target.environment.host if bench.target else ""
                remedies.post_message(CopyRequested(host, host))
            case StepId.COPY_REQUEST_ID:
                bench.response.action_copy_request_id()
            case StepId.SUCCESS_RULE:
                bench.response.action_change_rule()
            case _:
                self._run(_COMMANDS[step.id])

    def _copy_log_command(self, step: "Remedy") -> None:
        """Copy the command that searches the server's log; ask once where the server runs."""
        target = self._target_of_answer()
        place = target and self._session.settings.log_place(target.environment.host)
        if step.log is None:
            self._remedies.post_message(CopyRequested(step.text, step.text))
        elif target is not None and place is None:
            self._ask_log_place(target, step.log)
        else:
            copy_command(self._bench, self._remedies, step.log, place)

    @property
    def log(self) -> "ServerLog | None":
        """The server's log entry of the shown failure; ``None`` if unknown."""
        steps = self._diagnosis.steps if self._diagnosis else ()
        return next((step.log for step in steps if step.log is not None), None)

    def choose_log_place(self) -> None:
        """Ask again where the services of the deployment run."""
        target, log = self._target_of_answer(), self.log
        if target is not None and log is not None:
            self._ask_log_place(target, log)

    def _ask_log_place(self, target: Target, log: "ServerLog") -> None:
        settings = self._session.settings
        ask_place(self._bench, self._remedies, settings, target.environment, log)

    def _run(self, command: str) -> None:
        self._bench.start(partial(self._remedies.run_command, command), "remedy")

    def _answered_endpoint(self) -> str | None:
        """Return the id of the endpoint of the shown response."""
        match self._answer.current.state:
            case Answered(exchange):
                return exchange.endpoint_id
            case Failed(endpoint_id=endpoint_id):
                return endpoint_id
            case _:
                return None

    def _open_answered(self) -> None:
        """Open the call that failed, if another call is open."""
        endpoint_id, opened = self._answered_endpoint(), self._request.current.endpoint
        if endpoint_id is not None and (opened is None or opened.id != endpoint_id):
            endpoint = self._session.endpoints.get(endpoint_id, self._bench.target)
            self._remedies.open_endpoint(endpoint)

    def _is_open(self) -> bool:
        """Return whether the call that failed is open; if not, show that its draft is gone."""
        bench, opened = self._bench, self._request.current.endpoint
        endpoint_id = self._answered_endpoint()
        if endpoint_id is None:
            bench.notice(bench.words.tui.result.still_waiting)
            return False
        draft = bench.editor.draft
        own = draft.endpoint_id if draft is not None else endpoint_id
        is_open = opened is not None and endpoint_id in {opened.id, own}
        if not is_open:
            bench.notice(bench.words.doctor.draft_gone)
        return is_open

    def _send(self, step: "Remedy", *, renews: bool = False) -> None:
        """Send the draft again.

        A write is asked about if the step says so, or if the step did not expect a write.
        """
        self.stop_waiting()
        if self._is_open():
            asks = step.asks or not step.repeats_write
            self._remedies.send_draft(is_warned=True, renews=renews, asks_for_writes=asks)

    def _fix_spelling(self, step: "Remedy") -> None:
        """Replace the misspelt name in the URL by the nearest known name, and send."""
        draft = self._bench.editor.draft
        if draft is None or not self._is_open():
            return
        if self._replace_segment(draft, self._given(CauseId.MODEL_UNKNOWN), step.text):
            self._send(step)
        else:
            self._bench.go_to_stage("with")

    def _edit_draft(self, step: "Remedy") -> None:
        """Edit the draft as a step says, without sending it."""
        draft = self._bench.editor.draft
        if draft is None or not self._is_open():
            return
        target, opened = self._bench.target, self._request.current.endpoint
        if step.id is StepId.USE_ADDRESS and target is not None:
            edited = use_own_address(self._session, draft, target)
        else:
            edited = edit_draft(draft, step)
        if edited is not None:
            self._bench.editor.apply_edit(edited)
            if opened is not None and edited.endpoint_id not in {"", opened.id}:
                endpoint = self._session.endpoints.get(edited.endpoint_id, target)
                self._request.replace_endpoint(endpoint)
        self._bench.go_to_stage("with")

    def _switch_env_type(self, env_type: str) -> None:
        """Switch to another env type of the deployment and keep the draft; send nothing."""
        bench, draft = self._bench, self._bench.editor.draft
        if bench.target is None or draft is None or not self._is_open():
            return
        written = self._given(CauseId.ENV_TYPE)
        self._remedies.switch_to(Target(bench.target.environment, env_type))
        self._replace_segment(draft, written, env_type)
        bench.notice(bench.words.doctor.switched.format(env_type=env_type))

    def _given(self, cause: "CauseId") -> str:
        """Return the name in the URL that a cause is about; empty if there is none."""
        causes = self._diagnosis.causes if self._diagnosis else ()
        found = [each.evidence for each in causes if each.id is cause]
        return next((each.given for each in found if isinstance(each, Names)), "")

    def _replace_segment(self, draft: RequestDraft, name: str, by: str) -> bool:
        """Replace a segment of the URL; return whether the segment was found."""
        segments = draft.url.split("/")
        if not name or name not in segments:
            return False
        url = "/".join(by if each == name else each for each in segments)
        self._bench.editor.show_draft(msgspec.structs.replace(draft, url=url))
        return True

    def _go_to_field(self, step: "Remedy") -> None:
        self._open_answered()
        self._bench.go_to_stage("with")
        if step.field is not None:
            self._bench.editor.go_to(step.field)

    # -- waiting -----------------------------------------------------------------------------

    def _wait(self, step: "Remedy") -> None:
        """Count down, then send; Esc, another send and any edit cancel the countdown."""
        if self._waits is not None or not self._is_open():
            return
        seconds = step.seconds or 0.0
        end = self._session.clock.monotonic() + seconds
        self._waits = (self._bench.set_interval(TICK, self.tick), end, step)
        self._publish(self._diagnosis, seconds)

    @property
    def is_waiting(self) -> bool:
        """Whether a step is counting down before it sends."""
        return self._waits is not None

    def tick(self) -> None:
        """Show the remaining seconds; send when none remain."""
        if self._waits is None:
            return
        _, end, step = self._waits
        left = end - self._session.clock.monotonic()
        if left <= 0:
            self.stop_waiting()
            self._send(step)
        else:
            self._publish(self._diagnosis, float(-(-left // 1)))

    def stop_waiting(self) -> bool:
        """Cancel a countdown; return whether there was one."""
        if self._waits is None:
            return False
        self._waits[0].stop()
        self._waits = None
        self._publish(self._diagnosis, None)
        return True


def _diagnose(session: Session, state: Answered | Failed, target: Target) -> "Diagnosis | None":
    """Diagnose in a thread, because importing the doctor and its views takes some 20 ms."""
    return diagnose_call(session, state, target)
