"""The colours of JSON, HTML and XML, computed one line at a time."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from weda_tui.core.bodies.kind import BodyKind
from weda_tui.tui.widgets.drawing.paint import Run

if TYPE_CHECKING:
    from pygments.lexers.html import XmlLexer


@cache
def _lexer():
    from pygments.lexers.data import JsonLexer

    return JsonLexer(ensurenl=False, stripnl=False)


def warm_up() -> None:
    """Load the lexer, so that the first response need not wait for it."""
    json_runs("{}")


def is_warm() -> bool:
    """Return whether the lexer is loaded."""
    return _lexer.cache_info().currsize > 0


_MARK = "\ufeff"
"""The byte order mark."""
LONGEST_COLOURED = 4096
"""Characters of a line up to which it is coloured; a longer line is shown as plain text."""


def json_runs(line: str) -> tuple[Run, ...]:
    """Return a line of JSON as runs in the roles ``key``, ``str``, ``num`` and ``dim``."""
    return (Run(line),) if len(line) > LONGEST_COLOURED else _lexed(line)


@lru_cache(maxsize=4096)
def _lexed(line: str) -> tuple[Run, ...]:
    from pygments.token import Token

    runs = [Run(_MARK)] if line.startswith(_MARK) else []  # the lexer drops the mark
    for token, text in _lexer().get_tokens(line):
        if token in Token.Name.Tag:
            role = "key"
        elif token in Token.Literal.String:
            role = "str"
        elif token in Token.Keyword:
            role = "num italic"
        elif token in Token.Literal.Number:
            role = "num"
        else:
            role = "dim" if token in Token.Punctuation else "text"
        runs.append(Run(text, role))
    return tuple(runs)


MARKUP = frozenset({BodyKind.HTML, BodyKind.XML})
"""The kinds of body that ``markup_runs`` colours."""
_loaded: "list[XmlLexer]" = []


def load_markup() -> None:
    """Load the lexer for markup; call this in a thread because it takes a while."""
    from pygments.lexers.html import XmlLexer

    if not _loaded:
        _loaded.append(XmlLexer(ensurenl=False, stripnl=False))


def markup_runs(text: str) -> tuple[Run, ...]:
    """Return a line of markup as runs, coloured once ``load_markup`` was called."""
    return _coloured(text) if _loaded else (Run(text),)


@lru_cache(maxsize=1024)
def _coloured(text: str) -> tuple[Run, ...]:
    from pygments.token import Token

    runs: list[Run] = []
    for _, token, part in _loaded[0].get_tokens_unprocessed(text):
        if token in Token.Name.Tag:
            role = "key"
        elif token in Token.Literal.String or token in Token.Name.Attribute:
            role = "str"
        elif token in Token.Comment or token in Token.Punctuation:
            role = "dim"
        else:
            role = "text"
        runs.append(Run(part, role))
    return tuple(runs)
