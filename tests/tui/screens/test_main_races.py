import asyncio
import threading
from pathlib import Path

import httpx
import pytest
from textual import events

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import SilentNetwork, answering, calls, open_endpoint, transport
from weda_tui.core.exchange import Cancelled
from weda_tui.core.masking import Masker
from weda_tui.tui.drawings.body import lay_out
from weda_tui.tui.panes import response_pane
from weda_tui.tui.widgets import body_view
from weda_tui.tui.widgets.field import Field


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


async def test_an_answer_to_another_endpoint_says_whose_it_is(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        network = SilentNetwork(e)
        await e.press("f5")
        await asyncio.wait_for(network.arrived.wait(), 5)
        await open_endpoint(e, "GetFlowInstances")
        network.release.set()
        await e.settle()
        assert "这是 DescribeInstanceApproverList 的回答" in e.text


async def test_opening_another_endpoint_leaves_nothing_of_the_last_request(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        await open_endpoint(e, "GetFlowInstances")
        assert "还没有发送" in e.text
        await e.press("f6", "f6")
        assert "DescribeInstanceApproverList" not in e.text
        assert "Uid" not in e.text


async def test_a_large_answer_never_overwrites_a_later_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([_answer("large", 20_000), _answer("small")])
    small_is_shown = threading.Event()

    def wait_and_lay_out(
        body: bytes, content_type: str, masker: Masker
    ) -> tuple[body_view.BodyText, str]:
        small_is_shown.wait(5)
        return lay_out(body, content_type, masker)

    monkeypatch.setattr(response_pane, "lay_out", wait_and_lay_out)
    monkeypatch.setattr(response_pane, "BUILT_ON_THE_LOOP", 1_000)
    async with explorer(tmp_path, before=answering(lambda: next(answers))) as e:
        await e.send()
        monkeypatch.setattr(response_pane, "lay_out", lay_out)
        await e.send()
        await _wait_for(e, "small0")
        small_is_shown.set()
        await asyncio.to_thread(lambda: None)
        await e.pilot.pause(0.1)
        assert "small0" in e.text
        assert "large0" not in e.text


async def test_keys_typed_before_the_stages_are_there_arrive_in_order(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        e.app._takes_text = e.app._takes_keys = False
        for key, character in (("a", "a"), ("b", "b"), ("f3", None), ("c", "c")):
            await e.app.on_event(events.Key(key, character))
        e.app.post_message(e.main.Ready(text_only=True))
        await e.pilot.pause()
        assert e.main.draft is not None
        assert e.main.draft.body == "ab", "text needs only the field; F3 waits for its stage"
        await e.app.on_event(events.Key("d", "d"))
        e.app.post_message(e.main.Ready(text_only=False))
        await e.pilot.pause()
        assert e.main.draft.body == "ab"
        assert e.main.query_one("#filter", Field).value == "cd"


async def test_a_bug_is_reported_without_the_values_of_variables(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        secret = transport(e).credentials.secret_key
        try:
            int(f"not a number {len(secret)}")
        except ValueError:
            e.app._fatal_error()
        shown = "".join(
            segment.text
            for report in e.app._exit_renderables
            for segment in e.app.console.render(report)
        )
        e.app._exit_renderables.clear()
        assert "ValueError" in shown
        assert secret not in shown


async def test_separators_that_break_a_line_stay_one_string(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
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
        e.main._on_environment_edited("gone")
        assert e.main.where == before
        assert not calls(e)
