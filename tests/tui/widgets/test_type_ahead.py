"""The keys of a burst: the effects of a key are complete before the next key is passed on."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual import events

from weda_tui.tui.widgets import type_ahead
from weda_tui.tui.widgets.type_ahead import TypeAhead


class Node:
    """A node that stores callbacks for later; a removed node drops them."""

    parent = None

    def __init__(self, *children: "Node", is_gone: bool = False) -> None:
        self.children, self.is_gone = children, is_gone
        self.later: list[Callable[[], Any]] = []

    @property
    def message_queue_size(self) -> int:
        return len(self.later)

    def walk_children(self, *, with_self: bool) -> "list[Node]":
        assert with_self
        return [self, *self.children]

    def call_later(self, callback: Callable[..., Any], *arguments: Any) -> bool:
        if not self.is_gone:
            self.later.append(lambda: callback(*arguments))
        return True


class KeyApp(Node):
    """An app whose screen has two widgets; the focus is in a dialog that has closed."""

    is_running = True

    def __init__(self) -> None:
        super().__init__()
        self.screen, self.focused = Node(Node(), Node()), Node(is_gone=True)


async def run_later(node: Node) -> None:
    """Run the stored callbacks of a node."""
    while node.later:
        result = node.later.pop(0)()
        if result is not None:
            await result


async def test_a_key_waits_for_what_a_closed_dialog_led_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type_ahead, "PATIENCE", 0.0)
    monkeypatch.setattr(type_ahead, "LONGEST_PATIENCE", 3600.0)
    app: Any = KeyApp()
    passed: list[str] = []

    async def deliver(event: Any) -> None:
        passed.append(event.key)

    ahead = TypeAhead(app, lambda: True, deliver)
    await ahead.accept(events.Key("enter", None))
    await ahead.accept(events.Key("f5", None))
    await asyncio.sleep(0.01)  # the removed widget has dropped its callback
    last, neighbour = app.screen.children
    last.later.append(lambda: None)
    neighbour.later.append(lambda: last.later.append(lambda: None))
    for node in (app.screen, app, last, neighbour):
        await run_later(node)
        assert passed == ["enter"]
    await run_later(last)  # the callback that its neighbour added
    await run_later(app)
    assert passed == ["enter", "f5"]
    assert ahead._pending is not None
    ahead._pending.cancel()


async def test_an_app_that_has_ended_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type_ahead, "PATIENCE", 0.0)
    app: Any = KeyApp()
    failures: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, failure: failures.append(failure))

    async def deliver(_: Any) -> None:
        app.is_running = False
        del app.screen  # as Textual refuses it once no screen is left

    ahead = TypeAhead(app, lambda: True, deliver)
    await ahead.accept(events.Key("ctrl+q", None))
    await asyncio.sleep(0.01)
    assert failures == []
