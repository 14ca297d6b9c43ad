"""What keys lead to is ready before they are pressed, and nobody waits for the garbage."""

import asyncio
import gc
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.widget import Widget

import weda_tui.tui
from tests.tui.explorer import Explorer, explorer
from weda_tui.tui.screens import leisure
from weda_tui.tui.widgets import type_ahead
from weda_tui.tui.widgets.type_ahead import TypeAhead


@pytest.fixture(autouse=True)
def _same_collector() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


async def no_pause(seconds: float = 0) -> None:
    """Nobody types."""


def own_sheets() -> set[Path]:
    """The style sheets of every screen there is."""
    for module in walk_packages(weda_tui.tui.__path__, "weda_tui.tui."):
        import_module(module.name)
    kinds, sheets = [Screen], set[Path]()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.startswith("weda_tui") and kind.CSS_PATH is not None:
            here = Path(str(sys.modules[kind.__module__].__file__)).parent
            sheets.add(here / str(kind.CSS_PATH))
    return sheets


async def ready(e: Explorer) -> None:
    await leisure.read_sheets(e.app.stylesheet, no_pause)


async def test_the_sheet_of_every_screen_is_read_and_parsed(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await ready(e)
        sheet = e.app.stylesheet
        assert own_sheets()
        assert [each for each in own_sheets() if not sheet.has_source(str(each))] == []
        assert not sheet._require_parse


@pytest.mark.parametrize("keys", [("f1",), ("ctrl+p",), ("f2", "e"), ("space", "v", "f3")])
async def test_no_screen_has_all_dressed_anew(
    tmp_path: Path, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer(tmp_path) as e:
        await ready(e)
        again: list[Stylesheet] = []
        monkeypatch.setattr(Stylesheet, "reparse", again.append)
        await e.press("escape", *keys)
        assert e.app.screen is not e.main
        assert again == []


async def test_old_garbage_waits_for_a_pause_and_until_it_is_due(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    async def pause(seconds: float) -> None:
        done.append("pause")

    monkeypatch.setattr(gc, "collect", lambda: done.append("collect"))
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, leisure.DUE))
    assert not await leisure.sweep(pause, lambda: False)
    assert done == ["pause"]
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, leisure.DUE + 1))
    assert not await leisure.sweep(pause, lambda: True)
    assert done == ["pause", "pause"]
    assert await leisure.sweep(pause, lambda: False)
    assert done == ["pause", "pause", "pause", "collect"]


async def test_a_place_that_is_tended_is_no_work(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        e.main.tend_token()
        assert any(each.is_running for each in e.app.workers)
        assert not e.app._is_at_work()
        e.app.run_worker(asyncio.sleep(60), group="long", description="long")
        assert e.app._is_at_work()


async def test_what_is_left_of_the_first_sweep_of_the_main_screen_is_there_to_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer(tmp_path) as e:
        frozen: list[str] = []
        monkeypatch.setattr(e.app._type_ahead, "rest", no_pause)
        monkeypatch.setattr(gc, "freeze", lambda: frozen.append(str(e.app.screen)))
        monkeypatch.setattr(gc, "collect", lambda: 0)
        for count in (leisure.DUE, leisure.DUE + 1):
            monkeypatch.setattr(gc, "get_count", lambda count=count: (0, 0, count))
            await e.press("f1")
            await e.app._sweep()
            assert frozen == []
            await e.press("escape")
        await e.app._sweep()
        await e.app._sweep()
        assert frozen == [str(e.main)]


async def test_what_was_drawn_of_a_closed_float_is_let_go(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        await e.press("f1")
        widgets = e.app.screen.walk_children(Widget, with_self=True)
        caches = [each._styles_cache for each in widgets]
        assert any(cache._cache for cache in caches)
        await e.press("escape")
        assert e.app.screen is e.main
        assert not any(cache._cache for cache in caches)


async def test_without_any_key_a_pause_is_counted_from_the_first_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer(tmp_path) as e:
        keys: TypeAhead = e.app._type_ahead
        keys._came_at = 0.0
        waits: list[float] = []
        now = asyncio.get_running_loop().time() + 100

        async def sleep(seconds: float) -> None:
            nonlocal now
            waits.append(round(seconds, 3))
            now += seconds

        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
        monkeypatch.setattr(type_ahead.asyncio, "sleep", sleep)
        await keys.rest(2.0)
        monkeypatch.undo()
        assert waits == [2.0]


async def test_a_key_puts_the_pause_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with explorer(tmp_path) as e:
        keys: TypeAhead = e.app._type_ahead
        waits: list[float] = []
        now = asyncio.get_running_loop().time() + 100

        async def sleep(seconds: float) -> None:
            nonlocal now
            waits.append(round(seconds, 3))
            if len(waits) == 1:
                keys._came_at = now + 0.1
            now += seconds

        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
        monkeypatch.setattr(type_ahead.asyncio, "sleep", sleep)
        keys._came_at = now
        await keys.rest(0.3)
        monkeypatch.undo()
        assert waits == [0.3, 0.1]
