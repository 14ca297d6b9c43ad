"""F5: what is sent, what is shown meanwhile, and how each kind of response is shown."""

import asyncio
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import (
    TOKEN,
    Before,
    SilentNetwork,
    answering,
    calls,
    open_endpoint,
    saying,
    switch_to,
    transport,
)
from weda_tui.core.guard.level import Guard
from weda_tui.core.sending.exchange import Answered, Cancelled, Failed, Sending
from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.catalogue.endpoint_tree import TreeRows
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.widgets.code_area import JsonArea

GATEWAY_FAILURE = '{"code":"INVALID_ACCESS_TOKEN","requestId":"r-1","message":"jwt expired"}'


def tree_row(e: Explorer, title: str) -> str:
    return next(row for row in e.rows if title in row[:38])


async def test_f5_shows_the_verdict_in_the_band_and_in_the_tree_and_ends_a_notice(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        assert "✓" not in tree_row(e, "查询审批人列表")
        e.main.notice("已填好，没有发送")
        await e.pilot.pause()
        assert "已填好，没有发送" in e.rows[-1]
        await e.send()
        assert isinstance(e.main.send_state, Answered)
        assert "✓ 成功   40 条" in e.text
        assert "HTTP 200 · 84 ms" in e.text
        assert "✓ 查询审批人列表" in tree_row(e, "查询审批人列表")
        assert "已填好，没有发送" not in e.text


async def test_f5_and_ctrl_r_send_with_one_token_and_leave_the_focus_where_it_was(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        before = e.app.focused
        for number, key in enumerate(("f5", "ctrl+r"), 1):
            await e.press(key)
            await e.settle()
            assert len(calls(e)) == number
            assert e.app.focused is before
        paths = [request.url.path for request in transport(e).requests]
        assert [path.startswith(TOKEN) for path in paths] == [True, False, False]
        assert "71h59m 有效" in e.rows[0]


async def test_a_failure_with_http_200_is_a_failure(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=saying(GATEWAY_FAILURE)) as e:
        await e.send()
        assert "✗ 失败   INVALID_ACCESS_TOKEN" in e.text
        assert "HTTP 200 不代表成功" in e.text
        assert "✗ 查询审批人列表" in tree_row(e, "查询审批人列表")
        assert "✗ 被拒绝" in e.rows[0], "the gauge says that the server refused the token"
        struck = [
            segment.text
            for strip in e.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.strike
        ]
        assert struck == ["HTTP 200"]


async def test_f5_while_sending_says_so_and_sends_nothing(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        network = SilentNetwork(e)
        await e.press("f5")
        await asyncio.wait_for(network.arrived.wait(), 5)
        await e.press("f5")
        assert "仍在等待上一个请求" in e.rows[-1]
        network.release.set()
        await e.settle()
        assert len(calls(e)) == 1


async def test_while_sending_the_chip_is_esc_after_which_the_next_send_works(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        network = SilentNetwork(e)
        await e.press("f5")
        await asyncio.wait_for(network.arrived.wait(), 5)
        assert isinstance(e.main.send_state, Sending)
        assert "Esc 取消" in e.text
        assert e.rows[-1].rstrip().count("Esc") == e.rows[-1].count("Esc 取消") == 1
        assert "等待响应" not in e.text, "nothing moves for the first 150 ms"
        transport(e)._time.passed += 1.2
        e.main.query_one(ResponsePane)._tick()
        await e.pilot.pause()
        assert "~ 等待响应 1.2 s   Esc 取消" in e.text, "the wait is counted"
        await e.press("escape")
        network.release.set()
        await e.send()
        assert "✓ 成功" in e.text


async def test_esc_cancels_a_send_at_once(tmp_path: Path, subtests: pytest.Subtests) -> None:
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        for action in ("DescribeInstanceApproverList", "CompleteTask"):
            with subtests.test(action):
                await open_endpoint(e, action)
                network = SilentNetwork(e)
                await e.press("f5")
                await asyncio.wait_for(network.arrived.wait(), 5)
                await e.press("escape")
                assert isinstance(e.main.send_state, Cancelled), "without waiting for any timer"
                assert network.is_cancelled, "the request itself is stopped"
                is_write = action == "CompleteTask"
                assert e.main.send_state.is_write is is_write
                assert "– 已取消" in e.text
                assert ("请先检查是否已生效" in e.text) is is_write


def refuse() -> httpx.Response:
    raise httpx.ConnectError("") from ConnectionRefusedError()


def time_out() -> httpx.Response:
    raise httpx.ReadTimeout("")


GBK = '{"Response":{"RequestId":"r-2","Data":[{"Name":"欧阳若曦"}]}}'.encode("gbk")
FAULTS: dict[str, tuple[Before, str]] = {
    "empty token": (
        answering(lambda: httpx.Response(200, json={"expires_in": 7200}), TOKEN),
        "令牌接口的响应中没有 access_token（HTTP 200）。",
    ),
    "web page": (saying("<!DOCTYPE html><html>login</html>", "text/html"), "网页"),
    "empty body": (saying(""), "正文为空"),
    "GBK": (
        answering(
            lambda: httpx.Response(
                200, content=GBK, headers={"Content-Type": "application/json; charset=gbk"}
            )
        ),
        "欧阳若曦",
    ),
    "not JSON": (saying("upstream connect error"), "第 1 行第 1 列起不是 JSON，按文本显示"),
    "refused": (answering(refuse), "weda.example.cn:443 上没有服务在监听。"),
    "timeout": (answering(time_out), "秒内没有响应，请求超时。"),
    "wrong secret": (
        answering(
            lambda: httpx.Response(
                401, json={"error": "invalid_client", "error_description": "bad secret"}
            ),
            TOKEN,
        ),
        "令牌接口拒绝了此 SecretId 和 SecretKey",
    ),
}


async def test_every_odd_answer_says_one_clear_sentence_and_keeps_the_draft(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    def answer(request: httpx.Request) -> httpx.Response | None:
        return FAULTS[name][0](request)

    async with explorer(tmp_path, before=answer) as e:
        await e.press("enter")
        await e.type('{"a": 1}')
        for name, (_, sentence) in FAULTS.items():
            with subtests.test(name):
                draft = e.main.draft
                await e.session.tokens.forget(e.session.environments.all[0])
                await e.send()
                assert isinstance(e.main.send_state, Answered | Failed)
                said = "".join(result(e).split())
                assert said.count("".join(sentence.split())) == 1
                assert e.main.draft == draft
                await e.type(" ")
                assert e.main.draft is not None
                assert e.main.draft != draft
                assert e.main.draft.body.replace(" ", "") == '{"a":1}'


def result(e: Explorer) -> str:
    """Return the text of the column RESULT."""
    x = e.main.query_one("#response").region.x + 1
    strips = e.app.screen._compositor.render_strips()
    return "\n".join(strip.crop(x).text.rstrip() for strip in strips)


async def test_f8_shows_the_masked_request_of_this_place_and_sends_nothing(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        before = len(transport(e).requests)
        e.main.query_one(JsonArea).load_text('{"x": "{{WeDa.EnvType}}"}')
        await e.pilot.pause()
        await e.press("f8")
        assert "– 未发送" in e.text
        assert "POST https://weda.example.cn/weda/workflow/v1/prod" in e.text
        assert '"x": "prod"' in e.text, "resolved as it would leave"
        assert "Authorization: Bearer •" in e.text
        assert transport(e).requests[1].headers["Authorization"] not in e.text
        assert len(transport(e).requests) == before
        await e.press("escape")
        assert "✓ 成功" in e.text, "Esc goes back to the answer"
        await e.press("f8")
        assert "– 未发送" in e.text
        await switch_to(e, "dev")
        assert "– 未发送" not in e.text, "it is of the place before"


async def test_removing_the_selected_environment_cancels_what_is_on_its_way_there(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        network = SilentNetwork(e)
        await e.press("f5")
        await asyncio.wait_for(network.arrived.wait(), 5)
        e.session.environments.trash.remove(e.session.environments.all[0])
        e.main.controllers.targets.follow_edit("")
        await e.pilot.pause()
        assert network.is_cancelled
        assert e.main.where is None
        assert e.main.query_one(ResponsePane)._ticking is None
        network.release.set()
        await e.settle()
        assert "✓ 成功" not in e.text, "the answer of a place that is gone is not shown"


async def test_the_verdict_marks_are_those_of_the_place(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        tree = e.main.query_one(TreeRows)
        await e.send()
        assert tree.verdicts
        await switch_to(e, "dev")
        assert not tree.verdicts
        await switch_to(e, "prod")
        assert tree.verdicts


async def test_a_call_that_the_place_does_not_know_is_refused_by_name(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        editor = e.main.query_one(RequestEditor)
        assert editor.draft is not None
        editor.show_draft(msgspec.structs.replace(editor.draft, endpoint_id="workflow.Gone"))
        await e.pilot.pause()
        said = "没有名为 workflow.Gone 的接口"
        assert any(said in row for row in e.rows if " F5 " in row)
        for key in ("f5", "f8"):
            await e.press(key)
            assert said in e.rows[-1]
        assert not transport(e).requests
