r"""What the escapes of a JSON string stand for: ``\u4e2d``."""

import re

from weda_tui.core.text.control_characters import strip_control_characters

_CODES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_ESCAPE = re.compile(rf'({_CODES.pattern})|\\(["\\/bfnrt])')
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CODE = re.compile(r"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")
_BEGUN = re.compile(rb"(?<!\\)(?:\\\\)*(\\(?:u[0-9a-fA-F]{0,3})?)$")
_LONGEST_NOTED = 60
"""Characters of a text that is told behind its line."""


def decoded(text: str) -> str:
    r"""Return JSON text with every escape as what it stands for; a part of one stays as it is.

    Both halves of a pair are one character; a half alone stays a lone surrogate.
    """
    return _ESCAPE.sub(_characters, text) if "\\" in text else text


def _characters(match: re.Match[str]) -> str:
    codes, letter = match.groups()
    return _of_codes(codes) if codes else _LETTERS.get(letter, letter)


def _of_codes(codes: str) -> str:
    return bytes.fromhex(codes.replace("\\u", "")).decode("utf-16-be", "surrogatepass")


def readable(text: str) -> str:
    r"""Return what a JSON string, or the name of a member, is to be read as.

    Of text that is JSON itself, the characters that stand there as their numbers too.
    """
    once = decoded(text)
    is_json = once[:2] in {'"{', '"['}
    return _CODES.sub(lambda codes: _of_codes(codes[0]), once) if is_json else once


def begun_in(before: bytes) -> int:
    """Return how many bytes at the end of JSON text belong to an escape that goes on behind it."""
    match = _BEGUN.search(before)
    return len(match[1]) if match is not None else 0


def short_decoded(value: str) -> str:
    r"""Return what a short JSON string with ``\u`` escapes stands for; empty for any other value.

    Empty also for text that is JSON itself, which is unfolded, and for text that would be shown
    as the same escapes again.
    """
    if not value.startswith('"') or len(value) > 6 * _LONGEST_NOTED + 2 or not _CODE.search(value):
        return ""
    text = decoded(value[1:-1])
    is_json = text[:1] in {"{", "["} and text[-1:] in {"}", "]"}
    is_the_same = strip_control_characters(text).casefold() == value[1:-1].casefold()
    return "" if is_json or is_the_same or len(text) > _LONGEST_NOTED else text
