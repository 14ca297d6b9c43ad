"""Notes behind the lines of a response, with the sandbox and with prepared responses."""

import json
from datetime import timedelta, timezone
from pathlib import Path

import httpx

from tests.tui.explorer import Explorer, explorer
from tests.tui.models.live import refresh
from tests.tui.screens.network import answering, open_endpoint, saying
from weda_tui.formats.openapi.read import read_openapi
from weda_tui.tui.bodies.missing_fields_dialog import MissingFieldsDialog
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.commands.table import LACKING_FIELDS, TOGGLE_ESCAPES
from weda_tui.tui.screens.main import MainScreen

RECORD = {
    "InstanceId": "1700000000000000001",
    "TaskStatus": 1,
    "StartTime": 1795483338000,
    "FlowName": "中",
    "Extra": "x",
}
ANSWER = json.dumps({"Response": {"Data": {"TotalCount": 1, "Result": [RECORD]}, "Error": {}}})

PETS = b"""{"openapi": "3.1.0", "paths": {"/weda/pets": {"get": {"responses": {"200": {"content": {
"application/json": {"schema": {"type": "object", "required": ["id", "at"],
"properties": {"id": {}, "at": {}, "z": {}}}}}}}}}}}"""


async def shown(e: Explorer, action: str = "GetFlowInstanceTasks") -> None:
    """Open an endpoint and send it, with the response on the whole screen."""
    await open_endpoint(e, action)
    await e.send()
    await e.press("f6", "f6")


def reader(e: Explorer) -> BodyReader:
    return e.main.query_one(BodyReader)


def row_with(e: Explorer, text: str) -> str:
    return next(row for row in e.rows if text in row).partition(text)[2].strip()


def to_line(e: Explorer, text: str) -> None:
    view = reader(e).view
    rows = ["".join(run.text for run in view.row(n, 500).left) for n in range(view.row_count)]
    view.cursor = next(n for n, row in enumerate(rows) if text in row)


async def test_the_sandbox_is_understood(tmp_path: Path):
    async with explorer(tmp_path) as e:
        await shown(e)
        for meaning in ("待办", "to do"):
            assert row_with(e, '"TaskStatus"').lower() == f": 1,  = {meaning}"
            assert row_with(e, '"StartTime"').endswith("= 2026-11-25 06:33:18")
            assert "文档中没有" not in e.text
            await e.main.run_command("language")
            await e.pilot.pause()


async def test_notes_tell_times_in_the_zone_that_is_asked_for_escapes_and_what_is_documented(
    tmp_path: Path,
):
    async with explorer(tmp_path, before=saying(ANSWER)) as e:
        await open_endpoint(e, "GetFlowInstanceTasks")
        reader(e).notes.zone = timezone(timedelta(hours=-5))
        await shown(e)
        assert row_with(e, '"StartTime"') == ": 1795483338000,  = 2026-11-23 20:22:18"
        assert row_with(e, '"Extra"') == ': "x"  = 文档中没有'
        assert row_with(e, '"FlowName"') == r': "\u4e2d",  = 中'
        await e.press("u")
        assert row_with(e, '"FlowName"') == ': "中",'
        assert "UTF-8 · JSON · 转义已解码" in e.text
        to_line(e, '"FlowName"')
        assert reader(e).view.line_text().strip() == r'"FlowName": "\u4e2d",'
        await e.press("u")
        assert row_with(e, '"FlowName"') == r': "\u4e2d",  = 中'
        assert "转义已解码" not in e.text
        reader(e).notes.zone = None
        assert row_with(e, '"TaskStatus"') == ": 1,  = 待办"
        reader(e).notes.annotate(None)
        reader(e).view.redraw()
        await e.pilot.pause()
        assert row_with(e, '"StartTime"').endswith("= 2026-11-24 09:22:18")
        assert row_with(e, '"TaskStatus"') == ": 1,"
        assert row_with(e, '"Extra"') == ': "x"'


