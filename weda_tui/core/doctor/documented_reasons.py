"""Find the documented reason of a call that a message means, even in other words.

A message means a reason if it has the words of the reason, says that the same thing is wrong, or
names nearly all of the reason's topics. The words are in ``documented_reasons.toml``.
"""

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from weda_tui.core.catalogue.endpoint import FailureCause
from weda_tui.core.doctor.concepts import Concept
from weda_tui.core.doctor.messages import MessageReading, read_message
from weda_tui.core.files import read_packaged_toml


def find_reason(
    reasons: Iterable[FailureCause], reading: MessageReading, message: str
) -> FailureCause | None:
    """Return the documented reason that a message means; ``None`` if there is none."""
    first = reading.concepts[:1]
    best: tuple[float, FailureCause | None] = (0.0, None)
    for each in reasons:
        of_page = read_message(f"{each.meaning.zh} {each.meaning.en}")
        likeness = _alikeness(each, message)
        is_meant = bool(first) and not _same_group(first[0]).isdisjoint(of_page.concepts)
        score = likeness + is_meant
        if score > best[0] and (is_meant or likeness >= ALIKE):
            best = score, each
    return best[1]


_UNFIT = frozenset(
    {
        Concept.WRONG_TYPE, Concept.WRONG_FORMAT, Concept.NOT_LISTED, Concept.RULE,
        Concept.INVALID,
    }
)  # fmt: skip


def _same_group(concept: Concept) -> frozenset[Concept]:
    """Return the concepts that count as equal to a concept; words do not distinguish them."""
    if concept is Concept.NOTHING_TO_START:
        return frozenset({concept, Concept.NOT_ALLOWED})
    return _UNFIT if concept in _UNFIT else frozenset({concept})


class _ReasonWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    later: tuple[str, ...]
    """Words for parts that run after the work of a call has begun."""
    begun: tuple[str, ...]
    """Words of success, sequence and time: something may have been done before."""
    things: tuple[str, ...]
    """Words for the objects on which an approval workflow call acts."""
    topics: tuple[str, ...]


@cache
def _words() -> _ReasonWords:
    return read_packaged_toml("core/doctor/documented_reasons.toml", _ReasonWords)


def _has(patterns: Iterable[str], text: str) -> bool:
    """Return whether a text matches one of several patterns, ignoring case."""
    return any(re.search(each, text, re.IGNORECASE) for each in patterns)


def is_precheck(reason: FailureCause, message: str, reading: MessageReading) -> bool:
    """Return whether a message that means a reason proves that nothing was executed.

    The message has to name something that was sent, or use the words of the reason. What is wrong
    is not enough.
    """
    later = _words().later
    if reason.is_late or (_has(later, message) and not _has(later, reason.meaning.zh)):
        return False
    if _has(_words().begun, message):
        return False
    if not _EXACT.isdisjoint(reading.concepts[:1]) or reading.paths:
        return True
    meaning = f"{reason.meaning.zh} {reason.meaning.en}"
    is_same_thing = any(_has([each], meaning) and _has([each], message) for each in _words().things)
    return is_same_thing or _alikeness(reason, message) >= ALIKE


_EXACT = frozenset({Concept.NOT_APPROVER, Concept.BUSY, Concept.FEATURE_OFF, Concept.SWITCHED_OFF})
"""Concepts that a workflow call reports only in a check before its work."""


def _alikeness(reason: FailureCause, message: str) -> float:
    meaning = reason.meaning
    return max(
        _likeness_of(meaning.zh, message),
        _words_of(meaning.en, message),
        _topics_shared(f"{meaning.zh} {meaning.en}", message),
    )


ALIKE = 0.6
"""The least share of a reason, in pairs of characters or in words, that a message must have."""


def _likeness_of(meaning: str, message: str) -> float:
    plain, said = "".join(meaning.split()), "".join(message.split())
    pairs = [plain[at : at + 2] for at in range(len(plain) - 1)]
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.0


def _words_of(meaning: str, message: str) -> float:
    """Return the share of the longer words of a reason that begin like a word of a message."""
    stems = {word[:STEM] for word in _LONGER.findall(message.casefold())}
    words = {word[:STEM] for word in _LONGER.findall(meaning.casefold())}
    return len(words & stems) / len(words) if len(words) > 1 else 0.0


_LONGER = re.compile("[a-z]{4,}")
STEM = 6
"""The number of leading characters compared: applicant and application are equal."""


# -- topics --------------------------------------------------------------------------------------

_LEAST_TOPICS = 3
"""The least number of topics; a reason with fewer is recognised by what is wrong only."""


def _topics_shared(reason: str, message: str) -> float:
    """Return the share of a reason's topics that a message names; 0 for too few topics."""
    wanted = [topic for topic in _words().topics if _has([topic], reason)]
    if len(wanted) < _LEAST_TOPICS:
        return 0.0
    return sum(_has([topic], message) for topic in wanted) / len(wanted)
