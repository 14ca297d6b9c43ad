"""The pinyin of Chinese words, and the initials that users type for them.

The library's dictionary, which decides between the readings of a character, takes 0.1 s and 57 MB
to load. The pinyin of the bundled documents and of commands is therefore stored in a file. The
library is loaded only for the first other text that is not ASCII.
"""

from functools import cache, lru_cache

import msgspec

from weda_tui.core.files import read_packaged
from weda_tui.core.text.folding import normalise

BUNDLED = "catalogue/pinyin.json"
"""The file of the bundled texts, folded, each with its syllables, separated by blanks."""


@lru_cache(maxsize=8192)
def syllables(text: str) -> tuple[str, ...]:
    """Return the pinyin of each character, as an input method spells it: ``v`` is ü.

    A character that is not Chinese is returned unchanged; blanks and signs become empty strings.
    ``text`` must be folded, see ``normalise``.
    """
    if text.isascii():
        return tuple(each if each.isalnum() else "" for each in text)
    if (bundled := _bundled().get(text)) is not None:
        return tuple(bundled.split(" "))
    return spell(text)


def spell(text: str) -> tuple[str, ...]:
    """Return the syllables of a text that is not ASCII, according to the library."""
    from pypinyin import lazy_pinyin

    spelt: list[str] = []
    for each in lazy_pinyin(text, v_to_u=False):  # a syllable, or a run of other characters
        spelt += each if text.startswith(each, len(spelt)) else [each]
    return tuple(each.replace("ve", "ue") if each.isalnum() else "" for each in spelt)


@cache
def _bundled() -> dict[str, str]:
    return msgspec.json.decode(read_packaged(BUNDLED), type=dict[str, str])


def find_spelt(text: str, letters: str) -> tuple[int, int] | None:
    """Return the characters of a folded text that are spelt by ``letters``, as (start, end).

    The match begins with a character and may end inside one. Returns ``None`` if there is no match.
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
    """Return the pinyin initials of a title, with its Latin text whole, without blanks.

    Returns an empty string for a title without Chinese. The bundled documents have the same value
    as ``x-pinyin``.
    """
    folded = normalise(title)
    if folded.isascii():
        return ""
    spelt = zip(folded, syllables(folded), strict=True)
    return "".join(each if each == character else each[:1] for character, each in spelt)
