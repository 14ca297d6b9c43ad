"""How Chinese words are spelt in pinyin, and the initials that people type for them.

The library's words, by which a character with several readings is read, take 0.1 s and 57 MB to
load. How the texts of the bundled documents and of commands are spelt is therefore in a file, and
the library is loaded with the first text of somebody else that is no ASCII.
"""

from functools import cache, lru_cache

import msgspec

from weda_tui.core.files import read_packaged
from weda_tui.core.text.folding import normalise

BUNDLED = "catalogue/pinyin.json"
"""Those texts, folded, each with its syllables, a blank between two."""


@lru_cache(maxsize=8192)
def syllables(text: str) -> tuple[str, ...]:
    """Return how each character is spelt, as an input method takes it: ``v`` is ü.

    One that is not Chinese is what it is; blanks and signs are empty. ``text`` is folded, see
    ``normalise``.
    """
    if text.isascii():
        return tuple(each if each.isalnum() else "" for each in text)
    if (bundled := _bundled().get(text)) is not None:
        return tuple(bundled.split(" "))
    return spell(text)


def spell(text: str) -> tuple[str, ...]:
    """Return the syllables of a text that is not ASCII, as the library reads it."""
    from pypinyin import lazy_pinyin

    spelt: list[str] = []
    for each in lazy_pinyin(text, v_to_u=False):  # a syllable, or a run of what has none
        spelt += each if text.startswith(each, len(spelt)) else [each]
    return tuple(each.replace("ve", "ue") if each.isalnum() else "" for each in spelt)


@cache
def _bundled() -> dict[str, str]:
    return msgspec.json.decode(read_packaged(BUNDLED), type=dict[str, str])


def find_spelt(text: str, letters: str) -> tuple[int, int] | None:
    """Return which characters of a folded text are spelt by letters: (start, end).

    They begin with a character and may end inside of one. ``None`` where there are none such.
    """
    spelt = syllables(text)
    whole, at = "".join(spelt), 0
    for start, syllable in enumerate(spelt):
        if syllable and whole.startswith(letters, at):
            end, left = start, len(letters)
            while left > 0:
                left -= len(spelt[end])
                end += 1
            return start, end
        at += len(syllable)
    return None


def initials(title: str) -> str:
    """Return the first letters of a title's characters, what is Latin in it whole, no blanks.

    Empty for a title without Chinese. The same as ``x-pinyin`` holds in the bundled documents.
    """
    folded = normalise(title)
    if folded.isascii():
        return ""
    spelt = zip(folded, syllables(folded), strict=True)
    return "".join(each if each == character else each[:1] for character, each in spelt)
