"""Loads modules a few at a time: all that a stage needs at once would hold up the event loop."""

import asyncio
from importlib import import_module

REQUEST = (
    "tui.panes.endpoint_tree", "tui.widgets.code_area", "tui.parts.draft_stage",
    "tui.parts.request_form",
)  # fmt: skip
"""What WHAT and WITH are made of, without them."""
RESPONSE = (
    "core.bodies.document", "tui.widgets.body_view", "tui.parts.body_path",
    "tui.parts.body_reader", "tui.parts.doctor_block",
)  # fmt: skip
"""What RESULT is made of, without it."""
ANSWER = (
    "core.bodies.outline", "session.judging", "session.code_book", "core.following.leads",
    "tui.drawings.verdict", "core.bodies.notes",
)  # fmt: skip
"""What reads an answer."""


async def load(*modules: str) -> None:
    """Load modules of ours, each in a turn of its own; the names begin below the package."""
    for module in modules:
        import_module(f"weda_tui.{module}")
        await asyncio.sleep(0)
