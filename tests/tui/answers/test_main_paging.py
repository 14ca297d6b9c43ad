"""Paging through a list of the API, in the tree and in the table."""

import asyncio
import json
import re
from pathlib import Path

import httpx
import msgspec
from rich.cells import cell_len

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import CALL, SilentNetwork, calls, open_endpoint, transport
from weda_tui.core.guard.level import Guard
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.core.sending.exchange import Answered, Sending
from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.commands import table as commands
from weda_tui.tui.requests.editor_pane import RequestEditor

TOTAL, SIZE = 25, 10


def _body(request: httpx.Request) -> bytes:
    assert isinstance(request.stream, httpx.ByteStream)
    return b"".join(request.stream)


def _paging(request: httpx.Request) -> httpx.Response | None:
    """Answer with the requested page."""
    if not request.url.path.startswith(CALL):
        return None
    first = (int(json.loads(_body(request))["PageNumber"]) - 1) * SIZE
    rows = [{"Id": n, "Name": f"n{n % 3}"} for n in range(first, min(first + SIZE, TOTAL))]
    data = {"Result": rows, "TotalCount": TOTAL}
    return httpx.Response(200, json={"Response": {"RequestId": "r", "Data": data}})


async def _sent(
    e: Explorer, body: str = '{"ProcessKey": "a", "PageNumber": 1, "PageSize": 10}'
) -> None:
    transport(e)._before = _paging
    await open_endpoint(e, "GetFlowInstances")
    editor = e.main.query_one(RequestEditor)
    assert editor.draft is not None
    editor.show_draft(msgspec.structs.replace(editor.draft, body=body))
    await e.send()
    await e.press("f6")


def _number(e: Explorer) -> int:
    """Return the number of the page that was requested last."""
    state = e.main.send_state
    assert isinstance(state, Answered)
    return json.loads(state.exchange.request.body)["PageNumber"]


async def _press(e: Explorer, *keys: str) -> None:
    await e.press(*keys)
    await e.settle()


async def test_pages_turn_until_the_last_one_and_back_unless_the_draft_has_problems(tmp_path: Path):
    async with explorer(tmp_path) as e:
        await _sent(e)
        assert "第 1–10 条，共 25 条" in e.text
        assert e.main.query_one(ResponsePane).can_run(commands.NEXT_PAGE)
        await _press(e, "full_stop")
        assert "第 11–20 条，共 25 条" in e.text
        await _press(e, "。")
        assert "第 21–25 条，共 25 条" in e.text
        await _press(e, "full_stop")
        assert "已是最后一页" in e.rows[-1]
        assert (_number(e), len(calls(e))) == (3, 3)
        await _press(e, "comma")
        assert (_number(e), len(calls(e))) == (2, 4)
        await _press(e, "，")
        await _press(e, "comma")
        assert "已是第一页" in e.rows[-1]
        assert (_number(e), len(calls(e))) == (1, 5)
        assert e.main.draft is not None
        assert '"PageNumber": 1' in e.main.draft.body
        body = e.main.draft.body.replace('"a"', '"{{nobody}}"')
        editor = e.main.query_one(RequestEditor)
        editor.show_draft(msgspec.structs.replace(e.main.draft, body=body))
        await e.pilot.pause()
        await _press(e, "full_stop")
        assert len(calls(e)) == 5, "a page goes the road of every send"


async def test_the_mouse_turns_to_the_table_which_keeps_its_order_until_another_call_is_opened(
    tmp_path: Path,
):
    async with explorer(tmp_path) as e:
        await _sent(e)
        tabs = e.main.query_one("#result-tabs").region
        row = e.rows[tabs.y]
        at = cell_len(row[: row.index("表格 10")]) - tabs.x
        await e.pilot.click("#result-tabs", offset=(at, 0))
        await e.pilot.pause()
        table = e.main.query_one(BodyReader).table
        assert table is not None
        assert e.app.focused is table.rows
        assert "树  表格  Response.Data.Result" in e.rows[tabs.y]
        assert "响应头" in e.rows[tabs.y]
        await e.press("o", "o")
        assert table.table is not None
        assert table.table.cell(0, "Id") == b"9"
        await _press(e, "full_stop")
        assert e.main.query_one(BodyReader).table is table
        assert table.table.cell(0, "Id") == b"19"
        assert re.search(r"›\s+20\s+19\b", e.text), "numbered as in the whole list"
        assert ". 下一页   , 上一页" in e.rows[-1]
        assert e.app.focused is table.rows
        assert e.main.query_one(ResponsePane).can_run(commands.PREVIOUS_PAGE)
        await e.press("o", "o")
        assert "▴" in e.text
        await open_endpoint(e, "GetFlowInstanceTasks")
        assert e.main.query_one(BodyReader).table is None
        editor = e.main.query_one(RequestEditor)
        assert editor.draft is not None
        body = '{"InstanceId": "1", "PageNumber": 1}'
        editor.show_draft(msgspec.structs.replace(editor.draft, body=body))
        await e.send()
        await e.press("f6", "vertical_line")
        assert "▴" not in e.text


