"""Why a run stops by itself: what comes next would go the same way."""

from enum import StrEnum

import msgspec

MOST_UNANSWERED = 10
"""Rows that a run sends while none is answered; each more would have to be checked by hand."""


class StopReason(StrEnum):
    """What an answer, or several, said against going on."""

    RATE = "rate"
    """The deployment refused a request since there were too many."""
    IN_FRONT = "in-front"
    """Something in front of WeDa answers in its place: a sign-in, a proxy."""
    UNKNOWN = "unknown"
    """Nobody knows of ``MOST_UNANSWERED`` rows whether they were executed."""
    UNREACHABLE = "unreachable"
    """``MOST_UNANSWERED`` rows could not be sent since there was no connection."""


class RunStop(msgspec.Struct, frozen=True):
    """That a run stopped by itself, and why."""

    reason: StopReason
    code: str = ""
    """What the last answer said, masked; without one the code of its error."""
