"""The form: typing, choosing, adding and removing change one place of the draft."""

import json
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.cells import cell_len
from textual.events import Key
from textual.widgets import Input
from textual.worker import WorkerState

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import calls, open_endpoint, transport
from weda_tui.core.catalogue.endpoint import Parameter
from weda_tui.core.environments.deployment import Target
from weda_tui.core.lazy import known
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.tui.layout.help_dialog import Help
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.requests.form import RequestForm
from weda_tui.tui.requests.form_field import FormField
from weda_tui.tui.requests.form_rows import FormRows
from weda_tui.tui.requests.value_dialog import ValueList
from weda_tui.tui.tokens.dialog import TokenDetails
from weda_tui.tui.widgets.code_area import JsonArea, UrlArea
from weda_tui.tui.widgets.drawing.palette import DARK, LIGHT, TERMINAL, style
from weda_tui.tui.widgets.tabs import Tabs

LONG = "1893450276618240001"


def draft(e: Explorer) -> RequestDraft:
    assert e.main.draft is not None
    return e.main.draft


def body(e: Explorer) -> Any:
    return json.loads(draft(e).body)


async def open_form(e: Explorer, action: str, text: str | None = None) -> None:
    """Open a workflow endpoint and focus the first field of its form, optionally with a body."""
    await open_endpoint(e, action)
    if text is not None:
        endpoint = e.main.endpoint
        assert endpoint is not None
        shown = msgspec.structs.replace(draft_for(endpoint), body=text)
        e.main.query_one(RequestEditor).show_draft(shown)
        e.main.query_one(RequestForm).focus_form()
        await e.pilot.pause()


async def to_row(e: Explorer, name: str) -> None:
    """Move the cursor to the row with the given name."""
    rows = e.main.query_one(FormRows)
    rows.cursor = next(
        index
        for index, line in enumerate(rows.lines)
        if rows.is_selectable(index) and line.row is not None and line.row.name == name
    )
    await e.pilot.pause()


def selected_field(e: Explorer) -> str:
    line = e.main.query_one(FormRows).line
    assert line is not None
    return line.row.name if line.row is not None else line.kind


def part_of_screen(e: Explorer, selector: str) -> str:
    region = e.main.query_one(selector).region
    strips = list(e.app.screen._compositor.render_strips())[region.y : region.bottom]
    return "\n".join(strip.crop(region.x, region.right).text for strip in strips)


def foot(e: Explorer) -> str:
    return part_of_screen(e, "#form-foot")


async def test_text_goes_at_once_into_the_first_field_and_a_date_and_a_number_into_theirs(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "GetFlowInstanceTasks")
        before = draft(e).body
        await e.type(LONG)
        assert draft(e).body == before.replace("1700000000000000001", LONG)
        assert LONG in e.text
        await to_row(e, "StartTime")
        assert "也可填写日期" in foot(e)
        await e.type("2026-11-24 09:22:18")
        assert body(e)["StartTime"] == 1795483338000
        await e.press("escape")
        assert "2026-11-24 09:22:18" in e.text
        assert "1795483338000" in e.text
        await to_row(e, "PageSize")
        await e.type("ten")
        assert body(e)["PageSize"] == "ten", "what is no number is kept and named"
        assert "✗ PageSize 应为整数" in e.text
        await e.press("ctrl+u")
        assert "PageSize" not in body(e), "nothing typed is nothing sent"


async def test_a_letter_goes_behind_what_the_field_holds_whatever_way_it_was_come_to(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path, size=(120, 40)) as e:
        await open_form(e, "StartFlow", '{"FlowCode": "flow", "ProcessKey": "key"}')
        await e.type("1")
        await e.press("f3", "f4")
        await e.type("2")
        await e.press("down")
        await e.type("3")
        assert (body(e)["FlowCode"], body(e)["ProcessKey"]) == ("flow12", "key3")
        await to_row(e, "FlowVersion")
        rows, y = e.main.query_one(FormRows), e.main.query_one(FormField).region.y
        line = e.rows[y][: rows.region.right]
        assert "流程版本" not in line, "nothing of what an empty row means stays beside its field"
        assert line.rstrip() == line[: rows.field_region.x + rows.region.x].rstrip()


