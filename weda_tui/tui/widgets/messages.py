"""Messages that any pane posts: an intent, text for the clipboard, a notice."""

from textual.message import Message


class Intent(Message):
    """A request of a pane, which a screen routes to the controller that answers it."""


class CopyRequested(Message):
    """Text for the clipboard, and its name in words; whoever holds the clipboard answers."""

    def __init__(self, text: str, what: str) -> None:
        super().__init__()
        self.text = text
        self.what = what


class Noticed(Message):
    """The page says ``text`` in its footer; the middle of ``path`` in it gives way to the rest."""

    def __init__(self, text: str, *, path: str = "") -> None:
        super().__init__()
        self.text, self.path = text, path
