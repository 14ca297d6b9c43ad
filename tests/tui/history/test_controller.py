"""History entries are opened and sent again, without a terminal."""

from pathlib import Path

import msgspec

from tests.core.recordings import TASKS, environment, record
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answers, Idle, Phase, Sending
from weda_tui.session import Session
from weda_tui.tui.history.controller import HistoryController
from weda_tui.tui.history.messages import EntryOpened
from weda_tui.tui.workbench.records import RecordFinder
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

DEV = Target(environment(), "dev")


class HistoryFake(FakeBench):
    def switch_to(self, where: Target | None) -> None:
        self.target = where

    def open_draft(self, endpoint: Endpoint, draft: RequestDraft) -> None:
        self.calls.append(("open_draft", endpoint.id, draft))

    def send_read(self, *, is_warned: bool = False, remark: str = "") -> None:
        self.calls.append(("send_read", is_warned))
        self.notice(remark)


class Given:
    def __init__(self, folder: Path) -> None:
        self.session: Session = session_in(folder)
        self.bench, self.answer = HistoryFake(), AnswerView(lambda _: None)
        request = RequestEditing(lambda _: None)
        records = RecordFinder(self.session, self.answer, lambda: None)
        self.history = HistoryController(
            self.bench,
            self.bench,
            SharedState(self.session, request, self.answer, Answers()),
            records,
        )


def opened(entry: HistoryRecord) -> tuple[object, ...]:
    return ("open_draft", entry.entry.endpoint_id, entry.draft)


def test_an_entry_is_opened_with_its_answer(tmp_path: Path) -> None:
    given, entry = Given(tmp_path), record()
    given.bench.target = DEV
    given.history.open_entry(entry)
    assert given.bench.calls == [opened(entry)]
    assert given.answer.current.state == entry.settled
    assert given.answer.current.recalled is entry
    assert given.bench.notices == []


def test_the_answer_of_another_target_says_so(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.bench.target = Target(environment(), "prod")
    given.history.show_entry(record())
    assert "总部 · dev" in given.bench.notices[0]
    assert "总部 · prod" in given.bench.notices[0]


def test_an_entry_whose_endpoint_is_gone_opens_nothing_and_names_it(tmp_path: Path) -> None:
    given, gone = Given(tmp_path), msgspec.structs.replace(TASKS, id="crm.list")
    given.bench.target = DEV
    given.history.on_opened(EntryOpened(record(endpoint=gone)))
    assert given.bench.calls == []
    (notice,) = given.bench.notices
    assert "crm.list no longer exists" in notice


def test_nothing_is_shown_or_sent_again_while_a_send_is_running(tmp_path: Path) -> None:
    given, sending = Given(tmp_path), Sending(phase=Phase.TOKEN, since=0.0)
    given.answer.show(sending)
    given.history.send_again(record())
    given.history.show_entry(record())
    assert given.answer.current.state is sending
    assert given.bench.notices == [given.bench.words.tui.result.still_waiting]
    assert given.bench.calls == []


def test_to_send_an_entry_again_is_to_choose_its_target_first(tmp_path: Path) -> None:
    given, entry = Given(tmp_path), record()
    given.session.environments.save(environment(), secret="")
    given.bench.target = Target(environment(), "prod")
    given.history.send_again(entry)
    assert given.bench.target.env_type == "dev"
    assert given.bench.calls == [opened(entry), ("send_read", True)]
    moved = "Switched to 总部 · dev, where it was sent. Press F2 to go back to 总部 · prod."
    assert given.bench.notices == [moved]


def test_an_entry_of_a_deployment_that_is_gone_is_not_sent_again(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.history.send_again(record())
    assert given.bench.calls == []
    assert given.bench.notices[0].startswith("✗")


async def test_an_idle_result_has_nothing_to_bundle(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.history.bundle()
    await given.bench.finish()
    assert given.bench.notices == [given.bench.words.history.bundle.nothing]


async def test_without_a_history_there_is_no_last_send(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.history.answer_changed(Idle())
    given.history.show_last()
    await given.bench.finish()
    assert given.answer.current.last_entry is None
