"""The last verdicts of a saved request at one place, and the point where failures began."""

from collections.abc import Sequence
from typing import NamedTuple

from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import FAILURES, HistoryEntry, SendEnding

MOST_VERDICTS = 200
"""The most entries of a verdict strip."""


class FailureStart(NamedTuple):
    """The first failure of the latest run of failures, with the successes around it."""

    first: HistoryEntry
    before: HistoryEntry | None
    """The last success before it; ``None`` if there is none."""
    after: HistoryEntry | None
    """The first success after it; ``None`` while the request still fails."""


def verdicts_of(entries: Sequence[HistoryEntry], where: Target | None) -> tuple[HistoryEntry, ...]:
    """Return the last entries of one place, newest last: of ``where``, else of the newest entry.

    ``entries`` are sorted newest first.
    """
    wanted = None if where is None else (where.environment.host, where.env_type)
    places = [_place(each) for each in entries]
    place = wanted if wanted in places else next(iter(places), None)
    found = [each for each, at in zip(entries, places, strict=True) if at == place]
    return tuple(reversed(found[:MOST_VERDICTS]))


def _place(entry: HistoryEntry) -> tuple[str, str]:
    return entry.conditions.host, entry.conditions.env_type


def find_failure_start(entries: Sequence[HistoryEntry]) -> FailureStart | None:
    """Return where the latest run of failures began; ``None`` without failures.

    ``entries`` are sorted newest last. Cancelled sends, and sends with an unknown verdict, neither
    begin nor end a run of failures.
    """
    start: FailureStart | None = None
    success: HistoryEntry | None = None
    for entry in entries:
        if entry.outcome is SendEnding.OK:
            success = entry
            if start is not None and start.after is None:
                start = start._replace(after=entry)
        elif entry.outcome in FAILURES and (start is None or start.after is not None):
            start = FailureStart(entry, success, None)
    return start
