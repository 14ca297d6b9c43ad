"""The full screen of saved requests: tree, request, results, and the way back."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from tests.tui.collections.test_main_saved import TODO, given, open_todo
from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.saving import settled
from tests.tui.steady import hold
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.comparison.ignored import Ignored
from weda_tui.core.history.entry import HistoryQuery, HistoryRecord
from weda_tui.i18n.strings import Strings
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RunOptions, entries_of
from weda_tui.tui.collections.results_pane import SavedResultsPane
from weda_tui.tui.collections.rows import SavedRows
from weda_tui.tui.collections.screen import SavedScreen
from weda_tui.tui.comparison.dialog import ComparisonDialog
from weda_tui.tui.comparison.pair_view import AnswerPair, ComparedPair, compare_pair
from weda_tui.tui.guard.dialog import GuardDialog
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.screens.go_to_dialog import GoTo
from weda_tui.tui.widgets.rows import ReadRows

PATH = "审批/list-todo"
CHECKED = TODO.replace('body = \'{"a": "{{who}}"}\'', "body = '{}'") + (
    '\n[[assert]]\non = "$.Response.Data.TotalCount"\ngreaterThan = 1000\n'
    '\n[capture]\nRequest = "$.Response.RequestId"\n'
)

STOP = """
endpoint = "workflow.StopFlow"
body = '''{
  "InstanceId": "1893450276618240001",
  "Operator": {"UserId": "1500000000000000001", "Type": 4}
}'''
"""


async def ran(e: Explorer, times: int = 1, *paths: str) -> None:
    """Send requests ``times`` times without opening them, then open the last one."""
    chosen, where = paths or (PATH,), e.session.environments.where_exactly()
    for _ in range(times):
        loader = RequestLoader(e.session, where)
        entries = entries_of(loader.chosen(chosen))
        await RequestRun(e.session, loader, entries, RunOptions(where=where)).go()
    await e.main.controllers.open_saved_now(chosen[-1])
    await settled(e)


async def open_whole(e: Explorer) -> SavedScreen:
    """Show the tab of saved requests, and then its full screen."""
    await e.main.run_command("saved")
    await settled(e)
    await e.press("f3")
    await settled(e)
    screen = e.app.screen
    assert isinstance(screen, SavedScreen)
    return screen


async def test_a_send_is_the_last_verdict_of_its_row_also_elsewhere_and_after_a_restart(
    tmp_path: Path,
):
    given(tmp_path, text=CHECKED)
    async with explorer(tmp_path) as e:
        await open_todo(e)
        await e.send()
        await settled(e)
        assert "✓ 成功" in e.text
        await e.main.run_command("saved")
        await settled(e)
        assert any("✗ 本周待办" in row and "09:42" in row for row in e.rows)
        page = await e.session.history.find(HistoryQuery(limit=1))
        assert page.entries[0].saved == e.session.saved_name(PATH)
        await open_whole(e)
        assert any("✗ 本周待办" in row and "09:42" in row for row in e.rows)
        assert "断言不成立" in e.text, "what its file does not hold for is no success"
    async with explorer(tmp_path, environments="none") as e:
        await e.main.run_command("saved")
        await settled(e)
        assert any("✗ 本周待办" in row and "09:42" in row for row in e.rows)
        assert not any("prod 09:42" in row for row in e.rows)
        e.main.controllers.switch_to(e.session.environments.where_exactly("总部", "dev"))
        await settled(e)
        assert any("prod 09:42" in row for row in e.rows)


async def test_f3_twice_shows_the_request_its_token_its_results_and_its_judged_checks(
    tmp_path: Path,
):
    given(tmp_path, text=CHECKED)
    async with explorer(tmp_path) as e:
        await ran(e)
        await e.send()
        await open_whole(e)
        assert "筛选 1 个请求" in e.text
        assert "审批/list-todo.toml" in e.text
        assert "断言 2" in e.text  # one assertion of the file, and that the request succeeds
        assert "[[assert]]" in e.text
        assert "最近 2 次" in e.text
        assert "相比" in e.text
        assert "然后检查 1 条断言" in e.text
        assert any("TOML   头 1   认证" in row for row in e.rows)
        await e.press("f4", "right_square_bracket")
        assert "› Content-Type: application/json" in e.text
        await e.press("right_square_bracket")
        assert "Authorization: Bearer {{access_token}}" in e.text
        assert any("https://weda.example.cn/auth/v1/token/" in row for row in e.rows)
        assert "密钥令牌" in e.text
        assert "{{WeDa.EnvType}} = prod" in e.text
        await e.press("[", "[", "[")
        await e.until_shown("✗ 预期")
        assert "✗ 预期：$.Response.Data.TotalCount" in e.text
        assert "今天 09:42 的结果" in e.text
        await e.press("f3", "f3")
        assert e.app.screen is e.main


async def test_the_list_of_actions_has_every_letter_and_space_what_the_main_screen_does(
    tmp_path: Path,
):
    given(tmp_path, text=CHECKED)
    async with explorer(tmp_path) as e:
        await ran(e, 2)
        await open_whole(e)
        await e.press("0")
        for words in ("比较", "重命名、移动", "导出", "运行", "新建请求", "新建文件夹"):
            assert words in e.text
        await e.press("escape", "f6", "0")
        for words in ("查看响应", "与上一次比较", "标记", "打开并发送"):
            assert words in e.text
        await e.press("escape", "space")
        assert "预览" not in e.text
        await e.press("p")
        await settled(e)
        assert isinstance(e.app.screen, GoTo)


async def test_what_is_saved_after_it_was_sent_shows_that_answer_unless_it_was_edited(
    tmp_path: Path,
):
    async with explorer(tmp_path) as e:
        for name, body, is_shown in (("x", "", True), ("y", '{"other": 1}', False)):
            e.main.controllers.open_endpoint(
                e.session.modules.catalogue.get("workflow.DescribeInstanceApproverList")
            )
            await e.send()
            draft = e.main.draft
            assert draft is not None
            e.main.query_one(RequestEditor).show_draft(replace(draft, body=body or draft.body))
            await e.press("ctrl+s")
            await settled(e)
            await e.press(name, "enter")
            await settled(e)
            assert e.main.saved_path.endswith(name)
            await open_whole(e)
            assert ("最近 1 次" in e.text) is is_shown
            assert ("最近" in e.text) is is_shown
            await e.press("f3")


async def test_enter_and_two_clicks_open_and_f5_sends_through_the_guard(tmp_path: Path):
    given(tmp_path, text=CHECKED)
    given(tmp_path, "审批/z", TODO.replace("本周待办", "另一个"))
    given(tmp_path, "审批/终止", STOP)
    async with explorer(tmp_path) as e:
        screen = await open_whole(e)
        rows = screen.query_one(SavedRows)
        at = (10, [node.path for node in rows.nodes].index("审批/z"))
        await e.pilot.click(rows, offset=at)
        await settled(e)
        assert e.app.screen is screen
        assert "审批/z.toml" in e.text
        await e.pilot.click(rows, offset=at, times=2)
        await settled(e)
        assert e.app.screen is e.main
        assert e.main.saved_path == "审批/z"
        await open_whole(e)
        await e.press("home", "down", "enter")
        await settled(e)
        assert e.app.screen is e.main
        assert e.main.saved_path == "审批/list-todo"
        await open_whole(e)
        await e.press("end", "f5")
        await settled(e)
        assert "已打开，未发送" in e.rows[-1]
        await e.press("f5")
        await settled(e)
        assert isinstance(e.app.screen, GuardDialog), e.text
        assert e.main.preflight is not None
        assert e.main.preflight.effect is not Effect.READ
        assert len(e.session.history._waiting) == 0


async def test_a_selected_folder_is_not_sent_and_opens_and_both_screens_have_the_same_row(
    tmp_path: Path,
):
    given(tmp_path, text=CHECKED)
    given(tmp_path, "审批/里面/b", text=CHECKED)
    async with explorer(tmp_path) as e:
        screen = await open_whole(e)
        await e.press("home")
        await settled(e)
        assert e.rows[-1].startswith(" Enter 展开、收起")
        assert "打开并发送" not in e.text
        await e.press("f5")
        assert "R 运行整个文件夹" in e.rows[-1]
        await e.press("0")
        assert "展开、收起" in e.text
        await e.press("escape", "enter")
        await settled(e)
        assert "本周待办" not in e.text
        await e.press("enter", "down")
        await settled(e)
        assert e.rows[-1].startswith(" Enter 在请求中打开   F5 打开并发送")
        await e.press("end", "enter")
        await settled(e)
        await e.press("down")
        await settled(e)
        assert screen.query_one(SavedRows).node is not None
        await e.press("escape")
        await settled(e)
        row = e.main.query_one(SavedRows).node
        assert row is not None
        assert row.path == "审批/里面/b"
        await e.press("f3")
        await settled(e)
        row = e.app.screen.query_one(SavedRows).node
        assert row is not None
        assert row.path == "审批/里面/b"


async def test_the_last_verdicts_are_a_strip_with_what_changed_at_the_first_failure(tmp_path: Path):
    given(tmp_path, text=CHECKED.replace("greaterThan = 1000", "exists = false"))
    async with explorer(tmp_path) as e:
        await ran(e, 2)
        given(tmp_path, text=CHECKED)
        await ran(e, 2)
        await open_whole(e)
        await e.until_shown("✓✓✗✗")
        assert any("起失败，上次通过" in row for row in e.rows)


async def test_results_are_marked_compared_and_looked_at_on_the_main_screen(tmp_path: Path):
    given(tmp_path, text=CHECKED)
    async with explorer(tmp_path) as e:
        await ran(e, 3)
        await open_whole(e)
        await e.press("f6", "end", "M", "home")
        await settled(e)
        results = e.app.screen.query_one(SavedResultsPane)
        other = results.compared_with(results.entry)
        assert [each and each.id for each in (results.entry, other)] == [3, 1]
        await e.press("equals_sign")
        await settled(e)
        assert isinstance(e.app.screen, ComparisonDialog)
        await e.press("escape", "down", "f6")
        await settled(e)
        assert e.app.screen is e.main
        assert e.main.recalled is not None
        assert e.main.recalled.entry.id == 2
        assert e.main.stage == "result"
        assert "历史：" in e.text


async def test_another_request_ends_the_comparison_of_which_nothing_is_said_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(tmp_path, "审批/a", text=CHECKED)
    given(tmp_path, "审批/b", text=CHECKED)
    is_read, goes_on = Event(), Event()
    is_stopped: list[Callable[[], bool]] = []

    def compare_late(
        pair: AnswerPair, ignored: Ignored, strings: Strings, is_cancelled: Callable[[], bool]
    ) -> ComparedPair:
        is_stopped.append(is_cancelled)
        hold(goes_on)
        return compare_pair(pair, ignored, strings, lambda: False)

    async with explorer(tmp_path) as e:
        await ran(e, 2, "审批/a", "审批/b")
        await open_whole(e)
        results = e.app.screen.query_one(SavedResultsPane)
        difference = results.query_one("#difference", ReadRows)
        assert "相比" in e.text
        assert difference.row_count
        file = e.session.history._file
        read = file.read

        def read_late(number: int) -> HistoryRecord:
            hold(is_read)
            return read(number)

        monkeypatch.setattr(file, "read", read_late)
        await e.press("up")
        assert not difference.row_count
        assert "最近 2 次" in e.text
        assert "相比" not in e.text
        assert "没有更早" not in e.text
        is_read.set()
        await settled(e)
        assert "相比" in e.text
        assert difference.row_count
        results.show_path("审批/another")
        assert not difference.row_count
        results.show_path("审批/a")
        monkeypatch.setattr("weda_tui.tui.collections.results_pane.compare_pair", compare_late)
        await e.pilot.pause()
        (ends,) = is_stopped
        assert not ends()
        results.show_path("审批/another")
        assert ends()
        goes_on.set()
        await settled(e)
        assert not difference.row_count


async def test_a_rename_on_the_whole_screen_takes_results_and_edits_along(tmp_path: Path):
    given(tmp_path, text=CHECKED)
    async with explorer(tmp_path) as e:
        await open_todo(e)
        await e.send()
        await open_whole(e)
        await e.press("0", "m")
        await settled(e)
        await e.type("新名")
        await e.press("enter")
        await settled(e)
        assert "最近 1 次" in e.text
        assert any("✗ 新名" in row or "✗ 本周待办新名" in row for row in e.rows)
        await e.press("escape")
        await settled(e)
        assert e.main.saved_path.endswith("新名")


async def test_below_140_cells_one_column_is_shown(tmp_path: Path):
    given(tmp_path, text=CHECKED)
    async with explorer(tmp_path, size=(80, 24)) as e:
        await e.main.run_command("saved")
        await settled(e)
        await e.press("down", "f3")
        await settled(e)
        assert "F3 接口" in e.text
        assert "F6 响应" not in e.text
        await e.press("f4")
        assert "endpoint =" in e.text
        await e.press("f6")
        assert "尚未发送" in e.text
