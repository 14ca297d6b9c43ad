"""JSON values read in place: objects and arrays over the bytes, never built in memory.

They behave as a ``Mapping`` and a ``Sequence``. Iterating over an object yields a repeated name
each time; access by name returns the last member.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from weda_tui.core.json import nodes
from weda_tui.core.json.exact_numbers import exact_number
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.lexing import CLOSERS, OPENERS, STRING
from weda_tui.core.json.long_strings import LONG, string_end, text_of
from weda_tui.core.json.tree import unquote

WINDOW = 64 * 1024
"""Bytes in which a value is matched with one pattern; the index gives the end of a longer one."""
_LONGEST_ESCAPE = 12
"""Bytes of the escapes of one character."""
_LEVELS = 4
"""The nesting depth up to which the pattern matches a container."""
_WS = rb"[ \t\r\n]*+"


def _value_pattern() -> bytes:
    plain = rb'[^"{}\[\]]*+'
    container = rb"[{\[]" + plain + rb"(?:" + STRING + plain + rb")*+[}\]]"
    for _ in range(_LEVELS - 1):
        inner = rb"(?:" + STRING + rb"|" + container + rb")"
        container = rb"[{\[]" + plain + rb"(?:" + inner + plain + rb")*+[}\]]"
    return rb"(?:" + STRING + rb"|" + container + rb'|[^ \t\r\n,:"{}\[\]]++)'


_VALUE = _value_pattern()
_ITEM = re.compile(_WS + rb"(?:(" + _VALUE + rb")" + _WS + rb"([,\]]))?+", re.DOTALL)
_MEMBER = re.compile(
    _WS + rb"(" + STRING + rb")" + _WS + rb":" + _WS
    + rb"(?:(" + _VALUE + rb")" + _WS + rb"([,}]))?+",
    re.DOTALL,
)  # fmt: skip
_SCALAR = re.compile(rb'[^ \t\r\n,:"{}\[\]]*+', re.DOTALL)
_BEHIND = re.compile(_WS + rb"([,}\]])")
_BLANK = re.compile(_WS)


@lru_cache(maxsize=64)
def _object_with(quoted: bytes) -> "re.Pattern[bytes]":
    """Return the pattern of an object with exactly one member of a name, without escaped names."""
    other = _WS + rb"(?!" + re.escape(quoted) + rb')"[^"\\]*+"' + _WS + rb":" + _WS + _VALUE + _WS
    return re.compile(
        rb"\{(?:" + other + rb",)*+" + _WS + re.escape(quoted) + _WS + rb":" + _WS
        + rb"(" + _VALUE + rb")" + _WS + rb"(?:," + other + rb")*+\}",
        re.DOTALL,
    )  # fmt: skip


class JsonReader:
    """Reads the bytes of a body whose index is complete."""

    def __init__(self, index: JsonIndex, pace: Callable[[], None]) -> None:
        """``pace`` is called every few microseconds: it may wait, or raise to end the reading."""
        self.index, self.pace = index, pace
        self.buffer = index.source.buffer
        self.at = 0
        """The offset that iteration over an array has reached."""

    def root(self) -> Any:
        """Return the whole value."""
        start, end = self.root_extent()
        return self.value(start, end)

    def root_extent(self) -> tuple[int, int]:
        """Return where the whole value begins and ends."""
        start = self.index.row(0).start
        return start, self.end_of(start)

    def value(self, start: int, end: int) -> Any:
        """Return a value: a number as a ``Decimal``, a container as an object read in place."""
        first = self.buffer[start]
        if first == 0x7B:
            return Members(self, start, end)
        if first == 0x5B:
            return LazyArray(self, start, end)
        if first == 0x22 and end - start > LONG:
            return text_of(self.index.source, start, end)
        return _scalar(self.buffer[start:end])

    def end_of(self, start: int) -> int:
        """Return the offset after the value that begins at ``start``."""
        if self.buffer[start] == 0x22:
            return string_end(self.index.source, start + 1)
        if self.buffer[start] not in OPENERS:
            return self._past(_SCALAR, start)
        line = self.line_of(start)
        last = nodes.end_of(self.index, line)
        return self.index.row(line if last is None else last).end

    def line_of(self, start: int) -> int:
        """Return the line on which a value begins."""
        return self.index.line_at(start)

    def is_over(self, at: int) -> bool:
        """Return whether a container is closed at an offset, instead of a comma following."""
        return self.buffer[at] in CLOSERS

    def past_blanks(self, at: int) -> int:
        """Return the offset of the next character that is not white space."""
        return self._past(_BLANK, at)

    def after(self, end: int) -> int:
        """Return the offset of the comma or closer behind a value."""
        match = _BEHIND.match(self.buffer, end, end + WINDOW)
        return match.start(1) if match else self._past(_BLANK, end)

    def _past(self, pattern: "re.Pattern[bytes]", at: int) -> int:
        """Return where the repetition of a pattern ends, matching one window at a time."""
        match = pattern.match(self.buffer, at, at + WINDOW)
        while match is not None and match.end() == at + WINDOW:
            self.pace()
            at += WINDOW
            match = pattern.match(self.buffer, at, at + WINDOW)
        return match.end() if match is not None else at


class Container:
    """The common part of objects and arrays."""

    __slots__ = ("end", "last", "reading", "start")

    def __init__(self, reading: JsonReader, start: int, end: int) -> None:
        self.reading, self.start, self.end = reading, start, end
        self.last = (start, end)
        """The extent of the child that was returned last."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Container) and plain(self) == plain(other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def is_large(self) -> bool:
        """Whether the index is used instead of a single pattern."""
        return self.end - self.start > WINDOW

    @property
    def is_empty(self) -> bool:
        """Whether the container has no children."""
        return self.reading.is_over(self.reading.past_blanks(self.start + 1))

    def give(self, start: int, end: int) -> Any:
        """Return a child, and remember its extent."""
        self.last = (start, end)
        return self.reading.value(start, end)


