"""Following a link with a value, the way back, and values stored as variables or assertions."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from tests.tui.bodies.fake_reader import FakeReader
from tests.tui.explorer import Explorer, explorer
from tests.tui.host import shown
from tests.tui.screens.network import open_endpoint, transport
from tests.tui.steady import LONGEST_WORK
from tests.tui.views.values import ZH
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.collections.saved_request import AssertionOperator
from weda_tui.core.sending.exchange import Answered, Idle
from weda_tui.tui import clipboard
from weda_tui.tui.bodies.copying import Copying
from weda_tui.tui.bodies.messages import MenuRequested
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.links.block import NextBlock
from weda_tui.tui.links.save_value_dialog import (
    AssertionDialog,
    KeepPlace,
    KeptVariable,
    VariableDialog,
)
from weda_tui.tui.widgets.field import Field

GROUPS = {"next", "follow", "go-back", "keep-value", "open-saved", "save", "save-ask", "copy"}


async def settled(e: Explorer) -> None:
    """Wait for the workers that search and write in threads."""
    await e.pilot.pause()
    async with asyncio.timeout(LONGEST_WORK):
        while any(w.is_running and w.group in GROUPS for w in list(e.app.workers)):
            if isinstance(e.app.screen, VariableDialog | AssertionDialog):
                break
            await e.pilot.pause()
            await asyncio.sleep(0)
    await e.pilot.pause()


async def press(e: Explorer, *keys: str) -> None:
    await e.press(*keys)
    await settled(e)


async def ask_for_tasks(e: Explorer) -> None:
    """Send the query for tasks and move the cursor to the ID of the first task."""
    await open_endpoint(e, "GetFlowInstanceTasks")
    await e.send()
    await press(e, "f6")
    await go_to(e, '"TaskId"')


async def go_to(e: Explorer, text: str) -> None:
    """Move the cursor to the first row with a text."""
    view = e.main.query_one(BodyView)
    rows = ("".join(run.text for run in view.row(n, 200).left) for n in range(view.row_count))
    view.cursor = next(n for n, row in enumerate(rows) if text in row)
    await settled(e)


def items(e: Explorer) -> Sequence[MenuItem]:
    """Return the rows of the open menu."""
    menu = e.app.screen
    assert isinstance(menu, Menu)
    return menu._items


def body(e: Explorer) -> dict[str, object]:
    assert e.main.draft is not None
    return json.loads(e.main.draft.body)


@pytest.fixture(autouse=True)
def _no_clipboard_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_nothing(_: str) -> None:
        return None

    monkeypatch.setattr(clipboard, "find_program", find_nothing)


async def test_following_fills_a_call_in_and_sends_nothing_not_even_a_write(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await ask_for_tasks(e)
        assert "F7 下一步   TaskId 1600000000000000001" in e.text
        assert "1 查询流程实例详情" in e.text
        before = len(transport(e).requests)
        await press(e, "1")
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "workflow.DescribeProcessInstance"
        assert e.main.stage == "with"
        assert body(e)["FlowTaskId"] == "1600000000000000001"
        assert "来自上一个响应" in e.text
        assert "‹ 查询流程任务" in e.text
        assert "未发送" in e.text
        assert len(transport(e).requests) == before
        assert isinstance(e.main.send_state, Idle)
        await press(e, "alt+left", "f7", "0", "1")
        calls = items(e)[:-1]
        assert [each.label for each in calls][-1] == "删除草稿"
        assert calls[-1].shortcut == "删"
        assert calls[0].shortcut == ""
        await press(e, calls[-1].key)
        assert e.main.endpoint.effect is Effect.DESTRUCTIVE
        assert body(e)["TaskId"] == "1600000000000000001"
        assert body(e)["InstanceId"] == "1700000000000000001"
        assert len(transport(e).requests) == before


async def test_back_brings_request_answer_and_place_as_they_were_step_by_step(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await ask_for_tasks(e)
        answer, draft, view = e.main.send_state, e.main.draft, e.main.query_one(BodyView)
        line = view.line
        await press(e, "1")
        await e.send()
        await press(e, "f6")
        await go_to(e, '"InstanceId"')
        await press(e, "4")
        assert e.main.endpoint is not None
        assert "‹ 查询流程实例详情" in e.text
        assert e.main.stage == "with"
        await press(e, "alt+left")
        assert e.main.endpoint.id == "workflow.DescribeProcessInstance"
        assert isinstance(e.main.send_state, Answered)
        assert (e.main.stage, e.main.focused) == ("result", view)
        await press(e, "alt+left")
        assert e.main.endpoint.id == "workflow.GetFlowInstanceTasks"
        assert e.main.send_state is answer
        assert e.main.draft == draft
        assert view.line == line
        assert e.main.stage == "result"
        assert "‹" not in "\n".join(e.rows[:8])
        await press(e, "alt+left")
        assert "没有可返回的位置。" in e.text


async def test_what_was_typed_for_the_other_call_is_kept(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "CompleteTask")
        typed = e.main.draft
        assert typed is not None
        typed_body = json.dumps({"TaskId": "old", "Comment": "金额已核对", "n": 1.50})
        e.main.panes.stages.editor.apply_edit(replace(typed, body=typed_body))
        await e.pilot.pause()
        await ask_for_tasks(e)
        await press(e, "4")
        assert body(e) == {"TaskId": "1600000000000000001", "Comment": "金额已核对", "n": 1.5}
        await press(e, "escape")
        await press(e, "ctrl+z")
        assert body(e)["TaskId"] == "old"


async def test_f7_is_a_row_of_the_focus_and_leads_there_from_a_field(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await ask_for_tasks(e)
        view, block = e.main.query_one(BodyView), e.main.query_one(NextBlock)
        await press(e, "f4", "f7")
        assert block.has_focus
        await press(e, "up")
        for size in ((160, 48), (100, 30), (80, 24)):
            await e.pilot.resize_terminal(*size)
            with subtests.test(size=size):
                await press(e, "f7")
                assert block.has_focus
                await press(e, "right", "enter")
                if isinstance(e.app.screen, Menu):  # there was space for one call only
                    await press(e, "2")
                assert e.main.endpoint is not None
                assert e.main.endpoint.id == "workflow.GetApprovalPageDetail"
                await press(e, "alt+left")
                await press(e, "f7")
                await press(e, "up")
                assert view.has_focus
                await press(e, "f7", "f7")
                assert view.has_focus


async def test_a_short_window_has_one_row_of_calls_and_the_filled_field_takes_what_is_typed(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        await ask_for_tasks(e)
        await press(e, "f6")  # undo a zoom: the send had focused RESULT before F6
        row = next(row for row in e.rows if " F7 " in row)
        assert row.startswith(" F7 TaskId   1 查询流程实例详情")
        assert row.endswith("0 其余 9 个")
        assert not any(row.startswith("  用于") for row in e.rows)
        await go_to(e, '"Source"')
        row = next(row for row in e.rows if " F7 " in row)
        assert row.startswith(" F7 Source   Ctrl+S 保存请求   y 复制值   a 添加断言   v 保存为变量")
        await go_to(e, '"TaskId"')
        await press(e, "1")
        assert e.app.focused is not None
        assert e.app.focused.id == "form-field"
        assert "来自上一个响应" in e.text
        await e.type("HH")
        assert e.main.draft is not None
        assert "HH" in e.main.draft.body
        await press(e, "down")
        assert "来自上一个响应" not in e.text


async def test_the_mouse_takes_a_value_on_and_back(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await ask_for_tasks(e)
        y = next(y for y, row in enumerate(e.rows) if "用于" in row)
        x = cell_of(e.rows[y], "查询审批页面详情")
        await e.pilot.click(offset=(x + 1, y))
        await settled(e)
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "workflow.GetApprovalPageDetail"
        y = next(y for y, row in enumerate(e.rows) if "‹ 查询流程任务" in row)
        await e.pilot.click(offset=(cell_of(e.rows[y], "‹ 查询流程任务") + 3, y))
        await settled(e)
        assert e.main.endpoint.id == "workflow.GetFlowInstanceTasks"


def cell_of(row: str, text: str) -> int:
    from rich.cells import cell_len

    return cell_len(row[: row.index(text)])


async def test_a_failure_keeps_its_doctor_and_its_digits(tmp_path: Path) -> None:
    def fail(request: httpx.Request) -> httpx.Response | None:
        if "GetFlowInstanceTasks" not in request.url.path:
            return None
        told = {
            "Response": {"RequestId": "r", "Error": {"Code": "FailedOperation", "Message": "x"}}
        }
        return httpx.Response(200, json=told)

    async with explorer(tmp_path, before=fail) as e:
        await open_endpoint(e, "GetFlowInstanceTasks")
        await e.send()
        await press(e, "f6")
        assert not e.main.query_one(NextBlock).display
        assert "  用于  " not in e.text


async def test_a_digit_is_of_the_value_under_the_cursor_however_large_the_body(
    tmp_path: Path,
) -> None:
    rows = [{"TaskId": str(10**18 + number), "Note": "x" * 200} for number in range(1200)]
    said = {"Response": {"RequestId": "r", "Data": {"Result": rows, "TotalCount": 1200}}}

    def answer(request: httpx.Request) -> httpx.Response | None:
        is_asked = "GetFlowInstanceTasks" in request.url.path
        return httpx.Response(200, json=said) if is_asked else None

    async with explorer(tmp_path, before=answer) as e:
        await open_endpoint(e, "GetFlowInstanceTasks")
        await e.send()
        await press(e, "f6")
        async with asyncio.timeout(LONGEST_WORK):
            while not e.main.query_one(BodyReader).document.is_complete:
                await e.pilot.pause(0.01)
        await go_to(e, str(10**18 + 1))
        await e.until_shown(f"TaskId {10**18 + 1}")
        await press(e, *["down"] * 4, "1")
        assert body(e)["FlowTaskId"] == str(10**18 + 2)


async def test_enter_lists_what_can_be_done_with_an_underlined_value_and_0_then_everything(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await ask_for_tasks(e)
        view = e.main.query_one(BodyView)

        def is_underlined(key: str) -> bool:
            lines = range(view.row_count)
            line = next(
                n for n in lines if f'"{key}":' in "".join(r.text for r in view.row(n, 70).left)
            )
            return any("underline" in run.role for run in view.row(line, 70).left)

        assert is_underlined("TaskId")
        assert is_underlined("UserId")
        assert not is_underlined("FlowName")
        assert not is_underlined("Source")
        await press(e, "enter")
        assert isinstance(e.app.screen, Menu)
        assert "将 TaskId 1600000000000000001 用于" in e.text
        for words in ("复制值", "复制路径", "设为断言", "存为变量", "其余 2 个"):
            assert words in e.text
        await press(e, "v")
        assert isinstance(e.app.screen, VariableDialog)
        await press(e, "escape", "enter", "0")
        assert len(items(e)) == 12, "eleven calls, then everything else"
        await press(e, "escape")
        assert "0 其余" in e.text
        await press(e, "0")
        assert items(e)[0].action == "follow_list"
        assert "copy_request_id" in [each.action for each in items(e)]
        await press(e, "1")
        assert items(e)[-2].label == "删除草稿"
        assert (items(e)[-1].key, items(e)[-1].label) == ("0", "全部操作")
        await press(e, "0")
        assert "copy_request_id" in [each.action for each in items(e)]
        await press(e, "escape")
        await go_to(e, '"FlowName"')
        assert "0 其余" not in e.text
        await press(e, "0")
        assert "copy_request_id" in [each.action for each in items(e)]


# -- variables and assertions ----------------------------------------------------------------


async def test_a_value_becomes_a_variable_and_the_file_keeps_its_comments(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        file = tmp_path / "workspace" / "environments" / "总部.toml"
        file.write_text(f"# ours\n{file.read_text('utf-8')}", "utf-8")
        await ask_for_tasks(e)
        await press(e, "v")
        assert isinstance(e.app.screen, VariableDialog)
        assert "{{taskId}} = 1600000000000000001" in e.text
        await press(e, "enter")
        assert "已将 {{taskId}} 保存到 environments/总部.toml" in e.text
        text = file.read_text("utf-8")
        assert text.startswith("# ours\n")
        assert 'taskId = "1600000000000000001"' in text
        where, draft = e.main.where, e.main.draft
        assert where is not None
        assert e.session.sending.variables(where, draft)["taskId"] == "1600000000000000001"


PLACE = KeepPlace("environment", "总部", "environments/总部.toml", {"taskId": "old"})


async def test_a_variable_that_is_there_is_replaced_at_a_second_enter() -> None:
    dialog = VariableDialog("taskId", "1600000000000000001", [PLACE], ZH)
    async with shown(dialog) as (app, pilot, answers):
        await pilot.press("enter")
        assert answers == []
        assert "当前值为 old" in app.text
        await pilot.press("enter")
        assert answers == [KeptVariable("taskId", "1600000000000000001", PLACE)]


async def test_a_name_that_no_braces_find_is_refused(subtests: pytest.Subtests) -> None:
    dialog = VariableDialog("taskId", "1600000000000000001", [PLACE], ZH)
    async with shown(dialog) as (app, pilot, answers):
        for name, said in (
            ("", "请先填写名称"),
            ("a b", "不能包含空格"),
            ("access_token", "内置变量"),
        ):
            with subtests.test(name=name):
                dialog.query_one(Field).value = name
                await pilot.press("enter")
                assert said in app.text
                assert answers == []


async def save(e: Explorer) -> Path:
    await press(e, "ctrl+s", "enter")
    assert e.main.saved is not None
    return e.session.paths.collections / f"{e.main.saved.request.path}.toml"


async def test_a_value_becomes_an_assertion_digit_for_digit(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response | None:
        if "GetFlowInstanceTasks" not in request.url.path:
            return None
        text = '{"Response":{"RequestId":"r","Data":{"Result":[{"TaskId":1893450276920229889}]}}}'
        return httpx.Response(200, text=text, headers={"Content-Type": "application/json"})

    async with explorer(tmp_path, before=answer) as e:
        await ask_for_tasks(e)
        await press(e, "a")
        assert "请先按 Ctrl+S 保存" in e.text
        file = await save(e)
        await press(e, "f6")
        await go_to(e, '"TaskId"')
        await press(e, "a")
        assert isinstance(e.app.screen, AssertionDialog)
        assert 'on = "$.Response.Data.Result[0].TaskId"' in e.text
        assert "equals = 1893450276920229889" in e.text
        await press(e, "down")
        assert "notEquals = 1893450276920229889" in e.text
        await press(e, "up", "enter")
        assert "断言已添加到" in e.text
        assert "equals = 1893450276920229889" in file.read_text("utf-8")
        assert e.main.saved is not None
        assert e.main.saved.request.asserts[0].operator is AssertionOperator.EQUALS
        await e.send()
        await settled(e)
        assert "✓" in e.text


async def test_a_token_in_an_answer_becomes_no_assertion(tmp_path: Path) -> None:
    sent: list[str] = []

    def echo(request: httpx.Request) -> httpx.Response | None:
        if "GetFlowInstanceTasks" not in request.url.path:
            return None
        sent.append(request.headers["Authorization"].removeprefix("Bearer "))
        data = {"TaskList": [{"TaskId": "1", "TaskStatus": sent[0]}]}
        return httpx.Response(200, json={"Response": {"Data": data, "RequestId": "r"}})

    async with explorer(tmp_path, before=echo) as e:
        await ask_for_tasks(e)
        await save(e)
        await press(e, "f6")
        await go_to(e, '"TaskStatus"')
        await press(e, "a")
        assert not isinstance(e.app.screen, AssertionDialog)
        assert "这是机密，不会写入文件。" in e.text
        assert sent[0] not in e.text
    assert not [each for each in tmp_path.rglob("*.toml") if sent[0] in each.read_text("utf-8")]


# -- copying ---------------------------------------------------------------------------------


async def test_each_key_of_the_copy_list_copies_another_part_of_the_value() -> None:
    data = {"Result": [{"TaskId": "1600000000000000001"}]}
    reader = FakeReader(json.dumps({"Response": {"Data": data}}).encode())
    reader.view.go_to_line(5)
    Copying(reader).open_menu()
    (menu,) = reader.messages
    assert isinstance(menu, MenuRequested)
    copied: dict[str, str] = {}
    for row in menu.rows[:5]:
        row.run()
        await reader.finish()
        copied[row.key] = reader.copies[-1]
    assert (
        copied.items()
        >= {
            "y": "1600000000000000001",
            "k": "TaskId",
            "n": '"1600000000000000001"',
            "Y": "$.Response.Data.Result[0].TaskId",
            "j": "Response.Data.Result[0].TaskId",
        }.items()
    )


async def test_the_copy_list_copies_the_value_and_the_exchange_without_a_secret(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await ask_for_tasks(e)

        async def copied(key: str) -> str:
            e.main.query_one(BodyReader).copying.open_menu()
            await e.pilot.pause()
            assert isinstance(e.app.screen, Menu)
            await press(e, key)
            return e.app.clipboard

        assert await copied("y") == "1600000000000000001"
        assert "content-type: application/json" in (await copied("h")).lower()
        exchange = await copied("x")
        assert exchange.startswith("curl ")
        assert "\n# → HTTP 200 · 84 ms\n" in exchange
        state = e.main.send_state
        assert isinstance(state, Answered)
        received = state.exchange.response.body.decode()
        assert exchange.endswith(received)
        assert "eyJ" not in exchange
        assert await copied("w") == received