async def test_what_the_form_does_not_know_in_the_body_stays_byte_for_byte_and_is_a_row(
    tmp_path: Path,
) -> None:
    text = '{"odd":1.10,  "InstanceId":"a","a":1,"a":2,\n"big":1893450276618240001}'
    async with explorer(tmp_path) as e:
        await open_form(e, "GetFlowInstanceTasks", text)
        await e.press("end")
        await e.type("b")
        assert draft(e).body == text.replace('"a",', '"ab",', 1)
        e.main.query_one("#with-tabs", Tabs).open("json")
        await e.pilot.pause()
        area = e.main.query_one(JsonArea)
        assert area.text == draft(e).body
        assert "1893450276618240001" in e.text
        area.focus()
        await e.press("ctrl+home", "right")
        await e.type('"mine": 1.50, ')
        await e.press("escape", "left", "enter")
        assert "mine" in e.text
        await to_row(e, "mine")
        assert "文档中没有" in foot(e)
        await e.press("end", "backspace")
        assert draft(e).body == text.replace('"a",', '"ab",', 1).replace("{", '{"mine": 1.5, ')


async def test_enter_goes_to_the_next_field_escape_to_the_row_and_left_to_the_group(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "CompleteTask")
        assert isinstance(e.app.focused, Input)
        await e.press("enter")
        assert selected_field(e) == "ButtonAction"
        await e.press("down")
        assert selected_field(e) == "Comment"
        assert isinstance(e.app.focused, Input)
        await e.press("escape")
        assert e.app.focused is e.main.query_one(FormRows)
        await e.press("up")
        await e.press("up")
        assert e.app.focused is e.main.query_one(FormRows), "keys act on rows until Enter"
        await e.press("enter")
        assert isinstance(e.app.focused, Input)
        await e.press("escape")
        await to_row(e, "days")
        await e.press("left")
        assert selected_field(e) == "Value"
        await e.press("left")
        assert "days" not in e.text
        await e.press("right")
        assert "days" in e.text
        await e.press("enter")
        assert "days" not in e.text


async def test_what_was_typed_is_there_after_another_tab_another_stage_and_ctrl_l(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "CompleteTask")
        await e.press("end")
        await e.type("77")
        await e.press("f6", "f4")
        assert isinstance(e.app.focused, Input)
        assert "160000000000000000277" in e.text
        e.main.query_one("#with-tabs", Tabs).open("json")
        await e.pilot.pause()
        assert '"160000000000000000277"' in e.text
        e.main.query_one("#with-tabs", Tabs).open("form")
        await e.pilot.pause()
        assert "160000000000000000277" in e.text
        await e.press("f4")
        await e.type("9")
        typed = draft(e)
        assert body(e)["TaskId"] == "1600000000000000002779"
        await e.press("ctrl+l")
        assert draft(e) == typed


async def test_a_listed_value_is_chosen_from_a_list_and_taken_away_and_another_one_typed(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "CompleteTask")
        await e.press("down", "enter")
        assert "拒绝" in e.text
        await e.press("4", "enter")
        assert body(e)["ButtonAction"] == 4
        assert "转办" in e.text
        assert "›   Comment" in e.text or "› Comment" in e.text, "Enter goes on to the next row"
        await e.press("up", "enter", "1", "down", "enter")
        assert body(e)["ButtonAction"] == 17, "a digit narrows to the values that begin with it"
        await e.press("up", "enter", "escape")
        assert body(e)["ButtonAction"] == 17
        assert "缺少 ButtonAction" not in e.text
        await e.press("enter", "pagedown", "up", "enter")
        assert "ButtonAction" not in body(e)
        assert "缺少 ButtonAction" in e.text
        await e.press("enter", "pagedown", "enter", "ctrl+u")
        await e.type("9")
        assert body(e)["ButtonAction"] == 9
        await e.press("down")
        assert "✗ 取值应为" in e.text
        await e.press("up", "9", "9", "enter")
        assert e.app.screen is e.main
        assert body(e)["ButtonAction"] == 99


