"""A history entry is saved as a request, and a response as an example of a saved request."""

import tomllib
from pathlib import Path
from typing import Any

from tests.tui.collections.test_main_saved import TODO, given, open_first
from tests.tui.explorer import Explorer, explorer
from tests.tui.history.test_main_history import open_history, two_entries
from tests.tui.screens.network import open_endpoint, open_failing
from tests.tui.screens.saving import settled
from weda_tui.tui.collections.save_dialog import SaveDialog
from weda_tui.tui.collections.save_example_dialog import SaveExample
from weda_tui.tui.history.screen import HistoryScreen


def saved(folder: Path, path: str) -> dict[str, Any]:
    return tomllib.loads((folder / "workspace/collections" / f"{path}.toml").read_text())


async def press(e: Explorer, *keys: str) -> None:
    await e.press(*keys)
    await settled(e)


async def test_ctrl_s_saves_a_row_of_the_history_unopened_and_elsewhere_what_is_in_with(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "DescribeProcessInstance")
        await two_entries(e)
        open_before = e.main.endpoint
        await e.press("down")
        assert "Ctrl+S 保存请求" in e.text
        await press(e, "ctrl+s")
        assert isinstance(e.app.screen, SaveDialog)
        await e.type("谁来批")
        await press(e, "enter")
        assert "已保存到 我的请求/谁来批.toml" in e.text
        assert saved(tmp_path, "我的请求/谁来批")["endpoint"] == (
            "workflow.DescribeInstanceApproverList"
        )
        assert e.main.endpoint is open_before
        assert e.main.saved is None
        await press(e, "f4", "ctrl+s")
        assert "查询流程实例详情" in e.text
        await press(e, "enter")
        assert e.main.saved_path.startswith("我的请求/查询流程实例详情")


async def test_the_answer_of_a_row_goes_to_the_saved_request_also_from_the_whole_history(
    tmp_path: Path,
) -> None:
    file = given(tmp_path)
    async with explorer(tmp_path) as e:
        await two_entries(e)
        await press(e, "down", "0", "X")
        assert isinstance(e.app.screen, SaveExample)
        assert "› 审批/list-todo" in e.text
        assert "同一个接口" in e.text
        await press(e, "enter")
        assert "示例已保存到 审批/list-todo.toml" in e.text
        (example,) = saved(tmp_path, "审批/list-todo")["example"]
        assert example["name"] == "成功，40 条"
        assert (example["status"], example["verdict"], example["env_type"]) == (200, "ok", "prod")
        assert example["body"].startswith('{"Response"')
        await press(e, "0", "X", "enter")
        names = [each["name"] for each in saved(tmp_path, "审批/list-todo")["example"]]
        assert names == ["成功，40 条", "成功，40 条 2"]
        assert file.read_text().startswith('name = "本周待办"')
        await press(e, "f3", "0", "X", "enter")
        assert isinstance(e.app.screen, HistoryScreen)
        assert len(saved(tmp_path, "审批/list-todo")["example"]) == 3
        assert "示例已保存到 审批/list-todo.toml" in e.text
        await press(e, "ctrl+s")
        await e.type("b")
        await press(e, "enter")
        assert "已保存到 我的请求/b.toml" in e.text
        await press(e, "0")
        assert "存为示例" in e.text


async def test_the_answer_in_result_goes_to_a_new_request_and_none_is_no_example(
    tmp_path: Path,
) -> None:
    given(tmp_path)
    async with explorer(tmp_path) as e:
        await press(e, "f6", "X")
        assert "没有可保存的响应" in e.text
        await open_history(e)
        await press(e, "0")
        assert "存为示例" not in e.text
        await press(e, "escape")
        await open_failing(e)
        await e.send()
        await press(e, "f6", "X")
        assert "› 新建请求" in e.text
        await e.type("流程没有了")
        await press(e, "enter")
        assert isinstance(e.app.screen, SaveDialog)
        await press(e, "enter")
        (example,) = saved(tmp_path, "我的请求/查询流程实例详情")["example"]
        assert (example["name"], example["verdict"]) == ("流程没有了", "failure")
        assert example["code"].startswith("FailedOperation")


async def test_the_open_request_is_offered_first_and_keeps_its_edits(tmp_path: Path) -> None:
    text = TODO.replace("{{who}}", "b")
    given(tmp_path, "审批/a-first", text)
    given(tmp_path, "审批/b-second", text)
    async with explorer(tmp_path) as e:
        await open_first(e)
        await press(e, "f3", "down", "enter")
        path = e.main.saved_path
        assert path == "审批/b-second"
        await e.send()
        await press(e, "f6", "X")
        assert f"› {path}" in e.text
        await press(e, "tab", *"a-first", "enter")
        assert len(saved(tmp_path, "审批/a-first")["example"]) == 1
        await press(e, "X", "enter")
        assert len(saved(tmp_path, path)["example"]) == 1
        assert "在磁盘上已更改" not in e.text
        await press(e, "f4", "ctrl+s")
        assert len(saved(tmp_path, path)["example"]) == 1
