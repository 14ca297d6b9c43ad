"""Animate several screens of a terminal in one SVG.

Only CSS moves the picture, so that it also plays in an ``<img>``. The content of a row is drawn
once and is visible during the frames that contain it. The keys that led to a frame are shown below
the screen. If the viewer asks for reduced motion or does not support CSS animation, a single still
frame is shown.
"""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from tests.svg import CELL_WIDTH, FONT_SIZE, FONTS, FULL_WIDTH

ROW_HEIGHT = 24.4
"""Height of a row in the picture's units, as Textual draws it."""
_LEFT, _TOP = 9, 41
"""The position of the screen's top left corner in the picture."""
_BELOW = 54
"""Height of the strip with the keys."""

_RULE = re.compile(r"^\s*\.(r\d+) \{ (.*) \}$", re.MULTILINE)
_BACKGROUND = re.compile(
    r'<rect fill="(?P<fill>[^"]*)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)" width="(?P<width>[^"]*)"'
    r' height="[^"]*" shape-rendering'
)
_TEXT = re.compile(
    r'<text class="(?P<style>r\d+)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)"(?P<rest>[^<]*)</text>'
)


class Frame(NamedTuple):
    """One frame of the animation."""

    svg: str
    """The screen as returned by ``export_svg``."""
    keys: Sequence[str]
    """The keys that led to this frame, by Textual's names."""
    seconds: float


def key_caps(keys: Sequence[str]) -> list[str]:
    """Return the labels of the keys; consecutive typed characters are joined into one label."""
    runs = groupby(keys, key=lambda key: len(key) == 1)
    return [
        cap
        for is_typed, run in runs
        for cap in (["".join(run)] if is_typed else [key.title() for key in run])
    ]


def film(frames: Sequence[Frame], *, size: tuple[int, int], title: str, still: int) -> str:
    """Return the frames, of ``size`` cells each, as one picture that repeats endlessly.

    ``still`` is the number of the frame that is shown when nothing may move.
    """
    columns, lines = size
    width = columns * CELL_WIDTH + 2 * _LEFT
    window = lines * ROW_HEIGHT + _TOP + 9
    ground = _ground(frames[0].svg)
    styles: dict[str, str] = {}
    shown: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for number, frame in enumerate(frames):
        for at, drawn in _backgrounds(frame.svg, ground).items():
            shown["backgrounds", at, drawn].append(number)
        for at, drawn in _texts(frame.svg, styles).items():
            shown["texts", at, drawn].append(number)
    times = _Times(frames, still)
    rows = [
        f'<g transform="translate(0,{at * ROW_HEIGHT:g})"{times.attribute(numbers)}>{drawn}</g>'
        for (_, at, drawn), numbers in sorted(shown.items())
    ]
    keys = [
        f"<g{times.attribute([number])}>{_caps(key_caps(frame.keys), width / 2)}</g>"
        for number, frame in enumerate(frames)
    ]
    rules = "\n".join([f".{name} {{ {rule} }}" for rule, name in styles.items()] + times.rules())
    new_line = "\n"
    return f"""\
<svg viewBox="0 0 {width:g} {window + _BELOW:g}" xmlns="http://www.w3.org/2000/svg">
<style>
svg {{ font-family: {FONTS}; font-size: {FONT_SIZE}px; {FULL_WIDTH} white-space: pre }}
{rules}
</style>
<rect fill="#292929" width="{width:g}" height="{window:g}" rx="8"/>
<circle cx="26" cy="22" r="7" fill="#ff5f57"/>
<circle cx="48" cy="22" r="7" fill="#febc2e"/>
<circle cx="70" cy="22" r="7" fill="#28c840"/>
<text fill="#c5c8c6" text-anchor="middle" x="{width / 2:g}" y="27">{html.escape(title)}</text>
<g transform="translate({_LEFT},{_TOP})" shape-rendering="crispEdges">
<rect fill="{ground}" y="1.5" width="{columns * CELL_WIDTH:g}" height="{lines * ROW_HEIGHT:g}"/>
{new_line.join(rows)}
</g>
<g class="keys" transform="translate(0,{window + 10:g})">
{new_line.join(keys)}
</g>
</svg>
"""


