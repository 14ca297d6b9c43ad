"""Messages that any pane posts: an intent, text for the clipboard, a notice."""

from dataclasses import dataclass

from textual.message import Message


class Intent(Message):
    """A request of a pane, which a screen routes to the controller that answers it."""


@dataclass
class CopyRequested(Message):
    """Text for the clipboard, and its name in words; whoever holds the clipboard answers."""

    text: str
    what: str
    is_program: bool = False
    """Whether it is pasted where it runs: one that acts on a terminal is not copied."""


@dataclass
class Noticed(Message):
    """The page says ``text`` in its footer; the middle of ``path`` in it gives way to the rest."""

    text: str
    path: str = ""
