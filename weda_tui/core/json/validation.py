"""Validates a piece of JSON: fast with msgspec; a scanner finds the place of a fault."""

import re
from collections.abc import Sequence

import msgspec

from weda_tui.core.json.decoding import decoded
from weda_tui.core.json.lexing import CLOSER_OF, OPENERS, WHITE

VALUE, FIRST_VALUE, KEY, FIRST_KEY, COLON, NEXT, END = range(7)
"""What may come next, one constant for each case.

In this order: a value; a value or ``]``; a name; a name or ``}``; ``:``; ``,`` or a closer; the end
of the text.
"""

_DEEPEST_FAST = 200
"""Open containers up to which msgspec is used: it counts the depth of Python's stack."""
_TOKEN = re.compile(
    rb"""[ \t\n\r]*+(?:
        ("(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")
      | ([{}\[\],:])
      | (?:-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+|true|false|null)(?![\w.])
    )""",
    re.VERBOSE,
)
_BLANK = re.compile(rb"[ \t\n\r]*+")


def passes(piece: bytes, kinds: Sequence[int], left: Sequence[int], expects: int) -> bool:
    """Return whether msgspec accepts a piece; a refusal may be due to msgspec's own limits.

    ``kinds`` are the opening brackets around the start of the piece, ``left`` those around its end;
    ``expects`` says what may follow at its start.
    """
    if len(kinds) > _DEEPEST_FAST or len(left) > _DEEPEST_FAST or expects in {COLON, END, NEXT}:
        return False
    if expects in {VALUE, KEY} and kinds and piece.lstrip(WHITE)[:1] in {b"}", b"]"}:
        return False
    inner = piece.rstrip(WHITE)
    if inner.endswith(b","):
        inner = inner[:-1].rstrip(WHITE)
        if not left or not inner or inner[-1] in b"{[,:":
            return False
    before = b"".join(b"[" if kind == 0x5B else b'{"":' for kind in kinds)
    if kinds and kinds[-1] == 0x7B:
        before = before.removesuffix(b'"":')
    after = bytes(CLOSER_OF[kind] for kind in reversed(left))
    return decoded(b"".join((before, inner, after)), msgspec.Raw) is not None


def find_fault(piece: bytes, kinds: Sequence[int], expects: int, *, is_last: bool) -> int | None:
    """Return the offset in a piece at which it stops being JSON, or ``None``.

    Handles nesting of any depth, at some 10 MB per second.
    """
    stack, at = list(kinds), 0
    while match := _TOKEN.match(piece, at):
        begin = match.start(match.lastindex) if match.lastindex else at
        expects = _step(stack, match, piece, expects)
        if expects < 0:
            return begin if match.lastindex else _skip(piece, at)
        at = match.end()
    at = _skip(piece, at)
    if at < len(piece):
        return at
    return len(piece) if is_last and expects != END else None


def _step(stack: list[int], match: "re.Match[bytes]", piece: bytes, expects: int) -> int:
    """Return what may follow a token, -1 if the token is not allowed at its place."""
    if match.lastindex == 1 and expects in {KEY, FIRST_KEY}:
        return COLON
    if match.lastindex != 2:
        return _after_value(stack) if expects in {VALUE, FIRST_VALUE} else -1
    mark = piece[match.end() - 1]
    if mark in OPENERS:
        if expects not in {VALUE, FIRST_VALUE}:
            return -1
        stack.append(mark)
        return FIRST_VALUE if mark == 0x5B else FIRST_KEY
    if mark in b":,":
        if expects != (COLON if mark == 0x3A else NEXT):
            return -1
        return VALUE if mark == 0x3A or stack[-1] == 0x5B else KEY
    is_end = stack and CLOSER_OF[stack[-1]] == mark
    if not is_end or expects not in {NEXT, FIRST_VALUE, FIRST_KEY}:
        return -1
    stack.pop()
    return _after_value(stack)


def _after_value(stack: list[int]) -> int:
    return NEXT if stack else END


def _skip(piece: bytes, at: int) -> int:
    match = _BLANK.match(piece, at)
    return match.end() if match else at
