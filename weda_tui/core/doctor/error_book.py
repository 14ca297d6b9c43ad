"""The error book: what every documented code means, who says it, and what can be done.

Collected from the private-deployment guide (3.1), the public pages and official client code; a
code's ``source`` names where. Reading the file is ``store.bundled_error_book``.
"""

from collections.abc import Iterator

import msgspec

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.catalogue.endpoint import Bilingual, Confidence
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.concepts import find_concepts, usual_cause
from weda_tui.core.text.folding import normalise

MOST_ALIKE = 5
"""Codes that are offered for one that is not in the book."""
_BEHIND_STATUS = {"401": CauseId.TOKEN_EXPIRED, "404": CauseId.PATH, "429": CauseId.RATE}


class CodeEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One page of the book."""

    code: str
    layer: ErrorLayer
    meaning: Bilingual
    hint: Bilingual
    """What to do, in the words of the facts."""
    causes: tuple[CauseId, ...]
    """The most frequent first."""
    steps: tuple[StepId, ...]
    executed: Executed
    """Whether a call that is answered by this code did anything."""
    confidence: Confidence
    source: str
    status: int | None = None
    """The HTTP status it comes with, where that is documented."""
    status_scope: Bilingual = Bilingual()
    """Where that status holds."""
    guide: bool = False
    """Whether it is one of the thirteen of the private-deployment guide."""


class ErrorBook:
    """Every documented code, the guide's first, then by layer as collected."""

    def __init__(self, entries: tuple[CodeEntry, ...]) -> None:
        self.entries = entries
        self._by_code = {entry.code: entry for entry in entries}
        self._by_words = {_words_of(entry.code): entry for entry in reversed(entries)}

    def find(self, code: str) -> CodeEntry | None:
        """Return the page of a code; ``None`` for one that is not in it.

        A sub-code (``FailedOperation.Anything``) that has no page is on that of its family, a code
        in another spelling (``LimitExceeded``, ``LIMIT_EXCEEDED``) on that of the same words.
        """
        found = self._by_code.get(code) or self._by_code.get(code.partition(".")[0])
        return found or self._by_words.get(_words_of(code))

    def exactly(self, code: str) -> CodeEntry | None:
        """Return the page of this very code."""
        return self._by_code.get(code)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def alike(self, code: str) -> list[str]:
        """Return codes that are spelt much like ``code``, or mean what it does as HTTP status."""
        from difflib import get_close_matches

        cause = _BEHIND_STATUS.get(code)
        of_status = [
            each.code for each in self.entries if str(each.status) == code or cause in each.causes
        ]
        known = {each.code.upper(): each.code for each in self.entries}
        near = get_close_matches(code.upper(), known, n=MOST_ALIKE, cutoff=0.5)
        return [*of_status, *(known[each] for each in near)][:MOST_ALIKE]

    def search(self, text: str) -> tuple[CodeEntry, ...]:
        """Return the pages that have every word of ``text``, those with it in the code first.

        Words are looked for in the code, in both languages and in the layer, whatever their case;
        a blank in a code's name stands for ``_`` and ``.``. Last come the pages of what a server
        would mean by ``text``.
        """
        query = normalise(text).strip()
        if not query:
            return self.entries
        meant = _cause_of(query)
        ranked = [(rank, entry) for entry in self.entries for rank in _ranks(entry, query, meant)]
        return tuple(entry for _, entry in sorted(ranked, key=lambda each: each[0]))


def _cause_of(query: str) -> CauseId | None:
    """Return the cause that a server would mean by these words."""
    concepts = find_concepts(query)
    return usual_cause(concepts[0]) if concepts else None


def _ranks(entry: CodeEntry, query: str, meant: CauseId | None) -> Iterator[int]:
    """Yield how well a page fits, 0 best, or nothing; ``meant`` is the cause of the query."""
    code = _spaced(entry.code)
    wanted = _spaced(query)
    words = [code, entry.meaning.zh, entry.meaning.en, entry.hint.zh, entry.hint.en, entry.layer]
    if normalise(entry.code) == query:
        yield 0
    elif code.startswith(wanted):
        yield 1
    elif wanted in code:
        yield 2
    elif all(any(word in normalise(text) for text in words[:3]) for word in wanted.split()):
        yield 3
    elif all(any(word in normalise(text) for text in words) for word in wanted.split()):
        yield 4
    elif meant is not None and meant in entry.causes[:2]:
        yield 5


def _words_of(code: str) -> str:
    return code.replace("_", "").casefold()


def _spaced(text: str) -> str:
    return normalise(text).replace("_", " ").replace(".", " ")
