"""Credentials that nobody told us of: typed into a header or a body, or given by an answer.

A ``Masker`` hides what a session has seen; a sign-in that is sent as any other call brings a
password of its own, and its answer tokens that this session never asked for.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

Header = tuple[str, str]

CREDENTIAL_HEADERS = frozenset(
    {"authorization", "cookie", "proxy-authorization", "set-cookie", "x-cos-security-token"}
)
"""Headers whose whole value is a secret, in lower case."""

_FIELD = re.compile(
    r'"(?i:access_?token|refresh_?token|id_?token|token|security_?token|authorization|signature'
    r'|password|passwd|secret|secret_?key|client_?secret|private_?key)"\s*:\s*"((?:[^"\\]|\\.)+)"'
)
"""A member of a JSON object that is a secret; group 1 is its value as written. ``authorization``
and ``token`` are those of an upload address (public pages on storage)."""
_SIGNED = re.compile(r"(?:q-signature|sign|x-cos-security-token)=([^&\s\"'\\]{8,})")
"""The part of an object's address that lets anybody use it (public pages on storage)."""
_VARIABLE = re.compile(r"\{\{[^{}]*\}\}")


def secrets_in_headers(headers: Iterable[Header]) -> Iterator[str]:
    """Yield what is secret in credential headers: the value, and what its scheme wraps."""
    for name, value in headers:
        if name.strip().lower() in CREDENTIAL_HEADERS:
            yield from (secret for secret in _secrets_in(value) if not _VARIABLE.search(secret))


def secrets_in_text(text: str) -> Iterator[str]:
    """Yield the values of secret members of JSON, and the signatures of addresses, in any text."""
    for pattern in (_FIELD, _SIGNED):
        for match in pattern.finditer(text):
            if not _VARIABLE.search(match[1]):
                yield from {match[1], _unescaped(match[1])}


def _unescaped(text: str) -> str:
    """Return what JSON says with escapes."""
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text


def _secrets_in(header: str) -> Iterator[str]:
    """Yield a credential header, what stands behind its scheme, and what Basic and cookies hold."""
    scheme, _, credentials = header.rpartition(" ")
    yield from (header, credentials)
    if scheme.strip().lower() == "basic":
        with suppress(ValueError):
            yield base64.b64decode(credentials).decode().partition(":")[2]
    yield from (cookie.partition("=")[2].strip() for cookie in header.split(";"))
