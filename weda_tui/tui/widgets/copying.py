"""The wish to put text on the clipboard."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class CopyRequested(Message):
    """Text for the clipboard, and its name in words; whoever holds the clipboard answers."""

    text: str
    what: str