async def test_one_rule_letters_type_or_narrow_enter_goes_on_esc_leaves(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "CompleteTask")
        await e.press("escape", "y", "e")
        assert body(e)["TaskId"] == "ye", "letters type into a text row, in place of the example"
        await e.press("enter", *"jujue")
        assert isinstance(e.app.screen, ValueList), "in a row with values it narrows them"
        assert ("3   拒绝" in e.text, "4   转办" in e.text) == (True, False)
        await e.press("enter")
        assert body(e)["ButtonAction"] == 3
        await e.press("x")
        assert body(e)["Comment"] == "x", "and went on"
        await e.press("escape")
        assert e.main.panes.place(e.main.focused) == "form", "Esc leaves the row"
        assert "Esc 离开表单" in e.rows[-1]
        await e.press("escape")
        assert e.main.focused is e.main.query_one("#with-tabs"), "again leaves the form"
        assert "Esc 到响应" in e.rows[-1]
        await e.press("enter", "escape", "question_mark")
        assert isinstance(e.app.screen, Help)


async def test_space_switches_a_truth_value_and_the_menu_copies_a_value_and_sets_an_empty_text(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "GetFlowInstanceTasks")
        await to_row(e, "NeedUserExtraInfo")
        await e.press("space")
        assert body(e)["NeedUserExtraInfo"] is True
        assert "(•) true" in e.text
        await e.press("enter", "down", "enter")
        assert body(e)["NeedUserExtraInfo"] is False
        await e.press("up", "t", "enter")
        assert body(e)["NeedUserExtraInfo"] is True
        await e.press("up", "delete")
        assert "NeedUserExtraInfo" not in body(e)
        assert "Ctrl+Z 撤销" in e.rows[-1]
        await to_row(e, "FlowCode")
        await e.press("escape", "0")
        assert "发送空字符串" in e.text
        row = next(row for row in e.rows if "发送空字符串" in row)
        await e.press(row.split()[0].strip("›"))
        assert body(e)["FlowCode"] == ""
        await to_row(e, "InstanceId")
        await e.press("0", "y")
        await e.pilot.pause()
        assert e.app.clipboard == "1700000000000000001"
        assert "InstanceId" in e.rows[-1]


async def test_objects_items_and_named_members_are_added_with_their_field_open_and_removed(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "GetFlowInstanceTasks")
        await to_row(e, "StartUser")
        await e.press("enter")
        assert body(e)["StartUser"] == {}
        assert selected_field(e) == "UserId"
        await e.type(LONG)
        assert body(e)["StartUser"] == {"UserId": LONG}
        assert "缺少 StartUser.Type" in e.text
        await to_row(e, "TaskIds")
        await e.press("enter")
        assert body(e)["TaskIds"] == []
        await e.type("a")
        await e.press("enter")
        await e.type("b")
        await e.press("enter")
        assert body(e)["TaskIds"] == ["a", "b"]
        await e.press("up", "up", "escape", "delete")
        assert body(e)["TaskIds"] == ["b"]
        await open_form(e, "CompleteTask", '{"TaskId": "1", "PageParams": {"old": {}}}')
        await to_row(e, "<variableKey>")
        await e.type("old")
        await e.press("enter")
        assert "old 已存在" in e.rows[-1]
        await e.press("ctrl+u")
        await e.type("new")
        await e.press("enter")
        assert body(e)["PageParams"] == {"old": {}, "new": {}}
        assert selected_field(e) == "Type"


