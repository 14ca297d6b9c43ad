"""Search in the bytes of a body, a quarter of a mebibyte at a time, and its results."""

import bisect
import re
from array import array
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from weda_tui.core.json.source import BodySource
from weda_tui.core.text.patterns import compile_pattern

MOST_HITS = 1_000_000
"""The maximum number of occurrences that are counted and can be visited."""
CHUNK = 1 << 18
_HITS_AT_ONCE = 2048
"""Occurrences after which a step ends."""
LONGEST_MATCH = 4096
"""The maximum number of bytes of a pattern's match, by which chunks overlap."""
MOST_SECONDS = 2.0
"""Seconds that a pattern is tried on a chunk, at most."""


class MatchLocation(StrEnum):
    """The part of a line in which an occurrence counts."""

    ANYWHERE = "anywhere"
    KEYS = "keys"
    VALUES = "values"


class BodySearch(msgspec.Struct, frozen=True, kw_only=True):
    """A search that the user has entered."""

    text: str
    is_regex: bool = False
    has_case: bool = False
    """Whether case matters; only ASCII letters have case here."""
    where: MatchLocation = MatchLocation.ANYWHERE
    reads_escapes: bool = False
    r"""Whether characters written as ``\u4e2d`` are found too; not for a pattern."""


class InvalidPattern(msgspec.Struct, frozen=True):
    """An invalid pattern, or one that is too large."""

    at: int
    """The index of the character with the fault, -1 for a valid pattern that is too large."""


class Matcher(msgspec.Struct, frozen=True):
    """A prepared search."""

    query: BodySearch
    pattern: Any
    """The pattern for bytes; see ``compile_pattern``."""
    shown: Any
    """The same pattern for text, for the lines on the screen."""
    literal: bytes
    """The bytes to find, in lower case unless case matters; empty for a pattern."""


_QUOTE_AND_COLON = re.compile(r'":\s*')


def prepare(query: BodySearch) -> Matcher | InvalidPattern | None:
    """Return a matcher for a query; ``None`` for an empty query."""
    if not query.text:
        return None
    if query.is_regex:
        return _prepare_pattern(query)
    parts = _QUOTE_AND_COLON.split(query.text)
    text = r'"\s*:\s*'.join(map(re.escape, parts))
    raw = text.encode("utf-8", "surrogatepass")
    is_literal = len(parts) == 1
    if query.reads_escapes and not query.text.isascii():
        raw, is_literal = _OTHER_CHARACTERS.sub(_raw_or_escaped, text).encode(), False
    literal = query.text.encode("utf-8", "surrogatepass") if is_literal else b""
    if not query.has_case:
        literal = literal.lower()
    return Matcher(query, *_compiled(raw, text, query), literal)


def _prepare_pattern(query: BodySearch) -> Matcher | InvalidPattern:
    text = query.text
    try:
        compiled = _compiled(text.encode("utf-8", "surrogatepass"), text, query)
    except re.error as error:
        return InvalidPattern(error.pos if error.pos is not None else 0)
    except OverflowError:
        return InvalidPattern(-1)
    return Matcher(query, *compiled, b"")


def _compiled(raw: bytes, text: str, query: BodySearch) -> tuple[Any, Any]:
    has_case = query.has_case
    return compile_pattern(raw, has_case=has_case), compile_pattern(text, has_case=has_case)


_OTHER_CHARACTERS = re.compile("[^\x00-\x7f]")


def _raw_or_escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    codes = [units[at : at + 2].hex() for at in range(0, len(units), 2)]
    escaped = "".join(rf"\\u(?i:{code})" for code in codes)
    is_half = "\ud800" <= match[0] <= "\udfff"
    return escaped if is_half else f"(?:{match[0]}|{escaped})"


def search(
    source: BodySource, matcher: Matcher, found: "array[int]", seconds: float = MOST_SECONDS
) -> Iterator[int]:
    """Add the offsets of all occurrences to ``found``; yield the bytes searched so far.

    Ends at ``MOST_HITS``. A step takes a few milliseconds, so that the search can be stopped. A
    pattern with many possibilities takes longer; ``TimeoutError`` is raised if one step takes
    ``seconds``.
    """
    size, start = len(source), 0
    free = 0
    while start < size and len(found) < MOST_HITS:
        end = min(size, start + CHUNK)
        data = source[start : min(size, end + LONGEST_MATCH + len(matcher.literal))]
        most = min(len(found) + _HITS_AT_ONCE, MOST_HITS)
        for at, behind in _in_chunk(data, matcher, max(0, free - start), seconds):
            if at >= end - start:
                break
            free = start + behind
            if _counts(data, behind, matcher.query.where):
                found.append(start + at)
                if len(found) >= most:
                    break
        if len(found) < most:
            start = end
        yield start


def _in_chunk(
    data: bytes, matcher: Matcher, begin: int, seconds: float
) -> Iterator[tuple[int, int]]:
    literal = matcher.literal
    if not literal:
        for match in matcher.pattern.finditer(data, begin, timeout=seconds):
            if match.end() > match.start():
                yield match.span()
        return
    if not matcher.query.has_case and literal.lower() != literal.upper():
        data = data.lower()
    length = len(literal)
    at = data.find(literal, begin)
    while at >= 0:
        yield at, at + length
        at = data.find(literal, at + length)


_END_OF_KEY = re.compile(rb'(?:[^"\\]*+(?:\\.[^"\\]*+)*+")?+[ \t\r\n]*+:', re.DOTALL)


def _counts(data: bytes, behind: int, where: MatchLocation) -> bool:
    """Return whether an occurrence is in the requested part of the line."""
    if where is MatchLocation.ANYWHERE:
        return True
    is_key = _END_OF_KEY.match(data, behind, behind + LONGEST_MATCH) is not None
    return is_key is (where is MatchLocation.KEYS)


class Hits:
    """The sorted offsets of occurrences. The search adds to them while they are displayed."""

    def __init__(self, matcher: Matcher | None = None) -> None:
        self.matcher = matcher
        self.offsets = array("Q")
        self.current = -1
        """The index of the selected hit, -1 for none."""

    def __len__(self) -> int:
        return len(self.offsets)

    @property
    def is_all(self) -> bool:
        """Whether these are all occurrences, not only the first ``MOST_HITS``."""
        return len(self.offsets) < MOST_HITS

    def choose_from(self, offset: int) -> None:
        """Select the first hit at or after an offset, else the first of all."""
        at = bisect.bisect_left(self.offsets, offset)
        self.current = (at if at < len(self.offsets) else 0) if self.offsets else -1

    def step(self, by: int) -> None:
        """Select the hit ``by`` places further, wrapping around at the ends."""
        if self.offsets:
            self.current = (self.current + by) % len(self.offsets)

    @property
    def offset(self) -> int:
        """The offset of the selected hit, -1 for none."""
        return self.offsets[self.current] if 0 <= self.current < len(self.offsets) else -1

    def number_in(self, begin: int, end: int) -> int:
        """Return the number of the selected hit among those between two offsets, -1 for none."""
        if not begin <= self.offset < end:
            return -1
        return self.current - bisect.bisect_left(self.offsets, begin)

    def has_any(self, begin: int, end: int) -> bool:
        """Return whether there is a hit between two offsets."""
        at = bisect.bisect_left(self.offsets, begin)
        return at < len(self.offsets) and self.offsets[at] < end
