"""A draft is sent, without a terminal."""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from tests.core.recordings import TASKS, environment
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.sending.exchange import Answered, Answers, Cancelled, Failed, Idle, Sending
from weda_tui.session import Session
from weda_tui.session.collections.service import LoadedRequest
from weda_tui.session.sending.preflight import DryRun, Preflight
from weda_tui.tui.sending.controller import SendController
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

DEV = Target(environment(), "dev")


class Editor:
    def __init__(self, session: Session) -> None:
        self.draft: RequestDraft | None = draft_for(TASKS)
        self.preflight = session.sending.preflight(draft_for(TASKS), DEV)
        self._session, self.selected = session, self

    def preflight_now(self, draft: RequestDraft, where: Target) -> Preflight:
        del draft, where
        return self.preflight

    def explain(self, draft: RequestDraft, where: Target) -> DryRun:
        return self._session.sending.explain(draft, where)

    def go_to(self, finding: DraftFinding) -> None:
        raise AssertionError(finding)


class SendFake(FakeBench):
    """A screen with everything that is called before and after a send."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.editor, self.target = Editor(session), DEV
        self.agreed: Callable[[GuardDecision], None] | None = None

    def go_to_stage(self, stage: str) -> None:
        self.calls.append(("stage", stage))

    def show_send(self) -> None:
        self.calls.append(("shown",))

    def stop(self, group: str) -> None:
        self.calls.append(("stop", group))

    def choose_target(self) -> None:
        self.calls.append(("choose",))

    def switch_to(self, where: Target | None) -> None:
        self.target = where

    def reload_files(self) -> None:
        """Do nothing: no file was edited."""

    def open_endpoint(self, endpoint: Endpoint) -> None:
        self.calls.append(("open", endpoint.id))

    def send_first(self, preflight: Preflight, then: Callable[[], None]) -> bool:
        del preflight, then
        return False

    def ask_guard(
        self,
        preflight: Preflight,
        agreed: Callable[[GuardDecision], None],
        preview: Callable[[], None],
    ) -> None:
        del preflight, preview
        self.agreed = agreed

    async def judge(
        self,
        loaded: LoadedRequest | None,
        draft: RequestDraft,
        target: Target,
        result: Answered | Failed,
    ) -> None:
        del loaded, draft, target, result

    def show_verdicts(self) -> None:
        self.calls.append(("verdicts",))

    def send_ended(self) -> None:
        self.calls.append(("ended",))


class Given:
    def __init__(self, folder: Path) -> None:
        session = session_in(folder)
        self.bench, self.answer = SendFake(session), AnswerView(lambda _: None)
        self.sending = SendController(
            self.bench,
            self.bench,
            SharedState(session, RequestEditing(lambda _: None), self.answer, Answers()),
            lambda: None,
        )

    def rule(self, decision: GuardDecision) -> None:
        editor = self.bench.editor
        editor.preflight = replace(editor.preflight, findings=(), decision=decision, error=None)


def test_without_a_target_one_is_chosen(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.bench.target = None
    given.sending.send()
    assert given.bench.calls == [("choose",)]


def test_without_a_draft_a_call_is_chosen(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.bench.editor.draft = None
    given.sending.send()
    assert given.bench.calls == [("stage", "what")]
    assert given.bench.notices == [given.bench.words.tui.what.choose]


def test_a_send_under_way_is_cancelled_and_a_second_one_refused(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.rule(GuardDecision.SEND)
    given.sending.send()
    assert isinstance(given.answer.current.state, Sending)
    given.sending.send()
    assert given.bench.notices == [given.bench.words.tui.result.still_waiting]
    assert isinstance(given.sending.cancel(), Cancelled)
    assert given.sending.cancel() is None
    assert isinstance(given.answer.current.state, Cancelled)
    assert ("stop", "send") in given.bench.calls


def test_what_was_agreed_to_is_not_sent_to_another_target(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.rule(GuardDecision.ASK)
    given.sending.send()
    assert given.answer.current.state == Idle()
    assert given.bench.agreed is not None
    given.bench.target = Target(environment(), "prod")
    given.bench.agreed(GuardDecision.ASK)
    assert given.bench.notices == [given.bench.words.tui.guard.place_changed]
    given.bench.target = DEV
    given.bench.agreed(GuardDecision.ASK)
    assert isinstance(given.answer.current.state, Sending)


def test_a_dry_run_sends_nothing(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.sending.preview()
    assert given.answer.current.preview is not None
    assert given.bench.calls == [("stage", "result")]


def test_only_a_read_goes_out_at_once(tmp_path: Path) -> None:
    given = Given(tmp_path)
    words = given.bench.words.tui.with_
    for effect, decision, said in (
        (Effect.WRITE, GuardDecision.SEND, words.write_waits),
        (Effect.DESTRUCTIVE, GuardDecision.REFUSE, words.guard_read_only),
    ):
        given.rule(decision)
        given.bench.editor.preflight = replace(given.bench.editor.preflight, effect=effect)
        given.sending.send_read(remark="moved")
        assert given.answer.current.state == Idle()
        assert given.bench.notices.pop() == f"{said}   moved"
        assert given.bench.calls.pop() == ("stage", "with")
    given.rule(GuardDecision.SEND)
    given.bench.editor.preflight = replace(given.bench.editor.preflight, effect=Effect.READ)
    given.sending.send_read(remark="moved")
    assert isinstance(given.answer.current.state, Sending)
    assert given.bench.notices == ["moved"]
