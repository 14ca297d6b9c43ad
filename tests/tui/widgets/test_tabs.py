import pytest

from tests.tui.host import MARKUP, hosted
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.drawing.paint import Run
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.tabs import Tab, Tabs

TABS = [Tab("body", "正文"), Tab("headers", "响应头 8"), Tab("sent", "实际请求")]


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (30, "› 正文   响应头 8   实际请求"),
        (28, "› 正文   响应头 8   实际请求"),
        (27, "› 正文  响应头 8  实际请求"),
        (24, "› 正文 响应头 8 实际请求"),
    ],
)
async def test_tabs_stand_closer_where_there_is_no_room(width: int, row: str) -> None:
    tabs = Tabs(id="tabs")
    async with hosted(tabs, size=(width, 3)) as (app, pilot):
        tabs.show(TABS)
        await pilot.pause()
        assert app.rows[0] == row


async def test_tabs_open_by_key_and_by_click():
    tabs = Tabs(id="tabs")
    async with hosted(tabs, size=(50, 3)) as (app, pilot):
        tabs.show(TABS)
        tabs.focus()
        await pilot.pause()
        tabs.right = [Run("树")]
        await pilot.pause()
        assert app.rows[0] == "› 正文   响应头 8   实际请求" + " " * 19 + "树"
        tabs.right = []
        await pilot.pause()
        assert app.rows[0] == "› 正文   响应头 8   实际请求"
        assert (tabs.current, tabs.right) == ("body", [])
        opened: list[str] = []
        for key in ("right", "right", "right", "left"):
            await pilot.press(key)
            opened.append(tabs.current)
        assert opened == ["headers", "sent", "body", "sent"], "round the end"
        await pilot.click(tabs, offset=(10, 0))
        await pilot.click(tabs, offset=(45, 0))
        assert tabs.current == "headers"
        tabs.open("headers")
        heard = [
            (m.by_click, m.control is tabs) for m in app.heard if isinstance(m, Tabs.TabOpened)
        ]
        assert heard == [(False, True)] * 4 + [(True, True)], "opening the open one says nothing"


async def test_enter_and_down_go_into_the_open_tab():
    tabs = Tabs(id="tabs")
    async with hosted(tabs) as (app, pilot):
        tabs.show(TABS)
        tabs.focus()
        await pilot.press("enter", "down")
        entered = [m for m in app.heard if isinstance(m, Tabs.TabEntered)]
        assert [m.control for m in entered] == [tabs, tabs]


async def test_the_open_tab_stays_open_while_it_is_there():
    tabs, rows = Tabs(id="tabs"), Rows(id="rows")
    async with hosted(tabs, rows, size=(50, 3)) as (app, pilot):
        assert tabs.current == ""
        tabs.step(1)
        assert app.rows[0].strip("› ") == ""
        tabs.show(TABS)
        tabs.open("sent")
        tabs.show([Tab("sent", "Sent"), Tab("body", "Body")])
        assert tabs.current == "sent"
        tabs.show([Tab("body", "Body"), Tab("docs", "Docs")])
        assert tabs.current == "body"
        rows.focus()
        await pilot.pause()
        assert app.rows[0] == "  Body   Docs"
        styles = [s.style for s in tabs.render_line(0) if s.text in {"Body", "Docs"}]
        assert [(s.bold, s.underline) for s in styles if s] == [(True, True), (False, False)]
        tabs.show([Tab(str(i), text) for i, text in enumerate(MARKUP[:3])])
        await pilot.pause()
        assert app.rows[0] == "  " + "   ".join(
            strip_control_characters(text) for text in MARKUP[:3]
        )


async def test_what_stands_at_the_right_edge_is_no_tab():
    tabs = Tabs(id="tabs")
    async with hosted(tabs) as (app, pilot):
        tabs.show([Tab("body", "Body"), Tab("headers", "Headers")])
        tabs.right = [Run("table 3", "dim", "show_table")]
        await pilot.pause()
        await pilot.click("#tabs", offset=(app.rows[0].index("table"), 0))
        await pilot.pause()
        assert tabs.current == "body"
        assert [m.action for m in app.heard if isinstance(m, Lines.Pressed)] == ["show_table"]
