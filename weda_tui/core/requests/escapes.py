"""Undo URL escapes, including nested ones, and fold letters, as servers may read them."""

import re
import unicodedata
from urllib.parse import unquote

MOST_ESCAPED = 64
"""The greatest depth of nested escapes; a text with deeper ones is treated as hostile."""
_OVERLONG = re.compile("%(?:c|e0%8|f0%80%8)([01])%([89ab])([0-9a-f])", re.IGNORECASE)
"""An ASCII character in two to four bytes of UTF-8: invalid, and yet read by some servers."""
_CODE_UNIT = re.compile("%u([0-9a-f]{4})", re.IGNORECASE)
_NESTED_PERCENT = re.compile("%(?:25)+(?=[0-9a-f]{2}|u[0-9a-f]{4})", re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x20\x7f]")
"""Characters that some servers remove from a path."""
_PATH_WORD = re.compile(r"[a-z0-9_-]+|\(")
"""A name, or the beginning of an OData key."""


def unquote_wholly(text: str) -> str | None:
    """Return a text with all nested escapes undone; ``None`` if they are too deep."""
    for _ in range(MOST_ESCAPED):
        before, text = text, unquote_once(_NESTED_PERCENT.sub("%", text))
        if text == before:
            return text
    return None


def unquote_once(text: str) -> str:
    """Return a text with the outermost escapes undone."""
    text = _OVERLONG.sub(_overlong_character, text)
    return unquote(_CODE_UNIT.sub(lambda match: chr(int(match[1], 16)), text))


def _overlong_character(match: re.Match[str]) -> str:
    return chr(int(match[1]) << 6 | int(match[2] + match[3], 16) & 0x3F)


def fold_segment(text: str) -> str:
    """Return a segment as compared by servers that ignore case, via lower or upper case."""
    return text.casefold() if text.isascii() else _fold_letters(text)


def _fold_letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.upper().casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def path_words(path: str) -> frozenset[str]:
    """Return the words in a path by which a server may identify a call, in any spelling."""
    text = unicodedata.normalize("NFKC", unquote_wholly(path) or path)
    return frozenset(_PATH_WORD.findall(fold_segment(CONTROLS.sub("", text))))
