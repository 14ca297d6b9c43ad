"""The error book: the meaning of every documented code, its layer, and what can be done.

The codes are collected from the private-deployment guide (3.1), the public pages and official
client code; the ``source`` of a code names its origin. ``store.bundled_error_book`` reads the file.
"""

from collections.abc import Iterator

import msgspec

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.catalogue.endpoint import Bilingual, Confidence
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.concepts import find_concepts, usual_cause
from weda_tui.core.text.folding import normalise

MOST_ALIKE = 5
"""The greatest number of codes that are offered for a code that is not in the book."""
_BEHIND_STATUS = {"401": CauseId.TOKEN_EXPIRED, "404": CauseId.PATH, "429": CauseId.RATE}


class CodeEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The page of one code."""

    code: str
    layer: ErrorLayer
    meaning: Bilingual
    hint: Bilingual
    """What to do, as text."""
    causes: tuple[CauseId, ...]
    """The causes, the most frequent first."""
    steps: tuple[StepId, ...]
    executed: Executed
    """Whether a call that is answered with this code did anything."""
    confidence: Confidence
    source: str
    status: int | None = None
    """The HTTP status of the code, if it is documented."""
    status_scope: Bilingual = Bilingual()
    """Where that status applies."""
    guide: bool = False
    """Whether the code is one of the thirteen of the private-deployment guide."""


class ErrorBook:
    """The pages of all documented codes: those of the guide first, then by layer as collected."""

    def __init__(self, entries: tuple[CodeEntry, ...]) -> None:
        self.entries = entries
        self._by_code = {entry.code: entry for entry in entries}
        self._by_words = {_words_of(entry.code): entry for entry in reversed(entries)}

    def find(self, code: str) -> CodeEntry | None:
        """Return the page of a code; ``None`` if the book has none.

        A sub-code (``FailedOperation.Anything``) without its own page has the page of its family. A
        code in another spelling (``LimitExceeded``, ``LIMIT_EXCEEDED``) has the page of the same
        words.
        """
        found = self._by_code.get(code) or self._by_code.get(code.partition(".")[0])
        return found or self._by_words.get(_words_of(code))

    def exactly(self, code: str) -> CodeEntry | None:
        """Return the page of exactly this code."""
        return self._by_code.get(code)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def alike(self, code: str) -> list[str]:
        """Return codes spelt like ``code``, or with the same meaning if it is an HTTP status."""
        from difflib import get_close_matches

        cause = _BEHIND_STATUS.get(code)
        of_status = [
            each.code for each in self.entries if str(each.status) == code or cause in each.causes
        ]
        known = {each.code.upper(): each.code for each in self.entries}
        near = get_close_matches(code.upper(), known, n=MOST_ALIKE, cutoff=0.5)
        return [*of_status, *(known[each] for each in near)][:MOST_ALIKE]

    def search(self, text: str) -> tuple[CodeEntry, ...]:
        """Return the pages that contain every word of ``text``, matches in the code first.

        Words are searched for in the code, in the texts of both languages and in the layer,
        ignoring case. A blank matches ``_`` and ``.`` in a code. The pages of the cause that a
        server would mean by ``text`` come last.
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
    """Yield the rank of a page, 0 for the best, or nothing; ``meant`` is the cause of the query."""
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
