"""Something worth one line for a moment, said by whatever noticed it."""

from textual.message import Message


class Noticed(Message):
    """The page says ``text`` in its footer; the middle of ``path`` in it gives way to the rest."""

    def __init__(self, text: str, *, path: str = "") -> None:
        super().__init__()
        self.text, self.path = text, path
