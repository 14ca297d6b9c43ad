"""What a pane asks of the screen that it is on."""

from textual.message import Message


class Intent(Message):
    """A request of a pane, which a screen routes to the controller that answers it."""
