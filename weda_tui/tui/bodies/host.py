"""What every part of a body reader needs from the reader."""

from typing import Protocol

from textual.message import Message

from weda_tui.core.bodies.document import Document
from weda_tui.i18n.strings import Strings
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.widgets.pane import Work


class PartHost(Protocol):
    """What a part without long work needs."""

    view: BodyView
    """The lines of the document, with the cursor."""

    document: Document
    """The displayed document."""
    words: Strings
    """The texts in the language of the user."""

    def post_message(self, message: Message) -> bool:
        """Post a message to the panes around the reader."""
        ...


class WorkingHost(PartHost, Protocol):
    """What a part with long work needs."""

    def start(self, work: Work, group: str) -> None:
        """Start a worker and cancel the previous one of the same group."""

    def stop(self, group: str) -> None:
        """Cancel the worker of a group."""
