"""Every way in which a running send is dropped, and the message about it."""

import asyncio
from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.runs.test_dialog import until_quiet
from tests.tui.screens.network import (
    TOKEN,
    SilentNetwork,
    calls,
    edit_environment,
    open_endpoint,
    transport,
)
from tests.tui.sending.test_dependencies_first import WRITE, given
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.history.entry import HistoryQuery, SendEnding
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.runs.results import RunResult
from weda_tui.core.sending.exchange import Answered, Cancelled, Idle, Sending
from weda_tui.i18n.language import strings_for
from weda_tui.i18n.phrases.history import reason_words
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.runs.dialog import RunDialog
from weda_tui.tui.screens.main import MainScreen

READ, OTHER_READ, ACT = "DescribeInstanceApproverList", "DescribeInstanceStarterList", "StopFlow"
SIZES = [(160, 48), (123, 31), (80, 24)]
MAY_HAVE_ARRIVED, LOOK_FIRST = "请求可能已到达", "请先检查是否已生效"


async def send_into_silence(e: Explorer, action: str = ACT) -> SilentNetwork:
    """Send a call that reaches the server and gets no response."""
    network = SilentNetwork(e)
    await open_endpoint(e, action)
    await e.press("f5")
    await asyncio.wait_for(network.arrived.wait(), 5)
    return network


async def by_f2(e: Explorer) -> None:
    await e.press("f2", "right", "enter")


async def by_space(e: Explorer) -> None:
    e.main.query_one("#with-tabs").focus()
    await e.press("space", "2", "right", "enter")


async def by_removal(e: Explorer) -> None:
    e.session.environments.trash.remove(e.session.environments.all[0])
    e.main.controllers.targets.follow_edit("")
    await e.pilot.pause()


async def by_an_edit(e: Explorer) -> None:
    edit_environment(e, host="https://other.example.cn")
    e.main.controllers.targets.follow_edit("总部")
    await e.pilot.pause()


async def by_esc(e: Explorer) -> None:
    await e.press("escape")


