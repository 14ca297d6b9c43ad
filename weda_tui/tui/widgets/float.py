"""A float: a modal screen with one panel, closed by Esc with nothing."""

from typing import TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Float(ModalScreen[Answer | None]):
    """Subclasses yield one container with the class ``panel``; its top rule says it is a float."""

    BINDINGS = [Binding("escape", "close", show=False, priority=True)]

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
