"""Saved requests are ordered, copied, deleted and moved, without a terminal."""

from pathlib import Path

from tests.core.recordings import TASKS
from tests.tui.fake_stage import FakeStage
from tests.tui.workbench.fakes import session_in
from weda_tui.core.requests.draft import draft_for
from weda_tui.tui.collections import messages
from weda_tui.tui.collections.actions import SavedActions
from weda_tui.tui.collections.listing import SavedListing
from weda_tui.tui.collections.tree_view import SavedNode
from weda_tui.tui.commands.table import CHOOSE, NEW_SAVED, TOGGLE_FOLDER


class TreeFake(FakeStage):
    def __init__(self) -> None:
        super().__init__()
        self.node: SavedNode | None = None
        self.wanted: list[str] = []

    def refresh_saved(self, wanted: str = "") -> None:
        self.wanted.append(wanted)

    def refresh_results(self) -> None:
        """Do nothing."""


class Given:
    def __init__(self, folder: Path) -> None:
        session = session_in(folder)
        self.collections, self.host = session.collections, TreeFake()
        self.listing = SavedListing(self.collections)
        self.actions = SavedActions(self.host, self.collections, self.listing)
        for title in ("a", "b"):
            self.collections.changes.create(title, "files", draft_for(TASKS))

    def select(self, path: str, *, is_folder: bool = False) -> SavedNode:
        self.host.node = SavedNode(0 if is_folder else 1, path, is_folder=is_folder, title=path)
        return self.host.node

    @property
    def requests(self) -> tuple[str, ...]:
        return self.collections.listing("files").requests


async def test_a_copy_is_selected(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.select("files/a")
    given.actions.duplicate()
    await given.host.finish()
    assert len(given.requests) == 3
    assert given.host.wanted[0].removeprefix("files/") in given.requests


async def test_what_is_deleted_is_restored(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.select("files/a")
    given.actions.remove()
    await given.host.finish()
    assert given.requests == ("b",)
    assert messages.PathChanged("files/a", "") in given.host.posted
    given.actions.undo_change()
    await given.host.finish()
    assert given.requests == ("a", "b")
    assert given.host.wanted == ["", "files/a"]


async def test_a_row_that_is_gone_is_refused_in_words(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.select("files/gone")
    given.actions.remove()
    await given.host.finish()
    assert len(given.host.notices) == 1
    assert given.host.wanted == []


async def test_a_request_is_put_one_place_up(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.select("files/b")
    await given.actions.shift_up()
    assert given.requests == ("b", "a")
    assert given.host.wanted == ["files/b"]


async def test_a_dragged_row_goes_to_the_place_that_is_named(tmp_path: Path) -> None:
    given = Given(tmp_path)
    await given.listing.read()
    one, other = given.select("files/a"), given.select("files/b")
    landing = given.host.words.saved.screen.lands.format(folder="files", place=2)
    assert given.actions.drop_words(other) == landing
    assert given.actions.drop_words(None) == ""
    given.actions.put(one, other)
    await given.host.finish()
    assert given.requests == ("b", "a")


async def test_what_the_screen_does_is_asked_of_it(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.select("files/a")
    given.actions.choose()
    given.actions.rename()
    given.actions.new()
    assert given.host.posted == [
        messages.RequestOpened("files/a"),
        messages.MoveRequested("files/a", "a", is_folder=False),
        messages.NewRequested("files", is_folder=False),
    ]


async def test_a_folder_opens_and_closes(tmp_path: Path) -> None:
    given = Given(tmp_path)
    await given.listing.read()
    given.select("files", is_folder=True)
    assert given.listing.folders == ("", "files")
    given.actions.choose()
    await given.listing.read()
    assert given.listing.folders == ("",)


def test_only_what_fits_the_row_can_be_done(tmp_path: Path) -> None:
    given = Given(tmp_path)
    assert given.actions.handlers()[CHOOSE].why_not() is not None
    assert given.actions.handlers()[NEW_SAVED].why_not() is None
    given.select("files/a")
    assert given.actions.handlers()[CHOOSE].why_not() is None
    assert given.actions.handlers()[TOGGLE_FOLDER].why_not() is not None
    given.select("files", is_folder=True)
    assert given.actions.handlers()[CHOOSE].why_not() is not None
    assert given.actions.handlers()[TOGGLE_FOLDER].why_not() is None
