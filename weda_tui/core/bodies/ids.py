"""Recognises the values of a response that are links."""

import re

_ID = re.compile(rb'"?\d{16,20}"?')
_RECORD_ID = re.compile(rb'"[^"]|\d')


def is_id(key: bytes, value: bytes) -> bool:
    """Return whether a value is a link: a number of 16 to 20 digits, or the id of a record.

    ``key`` is a name with its quotes, empty for an array item; ``value`` is JSON.
    """
    if _ID.fullmatch(value):
        return True
    return key == b'"_id"' and bool(_RECORD_ID.match(value))
