"""The words of an endpoint, folded once so that every key of a search is cheap.

A search looks for ``mark + word`` in a few strings, and each kind of word has a mark of its own in
front. The marks are white space, which no word of a query holds.
"""

import re
from collections.abc import Iterable

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.text.folding import normalise
from weda_tui.core.text.pinyin import syllables

NAME, PINYIN, WORD, ACRONYM, FIELD = "\n", "\r", "\v", "\f", "\x1c"
"""What stands before each; a name and initials have their mark behind them too."""

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^0-9A-Za-z]+")


def letters_in(text: str) -> int:
    """Return a set of the characters of ``text``, of which several may share a bit."""
    found = 0
    for character in set(text):
        found |= 1 << ord(character) % 59
    return found


class Folded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a query is compared with."""

    endpoint: Endpoint
    address: str
    """The id and the path, a line each."""
    text: str
    """The action and the title in both languages, the initials, and every word of action and
    English title: what is not in here fits none of them."""
    rest: str
    """The first letters of the words of action and English title, the names of the fields, and
    both summaries, a blank before every English word."""
    spelt: str
    """The Chinese title in pinyin, without blanks; empty where it has none."""
    letters: str
    """Initials, acronyms and the Chinese title, a line each: where letters may have gaps."""
    letter_set: int
    """The characters of ``letters``, as ``letters_in`` gives them."""


def fold(endpoint: Endpoint) -> Folded:
    """Return the folded words of an endpoint."""
    action, zh, en = endpoint.action, endpoint.title.zh, endpoint.title.en
    names = [normalise(name) for name in (action, zh, en)]
    pinyin = endpoint.pinyin.split()
    split = [normalise(_WORD_START.sub(" ", text)).split() for text in (action, en)]
    words = [word for part in split for word in part]
    acronyms = ["".join(word[0] for word in part) for part in split if part]
    summary = f"{endpoint.summary.zh} {_WORD_START.sub(' ', endpoint.summary.en)}"
    fields = normalise(_marked(FIELD, endpoint.field_names.value))
    letters = "\n".join((*pinyin, *acronyms, names[1]))
    return Folded(
        endpoint=endpoint,
        address=f"{normalise(endpoint.id)}\n{normalise(endpoint.path)}\n",
        text=_marked(NAME, names) + NAME + _marked(PINYIN, pinyin) + PINYIN + _marked(WORD, words),
        rest=f"{_marked(ACRONYM, acronyms)}{fields}\n{normalise(summary)}",
        spelt="" if zh.isascii() else "".join(syllables(names[1])),
        letters=letters,
        letter_set=letters_in(letters),
    )


def _marked(mark: str, texts: Iterable[str]) -> str:
    return "".join(f"{mark}{text}" for text in texts)
