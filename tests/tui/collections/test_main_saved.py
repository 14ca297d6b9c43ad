"""Saved requests in the explorer: saving, opening, moving, changes on disk, crashes."""

import json
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.saving import settled
from tests.tui.steady import hold
from weda_tui.core.collections.saved_request import Example, SavedRequest
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.core.interchange.import_plan import RequestPlan
from weda_tui.core.sending.exchange import Idle
from weda_tui.session.collections.examples import keep_example
from weda_tui.session.collections.service import CollectionChanges, LoadedRequest
from weda_tui.session.interchange.imports import apply_import, plan_import
from weda_tui.tui.collections.details_dialog import Details
from weda_tui.tui.collections.rows import SavedRows
from weda_tui.tui.collections.save_dialog import SaveDialog
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.widgets.code_area import JsonArea
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.tabs import Tabs

TODO = """\
name = "本周待办"
endpoint = "workflow.DescribeInstanceApproverList"
method = "POST"
url = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/DescribeInstanceApproverList"
headers = [
    "Content-Type: application/json;charset=utf-8",
]
body = '{"a": "{{who}}"}'
"""
TODO_BODY = '{"a": "{{who}}"}'
READ_PATH = "/weda/workflow/v1/prod/DescribeInstanceApproverList"
START = TODO.replace("DescribeInstanceApproverList", "StartFlow")


def given(folder: Path, path: str = "审批/list-todo", text: str = TODO) -> Path:
    file = folder / "workspace/collections" / f"{path}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


async def open_json(e: Explorer) -> None:
    """Open the JSON tab of the selected request and focus the text."""
    e.main.query_one("#with-tabs", Tabs).open("json")
    await e.pilot.pause()
    e.main.query_one(JsonArea).focus()
    await e.pilot.pause()


async def open_todo(e: Explorer) -> None:
    await e.main.controllers.open_saved_now("审批/list-todo")
    await settled(e)


async def open_first(e: Explorer) -> None:
    """Open the request in the second row of the tree."""
    await e.main.run_command("saved")
    await settled(e)
    await e.press("down", "enter")
    await settled(e)


async def test_what_is_opened_while_its_endpoint_is_open_takes_what_is_typed(
    tmp_path: Path, subtests: pytest.Subtests
):
    text = START.replace('{"a": "{{who}}"}', '{"FlowCode": "%s"}')
    given(tmp_path, text=text % "1")
    given(tmp_path, "审批/list-done", text % "2")
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await settled(e)
        for path in ("审批/list-done", "审批/list-todo"):
            with subtests.test(path):
                e.main.controllers.opening.open("审批/list-todo")
                await settled(e)
                e.main.controllers.opening.open(path)
                await settled(e)
                await e.type("HH")
                assert e.main.draft is not None
                assert "HH" in e.main.draft.body
        await e.press("ctrl+u", "1", "home", "a")
        e.main.query_one(RequestEditor).refresh_captured()
        await e.type("b")
        assert e.main.draft is not None
        assert e.main.draft.body == '{"FlowCode": "ab1"}', "the field kept its cursor"


async def test_a_draft_is_saved_by_name_over_itself_and_over_another_at_a_second_enter(
    tmp_path: Path,
):
    other = given(tmp_path, "我的请求/a")
    async with explorer(tmp_path) as e:
        await open_json(e)
        await e.press("ctrl+s")
        await settled(e)
        assert isinstance(e.app.screen, SaveDialog)
        await e.type("a/b")
        assert "文件  collections/我的请求/a-b.toml" in e.text
        await e.press("enter")
        await settled(e)
        file = tmp_path / "workspace/collections/我的请求/a-b.toml"
        first = file.read_text()
        assert first.startswith('name = "a/b"\n')
        assert e.main.saved_path == "我的请求/a-b"
        assert not e.main.edited
        await e.press("home", "x")
        assert e.main.edited == {"我的请求/a-b"}
        assert "● 未保存" in e.text
        await e.press("ctrl+s")
        await settled(e)
        assert not e.main.edited
        assert file.read_text() != first
        await e.main.run_command("save_as")
        await settled(e)
        await e.press("ctrl+u", "a", "enter")
        await settled(e)
        assert other.read_text() == TODO
        assert "已存在" in e.text
        await e.press("enter")
        await settled(e)
        assert other.read_text() != TODO


