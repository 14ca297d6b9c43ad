"""The open request is saved and reloaded, without a terminal."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.core.recordings import TASKS, record
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.sending.exchange import Answers, Phase, Sending
from weda_tui.session import Session
from weda_tui.session.collections.service import LoadedRequest
from weda_tui.tui.collections.save_dialog import SaveChoice, SaveDialog
from weda_tui.tui.collections.saving_controller import SaveController
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.requests.unsaved_drafts import DraftCache, saved_key
from weda_tui.tui.workbench.records import RecordFinder
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState

DRAFT = draft_for(TASKS)


class Editor:
    def __init__(self, session: Session) -> None:
        self.kept, self.key = DraftCache(session), TASKS.id
        self.draft: RequestDraft | None = DRAFT
        self.noted: list[str] = []

    def set_saved(self, loaded: LoadedRequest, draft: RequestDraft) -> None:
        self.key, self.draft = saved_key(loaded.request.path), draft

    def note_file(self, loaded: LoadedRequest) -> None:
        self.noted.append(loaded.request.path)


class SaveFake(FakeBench):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self.editor = Editor(session)

    async def open_saved_now(
        self, path: str, *, is_anew: bool = False, keeps_stage: bool = False
    ) -> bool:
        self.calls.append(("open", path, is_anew, keeps_stage))
        return True

    def refresh_saved(self, path: str = "") -> None:
        self.calls.append(("refresh", path))


class Given:
    def __init__(self, folder: Path) -> None:
        self.session, self.request = session_in(folder), RequestEditing(lambda _: None)
        self.bench, answer = SaveFake(self.session), AnswerView(lambda _: None)
        records = RecordFinder(self.session, answer, lambda: None)
        self.saving = SaveController(
            self.bench,
            self.bench,
            SharedState(self.session, self.request, answer, Answers()),
            records,
        )
        self.answer = answer
        self.request.open(TASKS)

    def open_file(self) -> Path:
        """Open a saved request and return its file."""
        loaded = self.session.collections.changes.create("a", "files", DRAFT)
        self.request.open(TASKS, loaded)
        self.bench.editor.key = saved_key("files/a")
        return self.session.paths.workspace / "collections" / "files" / "a.toml"

    async def look(self) -> None:
        self.saving.reload_changed()
        await self.bench.finish()


async def test_a_new_request_is_asked_for_its_name(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.saving.save()
    await given.bench.finish()
    assert isinstance(given.bench.asked[-1][0], SaveDialog)
    await given.bench.answer(SaveChoice("a", "files"))
    await given.bench.finish()
    assert given.request.current.path == "files/a"
    assert given.bench.editor.key == saved_key("files/a")
    assert given.bench.calls == [("refresh", "files/a")]


@pytest.mark.parametrize(("sent_for", "saved"), [(TASKS.id, "files/a"), ("workflow.other", "")])
async def test_a_running_send_goes_with_the_draft_that_it_is_of(
    tmp_path: Path, sent_for: str, saved: str
) -> None:
    given = Given(tmp_path)
    given.answer.show(Sending(phase=Phase.WAITING, since=0.0), sent_for=sent_for)
    given.saving.save()
    await given.bench.finish()
    await given.bench.answer(SaveChoice("a", "files"))
    await given.bench.finish()
    assert given.answer.current.saved == saved


async def test_without_a_draft_there_is_nothing_to_save(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.bench.editor.draft = None
    given.saving.save()
    given.saving.save_as()
    given.saving.save_example()
    await given.bench.finish()
    words = given.bench.words.saved
    nothing = words.screen.nothing_to_save
    assert given.bench.notices == [nothing, nothing, words.example.no_answer]


async def test_a_draft_is_saved_over_its_file(tmp_path: Path) -> None:
    given = Given(tmp_path)
    file = given.open_file()
    given.bench.editor.draft = replace(DRAFT, body='{"a": 1}')
    given.saving.save()
    await given.bench.finish()
    assert '{"a": 1}' in file.read_text("utf-8")


async def test_where_another_has_changed_the_file_it_is_asked_which_text_counts(
    tmp_path: Path,
) -> None:
    given = Given(tmp_path)
    file = given.open_file()
    theirs = file.read_text("utf-8") + "# theirs\n"
    file.write_text(theirs, "utf-8")
    given.bench.editor.draft = replace(DRAFT, body='{"a": 1}')
    given.saving.save()
    await given.bench.finish()
    assert isinstance(given.bench.asked[-1][0], Menu)
    await given.bench.answer("theirs")
    assert given.bench.calls[0] == ("open", "files/a", True, True)


async def test_a_file_that_is_gone_is_said_once(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.open_file().unlink()
    await given.look()
    await given.look()
    gone = given.bench.words.saved.screen.gone.format(file="files/a.toml")
    assert given.bench.notices == [gone]


async def test_a_file_that_says_something_else_is_opened_again(tmp_path: Path) -> None:
    given = Given(tmp_path)
    file = given.open_file()
    await given.look()
    assert given.bench.calls == []
    file.write_text(file.read_text("utf-8") + "# theirs\n", "utf-8")
    await given.look()
    assert given.bench.calls == [("open", "files/a", True, True), ("refresh", "")]
    given.request.set_edited(frozenset({"files/a"}))
    file.write_text(file.read_text("utf-8") + "# once more\n", "utf-8")
    await given.look()
    assert isinstance(given.bench.asked[-1][0], Menu)


async def test_what_a_file_says_now_is_known_where_it_is_open(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.open_file()
    loaded = given.session.collections.load("files/a")
    given.saving.file_changed(loaded)
    given.request.open(TASKS)
    given.saving.file_changed(loaded)
    assert given.bench.editor.noted == ["files/a"]


async def test_the_request_of_an_entry_is_saved_beside_the_open_one(tmp_path: Path) -> None:
    given, entry = Given(tmp_path), record()
    given.answer.show(entry.settled, recalled=entry)
    given.saving.save_entry()
    await given.bench.finish()
    assert isinstance(given.bench.asked[-1][0], SaveDialog)
    await given.bench.answer(SaveChoice("sent", "files"))
    await given.bench.finish()
    assert given.request.current.path == ""
    assert given.session.collections.load("files/sent").request.draft.body == entry.draft.body
