"""Which documented reason of a call a message means, in other words too.

A reason is meant by a message that has its words, that says the same is wrong, or that speaks of
nearly all of its things. The words are in ``documented_reasons.toml``.
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
    """Return the documented reason that means what a message says; ``None`` where none does."""
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
    """Return the concepts between which words do not decide: how a value is unfit, and rights."""
    if concept is Concept.NOTHING_TO_START:
        return frozenset({concept, Concept.NOT_ALLOWED})
    return _UNFIT if concept in _UNFIT else frozenset({concept})


class _ReasonWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    later: tuple[str, ...]
    """What runs when the work of a call has begun."""
    begun: tuple[str, ...]
    """Words of success, of a sequence and of time: something may have been done before."""
    things: tuple[str, ...]
    """What a call of the approval workflow acts on."""
    topics: tuple[str, ...]


@cache
def _words() -> _ReasonWords:
    return read_packaged_toml("core/doctor/documented_reasons.toml", _ReasonWords)


def _has(patterns: Iterable[str], text: str) -> bool:
    """Return whether one of several patterns is in a text, whatever its case."""
    return any(re.search(each, text, re.IGNORECASE) for each in patterns)


def is_precheck(reason: FailureCause, message: str, reading: MessageReading) -> bool:
    """Return whether a message that means a reason says that nothing was executed.

    It has to speak of what was sent or in the words of the reason; what is wrong is not enough.
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
"""What is wrong that only a check before the work of a workflow call says."""


def _alikeness(reason: FailureCause, message: str) -> float:
    meaning = reason.meaning
    return max(
        _likeness_of(meaning.zh, message),
        _words_of(meaning.en, message),
        _topics_shared(f"{meaning.zh} {meaning.en}", message),
    )


ALIKE = 0.6
"""Share of a documented reason that a message has, to mean it: pairs of characters, or words."""


def _likeness_of(meaning: str, message: str) -> float:
    plain, said = "".join(meaning.split()), "".join(message.split())
    pairs = [plain[at : at + 2] for at in range(len(plain) - 1)]
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.0


def _words_of(meaning: str, message: str) -> float:
    """Return the share of the longer words of a reason that begin a word of a message."""
    said = {word[:STEM] for word in _LONGER.findall(message.casefold())}
    words = {word[:STEM] for word in _LONGER.findall(meaning.casefold())}
    return len(words & said) / len(words) if len(words) > 1 else 0.0


_LONGER = re.compile("[a-z]{4,}")
STEM = 6
"""Characters by which words are compared: applicant and application are one."""


# -- topics --------------------------------------------------------------------------------------

_LEAST_TOPICS = 3
"""A reason of fewer things is told from others by what is wrong, not by what it speaks of."""


def _topics_shared(reason: str, message: str) -> float:
    """Return the share of the things of a reason that a message speaks of; 0 for few things."""
    wanted = [topic for topic in _words().topics if _has([topic], reason)]
    if len(wanted) < _LEAST_TOPICS:
        return 0.0
    return sum(_has([topic], message) for topic in wanted) / len(wanted)
