"""Finding endpoints by a few letters: Chinese, English, an id, a path, or pinyin."""

import re

import msgspec

from weda_tui.core.catalogue import search_index as folding
from weda_tui.core.catalogue.endpoint import Bilingual, Endpoint, Language
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.catalogue.search_index import (
    ACRONYM,
    NAME,
    PINYIN,
    Folded,
    letters_in,
    normalise,
)
from weda_tui.core.environments.deployment import CALL_PATH, ENV_TYPES
from weda_tui.core.text.pinyin import find_spelt, initials, syllables


class Match(msgspec.Struct, frozen=True, gc=False):
    """An endpoint that fits a query; a lower rank fits better.

    A broad query makes thousands of them, so the garbage collector leaves them out.
    """

    endpoint: Endpoint
    rank: int
    """Of the word that fits worst."""


EXACT, PREFIX, INITIALS, WORD, INSIDE, FIELD, DESCRIBED, SCATTERED = range(8)
"""A whole name; its start; the start of its initials; of one of its words; anywhere in it; the
start of a parameter; in the description; a few letters in order."""

SHORTEST_SPELT = 3
"""Letters of a title in pinyin that are enough: fewer are in too many."""

SHORTEST_FIELD = 3
"""Letters of a parameter's name that are enough: fewer start some name of almost every call."""

SHORTEST_TITLE = 2
"""Letters of a module's title that are enough."""

LONGEST_QUERY = 200
"""Characters of a query that are looked at."""


def search(catalogue: Catalogue, query: str) -> list[Match]:
    """Return the endpoints that fit every word of ``query``, the best first.

    A word fits by id, action, Chinese or English title, the Chinese one in pinyin or its initials,
    the name of a parameter or the description; a word with a slash fits by path. Only when nothing
    fits, letters that follow each other with gaps do. Ties keep the catalogue's order.
    """
    words = [_Word.of(word) for word in normalise(query[:LONGEST_QUERY]).split()]
    if not words:
        return []
    return _matches(catalogue, words) or _matches(catalogue, [_loose(word) for word in words])


def calls_of_named(catalogue: Catalogue, query: str) -> list[Endpoint]:
    """Return the calls of every module and every group whose title holds ``query``, in order.

    In either language, or by pinyin or its initials from the first one on.
    """
    wanted = " ".join(normalise(query[:LONGEST_QUERY]).split())
    if len(wanted) < SHORTEST_TITLE:
        return []
    found: dict[str, Endpoint] = {}
    for module in catalogue.modules:
        is_module = _is_named(module.title, wanted)
        for group in module.groups:
            if is_module or _is_named(group.title, wanted):
                found.update((endpoint.id, endpoint) for endpoint in group.endpoints)
    return list(found.values())


def _is_named(title: Bilingual, wanted: str) -> bool:
    names = (normalise(title.zh), normalise(title.en))
    if any(wanted in name for name in names) or initials(title.zh).startswith(wanted):
        return True
    return len(wanted) >= SHORTEST_SPELT and "".join(syllables(names[0])).startswith(wanted)


