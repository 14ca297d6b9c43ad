"""Markdown from rows and lines."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from weda_tui.i18n.strings import Strings


class Bilingual(NamedTuple):
    """Words of a page in both languages."""

    en: str
    zh: str

    def of(self, strings: Strings) -> str:
        """Return the words in the language of ``strings``."""
        return self.zh if strings.language == "zh" else self.en


_TYPED = re.compile(r"(\{.*\}|(?<![\w-])--[a-z][\w-]*)")
"""What of a sentence is typed as it stands: JSON, variables, options."""


def cell(markdown: str) -> str:
    """Return Markdown on one line in which ``|`` ends no cell."""
    return " ".join(markdown.split()).replace("|", "\\|")


def text(words: str) -> str:
    """Return a sentence on one line, nothing of which is markup; ``|`` ends no cell."""
    pieces = _TYPED.split(" ".join(words.split()))
    return "".join(
        code(piece) if number % 2 else re.sub(r"([*|<\\])", r"\\\1", piece)
        for number, piece in enumerate(pieces)
    )


def code(words: str) -> str:
    """Return a name as it is typed, for the cell of a table; nothing for an empty one."""
    if not words:
        return ""
    fence = "``" if "`" in words else "`"
    return f"{fence}{words}{fence}".replace("|", "\\|")


def codes(words: Iterable[str], between: str = " ") -> str:
    """Return names as they are typed."""
    return between.join(map(code, words))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in lines)


def fenced(lines: Iterable[str]) -> str:
    """Return lines as they are typed."""
    return "\n".join(["```", *lines, "```"])
