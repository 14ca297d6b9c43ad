"""Names offered while JSON is typed: accepted, chosen, dismissed; every other key is typed."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import open_json
from weda_tui.tui.widgets.code_area import JsonArea


def body(e: Explorer) -> str:
    assert e.main.draft is not None
    return e.main.draft.body


async def open_empty(e: Explorer) -> JsonArea:
    await open_json(e, "CompleteTask")
    area = e.main.query_one(JsonArea)
    area.select_all()
    await e.press("delete")
    assert body(e) == ""
    return area


async def test_a_name_is_chosen_and_taken_and_the_list_closes_for_escape_and_where_it_is_left(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """The start of the value is taken too, and the taking undone."""
    async with explorer(tmp_path) as e:
        for key in ("enter", "tab"):
            with subtests.test(key=key):
                area = await open_empty(e)
                await e.type('{"tas')
                assert area.is_offering
                assert "TaskId *  任务 ID" in e.text
                await e.press(key)
                assert body(e) == '{"TaskId": ""'
                await e.type("1")
                assert body(e) == '{"TaskId": "1"'
                assert not area.is_offering
                assert e.app.focused is area
                await e.press("ctrl+z", "ctrl+z")
                assert body(e) == '{"tas'
        area = await open_empty(e)
        await e.type("{c")
        assert "CcUserIds" in e.text
        await e.press("down", "enter")
        assert body(e) == '{"CcUserIds": []'
        await e.press("right", "comma")
        await e.type('"t')
        await e.press("escape")
        assert not area.is_offering
        assert e.app.focused is area
        await e.press("enter")
        assert body(e) == '{"CcUserIds": [],"t\n', "enter is a line break again"
        area.load_text("")
        await e.type('{"T')
        assert area.is_offering
        await e.press("left", "left", "left")
        assert not area.is_offering, "the cursor left"
        await e.press("end")
        await e.type("a")
        assert area.is_offering
        await e.press("f6")
        assert not area.is_offering, "the focus left"
        area.load_text('{"Tas')
        await e.pilot.pause()
        assert not area.is_offering, "text that came from elsewhere"


async def test_the_list_stays_inside_the_field(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(80, 24)) as e:
        await open_json(e, "CompleteTask")
        area = e.main.query_one(JsonArea)
        area.move_cursor(area.document.end)
        await e.press("left", "left", "comma", "enter", "enter", "enter")
        await e.type('"n')
        assert area.is_offering
        assert "NeedUserExtraInfo" in e.text
        assert not [row for row in e.rows if cell_len(row) > 80]