async def test_a_write_that_was_dropped_may_have_arrived(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    sizes = list(SIZES)
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        for drop in (by_f2, by_space, by_esc, by_an_edit, by_removal):
            e.main.controllers.switch_to(e.session.environments.where_exactly("总部", "prod"))
            transport(e)._time.passed += 11  # the same write within ten seconds asks first
            network = await send_into_silence(e)
            await drop(e)
            assert network.is_cancelled
            assert isinstance(e.main.send_state, Cancelled)
            assert "尚未发送" not in e.text
            await e.press("f6")
            for size in sizes:
                with subtests.test(f"{drop.__name__} {size}"):
                    if size != e.app.size:
                        await e.pilot.resize_terminal(*size)
                    assert "尚未发送" not in e.text
                    shown = "".join(e.text.split())
                    assert MAY_HAVE_ARRIVED in shown
                    assert LOOK_FIRST in shown
                    assert "总部·prod" in shown.replace("│", "")
            sizes.reverse()


async def test_a_write_that_is_dropped_while_its_token_is_fetched_never_left(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """To quit is asked about: the token may arrive, and the write be sent, before the end."""
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        network = SilentNetwork(e, TOKEN)
        await open_endpoint(e, ACT)
        await e.press("f5")
        await asyncio.wait_for(network.arrived.wait(), 5)
        await by_esc(e)
        await e.press("f6")
        for size in SIZES:
            with subtests.test(f"{size}"):
                await e.pilot.resize_terminal(*size)
                assert "请求未发送" in e.text
                shown = "".join(e.text.split())
                assert MAY_HAVE_ARRIVED not in shown
                assert LOOK_FIRST not in shown
        assert (await e.session.history.find(HistoryQuery())).entries == ()
        network.arrived.clear()
        await e.press("f5")
        await asyncio.wait_for(network.arrived.wait(), 5)
        await e.press("ctrl+q")
        assert "对 总部 · prod 的写操作还没有响应" in e.text
        await e.pilot.press("2")
        assert e.app._exit
    assert await endings(tmp_path) == []


async def test_it_is_in_the_history_and_shown_again_at_its_place_and_on_its_call(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        await send_into_silence(e)
        await by_f2(e)
        page = await e.session.history.find(HistoryQuery())
        assert [each.ending for each in page.entries] == [SendEnding.CANCELLED]
        assert reason_words(page.entries[0], strings_for("zh")).endswith("取消，可能已执行")
        await open_endpoint(e, READ)
        assert isinstance(e.main.send_state, Idle)
        await open_endpoint(e, ACT)
        assert isinstance(e.main.send_state, Idle), "not sent at this place"
        await e.press("f2", "left", "enter")
        assert isinstance(e.main.send_state, Cancelled)
        await open_endpoint(e, READ)
        await open_endpoint(e, ACT)
        assert isinstance(e.main.send_state, Cancelled)


async def test_a_dropped_read_leaves_the_answer_before_it(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        await send_into_silence(e, READ)
        await by_f2(e)
        assert isinstance(e.main.send_state, Idle)
        await e.press("f2", "left", "enter")
        await open_endpoint(e, OTHER_READ)
        await open_endpoint(e, READ)
        assert isinstance(e.main.send_state, Answered)


async def test_what_the_address_calls_decides_whether_it_was_a_write(tmp_path: Path) -> None:
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        await open_endpoint(e, READ)
        network = SilentNetwork(e)
        url = e.main.panes.stages.editor._url
        url.load_text(url.text.replace(READ, ACT).replace("{{WeDa.EnvType}}", "dev"))
        await e.pilot.pause()
        await e.press("f5")
        await asyncio.wait_for(network.arrived.wait(), 5)
        await e.press("escape")
        assert isinstance(e.main.send_state, Cancelled)
        assert e.main.send_state.is_write
        assert e.main.send_state.target.env_type == "dev"


async def test_another_call_and_a_code_that_is_tried_drop_nothing(tmp_path: Path) -> None:
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        network = await send_into_silence(e)
        assert e.main.where is not None
        endpoint = e.session.modules.catalogue.get(f"workflow.{READ}")
        e.main.controllers.sending.send_to(draft_for(endpoint), endpoint, e.main.where)
        await e.pilot.pause()
        assert "仍在等待上一个请求" in e.text
        assert e.main.endpoint is not endpoint
        await open_endpoint(e, READ)
        assert isinstance(e.main.send_state, Sending)
        assert not network.is_cancelled
        await e.press("escape")
        assert "取消的是 StopFlow，不是当前显示的请求" in e.text


async def test_nothing_else_that_is_opened_drops_the_send_or_stands_in_for_it(
    tmp_path: Path,
) -> None:
    given(tmp_path, a=WRITE)
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        await e.send()
        assert isinstance(e.main.send_state, Answered)
        exchange = e.main.send_state.exchange
        record = await e.session.history.read(1)
        network = await send_into_silence(e)
        await e.main.controllers.opening.open_now("审批/a")
        assert isinstance(e.main.send_state, Sending)
        e.main.controllers.history.open_entry(record)
        assert isinstance(e.main.send_state, Sending)
        e.main.controllers.history.send_again(record)
        assert "仍在等待上一个请求" in e.text
        result = RunResult(order=(0, 0), path="审批/a", title="", row=None, exchange=exchange)
        e.main.controllers.open_result(result)
        await until_quiet(e)
        assert isinstance(e.main.send_state, Sending)
        e.main.notice("else")
        assert "仍在等待上一个请求" not in e.text
        await e.press("f5")
        assert "仍在等待上一个请求" in e.text
        assert not network.is_cancelled


async def test_the_way_back_leads_to_no_send_that_has_ended(tmp_path: Path) -> None:
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        await send_into_silence(e)
        assert e.main.endpoint is not None
        assert e.main.draft is not None
        e.main.controllers.links.remember(e.main.endpoint, e.main.draft)
        await open_endpoint(e, READ)
        await e.press("escape")
        await e.press("alt+left")
        await until_quiet(e)
        assert isinstance(e.main.send_state, Cancelled)
        assert e.main.send_state.is_write


async def endings(folder: Path) -> list[SendEnding]:
    """Return the stored endings of the sends, after the explorer has ended."""
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    session = Session(paths, environ={}, use_keyring=False)
    try:
        page = await (await session.open_history()).find(HistoryQuery())
    finally:
        await session.aclose()
    return [each.ending for each in page.entries]


async def test_to_quit_during_a_write_is_asked_about(tmp_path: Path) -> None:
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        network = await send_into_silence(e)
        await e.press("ctrl+q")
        assert "对 总部 · prod 的写操作还没有响应" in e.text
        assert "可能已经到达" in e.text
        await e.press("1")
        assert isinstance(e.main.send_state, Sending)
        assert not network.is_cancelled
        await e.press("ctrl+q")
        await e.pilot.press("2")
        assert e.app._exit
    assert network.is_cancelled
    assert await endings(tmp_path) == [SendEnding.CANCELLED]


@pytest.mark.parametrize("keys", [("ctrl+q",), ("space", "q")])
async def test_to_quit_during_a_read_is_not(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with explorer(tmp_path) as e:
        await send_into_silence(e, READ)
        e.main.query_one("#with-tabs").focus()
        for key in keys:
            await e.pilot.press(key)
        assert e.app._exit
    assert await endings(tmp_path) == [SendEnding.CANCELLED]


async def test_a_signal_ends_at_once_and_the_history_has_the_write(tmp_path: Path) -> None:
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        await send_into_silence(e)
        e.app.exit(143)
    assert await endings(tmp_path) == [SendEnding.CANCELLED]


async def test_to_quit_during_a_run_that_writes_is_asked_about(tmp_path: Path) -> None:
    given(tmp_path, a=WRITE)
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        network = SilentNetwork(e)
        await e.main.run_command("saved")
        await until_quiet(e)
        await e.press("0", "R")
        await until_quiet(e)
        assert isinstance(e.app.screen, RunDialog)
        await e.press("f5")
        await asyncio.wait_for(network.arrived.wait(), 5)
        await e.press("ctrl+q")
        assert isinstance(e.app.screen, Menu)
        assert "此次运行会写入 总部 · prod，尚未结束" in e.text
        await e.press("escape")
        assert not network.is_cancelled
        assert not e.app._exit
        await e.press("escape")
        await until_quiet(e)
        assert "可能已送达" in e.text


async def test_a_retry_that_comes_due_below_a_question_is_not_dropped(tmp_path: Path) -> None:
    """The answer to the guard's question starts nothing while another send is running."""
    async with explorer(tmp_path) as e:
        network = SilentNetwork(e)
        await open_endpoint(e, "CompleteTask")
        await e.press("f5")
        assert e.main.where is not None
        read = draft_for(e.session.modules.catalogue.get(f"workflow.{READ}"))
        preflight = e.session.sending.preflight(read, e.main.where)
        e.main.controllers.sending.begin(read, preflight, GuardDecision.SEND)
        await asyncio.wait_for(network.arrived.wait(), 5)
        await e.press("y")
        assert not network.is_cancelled
        assert isinstance(e.app.screen, MainScreen)
        assert "仍在等待上一个请求" in e.text
        network.release.set()
        await e.settle()
        assert [each.url.path.rpartition("/")[2] for each in calls(e)] == [READ]