async def test_what_is_opened_has_its_folders_variables_and_its_edits(tmp_path: Path):
    given(tmp_path)
    given(tmp_path, "审批/folder", '[variables]\nwho = "张伟"\n')
    async with explorer(tmp_path) as e:
        await open_first(e)
        assert "本周待办" in e.text
        assert e.main.draft is not None
        assert e.main.preflight is not None
        assert e.main.preflight.request is not None
        assert e.main.preflight.request.body.decode() == '{"a": "张伟"}'
        await open_json(e)
        await e.press("ctrl+home", "x")
        edited = e.main.draft
        await e.main.run_command("endpoints")
        await e.press("down", "down", "enter")
        assert e.main.saved is None
        assert e.main.draft != edited
        await open_first(e)
        assert e.main.draft == edited
        assert "● 未保存" in e.text


async def test_a_broken_file_keeps_its_row_and_says_why(tmp_path: Path):
    given(tmp_path, text='endpoint = "a.b"\nbodi = ""\n')
    async with explorer(tmp_path) as e:
        await open_first(e)
        assert "✗ list-todo.toml 第 2 行" in e.text
        assert "未知的键 bodi" in e.text
        assert e.main.saved is None


async def test_a_file_that_changes_is_read_again_and_one_that_goes_is_told_once(tmp_path: Path):
    file = given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_todo(e)
        file.write_text(TODO.replace("{{who}}", "new"))
        e.main.controllers.look_at_files()
        await settled(e)
        assert e.main.draft is not None
        assert e.main.draft.body == '{"a": "new"}'
        assert "已重新加载" in e.text
        file.write_bytes(TODO.encode("gbk"))
        e.main.controllers.look_at_files()
        await settled(e)
        assert "在磁盘上已不存在" not in e.text, "it cannot be read, but is not gone"
        assert "✗ 审批/list-todo.toml" in e.rows[-1]
        e.main.notice("else")
        e.main.controllers.look_at_files()
        await settled(e)
        assert "else" in e.rows[-1]
        file.unlink()
        e.main.controllers.look_at_files()
        await settled(e)
        assert "在磁盘上已不存在" in e.text
        e.main.notice("else")
        e.main.controllers.look_at_files()
        await settled(e)
        assert "在磁盘上已不存在" not in e.text
        await e.press("ctrl+s")
        await settled(e)
        assert file.exists()


async def test_where_both_sides_changed_it_asks_and_a_save_overwrites_nothing_unseen(
    tmp_path: Path,
):
    file = given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_todo(e)
        theirs = TODO.replace("{{who}}", "theirs")
        file.write_text(theirs)
        await e.press("ctrl+s")
        await settled(e)
        assert file.read_text() == theirs
        assert "另存为" in e.text
        await e.press("escape")
        assert file.read_text() == theirs
        await open_json(e)
        e.main.query_one(JsonArea).load_text('{"a": "mine"}')
        await e.pilot.pause()
        file.write_text("bodi = 1\n")
        e.main.controllers.look_at_files()
        await settled(e)
        await e.press("3")
        await settled(e)
        assert e.main.edited == {"审批/list-todo"}
        e.main.controllers.open_endpoint(
            e.session.modules.catalogue.get("workflow.GetFlowInstanceTasks")
        )
        file.write_text(TODO)
        await open_todo(e)
        assert e.main.draft is not None
        assert e.main.draft.body == '{"a": "mine"}', "the other version was not read"
        await open_json(e)
        for number, (answer, kept) in enumerate((("2", "mine"), ("3", "theirs"))):
            e.main.query_one(JsonArea).load_text(f'{{"a": "mine {number}"}}')
            await e.pilot.pause()
            file.write_text(TODO.replace("{{who}}", f"theirs {number}"))
            e.main.controllers.look_at_files()
            await settled(e)
            assert "此处也有未保存的修改" in e.text
            await e.press(answer)
            await settled(e)
            assert f'"a": "{kept} {number}"' in file.read_text()
            assert e.main.draft.body == f'{{"a": "{kept} {number}"}}'
            assert not e.main.edited


