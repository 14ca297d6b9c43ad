"""Writes Markdown from rows and lines."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from weda_tui.i18n.strings import Strings


class Bilingual(NamedTuple):
    """A text of a page in both languages."""

    en: str
    zh: str

    def of(self, strings: Strings) -> str:
        """Return the text in the language of ``strings``."""
        return self.zh if strings.language == "zh" else self.en


_TYPED = re.compile(r"(\{.*\}|(?<![\w-])--[a-z][\w-]*)")
"""The parts of a sentence that are typed literally: JSON, variables, options."""


def cell(markdown: str) -> str:
    """Return Markdown on one line, with ``|`` escaped for a table cell."""
    return " ".join(markdown.split()).replace("|", "\\|")


def text(words: str) -> str:
    """Return a sentence on one line, with markup and ``|`` escaped."""
    pieces = _TYPED.split(" ".join(words.split()))
    return "".join(
        code(piece) if number % 2 else re.sub(r"([*|<\\])", r"\\\1", piece)
        for number, piece in enumerate(pieces)
    )


def code(words: str) -> str:
    """Return a name as a code span for a table cell, or an empty text for an empty name."""
    if not words:
        return ""
    fence = "``" if "`" in words else "`"
    return f"{fence}{words}{fence}".replace("|", "\\|")


def codes(words: Iterable[str], between: str = " ") -> str:
    """Return names as code spans."""
    return between.join(map(code, words))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in lines)


def fenced(lines: Iterable[str]) -> str:
    """Return lines as a block of code."""
    return "\n".join(["```", *lines, "```"])
