"""The tab and the screen of the history: list, search, open, send again, compare, delete."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from tests.core.recordings import sent
from tests.tui.explorer import HOST, Explorer, explorer
from tests.tui.screens.network import SilentNetwork, open_endpoint, open_failing
from tests.tui.screens.saving import settled
from tests.tui.steady import LONGEST_WORK, hold
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.history.entry import HistoryPage, HistoryQuery, HistoryRecord
from weda_tui.core.history.recording import record_of
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answered
from weda_tui.tui.files.save_dialog import SaveFile
from weda_tui.tui.guard.dialog import GuardDialog
from weda_tui.tui.history.pane import HistoryRows
from weda_tui.tui.history.screen import HistoryScreen
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.screens.main import MainScreen
from weda_tui.tui.tokens.dialog import TokenDetails
from weda_tui.tui.widgets.field import Field


async def open_history(e: Explorer) -> None:
    await e.main.run_command("history")
    await e.pilot.pause()


LIST = json.dumps({"Response": {"RequestId": "r-1", "Data": [{"Uid": n} for n in range(40)]}})
FAILURE = '{"Response": {"RequestId": "r-2", "Error": {"Code": "FailedOperation", "Message": "x"}}}'


async def two_entries(e: Explorer) -> None:
    """List a call that succeeded and, as the newest entry, another call that failed."""
    records: list[HistoryRecord] = []
    (place,) = e.session.environments.all
    route = e.session.routes.fingerprint(place)
    for action, answer in (
        ("DescribeInstanceApproverList", LIST),
        ("DescribeProcessInstance", FAILURE),
    ):
        endpoint = e.session.modules.catalogue.get(f"workflow.{action}")
        made = sent(answer, endpoint=endpoint, place=place, env_type="prod", route=route)
        assert made.request is not None
        request = replace(made.request, url=f"{HOST}/weda/workflow/v1/prod/{action}")
        made = replace(made, draft=draft_for(endpoint), request=request)
        records.append(record_of(made, 10_000))
    await e.session.history.restore(records)
    await open_history(e)


def rows(e: Explorer) -> HistoryRows:
    return e.app.screen.query_one(HistoryRows)


async def kept(e: Explorer) -> HistoryPage:
    return await e.session.history.find(HistoryQuery())


async def test_it_says_that_nothing_was_sent_until_a_send_even_a_cancelled_one_is_in_it(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_history(e)
        assert "尚未发送过请求" in e.text
        assert not e.session.paths.history.exists()
        await e.press("enter", "delete", "equals_sign")
        assert isinstance(e.app.screen, MainScreen)
        await e.main.run_command("endpoints")
        await e.pilot.pause()
        assert "审批流 42" in e.text
        network = SilentNetwork(e)
        await e.press("f5")
        await network.arrived.wait()
        await e.press("escape")
        await open_history(e)
        assert "– 09:42" in e.text
        assert "后取消" in e.text


async def test_the_newest_stands_first_and_enter_opens_its_draft_and_its_answer(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        await open_failing(e)
        await e.send()
        await open_history(e)
        assert e.main.focused_place == "history"
        at = next(i for i, row in enumerate(e.rows) if "✗ 09:42 查询流程实例详情" in row[:38])
        assert e.rows[at - 1].split()[1] == "今天"
        assert "FailedOperation" in e.rows[at + 1][:38]
        assert "✓ 09:42 查询审批人列表" in e.rows[at + 2][:38]
        assert "最近 2 次" in e.text
        await e.press("enter")
        draft = e.main.query_one(RequestEditor).draft
        assert draft is not None
        assert draft.url.startswith("{{vars.host}}")
        assert HOST not in draft.url
        await open_history(e)
        await e.press("down", "enter")
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "workflow.DescribeInstanceApproverList"
        assert e.main.stage == "with"
        assert "历史：今天 09:42，总部 · prod" in e.text
        assert "✓ 成功" in e.text
        await e.send()
        assert "历史：" not in e.text


async def test_it_follows_what_is_typed_and_enter_opens_the_first_hit(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "CompleteTask")
        await two_entries(e)
        await e.press("slash", *"审批人")
        assert rows(e).row_count == 2
        assert "1 条" in e.text
        await e.press("ctrl+u", "!")
        assert "FailedOperation" in e.text
        assert rows(e).row_count == 3
        await e.press("ctrl+u", *"失败")
        assert rows(e).row_count == 3
        await e.press("ctrl+u", *"zzz")
        assert "没有找到“zzz”" in e.text
        assert "按结果筛选" in e.text
        await e.press("escape")
        assert rows(e).row_count == 4
        await e.press("slash", *"审批人", "enter")
        await settled(e)
        assert e.main.stage == "with"
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "workflow.DescribeInstanceApproverList"
        await open_history(e)
        await e.press("slash", *"zzz", "f6")
        await open_history(e)
        assert rows(e).row_count == 4, "what was typed is gone when it is opened again"


async def test_f5_sends_again_to_where_it_went_and_to_no_other_deployment(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await two_entries(e)
        (environment,) = e.session.environments.all
        there = e.session.environments.where(environment.name, "dev")
        assert there is not None
        e.main.controllers.switch_to(there)
        await e.pilot.pause()
        await open_history(e)
        await e.press("down")
        await e.send()
        assert e.main.where is not None
        assert e.main.where.env_type == "prod"
        assert "已切换到 总部 · prod（当时发送到此处）。按 F2 可切回 总部 · dev。" in e.rows[-1]
        assert isinstance(e.main.send_state, Answered)
        assert len((await kept(e)).entries) == 3
        moved = replace(environment, host="https://other.example.cn")
        e.session.environments.save(moved, secret="x" * 20, replaces=environment)
        await open_history(e)
        await e.send()
        assert "地址已更改" in e.text
        e.session.environments.trash.remove(moved)
        await e.send()
        assert "已不存在" in e.text
        assert len((await kept(e)).entries) == 3


async def test_a_write_is_opened_and_sent_by_the_next_key(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "CompleteTask")
        await e.press("f5", "y")
        await e.settle()
        await open_history(e)
        await e.press("f5")
        await e.pilot.pause()
        assert "已打开，未发送" in e.rows[-1]
        assert e.main.stage == "with"
        await e.press("f5")
        assert isinstance(e.app.screen, GuardDialog)
        await e.press("escape")
        assert len((await kept(e)).entries) == 1


async def test_two_entries_are_compared_in_the_list_or_by_an_answer(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await two_entries(e)
        await e.press("equals_sign")
        assert "在另一条记录上按 =" in e.text
        await e.press("equals_sign")
        await e.press("equals_sign", "down", "equals_sign")
        await e.pilot.pause()
        assert "✓ 今天 09:42:18 与 ✗ 今天 09:42:18" in e.text
        await e.press("t")
        async with asyncio.timeout(LONGEST_WORK):
            while "+ POST" not in e.text:
                await e.pilot.pause()
        assert (
            "+ POST https://weda.example.cn/weda/workflow/v1/prod/DescribeProcessInstance" in e.text
        )
        await e.press("f1")
        assert "复制差异" in e.text
        await e.press("escape", "escape")
        assert e.main.focused_place == "history"
        await e.press("up", "f3", "f6", "equals_sign")
        assert "在另一条记录上按 =" in e.text
        await e.press("f3", "down", "equals_sign")
        await e.pilot.pause()
        assert "✓ 今天 09:42:18 与 ✗ 今天 09:42:18" in e.text


async def test_what_is_deleted_comes_back_and_all_goes_once_that_is_confirmed(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await two_entries(e)
        await e.press("delete")
        assert "已删除" in e.text
        page = await kept(e)
        assert [entry.id for entry in page.entries] == [1]
        await e.press("ctrl+z")
        assert [entry.id for entry in (await kept(e)).entries] == [2, 1]
        entry = rows(e).entry
        assert entry is not None
        assert entry.id == 2
        await e.press("ctrl+z")
        assert "没有可恢复的记录" in e.text
        await e.press("delete", "ctrl+z", "delete")
        assert [entry.id for entry in (await kept(e)).entries] == [1]
        await e.press("ctrl+z")
        await e.main.run_command("clear_entries")
        await e.pilot.pause()
        assert "删除列出的 2 条" in e.text
        await e.press("1")
        assert len((await kept(e)).entries) == 2
        await e.main.run_command("clear_entries")
        await e.pilot.pause()
        await e.press("2")
        assert (await kept(e)).entries == ()


async def test_quick_keys_leave_nothing_deleted_that_cannot_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    goes_on = Event()
    async with explorer(tmp_path) as e:
        await two_entries(e)
        file = e.session.history._file
        delete = file.delete

        def delete_late(numbers: Sequence[int]) -> int:
            hold(goes_on)
            return delete(numbers)

        monkeypatch.setattr(file, "delete", delete_late)
        for keys in (
            ("delete", "delete", "ctrl+z", "ctrl+z"),
            ("delete", "enter", "ctrl+z"),
            ("delete", "down", "delete", "ctrl+z", "ctrl+z"),
        ):
            with subtests.test(keys=keys):
                goes_on.clear()
                await open_history(e)
                await e.press("home", *keys[:-1])
                await open_history(e)
                await e.press(keys[-1])
                goes_on.set()
                await settled(e)
                assert [entry.id for entry in (await kept(e)).entries] == [2, 1]
                assert rows(e).row_count == 4


async def test_the_request_id_is_copied_and_offered(tmp_path: Path) -> None:
    copied: list[str] = []
    async with explorer(tmp_path) as e:
        await two_entries(e)

        def copy(text: str, _what: str, _is_program: bool) -> None:
            copied.append(text)

        e.app._copy = copy  # pyright: ignore[reportAttributeAccessIssue]
        await e.press("0", "r")
        entry = rows(e).entry
        assert entry is not None
        assert copied == [entry.request_id]
        await e.press("0")
        assert "复制 requestId" in e.text


async def test_the_whole_history_shows_saves_and_searches_an_entry_and_opens_it(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "CompleteTask")
        await two_entries(e)
        await e.press("f3")
        assert isinstance(e.app.screen, HistoryScreen)
        assert "POST https://weda.example.cn/weda/workflow" in e.text
        assert "FailedOperation" in e.text
        await e.press("down")
        assert "✓ 成功" in e.text
        await e.press("f6", "s")
        assert isinstance(e.app.screen, SaveFile)
        await e.press("escape", "vertical_line")
        assert isinstance(e.app.screen, HistoryScreen)
        assert e.app.screen.focused_place == "table"
        assert "列" in e.text.splitlines()[-1]
        await e.press("vertical_line", "slash", *"Uid")
        assert e.app.screen.focused_place == "search"
        await e.press("escape", "escape", "escape")
        assert isinstance(e.app.screen, HistoryScreen)
        await e.press("enter")
        assert isinstance(e.app.screen, MainScreen)
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "workflow.DescribeInstanceApproverList"
        await open_history(e)
        await e.press("f3", "f5")
        await e.settle()
        assert len((await kept(e)).entries) == 3
        await open_history(e)
        await e.press("f3", "escape")
        assert isinstance(e.app.screen, MainScreen)


async def test_the_whole_history_keeps_where_in_sight(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        for size in ((160, 48), (80, 24)):
            await e.pilot.resize_terminal(*size)
            with subtests.test(size=size):
                await open_history(e)
                before = e.rows[0]
                assert " F2 总部 ›  prod 正式   ! 写前确认" in before
                await e.press("f3")
                assert isinstance(e.app.screen, HistoryScreen)
                for _ in range(3):
                    assert e.rows[0] == before, "env type, guard and token in every column"
                    await e.press("tab")
                await e.press("ctrl+t")
                assert isinstance(e.app.screen, TokenDetails)
                await e.press("escape")
                assert isinstance(e.app.screen, MainScreen)


async def test_one_column_at_a_time_where_there_is_little_room(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        await two_entries(e)
        assert "✗ 09:42 查询流程实例详情" in e.text
        await e.press("f3")
        assert isinstance(e.app.screen, HistoryScreen)
        assert "POST" not in e.text
        await e.press("tab")
        assert "POST https://weda.example.cn" in e.text
        await e.press("tab")
        assert "✗ 失败" in e.text
        await e.press("f1")
        assert "打开请求" not in e.text
        await e.press("escape", "escape", "escape")
        assert isinstance(e.app.screen, MainScreen)


async def test_the_empty_result_says_how_it_went_the_last_time(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await two_entries(e)
        await open_endpoint(e, "CompleteTask")
        assert "上次" not in e.text
        await open_endpoint(e, "DescribeInstanceApproverList")
        assert "上次 今天 09:42  ✓ 40 条" in e.text


async def test_nothing_is_kept_of_a_draft_or_an_environment_that_says_so(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("escape", "f4")
        await e.main.run_command("toggle_record")
        await e.pilot.pause()
        assert "不会记入历史" in e.text
        await e.send()
        assert (await kept(e)).entries == ()
        await e.press("f6", "B")
        assert "没有记入历史" in e.text
        e.main.panes.go_to("with")
        await e.main.run_command("toggle_record")
        await e.send()
        assert len((await kept(e)).entries) == 1
        (environment,) = e.session.environments.all
        silent: Environment = replace(environment, record=False)
        e.session.environments.save(silent, secret="", replaces=environment)
        await e.send()
        assert len((await kept(e)).entries) == 1
        e.main.panes.go_to("with")
        await e.main.run_command("toggle_record")
        await e.pilot.pause()
        assert "record = false" in e.text


async def test_a_damaged_history_is_named_and_nothing_else_stops(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        e.session.paths.history.parent.mkdir(parents=True, exist_ok=True)
        e.session.paths.history.write_bytes(b"no database" * 1000)
        await e.send()
        await open_history(e)
        assert "历史文件已损坏" in e.text
        assert "✓ 09:42 查询审批人列表" in e.text


async def test_a_failure_says_what_changed_since_it_worked_if_it_ever_did(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        editor = e.main.query_one(RequestEditor)
        assert editor.draft is not None
        fault = ("X-Sandbox-Fault", "INVALID_ENV_STATUS")
        headers = (*editor.draft.headers, fault)
        editor.show_draft(replace(editor.draft, headers=headers))
        await e.send()
        assert "上次成功 今天 09:42，与本次相比" in e.text
        assert "同  地址、环境类型、令牌" in e.text
        assert "变更  X-Sandbox-Fault  新增 INVALID_ENV_STATUS" in e.text
        await open_history(e)
        await e.press("f3")
        assert "变更  X-Sandbox-Fault  新增 INVALID_ENV_STATUS" in e.text
        await e.press("down")
        assert "与本次相比" not in e.text
        await e.press("escape", "escape", "escape")
        await open_failing(e)
        await e.send()
        assert "✗ 失败   FailedOperation" in e.text
        assert "与本次相比" not in e.text


async def test_a_support_bundle_is_shown_before_it_is_written(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_failing(e)
        await e.send()
        await e.press("f6", "B")
        await e.pilot.pause()
        assert "支持包" in e.text
        assert "request.sh" in e.text
        assert "不包含" in e.text
        path = tmp_path / "for-a-colleague.zip"
        await e.press("ctrl+s")
        e.app.screen.query_one("#bundle-path", Field).value = str(path)
        assert not path.exists()
        await e.press("enter")
        assert path.exists()
        assert "支持包已写入" in e.text
        await e.press("0", "B")
        await e.pilot.pause()
        await e.press("ctrl+s")
        e.app.screen.query_one("#bundle-path", Field).value = str(path)
        await e.press("enter")
        assert "使用其他名称" in e.text
        await e.press("escape")
        assert isinstance(e.app.screen, MainScreen)
