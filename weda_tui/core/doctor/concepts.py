"""The meanings of server messages, as concepts that are found by patterns.

The patterns and the causes of each concept are in ``concepts.toml``, which is read at the first
message.
"""

import re
from enum import StrEnum
from functools import cache

import msgspec

from weda_tui.core.doctor.causes import CauseId
from weda_tui.core.files import read_packaged_toml


class Concept(StrEnum):
    """What a message reports as wrong, the most specific first; of several, the first decides."""

    CLOCK = "clock"
    TOKEN_KIND = "token-kind"  # noqa: S105 - a concept
    NO_TOKEN = "no-token"  # noqa: S105
    REVOKED = "revoked"
    CREDENTIALS = "credentials"
    PASSWORD = "password"  # noqa: S105 - a concept
    ENV_TYPE = "env-type"
    NOT_APPROVER = "not-approver"
    NO_APPROVER = "no-approver"
    NOT_PUBLISHED = "not-published"
    UNKNOWN_OPERATOR = "unknown-operator"
    SYNTAX = "syntax"
    EXISTS = "exists"
    LICENCE = "licence"
    LOOP = "loop"
    QUOTA = "quota"
    TOO_MANY = "too-many"
    BUSY = "busy"
    SLOW = "slow"
    SWITCHED_OFF = "switched-off"
    HANDLED = "handled"
    RULE = "rule"
    OVER_LIMIT = "over-limit"
    EXPIRED = "expired"
    UNKNOWN_FIELD = "unknown-field"
    ID_SHAPE = "id-shape"
    WRONG_TYPE = "wrong-type"
    WRONG_FORMAT = "wrong-format"
    NOT_LISTED = "not-listed"
    MISSING = "missing"
    NO_ROUTE = "no-route"
    NO_MODEL = "no-model"
    NOTHING_TO_START = "nothing-to-start"
    NOT_FOUND = "not-found"
    NOT_ALLOWED = "not-allowed"
    FEATURE_OFF = "feature-off"
    SERVER = "server"
    INVALID = "invalid"
    """The message says only that something is invalid."""


class ConceptFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The entry of a concept in ``concepts.toml``."""

    causes: tuple[CauseId, ...]
    """The possible causes, the usual one first; the page of the code chooses among them."""
    patterns: str
    """Alternatives of the pattern, several in each line."""
    usual: CauseId | None = None
    """The cause if no page decides, unless it is the first of ``causes``."""


@cache
def _facts() -> dict[Concept, ConceptFacts]:
    return read_packaged_toml("core/doctor/concepts.toml", dict[Concept, ConceptFacts])


@cache
def _compiled() -> dict[Concept, re.Pattern[str]]:
    return {
        concept: re.compile("|".join(facts.patterns.splitlines()), re.IGNORECASE)
        for concept, facts in _facts().items()
    }


def causes_of(concept: Concept) -> tuple[CauseId, ...]:
    """Return the possible causes of a concept, the usual one first."""
    return _facts()[concept].causes


def usual_cause(concept: Concept) -> CauseId:
    """Return the cause of a concept if no page of a code decides."""
    facts = _facts()[concept]
    return facts.usual or facts.causes[0]


def find_concepts(text: str) -> tuple[Concept, ...]:
    """Return the concepts of a message, the most specific first."""
    if len(text) > 2 * END:  # the fault is named at the beginning or the end
        text = f"{text[:END]}\n{text[-END:]}"
    found = [each for each in Concept if _compiled()[each].search(text)]
    if not _OF_VALUES.isdisjoint(found):  # "licence number is required" is about a field
        found = [each for each in found if each not in _OF_NAMES]
    return tuple(found)


END = 768
"""The number of characters read at the beginning and at the end of a long message."""
_OF_VALUES = frozenset(
    {Concept.MISSING, Concept.WRONG_TYPE, Concept.WRONG_FORMAT, Concept.ID_SHAPE}
)
_OF_NAMES = frozenset(
    {
        Concept.LICENCE, Concept.QUOTA, Concept.CREDENTIALS, Concept.REVOKED, Concept.SLOW,
        Concept.TOO_MANY, Concept.EXPIRED,
    }
)  # fmt: skip
"""Concepts whose words are names of fields too."""
