"""Finding endpoints by a few letters: Chinese, English, an id, a path, or pinyin initials."""

import re

import msgspec

from weda_tui.core.catalogue import Catalogue
from weda_tui.core.endpoint import Endpoint, Language
from weda_tui.core.environment import ENV_TYPES
from weda_tui.core.folding import Folded, normalise


class Match(msgspec.Struct, frozen=True):
    """An endpoint that fits a query; a lower rank fits better."""

    endpoint: Endpoint
    rank: int
    """Of the word that fits worst."""


EXACT, PREFIX, INITIALS, WORD, INSIDE, FIELD, DESCRIBED, SCATTERED = range(8)
"""A whole name; its start; the start of its initials; of one of its words; anywhere in it; the
start of a parameter; in the description; a few letters in order."""

SHORTEST_FIELD = 3
"""Letters of a parameter's name that are enough: fewer start some name of almost every call."""

LONGEST_QUERY = 200
"""Characters of a query that are looked at."""


def search(catalogue: Catalogue, query: str) -> list[Match]:
    """Return the endpoints that fit every word of ``query``, the best first.

    A word fits by id, action, Chinese or English title, the title's pinyin initials, the name of a
    parameter or the description; a word with a slash fits by path. Only when nothing fits,
    letters that follow each other with gaps do. Ties keep the catalogue's order.
    """
    words = [_as_path(word) for word in normalise(query[:LONGEST_QUERY]).split()]
    if not words:
        return []
    return _matches(catalogue, words, {}) or _matches(
        catalogue, words, {word: _with_gaps(word) for word in words if len(word) > 1}
    )


def highlights(endpoint: Endpoint, query: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Return where a query is seen in the title: (start, end) in characters, in order, disjoint.

    Pinyin initials are seen in the Chinese characters they stand for.
    """
    title = endpoint.title.text(language)
    folded = normalise(title)
    initials = endpoint.pinyin.partition(" ")[0] if folded == normalise(endpoint.title.zh) else ""
    spans: list[tuple[int, int]] = []
    for word in normalise(query[:LONGEST_QUERY]).split():
        for text in (folded, initials):
            at = text.find(word)
            if at >= 0 and len(text) == len(title):
                spans.append((at, at + len(word)))
                break
    return _joined(spans)


def _matches(
    catalogue: Catalogue, words: list[str], with_gaps: dict[str, re.Pattern[str]]
) -> list[Match]:
    found: list[tuple[int, int, Endpoint]] = []
    for folded in catalogue.folded:
        worst = total = 0
        for word in words:
            rank = _rank(folded, word)
            if rank is None and word in with_gaps and with_gaps[word].search(folded.letters):
                rank = SCATTERED
            if rank is None:
                break
            worst, total = max(worst, rank), total + rank
        else:
            found.append((worst, total, folded.endpoint))
    found.sort(key=lambda item: item[:2])
    return [Match(endpoint, worst) for worst, _, endpoint in found]


def _rank(folded: Folded, word: str) -> int | None:
    if word in folded.text:
        return _rank_in_names(folded, word)
    if "/" in word:
        return _rank_in_path(folded.path, word)
    if folded.id.startswith(word):
        return EXACT if folded.id == word else INSIDE
    if len(word) > 1 and any(acronym.startswith(word) for acronym in folded.acronyms):
        return INITIALS
    if len(word) >= SHORTEST_FIELD and f"\n{word}" in folded.fields:
        return FIELD
    seen = f" {word}" if word.isascii() else word
    return DESCRIBED if len(word) > 1 and seen in folded.summary else None


def _rank_in_names(folded: Folded, word: str) -> int:
    if word in folded.names or word in folded.pinyin:
        return EXACT
    if any(name.startswith(word) for name in folded.names):
        return PREFIX
    if any(initials.startswith(word) for initials in folded.pinyin):
        return INITIALS
    return WORD if f" {word}" in folded.words else INSIDE


def _rank_in_path(path: str, word: str) -> int | None:
    if path == word:
        return EXACT
    if path.startswith(word):
        return PREFIX
    return INSIDE if word in path else None


_ADDRESS = re.compile(r"^(?:https?://[^/]*|\{\{vars\.host\}\})")
_ENV_TYPE = re.compile(rf"/(?:{'|'.join(ENV_TYPES)}|\{{\{{weda\.envtype\}}\}})(?=/|$)")


def _as_path(word: str) -> str:
    """Return a copied address as the catalogue's path; any other word as it is."""
    if "/" not in word:
        return word
    return _ENV_TYPE.sub("/{envtype}", _ADDRESS.sub("", word).partition("?")[0])


def _with_gaps(word: str) -> re.Pattern[str]:
    """Return a pattern, free of backtracking, for the letters of ``word`` in order on a line."""
    first, *rest = (re.escape(letter) for letter in word)
    return re.compile(first + "".join(rf"[^{letter}\n]*{letter}" for letter in rest))


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