async def test_ctrl_z_goes_back_step_by_step_to_the_very_same_text_or_an_edit_of_the_json(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "GetFlowInstanceTasks")
        start = draft(e)
        await e.type("9")
        await e.press("down", "down")
        await e.type("8")
        await to_row(e, "StartUser")
        await e.press("enter")
        await e.press("ctrl+z")
        assert "StartUser" not in body(e)
        assert body(e)["TaskAssignee"]["UserId"].endswith("8")
        await e.press("ctrl+z")
        assert selected_field(e) == "UserId"
        await e.press("ctrl+z")
        assert draft(e) == start
        assert selected_field(e) == "InstanceId"
        await e.press("ctrl+z")
        assert "没有可撤销的操作" in e.rows[-1]
        await e.type("9")
        e.main.query_one("#with-tabs", Tabs).open("json")
        await e.pilot.pause()
        typed = draft(e)
        await e.press("ctrl+home", "enter")
        edited = draft(e)
        assert edited != typed
        e.main.query_one("#with-tabs", Tabs).open("form")
        await e.pilot.pause()
        await e.press("ctrl+z")
        assert draft(e) == edited


async def test_a_draft_that_is_edited_elsewhere_is_what_the_form_shows(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "CompleteTask")
        for tab, id_ in (("headers", "7007"), ("docs", "8008"), ("json", "9009")):
            with subtests.test(tab=tab):
                e.main.query_one("#with-tabs", Tabs).open(tab)
                await e.pilot.pause()
                edited = msgspec.structs.replace(draft(e), body=f'{{"TaskId": "{id_}"}}')
                e.main.query_one(RequestEditor).apply_edit(edited)
                await e.pilot.pause()
                assert draft(e) == edited
                e.main.query_one("#with-tabs", Tabs).open("form")
                await e.pilot.pause()
                assert id_ in foot_and_rows(e)
                assert draft(e) == edited


