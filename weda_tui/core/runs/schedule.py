"""When the rounds of a monitor begin: at its start and every so often after that, never later.

Seconds count from the start. A round that would begin while another one runs, or while the machine
sleeps, is not made up for: its slot has passed, and the next round says how many did.
"""

import math
import re
from datetime import datetime, time, timedelta

import msgspec

SHORTEST = 1.0
"""Seconds between two rounds, at least."""
LONGEST = 366 * 86400.0
"""Seconds that a duration has at most."""
TOLERANCE = 0.001
"""Seconds by which a slot may be passed and is not."""

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_PART = r"([0-9]+(?:\.[0-9]+)?)(ms|[smhd])"


class Schedule(msgspec.Struct, frozen=True):
    """The slots in which rounds begin."""

    every: float | None = None
    """Seconds from slot to slot; ``None`` where only a change begins a round."""
    until: float | None = None
    """Seconds after the start from which on no round begins; ``None`` for never."""

    def time_of(self, slot: int) -> float:
        """Return when a slot is."""
        return slot * (self.every or 0.0)

    def is_over(self, at: float) -> bool:
        """Return whether no round begins any more at a time."""
        return self.until is not None and at >= self.until

    def slot_after(self, last: int, now: float) -> int:
        """Return the first slot after ``last`` that has not passed at ``now``."""
        if not self.every:
            return last + 1
        return max(last + 1, math.ceil((now - TOLERANCE) / self.every))

    def slot_at(self, planned: int, now: float) -> int:
        """Return the slot that it is at ``now``: ``planned``, or a later one after a long sleep."""
        return max(planned, math.floor(now / self.every)) if self.every else planned


def read_duration(text: str) -> float:
    """Return the seconds of ``300ms``, ``30s``, ``5m``, ``1h``, ``1h30m`` or ``2d``.

    Raises ``ValueError`` for anything else, and for more than ``LONGEST``.
    """
    if not re.fullmatch(f"(?:{_PART})+", text):
        raise ValueError(text)
    parts: list[tuple[str, str]] = re.findall(_PART, text)
    seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
    if seconds > LONGEST:
        raise ValueError(text)
    return seconds


def read_until(text: str, now: float) -> float:
    """Return the seconds from ``now`` (since the epoch) until a time.

    A duration, ``HH:MM`` (the next one on this machine's clock), or an ISO time, which is local
    where it names no zone. Raises ``ValueError`` for anything else and for what has passed.
    """
    if re.fullmatch(f"(?:{_PART})+", text):
        left = read_duration(text)
    else:
        left = _moment(text, datetime.fromtimestamp(now).astimezone()).timestamp() - now
    if left <= 0:
        raise ValueError(text)
    return left


def _moment(text: str, now: datetime) -> datetime:
    if not re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", text):
        try:
            return datetime.fromisoformat(text).astimezone()
        except OverflowError as error:
            raise ValueError(text) from error
    hour, minute = map(int, text.split(":"))
    local = now.replace(tzinfo=None)
    at = datetime.combine(local.date(), time(hour, minute))
    if at <= local:
        at += timedelta(days=1)
    return at.astimezone()
