"""HTTP responses that do not come from WeDa but from a server in front of it or another server.

Redirects are never followed, because credentials stay with their origin; the target is shown.
"""

import re
from http import HTTPStatus

import msgspec

from weda_tui.core.answers.envelope import REFUSED
from weda_tui.core.answers.foreign import (
    BLOCKING,
    ENVOY,
    FIREWALL,
    GATEWAY,
    READ_BYTES,
    TITLE,
    Foreign,
    foreign_of,
    target_of,
)
from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.sending.exchange import Response

_STATUS_IN_TITLE = re.compile(rb"\b([45]\d\d)\b")


def status_of_page(body: bytes) -> int | None:
    """Return the HTTP status that the error page of a server in front states in its text."""
    if ENVOY.match(body):
        return 504 if b"timeout" in body[:100] else 503
    title = TITLE.search(body[:READ_BYTES])
    number = _STATUS_IN_TITLE.search(title[1]) if title else None
    return int(number[1]) if number else None


def judge_block(text: str) -> Verdict | None:
    """Judge text that the user copied from a block page; ``None`` if no firewall wrote it."""
    if not FIREWALL.search(text[:READ_BYTES].encode("utf-8", "replace")):
        return None
    layer, code = ErrorLayer.PROXY, Foreign.FIREWALL.value
    return Verdict(outcome=Outcome.FAILURE, layer=layer, code=code)


def name_foreign(verdict: Verdict, url: str, response: Response) -> Verdict:
    """Return the verdict with a code of ``Foreign`` if the response is foreign; else unchanged.

    ``url`` is the requested URL. The target of a redirect becomes the message. Only a response that
    no envelope of a module explains is examined.
    """
    location, body = response.header("Location"), response.body[:READ_BYTES]
    is_refusal = response.status in BLOCKING and verdict.code == REFUSED
    if verdict.ok or not (is_refusal or verdict.layer in {ErrorLayer.HTTP, ErrorLayer.PROXY}):
        return verdict
    is_page = verdict.layer is ErrorLayer.PROXY
    found = foreign_of(response.status, url, location, body, is_page=is_page)
    if found is None:
        return verdict
    message = verdict.message
    if found in {Foreign.TO_HTTPS, Foreign.ELSEWHERE, Foreign.SIGN_IN}:
        message = target_of(url, location)
    elif found in _IN_FRONT:
        message = _signature(response.status, body)
    return msgspec.structs.replace(
        verdict,
        outcome=Outcome.FAILURE,
        layer=ErrorLayer.HTTP if found in _OF_HTTP else ErrorLayer.PROXY,
        code=found.value,
        message=message,
    )


def is_in_front(verdict: Verdict, status: int) -> bool:
    """Return whether a server in front of WeDa responded in its place.

    The verdict is that of ``name_foreign``. Every redirect counts, even one within the origin.
    """
    is_redirect = 300 <= status < 400
    return verdict.layer is ErrorLayer.PROXY or verdict.code in _CODES or is_redirect


def may_follow_execution(verdict: Verdict, status: int) -> bool:
    """Return whether a response is a redirect that may follow an executed call.

    A sign-in, and a status that asks to send the same request elsewhere, prove that nothing was
    executed.
    """
    is_redirect = 300 <= status < 400 and status not in _SAME_ELSEWHERE
    return is_redirect and verdict.code not in {Foreign.SIGN_IN, Foreign.TO_HTTPS}


def is_general(verdict: Verdict, status: int) -> bool:
    """Return whether the server in front would respond in the same way to any other request.

    A firewall, or a page that states only its status, may refuse the content of this one request.
    """
    is_named = status < 400 or verdict.code in _CODES
    return is_in_front(verdict, status) and is_named and verdict.code not in _OF_ONE_REQUEST


_SAME_ELSEWHERE = frozenset({HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT})
_CODES = frozenset(each.value for each in Foreign)
_OF_ONE_REQUEST = frozenset({Foreign.FIREWALL, Foreign.GATEWAY_REFUSED, Foreign.GATEWAY_DOWN})
_ID_HEADERS = ("X-Request-Id", "X-Cloudbase-Request-Id", "X-Tc-RequestId")


def with_request_id(verdict: Verdict, response: Response) -> Verdict:
    """Return the verdict of a failure with the request id of a header if the body has none."""
    if verdict.ok or verdict.request_id:
        return verdict
    found = [response.header(name) for name in _ID_HEADERS]
    return msgspec.structs.replace(verdict, request_id=next(filter(None, found), ""))


_IN_FRONT = frozenset({Foreign.GATEWAY_DOWN, Foreign.GATEWAY_REFUSED})
_OF_HTTP = _IN_FRONT | {Foreign.HTTPS_PORT, Foreign.TO_HTTPS}
"""Kinds of responses for which the HTTP status alone determines what to do."""


def _signature(status: int, body: bytes) -> str:
    """Return title and server name of an error page: ``502 Bad Gateway · nginx/1.24.0``."""
    title, server = TITLE.search(body), GATEWAY.search(body)
    name = next((group for group in server.groups() if group), b"") if server else b""
    if ENVOY.match(body):
        name = b"envoy"
    text = title[1] if title else str(status).encode()
    words = (b" ".join(each.split()) for each in (text, name if name != b"request" else b"haproxy"))
    return " · ".join(each.decode("utf-8", "replace") for each in words if each)