async def test_no_page_is_sent_without_an_answer_or_of_a_call_that_writes(tmp_path: Path):
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        await open_endpoint(e, "GetFlowInstances")
        await e.press("f6", "full_stop")
        assert calls(e) == []
        e.main.controllers.pages.show_next()
        await e.pilot.pause()
        assert "翻页需要这个接口的响应：请先发送请求" in e.rows[-1]
        await open_endpoint(e, "CompleteTask")
        await e.send()
        assert len(calls(e)) == 1
        e.main.controllers.pages.show_next()
        await e.settle()
        assert "没有分页参数" in e.rows[-1]
        assert len(calls(e)) == 1
        await _sent(e)
        editor = e.main.query_one(RequestEditor)
        assert editor.draft is not None
        url = editor.draft.url.replace("GetFlowInstances", "CompleteTask")
        editor.show_draft(msgspec.structs.replace(editor.draft, url=url))
        await e.pilot.pause()
        assert "没有分页参数" not in e.rows[-1]
        await _press(e, "asterisk")
        await _press(e, "asterisk")
        assert "没有分页参数" in e.rows[-1]
        assert len(calls(e)) == 2


async def test_all_pages_come_as_one_table(tmp_path: Path):
    async with explorer(tmp_path) as e:
        await _sent(e, '{"ProcessKey": "a", "PageNumber": 2, "PageSize": 10}')
        assert e.main.query_one(ResponsePane).can_run(commands.ALL_PAGES)
        await _press(e, "asterisk")
        assert "25 条，共 25 条" in e.text
        assert "已合并 3 页，直到最后一页" in e.text
        reader = e.main.query_one(BodyReader)
        assert reader.table is not None
        assert reader.table.table is not None
        assert [reader.table.table.cell(n, "Id") for n in (0, 9, 10, 24)] == [
            b"0",
            b"9",
            b"10",
            b"24",
        ]
        assert [json.loads(_body(each))["PageNumber"] for each in calls(e)] == [2, 1, 2, 3]
        assert '"PageNumber": 2' in (e.main.draft.body if e.main.draft else ""), "it stays"
        assert not e.main.query_one(ResponsePane).can_run(commands.ALL_PAGES)
        await _press(e, "asterisk")
        assert "各页合并后的结果" in e.rows[-1]
        assert len((await e.session.history.find(HistoryQuery())).entries) == 4, (
            "each page was sent"
        )


async def test_esc_or_a_page_that_fails_keeps_the_pages_that_have_come(tmp_path: Path):
    async with explorer(tmp_path) as e:
        await _sent(e)
        network = SilentNetwork(e)
        network.release.set()

        def answer(request: httpx.Request) -> httpx.Response | None:
            if json.loads(_body(request))["PageNumber"] == 2:
                network.release.clear()
            return _paging(request)

        transport(e)._before = answer
        await e.press("asterisk")
        async with asyncio.timeout(5):
            while not isinstance(state := e.main.send_state, Sending) or state.page < 3:
                await e.pilot.pause()
        transport(e)._time.passed += 2.0
        e.main.query_one(ResponsePane).widgets.verdict.redraw()
        await e.pilot.pause()
        assert "~ 第 3 页，已有 20 / 25 条" in e.text
        await _press(e, "escape")
        assert "20 条，共 25 条" in e.text
        assert "已合并 2 页，不是全部：已停止" in e.text
        assert e.main.query_one(BodyReader).table is not None
        network.release.set()
        await _sent(e)

        def second(request: httpx.Request) -> httpx.Response | None:
            if json.loads(_body(request))["PageNumber"] != 2:
                return _paging(request)
            return httpx.Response(200, json={"Response": {"Error": {"Code": "Busy"}}})

        transport(e)._before = second
        await _press(e, "asterisk")
        assert "10 条，共 25 条" in e.text
        assert "已合并 1 页，不是全部：第 2 页失败 Busy，详见历史" in e.text
