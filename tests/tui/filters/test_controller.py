"""The way from a draft to the filter builder and back, without a terminal."""

from pathlib import Path

from msgspec.structs import replace

from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.filters.query import RecordQuery, read_query
from weda_tui.core.filters.tree import Condition, ConditionGroup
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.tui.filters.controller import FilterController
from weda_tui.tui.requests.editor_pane import RequestEditor


class FilterFake(FakeBench):
    """A screen whose editor keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.editor, self.edits = self, list[RequestDraft]()

    def apply_edit(self, draft: RequestDraft) -> None:
        self.edits.append(draft)


async def test_what_is_built_becomes_one_edit_of_the_draft(tmp_path: Path) -> None:
    bench, session = FilterFake(), session_in(tmp_path)
    endpoint = session.modules.catalogue.get("model.list")
    draft = draft_for(endpoint)
    before = read_query(endpoint, draft)
    assert isinstance(before, RecordQuery)
    where = ConditionGroup(terms=(Condition("name", "$eq", '"a"'),))
    controller = FilterController(bench, session)
    wanted = RequestEditor.FilterWanted(endpoint, draft)
    controller.on_filter_wanted(wanted)
    await bench.answer(None)
    controller.on_filter_wanted(wanted)
    await bench.answer(before)
    assert (bench.edits, bench.notices) == ([], [])
    controller.on_filter_wanted(wanted)
    await bench.answer(replace(before, where=where))
    assert [read_query(endpoint, each) for each in bench.edits] == [replace(before, where=where)]
    assert bench.notices == [bench.words.filters.taken]


def test_a_call_that_takes_no_filter_says_so(tmp_path: Path) -> None:
    bench, session = FilterFake(), session_in(tmp_path)
    endpoint = session.modules.catalogue.get("workflow.StopFlow")
    wanted = RequestEditor.FilterWanted(endpoint, draft_for(endpoint))
    FilterController(bench, session).on_filter_wanted(wanted)
    assert bench.notices == [bench.words.filters.no_filter]
    assert bench.asked == []
