"""The headers of a draft, as rows of name and value and as text."""

from pathlib import Path

import msgspec
import pytest
from textual.events import Paste

from tests.tui.explorer import Explorer, explorer
from tests.tui.requests.test_form import draft, part_of_screen
from tests.tui.screens.network import calls, open_endpoint
from weda_tui.core.requests.draft import Header
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.requests.form import RequestForm
from weda_tui.tui.requests.form_field import FormField
from weda_tui.tui.requests.form_rows import FormRows
from weda_tui.tui.widgets.code_area import HeaderArea
from weda_tui.tui.widgets.tabs import Tabs

TYPE = ("Content-Type", "application/json;charset=utf-8")
MANY: tuple[Header, ...] = (TYPE, ("X-A", "1"), ("x-a", "2: 3"), ("X-Empty", ""), ("X-A", "1"))


def show_headers(e: Explorer, headers: tuple[Header, ...]) -> None:
    shown = msgspec.structs.replace(draft(e), headers=headers)
    e.main.query_one(RequestEditor).show_draft(shown)


async def open_headers(e: Explorer, headers: tuple[Header, ...] | None = None) -> None:
    await open_endpoint(e, "CompleteTask")
    if headers is not None:
        show_headers(e, headers)
    e.main.query_one("#with-tabs", Tabs).open("headers")
    await e.pilot.pause()


def form(e: Explorer) -> RequestForm:
    return e.main.query_one("#header-form", RequestForm)


async def to_more(e: Explorer) -> None:
    """Move the cursor to the empty row for another header."""
    await e.press(*["down"] * len(draft(e).headers))


async def test_landing_and_typing_changes_no_header_until_one_is_named_and_given_a_value(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_headers(e)
        assert e.app.focused is form(e).query_one(FormRows)
        await e.type("q")
        assert draft(e).headers == (TYPE,)
        assert "Content-Type" in part_of_screen(e, "#header-form")
        assert "+ 添加请求头" in part_of_screen(e, "#header-form")
        await e.press("down")
        await e.type("x-req")
        assert draft(e).headers == (TYPE, ("x-req", "")), "what is typed is what would be sent"
        assert "› X-Request-Id" in part_of_screen(e, "#header-form")
        await e.press("enter")
        await e.type("ab c")
        assert draft(e).headers == (TYPE, ("X-Request-Id", "ab c"))
        await e.press("enter")
        await e.type("X-Mine")
        await e.press("enter")
        await e.type("{{vars.ho")
        await e.press("tab")
        assert draft(e).headers[2] == ("X-Mine", "{{vars.host}}")
        assert "请求头 3" in e.text


async def test_a_whole_line_is_pasted_and_a_name_of_ones_own_stays(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_headers(e)
        await e.press("down")
        form(e).query_one(FormField).post_message(Paste("Accept: text/plain; q=0.5\nX: y"))
        await e.pilot.pause()
        assert draft(e).headers == (TYPE, ("Accept", "text/plain; q=0.5"))
        await e.press("enter")
        assert form(e).query_one(FormField).value == "text/plain; q=0.5"
        await e.press("enter")
        await e.type("Zz-Own")
        await e.press("down", "ctrl+z")
        assert draft(e).headers == (TYPE, ("Accept", "text/plain; q=0.5"))
        await e.press("f5")
        await e.settle()
        await e.press("ctrl+y")
        await e.settle()
        assert calls(e)[-1].headers["Accept"] == "text/plain; q=0.5"


async def test_a_value_is_emptied_a_header_removed_and_both_undone_and_the_text_has_them_in_order(
    tmp_path: Path,
) -> None:
    async with explorer(tmp_path) as e:
        await open_headers(e, MANY)
        await e.press("down", "down", "ctrl+u")
        assert draft(e).headers == (*MANY[:2], ("x-a", ""), *MANY[3:])
        await e.press("escape", "delete")
        assert draft(e).headers == (*MANY[:2], *MANY[3:])
        await e.press("ctrl+z", "ctrl+z")
        assert draft(e).headers == MANY
        await e.press("escape", "t")
        area = e.main.query_one(HeaderArea)
        assert e.app.focused is area
        lines = "\n".join(f"{name}: {value}" for name, value in MANY)
        assert (area.text, draft(e).headers) == (lines, MANY)
        area.move_cursor(area.document.end)
        await e.press("enter")
        await e.type("Last: t")
        await e.press("escape", "t")
        assert draft(e).headers == (*MANY, ("Last", "t"))
        assert "Last" in part_of_screen(e, "#header-form")
        await e.press("t", "escape", "t")
        assert draft(e).headers == (*MANY, ("Last", "t"))


async def test_a_line_break_in_a_value_never_becomes_a_header(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path) as e:
        await open_headers(e)
        for end in ("\n", "\r", "\u2028", "\x0b"):
            with subtests.test(end=end):
                show_headers(e, (TYPE, ("X-A", f"1{end}X-Evil: 2")))
                form(e).query_one(FormRows).cursor = 0
                await e.press("escape", "t")
                assert "换行" in e.rows[-1]
                await e.press("down", "end")
                await e.type("3")
                assert draft(e).headers == (TYPE, ("X-A", f"1{end}X-Evil: 23"))
                await e.press("f5")
                assert calls(e) == []


async def test_a_content_type_that_is_changed_or_not_sent_is_offered_back(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        await open_headers(e, (("content-type", "text/plain"), ("X-A", "1")))
        assert "! Enter：选用 application/json;charset=utf-8" in e.text
        await e.press("enter", "enter")
        assert draft(e).headers == (("content-type", TYPE[1]), ("X-A", "1"))
        assert "! Enter：选用" not in e.text
        await e.press("up", "delete")
        assert draft(e).headers == (("X-A", "1"),)
        assert "未填写的字段不发送" in e.text
        await e.pilot.resize_terminal(160, 48)
        await e.press("down", "down", "enter", "enter")
        assert draft(e).headers == (("X-A", "1"), TYPE)
        rows = form(e).query_one(FormRows)
        assert rows.selected_row is not None
        assert rows.selected_row.name == ""
