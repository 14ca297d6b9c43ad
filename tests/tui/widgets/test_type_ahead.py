"""The keys of a burst: what a key led to is done before the next one is passed on."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual import events

from weda_tui.tui.widgets import type_ahead
from weda_tui.tui.widgets.type_ahead import TypeAhead


class Node:
    """Keeps what is to be called later; one that is gone drops it."""

    parent = None

    def __init__(self, *, is_gone: bool = False) -> None:
        self.is_gone = is_gone
        self.later: list[Callable[[], Any]] = []

    def call_later(self, callback: Callable[..., Any], *arguments: Any) -> bool:
        if not self.is_gone:
            self.later.append(lambda: callback(*arguments))
        return True


class KeyApp(Node):
    """An app with a screen, and a widget of a dialog that closes with the first key."""

    def __init__(self) -> None:
        super().__init__()
        self.screen, self.focused = Node(), Node(is_gone=True)


async def run_later(node: Node) -> None:
    """Do what waits at a node."""
    while node.later:
        result = node.later.pop(0)()
        if result is not None:
            await result


async def test_a_key_waits_for_what_a_closed_dialog_led_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(type_ahead, "PATIENCE", 0.0)
    monkeypatch.setattr(type_ahead, "LONGEST_PATIENCE", 3600.0)
    app: Any = KeyApp()
    passed: list[str] = []

    async def deliver(event: Any) -> None:
        passed.append(event.key)

    ahead = TypeAhead(app, lambda: "keys", deliver)
    await ahead.accept(events.Key("enter", None))
    await ahead.accept(events.Key("f5", None))
    await asyncio.sleep(0.01)  # the widget has dropped what it was to call
    await run_later(app)
    assert passed == ["enter"]  # the screen in front has its turn first
    for _ in range(type_ahead.ROUNDS):
        await run_later(app.screen)
        await run_later(app)
    assert passed == ["enter", "f5"]
    assert ahead._pending is not None
    ahead._pending.cancel()
