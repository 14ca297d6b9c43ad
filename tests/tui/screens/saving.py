"""Wait for the workers that read and write the files of saved requests."""

import asyncio

from tests.tui.explorer import Explorer
from tests.tui.steady import LONGEST_WORK

GROUPS = {
    "saved", "saved-read", "saved-act", "open-saved", "save", "save-ask", "look-after",
    "keep-drafts", "take-back", "saved-entries", "saved-results", "saved-look", "in-hand",
    "selected-request",
    "results", "judge-saved", "entry-act", "entry-change", "export", "compare-saved",
}  # fmt: skip
"""The groups of workers that read and write files."""


async def settled(e: Explorer) -> None:
    """Wait for the threads that read and write files."""
    async with asyncio.timeout(LONGEST_WORK):
        while any(w.is_running and w.group in GROUPS for w in list(e.app.workers)):
            await e.pilot.pause()
            await asyncio.sleep(0)
    await e.pilot.pause()
