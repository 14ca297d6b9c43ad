import asyncio
import itertools
import json
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from textual import events

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import SilentNetwork, answering, calls, open_endpoint, transport
from tests.tui.steady import LONGEST_WORK, hold
from weda_tui.core.bodies.document import Document
from weda_tui.core.masking import MASK
from weda_tui.core.sending.exchange import Answered, Cancelled
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.tui.app import WedaApp
from weda_tui.tui.bodies import document_view
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.pane import Pane


def _answer(name: str, count: int = 1) -> httpx.Response:
    records = [{"Uid": str(i), "Name": f"{name}{i}"} for i in range(count)]
    return httpx.Response(200, json={"Response": {"RequestId": name, "Data": records}})


async def _wait_for(e: Explorer, text: str) -> None:
    for _ in range(200):
        if text in e.text:
            return
        await e.pilot.pause(0.01)
    raise AssertionError(e.text)


async def test_cancel_tells_of_the_call_that_was_sent_not_of_the_one_on_the_screen(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "CompleteTask")
        network = SilentNetwork(e)
        await e.press("f5", "y")
        await asyncio.wait_for(network.arrived.wait(), 5)
        await open_endpoint(e, "DescribeInstanceStarterList")
        await e.press("escape")
        state = e.main.send_state
        assert isinstance(state, Cancelled)
        assert state.endpoint_id == "workflow.CompleteTask"
        assert state.is_write


