"""Text areas: colours, the position of a fault, and a URL that remains one line."""

import pytest
from rich.style import Style
from rich.text import Text
from textual import events

from tests.tui.host import MARKUP, hosted
from weda_tui.core.json.text import JsonFault
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.code_area import CodeArea, HeaderArea, JsonArea, UrlArea
from weda_tui.tui.widgets.drawing import highlighting as json_tokens
from weda_tui.tui.widgets.drawing.highlighting import LONGEST_COLOURED
from weda_tui.tui.widgets.drawing.palette import DARK, style


@pytest.fixture(autouse=True, scope="module")
def _warm_lexer() -> None:
    json_tokens.warm_up()


def looks(line: Text) -> dict[str, Style]:
    """Return each styled piece of a line with its last style."""
    return {line.plain[span.start : span.end]: Style.parse(str(span.style)) for span in line.spans}


def coloured(role: str) -> Style:
    return style(DARK, role)


URL = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/CompleteTask?a=1&b={{ long/er?name }}"


def rows_of(area: UrlArea) -> list[str]:
    return area.wrapped_document.lines[0]


async def test_a_url_breaks_at_slashes_and_never_inside_a_variable() -> None:
    area, counts = UrlArea(id="url"), []
    async with hosted(area, size=(60, 20)) as (_, pilot):
        area.load_text(URL)
        for width in range(14, 60):
            area.styles.width = width
            await pilot.pause()
            rows = rows_of(area)
            counts.append(len(rows))
            assert "".join(rows) == URL
            assert all(row.count("{{") == row.count("}}") for row in rows if width > 24)
            is_whole = [row[0] in "/?&" for row in rows[1:]]
            assert all(is_whole) or width < 28
    assert (counts[0], counts[-1]) == (9, 2)


async def test_a_url_is_edited_where_it_is_broken() -> None:
    area = UrlArea(id="url")
    async with hosted(area, size=(40, 20)) as (_, pilot):
        area.load_text(URL)
        area.focus()
        area.move_cursor((0, URL.index("Complete")))
        await pilot.press("x", "/", "up", "home", "中")
        rows = rows_of(area)
        assert rows[0].startswith("中{{vars.host}}/weda")
        assert "/x/CompleteTask?a=1" in area.text
        assert all(row[0] in "/?&" for row in rows[1:])
        assert "".join(rows) == area.text


@pytest.mark.parametrize("url", ["", "/", "https://h/a", "中/文//x", "a b/c"])
async def test_any_url_is_shown_whole(url: str) -> None:
    area = UrlArea(id="url")
    async with hosted(area, size=(4, 20)):
        area.load_text(url)
        assert "".join(rows_of(area)) == url


async def test_json_is_coloured_and_variables_stand_out():
    area = JsonArea(id="json")
    async with hosted(area):
        area.text = '{\n  "a": {{ currentUser }},\n  "b": 1.10\n}'
        assert looks(area.get_line(1))["{{ currentUser }}"].color == coloured("key").color
        assert looks(area.get_line(2))['"b"'].color == coloured("key").color
        assert looks(area.get_line(2))["1.10"].color == coloured("num").color


async def test_the_place_of_a_fault_is_marked_until_it_is_mended():
    area = JsonArea(id="json")
    async with hosted(area, size=(30, 4)) as (app, pilot):
        area.text = '{\n  "a" 1\n}'
        area.mark_fault(JsonFault(2, 7, "Expecting ':' delimiter"))
        area.mark_fault(JsonFault(2, 7, "Expecting ':' delimiter"))
        mark = looks(area.get_line(1))["1"]
        assert (mark.color, mark.bold, mark.underline) == (coloured("fail").color, True, True)
        assert not looks(area.get_line(0)).get("{", Style()).underline
        await pilot.pause()
        strip = area.render_line(1)
        assert any(s.style and s.style.underline for s in strip)
        area.mark_fault(JsonFault(2, 99, "beyond the end"))
        assert looks(area.get_line(1))["1"].underline, "the last character stands for the end"
        area.mark_fault(None)
        assert not looks(area.get_line(1))["1"].underline
        area.text = ""
        area.mark_fault(JsonFault(1, 1, "Expecting value"))
        await pilot.pause()
        assert app.rows[0] == ""


async def test_a_long_line_is_not_coloured(monkeypatch: pytest.MonkeyPatch):
    area = JsonArea(id="json")
    async with hosted(area):
        monkeypatch.setattr(json_tokens, "_lexed", pytest.fail)
        area.text = '"' + "x" * LONGEST_COLOURED + '"'
        area.mark_fault(JsonFault(1, 2, "any"))
        assert area.get_line(0).spans == []


async def test_headers_have_names_and_a_line_without_a_colon_is_wrong():
    area = HeaderArea(id="headers")
    async with hosted(area):
        area.text = "X-User: {{currentUser}}\nno colon"
        assert looks(area.get_line(0))["X-User:"].color == coloured("dim").color
        assert looks(area.get_line(0))["{{currentUser}}"].color == coloured("key").color
        assert looks(area.get_line(1))["no colon"].color == coloured("fail").color


async def test_enter_leaves_the_url_and_breaks_no_line():
    area = UrlArea(id="url")
    async with hosted(area) as (app, pilot):
        area.text = "{{vars.host}}/"
        area.focus()
        area.move_cursor((0, 14))
        await pilot.press("x", "enter", "y", "ctrl+j", "ctrl+m")
        assert area.text == "{{vars.host}}/xy"
        submitted = [m for m in app.heard if isinstance(m, UrlArea.Submitted)]
        assert len(submitted) >= 1
        assert looks(area.get_line(0))["{{vars.host}}"].color == coloured("key").color


async def test_a_paste_into_the_url_is_one_line_in_place_of_the_selection():
    area = UrlArea(id="url")
    async with hosted(area) as (app, pilot):
        area.focus()
        app.post_message(events.Paste("https://a.example\r\n/b\n\u200bc"))
        await pilot.pause()
        assert area.text == "https://a.example/bc"
        assert area.cursor_location == (0, 20)
        area.select_all()
        app.post_message(events.Paste("{{vars.host}}/x"))
        await pilot.pause()
        assert area.text == "{{vars.host}}/x"
        assert area.cursor_location == (0, 15)


@pytest.mark.parametrize("kind", [CodeArea, JsonArea, HeaderArea, UrlArea])
async def test_text_acts_on_nothing_and_keeps_its_length(kind: type[CodeArea]):
    area = kind(id="area")
    async with hosted(area, size=(60, 12)) as (app, pilot):
        area.text = "\n".join(MARKUP)
        await pilot.pause()
        for index, raw in enumerate(MARKUP):
            shown = area.get_line(index).plain
            assert len(shown) == len(raw), "columns still mean the same"
            assert strip_control_characters(shown) == shown
        assert app.rows[:5] == list(MARKUP[:5])
        assert app.rows[5] == "␛]0;t␇"
        assert app.rows[6] == "a\ufffdb\ufffd"
