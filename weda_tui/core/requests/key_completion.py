"""Completion of member names at the cursor, in JSON text that is still being typed."""

import re
from typing import NamedTuple

from weda_tui.core.catalogue.endpoint import Parameter
from weda_tui.core.json.tree import quote
from weda_tui.core.requests.field_values import base_type
from weda_tui.core.requests.form import any_key_of, item_of, whole_of

LONGEST = 32 * 1024
"""The greatest length in characters of a text that is completed on each key press: about 4 ms."""

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\],:]')
_OPEN_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)$')
_BARE_WORD = re.compile(r"(?<![\w$@.-])([A-Za-z_$@][\w$@.-]*)$")
_REST_OF_NAME = re.compile(r'[\w$@.-]*"?')
_COLON = re.compile(r"\s*:")


class KeyCompletion(NamedTuple):
    """Members that can replace ``text[start:end]``."""

    start: int
    end: int
    options: tuple[Parameter, ...]
    """The members, at least one."""
    has_value: bool
    """Whether a colon follows already."""

    def written(self, option: Parameter) -> tuple[str, int]:
        """Return the text of an option, and the offset of the cursor in it."""
        name = quote(option.name)
        if self.has_value:
            return name, len(name)
        start = f"{name}: "
        pair = {"string": '""', "object": "{}", "array": "[]"}.get(base_type(option.type), "")
        return start + pair, len(start) + len(pair) // 2


class _Frame:
    """An object or array that is open at the cursor."""

    def __init__(self, mark: str, place: Parameter | None) -> None:
        self.mark, self.place = mark, place
        self.keys: list[str] = []
        self.expects_key = mark == "{"

    def inside(self) -> Parameter | None:
        """Return the parameter that describes the value at the cursor; ``None`` if undocumented."""
        if self.place is None or self.expects_key:
            return None
        if self.mark == "[":
            return item_of(self.place)
        name = self.keys[-1] if self.keys else ""
        named = next((child for child in self.place.children if child.name == name), None)
        return named or any_key_of(self.place)


def complete_key(text: str, at: int, body: tuple[Parameter, ...]) -> KeyCompletion | None:
    """Return the member names that fit at ``at`` and that its object does not have yet.

    Return ``None`` if no name can be written there, or if none was begun.
    """
    if len(text) > LONGEST:
        return None
    begun = _begun(text[:at])
    if begun is None:
        return None
    start, prefix = begun
    frame = _frame_at(text[:start], body)
    if frame is None or frame.place is None or not frame.expects_key:
        return None
    rest = _REST_OF_NAME.match(text, at)
    end = rest.end() if rest else at
    taken = {*frame.keys, *_later_keys(text, end)}
    options = _fitting(frame.place, prefix, taken)
    if not options or [option.name for option in options] == [text[start:end].strip('"')]:
        return None
    return KeyCompletion(start, end, options, has_value=bool(_COLON.match(text, end)))


def _begun(before: str) -> tuple[int, str] | None:
    """Return the start and the text of the name that is being typed, with or without a quote."""
    line = before[before.rfind("\n") + 1 :]
    outside = _TOKEN.sub(lambda match: " " * len(match[0]), line)
    match = _OPEN_STRING.search(outside) or _BARE_WORD.search(outside)
    return (len(before) - len(line) + match.start(), match[1]) if match else None


def _frame_at(before: str, body: tuple[Parameter, ...]) -> _Frame | None:
    whole = whole_of(body)
    stack: list[_Frame] = []
    for match in _TOKEN.finditer(before):
        mark = match[0]
        top = stack[-1] if stack else None
        if mark in "{[":
            stack.append(_Frame(mark, top.inside() if top else whole))
        elif mark in "}]":
            del stack[-1:]
        elif top is None or top.mark == "[":
            continue
        elif mark == ",":
            top.expects_key = True
        elif mark == ":":
            top.expects_key = False
        elif top.expects_key:
            top.keys.append(mark[1:-1])
    return stack[-1] if stack else None


def _later_keys(text: str, at: int) -> list[str]:
    """Return the member names after the cursor in the same object."""
    found: list[str] = []
    depth, last = 0, ""
    for match in _TOKEN.finditer(text, at):
        mark = match[0]
        if mark in "{[":
            depth += 1
        elif mark in "}]":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and mark == ":" and last:
            found.append(last[1:-1])
        last = mark if mark.startswith('"') else ""
    return found


def _fitting(place: Parameter, prefix: str, taken: set[str]) -> tuple[Parameter, ...]:
    typed = prefix.casefold()
    free = [
        child
        for child in place.children
        if child.name not in taken and child is not any_key_of(place)
    ]
    starting = [child for child in free if child.name.casefold().startswith(typed)]
    return tuple(starting or [child for child in free if typed in child.name.casefold()])