async def test_an_answer_to_another_endpoint_says_whose_it_is_and_marks_that_one(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        network = SilentNetwork(e)
        await e.press("f5")
        await asyncio.wait_for(network.arrived.wait(), 5)
        await open_endpoint(e, "GetFlowInstances")
        network.release.set()
        await e.settle()
        assert "这是 DescribeInstanceApproverList 的响应" in e.text
        assert list(e.main.verdicts) == ["workflow.DescribeInstanceApproverList"]


async def test_opening_another_endpoint_leaves_nothing_of_the_last_request(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        await open_endpoint(e, "GetFlowInstances")
        assert "尚未发送" in e.text
        await e.press("f6", "f6")
        assert "DescribeInstanceApproverList" not in e.text
        assert "Uid" not in e.text


async def test_a_large_answer_never_overwrites_a_later_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps({"data": ["large\u4e2d" * 20_000]}, ensure_ascii=False)
    gbk = {"Content-Type": "application/json; charset=gbk"}
    large = httpx.Response(200, content=text.encode("gbk"), headers=gbk)
    answers = iter([large, _answer("small")])
    small_is_shown = threading.Event()

    class Waiting(Document):
        def __init__(self, *received: Any, **named: Any) -> None:
            hold(small_is_shown)
            super().__init__(*received, **named)

    monkeypatch.setattr(document_view, "Document", Waiting)
    async with explorer(tmp_path, before=answering(lambda: next(answers))) as e:
        await e.send()
        monkeypatch.setattr(document_view, "Document", Document)
        await e.send()
        await _wait_for(e, "small0")
        small_is_shown.set()
        await asyncio.to_thread(lambda: None)
        await e.pilot.pause(0.1)
        assert "small0" in e.text
        assert "large" not in e.text


def burst(e: Explorer, *keys: str) -> None:
    """Send keys faster than the app can handle them."""
    for key in keys:
        e.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_keys_go_where_those_before_them_lead_however_fast_they_come(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        burst(e, "enter", *"[12]", "f5")
        await e.settle()
        assert isinstance(e.main.send_state, Answered)
        assert e.main.send_state.exchange.request.body == b"[12]"
        burst(e, "f6", "slash", *"Uid", "enter")
        await e.settle()
        assert e.main.query_one("#search", Field).value == "Uid"
        burst(e, "f3", *"fqlc", "enter", "f4", "[")
        await e.settle()
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "workflow.StartFlow"
        burst(e, "ctrl+p", *"spr", "enter")
        await e.settle()
        assert e.main.endpoint.id == "workflow.DescribeInstanceApproverList"


async def test_keys_behind_a_choice_go_to_what_was_chosen(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        burst(e, "f3", *"tasks", "enter", *"1700000000000000002", "f5")
        await e.settle()
        assert isinstance(e.main.send_state, Answered)
        assert b'"InstanceId": "1700000000000000002"' in e.main.send_state.exchange.request.body
        burst(e, "ctrl+p", *"spr", "enter", "f5")
        await e.settle()
        assert isinstance(e.main.send_state, Answered)
        sent = e.main.send_state.exchange.endpoint_id
        assert sent == "workflow.DescribeInstanceApproverList"


async def test_a_dialog_that_closes_before_its_list_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_closed = threading.Event()
    async with explorer(tmp_path) as e:

        def titles() -> dict[str, str]:
            hold(is_closed)
            return {"a": "A"}

        monkeypatch.setattr(e.session.collections, "titles", titles)
        await e.press("ctrl+p", "escape")
        is_closed.set()
        await e.settle()
        assert e.app.screen is e.main


async def test_keys_typed_before_the_stages_are_there_arrive_in_order(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("enter")
        e.main.accepts_keys = False
        burst(e, "[", "f3", "a")
        await e.pilot.pause()
        assert e.main.draft is not None
        assert e.main.draft.body == ""
        burst(e, "b")
        e.main.accepts_keys = True
        e.app.post_message(e.main.Ready())
        await e.pilot.pause()
        assert e.main.draft.body == "["
        assert e.main.query_one("#filter", Field).value == "ab"


async def test_a_key_whose_widget_is_gone_holds_up_nobody(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f6", "slash")
        burst(e, "a", "escape", "f4", "enter", "[")
        await e.settle()
        assert e.main.draft is not None
        assert e.main.draft.body == "["


@pytest.mark.parametrize("stage", ["editor", "tree-pane", "response"])
@pytest.mark.parametrize("is_filled", [False, True])
async def test_a_start_that_is_told_to_end_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, is_filled: bool
) -> None:
    paths = Paths(workspace=tmp_path / "workspace", state=tmp_path / "state")
    app = WedaApp(Session(paths, environ={}, use_keyring=False), "en")
    real = Pane.fill

    async def fill(self: Pane) -> None:
        if self.id == stage and not is_filled:
            app.exit(143)
        await real(self)
        if self.id == stage and is_filled:
            app.exit(143)

    monkeypatch.setattr(Pane, "fill", fill)
    async with asyncio.timeout(LONGEST_WORK):
        await app.run_async(headless=True)
    assert app.return_code == 0
    assert app.return_value == 143


async def test_a_start_ends_where_the_process_pauses_at_any_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two readings of the clock, more time passes than a short timer lasts."""
    pauses = itertools.count()
    monkeypatch.setattr(
        "textual.timer._time.get_time", lambda: time.monotonic() + 0.02 * next(pauses)
    )
    async with explorer(tmp_path) as e:
        assert e.main.is_ready


async def test_a_bug_is_reported_without_the_values_of_variables(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        secret = transport(e).credentials.secret_key
        try:
            int(f"no number\x1b[2J: {len(secret)} {secret}")
        except ValueError:
            e.app._fatal_error()
        shown = "".join(
            segment.text
            for report in e.app._exit_renderables
            for segment in e.app.console.render(report)
        )
        e.app._exit_renderables.clear()
        assert "ValueError" in shown
        assert MASK in shown
        assert "\x1b" not in shown
        assert secret not in shown


async def test_separators_that_break_a_line_stay_one_string(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("enter")
        await e.app.on_event(events.Paste('{"a": "x\u2028y\x85z"}'))
        await e.pilot.pause()
        assert e.main.draft is not None
        assert e.main.draft.body == '{"a": "x\\u2028y\\u0085z"}'


async def test_the_same_notice_twice_stays_its_full_time(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        e.main.notice("once")
        first = e.main._footer._timer
        e.main.notice("once")
        assert e.main._footer._timer is not first
        assert "once" in e.rows[-1]


async def test_saving_another_environment_does_not_go_there(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        before = e.main.where
        e.main.controllers.targets.follow_edit("gone")
        assert e.main.where == before
        assert not calls(e)
