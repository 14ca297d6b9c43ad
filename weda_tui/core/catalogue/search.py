"""Search endpoints by words: Chinese, English, an id, a path, pinyin or its initials."""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from heapq import nlargest
from itertools import pairwise
from string import ascii_lowercase

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint, Language, Preset
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.catalogue.search_index import GROUPS, NAMES, Folded, Phrase
from weda_tui.core.environments.deployment import CALL_PATH, ENV_TYPES
from weda_tui.core.files import read_packaged_toml
from weda_tui.core.text.folding import narrow, normalise
from weda_tui.core.text.pinyin import find_spelt, syllables

SHORTEST_SPELT = 3
"""The fewest letters that are searched for as pinyin; fewer letters match too much."""

SHORTEST_CORRECTED = 4
"""The fewest letters of a word in which one wrong letter is corrected."""

SMALL_WORTH, CHARACTER_WORTH, SPREAD_WORTH, WHOLE_WORTH = 0.3, 0.3, 0.25, 1.2
"""Factors by which matches count less or more.

They apply to a small word, a single Chinese character, a word in another phrase than the best
phrase, and a phrase that equals the query.
"""

ENOUGH = 0.3
"""The share of the best score that a call must reach if it lacks a word of the query."""

MOST_RANKED = 200
"""The most calls that are ranked; a query that matches more is too broad for a ranking."""

LONGEST_QUERY = 200
"""The most characters of a query that are used."""

_TOKENS = re.compile(r"\S*/\S*|[A-Za-z0-9_$-]+|[^\W\x00-\x7f]+")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\x00-\x7f]+")
_FEW = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]{2}(?![^\x00-\x7f](?![^\x00-\x7f]))|[^\x00-\x7f]{1,3}")
"""Two Chinese characters, or three at the end of an odd number; or a run of ASCII."""
_ENDINGS = re.compile(r"(?<=....)(?:ations?|ing|ers?|ed|es|al|or|s|ion)$|(?<=.....)[ey]$")
_SYLLABLE = re.compile(
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]++(?:ng(?![aeiou])|[nr](?![aeiou]))?"
)
_SPELLING = re.compile(f"(?:{_SYLLABLE.pattern}){{2,}}")


class Match(msgspec.Struct, frozen=True, gc=False):
    """An endpoint that matches a query, and its phrase that matches best.

    A broad query creates thousands of matches, so the garbage collector does not track them.
    """

    endpoint: Endpoint
    phrase: Phrase | None = None
    preset: Preset | None = None
    """The preset whose words the phrase is, if any."""


class _SmallWords(msgspec.Struct, frozen=True):
    english: str
    chinese: str


@cache
def _small_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    found = read_packaged_toml("core/catalogue/small_words.toml", _SmallWords)
    return re.compile(found.english), re.compile(found.chinese)


class _Piece(msgspec.Struct, frozen=True):
    """A text that is searched for."""

    text: str
    stem: str
    """A Latin word without its ending; empty for a path."""
    places: list[int]
    """The indices of the endpoints that may contain it."""
    rarity: float

    def fit(self, phrase: Phrase) -> tuple[float, float] | None:
        """Return how well a phrase matches, and which share of the phrase is matched."""
        if self.text.isascii():
            return _latin_fit(phrase, self.text, self.stem) if self.stem else (1.0, 1.0)
        at, length = phrase.text.find(self.text), len(self.text)
        quality = CHARACTER_WORTH if length == 1 else 0.9
        return (quality + (at == 0) / 10, length / len(phrase.text)) if at >= 0 else None

    def is_good(self, catalogue: Catalogue) -> bool:
        """Return whether a title, a synonym or the title of a group contains the text."""
        return any(
            phrase.weight >= GROUPS and self.fit(phrase)
            for place in self.places
            if self.stem in catalogue.folded[place].names
            for phrase in catalogue.folded[place].phrases
        )