class Members(Container):
    """An object."""

    __slots__ = ()

    def spans(self) -> Iterator[tuple[bytes, int, int]]:
        """Yield each name with its quotes, and where its value begins and ends."""
        reading, buffer, at = self.reading, self.reading.buffer, self.start + 1
        if self.is_empty:
            return
        while True:
            reading.pace()
            match = _MEMBER.match(buffer, at, at + WINDOW)
            if match is not None and match[2] is not None:
                key, begin, end, close = match[1], match.start(2), match.end(2), match.start(3)
            else:
                key, behind = (match[1], match.end()) if match else self._long_key(at)
                begin = reading.past_blanks(behind)
                end = reading.end_of(begin)
                close = reading.after(end)
            yield key, begin, end
            if reading.is_over(close):
                return
            at = close + 1

    def _long_key(self, at: int) -> tuple[bytes, int]:
        """Return the name after an offset, and the offset after its colon."""
        reading = self.reading
        start = reading.past_blanks(at)
        end = reading.end_of(start)
        return reading.buffer[start:end], reading.past_blanks(end) + 1

    def __getitem__(self, name: str) -> Any:
        self.reading.pace()
        span = self._only_span(name)
        if span is None:
            for key, start, end in self.spans():
                if len(key) <= _LONGEST_ESCAPE * len(name) + 2 and nodes.key_name(key) == name:
                    span = start, end
        if span is None:
            raise KeyError(name)
        return self.give(*span)

    def _only_span(self, name: str) -> tuple[int, int] | None:
        """Find a member of a small object with one match; ``None`` if this cannot decide.

        Raises ``KeyError`` if the object has no such member.
        """
        if self.is_large or not name.isprintable() or '"' in name or "\\" in name:
            return None
        buffer, quoted = self.reading.buffer, b'"%s"' % name.encode("utf-8", "surrogatepass")
        if buffer.find(quoted, self.start, self.end) < 0:
            if buffer.find(b"\\", self.start, self.end) < 0:
                raise KeyError(name)
            return None
        match = _object_with(quoted).match(buffer, self.start, self.end)
        return match.span(1) if match else None

    def items(self) -> Iterator[tuple[str, Any]]:
        """Yield names and values."""
        for key, start, end in self.spans():
            yield nodes.key_name(key), self.give(start, end)

    def __iter__(self) -> Iterator[str]:
        return (nodes.key_name(key) for key, _, _ in self.spans())

    def __len__(self) -> int:
        return sum(1 for _ in self.spans())


class LazyArray(Container):
    """An array."""

    __slots__ = ()

    def spans(self, first: int = 0) -> Iterator[tuple[int, int]]:
        """Yield the offsets where each item begins and ends, starting with item ``first``."""
        reading, buffer = self.reading, self.reading.buffer
        at = self._offset_of(first)
        if at < 0 or self.is_empty:
            return
        while True:
            reading.pace()
            match = _ITEM.match(buffer, at, at + WINDOW)
            if match is not None and match[1] is not None:
                begin, end, close = match.start(1), match.end(1), match.start(2)
            else:
                begin = reading.past_blanks(at)
                end = reading.end_of(begin)
                close = reading.after(end)
            reading.at = begin
            yield begin, end
            if reading.is_over(close):
                return
            at = close + 1

    def _offset_of(self, number: int) -> int:
        """Return the offset of an item, -1 if there are fewer items."""
        if not number:
            return self.start + 1
        if self.is_large:
            index = self.reading.index
            line = nodes.line_of_item(index, self.reading.line_of(self.start), number)
            return index.row(line).start if line >= 0 else -1
        for at, (start, _) in enumerate(self.spans()):
            if at == number:
                return start
        return -1

    def __getitem__(self, number: int | slice) -> Any:
        if isinstance(number, slice):
            return self._slice(number)
        if number < 0:
            number += len(self)
        span = next(self.spans(number), None) if number >= 0 else None
        if span is None:
            raise IndexError(number)
        return self.give(*span)

    def _slice(self, part: slice) -> Iterator[Any]:
        wanted = range(*part.indices(len(self)))
        if wanted.step < 0:
            yield from (self[number] for number in wanted)
        elif wanted:
            for number, span in enumerate(self.spans(wanted.start), wanted.start):
                if number >= wanted.stop:
                    return
                if (number - wanted.start) % wanted.step == 0:
                    yield self.give(*span)

    def __iter__(self) -> Iterator[Any]:
        return (self.give(*span) for span in self.spans())

    def __len__(self) -> int:
        if self.is_large:
            index = self.reading.index
            count = nodes.count_of(index, self.reading.line_of(self.start))
            if count is not None:
                return count
        return sum(1 for _ in self.spans())


_mapping: Any = Mapping
_mapping.register(Members)  # a base class would add views of keys and values
_sequence: Any = Sequence
_sequence.register(LazyArray)


def plain(value: Any) -> Any:
    """Build a value in memory; of a repeated name, the last member counts."""
    if isinstance(value, Members):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, LazyArray):
        return [plain(each) for each in value]
    return value


def _scalar(data: bytes) -> Any:
    text = data.decode("utf-8", "replace")
    match text[:1]:
        case '"':
            return unquote(text)
        case "t" | "f":
            return text == "true"
        case "n":
            return None
        case _:
            return exact_number(text)
