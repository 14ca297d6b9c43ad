"""The date of an HTTP header, and how far the clock behind it is from ours."""

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import NamedTuple


class Skew(NamedTuple):
    """By how much a server's clock is ahead of ours, as far as one call can tell; seconds."""

    seconds: float
    """Zero where the difference is not beyond the uncertainty."""
    uncertainty: float


def read_http_date(text: str) -> float | None:
    """Return an HTTP date as seconds since the epoch, ``None`` when it is none."""
    try:
        date = parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def estimate_skew(date: str, sent_at: float, elapsed: float) -> Skew | None:
    """Compare a ``Date`` header with our clock, as NTP does; ``None`` for no date.

    The call left at ``sent_at``, wall clock, and took ``elapsed`` seconds. The server wrote the
    date at some time in between: the middle, give or take half the round trip and the fraction
    of a second that a ``Date`` leaves out.
    """
    server = read_http_date(date)
    if server is None:
        return None
    seconds, uncertainty = server - (sent_at + elapsed / 2), 1 + elapsed / 2
    return Skew(seconds if abs(seconds) > uncertainty else 0.0, uncertainty)
