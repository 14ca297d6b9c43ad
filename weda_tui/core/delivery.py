"""How far a call had come when it failed, which tells what may have been executed."""

from enum import StrEnum


class Delivery(StrEnum):
    """The three answers to "was anything executed?"."""

    NOT_SENT = "not-sent"
    """Nothing was executed: no request had left, or nobody there understood it."""
    SENT = "sent"
    """Nobody knows: the request left, no answer came."""
    ANSWERED = "answered"
    """It was dealt with: an answer had begun, and its end is missing."""
