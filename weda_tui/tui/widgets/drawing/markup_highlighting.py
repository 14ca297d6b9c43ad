"""The colours of HTML and XML, a line at a time."""

from functools import lru_cache
from typing import TYPE_CHECKING

from weda_tui.core.bodies.kind import BodyKind
from weda_tui.tui.widgets.drawing.paint import Run

if TYPE_CHECKING:
    from pygments.lexers.html import XmlLexer

MARKUP = frozenset({BodyKind.HTML, BodyKind.XML})
"""The kinds of body that are coloured here."""
_loaded: "list[XmlLexer]" = []


def load_markup() -> None:
    """Load what tells tags from text, which takes a while: for a thread."""
    from pygments.lexers.html import XmlLexer

    if not _loaded:
        _loaded.append(XmlLexer(ensurenl=False, stripnl=False))


def markup_runs(text: str) -> tuple[Run, ...]:
    """Return a line of markup, in colours once ``load_markup`` has been called."""
    return _coloured(text) if _loaded else (Run(text),)


@lru_cache(maxsize=1024)
def _coloured(text: str) -> tuple[Run, ...]:
    from pygments.token import Token

    runs: list[Run] = []
    for token, part in _loaded[0].get_tokens(text):
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
