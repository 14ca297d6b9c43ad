"""Completion of variable names at the cursor, in text that is still being typed."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_BEGUN = re.compile(r"\{\{\s*([^{}\s\"']*)$")
_REST = re.compile(r"[^{}\s\"',:;/?&]*[ \t]*(\}\})?")


class VariableCompletion(NamedTuple):
    """Completions that can replace ``text[start:end]``, braces included."""

    start: int
    end: int
    options: tuple[str, ...]
    """The names of variables, at least one."""

    def written(self, option: str) -> tuple[str, int]:
        """Return the text of an option, and the offset of the cursor in it."""
        text = f"{{{{{option}}}}}"
        return text, len(text)


def complete_variable(text: str, at: int, names: Iterable[str]) -> VariableCompletion | None:
    """Return the names that complete the open braces before ``at``; ``None`` if there are none.

    Names that begin with the typed text are preferred to names that only contain it.
    """
    line = text.rfind("\n", 0, at) + 1
    begun = _BEGUN.search(text, line, at)
    if begun is None:
        return None
    rest = _REST.match(text, at)
    end = rest.end() if rest is not None and rest[1] else at
    typed = begun[1].casefold()
    known = list(names)
    options = [name for name in known if name.casefold().startswith(typed)]
    options = options or [name for name in known if typed in name.casefold()]
    is_written = options == [begun[1]] and text[at : at + 2] == "}}"
    return (
        None
        if not options or is_written
        else VariableCompletion(begun.start(), end, tuple(options))
    )