async def test_path_and_query_are_rows_too_and_nothing_leaves_without_a_path_parameter(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        e.main.controllers.open_endpoint(e.session.modules.catalogue.get("model.listSimple"))
        await e.pilot.pause()
        assert selected_field(e) == "modelName"
        await e.type("orders")
        assert draft(e).url.endswith("/orders/list")
        await to_row(e, "pageSize")
        await e.type("5")
        assert draft(e).url.endswith("/orders/list?pageSize=5")
        assert e.main.query_one(UrlArea).text == draft(e).url
        area = e.main.query_one(UrlArea)
        area.focus()
        area.load_text(draft(e).url.replace("orders", "leave"))
        await e.pilot.pause()
        assert "leave" in foot_and_rows(e)
        e.main.controllers.open_endpoint(e.session.modules.catalogue.get("odata.getSchema"))
        await e.pilot.pause()
        assert "✗ 缺少 datasourceName" in e.text
        await e.press("f5")
        assert selected_field(e) == "datasourceName"
        await e.send()
        assert not transport(e).requests
        assert "datasourceName" in e.text


def foot_and_rows(e: Explorer) -> str:
    return part_of_screen(e, "#form")


async def test_a_body_that_is_no_json_or_too_large_is_left_alone_and_a_large_one_checked_later(
    tmp_path: Path,
) -> None:
    large = json.dumps({"InstanceId": "1", "blob": "x" * 70_000})
    async with explorer(tmp_path) as e:
        await open_form(e, "GetFlowInstanceTasks", '{"InstanceId": "1",\n  oops}')
        assert "正文不是 JSON" in e.text
        assert "第 2 行第 3 列" in foot_and_rows(e)
        await e.type("x")
        await e.press("delete", "enter", "space", "escape")
        assert draft(e).body == '{"InstanceId": "1",\n  oops}'
        await open_form(e, "GetFlowInstanceTasks", large)
        assert "太大" in e.text
        await e.type("x")
        assert draft(e).body == large
        await open_form(
            e, "GetFlowInstanceTasks", json.dumps({"InstanceId": 1, "blob": "x" * 20_000})
        )
        await e.until_shown("✗ InstanceId 应为字符串")


async def test_a_check_that_ends_after_the_screen_is_gone_says_nothing(tmp_path: Path) -> None:
    large = json.dumps({"InstanceId": 1, "blob": "x" * 20_000})
    may_answer = threading.Event()

    def check(draft: RequestDraft, where: Target) -> tuple[DraftFinding, ...]:
        may_answer.wait(5)
        return ()

    async with explorer(tmp_path) as e:
        await e.press("f6")
        e.session.sending.check = check
        editor = e.main.query_one(RequestEditor)
        endpoint = e.session.modules.catalogue.get("workflow.GetFlowInstanceTasks")
        editor.show_draft(msgspec.structs.replace(draft_for(endpoint), body=large))
        worker = next(worker for worker in e.app.workers if worker.group == "check")
        await editor.remove_children()
        may_answer.set()
        await worker.wait()
        assert worker.state is WorkerState.SUCCESS


async def test_a_call_without_fields_says_so(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        assert e.main.query_one("#with-tabs", Tabs).current == "json", "where text can be typed"
        e.main.query_one("#with-tabs", Tabs).open("form")
        await e.pilot.pause()
        assert "这个接口没有参数，可以直接发送" in foot_and_rows(e)
        await e.press("down", "enter", "delete", "space", "escape")
        await open_form(e, "CompleteTask")
        assert selected_field(e) == "TaskId"


async def test_hundreds_of_fields_draw_only_what_is_visible(tmp_path: Path) -> None:
    fields = tuple(Parameter(name=f"field{n}", location="body", type="string") for n in range(1000))
    async with explorer(tmp_path) as e:
        await open_form(e, "GetFlowInstanceTasks")
        endpoint = e.main.endpoint
        assert endpoint is not None
        details = msgspec.structs.replace(endpoint.details.value, body=fields)
        form = e.main.query_one(RequestForm)
        form.show(msgspec.structs.replace(endpoint, details=known(details)), draft(e), ())
        drawn: list[int] = []
        rows = e.main.query_one(FormRows)
        real = rows.row

        def row(index: int, width: int) -> Any:
            drawn.append(index)
            return real(index, width)

        rows.row = row
        await e.press("escape", "down")
        assert 0 < len(set(drawn)) <= rows.size.height


async def test_the_docs_of_the_selected_field_stand_at_the_foot_and_say_where_what_is_cut_is(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        e.main.controllers.open_endpoint(e.session.modules.catalogue.get("model.list"))
        await e.pilot.pause()
        assert "modelName  字符串 · 路径参数 · 必填" in foot(e)
        await to_row(e, "pageSize")
        assert "默认 10" in foot(e)
        assert "! 需与 pageNumber 同时传，单独传不生效。" in foot(e), "the trap where it bites"
        await open_form(e, "CompleteTask")
        await e.press("down")
        assert selected_field(e) == "ButtonAction"
        assert "1 提交 · 2 同意" in foot(e)
        for size in ((160, 48), (80, 24)):
            with subtests.test(size=size):
                await e.pilot.resize_terminal(*size)
                is_cut = "全文见“文档”页" in foot(e)
                assert is_cut or "…" not in foot(e)
                assert is_cut is (size == (80, 24))
                assert all(cell_len(row) <= size[0] for row in e.rows)
        e.main.query_one("#with-tabs", Tabs).open("docs")
        await e.pilot.pause()
        assert "ButtonAction" in e.text


async def test_a_resize_keeps_the_field_and_its_row_pages_leave_it_and_an_id_is_whole(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """The id is whole although the cursor stands behind it."""
    async with explorer(tmp_path, size=(80, 24)) as e:
        await open_form(e, "CompleteTask")
        rows = e.main.query_one(FormRows)
        for size in ((80, 24), (120, 30), (100, 30), (160, 48)):
            with subtests.test(size=size):
                assert selected_field(e) == "TaskId"
                assert isinstance(e.app.focused, Input)
                assert "1600000000000000002" in foot_and_rows(e)
                await e.press("down", "down")
                await e.pilot.resize_terminal(*size)
                await e.pilot.pause()
                assert selected_field(e) == "Comment"
                field = e.app.focused
                assert isinstance(field, Input)
                assert field.region.y == rows.region.y + rows.cursor - round(rows.scroll_y)
                await e.press("up", "up")
                if size in ((80, 24), (160, 48)):
                    await e.press("pagedown")
                    assert rows.cursor >= rows.size.height - 1
                    await e.press(*["pagedown"] * 5, *["pageup"] * 6)
        assert selected_field(e) == "TaskId"
        assert isinstance(e.app.focused, Input)
        assert "1600000000000000002" in foot_and_rows(e)


# -- before sending --------------------------------------------------------------------------


async def test_f5_goes_to_what_is_missing_first_and_sends_the_second_time_unless_edited_or_guarded(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "GetFlowInstanceTasks")
        await e.press("ctrl+u", "f6")
        assert "✗ 缺少 InstanceId" in e.text
        await e.press("f5")
        assert not calls(e)
        assert selected_field(e) == "InstanceId"
        assert isinstance(e.app.focused, Input)
        assert "仍要发送，请再按一次 F5" in e.rows[-1]
        assert "✗ 必填，尚未填写" in e.text
        await e.press("down", "down")
        await e.type("1")
        await e.press("f5")
        assert not calls(e), "what was changed since is warned of again"
        await e.send()
        assert len(calls(e)) == 1
        await to_row(e, "InstanceId")
        await e.type("1")
        await e.send()
        assert len(calls(e)) == 2
        await open_form(e, "CompleteTask", '{"ButtonAction": 2}')
        await e.press("f5")
        assert e.app.screen is e.main
        await e.press("f5")
        assert e.app.screen is not e.main
        assert "! 缺少 TaskId 等 3 项" in e.text
        assert len(calls(e)) == 2, "a missing value does not go past the guard"
        await e.press("y")
        await e.settle()
        assert len(calls(e)) == 3


async def test_a_field_in_a_folded_group_is_found(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        for size, id_ in (((80, 24), "1"), ((160, 48), "2")):
            with subtests.test(size=size):
                await e.pilot.resize_terminal(*size)
                await open_endpoint(e, "CompleteTask")
                text = f'{{"InstanceId": "{id_}", "TaskAssignee": {{}}}}'
                await open_form(e, "GetFlowInstanceTasks", text)
                await e.press("escape", "down", "left")
                assert "UserId" not in foot_and_rows(e)
                await e.press("f5")
                assert selected_field(e) == "UserId"


async def test_space_on_a_row_and_an_untouched_field_is_the_menu_and_changes_nothing(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await open_form(e, "CompleteTask")
        before = draft(e)
        await e.press("escape", "space")
        assert e.app.screen is not e.main
        await e.press("escape", "enter")
        for key in ("space", "ideographic_space"):
            with subtests.test(key=key):
                assert isinstance(e.app.focused, Input)
                await e.press(key)
                assert e.app.screen is not e.main
                assert draft(e) == before
                await e.press("escape")
                await e.type("a b")
                assert body(e)["TaskId"] == "a b", "behind what is typed it is a blank"
                await e.press("f3", "f4", "home", key)
                assert body(e)["TaskId"].strip() == "a b", "and where the cursor was moved to"
            await open_form(e, "CompleteTask", before.body)
        e.app.post_message(Key("space", " "))
        e.app.post_message(Key("9", "9"))
        await e.settle()
        assert draft(e) == before
        assert isinstance(e.app.screen, TokenDetails)


async def test_fields_that_touch_are_told_apart(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        await open_form(e, "GetFlowInstanceTasks", '{"InstanceId": "a", "b": 1, "c": 2, "d": 3}')
        await e.press("escape")
        rows = e.main.query_one(FormRows)
        indexes = [n for n, line in enumerate(rows.lines) if line.row and line.row.raw is not None]
        roles = [rows.row(n, 70).left[-1].role for n in indexes]
        assert len(roles) == 4
        for theme in (DARK, LIGHT):
            looks = [(each.bgcolor, each.underline) for each in (style(theme, r) for r in roles)]
            assert all(one != next_ for one, next_ in pairwise(looks)), theme
        assert all(style(TERMINAL, role).underline for role in roles)
