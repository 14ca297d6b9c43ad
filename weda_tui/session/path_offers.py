"""Completions for a JSONPath: names in a body that fit the path that the user is typing."""

import re

import msgspec

from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.session.body_paths import PathLookup

MOST, SECONDS = 200, 0.1
"""The largest number of names that are searched for, and the time limit in seconds."""
_OF_ITEMS = ("*]", "0]", "-1]", "?@.")


class PathOffer(msgspec.Struct, frozen=True):
    """A matching name, and the whole path completed with it."""

    name: str
    text: str


class PartialName(msgspec.Struct, frozen=True):
    """A name that the user is typing."""

    base: str
    """The path of the object that has the name."""
    name: str
    """The part of the name that is typed already."""
    start: int
    """The column where the path step with the name begins."""
    step: str
    """The text before the name: ``.``, ``..``, ``['``."""


_NAME = re.compile(r"""(?P<step>\.\.?|\[\s*(?P<mark>['"]))(?P<name>[^.\[\]'"\s()*?@$&|=<>!,]*)$""")
_MARK = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[\[\]@$'\"]")
"""A bracket or the start of a query; a complete string is skipped, an unclosed quote is not."""


def partial_name(text: str) -> PartialName | None:
    """Return the name being typed at the end of a path, also within a filter."""
    match = _NAME.search(text)
    if match is None:
        return None
    base = _base(text[: match.start()])
    if not base:
        return None
    if match["step"] == "..":
        base += "..*"
    return PartialName(base, match["name"], match.start(), match["step"])


def _base(text: str) -> str:
    """Return the absolute path (from ``$``) that a path ending here means, also in a filter."""
    opened: list[int] = []
    begins: dict[int, int] = {}
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark == "[":
            opened.append(match.start())
            begins.pop(len(opened), None)
        elif mark == "]" and opened:
            opened.pop()
        elif mark in {"'", '"'}:
            return ""
        elif mark in {"@", "$"}:
            begins[len(opened)] = match.start()
    at = begins.get(len(opened), -1)
    if at < 0 or text[at] == "$":
        return text[at:] if at >= 0 else ""
    return f"{_base(text[: opened[-1]])}[*]{text[at + 1 :]}" if opened else ""


def find_offers(index: JsonIndex, text: str) -> list[PathOffer]:
    """Return the completions for a path; takes up to twice ``SECONDS``, off the event loop."""
    if text.endswith("["):
        is_path = PathLookup(index, text[:-1]).fault is None
        return [PathOffer(f"[{step}", text + step) for step in _OF_ITEMS] if is_path else []
    begun = partial_name(text)
    if begun is None:
        return []
    names, through = PathLookup(index, begun.base).names(MOST, SECONDS), ""
    if not names and begun.step == ".":
        names, through = PathLookup(index, f"{begun.base}[*]").names(MOST, SECONDS), "[*]"
    before, wanted = text[: begun.start] + through, begun.name.casefold()
    first = [name for name in names if name.casefold().startswith(wanted)]
    rest = [name for name in names if wanted in name.casefold() and name not in first]
    fitting = [PathOffer(name, before + _step(begun, name)) for name in (*first, *rest)]
    return [offer for offer in fitting if offer.text != text]


def _step(begun: PartialName, name: str) -> str:
    step = nodes.json_path((name,))[1:]
    return f"..{step.removeprefix('.')}" if begun.step == ".." else step