async def test_a_move_takes_file_edits_and_row_along_and_the_name_while_the_title_stays(
    tmp_path: Path,
):
    given(tmp_path)
    given(tmp_path, "别处/x")
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await settled(e)
        await e.press("end", "0", "m")
        await settled(e)
        await e.press("tab", "down", "enter")
        await settled(e)
        moved = tmp_path / "workspace/collections/别处/list-todo.toml"
        assert moved.read_text() == TODO
        await e.main.controllers.open_saved_now("别处/list-todo")
        await open_json(e)
        await e.press("ctrl+home", "x")
        await e.main.run_command("saved")
        await settled(e)
        await e.press("0", "m")
        await settled(e)
        await e.type("新")
        await e.press("tab", "ctrl+u")
        await e.type("别处/里面")
        await e.press("enter")
        await settled(e)
        assert moved.with_name("里面").joinpath("新.toml").exists()
        assert e.main.saved_path == "别处/里面/新"
        assert e.main.edited == {"别处/里面/新"}


async def test_a_deleted_file_or_folder_comes_back_with_its_edits(tmp_path: Path):
    file = given(tmp_path, "审批/a")
    given(tmp_path, "审批/b")
    async with explorer(tmp_path) as e:
        await e.main.controllers.open_saved_now("审批/a")
        await e.main.run_command("saved")
        await settled(e)
        await e.press("delete")
        await settled(e)
        assert not file.exists()
        assert e.main.saved is None
        assert e.main.draft is not None
        await e.press("ctrl+z")
        await settled(e)
        assert file.read_text() == TODO
        e.main.controllers.open_endpoint(
            e.session.modules.catalogue.get("workflow.DescribeInstanceApproverList")
        )
        await e.pilot.pause()
        bodies = {"": '{"a": "endpoint"}', "审批/a": '{"a": "in a"}', "审批/b": '{"a": "in b"}'}
        for path, body in bodies.items():
            if path:
                await e.main.controllers.open_saved_now(path)
            await open_json(e)
            e.main.query_one(JsonArea).load_text(body)
            await e.pilot.pause()
        await e.main.run_command("saved")
        await settled(e)
        await e.press("home", "delete")
        await settled(e)
        assert not file.parent.exists()
        assert e.main.saved is None
        assert e.main.draft is not None
        assert e.main.draft.body == bodies[""]
        await e.press("ctrl+z")
        await settled(e)
        assert e.main.edited == {"审批/a", "审批/b"}
        for path in ("审批/a", "审批/b"):
            await e.main.controllers.open_saved_now(path)
            await e.pilot.pause()
            assert e.main.draft.body == bodies[path]


async def test_rows_are_ordered_copied_tagged_and_found_in_the_list_and_by_go_to(tmp_path: Path):
    given(tmp_path)
    given(tmp_path, "审批/z", TODO.replace("本周待办", "最后"))
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await settled(e)
        await e.press("down", "alt+down")
        await settled(e)
        assert (
            'order = [\n    "z",'
            in (tmp_path / "workspace/collections/审批/folder.toml").read_text()
        )
        await e.press("0", "T")
        await settled(e)
        assert (tmp_path / "workspace/collections/审批/list-todo 2.toml").exists()
        await e.press("0", "e")
        await settled(e)
        await e.type("日报")
        await e.press("enter")
        await settled(e)
        assert "#日报" in e.text
        await e.press("/")
        await e.type("最后")
        await settled(e)
        assert "1 个" in e.text
        assert "本周待办" not in e.text
        assert e.main.saved is None
        await e.press("ctrl+p")
        await e.type("最后")
        await settled(e)
        assert "已保存" in e.text
        await e.press("enter")
        await settled(e)
        assert e.main.saved_path == "审批/z"


