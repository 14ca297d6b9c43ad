"""A band of rows is painted at a time, and of each widget no other rows."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from tests.tui.host import Host
from tests.tui.steady import bands_to_paint, render_band
from weda_tui.tui.dialogs.menu import Menu, MenuItem
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.painted_once import PaintedOnce
from weda_tui.tui.widgets.row_compositor import BAND, RowCompositor

WIDTH, HEIGHT = 40, 2 * BAND + 3
Rows = list[tuple[int, int, int]]


class Tall(PaintedOnce[None]):
    """A screen of numbered rows."""

    CSS = "Tall { background: #102030; } #tall { height: 100%; }"

    def compose(self) -> ComposeResult:
        yield Lines(lambda _: [Line([Run(f"row {n}")]) for n in range(HEIGHT)], id="tall")


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[Rows]:
    """What each painting paints: the row, and from where to where in it."""
    pictures: list[Rows] = []
    display: Any = App[Any]._display  # pyright: ignore[reportUnknownVariableType]

    def note(app: App[Any], screen: Screen[Any], update: object) -> None:
        if isinstance(update, ChopsUpdate):
            pictures.append([*update.spans])
        display(app, screen, update)

    monkeypatch.setattr(RowCompositor, "render_update", render_band)
    monkeypatch.setattr(RowCompositor, "bands", bands_to_paint)
    monkeypatch.setattr(Compositor, "render_update", _as_textual_does)
    monkeypatch.setattr(App, "_display", note)
    return pictures


def _as_textual_does(self: Compositor, full: bool = False, *_: object, **more: Any) -> object:
    return self.render_full_update() if full else self.render_partial_update()


@asynccontextmanager
async def tall() -> AsyncGenerator[tuple[Host, Pilot[None], Tall]]:
    app, screen = Host(), Tall()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        app.push_screen(screen)
        await pilot.pause()
        yield app, pilot, screen


def rows_of(pictures: list[Rows]) -> list[list[int]]:
    return [sorted({y for y, _, _ in picture}) for picture in pictures]


async def test_all_is_painted_a_band_at_a_time(painted: list[Rows]) -> None:
    async with tall() as (_, pilot, screen):
        painted.clear()
        screen.refresh()
        await pilot.pause()
        first, second, last = range(BAND), range(BAND, 2 * BAND), range(2 * BAND, HEIGHT)
        assert rows_of(painted) == [[*first], [*second], [*last]]


async def test_what_changes_in_one_band_is_painted_at_once(painted: list[Rows]) -> None:
    async with tall() as (_, pilot, screen):
        painted.clear()
        screen.query_one(Lines).refresh(Region(0, BAND, 3, 2))
        await pilot.pause()
        assert painted == [[(BAND, 0, 3), (BAND + 1, 0, 3)]]


async def test_of_each_widget_no_other_rows_are_asked_for(
    painted: list[Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tall() as (_, pilot, screen):
        asked: list[Region] = []
        render = Lines.render_lines

        def note(self: Lines, crop: Region) -> list[Strip]:
            asked.append(crop)
            return render(self, crop)

        monkeypatch.setattr(Lines, "render_lines", note)
        screen.query_one(Lines).refresh(Region(0, BAND + 1, 3, 2))
        await pilot.pause()
        assert asked == [Region(0, BAND + 1, WIDTH, 2)]
        assert painted


async def test_the_picture_is_that_of_textual(painted: list[Rows]) -> None:
    async with tall() as (_, _, screen):
        plain = Compositor()
        plain.reflow(screen, screen.size)
        expected = [strip.text for strip in plain.render_strips()]
        assert [strip.text for strip in screen.rows(0, HEIGHT)] == expected
        assert expected[0].rstrip() == "row 0"
        assert painted


async def test_the_app_has_its_turn_between_two_bands(
    painted: list[Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tall() as (app, pilot, screen):
        painted.clear()
        taken_after: list[int] = []
        paint: Any = RowCompositor.render_update

        def note(self: RowCompositor, *args: Any, **more: Any) -> object:
            app.call_later(lambda: taken_after.append(len(painted)))  # as a key comes
            return paint(self, *args, **more)

        monkeypatch.setattr(RowCompositor, "render_update", note)
        screen.refresh()
        await pilot.pause()
        assert taken_after == [1, 2, 3]


async def test_a_float_that_comes_while_bands_are_owed_is_painted_whole(
    painted: list[Rows],
) -> None:
    async with tall() as (app, pilot, screen):
        painted.clear()
        screen.refresh()
        app.push_screen(Menu("Menu", [MenuItem("1", "one", "", "one")]))
        await pilot.pause()
        assert {y for rows in rows_of(painted[-3:]) for y in rows} == {*range(HEIGHT)}
        assert "one" in app.text
        assert "row 0" in app.text


async def test_a_band_whose_turn_comes_in_a_batch_is_painted_after_it(painted: list[Rows]) -> None:
    async with tall() as (app, _, screen):
        painted.clear()
        with app.batch_update():
            screen._compositor._dirty_regions.add(screen.size.region)
            screen._compositor_refresh()
            for _ in range(20):
                await asyncio.sleep(0)
            assert not painted
        async with asyncio.timeout(10):
            while screen._composed.bands:  # noqa: ASYNC110 - nothing may wake the screen
                await asyncio.sleep(0.001)
        assert {y for rows in rows_of(painted) for y in rows} == {*range(HEIGHT)}


async def test_what_was_to_be_painted_below_a_smaller_screen_is_not(painted: list[Rows]) -> None:
    async with tall() as (_, pilot, screen):
        below = Region(3, BAND + 4, 5, 2)
        screen._compositor._dirty_regions.update({screen.size.region, below})
        painted.clear()
        await pilot.resize_terminal(WIDTH - 5, BAND + 1)
        assert {y for rows in rows_of(painted) for y in rows} == {*range(BAND + 1)}
        assert {end for rows in painted for _, _, end in rows} == {WIDTH - 5}
        assert screen.size == (WIDTH - 5, BAND + 1)
        assert not screen._composed.bands


async def test_what_waits_for_the_picture_waits_for_all_of_it(painted: list[Rows]) -> None:
    async with tall() as (_, pilot, screen):
        painted.clear()
        seen: list[int] = []
        screen.refresh()
        screen.call_after_refresh(lambda: seen.append(len(painted)))
        await pilot.pause()
        assert seen == [3]


async def test_a_band_that_changes_all_the_time_keeps_no_other_waiting(
    painted: list[Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tall() as (_, pilot, screen):
        paint: Any = RowCompositor.render_update
        most = iter(range(20))

        def change(self: RowCompositor, *args: Any, **more: Any) -> object:
            update = paint(self, *args, **more)
            if next(most, None) is not None:
                self._dirty_regions.add(Region(0, 0, 5, 1))
            return update

        painted.clear()
        monkeypatch.setattr(RowCompositor, "render_update", change)
        screen.refresh()
        await pilot.pause()
        assert rows_of(painted)[1][0] == BAND
        assert rows_of(painted)[2][0] == 2 * BAND


async def test_a_picture_for_a_file_leaves_to_be_painted_what_was(painted: list[Rows]) -> None:
    async with tall() as (app, pilot, screen):
        painted.clear()
        screen._compositor._dirty_regions.add(screen.size.region)
        assert "row" in app.export_screenshot()
        assert not painted
        screen._compositor_refresh()
        await pilot.pause()
        assert {y for rows in rows_of(painted) for y in rows} == {*range(HEIGHT)}


async def test_a_new_screen_is_dressed_by_rules_of_its_own_class(painted: list[Rows]) -> None:
    async with tall() as (_, _, screen):
        assert screen.styles.background.hex == "#102030"
        assert painted


async def test_what_moves_while_a_row_is_rendered_is_painted_where_it_is(
    painted: list[Rows],
) -> None:
    async with tall() as (_, pilot, screen):
        head = Lines(lambda _: [Line([Run("head")])], id="head")
        await screen.mount(head, before="#tall")
        await pilot.pause()
        compositor = screen._composed
        assert not compositor.bands
        head.display = False
        compositor._full_map_invalidated = True
        assert screen.query_one("#tall").region.y == 0  # Textual lays out anew for this
        assert set(compositor.bands) == {0, 1, 2}
        painted.clear()
        await pilot.pause()
        assert {y for rows in rows_of(painted) for y in rows} == {*range(HEIGHT)}
