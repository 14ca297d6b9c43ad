"""The list of a field's values: while it is open, the keys of the screen keep their meaning."""

from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import open_endpoint
from weda_tui.tui.commands.table import GLOBAL_COMMANDS
from weda_tui.tui.requests.value_dialog import ValueList

KEYS = [key.keys.split(",")[0] for key in GLOBAL_COMMANDS if key.keys]
ABOUT_THE_LIST = {"f1", "ctrl+q"}
"""F1 shows help about the list, and Ctrl+Q quits without closing the list first."""


async def open_list(e: Explorer) -> None:
    await open_endpoint(e, "CompleteTask")
    await e.press("down", "enter")
    assert isinstance(e.app.screen, ValueList)


@pytest.mark.parametrize("key", [key for key in KEYS if key not in ABOUT_THE_LIST])
async def test_a_key_of_the_screen_closes_the_list_and_does_what_it_does_without(
    tmp_path: Path, key: str
) -> None:
    async with explorer(tmp_path / "list") as e:
        await open_list(e)
        await e.press(key)
        with_list = e.rows
    async with explorer(tmp_path / "no-list") as e:
        await open_list(e)
        await e.press("escape")
        before = e.rows
        await e.press(key)
        assert e.rows != before
        assert with_list == e.rows


async def test_f1_tells_the_keys_of_the_list(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_list(e)
        await e.press("f1")
        assert "a…z 0…9" in e.text
        await e.press("escape")
        assert isinstance(e.app.screen, ValueList)


async def test_a_click_beside_the_list_closes_it(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_list(e)
        await e.pilot.click(offset=(5, 40))
        await e.pilot.pause()
        assert e.app.screen is e.main


async def test_the_list_does_not_stay_where_its_field_was(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await open_list(e)
        await e.pilot.resize_terminal(100, 30)
        await e.pilot.pause()
        assert e.app.screen is e.main