class _Times:
    """The times at which elements are visible: one class with keyframes for each set of frames."""

    def __init__(self, frames: Sequence[Frame], still: int) -> None:
        ends = list(accumulate(frame.seconds for frame in frames))
        self._length, self._still, self._count = ends[-1], still, len(frames)
        self._starts = [100 * start / ends[-1] for start in (0, *ends[:-1])]
        self._names: dict[tuple[int, ...], str] = {}

    def attribute(self, numbers: Sequence[int]) -> str:
        """Return the attribute that makes an element visible in the given frames, in order."""
        if len(numbers) == self._count:
            return ""
        name = self._names.setdefault(tuple(numbers), f"t{len(self._names)}")
        return f' class="{name}"'

    def rules(self) -> list[str]:
        """Return the style rules for every class that ``attribute`` has returned."""
        lines: list[str] = []
        for numbers, name in self._names.items():
            steps = [
                f"{start:.4g}% {{ visibility: {_seen(number in numbers)} }}"
                for number, start in enumerate(self._starts)
                if number == 0 or (number in numbers) != (number - 1 in numbers)
            ]
            still = _seen(self._still in numbers)
            moved = f"animation: {name} {self._length:g}s step-end infinite"
            lines.append(f".{name} {{ visibility: {still}; {moved} }}")
            lines.append(f"@keyframes {name} {{ {' '.join(steps)} }}")
        return [
            *lines,
            "@media (prefers-reduced-motion: reduce) { g { animation: none !important } }",
        ]


def _seen(is_seen: bool) -> str:
    return "visible" if is_seen else "hidden"


def _ground(svg: str) -> str:
    """Return the background colour that covers most of the screen."""
    areas: Counter[str] = Counter()
    for found in _BACKGROUND.finditer(svg):
        areas[found["fill"]] += round(float(found["width"]))
    return areas.most_common(1)[0][0]


def _backgrounds(svg: str, ground: str) -> dict[int, str]:
    """Return the background rectangles of each row that differ from ``ground``.

    The top of each row is 0.
    """
    rows: dict[int, list[tuple[str, float, float]]] = defaultdict(list)
    for found in _BACKGROUND.finditer(svg):
        row = rows[int(float(found["y"]) / ROW_HEIGHT)]
        fill, start, width = found["fill"], float(found["x"]), float(found["width"])
        if row and row[-1][0] == fill:
            start = row.pop()[1]
        row.append((fill, start, float(found["x"]) + width))
    drawn = {
        at: "".join(
            f'<rect fill="{fill}" x="{start:g}" y="1.5" width="{end - start:g}" height="24.65"/>'
            for fill, start, end in row
            if fill != ground and end > start
        )
        for at, row in rows.items()
    }
    return {at: elements for at, elements in drawn.items() if elements}


def _texts(svg: str, styles: dict[str, str]) -> dict[int, str]:
    """Return the text elements of each row; a row's top is 0.

    ``styles`` maps style rules to class names and is extended.
    """
    rules = dict(_RULE.findall(svg))
    rows: dict[int, str] = defaultdict(str)
    for found in _TEXT.finditer(svg):
        style = styles.setdefault(rules[found["style"]], f"s{len(styles)}")
        rows[int(float(found["y"]) / ROW_HEIGHT)] += (
            f'<text class="{style}" x="{found["x"]}" y="20"{found["rest"]}</text>'
        )
    return rows


def _caps(caps: Sequence[str], middle: float) -> str:
    widths = [len(cap) * CELL_WIDTH + 28 for cap in caps]
    x = middle - (sum(widths) + 10 * (len(caps) - 1)) / 2
    elements: list[str] = []
    for cap, width in zip(caps, widths, strict=True):
        elements.append(
            f'<rect x="{x:g}" width="{width:g}" height="34" rx="6" fill="#e3b15c"/>'
            f'<text x="{x + 14:g}" y="24" fill="#17191c" font-weight="bold" '
            f'textLength="{len(cap) * CELL_WIDTH:g}">{html.escape(cap)}</text>'
        )
        x += width + 10
    return "".join(elements)
