"""The stages WHERE, WHAT, WITH and RESULT, and their function keys."""

from collections import Counter
from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from weda_tui.core.catalogue.search import search
from weda_tui.tui.catalogue.endpoint_tree import TreeRows
from weda_tui.tui.widgets.field import Field

FIRST = "DescribeInstanceApproverList"


async def search_tree(e: Explorer, query: str) -> None:
    """Go to the field of the tree and fill in a query."""
    await e.press("f3")
    e.main.query_one("#filter", Field).value = query
    await e.pilot.pause()


def focused_id(e: Explorer) -> str:
    return (e.app.focused.id if e.app.focused else "") or ""


async def test_the_first_start_shows_the_guides_example_and_what_f5_will_do(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        assert e.main.endpoint is not None
        assert e.main.endpoint.action == FIRST
        assert "F5 发送   查询审批人列表  即将发送" in e.text
        assert "先获取令牌，再发送" in e.text
        assert "尚未发送" in e.text
        assert "Uid" in e.text, "what the answer will have"


async def test_typing_narrows_the_tree_until_esc_and_says_when_it_finds_nothing(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        tree = e.main.query_one(TreeRows)
        before = len(tree.nodes)
        await e.press("f3")
        await e.type("CompleteTask")
        assert 0 < len(tree.nodes) < before
        assert tree.node_key == "workflow.CompleteTask", "the best match has the cursor"
        assert "完成审批任务" in e.text
        assert "查询流程任务" not in e.text
        await e.press("escape")
        assert focused_id(e) == "tree"
        assert len(tree.nodes) >= before
        assert e.main.endpoint is not None
        assert e.main.endpoint.action == FIRST
        await e.press("f3")
        await e.type("zzzzqq")
        assert "没有匹配“zzzzqq”" in e.text
        await e.press("enter")
        assert e.main.endpoint.action == FIRST


async def test_pinyin_initials_chinese_and_english_find_the_same(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        tree, field = e.main.query_one(TreeRows), e.main.query_one("#filter", Field)
        await e.press("f3")
        for letters in ("cxsprlb", "审批人列表", "ApproverList"):
            with subtests.test(letters):
                field.value = "CompleteTask"
                await e.pilot.pause()
                assert tree.node_key == "workflow.CompleteTask"
                field.value = letters
                await e.pilot.pause()
                assert tree.node_key == f"workflow.{FIRST}"


async def test_a_call_opened_from_elsewhere_ends_only_a_filter_that_hides_it(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        tree, field = e.main.query_one("#tree", TreeRows), e.main.query_one("#filter", Field)
        tasks = e.session.modules.catalogue.get("workflow.GetFlowInstanceTasks")
        for case in ("another call is open", "it is open already"):
            with subtests.test(case):
                await search_tree(e, "upload")
                assert tree.item is not tasks
                e.main.controllers.open_endpoint(tasks)
                await e.pilot.pause()
                assert field.value == ""
                assert tree.item is tasks
                assert "查询流程任务" in "".join(row[:38] for row in e.rows)
        with subtests.test("the filter shows it"):
            await search_tree(e, "GetFlow")
            e.main.controllers.open_endpoint(tasks)
            await e.pilot.pause()
            assert field.value == "GetFlow"
            assert tree.item is tasks


async def test_down_goes_into_the_tree_and_enter_opens(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await search_tree(e, "/CompleteTask")
        await e.press("down")
        assert focused_id(e) == "tree"
        await e.press("enter")
        assert e.main.endpoint is not None
        assert e.main.endpoint.action == "CompleteTask"
        assert e.main.stage == "with"
        assert "TaskId *" in e.text


async def test_while_filtering_the_counts_say_how_many_of_how_many(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        modules = e.session.modules.catalogue.modules
        total, workflow = len(e.session.modules.catalogue.by_id), len(modules[0].endpoints)
        await search_tree(e, "cxlc")
        found = search(e.session.modules.catalogue, "cxlc")
        counts = Counter(each.endpoint.module for each in found)
        assert f"▾ 审批流 {counts['workflow']} / {workflow}" in e.text
        heading = next(row for row in e.rows if "F3 " in row)
        assert "F3 接口 " in heading, "whole, whatever is counted"
        assert f" {len(found)}  接口" in heading
        assert total > len(found)
        await e.press("enter")
        assert e.main.stage == "with"
        assert f"▾ 审批流 {counts['workflow']} / {workflow}" in e.text, (
            "still filtered, and it says so"
        )
        await e.press("f3", "escape")
        assert f"▾ 审批流 {workflow} " in e.text
        assert f" / {total}" not in e.text


async def test_the_footer_offers_to_format_only_json(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f4")
        assert "Ctrl+L" not in e.rows[-1], "this call takes no parameters"
        await e.press("enter")
        await e.type("{}")
        assert "Ctrl+L" in e.rows[-1]
        await e.press("backspace", "backspace")
        assert "Ctrl+L" not in e.rows[-1]
        await e.type("{}")
        await e.press("escape", "right")
        assert "Ctrl+L" not in e.rows[-1], "headers are no JSON"


async def test_left_and_right_fold_the_tree(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        tree = e.main.query_one(TreeRows)
        await e.press("f3", "escape", "home")
        assert tree.node_key == "workflow"
        await e.press("left")
        folded = len(tree.nodes)
        await e.press("right")
        assert len(tree.nodes) > folded
        await e.press("right", "left")
        assert tree.node_key == "workflow", "left on a closed child goes to its parent"


async def test_an_f_key_goes_to_its_stage_and_a_second_press_zooms_until_a_third(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    stages = {
        "f3": ("what", "filter", "#tree-pane"),
        "f4": ("with", "with-tabs", "#editor"),
        "f6": ("result", "body", "#response"),
    }
    async with explorer(tmp_path) as e:
        for key, (stage, focus, pane) in stages.items():
            with subtests.test(key):
                await e.press("f6" if key == "f3" else "f3", key)
                assert (e.main.stage, focused_id(e)) == (stage, focus)
                width = e.main.query_one(pane).size.width
                await e.press(key)
                assert e.main.query_one(pane).region.width == 160
                await e.press(key)
                assert e.main.query_one(pane).size.width == width


async def test_a_wide_result_has_the_rows_of_the_strip_in_a_narrow_window(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        await e.send()
        assert e.main.stage == "result"
        assert e.rows[2].startswith(" F3 ")
        height = e.main.query_one("#response").region.height
        await e.press("f6")
        assert e.rows[2].startswith(" F3 ")
        assert e.main.query_one("#response").region.height == height + 2
        await e.press("f4")
        assert e.rows[2].startswith(" F3 ")
        await e.press("f6", "f6", "escape")
        assert e.rows[2].startswith(" F3 ")


async def test_esc_ends_the_zoom_then_goes_to_result(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f3", "f3", "escape")
        assert e.main.query_one("#tree-pane").region.width == 160, "the first Esc leaves the field"
        await e.press("escape")
        assert e.main.query_one("#tree-pane").region.width == 38
        assert e.main.stage == "what"
        await e.press("escape")
        assert e.main.stage == "result"
        await e.press("escape")
        assert e.app.is_running, "Esc never quits"


async def test_tab_stays_inside_the_stage(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        for size in ((160, 48), (100, 30), (80, 24)):
            await e.pilot.resize_terminal(*size)
            for key, pane in (("f3", "#tree-pane"), ("f4", "#editor"), ("f6", "#response")):
                await e.press(key)
                for step in ("tab", "tab", "tab", "tab", "shift+tab"):
                    await e.press(step)
                    assert e.app.focused is not None
                    assert e.main.query_one(pane) in e.app.focused.ancestors, size


async def test_tab_in_json_moves_on_instead_of_indenting(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f4", "enter")
        await e.type("{")
        await e.press("tab")
        assert focused_id(e) != "json"
        assert e.main.draft is not None
        assert "\t" not in e.main.draft.body


async def test_choosing_in_a_medium_window_folds_the_tree_back(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(100, 30)) as e:
        await e.press("f3")
        assert e.main.query_one("#tree").size.height > 15
        assert e.main.query_one("#editor").size.height <= 4, "title and send chip"
        e.main.query_one("#filter", Field).value = "CompleteTask"
        await e.pilot.pause()
        assert "› " in e.text
        assert "完成审批任务" in e.text
        await e.press("enter")
        rows = [row for row in e.rows if "F3 接口" in row]
        assert len(rows) == 1
        assert not e.main.query_one("#tree").is_on_screen
        assert "TaskId *" in e.text


async def test_a_narrow_window_shows_one_stage_at_a_time(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        shown = {"f3": "#tree-pane", "f4": "#editor", "f6": "#response"}
        for key, pane in shown.items():
            await e.press(key)
            visible = [
                p
                for p in shown.values()
                if e.main.query_one(p).region.width > 0 and e.main.query_one(p).is_on_screen
            ]
            assert visible == [pane]
            assert e.rows[2].startswith(" F3 "), "the sentence strip stays"


async def test_a_send_from_a_wide_stage_shows_its_result(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f3", "f4", "f4")
        assert e.main.query_one("#editor").region.width == 160
        await e.send()
        assert "✓ 成功" in e.text
        assert e.main.stage == "with", "the focus stays"
        await e.press("f6", "f6")
        await e.send()
        assert e.main.query_one("#response").region.width == 160, "a wide RESULT stays wide"


async def test_a_bracket_in_the_field_of_what_is_its_tab(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f3", "right_square_bracket")
        assert e.main.query_one("#saved-rows").is_on_screen
        await e.press("slash", "】")
        assert focused_id(e) == "history-rows"
        await e.press("slash", "】")
        assert focused_id(e) == "tree", "a letter is not typed there"
        await e.press("slash", *"a]")
        assert e.main.query_one("#saved-rows").is_on_screen
        assert e.main.query_one("#filter", Field).value == "a", "it stays for the way back"
        await e.press("slash", *"b【")
        assert focused_id(e) == "tree"


async def test_ctrl_f_searches_wherever_it_is_pressed(tmp_path: Path):
    async with explorer(tmp_path) as e:
        await e.press("f6", "ctrl+f")
        assert "尚未发送" in e.text
        await e.send()
        await e.press("f6", "ctrl+f")
        assert e.main.focused_place == "search"
        await e.press("escape", "f3", "ctrl+f")
        assert e.app.focused is not None
        assert e.app.focused.id == "filter"
        for tab, field in (("history", "history-filter"), ("saved", "saved-filter")):
            await e.main.run_command(tab)
            await e.settle()
            await e.press("ctrl+f")
            assert e.app.focused is not None
            assert e.app.focused.id == field
            await e.press("escape")


async def test_the_footer_says_what_enter_does_in_a_field_and_on_its_row(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        e.main.controllers.open_endpoint(e.session.modules.catalogue.get("workflow.StartFlow"))
        await e.pilot.pause()
        assert "Enter 下一行" in e.rows[-1]
        await e.press("escape")
        assert "Enter 填" in e.rows[-1]
        await e.press("enter")
        assert "Enter 下一行" in e.rows[-1]
