"""The character set of a body, by its first bytes and by a header."""

import codecs
import re
from functools import lru_cache

_DECLARED = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
CHARSET_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Python codecs that are not character sets of web content."""


def find_mark(body: bytes) -> str:
    """Return the character set that a byte-order mark names, or an empty string."""
    return next((name for mark, name in CHARSET_MARKS if body.startswith(mark)), "")


@lru_cache(maxsize=64)
def declared_charset(content_type: str) -> str:
    """Return the character set that a header declares; empty if there is none or it is unknown."""
    match = _DECLARED.search(content_type)
    if match is None:
        return ""
    try:
        codec = codecs.lookup(match[1])
    except LookupError:
        return ""
    return "" if codec.name in _NOT_CHARSETS else match[1]
