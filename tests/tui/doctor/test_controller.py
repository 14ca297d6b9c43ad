"""Steps of the doctor are applied, without a terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.message import Message
from textual.timer import Timer

from tests.core.recordings import EXPIRED, TASKS, environment, record
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.doctor.causes import StepId
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.remedies import Remedy
from weda_tui.core.doctor.server_logs import LogPlace, ServerLog, Service
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.sending.exchange import Answers, Phase, Sending
from weda_tui.tui.doctor.controller import DoctorController
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

DEV = Target(environment(), "dev")


class StoppedTimer(Timer):
    def __init__(self) -> None:
        """Do not start a timer: tests call its callback."""

    def stop(self) -> None:
        """Do nothing: no timer is running."""


class DoctorFake(FakeBench):
    def __init__(self) -> None:
        super().__init__()
        self.editor, self.response = Editor(), Pane()

    def go_to_stage(self, stage: str) -> None:
        self.calls.append(("stage", stage))

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Timer:
        del interval, callback
        return StoppedTimer()


class Editor:
    def __init__(self) -> None:
        self.draft: RequestDraft | None = draft_for(TASKS)

    def show_draft(self, draft: RequestDraft) -> None:
        self.draft = draft

    apply_edit = show_draft

    def open_docs(self) -> None:
        raise AssertionError

    def go_to(self, finding: DraftFinding) -> None:
        raise AssertionError(finding)


class Pane:
    def action_copy_request_id(self) -> None:
        raise AssertionError

    def action_change_rule(self) -> None:
        raise AssertionError


class RemediesFake:
    def __init__(self, bench: DoctorFake) -> None:
        self._bench = bench
        self.done: list[object] = []

    def switch_to(self, where: Target | None) -> None:
        self._bench.target = where

    def send_draft(
        self, *, is_warned: bool = False, renews: bool = False, asks_for_writes: bool = False
    ) -> None:
        self._bench.calls.append(("send", is_warned, renews, asks_for_writes))

    def open_endpoint(self, endpoint: Endpoint) -> None:
        self.done.append(endpoint)

    def follow_to(self, endpoint: Endpoint) -> None:
        self.done.append(("with a way back", endpoint.id))

    def edit_environment(self, where: Target | None, *, field: str = "") -> None:
        self.done.append((where, field))

    async def run_command(self, action: str) -> None:
        self.done.append(action)

    def post_message(self, message: Message) -> bool:
        self.done.append(message)
        return True


class Given:
    def __init__(self, folder: Path) -> None:
        self.bench = DoctorFake()
        self.remedies = RemediesFake(self.bench)
        self.bench.target = DEV
        self.answer, self.request = AnswerView(lambda _: None), RequestEditing(lambda _: None)
        self.published: list[tuple[Diagnosis | None, float | None]] = []
        self.doctor = DoctorController(
            self.bench,
            self.remedies,
            SharedState(session_in(folder), self.request, self.answer, Answers()),
            lambda diagnosis, waiting: self.published.append((diagnosis, waiting)),
        )
        self.request.open(TASKS)
        self.answer.show(record(EXPIRED, status=401).settled)


async def test_a_failure_is_diagnosed_and_a_success_is_not(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.doctor.answer_changed(given.answer.current.state)
    await given.bench.finish()
    diagnosis, waiting = given.published[-1]
    assert diagnosis is not None
    assert waiting is None
    given.answer.show(record().settled)
    given.doctor.answer_changed(given.answer.current.state)
    await given.bench.finish()
    assert given.published[-1] == (None, None)


async def test_a_failure_is_judged_again_once_more_is_known(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.doctor.judge_again()
    await given.bench.finish()
    assert [diagnosis is not None for diagnosis, _ in given.published] == [True]


async def test_a_diagnosis_of_an_answer_that_is_no_longer_shown_is_dropped(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.doctor.answer_changed(given.answer.current.state)
    given.answer.show(record().settled)
    await given.bench.finish()
    assert given.published == [(None, None)]


def test_a_step_that_sends_asks_before_a_write_it_does_not_know(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.doctor.apply(Remedy(id=StepId.RENEW_AND_SEND))
    given.doctor.apply(Remedy(id=StepId.SEND_AGAIN, repeats_write=True))
    assert given.bench.calls == [("send", True, True, True), ("send", True, False, False)]


def test_nothing_is_sent_where_another_call_is_open_or_a_send_is_running(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.request.open(None)
    given.doctor.apply(Remedy(id=StepId.SEND_AGAIN))
    given.answer.show(Sending(phase=Phase.TOKEN, since=0.0))
    given.doctor.apply(Remedy(id=StepId.SEND_AGAIN))
    words = given.bench.words
    assert given.bench.notices == [words.doctor.draft_gone, words.tui.result.still_waiting]
    assert given.bench.calls == []


def test_a_wait_is_counted_down_and_can_be_stopped(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.doctor.apply(Remedy(id=StepId.WAIT_AND_SEND, seconds=3.0))
    given.doctor.tick()
    assert given.published == [(None, 3.0), (None, 3.0)]
    assert given.doctor.is_waiting
    assert given.doctor.stop_waiting()
    assert not given.doctor.stop_waiting()
    assert given.published[-1] == (None, None)
    given.doctor.apply(Remedy(id=StepId.WAIT_AND_SEND, seconds=0.0))
    given.doctor.tick()
    assert given.bench.calls == [("send", True, False, True)]


def test_another_env_type_is_chosen_for_the_same_draft(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.doctor.apply(Remedy(id=StepId.SWITCH_ENV_TYPE, text="prod"))
    assert given.bench.target == Target(environment(), "prod")
    assert given.bench.editor.draft == draft_for(TASKS)


@pytest.mark.parametrize(
    ("step", "done"),
    [
        (StepId.CHECK_ENVIRONMENT, "check_environment"),
        (StepId.REFRESH_MODELS, "refresh_models"),
        (StepId.ERROR_BOOK, "error_book"),
        (StepId.SUPPORT_BUNDLE, "bundle"),
        (StepId.EDIT_ENVIRONMENT, (DEV, "host")),
    ],
)
async def test_a_remedy_is_opened(tmp_path: Path, step: StepId, done: object) -> None:
    given = Given(tmp_path)
    given.doctor.apply(Remedy(id=step))
    await given.bench.finish()
    assert given.remedies.done == [done]


def test_the_address_for_a_browser_is_copied(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.doctor.apply(Remedy(id=StepId.OPEN_BROWSER))
    copied = given.remedies.done[0]
    assert isinstance(copied, CopyRequested)
    assert copied.text == DEV.environment.host


def test_a_step_that_edits_the_draft_sends_nothing(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.doctor.apply(Remedy(id=StepId.SET_METHOD, text="PUT"))
    draft = given.bench.editor.draft
    assert draft is not None
    assert draft.method == "PUT"
    assert given.bench.calls == [("stage", "with")]


def test_an_edit_is_not_made_in_the_draft_of_another_call(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.request.open(None)
    given.doctor.apply(Remedy(id=StepId.SET_METHOD, text="PUT"))
    assert given.bench.editor.draft == draft_for(TASKS)
    assert given.bench.notices == [given.bench.words.doctor.draft_gone]


def test_a_call_that_gives_a_value_is_opened(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.doctor.apply(Remedy(id=StepId.CHOOSE_VALUE, text=TASKS.id))
    assert given.remedies.done == [("with a way back", TASKS.id)]


def test_the_command_for_the_servers_log_is_copied(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.doctor.apply(Remedy(id=StepId.SERVER_LOG, text="docker logs proxy"))
    copied = given.remedies.done[0]
    assert isinstance(copied, CopyRequested)
    assert copied.text == "docker logs proxy"


LOG = ServerLog(service=Service.RUNTIME, request_id="7f3a9c21-0b")


async def test_where_services_run_is_asked_once(tmp_path: Path) -> None:
    given = Given(tmp_path)
    step = Remedy(id=StepId.SERVER_LOG, text=LOG.command(), log=LOG)
    given.doctor.choose_log_place()
    assert not given.bench.asked, "no failure with a RequestId is shown"
    given.doctor.apply(step)
    await given.bench.answer("cluster")
    await given.bench.answer(LogPlace("weda"))
    given.doctor.apply(step)
    copied = [each.text for each in given.remedies.done if isinstance(each, CopyRequested)]
    assert len(copied) == 2
    assert all(each.startswith("for pod in $(kubectl -n weda ") for each in copied)
    assert not given.bench.asked
