"""WITH: how typing changes the draft, and which problems are shown meanwhile."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Paste

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import calls, open_endpoint, open_json, transport
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.widgets.code_area import JsonArea, UrlArea
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.tabs import Tabs

URL = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/DescribeInstanceApproverList"


def draft(e: Explorer) -> RequestDraft:
    assert e.main.draft is not None
    return e.main.draft


async def type_url(e: Explorer, url: str) -> None:
    area = e.main.query_one(UrlArea)
    area.focus()
    area.load_text(url)
    await e.pilot.pause()


async def test_what_is_typed_is_what_is_sent_unless_a_header_is_bad(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("enter")
        await e.type('{"a": 1893450276618240001}')
        await e.press("escape", "right")
        assert "请求头 1" in e.text
        await e.press("enter", "down", "down", "end", "enter")
        await e.type("X-Trace: a:b")
        assert draft(e).headers[-1] == ("X-Trace", "a:b")
        assert "请求头 2" in e.text
        await e.send()
        (sent,) = calls(e)
        assert await sent.aread() == b'{"a": 1893450276618240001}'
        assert sent.headers["X-Trace"] == "a:b"
        await e.press("f4", "ctrl+u")
        await e.type("no colon here")
        await e.send()
        assert calls(e) == [sent]
        assert "no colon here" in e.text


async def test_an_editor_is_offered_where_one_is_named_and_leaves_the_body_without_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer(tmp_path) as e:
        await open_json(e, "CompleteTask")
        await e.press("escape")
        assert "$EDITOR" not in e.rows[-1]
        monkeypatch.setenv("EDITOR", "true")
        await e.press("right_square_bracket")
        assert "$EDITOR" not in e.rows[-1]
        await e.press("left_square_bracket")
        assert "e 用 $EDITOR 打开" in e.rows[-1]
        monkeypatch.setenv("VISUAL", "false")
        before = draft(e)
        await e.press("e")
        assert "无法在这个终端中运行编辑器" in e.text
        assert draft(e) == before


async def test_every_method_stands_whole_before_the_address_and_the_target_below(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        for endpoint, said in (
            ("odata.update", "  PATCH {{vars.host}}"),
            ("model.deleteById", "  DELETE {{vars.host}}"),
            ("odata.list", "  GET  {{vars.host}}"),
        ):
            e.main.controllers.open_endpoint(e.session.modules.catalogue.get(endpoint))
            await e.pilot.pause()
            assert said in e.text
        await open_endpoint(e, "StopFlow")
        assert "总部 · prod · 不可恢复：终止流程" in e.text
        assert "! 发送前需输入名称 总部" in e.text
        await open_endpoint(e, "CompleteTask")
        assert "总部 · prod · 写：完成审批任务" in e.text
        assert "! 写前确认：发送前会询问" in e.text


async def test_drafts_survive_switching_endpoints_and_ctrl_z_undoes_in_the_body_of_one_alone(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.press("enter")
        await e.type('{"a": 1}')
        await open_endpoint(e, "CompleteTask")
        before = draft(e).body
        await e.press("ctrl+z", "ctrl+z")
        assert draft(e).body == before
        await open_json(e, "CompleteTask")
        await e.press("ctrl+z")
        assert draft(e).body == before
        await e.press("x")
        assert draft(e).body != before
        await e.press("ctrl+z")
        assert draft(e).body == before
        await e.type(" ")
        edited = draft(e)
        assert edited.body != before
        await open_endpoint(e, "DescribeInstanceApproverList")
        assert draft(e).body == '{"a": 1}'
        await open_endpoint(e, "CompleteTask")
        assert draft(e) == edited


async def test_a_fault_in_the_json_is_shown_while_typing_and_no_key_is_lost_meanwhile(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        body = e.main.query_one(JsonArea)
        body.insert("x")
        e.main.query_one(RequestEditor)._refresh_words()
        await e.pilot.pause()
        assert draft(e).body == body.text == "x"
        body.load_text("")
        await e.press("enter")
        await e.type('{"a": {{WeDa.EnvType}}}')
        assert "✗" not in e.text, "a variable is no fault"
        await e.press("ctrl+a", "delete")
        await e.type('{"a": 1 ')
        await e.press("enter")
        await e.type('"b": 2}')
        await e.until_shown("✗ 第 2 行第")
        assert "缺少逗号" in e.text
        await e.until_shown("! JSON 第 2 行")  # only a warning: F5 still sends
        await e.send()
        assert len(calls(e)) == 1


async def test_ctrl_l_formats_json_with_variables_and_says_where_a_body_is_none(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await e.press("enter")
        await e.type('{"a":1.50,"b":[1]}')
        await e.press("ctrl+l")
        assert draft(e).body == '{\n  "a": 1.50,\n  "b": [\n    1\n  ]\n}'
        assert "已格式化" in e.rows[-1]
        await e.press("ctrl+z")
        assert draft(e).body == '{"a":1.50,"b":[1]}'
        e.main.query_one(JsonArea).load_text("{oops")
        await e.press("ctrl+l")
        assert draft(e).body == "{oops"
        assert "未格式化：第 1 行第 2 列不是 JSON" in e.rows[-1]
        e.main.query_one(JsonArea).load_text('{"a":{{ id }}}')
        await e.press("ctrl+l")
        assert draft(e).body == '{\n  "a": {{ id }}\n}'
        assert "已格式化" in e.rows[-1]


async def test_a_url_is_pasted_as_one_line_and_not_sent_to_an_unknown_variable_or_another_host(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    nearest = ("✗ {{WeDa.EnvTyp}} 未定义。最接近的是", "按 Tab 替换")
    async with explorer(tmp_path) as e:
        area = e.main.query_one(UrlArea)
        area.focus()
        area.select_all()
        area.post_message(Paste("{{vars.host}}/weda/workflow\n/v1/prod/\r\nGetFlowInstanceTasks\n"))
        await e.pilot.pause()
        assert area.text == "{{vars.host}}/weda/workflow/v1/prod/GetFlowInstanceTasks"
        await e.press("enter")
        assert draft(e).url == area.text
        assert e.app.focused is not area, "Enter leaves the field"
        for url, said in (
            (URL.replace("EnvType", "EnvTyp"), (*nearest, "没有值")),
            ("{{zzzz}}/x", ("✗ {{zzzz}} 未定义", "没有值")),
        ):
            with subtests.test(url=url):
                await type_url(e, url)
                assert all(part in e.text for part in said), "the pre-flight says it too"
                await e.send()
                assert not transport(e).requests
        await type_url(e, "https://elsewhere.example.org/x")
        await e.send()
        assert not transport(e).requests
        assert "elsewhere.example.org" in e.text


async def test_brackets_step_through_the_tabs_outside_fields(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("right_square_bracket")
        assert "Content-Type" in e.text
        await e.press("right_square_bracket", "right_square_bracket")
        assert "响应字段" in e.text
        await e.press("left_square_bracket")
        assert "Bearer {{access_token}}" in e.text


def cursors(e: Explorer) -> list[str]:
    """Return the widgets of WITH that mark a selected row."""
    return [
        str(each.id)
        for each in e.main.query_one(RequestEditor).query("Rows, Tabs")
        if isinstance(each, Rows | Tabs)
        and any("›" in each.render_line(y).text for y in range(each.size.height))
    ]


async def test_brackets_and_clicks_on_a_tab_type_nothing(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_endpoint(e, "CompleteTask")
        before, tabs = draft(e), e.main.query_one("#with-tabs", Tabs)
        await e.press("escape", *["right_square_bracket"] * 2)
        assert (tabs.current, tabs.has_focus) == ("headers", True)
        assert draft(e) == before
        await e.press("left_square_bracket", "left_square_bracket")
        assert tabs.current == "form"
        assert cursors(e) == ["with-tabs"], "one place has the cursor"
        await e.press("down")
        assert cursors(e) == ["form-rows"]
        await e.press("escape")
        await e.pilot.click(tabs, offset=(cell_len(tabs.render_line(0).text.split("JSON")[0]), 0))
        await e.press("right_square_bracket", "left_square_bracket")
        assert (tabs.current, draft(e)) == ("json", before)
        await e.press("down", "x")
        assert draft(e).body == "x" + before.body


async def test_without_an_environment_f5_asks_for_one(tmp_path: Path) -> None:
    async with explorer(tmp_path, environments="none") as e:
        await e.press("escape")
        assert e.app.screen is e.main
        assert "先选择环境" in e.text
        await e.press("f5")
        assert e.app.screen is not e.main
        assert "连接微搭私有部署" in e.text
