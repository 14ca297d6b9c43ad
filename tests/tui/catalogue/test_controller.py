"""Endpoints are opened, added and removed, without a terminal."""

import json
from pathlib import Path

from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import GUIDE_EXAMPLE, Catalogue, EndpointGroup, Module
from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.sending.exchange import Answers
from weda_tui.tui.catalogue.controller import CatalogueController
from weda_tui.tui.catalogue.endpoint_tree import EndpointTree, TreeRows
from weda_tui.tui.catalogue.own_call_dialog import OwnCallForm
from weda_tui.tui.workbench.state import AnswerView, RequestEditing, SharedState


class CatalogueFake(FakeBench):
    """A tree with a cursor, and an editor."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = self
        self.row: Module | EndpointGroup | Endpoint | None = None
        self.draft: RequestDraft | None = None

    def show_kept(self) -> None:
        self.calls.append(("kept",))

    def show_draft(self, draft: RequestDraft) -> None:
        self.calls.append(("draft", draft))

    def apply_edit(self, draft: RequestDraft) -> None:
        self.calls.append(("edit", draft.body))

    def set_draft(self, draft: RequestDraft) -> None:
        self.draft = draft

    def selected_row(self) -> Module | EndpointGroup | Endpoint | None:
        return self.row

    def reveal(self, endpoint: Endpoint) -> None:
        self.calls.append(("reveal", endpoint.id))

    def go_to_stage(self, stage: str) -> None:
        self.calls.append(("stage", stage))


class Tree(TreeRows):
    """A tree that is on no screen."""

    def show_rows(self, count: int, *, cursor: int | None = None) -> None:
        """Draw nothing."""


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


def test_what_was_searched_for_is_filled_in(tmp_path: Path) -> None:
    given = Given(tmp_path)
    rows = Tree(given.calls.current, id="tree")
    rows.filter_text, rows.strings = "my approved tasks", given.bench.words
    rows.rebuild(to_best=True)
    found = given.calls.find("workflow.ListProcessInstances")
    assert found is not None
    at = next(at for at, node in enumerate(rows.nodes) if node.item is found)
    shown = ["".join(run.text for run in rows.row(at, width).left) for width in (80, 46, 38, 36)]
    ends = [" → PageType DONE done", " → PageType DONE", " → DONE", ""]
    assert shown == [f"       List instances by type{end}" for end in ends]
    given.bench.draft = draft_for(found)
    given.calls.on_chosen(EndpointTree.Chosen(found, rows.presets[found.id]))
    assert given.bench.draft.body != draft_for(found).body
    assert json.loads(given.bench.draft.body)["PageType"] == "DONE"
    assert "PageType DONE done" in given.bench.notices[0]
    rows.filter_text = ""
    rows.rebuild()
    assert not rows.presets


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
