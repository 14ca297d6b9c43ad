"""An animated picture shows each frame at its time, and a single frame if nothing may move."""

import re
from itertools import accumulate
from xml.etree import ElementTree as ET

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from tests.film import ROW_HEIGHT, Frame, film, key_caps
from tests.svg import export_svg

SVG = "{http://www.w3.org/2000/svg}"
SCREENS = [["令牌 one", "a<b", "&"], ["令牌 one", "two", "&"], ["令牌 one", "a<b", ""]]
KEYS = [[], ["f5"], ["ctrl+s", "a", "b", "enter"]]
SECONDS = [2.0, 1.5, 3.0]


class Screens(App[None]):
    def compose(self) -> ComposeResult:
        yield Rows()


class Rows(Widget):
    number = 0

    def render_line(self, y: int) -> Strip:
        rows = SCREENS[self.number]
        return Strip([Segment(rows[y])] if y < len(rows) else [])


async def picture() -> str:
    app, frames = Screens(), list[Frame]()
    async with app.run_test(size=(20, 5)) as pilot:
        for number, keys in enumerate(KEYS):
            rows = app.query_one(Rows)
            rows.number = number
            rows.refresh()
            await pilot.pause()
            frames.append(Frame(export_svg(app, "x"), keys, SECONDS[number]))
    return film(frames, size=(20, 5), title="<weda-tui>", still=1)


def text_of(element: ET.Element) -> str:
    return "".join(element.itertext()).replace("\N{NO-BREAK SPACE}", " ")


def seen(svg: str, is_visible: dict[str, bool]) -> tuple[list[str], list[str]]:
    """Return the rows and the key labels that are visible at a moment."""
    root = ET.fromstring(svg)  # noqa: S314
    rows, caps = [""] * 5, list[str]()
    for group in root.iter(f"{SVG}g"):
        if group.get("class") == "keys":
            caps = [
                text_of(text)
                for step in group
                if is_visible[step.get("class", "")]
                for text in step.iter(f"{SVG}text")
            ]
        elif not list(group.iter(f"{SVG}g"))[1:] and is_visible.get(group.get("class", ""), True):
            place = re.match(r"translate\(0,(.*)\)", group.get("transform", ""))
            if place:
                rows[round(float(place[1]) / ROW_HEIGHT)] += text_of(group)
    return [row.rstrip() for row in rows], caps


def visible_at(svg: str, percent: float) -> dict[str, bool]:
    """Return whether each class is visible at a percentage of the animation, as a browser does."""
    found: dict[str, bool] = {}
    for name, body in re.findall(r"@keyframes (\w+) \{ (.*) \}$", svg, re.MULTILINE):
        steps = re.findall(r"([\d.]+)% \{ visibility: (\w+) \}", body)
        found[name] = [state for at, state in steps if float(at) <= percent][-1] == "visible"
    return found


async def test_each_frame_is_seen_in_its_time_with_its_keys() -> None:
    svg = await picture()
    for number, end in enumerate(accumulate(SECONDS)):
        for moment in (end - SECONDS[number] + 0.01, end - 0.01):
            rows, caps = seen(svg, visible_at(svg, 100 * moment / sum(SECONDS)))
            assert rows == [*SCREENS[number], "", ""]
            assert caps == key_caps(KEYS[number])
    assert re.findall(r"animation: (\w+) (\S+)s step-end infinite", svg)[0][1] == "6.5"


async def test_one_frame_stands_where_nothing_may_move() -> None:
    svg = await picture()
    states = re.findall(r"^\.(t\d+) \{ visibility: (\w+);", svg, re.MULTILINE)
    rows, caps = seen(svg, {name: state == "visible" for name, state in states})
    assert rows == [*SCREENS[1], "", ""]
    assert caps == ["F5"]
    assert "(prefers-reduced-motion: reduce) { g { animation: none !important } }" in svg


async def test_what_stays_is_drawn_once_and_nothing_outside_is_named() -> None:
    svg = await picture()
    assert svg.count("令牌") == svg.count("two") == 1
    assert svg.count("a&lt;b") == 1
    assert {*re.findall(r"\w+://[^\"'\s)<]+", svg)} == {"http://www.w3.org/2000/svg"}
    assert "<script" not in svg
    assert "&lt;weda-tui&gt;" in svg


def test_keys_are_named_as_on_their_caps() -> None:
    assert key_caps(["f5"]) == ["F5"]
    assert key_caps(["ctrl+s", "a", "b", "enter"]) == ["Ctrl+S", "ab", "Enter"]
    assert key_caps([]) == []
