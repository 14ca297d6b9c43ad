"""The styles of a screen: its own style sheet, and the rules for the selected stage."""

from pathlib import Path
from typing import Any

import pytest
from textual.dom import DOMNode
from textual.screen import Screen

import weda_tui.tui
from tests.tui.explorer import Explorer, explorer
from weda_tui.tui.screens.main import MainScreen

SHEETS = Path(weda_tui.tui.__file__).parent


SIZES = [(160, 48), (120, 28), (80, 40), (60, 16)]
"""Each rule for a size applies at one of them: wide, medium, narrow, tall, short, too small."""


def looks(screen: Screen[Any]) -> dict[DOMNode, dict[str, object]]:
    return {node: {**node.styles.base.get_rules()} for node in screen.walk_children()}


def wrongly_dressed(e: Explorer) -> list[str]:
    """Return the nodes whose styles change when all styles are recomputed."""
    before = looks(e.app.screen)
    e.app.stylesheet.update(e.app.screen)
    after = looks(e.app.screen)
    return [
        f"{node}: {before[node].items() ^ after[node].items()}"
        for node in before
        if before[node] != after[node]
    ]


async def test_the_sheets_of_other_screens_leave_the_main_one_as_it_was(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.send()
        for sheet in SHEETS.rglob("*.tcss"):
            e.app.stylesheet.read(sheet)
        assert wrongly_dressed(e) == []


@pytest.mark.parametrize("size", SIZES)
async def test_each_stage_zoom_and_tab(tmp_path: Path, size: tuple[int, int]) -> None:
    async with explorer(tmp_path, size=size) as e:
        await e.send()
        keys = "f3 f3 f3 f4 escape f4 f4 f6 f6 f6 f3 ] f4 f6 f3 ] f4 f6 f3 [ ["
        for key in keys.split():
            await e.press({"]": "right_square_bracket", "[": "left_square_bracket"}.get(key, key))
            if isinstance(e.app.screen, MainScreen):
                assert wrongly_dressed(e) == [], key


@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_each_column_of_another_screen(
    tmp_path: Path, subtests: pytest.Subtests, size: tuple[int, int]
) -> None:
    async with explorer(tmp_path, size=size) as e:
        await e.send()
        for menu_key in ("h", "f", "C"):
            with subtests.test(menu_key):
                await e.press("escape", "space", menu_key, "space", "0")
                assert not isinstance(e.app.screen, MainScreen)
                for key in ("f4", "f6", "f4", "tab", "tab", "shift+tab"):
                    await e.press(key)
                    assert wrongly_dressed(e) == [], key
            await e.press("escape", "escape")
