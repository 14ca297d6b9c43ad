"""Which controller answers what a pane asks."""

from collections.abc import Callable
from typing import TypeVar

from weda_tui.tui.widgets.messages import Intent

Asked = TypeVar("Asked", bound=Intent)


class IntentRoutes:
    """One handler for each kind of intent."""

    def __init__(self) -> None:
        self._handlers: dict[type[Intent], Callable[[Intent], None]] = {}

    def add(self, kind: type[Asked], handler: Callable[[Asked], object]) -> None:
        """Let ``handler`` answer a kind of intent. Raises ``ValueError`` for a second one."""
        if kind in self._handlers:
            raise ValueError(kind)

        def handle(intent: Intent) -> None:
            if isinstance(intent, kind):
                handler(intent)

        self._handlers[kind] = handle

    def handle(self, intent: Intent) -> bool:
        """Call the handler of an intent; return whether there is one."""
        handler = self._handlers.get(type(intent))
        if handler is not None:
            handler(intent)
        return handler is not None