def highlights(endpoint: Endpoint, query: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Return where a query is seen in the title: (start, end) in characters, in order, disjoint.

    Pinyin and its initials are seen in the Chinese characters they stand for.
    """
    title = endpoint.title.text(language)
    folded = normalise(title)
    is_zh = folded == normalise(endpoint.title.zh)
    initials = endpoint.pinyin.partition(" ")[0] if is_zh else ""
    spans: list[tuple[int, int]] = []
    for word in normalise(query[:LONGEST_QUERY]).split():
        for text in (folded, initials):
            at = text.find(word)
            if at >= 0 and len(text) == len(title):
                spans.append((at, at + len(word)))
                break
        else:
            found = find_spelt(folded, word) if is_zh and len(word) >= SHORTEST_SPELT else None
            spans += [found] if found is not None and len(folded) == len(title) else []
    return _joined(spans)


class _Word(msgspec.Struct, frozen=True):
    """A word of a query, as it would stand in each kind of text."""

    text: str
    name: str
    name_start: str
    pinyin: str
    pinyin_start: str
    word: str
    acronym: str
    field: str
    described: str
    is_path: bool
    letter_set: int = 0
    gaps: re.Pattern[str] | None = None
    """Fits letters in order on a line, where that is enough."""

    @classmethod
    def of(cls, word: str) -> "_Word":
        is_path = "/" in word
        text = _as_path(word) if is_path else word
        return cls(
            text=text,
            name=f"{NAME}{text}{NAME}",
            name_start=f"{NAME}{text}",
            pinyin=f"{PINYIN}{text}{PINYIN}",
            pinyin_start=f"{PINYIN}{text}",
            word=f"{folding.WORD}{text}",
            acronym=f"{ACRONYM}{text}",
            field=f"{folding.FIELD}{text}",
            described=f" {text}" if text.isascii() else text,
            is_path=is_path,
        )


def _loose(word: _Word) -> _Word:
    if len(word.text) < 2:
        return word
    return msgspec.structs.replace(
        word, letter_set=letters_in(word.text), gaps=_with_gaps(word.text)
    )


def _matches(catalogue: Catalogue, words: list[_Word]) -> list[Match]:
    found: dict[tuple[int, int], list[Endpoint]] = {}
    for folded in catalogue.folded:
        worst = total = 0
        for word in words:
            rank = _rank(folded, word)
            if rank is None:
                break
            worst, total = max(worst, rank), total + rank
        else:
            found.setdefault((worst, total), []).append(folded.endpoint)
    return [Match(endpoint, score[0]) for score in sorted(found) for endpoint in found[score]]


def _rank(folded: Folded, word: _Word) -> int | None:
    if word.text in folded.text:
        return _rank_in_names(folded.text, word)
    if word.is_path:
        return _rank_in_path(folded.address, word)
    if folded.address.startswith(word.text):
        return EXACT if folded.address.startswith(word.name[1:]) else INSIDE
    if (rank := _rank_in_spelling(folded, word.text)) is not None:
        return rank
    if word.text in folded.rest and (rank := _rank_in_rest(folded.rest, word)) is not None:
        return rank
    if word.gaps is not None and word.letter_set & folded.letter_set == word.letter_set:
        return SCATTERED if word.gaps.search(folded.letters) else None
    return None


def _rank_in_names(text: str, word: _Word) -> int:
    if word.name in text or word.pinyin in text:
        return EXACT
    if word.name_start in text:
        return PREFIX
    if word.pinyin_start in text:
        return INITIALS
    return WORD if word.word in text else INSIDE


def _rank_in_path(address: str, word: _Word) -> int | None:
    if word.text not in address:
        return None
    if word.name in address:
        return EXACT
    return PREFIX if word.name_start in address else INSIDE


def _rank_in_spelling(folded: Folded, letters: str) -> int | None:
    if len(letters) < SHORTEST_SPELT or letters not in folded.spelt:
        return None
    found = find_spelt(normalise(folded.endpoint.title.zh), letters)
    if found is None:
        return None
    return INSIDE if found[0] else WORD


def _rank_in_rest(rest: str, word: _Word) -> int | None:
    length = len(word.text)
    if length > 1 and word.acronym in rest:
        return INITIALS
    if length >= SHORTEST_FIELD and word.field in rest:
        return FIELD
    return DESCRIBED if length > 1 and word.described in rest else None


_ADDRESS = re.compile(r"^(?:https?://[^/]*|\{\{vars\.host\}\})")
_ENV_TYPE = re.compile(rf"/(?:{'|'.join(ENV_TYPES)}|\{{\{{weda\.envtype\}}\}})(?=/|$)")


def _as_path(word: str) -> str:
    """Return a copied address as the catalogue's path."""
    path = _ADDRESS.sub("", word).partition("?")[0]
    if word.startswith("http") and (call := CALL_PATH.search(path)):
        path = path[call.start() :]
    return _ENV_TYPE.sub("/{envtype}", path)


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
