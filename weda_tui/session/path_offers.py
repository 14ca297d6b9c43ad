"""Names of a body that fit into the path that is being typed."""

import re

import msgspec

from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.session.body_paths import PathLookup

MOST, SECONDS = 200, 0.1
"""Names that are looked for, and how long."""
_OF_ITEMS = ("*]", "0]", "-1]", "?@.")


class PathOffer(msgspec.Struct, frozen=True):
    """A name that fits, and the whole path with it."""

    name: str
    text: str


class Begun(msgspec.Struct, frozen=True):
    """A name that is being typed."""

    base: str
    """The path of what has the name."""
    name: str
    """What of it is there."""
    start: int
    """The column where the step with the name begins."""
    step: str
    """What stands before the name: ``.``, ``..``, ``['``."""


_NAME = re.compile(r"""(?P<step>\.\.?|\[\s*(?P<mark>['"]))(?P<name>[^.\[\]'"\s()*?@$&|=<>!,]*)$""")
_MARK = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[\[\]@$'\"]")
"""What opens and closes, and where a query begins; a string is passed over, an open one not."""


def begun_name(text: str) -> Begun | None:
    """Return what is being typed at the end of a path, within a filter too."""
    match = _NAME.search(text)
    if match is None:
        return None
    base = _base(text[: match.start()])
    if not base:
        return None
    if match["step"] == "..":
        base += "..*"
    return Begun(base, match["name"], match.start(), match["step"])


def _base(text: str) -> str:
    """Return the path from ``$`` of what a path that ends here means, also inside a filter."""
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
    """Return what fits at the end of a path; takes up to twice ``SECONDS``, off the event loop."""
    if text.endswith("["):
        is_path = PathLookup(index, text[:-1]).fault is None
        return [PathOffer(f"[{step}", text + step) for step in _OF_ITEMS] if is_path else []
    begun = begun_name(text)
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


def _step(begun: Begun, name: str) -> str:
    step = nodes.json_path((name,))[1:]
    return f"..{step.removeprefix('.')}" if begun.step == ".." else step
