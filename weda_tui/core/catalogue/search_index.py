"""The texts of a call, folded once so that each search is cheap."""

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, Endpoint, Preset
from weda_tui.core.text.folding import normalise
from weda_tui.core.text.pinyin import syllables

NAMES, SYNONYMS, GROUPS, FIELDS, DESCRIPTIONS = 10.0, 9.0, 4.0, 3.0, 2.0
"""The weight of a word in a title, a synonym, a group title, a field and a description.

A field is the name of a parameter or the meaning of a value.
"""

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\W_]+")
_LATIN = re.compile(r"[!-~]+")


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """A few words that belong together, such as a title."""

    weight: float
    text: str
    """The folded text, with a blank before every Latin word."""
    initials: str = ""
    """The first letters of the pinyin of its Chinese characters, or of its English words."""
    spelt: str = ""
    """The words without blanks, the Chinese words in pinyin."""
    starts: str = ""
    """The same as ``spelt``, with a capital where a word or a syllable begins."""

    def is_called(self, letters: str) -> bool:
        """Return whether the phrase, or its spelling, is ``letters``, which have no blanks."""
        return letters in {self.text, self.spelt}


class Folded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The texts of an endpoint that a query is compared with."""

    endpoint: Endpoint
    path: str
    phrases: tuple[Phrase, ...]
    names: str
    """The texts of titles and synonyms, one a line, to rule out texts that are in none of them."""
    rest: str
    """The texts of the other phrases, one a line."""
    presets: dict[Phrase, Preset]
    """The synonyms that set a field."""


def fold(endpoint: Endpoint, titles: Iterable[Bilingual] = ()) -> Folded:
    """Return the folded texts of a call; ``titles`` are the titles of its module and its group."""
    action, title = endpoint.action, endpoint.title
    zh, *longer = endpoint.pinyin.split() or [""]
    phrases = [
        msgspec.structs.replace(each, initials=zh or each.initials)
        for each in _phrases(NAMES, title.zh)
    ]
    phrases += [Phrase(NAMES, "", initials) for initials in longer]
    phrases += [*_phrases(NAMES, title.en), *_phrases(NAMES, action)]
    phrases.append(Phrase(GROUPS, f" {normalise(endpoint.id)}"))
    phrases += _synonyms(endpoint.synonyms)
    presets = {each: preset for preset in endpoint.presets for each in _synonyms(preset.words)}
    phrases += presets
    for named in titles:
        phrases += [*_phrases(GROUPS, named.zh), *_phrases(GROUPS, named.en)]
    names = endpoint.field_names.value
    plain = "".join(f" {normalise(each)}" for each in names if each.isascii())
    phrases.append(Phrase(FIELDS, plain))
    for meaning in names:
        phrases += () if meaning.isidentifier() and meaning.isascii() else _phrases(FIELDS, meaning)
    phrases += _phrases(DESCRIPTIONS, endpoint.summary.zh)
    phrases += _phrases(DESCRIPTIONS, endpoint.summary.en)
    return Folded(
        endpoint=endpoint,
        path=f"\n{normalise(endpoint.path)}\n",
        phrases=tuple(phrases),
        names=_lines(each for each in phrases if each.weight >= GROUPS),
        rest=_lines(each for each in phrases if each.weight < GROUPS),
        presets=presets,
    )


def _synonyms(words: Bilingual) -> tuple[Phrase, ...]:
    return (*_phrases(SYNONYMS, words.zh, "、"), *_phrases(SYNONYMS, words.en, ", "))


def _lines(phrases: Iterable[Phrase]) -> str:
    texts = ((each.text.lstrip(), each.initials, each.spelt) for each in phrases)
    return "".join(f"\n{text}" for three in texts for text in three if text)


@lru_cache(maxsize=8192)
def _phrases(weight: float, text: str, separator: str = "\n") -> tuple[Phrase, ...]:
    """Return the phrases of a text; calls with the same text share the phrases."""
    return tuple(_phrase(weight, each) for each in text.split(separator) if each)


def _phrase(weight: float, text: str) -> Phrase:
    if text.isascii():
        words = _WORD_START.sub(" ", text).casefold().split()
        marked = "".join(f" {word}" for word in words)
        if weight == DESCRIPTIONS:
            return Phrase(weight, marked)
        return Phrase(
            weight,
            marked,
            "".join(word[0] for word in words),
            "".join(words),
            "".join(word.capitalize() for word in words),
        )
    folded = normalise(text)
    is_prose = weight == DESCRIPTIONS  # too long to be read word by word
    spelt = [syllables(each)[0] for each in folded] if is_prose else syllables(folded)
    return Phrase(
        weight,
        _LATIN.sub(r" \g<0>", folded),
        "".join(each[:1] for each in spelt),
        "".join(spelt),
        "".join(each.capitalize() for each in spelt),
    )
