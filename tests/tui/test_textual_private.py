"""A screen is opened and resized within a single picture."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from tests.tui.explorer import explorer
from tests.tui.host import hosted
from tests.tui.steady import LONGEST_WORK, until_idle
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.textual_private import PaintedOnce
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import Modal


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The class names of the painted screens, one for each picture."""
    names: list[str] = []
    paint: Any = Screen._compositor_refresh  # pyright: ignore[reportUnknownVariableType]

    def count(screen: Screen[Any]) -> None:
        names.append(type(screen).__name__)
        paint(screen)

    monkeypatch.setattr(Screen, "_compositor_refresh", count)
    return names


async def test_a_float_comes_up_in_one_picture(painted: list[str]) -> None:
    below = Lines(lambda _: [Line([Run("below")])])
    async with hosted(below) as (app, pilot):
        painted.clear()
        app.push_screen(Menu("Menu", [MenuItem("1", "one", "", "one")]))
        await pilot.pause()
        assert painted.count("Menu") == 1
        assert "below" in app.text
        assert "one" in app.text


async def test_only_the_start_of_a_program_is_shown_on_the_way_to_its_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_way: list[bool] = []
    paint: Any = Screen._compositor_refresh  # pyright: ignore[reportUnknownVariableType]

    def note(screen: Screen[Any]) -> None:
        if isinstance(screen, PaintedOnce):
            on_the_way.append(screen._repaint_required)
        paint(screen)

    monkeypatch.setattr(Screen, "_compositor_refresh", note)
    async with explorer(tmp_path) as e:
        await e.press("f1")
        assert on_the_way[0]
        assert not any(on_the_way[1:])


async def test_another_size_is_laid_out_once(
    tmp_path: Path, painted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer(tmp_path) as e:
        sizes: list[object] = []
        lay_out: Any = Screen._refresh_layout  # pyright: ignore[reportUnknownVariableType]

        def note(screen: Screen[Any], size: Any = None, scroll: bool = False) -> None:
            if size is not None:
                sizes.append(size)
            lay_out(screen, size, scroll)

        monkeypatch.setattr(Screen, "_refresh_layout", note)
        painted.clear()
        await e.pilot.resize_terminal(121, 40)
        await e.pilot.pause()
        assert sizes == [(121, 40)]
        assert e.main.size == (121, 40)
        assert len(e.rows) == 40
        assert painted


async def test_a_layout_on_the_way_to_a_picture_does_not_stop_it() -> None:
    async with hosted() as (app, pilot):
        app.push_screen(Menu("Menu", [MenuItem("1", "one", "", "one")]))
        await pilot.pause()
        for _ in range(20):
            painted = asyncio.Event()
            app.screen.refresh()
            app.screen.call_after_refresh(painted.set)
            await asyncio.sleep(0.004)
            app.screen._refresh_layout()
            async with asyncio.timeout(LONGEST_WORK):
                await painted.wait()


async def test_what_changed_in_a_batch_is_laid_out_after_it() -> None:
    below = Lines(lambda _: [Line([Run("below")])])
    async with hosted(below) as (app, _):
        with app.batch_update():
            below.refresh(layout=True)
            await until_idle()
            assert app.screen._layout_required
        async with asyncio.timeout(LONGEST_WORK):
            while app.screen._layout_required:  # noqa: ASYNC110
                await asyncio.sleep(0.001)


async def test_work_of_a_float_ends_before_its_widgets_go() -> None:
    went, found = asyncio.Event(), list[Widget]()

    class Row(Lines):
        def on_unmount(self) -> None:
            went.set()

    class Panel(Modal[None]):
        def compose(self) -> ComposeResult:
            yield Row(lambda _: [], id="row")

        def on_mount(self) -> None:
            self.run_worker(self._look)

        async def _look(self) -> None:
            await went.wait()
            found.append(self.query_one("#row"))

    async with hosted() as (app, pilot):
        app.push_screen(Panel())
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
    assert went.is_set()
    assert not found


async def test_a_screen_below_a_float_comes_to_rest(painted: list[str], tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("0")
        assert isinstance(e.app.screen, Menu)
        e.main.refresh()
        await e.pilot.pause()
        async with asyncio.timeout(LONGEST_WORK):
            while painted:
                painted.clear()
                await asyncio.sleep(0.1)
