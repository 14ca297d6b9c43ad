"""Handlers of messages, looked for once for a kind of node: each of its messages would look again.

What is found are names, and what stands behind a name is read at each message, so that a test may
put another function there.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import pytest
from textual.message import Message
from textual.message_pump import MessagePump


@cache
def _named(pump: type, message: type, name: str) -> tuple[tuple[type, str], ...] | None:
    """Return who handles a message by a method's name, ``None`` where a decorator has a say."""
    kinds = set(message.__mro__)
    for cls in pump.__mro__:
        if not kinds.isdisjoint(vars(cls).get("_decorated_handlers") or ()):
            return None
    found: list[tuple[type, str]] = []
    for cls in pump.__mro__:
        own = next((own for own in (f"_{name}", name) if vars(cls).get(own) is not None), None)
        if own is not None and not hasattr(vars(cls)[own], "_textual_on"):
            found.append((cls, own))
    return tuple(found)


@pytest.fixture(autouse=True, scope="session")
def _known_handlers():
    """Look for handlers as Textual does, without its walk through all the bases."""
    look: Callable[..., Iterable[tuple[type, Any]]] = vars(MessagePump)["_get_dispatch_methods"]

    def found(
        self: MessagePump, named: tuple[tuple[type, str], ...], message: Message
    ) -> Iterator[tuple[type, Any]]:
        for cls, own in named:
            if message._no_default_action:
                return
            yield cls, vars(cls)[own].__get__(self, cls)

    def handlers(self: MessagePump, name: str, message: Message) -> Iterable[tuple[type, Any]]:
        named = _named(type(self), type(message), name)
        return look(self, name, message) if named is None else found(self, named, message)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MessagePump, "_get_dispatch_methods", handlers)
        yield
