"""Make the pictures in ``screenshots/`` by running the real program with the sandbox.

Each picture is made in both languages. ``make screenshots`` makes all pictures, ``python -m
tests.screenshots tour`` a single picture.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tests.film import Frame, film
from tests.svg import export_svg
from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import open_endpoint, open_failing
from tests.tui.screens.saving import settled
from weda_tui.core.answers.verdict import VerdictState
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.history.entry import HistoryQuery

FOLDER = Path(__file__).parent.parent / "screenshots"
TITLE = "weda-tui"


class Picture(NamedTuple):
    name: str
    steps: Callable[[Explorer], Awaitable[None]]
    size: tuple[int, int] = (160, 48)
    theme: str = "weda-dark"
    has_environment: bool = True


async def _answer(e: Explorer) -> None:
    await e.send()
    await e.press("f6", *["down"] * 5)


async def _write(e: Explorer) -> None:
    await _answer(e)
    await e.press("f3")
    await e.type("CompleteTask")
    await e.press("enter", "f5")


async def _token(e: Explorer) -> None:
    await _answer(e)
    await e.press("ctrl+t")


async def _go_to(e: Explorer) -> None:
    await _answer(e)
    await e.press("ctrl+p")
    await e.type("cxsp")


async def _failure(e: Explorer) -> None:
    await open_failing(e)
    await e.send()
    await e.press("f6")


async def _table(e: Explorer) -> None:
    await open_endpoint(e, "GetFlowInstances")
    await e.send()
    await e.press("f6", "f6", "vertical_line", "right", "down", "down", "down")


async def _saved(e: Explorer) -> None:
    for action in ("DescribeInstanceApproverList", "GetFlowInstances"):
        await open_endpoint(e, action)
        await e.press("ctrl+s")
        await e.press("enter")
        await e.settle()
        await e.send()
    await e.press("f3", "right_square_bracket")
    await e.settle()
    await e.press("f3")
    await e.settle()
    await e.press("end")
    await e.settle()


async def _first_run(e: Explorer) -> None:
    await e.type("https://weda.example.cn")
    await e.pilot.pause()


PICTURES = (
    Picture("explore", _answer),
    Picture("explore-light", _answer, theme="weda-light"),
    Picture("explore-100x30", _answer, size=(100, 30)),
    Picture("explore-80x24", _answer, size=(80, 24)),
    Picture("failure", _failure),
    Picture("guard", _write),
    Picture("table", _table),
    Picture("saved", _saved),
    Picture("token", _token),
    Picture("go-to", _go_to),
    Picture("first-run", _first_run, has_environment=False),
)
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Step(NamedTuple):
    keys: Sequence[str]
    seconds: float


TOUR_SIZE = (120, 34)
TOUR = (
    Step((), 2),
    Step(("f3",), 1.5),
    Step((*"processinst",), 2),
    Step(("enter",), 2),
    Step(("f5",), 3),
    Step(("end", "backspace", "0"), 2),
    Step(("f5",), 3),
    Step(("f7",), 2.5),
    Step(("1",), 2.5),
    Step(("f5",), 2.5),
    Step(("ctrl+s",), 2),
    Step(("enter",), 3),
)
"""The steps of the animated tour.

An endpoint is found and called successfully; with a wrong ID it fails with HTTP 200; the first fix
of the doctor restores the ID of the last success, and the call succeeds again and is saved.
"""
TOUR_VERDICTS = (VerdictState.SUCCESS, VerdictState.FAILURE, VerdictState.SUCCESS)
TOUR_STILL = 7
"""The number of the frame that is shown when nothing may move: the keys of the doctor."""


class TourError(Exception):
    """The keys of the tour did not have the expected effect."""


def _keep_cursor(_: Widget) -> None:
    """Keep the cursor visible: whether a blinking cursor is shown would depend on the time."""


@asynccontextmanager
async def _start(
    language: Language,
    size: tuple[int, int],
    theme: str = "weda-dark",
    environments: Literal["sample", "none"] = "sample",
) -> AsyncGenerator[Explorer]:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Input, "_toggle_cursor", _keep_cursor)
        patch.setattr(TextArea, "_toggle_cursor_blink_visible", _keep_cursor)
        os.environ["HOME"] = folder  # so that paths on the screen begin with ~
        async with explorer(
            Path(folder), size=size, language=language, theme=theme, environments=environments
        ) as e:
            yield e


async def make(picture: Picture, language: Language) -> str:
    """Return one picture as SVG."""
    environments = "sample" if picture.has_environment else "none"
    async with _start(language, picture.size, picture.theme, environments) as e:
        await picture.steps(e)
        return export_svg(e.app, TITLE)


async def make_tour(language: Language) -> str:
    """Return the animated tour; raise ``TourError`` if its calls did not end as expected."""
    frames: list[Frame] = []
    async with _start(language, TOUR_SIZE) as e:
        for keys, seconds in TOUR:
            await e.press(*keys)
            await e.settle()
            await settled(e)
            frames.append(Frame(export_svg(e.app, TITLE), keys, seconds))
        sent = (await e.session.history.find(HistoryQuery())).entries
        saved = list(e.session.paths.workspace.glob("collections/*/*.toml"))
    verdicts = tuple(entry.state for entry in reversed(sent))
    if verdicts != TOUR_VERDICTS or not saved:
        msg = f"{verdicts}, {saved}"
        raise TourError(msg)
    return film(frames, size=TOUR_SIZE, title=TITLE, still=TOUR_STILL)


async def main(wanted: Collection[str] = ()) -> None:
    """Make the pictures named in ``wanted``, or all if it is empty, in the time zone of China."""
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    FOLDER.mkdir(exist_ok=True)
    makers = {picture.name: partial(make, picture) for picture in PICTURES} | {"tour": make_tour}
    for name in [name for name in makers if not wanted or name in wanted]:
        for language in LANGUAGES:
            path = FOLDER / f"{name}-{language}.svg"
            path.write_text(await makers[name](language), encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
