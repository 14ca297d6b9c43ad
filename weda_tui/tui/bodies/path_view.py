"""What is said of a path that is typed: how much it finds, what it costs, where it goes wrong."""

from itertools import takewhile
from typing import TYPE_CHECKING

from weda_tui.core.runs.answer_values import Unjudged
from weda_tui.i18n.quantities import count, elapsed, size
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Run

if TYPE_CHECKING:  # it comes with the first path
    from weda_tui.session.body_paths import Cost, PathLookup

LONGEST = 1000
"""Characters of a path from which its length is what is wrong with it."""
UNFINISHED = ("$", ".", "[")
"""What a path ends with that goes on."""


def looking_run(lookup: "PathLookup", strings: Strings) -> Run:
    """Return how far a lookup is that still runs."""
    percent, found = int(100 * lookup.share), count(len(lookup.starts))
    return Run(strings.path.looking.format(percent=percent, count=found), "dim")


def found_run(lookup: "PathLookup", strings: Strings) -> Run:
    """Return how much a lookup has found."""
    if not lookup.starts:
        return Run(strings.path.found_none, "fail")
    number = count(len(lookup.starts))
    number = number if lookup.is_all else strings.body.at_least.format(count=number)
    return Run(strings.path.found.format(count=number), "dim")


def cost_words(cost: "Cost", read: int, strings: Strings) -> str:
    """Return what a lookup will take that reads ``read`` bytes."""
    time, memory = elapsed(cost.seconds), size(cost.memory)
    return strings.path.cost.format(size=size(read), elapsed=time, memory=memory)


def fault_of(
    fault: Unjudged | None, text: str, strings: Strings, offered: str = ""
) -> tuple[int, str] | None:
    """Return where a path goes wrong, from 1, and why; an unfinished one is not wrong yet.

    ``offered`` is the path with a name that fits: what is wrong before that name stays wrong.
    """
    words = strings.path
    if fault is None or not text:
        return None
    column = int(fault.detail)
    if len(text) > LONGEST:
        return column, words.too_long.format(count=count(column))
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, offered, strict=False))
    )
    is_name_begun = bool(offered) and column > same
    if is_name_begun or (column > len(text) and text.endswith(UNFINISHED)):
        return None
    return column, words.fault.format(column=column)
