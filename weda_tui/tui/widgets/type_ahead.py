"""Delivers keys one at a time, each after the effects of the previous key are complete.

Textual sends the keys of a burst to the widget that has the focus when they arrive. The first key
may open a search, move the focus or change the text that the next key, for example F5, is to send.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.widget import Widget

PATIENCE, LONGEST_PATIENCE = 0.25, 2.0
"""Seconds after which the widget that received a key counts as gone, and the key as handled."""
HOPS = 64
"""How many nodes with queued messages a key waits for, so that a busy screen never blocks keys."""


class TypeAhead:
    """The queue of keys that are not delivered yet."""

    def __init__(
        self,
        app: App[Any],
        accepts_keys: Callable[[], bool],
        deliver: Callable[[events.Event], Awaitable[None]],
    ) -> None:
        """``accepts_keys`` is whether the top screen does; ``deliver`` passes an event to it."""
        self._app, self._accepts_keys, self._deliver = app, accepts_keys, deliver
        self._waiting: list[events.Key | events.Paste] = []
        self._pending: asyncio.TimerHandle | None = None
        self._field: DOMNode | None = None
        """The field that received the last key as text."""

    async def accept(self, event: events.Key | events.Paste) -> None:
        """Deliver a key, now or when the previous keys are handled."""
        self._waiting.append(event)
        await self.go_on()

    async def go_on(self) -> None:
        """Deliver the keys whose turn it is.

        Text that follows other text for the same field does not wait.
        """
        while self._waiting and self._may_pass(self._waiting[0]):
            event = self._waiting.pop(0)
            had_it = self._app.focused or self._app.screen
            self._field = had_it if _is_text_for(event, had_it) else None
            if self._pending is not None:
                self._pending.cancel()
            self._pending = asyncio.get_running_loop().call_later(PATIENCE, self._go_around)
            await self._deliver(event)
            self._follow(self._pending, self._path(had_it))

    def _may_pass(self, event: events.Key | events.Paste) -> bool:
        if not self._accepts_keys():
            return False
        is_for_field = _is_text_for(event, self._app.focused)
        return self._pending is None or (is_for_field and self._app.focused is self._field)

    def _path(self, had_it: DOMNode) -> Iterator[MessagePump]:
        """Return the nodes that a key causes messages in: its widget, the ancestors, busy nodes.

        The way upwards is walked a second time: a key that no widget handles is bound to an action
        of an ancestor, whose messages begin at the widget again. Each node appears twice: a message
        that a node sends to itself is queued behind the first visit.
        """
        for _ in range(2):
            node: DOMNode | None = had_it
            while node is not None:
                yield from (node, node)
                node = node.parent
        yield from self._busy()

    def _busy(self) -> Iterator[MessagePump]:
        """Return the top screen and the app, then each node with messages until no node has any.

        A widget may react with a message to its neighbour, and that may close the dialog of both.
        """
        yield from (self._app.screen, self._app.screen, self._app)
        for _ in range(HOPS):
            nodes = (self._app, *self._app.screen.walk_children(with_self=True))
            busy = next((node for node in nodes if node.message_queue_size), None)
            if busy is None:
                return
            yield busy

    def _follow(self, key: asyncio.TimerHandle, path: Iterator[MessagePump]) -> None:
        """Queue a callback behind the messages of each node of the path in turn."""
        if self._pending is not key:
            return
        for node in path:
            if node.call_later(self._follow, key, path):
                return
        self._let_go()

    def _go_around(self) -> None:
        """Stop waiting for a widget that is gone, but wait for the effects of its end.

        A dialog that closes removes its widgets; the action that it was asked for is still to be
        done.
        """
        if not self._app.is_running:
            return
        self._pending = asyncio.get_running_loop().call_later(LONGEST_PATIENCE, self._let_go)
        self._follow(self._pending, self._busy())

    def _let_go(self) -> None:
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None
            self._app.call_later(self.go_on)


def takes_text(node: MessagePump | None, typed: str = "x") -> bool:
    """Return whether a node uses typed keys as text: an ``Input`` or a ``TextArea`` does."""
    return isinstance(node, Widget) and node.check_consume_key(typed, typed)


def _is_text_for(event: events.Key | events.Paste, node: MessagePump | None) -> bool:
    """Return whether an event is text for a node; a node may refuse a character of the screen."""
    typed = event.character if isinstance(event, events.Key) else None
    return _is_text(event) and takes_text(node, typed or "x")


def _is_text(event: events.Key | events.Paste) -> bool:
    return isinstance(event, events.Paste) or event.is_printable
