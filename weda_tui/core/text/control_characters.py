"""Make untrusted text safe to draw: no character may act on the terminal or hide other text."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

MOST_MARKS = 8
"""The most zero-width characters in a row that are kept; no language has as many accents."""

_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_UNUSUAL = re.compile(
    "[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e"
    "\u2190-\u2426\u2460-\u27ff\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
    "\ufe0f\uff01-\uff5e\U0001f000-\U0001faff]"
    # a variation selector is kept in an emoji
    "|(?<![\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])\ufe0f(?!\u20e3)"
)
"""Characters that may act on a terminal or be invisible.

The letters and signs that most texts consist of are not among them.
"""
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"})
"""Unicode categories, also of characters unknown to this Python, which may be invisible."""
_WITHOUT_GLYPH = re.compile(
    "VARIATION SELECTOR|GRAPHEME JOINER|VOWEL INHERENT|HANGUL.* FILLER|SCRIPT FILLER"
    "|PATTERN BLANK|NULL NOTEHEAD"
)
"""The Unicode names of marks, letters and symbols without a glyph."""
_JOINER = 0x200D
_EMOJI = re.compile("[\u2194\u2195\u2600-\u27bf\u2b1b\ufe0f\U0001f000-\U0001faff]")

_MARKS = re.compile(rf"(?:[^\x00-\u02ff\w\s]|[\u1160-\u11ff\ud7b0-\ud7ff]){{{MOST_MARKS + 1},}}")
"""Possible runs of too many marks: characters other than letters, and Korean vowels and finals."""
_MARK_CATEGORIES = frozenset({"Mn", "Me", "Mc", "Cf", "Cn"})

ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|\r(?!\n)")
"""Characters that act on a terminal or an editor when a text of several lines is pasted.

They end a paste, erase a line, start a new line or reverse its direction. Line breaks and tabs are
not among them.
"""


def show_acting(text: str) -> str:
    """Return lines of untrusted text with the characters of ``ACTING`` made visible.

    They are replaced as by ``strip_control_characters``.
    """
    return ACTING.sub(_picture, text)


def strip_control_characters(text: str) -> str:
    r"""Return one line of untrusted text with everything unprintable made visible.

    Control characters become their Unicode pictures (``ESC`` is shown as ``␛``); C1 controls,
    bidirectional and invisible characters and lone surrogates become escapes such as ``\u202e``.
    The joiner in an emoji such as a family is removed: terminals disagree on the width of the
    joined emoji, but not on the width of its parts. If more than ``MOST_MARKS`` accents and other
    zero-width characters follow each other, they become escapes, too. The result never contains a
    line break: split text into lines first.
    """
    return _MARKS.sub(_without_many_marks, _UNUSUAL.sub(_picture_if_unsafe, text))


def clean_lines(text: str) -> list[str]:
    """Return the lines of untrusted text, each cleaned; CR LF and LF end a line."""
    return [strip_control_characters(line) for line in text.replace("\r\n", "\n").split("\n")]


def _picture_if_unsafe(match: re.Match[str]) -> str:
    return _picture(match) if _is_unsafe(match.group()) else match.group()


@lru_cache(maxsize=4096)
def _is_unsafe(character: str) -> bool:
    """Return whether a character acts on a terminal or is invisible, by its Unicode properties."""
    is_unsafe = unicodedata.category(character) in _UNSAFE_CATEGORIES
    return is_unsafe or _WITHOUT_GLYPH.search(unicodedata.name(character, "")) is not None


def _picture(match: re.Match[str]) -> str:
    code, at = ord(match.group()), match.start()
    if (
        code == _JOINER
        and _EMOJI.match(match.string, at - 1)
        and _EMOJI.match(match.string, at + 1)
    ):
        return ""
    return _CONTROL_PICTURES.get(code) or _escape(code)


def _without_many_marks(match: re.Match[str]) -> str:
    stretches = ("".join(each) for _, each in groupby(match.group(), _is_mark))
    return "".join(
        "".join(_escape(ord(each)) for each in stretch)
        if len(stretch) > MOST_MARKS and _is_mark(stretch[0])
        else stretch
        for stretch in stretches
    )


def _is_mark(character: str) -> bool:
    """Return whether a character may be drawn in no cell of its own."""
    is_letter = character.isalnum()  # of Korean
    is_skin = "\U0001f3fb" <= character <= "\U0001f3ff"
    return is_letter or is_skin or unicodedata.category(character) in _MARK_CATEGORIES


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
