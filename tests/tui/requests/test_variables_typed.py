"""Variables while they are typed: completed, explained, and corrected if they are unknown."""

from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import calls, edit_environment, open_endpoint, open_json
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.tui.requests.form import RequestForm
from weda_tui.tui.requests.form_field import FormField
from weda_tui.tui.requests.form_rows import FormRows
from weda_tui.tui.widgets.code_area import CodeArea, UrlArea
from weda_tui.tui.widgets.tabs import Tabs

READ, FORM = "DescribeInstanceApproverList", "GetFlowInstanceTasks"
VARIABLES = {"approver": "1500000000000000001", "apiUser": "{{approver}}", "flow": "leave"}


async def with_variables(e: Explorer) -> None:
    """Give the selected environment variables, as if its file had been edited."""
    edit_environment(e, variables=VARIABLES)
    e.main.controllers.reload_files()
    await e.pilot.pause()


async def open_url(e: Explorer, text: str) -> UrlArea:
    await open_endpoint(e, READ)
    area = e.main.query_one(UrlArea)
    area.focus()
    area.load_text(text)
    area.move_cursor(area.document.end)
    await e.pilot.pause()
    return area


async def open_headers(e: Explorer) -> CodeArea:
    await open_endpoint(e, READ)
    e.main.query_one("#with-tabs", Tabs).open("headers")
    await e.pilot.pause()
    await e.press("t")
    area = e.main.query_one("#headers", CodeArea)
    area.focus()
    area.move_cursor(area.document.end)
    await e.press("enter")
    return area


async def test_a_name_is_offered_and_taken_in_the_url_in_json_and_in_headers(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await with_variables(e)
        for key in ("enter", "tab"):
            with subtests.test(key=key):
                area = await open_url(e, "{{vars.host}}/x?a=")
                rows = area.size.height
                await e.type("{{ap")
                assert area.size.height > rows, "the list has room"
                assert any("› approver  环境 总部 · 150000000" in row for row in e.rows), e.text
                await e.press("down", key)
                assert area.text == "{{vars.host}}/x?a={{apiUser}}"
                assert e.app.focused is area
                assert area.size.height == rows
        await open_json(e, READ)
        area = e.app.focused
        assert isinstance(area, CodeArea)
        area.load_text('{"InstanceId": "')
        area.move_cursor(area.document.end)
        await e.type("{{fl")
        assert "› flow" in e.text
        await e.press("enter")
        assert area.text == '{"InstanceId": "{{flow}}'
        headers = await open_headers(e)
        await e.type("X-A: {{ts")
        assert not headers.is_offering
        await e.press("backspace", "backspace")
        await e.type("$t")
        assert "每次发送时生成" in e.text
        await e.press("tab")
        assert headers.text.endswith("X-A: {{$timestamp}}")


async def test_a_name_is_offered_in_a_field_of_the_form_closed_by_esc_taken_and_mended_by_tab(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await with_variables(e)
        await open_endpoint(e, FORM)
        await e.press("f4", "end", "ctrl+u")
        await e.type("{{")
        assert "› approver" in e.text
        await e.press("escape")
        assert "› approver" not in e.text
        assert isinstance(e.app.focused, FormField)
        await e.type("a")
        assert "› approver" in e.text
        await e.press("home")
        assert "› approver" not in e.text, "the cursor left the braces"
        await e.press("end", "ctrl+u")
        await e.type("{{aprover}}")
        await e.press("tab")
        field = e.app.focused
        assert isinstance(field, FormField)
        assert field.value == "{{approver}}"
        await e.press("ctrl+z")
        assert "{{aprover}}" in (e.main.draft.body if e.main.draft else "")
        for size in ((160, 48), (80, 24)):
            with subtests.test(size=size):
                await e.pilot.resize_terminal(*size)
                e.main.query_one(FormRows).cursor = 0
                e.main.query_one(RequestForm).focus_form()
                field = e.app.focused
                assert isinstance(field, FormField)
                await e.press("end", "ctrl+u")
                await e.type("{{ap")
                assert "› approver" in e.text
                await e.press("down")
                assert "› apiUser" in e.text
                await e.press("up", "tab")
                assert e.app.focused is field
                assert field.value == "{{approver}}"
                assert e.main.draft is not None
                assert '"{{approver}}"' in e.main.draft.body
                assert "{{approver}} = 1500000000000000001 · 环境 总部" in e.text
                await e.press("tab")
                assert e.main.draft.body.count("{{approver}}") == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "✗ {{WeDa.EnvTyp}} 未定义。最接近的是 WeDa.EnvType，按 Tab 替换"),
        ("en", "✗ {{WeDa.EnvTyp}} is not defined."),
    ],
)
async def test_tab_takes_the_nearest_name_for_an_unknown_one_and_moves_on_without_one(
    tmp_path: Path, language: Language, said: str
) -> None:
    async with explorer(tmp_path, size=(80, 24), language=language) as e:
        area = await open_url(e, "{{vars.host}}/weda/{{WeDa.EnvTyp}}/x")
        assert said in e.text
        await e.press("tab")
        assert area.text == "{{vars.host}}/weda/{{WeDa.EnvType}}/x"
        assert "✗ {{" not in e.text
        await e.press("ctrl+z")
        assert "{{WeDa.EnvTyp}}" in area.text
        area.load_text("{{vars.host}}/{{zzzz}}")
        await e.press("tab")
        assert e.app.focused is not area
        assert area.text == "{{vars.host}}/{{zzzz}}"


async def test_tab_mends_a_name_in_the_body_wherever_it_stands(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await with_variables(e)
        await open_json(e, READ)
        area = e.app.focused
        assert isinstance(area, CodeArea)
        area.load_text('{"InstanceId": "{{aprover}}", "x": {{aprover}}}')
        await e.pilot.pause()
        assert "✗ {{aprover}} 没有值。按 Tab 换成 approver" in e.text
        await e.send()
        assert not calls(e)
        assert "变量 {{aprover}} 没有值。" in e.text
        await e.press("tab")
        assert area.text == '{"InstanceId": "{{approver}}", "x": {{approver}}}'
        assert "没有值" not in "\n".join(e.rows[-12:])
