"""The actions on the selected draft, without a terminal."""

from pathlib import Path

import msgspec
import pytest
from textual.actions import SkipAction

from tests.core.recordings import TASKS
from tests.tui.fake_stage import FakeStage
from tests.tui.workbench.fakes import session_in
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.i18n.language import strings_for
from weda_tui.tui.commands.table import EDIT_TEXT, FORMAT, GO_BACK
from weda_tui.tui.requests.draft.actions import DraftActions, FilterRequested
from weda_tui.tui.requests.draft.selected import DraftContext, SelectedDraft

CONTEXT = DraftContext(
    strings=strings_for("en"), where=None, endpoint=TASKS, edited=frozenset(), came_from="",
    outcome=None, dependencies=None, send_state=None, is_focused=True, is_titleless=False,
    width=80,
)  # fmt: skip


class TabsFake:
    def __init__(self) -> None:
        self.current = "form"
        self.calls: list[str] = []

    @property
    def is_text(self) -> bool:
        return self.current == "json"

    def step(self, by: int) -> None:
        self.calls.append(f"step {by}")

    def enter(self) -> None:
        self.calls.append("enter")

    def format(self) -> None:
        self.calls.append("format")

    def edit_outside(self) -> None:
        self.calls.append("edit outside")

    def toggle_headers(self) -> None:
        self.calls.append("turn headers")


class EditorFake(FakeStage):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.context = CONTEXT
        self.tabs = TabsFake()
        self.selected = SelectedDraft(session_in(folder), lambda: self.context)
        self.selected.draft = draft_for(TASKS)
        self.actions = DraftActions(self, self.selected, lambda: self.tabs)

    def show_draft(self, draft: RequestDraft) -> None:
        self.set_draft(draft)

    def set_draft(self, draft: RequestDraft) -> None:
        self.selected.draft = draft


@pytest.fixture
def editor(tmp_path: Path) -> EditorFake:
    return EditorFake(tmp_path)


def test_a_draft_is_reset_to_the_example(editor: EditorFake) -> None:
    editor.selected.draft = msgspec.structs.replace(draft_for(TASKS), body="typed")
    editor.actions.reset()
    assert editor.selected.draft == draft_for(TASKS)
    assert editor.notices == [editor.words.tui.with_.reset]


def test_the_history_leaves_a_draft_out_until_it_is_asked_again(editor: EditorFake) -> None:
    words = editor.words.history.screen
    editor.actions.toggle_record()
    assert editor.selected.draft is not None
    assert not editor.selected.draft.is_recorded
    editor.actions.toggle_record()
    assert editor.selected.draft.is_recorded
    assert editor.notices == [words.not_recorded, words.recorded_again]


def test_only_an_open_json_is_formatted(editor: EditorFake) -> None:
    with pytest.raises(SkipAction):
        editor.actions.format()
    assert editor.actions.handlers()[FORMAT].why_not() is not None
    editor.selected.draft = msgspec.structs.replace(draft_for(TASKS), body='{"a": 1}')
    editor.tabs.current = "json"
    assert editor.actions.handlers()[FORMAT].why_not() is None
    editor.actions.format()
    assert editor.tabs.calls == ["format"]


def test_only_a_text_is_typed_in(editor: EditorFake) -> None:
    assert editor.actions.handlers()[EDIT_TEXT].why_not() is not None
    editor.tabs.current = "json"
    assert editor.actions.handlers()[EDIT_TEXT].why_not() is None


def test_there_is_a_way_back_where_a_link_was_followed(editor: EditorFake) -> None:
    assert editor.actions.handlers()[GO_BACK].why_not() is not None
    editor.context = CONTEXT._replace(came_from="List tasks")
    assert editor.actions.handlers()[GO_BACK].why_not() is None


def test_a_filter_is_built_of_the_draft_by_the_screen(editor: EditorFake) -> None:
    editor.actions.build_filter()
    (wanted,) = editor.posted
    assert isinstance(wanted, FilterRequested)
    assert (wanted.endpoint, wanted.draft) == (TASKS, editor.selected.draft)


def test_a_draft_is_kept_by_its_endpoint(editor: EditorFake) -> None:
    assert editor.selected.key == TASKS.id
    editor.context = CONTEXT._replace(endpoint=None)
    assert editor.selected.key == ""
