"""Files of saved requests are moved, described and created, without a terminal."""

from pathlib import Path

from tests.core.recordings import TASKS
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.requests.draft import draft_for
from weda_tui.session.collections.service import LoadedRequest
from weda_tui.tui.collections.controller import SavedFilesController
from weda_tui.tui.collections.details_dialog import Details, RequestDetailsDialog
from weda_tui.tui.collections.pane import SavedPane
from weda_tui.tui.collections.save_dialog import SaveChoice


class FilesFake(FakeBench):
    def refresh_saved(self, path: str = "") -> None:
        self.calls.append(("refresh", path))

    def refresh_results(self) -> None:
        self.calls.append(("results",))

    def follow_saved(self, path: str, new: str) -> None:
        self.calls.append(("follow", path, new))

    def note_file(self, saved: LoadedRequest) -> None:
        self.calls.append(("note", saved.request.path))

    def begin_request(self, folder: str) -> None:
        self.calls.append(("begin", folder))


class Given:
    def __init__(self, folder: Path) -> None:
        self.bench, self.session = FilesFake(), session_in(folder)
        self.files = SavedFilesController(self.bench, self.bench, self.session)
        self.session.collections.changes.create("a", "files", draft_for(TASKS))


async def test_a_request_is_moved_to_another_name(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.files.on_move_requested(SavedPane.MoveRequested("files/a", "a", is_folder=False))
    await given.bench.finish()
    await given.bench.answer(SaveChoice("b", "files"))
    await given.bench.finish()
    assert given.bench.calls == [
        ("follow", "files/a", "files/b"),
        ("refresh", "files/b"),
        ("results",),
    ]
    assert given.session.collections.load("files/b").request.path == "files/b"


async def test_what_is_gone_is_not_moved(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.files.on_move_requested(SavedPane.MoveRequested("files/gone", "gone", is_folder=False))
    await given.bench.finish()
    await given.bench.answer(SaveChoice("b", "other"))
    await given.bench.finish()
    assert given.bench.calls == []
    assert len(given.bench.notices) == 1


async def test_a_folder_is_made_and_a_request_is_begun(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.files.on_new_requested(SavedPane.NewRequested("files", is_folder=False))
    given.files.on_new_requested(SavedPane.NewRequested("files", is_folder=True))
    await given.bench.finish()
    await given.bench.answer(SaveChoice("inner", "files"))
    await given.bench.finish()
    assert given.bench.calls == [("begin", "files"), ("refresh", "files/inner")]


async def test_tags_and_description_are_written(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.files.on_details_requested(SavedPane.DetailsRequested("files/a"))
    await given.bench.finish()
    assert isinstance(given.bench.asked[-1][0], RequestDetailsDialog)
    await given.bench.answer(Details(("x",), "first"))
    await given.bench.finish()
    assert given.bench.calls == [("note", "files/a"), ("refresh", "files/a")]
    assert given.session.collections.load("files/a").request.tags == ("x",)


def test_a_path_that_changed_is_followed(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.files.on_path_changed(SavedPane.PathChanged("files/a", "files/b"))
    assert given.bench.calls == [("follow", "files/a", "files/b")]