async def test_f5_sends_the_request_under_the_cursor_and_no_folder(tmp_path: Path):
    given(tmp_path)
    done = TODO.replace("本周待办", "已办").replace("{{who}}", "李")
    given(tmp_path, "审批/z-done", done)
    async with explorer(tmp_path) as e:
        await e.main.controllers.open_saved_now("审批/list-todo")
        await e.main.run_command("saved")
        await settled(e)
        await e.press("home")
        assert " F4 F5 发送 " in e.text, "F5 here is not about the open request"
        assert "按 F4 F5 后" in e.text
        assert "F5 打开并发送" not in e.rows[-1]
        await e.press("f5")
        await settled(e)
        assert "请求未发送：没有选中请求。要运行文件夹，请按 R。" in e.rows[-1]
        assert isinstance(e.main.send_state, Idle)
        await e.press("down")
        assert "F5 打开并发送" in e.rows[-1]
        await e.press("f4")
        assert " F4 F5 发送 " not in e.text
        await e.main.run_command("saved")
        await e.press("home", "down", "down", "f5")
        await settled(e)
        await e.settle()
        assert e.main.saved_path == "审批/z-done"
        assert e.main.focused_place == "saved"
        page = await e.session.history.find(HistoryQuery())
        assert [each.saved for each in page.entries] == [e.session.saved_name("审批/z-done")]
        assert "李" in (e.main.draft.body if e.main.draft else "")


async def test_f5_keeps_the_edits_of_the_request_under_the_cursor(tmp_path: Path):
    given(tmp_path, text=START)
    async with explorer(tmp_path) as e:
        await open_todo(e)
        await open_json(e)
        await e.press("ctrl+end", "space")
        body = e.main.draft.body if e.main.draft else ""
        assert e.main.edited
        await e.main.run_command("saved")
        await settled(e)
        await e.press("f5")
        await settled(e)
        assert e.main.draft is not None
        assert e.main.draft.body == body
        assert "已打开，未发送" in e.rows[-1], "a write: the next F5 sends it"
        assert e.main.stage == "with"
        assert isinstance(e.main.send_state, Idle)


async def test_the_filter_leads_to_the_first_request_which_enter_opens_and_f5_sends(
    tmp_path: Path, subtests: pytest.Subtests
):
    given(tmp_path)
    given(tmp_path, "审批/z", TODO.replace("本周待办", "最后"))
    async with explorer(tmp_path) as e:
        for keys in ("home slash 最 后 enter", "f3 slash 最 后 enter", "home slash 最 后 f5"):
            with subtests.test(keys):
                await e.main.controllers.open_saved_now("审批/list-todo")
                await e.main.run_command("saved")
                await settled(e)
                for each in keys.split():
                    await e.pilot.press(each)
                await e.pilot.pause()
                await settled(e)
                await e.settle()
                assert e.app.screen is e.main
                assert e.main.saved_path == "审批/z"
                is_sent = keys.endswith("f5")
                assert e.main.stage == ("what" if is_sent else "with")
                assert isinstance(e.main.send_state, Idle) != is_sent
                e.main.query_one("#saved-filter", Field).value = ""
                await settled(e)
        await e.main.run_command("saved")
        await settled(e)
        await e.press("slash", *"最后", "down", "escape")
        await settled(e)
        assert e.main.stage == "result"
        assert any(row.startswith("   最后 ") for row in e.rows), "it stands in its field"
        await e.press("f3", "slash", "escape")
        await settled(e)
        assert "本周待办" in e.text


