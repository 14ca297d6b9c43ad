"""F5 on a saved request with dependencies: their order, their questions, and captured values."""

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.runs.test_dialog import until_quiet
from tests.tui.screens.network import SilentNetwork, transport
from weda_tui.core.guard.level import Guard
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.tui.guard.dialog import GuardDialog
from weda_tui.tui.runs.dialog import RunDialog

STARTER = """
endpoint = "workflow.DescribeInstanceStarterList"
[capture]
Uid = "$.Response.Data[0].Uid"
"""
WRITE = """
endpoint = "workflow.CompleteTask"
body = '{"TaskId": "1", "UserId": "2"}'
[capture]
Uid = "$.Response.RequestId"
[[assert]]
on = "status"
equals = 200
[[assert]]
on = "verdict"
notEquals = "nothing"
"""
USE = """
endpoint = "workflow.GetFlowInstanceTasks"
depends = ["审批/a"]
body = '{"InstanceId": "{{Uid}}"}'
"""
MISSING = USE.replace("审批/a", "审批/gone")


def given(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        file = folder / "workspace/collections/审批" / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


async def open_second(e: Explorer) -> None:
    """Open the second request of the first folder."""
    await e.main.run_command("saved")
    await until_quiet(e)
    await e.press("down", "down", "enter")
    await until_quiet(e)


async def send(e: Explorer) -> None:
    await e.send()
    await until_quiet(e)
    await e.settle()


def sent(e: Explorer) -> list[str]:
    names = [request.url.path.rpartition("/")[2] for request in transport(e).requests]
    return [name for name in names if name != "clientCredential"]


async def test_a_read_that_f8_shows_goes_first_by_itself_and_its_value_goes_in(
    tmp_path: Path,
) -> None:
    given(tmp_path, a=STARTER, b=USE)
    async with explorer(tmp_path) as e:
        await open_second(e)
        assert "先发送 审批/a，再发送此请求" in e.text
        assert "没有值" not in e.text
        await e.press("f8")
        assert "先发" in e.text
        assert "{{Uid}} = {{Uid}}" in e.text
        assert "从 审批/a 的响应提取" in e.text
        assert sent(e) == []
        await send(e)
        assert sent(e) == ["DescribeInstanceStarterList", "GetFlowInstanceTasks"]
        assert isinstance(e.main.send_state, Answered)
        body = json.loads(e.main.send_state.exchange.request.body)
        assert len(body["InstanceId"]) == 19
        assert "先发" not in e.text
        await e.send()
        assert sent(e)[2:] == ["GetFlowInstanceTasks"]


async def test_what_f5_captured_is_there_for_the_next_request(tmp_path: Path) -> None:
    given(tmp_path, a=STARTER, b=USE.replace('depends = ["审批/a"]', ""))
    async with explorer(tmp_path) as e:
        await open_second(e)
        assert "没有值" in e.text
        await e.main.controllers.opening.open_now("审批/a")
        await send(e)
        await e.main.controllers.opening.open_now("审批/b")
        await e.pilot.pause()
        assert "没有值" not in e.text
        await send(e)
        assert sent(e) == ["DescribeInstanceStarterList", "GetFlowInstanceTasks"]


async def test_a_write_asks_with_a_list_and_nothing_goes_without_an_answer(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    given(tmp_path, a=WRITE, b=USE)
    async with explorer(tmp_path) as e:
        await open_second(e)
        for guard, env_type in ((Guard.CONFIRM, "prod"), (Guard.NONE, "dev")):
            with subtests.test(guard=guard):
                where = e.session.environments.where_exactly("总部", env_type)
                assert where.guard is guard
                e.main.controllers.switch_to(where)
                before = len(sent(e))
                await send(e)
                assert isinstance(e.app.screen, RunDialog)
                assert "先发送 审批/a" in e.text
                assert "此次运行有 1 个请求会写数据" in e.text
                assert sent(e)[before:] == []
                await e.press("escape")
                await e.settle()
                assert sent(e)[before:] == []
                await send(e)
                await e.press("ctrl+y")
                await until_quiet(e)
                await e.settle()
                assert not isinstance(e.app.screen, RunDialog)
                assert sent(e)[before:] == ["CompleteTask", "GetFlowInstanceTasks"]


async def test_a_request_that_writes_is_asked_about_with_the_value_in_it(tmp_path: Path) -> None:
    body = '{"TaskId": "1", "UserId": "2", "Comment": "{{Uid}}"}'
    use = f'endpoint = "workflow.CompleteTask"\ndepends = ["审批/a"]\nbody = \'{body}\'\n'
    given(tmp_path, a=STARTER, b=use)
    async with explorer(tmp_path) as e:
        await open_second(e)
        await e.press("f5")
        assert "仍要发送" in e.text
        assert sent(e) == []
        await send(e)
        assert sent(e) == ["DescribeInstanceStarterList"]
        assert isinstance(e.app.screen, GuardDialog)
        assert "{{Uid}}" not in e.text


async def test_a_request_whose_dependency_is_cancelled_or_fails_is_not_sent(tmp_path: Path) -> None:
    def before(request: httpx.Request) -> httpx.Response | None:
        is_first = request.url.path.endswith("DescribeInstanceStarterList")
        return httpx.Response(500, text="no") if is_first else None

    given(tmp_path, a=STARTER, b=USE)
    async with explorer(tmp_path, before=before) as e:
        network = SilentNetwork(e)
        await open_second(e)
        await e.press("f5")
        await asyncio.wait_for(network.arrived.wait(), 5)
        await e.press("escape", "f6")
        assert "请求未发送" in e.text
        network.release.set()
        await send(e)
        assert isinstance(e.main.send_state, Failed)
        assert sent(e) == ["DescribeInstanceStarterList"]
        assert "依赖 审批/a 未通过" in e.text


async def test_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    given(tmp_path, a=STARTER, b=MISSING)
    async with explorer(tmp_path) as e:
        await open_second(e)
        await send(e)
        assert isinstance(e.main.send_state, Failed)
        assert "gone" in e.text
        assert sent(e) == []
        given(tmp_path, gone=STARTER)
        await send(e)
        assert sent(e) == ["DescribeInstanceStarterList", "GetFlowInstanceTasks"]


async def test_read_only_sends_nothing_first(tmp_path: Path) -> None:
    use = 'depends = ["审批/a"]\n' + WRITE
    given(tmp_path, a=STARTER, b=use)
    async with explorer(tmp_path, prod_guard=Guard.READ_ONLY) as e:
        await open_second(e)
        assert "先发" not in e.text
        await send(e)
        assert sent(e) == []
