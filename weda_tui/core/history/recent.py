"""Recent sends, found by a few letters, for lists that contain other things, too."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from weda_tui.core.history.entry import HistoryEntry
from weda_tui.core.requests.free_call import call_name
from weda_tui.core.text.folding import normalise
from weda_tui.core.text.pinyin import initials, syllables

MOST_RECENT = 5
"""The most entries that are found."""


class SentCall(NamedTuple):
    """An entry, and the text that is searched for it."""

    entry: HistoryEntry
    text: str


class RecentSends(NamedTuple):
    """The sends up to a moment, newest first."""

    calls: Sequence[SentCall] = ()
    now: float = 0

    @property
    def newest(self) -> list[HistoryEntry]:
        """The newest entries."""
        return [each.entry for each in self.calls[:MOST_RECENT]]

    def find(self, words: Sequence[str]) -> list[HistoryEntry]:
        """Return the newest entries that contain all folded ``words``; none for no words."""
        found = (each.entry for each in self.calls if all(word in each.text for word in words))
        return [*islice(found, MOST_RECENT)] if words else []


def recent_sends(entries: Iterable[HistoryEntry], now: float) -> RecentSends:
    """Return the entries to search, without repetitions.

    Of several sends with the same call, target and ending only the newest is included. Converts
    titles to pinyin: do not call this on the event loop.
    """
    found: dict[tuple[str, ...], HistoryEntry] = {}
    for each in entries:
        call, place = each.endpoint_id or call_name(each.method, each.url), each.conditions
        target = place.environment, place.host, place.env_type
        found.setdefault((call, each.saved, each.agent, *target, each.ending, each.code), each)
    return RecentSends([SentCall(each, _text(each)) for each in found.values()], now)


def _text(entry: HistoryEntry) -> str:
    """Return the title, the action and the target of an entry, folded, Chinese also in pinyin."""
    place, saved = entry.conditions, entry.saved.partition("/")[2]
    title = entry.title.zh or saved or call_name(entry.method, entry.url)
    folded = normalise(title)
    spelt = () if folded.isascii() else (initials(title), "".join(syllables(folded)))
    texts = (
        title, entry.title.en, saved, entry.agent, entry.endpoint_id, place.environment,
        place.env_type,
    )  # fmt: skip
    return "\n".join((*map(normalise, texts), *spelt))
