"""From a draft to the filter dialog and back, without a terminal."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.tui.host import shown
from tests.tui.workbench.fakes import FakeBench, session_in
from weda_tui.core.answers.verdict import judge
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.filters.query import RecordQuery, read_query
from weda_tui.core.filters.tree import Condition, ConditionGroup
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft, draft_for
from weda_tui.core.sending.exchange import Answered, Answers, Exchange, Response
from weda_tui.tui.filters.controller import FilterController
from weda_tui.tui.filters.dialog import FilterBuilder
from weda_tui.tui.requests.editor_pane import RequestEditor


class FilterFake(FakeBench):
    """A screen whose editor records the edited drafts."""

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
    controller = FilterController(bench, session, Answers())
    wanted = RequestEditor.FilterRequested(endpoint, draft)
    controller.on_filter_requested(wanted)
    await bench.answer(None)
    controller.on_filter_requested(wanted)
    await bench.answer(before)
    assert (bench.edits, bench.notices) == ([], [])
    controller.on_filter_requested(wanted)
    await bench.answer(replace(before, where=where))
    assert [read_query(endpoint, each) for each in bench.edits] == [replace(before, where=where)]
    assert bench.notices == [bench.words.filters.taken]


def test_a_call_that_takes_no_filter_says_so(tmp_path: Path) -> None:
    bench, session = FilterFake(), session_in(tmp_path)
    endpoint = session.modules.catalogue.get("workflow.StopFlow")
    wanted = RequestEditor.FilterRequested(endpoint, draft_for(endpoint))
    FilterController(bench, session, Answers()).on_filter_requested(wanted)
    assert bench.notices == [bench.words.filters.no_filter]
    assert bench.asked == []


PLACE = Target(Environment(name="hq", host="https://weda.example.cn", env_types=()), "dev")
CUSTOMERS = b'{"data":{"records":[{"_id":"1","city":"x","credit":1}],"total":1}}'


def answered(path: str) -> Answered:
    return Answered(
        Exchange(
            endpoint_id="model.list",
            request=PreparedRequest(
                method="POST", url=f"https://weda.example.cn{path}", headers=(), body=b""
            ),
            response=Response(status=200, reason="", headers=(), body=CUSTOMERS),
            verdict=judge(200, "application/json", CUSTOMERS),
            started_at=0.0,
            elapsed=0.0,
        )
    )


@pytest.mark.parametrize(
    ("model", "asked", "is_found"),
    [
        ("customer", "customer", True),
        ("{{modelName}}", "customer", True),
        ("order", "customer", False),
    ],
)
async def test_fields_that_no_list_of_models_names_come_from_the_last_answer(
    tmp_path: Path, model: str, asked: str, *, is_found: bool
) -> None:
    bench, session, answers = FilterFake(), session_in(tmp_path), Answers()
    bench.target = PLACE
    answers.keep(PLACE, "model.list", answered(f"/weda/model/v1/dev/{asked}/list"))
    endpoint = session.modules.catalogue.get("model.list")
    draft = draft_for(endpoint)
    draft = replace(draft, url=draft.url.replace("{{modelName}}", model))
    controller = FilterController(bench, session, answers)
    controller.on_filter_requested(RequestEditor.FilterRequested(endpoint, draft))
    (builder, _) = bench.asked[-1]
    assert isinstance(builder, FilterBuilder)
    async with shown(builder) as (app, pilot, _):
        await pilot.press("enter")
        await pilot.pause()
        assert ("credit" in app.text) is is_found
        assert "_id" in app.text
