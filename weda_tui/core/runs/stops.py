"""Why a run stops by itself: further requests would fail in the same way."""

from enum import StrEnum

import msgspec

MOST_UNANSWERED = 10
"""The greatest number of rows that a run sends without any response.

The user would have to check each further row by hand.
"""


class StopReason(StrEnum):
    """The reason for which responses made a run stop."""

    RATE = "rate"
    """The deployment refused a request because there were too many."""
    IN_FRONT = "in-front"
    """A server in front of WeDa responds in its place: a sign-in, a proxy."""
    UNKNOWN = "unknown"
    """It is unknown for ``MOST_UNANSWERED`` rows whether they were executed."""
    UNREACHABLE = "unreachable"
    """``MOST_UNANSWERED`` rows could not be sent because there was no connection."""


class RunStop(msgspec.Struct, frozen=True):
    """The stop of a run by itself, and its reason."""

    reason: StopReason
    code: str = ""
    """The code of the last response, masked; without a response, the code of the error."""