async def test_remarks_are_neither_copied_nor_found_but_what_is_read_can_be_searched(
    tmp_path: Path,
):
    async with explorer(tmp_path, before=saying(ANSWER)) as e:
        await shown(e)
        to_line(e, '"TaskStatus"')
        assert "待办" in e.text
        assert reader(e).view.line_text().strip() == '"TaskStatus": 1,'
        await e.press("slash")
        await e.type("待办")
        assert len(reader(e).view.hits) == 0
        await e.press("ctrl+u")
        await e.type("中")
        assert len(reader(e).view.hits) == 0
        await e.press("enter", "escape", "u")
        assert len(reader(e).view.hits) == 1
        assert "1 / 1" in e.text
        lit = [run for run in reader(e).view.row(9, 80).left if "reverse" in run.role]
        assert [run.text for run in lit] == ["中"]


async def test_what_an_object_lacks_is_listed_or_missed_on_the_line_but_not_of_a_failure(
    tmp_path: Path,
):
    failed = {"Response": {"Data": {"Extra": 1, "TotalCount": 0}, "Error": {"Code": "Oops"}}}
    answers = iter((ANSWER, json.dumps(failed)))
    kind = {"Content-Type": "application/json"}
    before = answering(lambda: httpx.Response(200, text=next(answers), headers=kind))
    (endpoint,) = read_openapi(PETS, name="pets.json").endpoints
    async with explorer(tmp_path, before=before) as e:
        await shown(e)
        to_line(e, '"FlowName"')
        await e.pilot.pause()
        assert e.main.bench.response.can_run(LACKING_FIELDS)
        await e.press("0")
        row = next(row for row in e.rows if "缺少的文档字段" in row)
        await e.press(row.split()[-1])
        assert isinstance(e.app.screen, MissingFieldsDialog)
        assert "Result[0] 缺少的字段" in e.text
        assert "文档中有，但未说明始终存在" in e.text
        assert any("PageTransitionUrl" in row and "审批页地址" in row for row in e.rows)
        assert not any("TaskStatus  " in row for row in e.rows)
        await e.press("escape")
        assert isinstance(e.app.screen, MainScreen)
        await e.send()
        assert '"Extra"' in e.text
        assert "文档中没有" not in e.text
        assert not reader(e).can_run(LACKING_FIELDS)
        reader(e).show(b'{"id":1}', "application/json", str)
        reader(e).notes.annotate(endpoint)
        await e.pilot.pause()
        assert any(row.rstrip().endswith("{  = 缺少 at") for row in e.rows)


async def test_a_model_that_is_known_knows_its_fields(tmp_path: Path):
    async with explorer(tmp_path) as e:
        await refresh(e)
        e.main.controllers.open_endpoint(e.main.catalogue.get("model.customer.list"))
        await e.pilot.pause()
        await e.send()
        await e.press("f6", "f6")
        assert reader(e).notes.answer is not None
        assert "模型中没有" not in e.text
        assert " = 2026-" in row_with(e, '"createdAt"')


async def test_a_hostile_answer_does_not_act_and_one_without_escapes_says_so(tmp_path: Path):
    hostile = '{"a":"\\u001b[31m[red]\\u202e\\u4e2d[/red]"}'
    async with explorer(tmp_path, before=saying(hostile)) as e:
        await shown(e)
        row = next(row for row in e.rows if '"a"' in row)
        assert "= ␛[31m[red]\\u202e中[/red]" in row
        await e.press("u")
        assert any('"a": "␛[31m[red]\\u202e中[/red]"' in row for row in e.rows)
        await e.press("u")
        assert reader(e).can_run(TOGGLE_ESCAPES)
        reader(e).show(b'{"a":1}', "application/json", str)
        assert not reader(e).can_run(TOGGLE_ESCAPES)
        await e.press("u")
        assert "正文中没有转义" in e.text
