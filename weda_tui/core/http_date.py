"""The date of an HTTP header."""

from datetime import UTC
from email.utils import parsedate_to_datetime


def read_http_date(text: str) -> float | None:
    """Return an HTTP date as seconds since the epoch, ``None`` when it is none."""
    try:
        date = parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
