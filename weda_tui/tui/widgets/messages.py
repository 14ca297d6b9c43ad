"""The wish to put text on the clipboard."""

from textual.message import Message


class CopyRequested(Message):
    """Text for the clipboard, and its name in words; whoever holds the clipboard answers."""

    def __init__(self, text: str, what: str) -> None:
        super().__init__()
        self.text = text
        self.what = what