async def test_the_mouse_orders_and_moves_says_where_it_lands_and_is_undone(tmp_path: Path):
    given(tmp_path, "别处/x")
    for name in ("a", "b", "c"):
        given(tmp_path, f"审批/{name}", TODO.replace("本周待办", name))
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await settled(e)
        rows = e.main.query_one(SavedRows)
        paths = [node.path for node in rows.nodes]
        a, c = (8, paths.index("审批/a")), (8, paths.index("审批/c"))
        await e.pilot.mouse_down(rows, offset=c)
        await e.pilot._post_mouse_events([events.MouseMove], rows, offset=a, button=1)
        assert "移动到 审批 第 1 位" in e.text
        assert any("▸" in row and "a" in row for row in e.rows[8:11])
        await e.press("escape")
        assert "移动到" not in e.text
        await e.pilot.mouse_up(rows, offset=a)
        await settled(e)
        assert e.session.collections.listing("审批").requests == ("a", "b", "c")
        await e.pilot.mouse_down(rows, offset=c)
        await e.pilot.mouse_up(rows, offset=a)
        await settled(e)
        assert e.session.collections.listing("审批").requests == ("c", "a", "b")
        assert e.session.collections.listing("审批").settings.order == ("c", "a", "b")
        await e.press("ctrl+z")
        await settled(e)
        assert e.session.collections.listing("审批").requests == ("a", "b", "c")
        await e.pilot.mouse_down(rows, offset=a)
        await e.pilot.mouse_up(rows, offset=(8, paths.index("别处")))
        await settled(e)
        assert e.session.collections.listing("审批").requests == ("b", "c")
        assert e.session.collections.listing("别处").requests == ("a", "x")
        assert e.main.saved is None


async def test_a_folder_is_exported_asking_before_it_overwrites_and_each_format_has_a_key(
    tmp_path: Path,
):
    given(tmp_path, text=f'{TODO}[[assert]]\non = "$.items[*]"\nexists = true\n')
    target = tmp_path / "out.json"
    target.write_text("mine")
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await settled(e)
        await e.press("0", "x", "a")
        await settled(e)
        assert "审批.k6.js" in e.text, "the tenth format"
        await e.press("escape", "0", "x", "1")
        await settled(e)
        await e.press("ctrl+u")
        await e.type(str(target))
        await e.press("enter")
        await e.pilot.pause()
        assert target.read_text() == "mine"
        await e.press("ctrl+y")
        await settled(e)
        assert json.loads(target.read_text())["info"]["name"] == "审批"
        assert "已将 1 个请求写入" in e.text
        assert "此格式无法表示：" in e.text
        assert "assert" in e.text


async def test_the_tabs_of_a_saved_request_tell_of_its_file(tmp_path: Path):
    file = given(tmp_path, text=f'{TODO}[[assert]]\non = "status"\nequals = 200\n')
    async with explorer(tmp_path) as e:
        await open_todo(e)
        assert "表单  JSON  断言 2  TOML  头 1  认证  文档" in e.text
        await open_json(e)
        e.main.query_one(JsonArea).load_text('{"a": "mine"}')
        await e.pilot.pause()
        e.main.query_one("#with-tabs", Tabs).open("file")
        await e.pilot.pause()
        assert "未保存的修改不在文件中" in e.text
        assert "{{who}}" in e.text
        assert "mine" not in e.text
        e.main.query_one("#with-tabs", Tabs).open("checks")
        await e.send()
        assert "✓ HTTP" in e.text or "✓ " in e.text
        assert "09:42 的结果" in e.text
        e.main.query_one("#with-tabs", Tabs).focus()
        await e.press("a")
        await settled(e)
        await e.press("enter")
        await settled(e)
        assert "断言 3" in e.text
        assert file.read_text(encoding="utf-8").count("equals = 200") == 1, "it is there already"
        assert "lessThan = 1000" in file.read_text(encoding="utf-8")