class _Word:
    """A word of a query: the whole word and its parts."""

    def __init__(self, whole: _Piece, parts: Sequence[_Piece] = (), worth: float = 1.0) -> None:
        counts = Counter(place for piece in parts for place in piece.places)
        most = (place for place, count in counts.items() if 3 * count >= 2 * len(parts))
        self.pieces, self.worth = [each for each in (whole, *parts) if each.places], worth
        self.places: set[int] = {*whole.places, *most}
        """The indices of the endpoints with the whole word or most of its parts."""


def search(catalogue: Catalogue, query: str) -> list[Match]:
    """Return the endpoints that match ``query``, the best first.

    A word matches a title, a synonym, a group, a parameter, the meaning of a value or a
    description, in this order of weight; Chinese texts also by pinyin or its initials, and
    endpoints by their id. A word with a slash matches a path. A word that is found nowhere matches
    by its parts, or with one wrong letter. Calls that lack a word of the query are included if they
    score nearly as well. Equal scores keep the catalogue's order.
    """
    tokens = _TOKENS.findall(narrow(query[:LONGEST_QUERY]))
    words = [word for token in tokens if (word := _word(catalogue, token)).pieces]
    if not words:
        return []
    texts, likely = catalogue.search_texts, defaultdict[int, float](float)
    for word in words:
        for piece in word.pieces:
            begun, worth = f"\n{piece.text}", word.worth * piece.rarity
            for place in piece.places:
                likely[place] += 2 * worth if begun in texts[place] else worth
    near = nlargest(MOST_RANKED, sorted(likely), key=likely.__getitem__)
    whole = "".join(map(normalise, tokens))
    ranked = {place: _rank(catalogue.folded[place].phrases, words, whole) for place in near}
    enough = ENOUGH * max(score for score, _ in ranked.values())
    wanted = [word.places for word in words if word.worth == 1] or [word.places for word in words]
    complete = wanted[0].intersection(*wanted)
    near = [place for place in near if ranked[place][0] > (0 if place in complete else enough)]
    near.sort(key=lambda place: (-ranked[place][0], place))
    others = sorted(sorted(complete - ranked.keys()), key=likely.__getitem__, reverse=True)
    return [_match(catalogue.folded[place], ranked.get(place)) for place in (*near, *others)]


def _match(folded: Folded, ranked: tuple[float, Phrase | None] | None) -> Match:
    phrase = ranked[1] if ranked else None
    return Match(folded.endpoint, phrase, folded.presets.get(phrase) if phrase else None)


def _rank(
    phrases: Sequence[Phrase], words: Sequence[_Word], whole: str
) -> tuple[float, Phrase | None]:
    """Return the score of a call with these phrases, and its best phrase."""
    worths, shares, spread = [0.0] * len(phrases), [0.0] * len(phrases), 0.0
    for word in words:
        parts = min(2, len(word.pieces))
        for piece in word.pieces:
            best, least = 0.0, _least_weight(piece.text)
            for index, phrase in enumerate(phrases):
                if phrase.weight >= least and (fit := piece.fit(phrase)):
                    worth = word.worth * piece.rarity * fit[0] * phrase.weight
                    worths[index] += worth
                    shares[index] += fit[1] / parts
                    best = max(best, worth)
            spread += best
    rated = [
        (
            worth * (0.5 + min(1, share) / 2) * (WHOLE_WORTH if phrase.is_called(whole) else 1),
            phrase,
        )
        for worth, share, phrase in zip(worths, shares, phrases, strict=True)
    ]
    score, phrase = max(rated, key=lambda each: each[0])
    return score + SPREAD_WORTH * spread, phrase


def _least_weight(text: str) -> float:
    """Return the least weight of a phrase for a text.

    A short text must be in a phrase of high weight, because one or two letters begin some name of
    almost every call.
    """
    return (NAMES, GROUPS, 0.0)[min(3, len(text)) - 1] if text.isascii() else 0.0


def _word(catalogue: Catalogue, token: str) -> _Word:
    text = normalise(token)
    if "/" in text and (on_path := _path_piece(catalogue, _as_path(text))).places:
        return _Word(on_path)
    whole = _piece(catalogue, text)
    if text.isascii():
        is_known = whole.is_good(catalogue)
        parts = [] if is_known else _other_pieces(catalogue, token, is_nowhere=not whole.places)
        return _Word(whole, parts, SMALL_WORTH if _small_words()[0].fullmatch(text) else 1.0)
    if not whole.places:
        whole = _piece(catalogue, "".join(syllables(text)))
    return _Word(whole, _chinese_pieces(catalogue, text))


