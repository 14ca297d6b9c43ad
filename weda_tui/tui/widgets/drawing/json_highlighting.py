"""Colours for one line of JSON, by Pygments. JSON strings never span lines, so a line is enough."""

from functools import cache, lru_cache

from weda_tui.tui.widgets.drawing.paint import Run


@cache
def _lexer():
    from pygments.lexers.data import JsonLexer

    return JsonLexer(ensurenl=False, stripnl=False)


def warm_up() -> None:
    """Load the lexer, so that the first answer need not wait for it."""
    json_runs("{}")


def is_warm() -> bool:
    """Return whether the lexer is at hand."""
    return _lexer.cache_info().currsize > 0


LONGEST_COLOURED = 4096
"""Characters of a line up to which it is coloured; beyond, it is plain text."""


def json_runs(line: str) -> tuple[Run, ...]:
    """Return a line of JSON as runs in the roles key, str, num and dim."""
    return (Run(line),) if len(line) > LONGEST_COLOURED else _lexed(line)


@lru_cache(maxsize=4096)
def _lexed(line: str) -> tuple[Run, ...]:
    from pygments.token import Token

    runs: list[Run] = []
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