async def test_an_empty_workspace_says_how_to_begin_and_an_import_selects_its_first_request(
    tmp_path: Path,
):
    collection = """{"info": {"name": "带来的", "schema": "collection/v2.1.0"}, "item": [
        {"name": "z", "item": [{"name": "first", "request": {"url": "{{vars.host}}/a"}}]},
        {"name": "a", "request": {"url": "{{vars.host}}/b"}}]}"""
    async with explorer(tmp_path) as e:
        await e.main.run_command("saved")
        await settled(e)
        assert "还没有已保存的请求" in e.text
        assert "接口  已保存  历史" in e.text
        for _ in range(2):
            plan = plan_import(e.session, collection.encode(), file="c.json")
            assert isinstance(plan, RequestPlan)
            apply_import(e.session, plan)
            e.main.controllers.imports.show_imported(plan)
            await settled(e)
            rows = e.main.query_one(SavedRows)
            assert f"▾ {plan.name}" in e.text
            assert rows.node is not None
            assert (rows.node.path, rows.has_focus) == (f"{plan.name}/z/first", True)
            folder, request = (
                [node.path for node in rows.nodes].index(f"{plan.name}/{name}") for name in "za"
            )
            assert folder < request
            assert f"已导入 {plan.name}：Enter 打开，F5 发送" in e.text
            await e.press("enter")
            await settled(e)
            assert e.main.draft is not None
            assert e.main.draft.url == "{{vars.host}}/a"
            e.main.query_one("#saved-filter", Field).value = "nothing has this"
            await settled(e)


async def test_a_request_of_no_endpoint_is_edited_and_judged_by_its_path(tmp_path: Path):
    lines = TODO.replace("{{who}}", "").splitlines(keepends=True)
    given(tmp_path, text="".join(line for line in lines if not line.startswith("endpoint")))
    async with explorer(tmp_path) as e:
        await open_todo(e)
        assert e.main.draft is not None
        assert e.main.draft.endpoint_id == ""
        assert e.main.preflight is not None
        assert e.main.preflight.endpoint.id == "workflow.DescribeInstanceApproverList"
        await open_json(e)
        await e.press("ctrl+home", "x")
        assert e.main.edited == {"审批/list-todo"}


async def test_with_shows_the_file_as_the_program_wrote_it_which_is_no_change_of_others(
    tmp_path: Path,
):
    file = given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_todo(e)
        e.main.query_one("#with-tabs", Tabs).open("file")
        loaded = e.session.collections.load("审批/list-todo")
        await e.main.controllers.files._save_details(loaded, Details((), "第一句"))
        await settled(e)
        example = Example(name="一个例子", status=200, body="{}")
        saved = keep_example(e.session.collections, "审批/list-todo", example)
        e.main.controllers.file_changed(saved)
        await settled(e)
        assert 'name = "一个例子"' in e.text
        loaded = e.session.collections.load("审批/list-todo")
        tagged = replace(loaded.request, tags=("每周",))
        e.session.collections.changes.save(tagged, loaded.text)
        e.main.controllers.look_at_files()
        await settled(e)
        assert "在磁盘上已更改" not in e.text
        assert e.main.saved is not None
        assert e.main.saved.request.tags == ("每周",)
        assert '"每周"' in e.text
        file.write_text(TODO.replace("本周待办", "别的"), encoding="utf-8")
        e.main.controllers.look_at_files()
        await settled(e)
        assert "在磁盘上已更改" in e.text


