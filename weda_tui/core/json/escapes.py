r"""The meaning of escapes in JSON strings, such as ``\u4e2d``."""

import re

from weda_tui.core.text.control_characters import strip_control_characters

_CODES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_ESCAPE = re.compile(rf'({_CODES.pattern})|\\(["\\/bfnrt])')
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CODE = re.compile(r"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")
_BEGUN = re.compile(rb"(?<!\\)(?:\\\\)*(\\(?:u[0-9a-fA-F]{0,3})?)$")
_LONGEST_NOTED = 60
"""The maximum number of characters of a decoded text that is displayed after its line."""


def decoded(text: str) -> str:
    r"""Return JSON text with every escape decoded; an incomplete escape is kept.

    Both halves of a surrogate pair become one character; a single half becomes a lone surrogate.
    """
    return _ESCAPE.sub(_characters, text) if "\\" in text else text


def _characters(match: re.Match[str]) -> str:
    codes, letter = match.groups()
    return _of_codes(codes) if codes else _LETTERS.get(letter, letter)


def _of_codes(codes: str) -> str:
    return bytes.fromhex(codes.replace("\\u", "")).decode("utf-16-be", "surrogatepass")


def readable(text: str) -> str:
    r"""Return the readable text of a JSON string or of a member's name.

    If the text is itself JSON, its ``\u`` escapes are decoded too.
    """
    once = decoded(text)
    is_json = once[:2] in {'"{', '"['}
    return _CODES.sub(lambda codes: _of_codes(codes[0]), once) if is_json else once


def incomplete_end(before: bytes) -> int:
    """Return how many bytes at the end of JSON text belong to an incomplete escape."""
    match = _BEGUN.search(before)
    return len(match[1]) if match is not None else 0


def short_decoded(value: str) -> str:
    r"""Return the text of a short JSON string with ``\u`` escapes; empty for any other value.

    Also empty for text that is itself JSON, which is unfolded, and for text that would be displayed
    with the same escapes again.
    """
    if not value.startswith('"') or len(value) > 6 * _LONGEST_NOTED + 2 or not _CODE.search(value):
        return ""
    text = decoded(value[1:-1])
    is_json = text[:1] in {"{", "["} and text[-1:] in {"}", "]"}
    is_the_same = strip_control_characters(text).casefold() == value[1:-1].casefold()
    return "" if is_json or is_the_same or len(text) > _LONGEST_NOTED else text
