"""The elements of a page: its blocks of code, headings, links and prose."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

_FENCE = re.compile(r"^ *```(\w*)[^\n]*\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_INDENTED = re.compile(r"^(?![ \-*]|\d+\.)[^\n]+\n\n((?: {4}[^\n]*\n)+)", re.MULTILINE)
"""A block of code that is indented by four spaces; after a list item, such lines are not code."""
INDENTED = "indented"
_GENERATED = re.compile(r"<!-- generated: .*?<!-- end -->", re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


class Block(NamedTuple):
    r"""A block of code; a line that ends in ``\`` is joined with the next line."""

    language: str
    lines: list[tuple[int, str]]
    """The lines, each with its number in the page."""


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a page; indented blocks come last, with the language ``INDENTED``."""
    for found in _FENCE.finditer(text):
        yield Block(found[1], _numbered(text, found.start(2), found[2]))
    plain = without_code(text)
    for found in _INDENTED.finditer(plain):
        yield Block(INDENTED, _numbered(plain, found.start(1), found[1]))


def _numbered(text: str, start: int, inside: str) -> list[tuple[int, str]]:
    r"""Return the lines of a block; a line that ends in ``\`` is joined with the next line."""
    number = text.count("\n", 0, start) + 1
    lines: list[tuple[int, str]] = []
    for offset, line in enumerate(inside.splitlines()):
        if lines and lines[-1][1].endswith("\\"):
            first, before = lines[-1]
            lines[-1] = (first, f"{before[:-1]} {line.strip()}")
        else:
            lines.append((number + offset, line.strip()))
    return [each for each in lines if each[1]]


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def without_code(text: str) -> str:
    """Return a page without its blocks of code; every line keeps its number."""
    return _FENCE.sub(_blank, text)


def prose(text: str) -> str:
    """Return the hand-written text without blocks of code; every line keeps its number."""
    return without_code(_GENERATED.sub(_blank, text))


def headings(text: str) -> list[tuple[int, str]]:
    """Return the headings with their levels."""
    return [(len(found[1]), found[2]) for found in _HEADING.finditer(without_code(text))]


def anchors(text: str) -> set[str]:
    """Return the targets of links inside a page, as GitHub names them."""
    seen: Counter[str] = Counter()
    found: set[str] = set()
    for _, heading in headings(text):
        plain = _LINK.sub(lambda link: link[0].partition("]")[0], heading)
        anchor = re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")
        found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def links(text: str) -> Iterator[tuple[int, str]]:
    """Yield the links and pictures of a page with their line numbers, without those in code."""
    plain = re.sub(r"`[^`\n]+`", "", without_code(text))
    for found in _LINK.finditer(plain):
        yield plain.count("\n", 0, found.start()) + 1, found[1]
