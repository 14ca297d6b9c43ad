"""Saved requests are opened and followed, without a terminal."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from tests.core.recordings import TASKS, environment, record
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.runs.results import RunResult
from weda_tui.core.sending.exchange import Answered, Answers, Idle, Phase, Sending
from weda_tui.session import Session
from weda_tui.session.collections.service import LoadedRequest
from weda_tui.session.runs.dependencies import Dependencies
from weda_tui.tui.collections.opening_controller import OpeningController
from weda_tui.tui.requests.unsaved_drafts import DraftCache, saved_key
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

DEV = Target(environment(), "dev")


class Editor:
    dependencies: Dependencies | None = None

    def __init__(self, session: Session) -> None:
        self.kept, self.key = DraftCache(session), TASKS.id
        self.draft: RequestDraft | None = None

    @property
    def unsaved(self) -> dict[str, RequestDraft]:
        return self.kept.unsaved(DEV)

    def show_draft(self, draft: RequestDraft) -> None:
        self.draft = draft

    def open_saved(self, loaded: LoadedRequest, draft: RequestDraft) -> None:
        self.key = saved_key(loaded.request.path)
        self.kept.note_saved(loaded.request, draft)

    def leave_saved(self) -> None:
        self.key = TASKS.id

    def show_kept(self) -> None:
        self.draft = self.kept.draft(self.key)


class OpeningFake(FakeBench):
    focused_stage = "what"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.editor, self.target = Editor(session), DEV

    def reveal(self, endpoint: Endpoint) -> None:
        self.calls.append(("reveal", endpoint.id))

    def go_to_stage(self, stage: str) -> None:
        self.focused_stage = stage

    def call_after_refresh(self, callback: Callable[[str], None], stage: str) -> bool:
        callback(stage)
        return True


class Given:
    def __init__(self, folder: Path) -> None:
        self.session, self.request = session_in(folder), RequestEditing(lambda _: None)
        self.bench, self.answer = OpeningFake(self.session), AnswerView(lambda _: None)
        self.opening = OpeningController(
            self.bench, self.bench, SharedState(self.session, self.request, self.answer, Answers())
        )
        for name in ("a", "b"):
            self.session.collections.changes.create(name, "files", draft_for(TASKS))


async def test_a_saved_request_is_opened_in_the_editor(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.answer.show(record().settled)
    given.opening.open("files/a")
    await given.bench.finish()
    assert given.request.current.path == "files/a"
    assert given.bench.focused_stage == "with"
    assert given.answer.current.state == Idle(), "it was not sent yet"
    given.bench.go_to_stage("what")
    await given.opening.open_now("files/b", keeps_stage=True)
    assert given.request.current.path == "files/b"
    assert given.bench.focused_stage == "what"


async def test_a_key_pressed_while_the_file_is_read_moves_the_focus(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.bench.go_to_stage("with")
    opening = asyncio.create_task(given.opening.open_now("files/a", keeps_stage=True))
    await asyncio.sleep(0)
    given.bench.go_to_stage("what")
    assert await opening
    assert given.bench.focused_stage == "what"


async def test_what_is_gone_is_not_opened(tmp_path: Path) -> None:
    given = Given(tmp_path)
    assert not await given.opening.open_now("files/gone")
    assert given.request.current.saved is None
    assert len(given.bench.notices) == 1


async def test_an_open_request_is_followed_to_another_path(tmp_path: Path) -> None:
    given = Given(tmp_path)
    await given.opening.open_now("files/a")
    given.opening.follow("files", "moved")
    given.session.collections.changes.make_folder("moved", "")
    given.session.collections.changes.create("a", "moved", draft_for(TASKS))
    await given.bench.finish()
    assert given.request.current.path == "moved/a"


async def test_the_draft_of_a_request_that_is_gone_stays_as_one_of_its_endpoint(
    tmp_path: Path,
) -> None:
    given = Given(tmp_path)
    await given.opening.open_now("files/a")
    edited = replace(draft_for(TASKS), body="edited")
    given.bench.editor.draft = edited
    given.opening.follow("files/a", "")
    assert given.request.current.saved is None
    assert given.bench.editor.draft == edited


async def test_the_answer_of_a_run_is_shown_for_the_open_request(tmp_path: Path) -> None:
    given, settled = Given(tmp_path), record().settled
    assert isinstance(settled, Answered)
    result = RunResult(order=(0, 0), path="files/a", title="a", exchange=settled.exchange)
    given.opening.show_run([result])
    assert given.answer.current.state == Idle(), "no file is open"
    given.opening.open_result(result)
    await given.bench.finish()
    assert given.answer.current.state == settled
    assert given.answer.current.outcome is result
    assert given.bench.focused_stage == "result"
    given.answer.show(Idle())
    given.opening.show_run([result])
    assert given.answer.current.state == settled
    given.answer.show(Sending(phase=Phase.TOKEN, since=0.0))
    await given.opening.open_result_now(result)
    assert given.bench.notices == [given.bench.words.tui.result.still_waiting]
