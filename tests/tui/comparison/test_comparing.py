"""The key ``=`` on a response, and the dialog that shows the differences."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from textual.worker import WorkerState

from tests.tui.explorer import Explorer, explorer
from tests.tui.steady import LONGEST_WORK, hold
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.store.ignored import load_ignored
from weda_tui.tui.comparison.dialog import ComparisonDialog
from weda_tui.tui.comparison.pair_view import ComparedPair, compare_pair
from weda_tui.tui.comparison.send_elsewhere_dialog import SendElsewhere
from weda_tui.tui.widgets.messages import CopyRequested

CALL = "DescribeInstanceApproverList"


class Answers:
    """Answers calls instead of the sandbox, with the next of ``rows`` each time."""

    def __init__(self, *rows: list[dict[str, Any]], statuses: dict[str, int] | None = None) -> None:
        self.rows, self.count = rows, 0
        self.urls: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response | None:
        if CALL not in request.url.path:
            return None
        self.urls.append(str(request.url))
        rows = self.rows[min(self.count, len(self.rows) - 1)]
        self.count += 1
        answer = {"Response": {"RequestId": f"r{self.count}", "Data": rows}}
        return httpx.Response(
            200,
            content=json.dumps(answer, ensure_ascii=False),
            headers={"Content-Type": "application/json"},
        )


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


async def test_the_answer_before_is_offered_and_compared(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE, AFTER)) as e:
        await e.send()
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


async def test_the_key_is_in_the_list_of_result_and_nothing_is_offered_without_an_answer(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE)) as e:
        await e.press("f6", "equals_sign")
        await idle(e)
        assert "历史中没有此响应" in e.text
        await e.send()
        await e.press("f6", "0")
        assert any(row.split()[-2:] == ["比较", "="] or "比较 " in row for row in e.rows)


async def test_another_entry_is_chosen_in_the_history(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE, AFTER)) as e:
        await e.send()
        await e.send()
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


async def test_a_request_elsewhere_that_is_not_wanted_is_not_sent(tmp_path: Path) -> None:
    answers = Answers(BEFORE)
    async with explorer(tmp_path, before=answers) as e:
        await e.send()
        await compare(e)
        await e.press("2", "escape")
        await e.pilot.pause()

        assert e.app.screen is e.main
        assert len(answers.urls) == 1


async def test_a_request_elsewhere_can_be_stopped(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE)) as e:
        await e.send()
        await compare(e)
        await e.press("2")
        waits = asyncio.Event()

        async def send(*_: Any, **more: Any) -> Any:
            waits.set()
            await asyncio.sleep(60)

        dialog = e.app.screen
        e.session.sending.send = send
        await e.pilot.press("f5")
        await waits.wait()
        await e.pilot.pause()
        assert "~ 获取令牌" in e.text
        await e.press("escape")

        assert e.app.screen is e.main
        assert all(worker.node is not dialog or worker.is_finished for worker in e.app.workers)


async def test_an_environment_without_credentials_is_said_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE)) as e:
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


async def test_a_write_is_not_sent_elsewhere(tmp_path: Path) -> None:
    async with explorer(tmp_path, prod_guard=Guard.NONE) as e:
        e.main.controllers.open_endpoint(e.session.modules.catalogue.get("workflow.StopFlow"))
        await e.pilot.pause()
        e.main.controllers.send_draft(is_warned=True)
        await e.settle()
        await compare(e)
        await e.press("2")

        assert e.app.screen is e.main
        assert "只有读请求可以发送到其他目标环境" in e.text


async def test_an_env_type_that_is_typed_into_the_address_is_no_other_place(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE)) as e:
        await e.send()
        assert e.main.draft is not None
        from msgspec.structs import replace

        url = e.main.draft.url.replace("{{WeDa.EnvType}}", "prod")
        e.main.panes.stages.editor.show_draft(replace(e.main.draft, url=url))
        await e.pilot.pause()
        await e.send()
        await compare(e)
        await e.press("3")

        assert "地址中写的是 prod" in e.text


# -- the dialog --------------------------------------------------------------------------------


async def compared(e: Explorer) -> ComparisonDialog:
    """Send twice and compare the two responses."""
    await e.send()
    await e.send()
    await compare(e)
    await e.press("1")
    await idle(e)
    dialog = e.app.screen
    assert isinstance(dialog, ComparisonDialog)
    return dialog


async def test_what_is_left_out_is_toggled_and_changed_for_the_workspace(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE, AFTER)) as e:
        await compared(e)
        await e.press("i")
        await idle(e)
        assert "变更 2 · 新增 1 · 移动 1" in e.text
        assert "未忽略任何内容" in e.text

        await e.press("n")
        assert "始终比较" in e.text, "the requestId is left out as usual"
        await e.press("x")
        await idle(e)
        assert "以后比较 Response.RequestId，已保存到 rules/ignored.toml" in e.text
        await e.press("i")
        await idle(e)
        assert "变更 2 · 新增 1 · 移动 1" in e.text

        ignored = load_ignored(e.session.paths.ignored)
        assert ignored.kept == ("Response.RequestId",)


@pytest.mark.parametrize("key", ["x", "3"])
async def test_a_path_in_hand_is_left_out_from_now_on(tmp_path: Path, key: str) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE, AFTER)) as e:
        await compared(e)
        e.session.paths.ignored.parent.mkdir(parents=True)
        e.session.paths.ignored.write_text("# ours\npaths = []\n")
        await e.press(key)
        assert "请先将光标移到一处差异。" in e.text
        await e.press("n", "n", key)
        await idle(e)

        assert "以后忽略 Response.Data[].Name" in e.text
        assert "新增 1 · 移动 1" in e.text
        assert e.session.paths.ignored.read_text().startswith("# ours\n")
        assert load_ignored(e.session.paths.ignored).paths == ("Response.Data[].Name",)
        await e.press("escape")
        await compare(e)
        await e.press("1")
        await idle(e)
        assert "新增 1 · 移动 1" in e.text, "the next comparison leaves it out too"


@pytest.mark.parametrize("key", ["u", "5"])
async def test_a_rule_that_was_written_is_taken_back(tmp_path: Path, key: str) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE, AFTER)) as e:
        await compared(e)
        await e.press(key)
        assert not e.session.paths.ignored.exists(), "nothing to take back"
        await e.press("n", "n", "x")
        await idle(e)
        assert "u 撤销" in e.text
        await e.press(key)
        await idle(e)
        assert "已撤销：Response.Data[].Name" in e.text
        assert "变更 1 · 新增 1 · 移动 1" in e.text
        assert "u 撤销" not in e.text
        assert load_ignored(e.session.paths.ignored).paths == ()
        await e.press("i")
        await idle(e)
        await e.press("home", "n", "x")
        await idle(e)
        assert load_ignored(e.session.paths.ignored).kept == ("Response.RequestId",)
        await e.press(key)
        await idle(e)
        assert load_ignored(e.session.paths.ignored).kept == ()


async def test_a_broken_file_is_said_and_the_usual_is_left_out(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE, AFTER)) as e:
        e.session.paths.ignored.parent.mkdir(parents=True)
        e.session.paths.ignored.write_text("path = []\n")
        await compared(e)

        assert "变更 1 · 新增 1 · 移动 1" in e.text
        assert "✗ ignored.toml" in e.text
        assert "paths" in e.text
        await e.press("n", "x")
        await idle(e)
        assert e.session.paths.ignored.read_text() == "path = []\n"


async def test_lines_a_change_whole_and_back(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE, AFTER)) as e:
        await compared(e)
        await e.press("t")
        await idle(e)
        assert any(row.strip(" ┃│").endswith('"Name": "林岚二"') for row in e.rows), e.text
        await e.press("1")
        assert "变更 1 · 新增 1 · 移动 1" in e.text

        await e.press("N", "enter")
        await idle(e)
        assert "Response.Data[2]" in e.text
        assert '+   "Uid": 1500000000000000003,' in e.text
        assert "变更 1" not in e.text
        await e.press("escape")
        assert "变更 1 · 新增 1 · 移动 1" in e.text
        await e.press("escape")
        assert e.app.screen is e.main


async def test_everything_is_copied_as_text(tmp_path: Path, monkeypatch: Any) -> None:
    copied: list[str] = []
    async with explorer(tmp_path, before=Answers(BEFORE, AFTER)) as e:
        dialog = await compared(e)
        post = dialog.post_message

        def watch(message: Any) -> bool:
            if isinstance(message, CopyRequested):
                copied.append(message.text)
                return True
            return post(message)

        monkeypatch.setattr(dialog, "post_message", watch)
        await e.press("y", "N", "enter")
        await idle(e)
        await e.press("4")

    assert "变更 1 · 新增 1 · 移动 1" in copied[0]
    assert '变更 Response.Data[1].Name\n- "林岚"\n+ "林岚二"' in copied[0]
    assert copied[1] == 'Response.Data[2]\n+ {"Uid": 1500000000000000003, "Name": "陈默"}'


async def test_an_answer_that_is_no_json_goes_by_lines(tmp_path: Path) -> None:
    pages = iter(["<html>\none", "<html>\ntwo"])

    def before(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(200, text=next(pages)) if CALL in request.url.path else None

    async with explorer(tmp_path, before=before) as e:
        await compared(e)

        assert "其中一个不是 JSON，已按行比较" in e.text
        assert "- one" in e.text
        assert "+ two" in e.text


async def test_of_an_answer_that_was_cut_only_what_is_there_is_compared(tmp_path: Path) -> None:
    rows = [{"Uid": number, "Name": "名" * 20} for number in range(5000)]
    other = [{"Uid": 0, "Name": "other"}, *rows[1:]]
    async with explorer(tmp_path, before=Answers(rows, other)) as e:
        await compared(e)

        assert "变更 1 " in e.text
        assert "变更 1 ·" not in e.text, "nothing was added or removed"
        assert "内容过长，只比较了一部分" in e.text
        assert "变更  Response.Data[0].Name" in e.text


async def test_without_a_difference_no_key_is_offered_for_one(tmp_path: Path) -> None:
    async with explorer(tmp_path, before=Answers(BEFORE)) as e:
        await compared(e)

        assert "除已忽略的内容外，响应相同" in e.text
        foot = next(row for row in e.rows if "t 按行" in row)
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
    async with explorer(tmp_path, before=Answers(BEFORE, AFTER)) as e:
        await e.send()
        await e.send()
        await compare(e)
        await e.press("1")
        await until(e, lambda: "~ 正在比较" in e.text)
        goes_on.set()
        await idle(e)
        assert "变更 1 · 新增 1 · 移动 1" in e.text