def _chinese_pieces(catalogue: Catalogue, text: str) -> list[_Piece]:
    """Return the pairs of characters in ``text``, and the characters that are in no pair.

    The text is cut into the longest parts that occur in titles, as a pair across two parts is no
    word.
    """
    found: dict[str, None] = {}
    for part in _small_words()[1].split(text):
        rest = part
        while rest:
            end = 1
            while end < len(rest) and rest[: end + 1] in catalogue.names:
                end += 1
            found |= dict.fromkeys(_pairs(rest[:end]))
            rest = rest[end:]
    return [_piece(catalogue, each) for each in found if each != text]


def _piece(catalogue: Catalogue, text: str) -> _Piece:
    texts = catalogue.search_texts
    text = re.sub("[-_$/]", "", text)
    stem = _ENDINGS.sub("", text) if text.isascii() else text
    places = [place for place, every in enumerate(texts) if stem in every] if stem else []
    if text.isascii() and (len(text) < SHORTEST_SPELT or len(places) > MOST_RANKED):
        begun = f" {stem}", f"\n{stem}"
        places = [each for each in places if begun[0] in texts[each] or begun[1] in texts[each]]
    return _Piece(text, stem, places, math.log(1 + len(texts) / max(1, len(places))))


def _other_pieces(catalogue: Catalogue, token: str, *, is_nowhere: bool) -> list[_Piece]:
    """Return what to search for instead of a word that is in no title."""
    text, parts = normalise(token), [normalise(part) for part in _PARTS.findall(token)]
    tries = [parts] if is_nowhere and len(parts) > 1 else []
    if is_nowhere and len(text) >= SHORTEST_CORRECTED and text.isalpha():
        tries += [_abbreviated(catalogue, text), _corrected(catalogue, text)]
        tries += [_pairs(_SYLLABLE.findall(text))] if _SPELLING.fullmatch(text) else []
    for each in tries:
        pieces = [_piece(catalogue, part) for part in each]
        if any(piece.is_good(catalogue) for piece in pieces):
            return pieces
    return []


def _pairs(parts: Sequence[str]) -> list[str]:
    return [one + other for one, other in pairwise(parts)] or [*parts]


def _abbreviated(catalogue: Catalogue, text: str) -> list[str]:
    """Return the match of ``text`` as pinyin with some syllables abbreviated: ``jueselb``."""
    cut = (f"(?:{letter}|[a-z]*{letter.upper()})" for letter in text[1:])
    found = re.search(text[0].upper() + "".join(cut), catalogue.starts)
    return [found[0].lower()] if found else []


def _corrected(catalogue: Catalogue, text: str) -> list[str]:
    """Return a known word or spelling that begins as ``text`` with one letter corrected.

    The first letter is never corrected.
    """
    known, begun = catalogue.spellings, list[str]()
    for at in range(1, len(text) + 1):
        head, tail = text[:at], text[at:]
        tries = [head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]]
        tries += [head + letter + rest for letter in ascii_lowercase for rest in (tail, tail[1:])]
        for each in tries:
            place = bisect_left(known, each)
            found = known[place] if place < len(known) else ""
            if _small_words()[0].fullmatch(each):
                continue
            if found == each:
                return [each]
            if found.startswith(each) and len(each) >= SHORTEST_CORRECTED:
                begun.append(each)
    return begun[:1]


