"""Links and assertions of a value in a body part or a table refer to the whole response."""

import json
from pathlib import Path

import httpx
import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.links.test_main_following import ask_for_tasks, go_to, press, save, settled
from weda_tui.tui.bodies.path_filter import PathFilter
from weda_tui.tui.bodies.path_row import JsonPathField
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.commands import table as commands
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.links.save_value_dialog import AssertionDialog, VariableDialog


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PathFilter, "pause", 0.0)
    monkeypatch.setenv("PATH", "")


def asserted(e: Explorer) -> str:
    assert isinstance(e.app.screen, AssertionDialog)
    return e.app.screen._choices[0].on


async def find(e: Explorer, path: str) -> None:
    """Show the result of a JSONPath with its first line selected."""
    await press(e, "dollar_sign")
    e.main.query_one(JsonPathField).value = path
    await press(e, "enter")


async def test_a_found_value_is_explained_asserted_and_goes_on_as_if_it_stood_in_the_answer(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await ask_for_tasks(e)
        reader = e.main.query_one(BodyReader)
        await go_to(e, '"TaskStatus"')
        meaning = reader.notes.note(reader.document, reader.view.line)
        assert "待办" in meaning
        await find(e, "$.Response.Data.Result[0]")
        await go_to(e, '"TaskStatus"')
        assert reader.notes.note(reader.document, reader.view.line) == meaning
        await find(e, "$..TaskStatus")
        assert reader.notes.note(reader.document, 1) == meaning
        await press(e, "escape", "escape")
        await save(e)
        await press(e, "f6")
        await go_to(e, '"TaskId"')
        line = reader.view.line
        await press(e, "a")
        path = asserted(e)
        await press(e, "escape")
        await find(e, "$..TaskId")
        await press(e, "down")
        assert "F7 下一步   TaskId 1600000000000000001" in e.text
        assert "1 查询流程实例详情" in e.text
        await press(e, "a")
        assert asserted(e) == path
        await press(e, "escape")
        await press(e, "v")
        assert isinstance(e.app.screen, VariableDialog)
        assert "{{taskId}} = 1600000000000000001" in e.text
        await press(e, "escape")
        await press(e, "1")
        assert e.main.stage == "with"
        await press(e, "alt+left")
        assert (reader.part, reader.view.line) == (None, line)


async def test_what_is_inside_a_string_is_not_documented_and_has_no_path_to_be_asserted_by(
    tmp_path: Path,
) -> None:
    def nest_an_answer(request: httpx.Request) -> httpx.Response | None:
        if "GetFlowInstanceTasks" not in request.url.path:
            return None
        said = {"Response": {"Data": {"Result": [{"TaskId": "1", "TaskStatus": 1}]}}}
        said["Response"]["Data"]["Result"][0]["Ext"] = json.dumps(said)
        return httpx.Response(200, json=said)

    async with explorer(tmp_path, before=nest_an_answer) as e:
        await ask_for_tasks(e)
        await save(e)
        await press(e, "f6")
        await go_to(e, '"Ext"')
        await press(e, "enter")
        await go_to(e, '"TaskStatus"')
        reader = e.main.query_one(BodyReader)
        assert reader.nested.is_in_string
        assert reader.notes.note(reader.document, reader.view.line) == ""
        assert not e.main.panes.stages.response.can_run(commands.ASSERT_VALUE)
        await press(e, "a")
        assert not isinstance(e.app.screen, AssertionDialog)
        assert "字符串内部" in e.text
        await press(e, "v")
        assert isinstance(e.app.screen, VariableDialog)


async def test_a_table_leads_on_with_its_rows_id(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await ask_for_tasks(e)
        await go_to(e, '"ElementName"')
        assert "没有接口接受该值" in e.text
        await press(e, "vertical_line")
        reader = e.main.query_one(BodyReader)
        assert reader.table is not None
        rows, draw_head = reader.table.rows, reader.table.draw_head
        assert rows.selected_column == "ElementName"

        def underlined() -> set[str]:
            lines = (*draw_head(400), rows.row(0, 400))
            return {run.text for line in lines for run in line.left if "underline" in run.role}

        ids = {"1700000000000000001", "approvalNode1"}
        assert underlined() == ids
        links = e.main.panes.stages.response.links
        links._finder.forget_calls()
        links.show_models()
        assert underlined() == {"1700000000000000001"}, "nobody knows yet what calls take"
        await settled(e)
        assert underlined() == ids
        assert "F7 下一步   TaskId 1600000000000000001" in e.text
        await press(e, "a")
        assert "光标处没有值。" not in e.text
        await press(e, "1")
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "workflow.DescribeProcessInstance"


async def test_enter_on_a_cell_lists_what_can_be_done_with_it(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await ask_for_tasks(e)
        await press(e, "vertical_line", "enter")
        assert isinstance(e.app.screen, Menu)
        assert "将 TaskId 1600000000000000001 用于" in e.text
        await press(e, "v")
        assert isinstance(e.app.screen, VariableDialog)
