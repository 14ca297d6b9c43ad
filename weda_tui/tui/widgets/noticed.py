"""Something worth one line for a moment, said by whatever noticed it."""

from textual.message import Message


class Noticed(Message):
    """The page says ``text`` in its footer."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
