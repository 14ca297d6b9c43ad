"""The key ``=`` on a response, and the dialog that shows the differences."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.worker import WorkerState

from tests.core.recordings import NOW, record
from tests.tui.explorer import Explorer, explorer
from tests.tui.host import answers_to, shown
from tests.tui.steady import LONGEST_WORK, hold
from tests.tui.views.values import ZH
from tests.tui.workbench.fakes import session_in
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.session.comparison import Ignoring
from weda_tui.store.ignored import load_ignored
from weda_tui.tui.comparison.dialog import ComparisonDialog
from weda_tui.tui.comparison.pair_view import AnswerPair, ComparedPair, compare_pair
from weda_tui.tui.comparison.send_elsewhere_dialog import SendElsewhere
from weda_tui.tui.widgets.messages import CopyRequested

Rows = list[dict[str, Any]]
CALL = "DescribeInstanceApproverList"


def answer(rows: Rows, number: int = 0) -> str:
    return json.dumps({"Response": {"RequestId": f"r{number}", "Data": rows}}, ensure_ascii=False)


class Answers:
    """Answers calls instead of the sandbox, with the next of ``rows`` each time."""

    def __init__(self, *rows: Rows) -> None:
        self.rows = rows
        self.urls: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response | None:
        if CALL not in request.url.path:
            return None
        self.urls.append(str(request.url))
        count = len(self.urls)
        text = answer(self.rows[min(count, len(self.rows)) - 1], count)
        return httpx.Response(200, text=text, headers={"Content-Type": "application/json"})


BEFORE = [
    {"Uid": 1500000000000000001, "Name": "林岚"},
    {"Uid": 1500000000000000002, "Name": "王磊"},
]
AFTER = [
    {"Uid": 1500000000000000002, "Name": "王磊"},
    {"Uid": 1500000000000000001, "Name": "林岚二"},
    {"Uid": 1500000000000000003, "Name": "陈默"},
]


async def until(e: Explorer, holds: Callable[[], object]) -> None:
    async with asyncio.timeout(LONGEST_WORK):
        while not holds():
            await e.pilot.pause()
    await e.pilot.pause()


async def idle(e: Explorer) -> None:
    groups = {"compare", "send-elsewhere"}
    live = {WorkerState.PENDING, WorkerState.RUNNING}
    await until(e, lambda: not any(w.group in groups and w.state in live for w in e.app.workers))


async def compare(e: Explorer) -> None:
    """Press ``=`` in RESULT and wait for the menu."""
    await e.press("f6", "equals_sign")
    await idle(e)


async def test_the_answer_before_is_offered_and_compared_or_another_entry(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE, AFTER)) as e:
        await e.press("f6", "equals_sign")
        await idle(e)
        assert "历史中没有此响应" in e.text
        await e.send()
        await e.press("f6", "0")
        assert any(row.split()[-2:] == ["比较", "="] or "比较 " in row for row in e.rows)
        await e.press("escape")
        await e.send()
        await compare(e)
        assert "1  上一个响应，✓ 今天 09:42" in e.text
        await e.press("1")
        await idle(e)

        assert "变更 1 · 新增 1 · 移动 1" in e.text
        assert "相同  地址、环境类型、参数、令牌" in e.text
        assert "已忽略：Response.RequestId" in e.text
        assert "变更  Response.Data[1].Name" in e.text
        assert "- 林岚" in e.text
        assert "+ 林岚二" in e.text
        assert '+ {"Uid": 1500000000000000003, "Name": "陈默"}' in e.text
        assert "原为 [0]" in e.text

        await e.press("escape")
        await compare(e)
        await e.press("2")
        await until(e, lambda: e.main.focused_place == "history")
        assert "在另一条记录上按 = 比较" in e.text
        assert any("=✓ 09:42" in row for row in e.rows)
        await e.press("down", "equals_sign")
        await until(e, lambda: isinstance(e.app.screen, ComparisonDialog))
        await idle(e)
        assert "变更 1 · 新增 1 · 移动 1" in e.text


async def test_the_same_request_goes_to_another_env_type_and_result_stays(tmp_path: Path) -> None:
    answers = Answers(BEFORE, AFTER)
    async with explorer(tmp_path, before=answers) as e:
        await e.send()
        state = e.main.send_state
        await compare(e)
        assert "2  总部 · dev 的响应：在该环境发送请求" in e.text
        await e.press("2")
        assert isinstance(e.app.screen, SendElsewhere)
        assert "将同一请求发送到 总部 · dev" in e.text
        assert f"/dev/{CALL}" in e.text
        assert len(answers.urls) == 1, "nothing leaves before F5"
        await e.press("enter")
        assert len(answers.urls) == 1, "Enter sends nothing"
        await e.press("f5")
        await until(e, lambda: isinstance(e.app.screen, ComparisonDialog))
        await idle(e)

        assert "总部 · prod 与 ✓ 今天 09:42:18 总部 · dev" in e.text
        assert "环境类型  prod → dev" in e.text
        assert "变更 1 · 新增 1 · 移动 1" in e.text
        assert f"/dev/{CALL}" in answers.urls[1]
        assert e.main.send_state is state
        assert e.main.where is not None
        assert e.main.where.env_type == "prod"
        page = await e.session.history.find(HistoryQuery(env_type="dev"))
        assert len(page.entries) == 1


async def test_a_request_elsewhere_is_left_alone_or_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(BEFORE)
    async with explorer(tmp_path, before=answers) as e:
        await e.send()
        await compare(e)
        await e.press("2", "escape")
        await e.pilot.pause()

        assert e.app.screen is e.main
        await compare(e)
        await e.press("2")
        waits = asyncio.Event()

        async def send(*_: Any, **more: Any) -> Any:
            waits.set()
            await asyncio.sleep(60)

        dialog = e.app.screen
        monkeypatch.setattr(e.session.sending, "send", send)
        await e.pilot.press("f5")
        await waits.wait()
        await e.pilot.pause()
        assert "~ 获取令牌" in e.text
        await e.press("escape")

        assert e.app.screen is e.main
        assert all(worker.node is not dialog or worker.is_finished for worker in e.app.workers)
        assert len(answers.urls) == 1


async def test_what_cannot_be_sent_elsewhere_is_said_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    answers = Answers(BEFORE)
    async with explorer(tmp_path, prod_guard=Guard.NONE, before=answers) as e:
        other = Environment(
            name="other",
            host="https://other.example.cn",
            env_types=(EnvTypeSetting("dev", Guard.NONE),),
        )
        e.session.environments.save(other, secret="")
        await e.send()
        await compare(e)
        assert "3  other · dev 的响应" in e.text
        await e.press("3")

        assert e.app.screen is e.main
        assert "✗ other · dev：" in e.text

        assert e.main.draft is not None
        url = e.main.draft.url.replace("{{WeDa.EnvType}}", "prod")
        e.main.panes.stages.editor.show_draft(replace(e.main.draft, url=url))
        await e.pilot.pause()
        await e.send()
        await compare(e)
        await e.press("3")

        assert "地址中写的是 prod" in e.text

        e.main.controllers.open_endpoint(e.session.modules.catalogue.get("workflow.StopFlow"))
        await e.pilot.pause()
        e.main.controllers.send_draft(is_warned=True)
        await e.settle()
        await compare(e)
        await e.press("2")

        assert e.app.screen is e.main
        assert "只有读请求可以发送到其他目标环境" in e.text
        assert [url.partition("/v1/")[2] for url in answers.urls] == [f"prod/{CALL}"] * 2


# -- the dialog --------------------------------------------------------------------------------


def comparison(
    folder: Path, before: str = answer(BEFORE), after: str = answer(AFTER, 1), largest: int = 10**6
) -> ComparisonDialog:
    """Return the comparison of two responses, of which the history keeps ``largest`` bytes."""
    pair = AnswerPair(record(before, largest=largest), record(after))
    return ComparisonDialog(pair, NOW, ZH, Ignoring(session_in(folder)))


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def rules(folder: Path) -> Path:
    """Return the file with the paths that the workspace ignores."""
    return session_in(folder).paths.ignored


async def test_what_is_left_out_is_toggled_and_changed_for_the_workspace(tmp_path: Path) -> None:
    async with shown(comparison(tmp_path)) as (app, pilot, _):
        await press(pilot, "i")
        assert "变更 2 · 新增 1 · 移动 1" in app.text
        assert "未忽略任何内容" in app.text

        await press(pilot, "n")
        assert "始终比较" in app.text, "the requestId is left out as usual"
        await press(pilot, "x")
        assert "以后比较 Response.RequestId，已保存到 rules/ignored.toml" in app.text
        await press(pilot, "i")
        assert "变更 2 · 新增 1 · 移动 1" in app.text

        assert load_ignored(rules(tmp_path)).kept == ("Response.RequestId",)


@pytest.mark.parametrize("key", ["x", "3"])
async def test_a_selected_path_is_left_out_from_now_on(tmp_path: Path, key: str) -> None:
    async with shown(comparison(tmp_path)) as (app, pilot, _):
        file = rules(tmp_path)
        file.parent.mkdir(parents=True)
        file.write_text("# ours\npaths = []\n")
        await press(pilot, key)
        assert "请先将光标移到一处差异。" in app.text
        await press(pilot, "n", "n", key)

        assert "以后忽略 Response.Data[].Name" in app.text
        assert "新增 1 · 移动 1" in app.text
        assert file.read_text().startswith("# ours\n")
        assert load_ignored(file).paths == ("Response.Data[].Name",)
        await press(pilot, "escape")
        assert await answers_to(app, pilot, comparison(tmp_path)) == []
        assert "新增 1 · 移动 1" in app.text, "the next comparison leaves it out too"


@pytest.mark.parametrize("key", ["u", "5"])
async def test_a_rule_that_was_written_is_taken_back(tmp_path: Path, key: str) -> None:
    async with shown(comparison(tmp_path)) as (app, pilot, _):
        file = rules(tmp_path)
        await press(pilot, key)
        assert not file.exists(), "nothing to take back"
        await press(pilot, "n", "n", "x")
        assert "u 撤销" in app.text
        await press(pilot, key)
        assert "已撤销：Response.Data[].Name" in app.text
        assert "变更 1 · 新增 1 · 移动 1" in app.text
        assert "u 撤销" not in app.text
        assert load_ignored(file).paths == ()
        await press(pilot, "i")
        await press(pilot, "home", "n", "x")
        assert load_ignored(file).kept == ("Response.RequestId",)
        await press(pilot, key)
        assert load_ignored(file).kept == ()


async def test_a_broken_file_is_said_and_the_usual_is_left_out(tmp_path: Path) -> None:
    file = rules(tmp_path)
    file.parent.mkdir(parents=True)
    file.write_text("path = []\n")
    async with shown(comparison(tmp_path)) as (app, pilot, _):
        assert "变更 1 · 新增 1 · 移动 1" in app.text
        assert "✗ ignored.toml" in app.text
        assert "paths" in app.text
        await press(pilot, "n", "x")
        assert file.read_text() == "path = []\n"


async def test_lines_a_change_whole_and_back(tmp_path: Path) -> None:
    async with shown(comparison(tmp_path)) as (app, pilot, answers):
        await press(pilot, "t")
        assert any(row.strip(" ┃│").endswith('"Name": "林岚二"') for row in app.rows), app.text
        await press(pilot, "1")
        assert "变更 1 · 新增 1 · 移动 1" in app.text

        await press(pilot, "N", "enter")
        assert "Response.Data[2]" in app.text
        assert '+   "Uid": 1500000000000000003,' in app.text
        assert "变更 1" not in app.text
        await press(pilot, "escape")
        assert "变更 1 · 新增 1 · 移动 1" in app.text
        assert answers == []
        await press(pilot, "escape")
        assert answers == [None]


async def test_everything_is_copied_as_text(tmp_path: Path) -> None:
    async with shown(comparison(tmp_path)) as (app, pilot, _):
        await press(pilot, "y", "N", "enter")
        await press(pilot, "4")
        every, one = (each.text for each in app.heard if isinstance(each, CopyRequested))

    assert "变更 1 · 新增 1 · 移动 1" in every
    assert '变更 Response.Data[1].Name\n- "林岚"\n+ "林岚二"' in every
    assert one == 'Response.Data[2]\n+ {"Uid": 1500000000000000003, "Name": "陈默"}'


async def test_an_answer_that_is_no_json_goes_by_lines(tmp_path: Path) -> None:
    async with shown(comparison(tmp_path, "<html>\none", "<html>\ntwo")) as (app, _, _):
        assert "其中一个不是 JSON，已按行比较" in app.text
        assert "- one" in app.text
        assert "+ two" in app.text


async def test_of_an_answer_that_was_cut_only_what_is_there_is_compared(tmp_path: Path) -> None:
    rows = [{"Uid": number, "Name": "名" * 20} for number in range(1000)]
    other = [{"Uid": 0, "Name": "other"}, *rows[1:]]
    cut = comparison(tmp_path, answer(rows), answer(other), largest=2**16)
    async with shown(cut) as (app, _, _):
        assert "  变更 1" in app.rows
        assert "变更 1 ·" not in app.text, "nothing was added or removed"
        assert "内容过长，只比较了一部分" in app.text
        assert "变更  Response.Data[0].Name" in app.text


async def test_without_a_difference_no_key_is_offered_for_one(tmp_path: Path) -> None:
    async with shown(comparison(tmp_path, after=answer(BEFORE, 1))) as (app, _, _):
        assert "除已忽略的内容外，响应相同" in app.text
        foot = next(row for row in app.rows if "t 按行" in row)
        assert "Enter" not in foot
        assert "始终忽略" not in foot


async def test_a_long_comparison_says_that_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()

    def slow(*arguments: Any) -> ComparedPair:
        hold(goes_on)
        return compare_pair(*arguments)

    monkeypatch.setattr("weda_tui.tui.comparison.dialog.compare_pair", slow)
    async with shown(comparison(tmp_path)) as (app, pilot, _):
        async with asyncio.timeout(LONGEST_WORK):
            for said in ("~ 正在比较", "变更 1 · 新增 1 · 移动 1"):
                while said not in app.text:
                    await pilot.pause()
                goes_on.set()
