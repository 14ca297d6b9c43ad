"""Letters in lists, ``?`` and ``:`` in every place: a key is text or a command, never both."""

from itertools import product
from pathlib import Path

import pytest

from tests.tui.explorer import Explorer, explorer
from weda_tui.tui.layout.help_dialog import Help
from weda_tui.tui.layout.menu_dialog import Menu
from weda_tui.tui.screens.go_to_dialog import GoTo
from weda_tui.tui.widgets.field import Field

LISTS = {"endpoints": "#filter", "saved": "#saved-filter", "history": "#history-filter"}


def filter_of(e: Explorer, tab: str) -> Field:
    return e.app.screen.query_one(LISTS[tab], Field)


async def test_letters_in_a_list_filter_and_never_run_an_action(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path, size=(100, 30)) as e:
        await e.send()
        for tab, is_whole in product(LISTS, (False, True)):
            with subtests.test(tab=tab, is_whole=is_whole):
                await e.main.run_command(tab)
                await e.press(*["f3"] * is_whole, "escape", *(["f3", "escape"] if is_whole else []))
                await e.main.run_command(tab)
                await e.press("down")
                front = e.app.screen
                await e.type("@hq mexdnrR 404")
                assert e.app.screen is front
                assert filter_of(e, tab).value == "@hq mexdnrR 404"
                await e.press("escape")
                assert filter_of(e, tab).value == "", "Esc drops what was typed"


async def test_help_and_the_command_list_open_outside_of_fields(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    async with explorer(tmp_path, size=(100, 30)) as e:
        await e.send()
        for place in ("f3 escape", "f4 escape", "f6", "f4 escape escape"):
            await e.press(*place.split())
            for key in ("?", "？"):
                with subtests.test(place=place, key=key):
                    await e.press(key)
                    assert isinstance(e.app.screen, Help)
                    await e.press("escape")
            for key in (":", "："):
                with subtests.test(place=place, key=key):
                    await e.press(key)
                    assert isinstance(e.app.screen, GoTo)
                    assert e.app.screen.query_one(Field).value == ">"
                    await e.press("escape")


async def test_in_a_field_they_are_text_and_help_opens_over_a_list_too(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f3", "?", ":")
        assert filter_of(e, "endpoints").value == "?:"
        assert e.app.screen is e.main
        await e.press("f6", "0", "?")
        assert isinstance(e.app.screen, Help)
        await e.press("?")
        assert isinstance(e.app.screen, Menu)


async def test_digits_behind_the_command_list_go_to_a_line_of_a_body(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        await e.press("f6", ":", *"13", "enter")
        assert "第 13 行" in e.text
        await e.press(":", *"zhuti")
        assert isinstance(e.app.screen, GoTo), "anything else is a command"
        await e.press("escape", "f3", "escape", ":", "7")
        assert isinstance(e.app.screen, GoTo), "there is no body to go to"


async def test_the_list_of_a_place_is_picked_from_by_digit_letter_or_enter(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        await e.main.run_command("history")
        await e.settle()
        for keys in (("0", "="), ("0", "3")):
            await e.press(*keys)
            await e.settle()
            assert "=✓ 09:42 查询审批人列表" in e.text
            await e.press("=")
            await e.settle()
        await e.press("0", "W")
        assert isinstance(e.app.screen, Menu), "no command has that letter here"
        await e.press("w")
        assert "删除" in e.text
