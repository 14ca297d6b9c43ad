"""What is done while nobody types: the sheets of what keys lead to are read, the heap is swept.

A key that comes sooner reads what it needs itself. No module is loaded here: each takes memory.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.css.stylesheet import Stylesheet

from weda_tui.tui.widgets.float import STYLES

HERE = Path(__file__).parent
SHEETS = (STYLES, *(HERE / f"{name}.tcss" for name in ("environment", "saved", "history")))
"""The style sheets of what lies above the main screen: one read later has all dressed anew."""

YOUNG, MIDDLE, OLD = 700, 10, 100
"""When the collector looks at its generations by itself: at the old one rarely, see ``sweep``."""
LONG_PAUSE = 2.0
"""Seconds without a key in which the next one is not soon to come."""
DUE = 2
"""Rounds of the middle generation after which the old one is due."""


def collect_from_now_on() -> None:
    """Turn the garbage collector on; what the start has made is there to stay."""
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.enable()


async def read_sheets(stylesheet: Stylesheet, rest: Callable[[float], Awaitable[None]]) -> None:
    """Read and parse the sheets, one in a pause; ``rest`` waits for one."""
    for sheet in SHEETS:
        await rest(LONG_PAUSE)
        if not stylesheet.has_source(str(sheet), ""):
            stylesheet.read(sheet)
        _ = stylesheet.rules  # which parses it
        await asyncio.sleep(0)


async def sweep(rest: Callable[[float], Awaitable[None]], is_busy: Callable[[], bool]) -> bool:
    """Collect what is old, if that is due, in a long pause; return whether it was done.

    Work that goes on holds much that would have to be gone through.
    """
    await rest(LONG_PAUSE)
    is_due = gc.get_count()[2] > DUE and not is_busy()
    if is_due:
        gc.collect()
    return is_due


def settle() -> None:
    """Say that what there is after a sweep is there to stay: it is not gone through again."""
    gc.freeze()
