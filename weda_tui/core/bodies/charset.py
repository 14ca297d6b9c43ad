"""The character set of a body: from its byte-order mark, header or bytes, or the user's choice."""

import codecs
import re
from collections.abc import Iterator

from weda_tui.core.bodies.kind import is_binary, read_image
from weda_tui.core.json.source import BodySource
from weda_tui.core.json.text import decode_body
from weda_tui.core.text.charsets import declared_charset, find_mark

BY_HAND = ("utf-8", "gb18030", "gbk", "big5", "utf-16-le", "utf-16-be", "latin-1")
"""The character sets that the user can choose, in the order in which a key cycles through them."""

_STEP = 1 << 20
_OWN_WITHIN = 1024
"""Bytes in which the charset declaration of HTML or XML is searched."""
_OWN_CHARSET = re.compile(
    rb"""\A\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)|<meta\s[^>]*?\bcharset\s*=\s*["']?([\w.:-]+)""",
    re.IGNORECASE,
)


def choose(head: bytes, content_type: str, *, is_whole: bool) -> str:
    """Return the character set of a body from its first bytes; empty for a binary body.

    A byte-order mark decides first, then the declared set, then UTF-8 if the first bytes are valid,
    then the declaration in XML or HTML, then any set in which the first bytes are valid.
    """
    if mark := find_mark(head):
        return mark
    if declared := declared_charset(content_type):
        name = codecs.lookup(declared).name
        if name in {"utf-16", "utf-32"}:
            return _wide_of(head) or f"{name}-le"
        if not is_utf8(name) and _is_text(name):
            return name
    if read_image(head) is not None:
        return ""
    if not declared and (wide := _wide_of(head)):
        return wide
    whole = head if is_whole else without_cut_end(head)
    _, name = decode_body(whole, "")
    if not is_utf8(name) and (inside := _declared_inside(head)):
        return inside
    if is_binary(head) and head.lstrip()[:1] not in {b"{", b"["}:
        return ""
    return name


def _declared_inside(head: bytes) -> str:
    """Return the character set declared in XML or HTML; empty for none, UTF-8 or a wide one."""
    match = _OWN_CHARSET.search(head[:_OWN_WITHIN])
    name = declared_charset(f"charset={(match[1] or match[2]).decode()}") if match else ""
    if not name:
        return ""
    name = codecs.lookup(name).name
    is_wide = name.startswith(("utf-16", "utf-32"))
    return "" if is_wide or is_utf8(name) or not _is_text(name) else name


def _is_text(name: str) -> bool:
    """Return whether a codec of Python is a character set: ``hex`` and the like are not."""
    try:
        b"a".decode(name, "replace")
    except LookupError:
        return False
    except UnicodeError:
        return True
    return True


def _wide_of(head: bytes) -> str:
    """Return the UTF-16 variant of text without a mark that starts with two ASCII characters.

    Empty for other text.
    """
    zeros = [byte == 0 for byte in head[:4]]
    if any(byte >= 0x80 for byte in head[:4]):
        return ""
    if zeros == [False, True, False, True]:
        return "utf-16-le"
    return "utf-16-be" if zeros == [True, False, True, False] else ""


def without_cut_end(head: bytes) -> bytes:
    """Remove a character that is cut at the end of the first bytes."""
    for missing in range(4):
        part = head[: len(head) - missing]
        try:
            part.decode()
        except UnicodeDecodeError:
            continue
        return part
    return head


def is_utf8(charset: str) -> bool:
    """Return whether bytes in a character set need no conversion to UTF-8."""
    return charset in {"utf-8", "ascii"}


def to_utf8(body: BodySource, charset: str) -> Iterator[bytes]:
    """Yield a body in UTF-8, a mebibyte at a time; bytes that cannot be decoded become U+FFFD."""
    decoder = codecs.getincrementaldecoder(charset)("replace")
    for start in range(0, max(1, len(body)), _STEP):
        part = body[start : start + _STEP]
        text = decoder.decode(part, final=start + _STEP >= len(body))
        yield text.encode("utf-8", "replace")
