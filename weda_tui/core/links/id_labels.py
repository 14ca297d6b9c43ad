"""The names beside an id in earlier responses, to show the user what the id identifies."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from weda_tui.core.json.text import decode_body
from weda_tui.core.json.tree import JsonKind, JsonNode, scan, unquote

LARGEST = 2 * 1024 * 1024
"""The largest response, in bytes, that is searched."""
MOST_WORDS = 3
LONGEST_WORD = 40
"""The most characters of a name; a longer text is not a name."""

_NAME = re.compile(r".*(name|title|subject)", re.IGNORECASE)


class IdLabel(NamedTuple):
    """The names beside an id, and the time of the request."""

    words: tuple[str, ...]
    at: float
    """Wall clock, seconds since the epoch."""


def find_id_labels(
    answers: Iterable[tuple[bytes, float]],
    ids: Sequence[str],
    mask: Callable[[str], str] = lambda text: text,
) -> dict[str, IdLabel]:
    """Return the names beside ``ids`` in responses, newest first; takes some 0.3 µs a character."""
    found: dict[str, IdLabel] = {}
    for body, at in answers:
        left = [each for each in ids if each and each not in found]
        is_there = len(body) <= LARGEST and any(each.encode() in body for each in left)
        if not is_there:
            continue
        text, _ = decode_body(body, "")
        for value, words in _sibling_names(text, frozenset(left)):
            found.setdefault(value, IdLabel(tuple(map(mask, words)), at))
    return found


def _sibling_names(text: str, ids: frozenset[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each id that is a member of an object with names, with these names."""
    root = scan(text)
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        waiting += [item for item in reversed(node.items) if item.is_container]
        if node.kind is JsonKind.OBJECT:
            here = ids.intersection(_scalar(text, item) for item in node.items)
            words = tuple(_names(text, node))[:MOST_WORDS] if here else ()
            if words:
                yield from ((each, words) for each in here)


def _names(text: str, node: JsonNode) -> Iterator[str]:
    """Yield the names in an object, then those in its nested objects, each once."""
    seen = set[str]()
    for level in (node, *(item for item in node.items if item.kind is JsonKind.OBJECT)):
        for key, item in zip(level.keys, level.items, strict=True):
            if item.kind is JsonKind.STRING and _NAME.fullmatch(key.name):
                word = unquote(text[item.start : item.end]).strip()
                if word and len(word) <= LONGEST_WORD and word not in seen:
                    seen.add(word)
                    yield word


def _scalar(text: str, node: JsonNode) -> str:
    """Return a string or a number's digits; empty for anything else."""
    if node.kind is JsonKind.STRING:
        return unquote(text[node.start : node.end])
    return text[node.start : node.end] if node.kind is JsonKind.NUMBER else ""
