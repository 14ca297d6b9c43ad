"""Calls are opened, added and removed, without a terminal."""

from pathlib import Path

from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import GUIDE_EXAMPLE, Catalogue, EndpointGroup, Module
from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answers
from weda_tui.tui.catalogue.controller import CatalogueController
from weda_tui.tui.catalogue.own_call_dialog import OwnCallForm
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState


class CatalogueFake(FakeBench):
    """A tree with a cursor, and an editor."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = self
        self.row: Module | EndpointGroup | Endpoint | None = None

    def show_kept(self) -> None:
        self.calls.append(("kept",))

    def show_draft(self, draft: RequestDraft) -> None:
        self.calls.append(("draft", draft))

    def selected_row(self) -> Module | EndpointGroup | Endpoint | None:
        return self.row

    def reveal(self, endpoint: Endpoint) -> None:
        self.calls.append(("reveal", endpoint.id))

    def go_to_stage(self, stage: str) -> None:
        self.calls.append(("stage", stage))


class Given:
    def __init__(self, folder: Path) -> None:
        self.session, self.bench = session_in(folder), CatalogueFake()
        self.request = RequestEditing(lambda _: None)
        self.published: list[Catalogue] = []
        self.calls = CatalogueController(
            self.bench,
            SharedState(self.session, self.request, AnswerView(lambda _: None), Answers()),
            self._publish,
            lambda: self.request.set_saved(None),
        )
        self.calls.open_first()

    def _publish(self, catalogue: Catalogue, problems: tuple[FileError, ...]) -> None:
        assert not problems
        self.published.append(catalogue)


def test_the_first_call_is_the_example_of_the_guide(tmp_path: Path) -> None:
    given = Given(tmp_path)
    endpoint = given.request.current.endpoint
    assert endpoint is not None
    assert endpoint.id == GUIDE_EXAMPLE
    assert given.published == [given.calls.current]


def test_a_call_is_opened_and_one_that_is_open_is_shown_in_the_tree(tmp_path: Path) -> None:
    given = Given(tmp_path)
    stop = given.calls.find("workflow.StopFlow")
    assert stop is not None
    given.calls.open(stop)
    assert given.request.current.endpoint is stop
    assert given.bench.calls == [("stage", "with")]
    given.calls.open(stop)
    assert given.bench.calls[1:] == [("reveal", stop.id), ("stage", "with")]
    assert given.calls.find("workflow.Gone") is None


def test_a_call_of_the_program_is_neither_edited_nor_removed(tmp_path: Path) -> None:
    given = Given(tmp_path)
    words = given.bench.words.tui.own
    given.calls.edit_call()
    given.bench.row = given.calls.find("workflow.StopFlow")
    given.calls.remove()
    assert given.bench.notices == [words.choose, words.bundled]


async def test_a_call_of_ones_own_is_added_opened_and_removed(tmp_path: Path) -> None:
    given = Given(tmp_path)
    given.calls.new_call()
    form, _ = given.bench.asked[-1]
    assert isinstance(form, OwnCallForm)
    await given.bench.answer(None)
    assert given.bench.calls == [], "nothing was saved"