def _latin_fit(phrase: Phrase, text: str, stem: str) -> tuple[float, float] | None:
    """Return how well a word matches a phrase, and which share of it.

    The word may match whole, as a beginning, without its ending, or as pinyin.
    """
    words, length = phrase.text, len(text)
    at = words.find(f" {text}")
    if at >= 0:
        rest = words[at + 1 + length : at + 5 + length].partition(" ")[0]
        return 1.0 - len(rest) / 20, (length + 1) / len(words)
    if stem != text and f" {stem}" in words:
        return 0.75, (len(stem) + 1) / len(words)
    if phrase.initials.startswith(text):
        share = length / len(phrase.initials)
        is_title = phrase.weight == NAMES and not words.isascii()
        return (0.95 if share == 1 else 0.8) - (0 if is_title else 0.3), share
    at = phrase.spelt.find(text)
    while at >= 0:
        if not phrase.starts[at].islower():
            return (0.75 if at else 0.9), length / len(phrase.spelt)
        at = phrase.spelt.find(text, at + 1)
    if length >= SHORTEST_SPELT and not words.isascii() and text in phrase.initials:
        return 0.5, length / len(phrase.initials)
    return None


def highlights(endpoint: Endpoint, query: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Return the matches of a query in the title as (start, end) in characters.

    The spans are sorted and disjoint. Pinyin and its initials match the Chinese characters that
    they stand for.
    """
    title, short = endpoint.title.text(language), endpoint.pinyin.partition(" ")[0]
    return title_highlights(title, query, short)


def title_highlights(title: str, query: str, short: str = "") -> tuple[tuple[int, int], ...]:
    """Return the matches of a query in any title; ``short`` are its initials, if known."""
    return _joined([(start, end) for _, start, end in _seen_words(title, query, short)])


def readings(title: str, query: str, short: str = "") -> list[tuple[str, str]]:
    """Return which letters of a query were read as which Chinese in a title: ``cx`` as ``查询``.

    The result has two characters at a time, as most Chinese words do; a last single character is
    added to the pair before it.
    """
    found: list[tuple[str, str]] = []
    for letters, start, end in _seen_words(title, query, short):
        word, seen = letters, title[start:end]
        if not word.isascii() or seen.isascii():
            continue
        is_short = len(word) == len(seen)
        spelt = [*word] if is_short else syllables(normalise(title))[start:end]
        for characters in _FEW.findall(seen):
            length = sum(map(len, spelt[: len(characters)]))
            found.append((word[:length], characters))
            word, spelt = word[length:], spelt[len(characters) :]
    return [each for each in found if not each[1].isascii()]


def _seen_words(title: str, query: str, short: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a query that is in a title, with its start and end."""
    folded = normalise(title)
    if len(folded) != len(title):
        return
    if folded.isascii():
        short = ""
    elif len(short) != len(title):  # it has blanks or signs, or no initials are known
        short = "".join(each[:1] or " " for each in syllables(folded))
    for word in map(normalise, _TOKENS.findall(narrow(query[:LONGEST_QUERY]))):
        is_whole = word.isascii() or word in folded
        for piece in [word] if is_whole else _pairs(word):
            for start, end in _seen(folded, short, piece):
                yield piece, start, end


def _seen(title: str, initials: str, word: str) -> list[tuple[int, int]]:
    for text, letters in ((title, word), (initials, word), (title, _ENDINGS.sub("", word))):
        if (at := text.find(letters)) >= 0:
            return [(at, at + len(letters))]
    is_spelt = word.isascii() and len(word) >= SHORTEST_SPELT and not title.isascii()
    found = find_spelt(title, word) if is_spelt else None
    return [found] if found else []


_ADDRESS = re.compile(r"^(?:https?://[^/]*|\{\{vars\.host\}\})")
_ENV_TYPE = re.compile(rf"/(?:{'|'.join(ENV_TYPES)}|\{{\{{weda\.envtype\}}\}})(?=/|$)")


def _as_path(word: str) -> str:
    """Return a copied URL as a path of the catalogue."""
    path = _ADDRESS.sub("", word).partition("?")[0]
    if word.startswith("http") and (call := CALL_PATH.search(path)):
        path = path[call.start() :]
    return _ENV_TYPE.sub("/{envtype}", path)


def _path_piece(catalogue: Catalogue, path: str) -> _Piece:
    paths = [each.path for each in catalogue.folded]
    ends = [place for place, each in enumerate(paths) if f"{path}\n" in each]
    return _Piece(path, "", ends or [place for place, each in enumerate(paths) if path in each], 1)


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
