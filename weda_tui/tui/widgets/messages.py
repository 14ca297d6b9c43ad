"""Messages that any pane may post: an intent, text for the clipboard, a notice."""

from dataclasses import dataclass

from textual.message import Message


class Intent(Message):
    """A request of a pane, which a screen passes to the controller that handles it."""


@dataclass
class CopyRequested(Message):
    """Text to copy to the clipboard, with ``what`` as its name for the user."""

    text: str
    what: str
    is_program: bool = False
    """Whether the text is pasted where it runs, such as a shell.

    A program that acts on a terminal, for example with escape sequences, is not copied.
    """


@dataclass
class Noticed(Message):
    """A notice for the footer.

    If there is no room for all of ``text``, the middle of ``path``, which is a part of it, is cut.
    """

    text: str
    path: str = ""
