"""Keys one at a time: each is passed on when the one before has led where it leads.

Textual hands the keys of a burst to whatever has the focus when they arrive. The first of them may
open a search, move the focus or change the text that the next one, F5 for example, is to send.
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
"""Seconds after which the widget that had a key counts as gone, and the key as dealt with."""
HOPS = 64
"""How many nodes with messages a key waits for; a screen that never rests holds no key."""


class TypeAhead:
    """The keys that wait for their turn."""

    def __init__(
        self,
        app: App[Any],
        takes_keys: Callable[[], bool],
        deliver: Callable[[events.Event], Awaitable[None]],
    ) -> None:
        """``takes_keys`` says whether the screen in front does; ``deliver`` gives it a key."""
        self._app, self._takes_keys, self._deliver = app, takes_keys, deliver
        self._waiting: list[events.Key | events.Paste] = []
        self._pending: asyncio.TimerHandle | None = None
        self._field: DOMNode | None = None
        """The field that had the last key as text."""

    async def accept(self, event: events.Key | events.Paste) -> None:
        """Pass a key on, now or when its turn comes."""
        self._waiting.append(event)
        await self.go_on()

    async def go_on(self) -> None:
        """Pass on the keys whose turn it is; text needs no turn behind other text for its field."""
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
        if not self._takes_keys():
            return False
        is_for_field = _is_text_for(event, self._app.focused)
        return self._pending is None or (is_for_field and self._app.focused is self._field)

    def _path(self, had_it: DOMNode) -> Iterator[MessagePump]:
        """Return whose messages a key sets off: up from its widget, then wherever they lead.

        Up a second time: a key that no widget takes is bound to an action above, whose messages
        begin at the widget again. Each node twice: what a message sends to its own node is behind
        the first visit.
        """
        for _ in range(2):
            node: DOMNode | None = had_it
            while node is not None:
                yield from (node, node)
                node = node.parent
        yield from self._busy()

    def _busy(self) -> Iterator[MessagePump]:
        """Return the screen in front and the app, then each node that has messages until none has.

        An answer to one widget may be a message of its neighbour, and close the dialog of both.
        """
        yield from (self._app.screen, self._app.screen, self._app)
        for _ in range(HOPS):
            nodes = (self._app, *self._app.screen.walk_children(with_self=True))
            busy = next((node for node in nodes if node.message_queue_size), None)
            if busy is None:
                return
            yield busy

    def _follow(self, key: asyncio.TimerHandle, path: Iterator[MessagePump]) -> None:
        """Queue up behind the messages of each node in turn."""
        if self._pending is not key:
            return
        for node in path:
            if node.call_later(self._follow, key, path):
                return
        self._let_go()

    def _go_around(self) -> None:
        """Wait no longer for a widget that is gone, but for what its end led to.

        A dialog that closes takes its widgets along; what it was asked for is still to be done.
        """
        self._pending = asyncio.get_running_loop().call_later(LONGEST_PATIENCE, self._let_go)
        self._follow(self._pending, self._busy())

    def _let_go(self) -> None:
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None
            self._app.call_later(self.go_on)


def takes_text(node: MessagePump | None, typed: str = "x") -> bool:
    """Return whether what is typed goes into a node as text: an ``Input`` or a ``TextArea``."""
    return isinstance(node, Widget) and node.check_consume_key(typed, typed)


def _is_text_for(event: events.Key | events.Paste, node: MessagePump | None) -> bool:
    """Return whether an event is text for a node: one may leave a character to the screen."""
    typed = event.character if isinstance(event, events.Key) else None
    return _is_text(event) and takes_text(node, typed or "x")


def _is_text(event: events.Key | events.Paste) -> bool:
    return isinstance(event, events.Paste) or event.is_printable
