"""What every part of a reader needs of it."""

from typing import Protocol

from textual.message import Message

from weda_tui.core.bodies.document import Document
from weda_tui.i18n.strings import Strings
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.widgets.pane import Work


class PartHost(Protocol):
    """What a part needs that only shows something."""

    view: BodyView
    """The lines of the document, and the one under the cursor."""

    document: Document
    """The document that is shown."""
    words: Strings
    """The sentences in the language of the user."""

    def post_message(self, message: Message) -> bool:
        """Post a message to the panes around the reader."""
        ...


class WorkingHost(PartHost, Protocol):
    """What a part needs that works for long."""

    def start(self, work: Work, group: str) -> None:
        """Start a worker in place of the one of the same group."""

    def stop(self, group: str) -> None:
        """Stop the worker of a group."""
