"""One call of a token exchange, as a person may see it."""

import re

import msgspec

from weda_tui.core.errors import WedaError
from weda_tui.core.exchange import Response
from weda_tui.core.json_text import utf8_body
from weda_tui.core.masking import Masker
from weda_tui.core.request import PreparedRequest


class TokenStep(msgspec.Struct, frozen=True, kw_only=True):
    """A token call: what left and what came back. Nothing in it is secret: all is masked."""

    request: PreparedRequest
    response: Response | None
    """Its body in UTF-8; ``None`` when no answer came."""
    error: WedaError | None
    """Why it gave no token."""
    started_at: float
    """Wall clock, seconds since the epoch."""
    elapsed: float
    """Seconds."""


_CREDENTIAL = re.compile(
    rb'"(?:access_token|refresh_token|id_token|password|client_secret|token)"'
    rb'\s*+:\s*+("(?:[^"\\]|\\.)*+")'
)


def credentials_in(body: bytes, content_type: str = "") -> tuple[str, ...]:
    """Return what a JSON body of the auth module holds that nobody may read, in its order.

    The names are those of the public auth pages (sign-in, refresh, revoke); where in the body they
    stand, and whether it is whole, does not matter.
    """
    found: list[str] = []
    for literal in _CREDENTIAL.findall(utf8_body(body, content_type)):
        try:
            found.append(msgspec.json.decode(literal, type=str))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
    return tuple(filter(None, found))


def masked_answer(response: Response, masker: Masker) -> Response:
    """Return an answer as a person may see it: headers and body masked, the body in UTF-8."""
    return msgspec.structs.replace(
        response,
        reason=masker.text(response.reason),
        headers=tuple((name, masker.text(value)) for name, value in response.headers),
        body=masker.data(utf8_body(response.body, response.header("Content-Type"))),
    )