async def test_the_open_saved_request_is_there_at_the_next_start_unless_it_is_gone(tmp_path: Path):
    file = given(tmp_path)
    async with explorer(tmp_path) as e:
        await open_todo(e)
        assert e.main.saved_path == "审批/list-todo"
    async with explorer(tmp_path, environments="none") as e:
        await settled(e)
        assert e.main.saved_path == "审批/list-todo"
        assert "本周待办" in e.text
        await e.main.run_command("saved")
        await settled(e)
        rows = e.main.query_one(SavedRows)
        assert rows.node is not None
        assert rows.node.path == "审批/list-todo"
        e.main.controllers.open_endpoint(
            e.session.modules.catalogue.get("workflow.GetFlowInstanceTasks")
        )
    async with explorer(tmp_path, environments="none") as e:
        await settled(e)
        assert e.main.saved_path == ""
        await open_todo(e)
        assert e.main.saved_path == "审批/list-todo"
    file.unlink()
    async with explorer(tmp_path, environments="none") as e:
        await settled(e)
        assert e.main.saved_path == ""
        assert "✗" not in e.text
        assert e.session.settings.preferences.saved == ""


async def test_a_demo_says_once_that_it_keeps_nothing(tmp_path: Path):
    given(tmp_path)
    async with explorer(tmp_path) as e:
        e.session.is_demo = True
        await open_todo(e)
        await e.press("ctrl+s")
        await settled(e)
        assert "退出演示时会删除" in e.text
        await e.press("ctrl+s")
        await settled(e)
        assert "已保存到 审批/list-todo.toml" in e.text
        assert "退出演示时会删除" not in e.text


async def test_a_save_that_ends_while_another_is_open_leaves_that_one_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
):
    for folder in ("save", "save_as"):
        given(tmp_path, f"{folder}/a")
        given(tmp_path, f"{folder}/b", TODO.replace("{{who}}", "b"))
    may_write, save = threading.Event(), CollectionChanges.save

    def slow(
        self: CollectionChanges, request: SavedRequest, known: str | None = None
    ) -> LoadedRequest:
        hold(may_write)
        return save(self, request, known)

    monkeypatch.setattr(CollectionChanges, "save", slow)
    async with explorer(tmp_path) as e:
        for action, name, body in (("save", "a", '{"a": "mine"}'), ("save_as", "新", TODO_BODY)):
            with subtests.test(action=action):
                may_write.clear()
                a, b = f"{action}/a", f"{action}/b"
                await e.main.controllers.open_saved_now(a)
                await open_json(e)
                e.main.query_one(JsonArea).load_text('{"a": "mine"}')
                await e.pilot.pause()
                await e.main.run_command(action)
                await e.pilot.pause()
                if action == "save_as":
                    await e.press("ctrl+u")
                    await e.type(name)
                    await e.press("enter")
                edited = e.main.edited - {a}
                await e.main.controllers.open_saved_now(b)
                await open_json(e)
                e.main.query_one(JsonArea).load_text('{"a": "typed in b"}')
                await e.pilot.pause()
                may_write.set()
                await settled(e)
                written = tmp_path / f"workspace/collections/{action}/{name}.toml"
                assert '"a": "mine"' in written.read_text()
                assert e.main.saved_path == b
                assert e.main.saved is not None
                assert e.main.saved.request.path == b
                assert e.main.draft is not None
                assert e.main.draft.body == '{"a": "typed in b"}'
                assert e.main.edited == {*edited, b}
                assert f"已保存到 {action}/{name}.toml" in e.text
                await e.main.controllers.open_saved_now(a)
                await e.pilot.pause()
                assert e.main.draft.body == body


async def test_the_strip_says_what_sending_a_request_of_another_host_does(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for name, path in (("a", "/a"), ("b", READ_PATH)):
        text = f'method = "POST"\nurl = "https://other.example.cn{path}"\n'
        given(tmp_path, f"审批/{name}", text)
    async with explorer(tmp_path, size=(80, 24)) as e:
        for name, effect in (("a", "写"), ("b", "只读")):
            with subtests.test(effect):
                await e.main.controllers.open_saved_now(f"审批/{name}")
                await settled(e)
                assert e.rows[2].endswith(f"POST {effect}")
