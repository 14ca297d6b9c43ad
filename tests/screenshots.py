"""Makes the pictures in ``screenshots/``: the real program over the sandbox, in both languages."""

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from tests.svg import export_svg
from tests.tui.explorer import Explorer, explorer
from tests.tui.screens.network import open_endpoint, open_failing
from weda_tui.core.catalogue.endpoint import Language

FOLDER = Path(__file__).parent.parent / "screenshots"


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


async def make(picture: Picture, language: Language) -> str:
    """Return one picture as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder  # so that paths on the screen begin with ~
        async with explorer(
            Path(folder),
            size=picture.size,
            language=language,
            theme=picture.theme,
            environments="sample" if picture.has_environment else "none",
        ) as e:
            await picture.steps(e)
            return export_svg(e.app, "weda-tui")


async def main() -> None:
    """Make them all, at the time of China."""
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        for language in LANGUAGES:
            path = FOLDER / f"{picture.name}-{language}.svg"
            path.write_text(await make(picture, language), encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    asyncio.run(main())
