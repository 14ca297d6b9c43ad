"""Turn a response into an example for its saved request: masked and short. Pure.

Takes a few milliseconds: call this in a thread.
"""

import re
from datetime import UTC, datetime

from msgspec.structs import replace

from weda_tui.core.bodies.kind import HEAD, BodyKind, recognise
from weda_tui.core.collections.saved_request import Example
from weda_tui.core.json.text import utf8_body
from weda_tui.core.masking import Masker
from weda_tui.core.secrets.detection import secrets_in_headers, secrets_in_text
from weda_tui.core.sending.exchange import Exchange

LONGEST_BODY = 64 * 1024
"""The most bytes of a body that are kept, so that the file is short enough to read and compare."""
_MARGIN = 16 * 1024
"""Bytes beyond the cut that are masked as well, so that no part of a secret remains at the cut."""
_KEPT = re.compile(r"(?i)content-type|(?:x-)?(?:[a-z]+-)?(?:request|trace)-?id")
"""Headers that say how to read the body, and the server's id of the exchange."""
_NO_TEXT = (BodyKind.BINARY, BodyKind.IMAGE)


def example_of(
    exchange: Exchange, *, name: str, env_type: str, size: int, masker: Masker
) -> Example:
    """Return the example for a response.

    ``size`` is the size of the body as received; the history may have stored less of it.
    """
    response, verdict = exchange.response, exchange.verdict
    body = (
        b"" if recognise(response.body[:HEAD], _type(exchange)) in _NO_TEXT else response.received
    )
    beginning = utf8_body(body[: LONGEST_BODY + _MARGIN], _type(exchange))
    whole = replace_secrets(
        Example(
            name=name,
            status=response.status,
            verdict=str(verdict.mark),
            code=verdict.code,
            at=datetime.fromtimestamp(int(exchange.started_at), UTC).isoformat()[:19] + "Z",
            env_type=env_type,
            headers=tuple(each for each in response.headers if is_kept(each[0])),
            body=beginning.decode("utf-8", "replace"),
        ),
        masker,
    )
    if len(body) == size and size <= LONGEST_BODY:
        return whole
    is_cut = response.is_beginning or len(body) > LONGEST_BODY + _MARGIN
    return replace(whole, body=_shortened(whole.body, _MARGIN if is_cut else 0), size=size)


def is_kept(header: str) -> bool:
    """Return whether a header with this name is kept."""
    return _KEPT.fullmatch(header.strip()) is not None


def _shortened(body: str, margin: int) -> str:
    """Return the part of a masked body that is kept, without the ``margin`` at its end."""
    data = body.encode("utf-8", "replace")
    kept = data[: max(0, min(LONGEST_BODY, len(data) - margin))]
    return kept.decode("utf-8", "ignore")


def replace_secrets(example: Example, masker: Masker) -> Example:
    """Return an example without the known secrets and everything that looks like a secret."""
    found = (secret for text in example.texts for secret in secrets_in_text(text))
    stray = {*secrets_in_headers(example.headers), *found}

    def masked(text: str) -> str:
        text = masker.text(text)
        return Masker(stray).text(text) if stray else text

    return replace(
        example,
        name=masked(example.name),
        code=masked(example.code),
        env_type=masked(example.env_type),
        headers=tuple((name, masked(value)) for name, value in example.headers),
        body=masked(example.body),
    )


def _type(exchange: Exchange) -> str:
    return exchange.response.header("Content-Type")
