r"""Quote text as one word of a command that the user pastes into a shell.

    it's   ►  'it'\''s'          a\'b  ►  'a'\\\''b'          {"a": "\n"}  ►  '{"a": "\n"}'

Between single quotes a POSIX shell reads everything literally, but fish reads the escapes ``\\``
and ``\'`` there. So a backslash before another backslash, before a quote or at the end is written
outside the quotes.
"""

import re

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+=,-]*")
_OUTSIDE = re.compile(r"([\\']{2,}|'|\\\Z)")


def quote_word(text: str) -> str:
    """Return a text as one word that sh, bash, dash, zsh, ksh and fish read the same way.

    Control characters are not changed: a text for pasting must not contain any.
    """
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    pieces = [
        "".join(f"\\{each}" for each in piece) if number % 2 else f"'{piece}'"
        for number, piece in enumerate(_OUTSIDE.split(text))
        if piece
    ]
    return "".join(pieces) or "''"
