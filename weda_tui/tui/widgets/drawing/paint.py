"""One row of text, drawn from runs of (text, role) with true cell widths.

Everything drawn passes ``strip_control_characters``: text from outside cannot act on the terminal.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.drawing import palette

ELLIPSIS = "…"


class Run(NamedTuple):
    """A piece of text in one role; ``action`` is what a click on it asks for."""

    text: str
    role: str = "text"
    action: str = ""


class Line(NamedTuple):
    """A row: runs from the left, runs at the right edge, and the surface underneath."""

    left: Sequence[Run] = ()
    right: Sequence[Run] = ()
    fill: str = ""


def cells(runs: Iterable[Run]) -> int:
    """Return the width of runs in cells."""
    return sum(cell_len(strip_control_characters(run.text)) for run in runs)


def plain_text(lines: Iterable[Line]) -> str:
    """Return what rows say on their left, without the blanks around it, for the clipboard."""
    return "\n".join("".join(run.text for run in line.left).strip() for line in lines)


def cut(text: str, width: int) -> str:
    """Return ``text`` cleaned and no wider than ``width`` cells, ending in ``…`` when cut."""
    text = strip_control_characters(text)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + ELLIPSIS if width > 0 else ""


def cut_middle(text: str, width: int) -> str:
    """Return ``text`` cleaned and no wider than ``width`` cells; what is cut is its middle.

    Of paths and names in rows that tell them apart by their ends.
    """
    text = strip_control_characters(text)
    if cell_len(text) <= width:
        return text
    tail = max(0, width - 1) // 2
    kept = len(text)
    while kept and cell_len(text[kept - 1 :]) <= tail:
        kept -= 1
    return cut(text, width - cell_len(text[kept:])) + text[kept:].lstrip()


def pad(text: str, width: int) -> str:
    """Return ``text`` cut or filled with blanks to exactly ``width`` cells."""
    text = cut(text, width)
    return text + " " * (width - cell_len(text))


def fit(width: int, items: Sequence[Sequence[Run]], gap: str = "   ") -> list[Run]:
    """Return as many whole items as fit into ``width``, from the first, with ``gap`` between."""
    runs: list[Run] = []
    used = 0
    for item in items:
        needed = cells(item) + (cell_len(gap) if runs else 0)
        if used + needed > width:
            break
        if runs:
            runs.append(Run(gap))
        runs.extend(item)
        used += needed
    return runs


def paint(line: Line, width: int, theme: str, surface: str = "ground") -> Strip:
    """Draw a row exactly ``width`` cells wide; the left side gives way to the right one."""
    fill = line.fill or surface
    base = palette.style(theme, "text", fill)
    right = _segments(line.right, theme, fill, width)
    right_width = sum(segment.cell_length for segment in right)
    if right_width > width:
        right, right_width = [], 0
    room = width - right_width
    left = Strip(_segments(line.left, theme, fill, width))
    if left.cell_length > room:
        left = _shortened(left, room, base)
    blank = Segment(" " * (room - left.cell_length), base)
    return Strip([*left, blank, *right], width)


def _shortened(strip: Strip, room: int, base: Style) -> Strip:
    kept = strip.crop(0, max(0, room - 1))
    last = next(reversed(list(kept)), None)
    end = Segment(ELLIPSIS, last.style if last else base)
    return Strip([*kept, end]) if room > 0 else Strip([])


def _segments(runs: Iterable[Run], theme: str, fill: str, width: int) -> list[Segment]:
    """Return styled segments; of a text of megabytes only what can be seen is touched."""
    segments: list[Segment] = []
    for run in runs:
        style = palette.style(theme, run.role, fill)
        if run.action:
            style += Style(meta={"press": run.action})
        segments.append(Segment(strip_control_characters(run.text[: 2 * width + 1]), style))
    return segments
