"""What a stage or an answer needs is loaded a few modules at a time, and all of it."""

import subprocess
import sys

import pytest

from weda_tui.tui.screens.loading import ANSWER, REQUEST, RESPONSE, load

MOST = 8
"""Modules that may be left to load in one go: a few milliseconds."""
USE = """
import asyncio, sys
from weda_tui.tui.app import WedaApp
from weda_tui.tui.screens import loading
turns = []
async def load():
    for name in {names}:
        before = len(sys.modules)
        await loading.load(name)
        turns.append(len(sys.modules) - before)
asyncio.run(load())
before = len(sys.modules)
from {module} import {name}
print(max(turns), len(sys.modules) - before)
"""


@pytest.mark.parametrize(
    ("names", "module", "name"),
    [
        (REQUEST, "weda_tui.tui.panes.request_editor", "RequestEditor"),
        (REQUEST + RESPONSE, "weda_tui.tui.panes.response_pane", "ResponsePane"),
        (ANSWER, "weda_tui.session.code_book", "CodeBook"),
    ],
)
def test_little_is_left_to_load(names: tuple[str, ...], module: str, name: str) -> None:
    code = USE.format(names=names, module=module, name=name)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    largest, left = map(int, run.stdout.split())
    assert largest <= 2 * MOST
    assert left <= MOST


async def test_what_is_loaded_is_there() -> None:
    await load(*REQUEST, *RESPONSE, *ANSWER)
    assert {f"weda_tui.{each}" for each in (*REQUEST, *RESPONSE, *ANSWER)} <= set(sys.modules)
