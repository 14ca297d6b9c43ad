"""Something worth one line for a moment, said by whatever noticed it."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class Noticed(Message):
    """The page says ``text`` in its footer."""

    text: str
