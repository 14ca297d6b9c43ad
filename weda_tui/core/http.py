"""Read the ``Date`` header of a response, and estimate how far the server's clock is off."""

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import NamedTuple


class Skew(NamedTuple):
    """By how many seconds a server's clock is ahead of ours, estimated from one call."""

    seconds: float
    """Zero if the difference is within the uncertainty."""
    uncertainty: float


def read_http_date(text: str) -> float | None:
    """Return an HTTP date as seconds since the epoch, ``None`` for an invalid date."""
    try:
        date = parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def estimate_skew(date: str, sent_at: float, elapsed: float) -> Skew | None:
    """Compare a ``Date`` header with our clock, as NTP does; ``None`` for an invalid date.

    The call was sent at ``sent_at``, wall clock, and took ``elapsed`` seconds. The server wrote the
    date at some time in between. The estimate is the middle; the uncertainty is half the round trip
    plus the fraction of a second that a ``Date`` omits.
    """
    server = read_http_date(date)
    if server is None:
        return None
    seconds, uncertainty = server - (sent_at + elapsed / 2), 1 + elapsed / 2
    return Skew(seconds if abs(seconds) > uncertainty else 0.0, uncertainty)
