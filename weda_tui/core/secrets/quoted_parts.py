"""A part of a key or a password that an answer quotes: whole secrets are masked everywhere.

A server may cut what it says again, or spell it in a way of its own, and no list of secrets has
that. So of the answer to a call that carries one, the values that repeat a part of it are masked.
"""

import re
from collections.abc import Collection

import msgspec

from weda_tui.core.json.decoding import decoded
from weda_tui.core.json.text import utf8_body
from weda_tui.core.masking import WordsMasker
from weda_tui.core.sending.exchange import Response

LARGEST = 2**20
"""Bytes of an answer that is searched; of a larger one nothing is shown."""
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def without_parts(response: Response, masker: WordsMasker, tokens: Collection[str]) -> Response:
    """Return an answer in which each value that repeats a part of a secret is masked.

    Of text that is no JSON that is all of it. ``tokens`` are values that stay: each is masked by
    itself where it is shown. An answer beyond ``LARGEST`` comes without its body.
    """
    if response.is_beginning or response.size > LARGEST:
        return response.without_body()
    headers = tuple((name, masker.text(value)) for name, value in response.headers)
    response = msgspec.structs.replace(
        response, reason=masker.text(response.reason), headers=headers
    )
    text = utf8_body(response.body, response.header("Content-Type"))

    def mask(found: re.Match[bytes]) -> bytes:
        value = decoded(found[0], str)
        if value is not None and (value in tokens or masker.text(value) == value):
            return found[0]
        return msgspec.json.encode(masker.text(value or found[0].decode("utf-8", "replace")))

    is_json = decoded(text, msgspec.Raw) is not None
    masked = _STRING.sub(mask, text) if is_json else masker.data(text)
    return response if masked == text else msgspec.structs.replace(response, body=masked)
