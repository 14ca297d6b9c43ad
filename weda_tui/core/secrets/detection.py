"""Find unknown secrets anywhere in a call, before the call is stored on disk.

``core.secrets.credentials`` knows the credentials of the auth module only. This module also finds
cookies that are set, signatures in the addresses of objects, and fields that are passwords by their
names, in any call.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.json.text import utf8_body
from weda_tui.core.masking import MASK, SHORTEST_SECRET, Masker
from weda_tui.core.requests.draft import Header
from weda_tui.core.secrets.credentials import in_headers
from weda_tui.core.secrets.named_values import named_values, spellings
from weda_tui.core.sending.exchange import Exchange, Response

_REPEATED = re.compile(
    r"(?i:authorization)(?:[^\w]|&quot;|</?\w{1,10}>){1,20}"
    r"(?i:(basic|bearer|digest|negotiate|ntlm|token))\s++([\w.~+/-]{4,}+=*)"
)
"""A header repeated in a page, with its scheme and credential: ``Proxy-Authorization: Basic …``."""
_COOKIE = re.compile(
    r"(?:(?<![\w-])|(?<=\\[nr]))(?i:((?:set-)?cookie))\s*+:"
    r"\s*+([^\r\n\"'\\<>=]{1,60}+=[^\r\n\"'\\<>]{4,}+)"
)
"""A ``Cookie`` or ``Set-Cookie`` header repeated in a text."""
LARGEST = 4 * 1024 * 1024
"""The number of bytes of a body that ``secrets_in_answer`` searches."""
SHORTEST = 8
"""The least length of a secret in texts other than its own response; shorter ones may be words."""
MOST_FOUND = 500
"""The greatest number of secrets of a response that are masked; masking more takes minutes."""
_VARIABLE = re.compile(r"\{\{[^{}]*\}\}")


def secrets_in_headers(headers: Iterable[Header]) -> Iterator[str]:
    """Yield the secrets in headers, by the headers' names or as in any text, but no variables."""
    headers = tuple(headers)
    yield from _by_name(headers)
    for _, value in headers:
        yield from secrets_in_text(value)


def _by_name(headers: Iterable[Header]) -> Iterator[str]:
    found = in_headers(headers)
    yield from (secret for secret in found if secret and not _VARIABLE.search(secret))


def masked_headers(headers: Iterable[Header], mask: Callable[[str], str]) -> Iterator[Header]:
    """Yield headers for display, masked by ``mask`` and without the secrets found in them."""
    headers = tuple(headers)
    own = Masker(secrets_in_headers(headers))
    yield from ((own.text(mask(name)), own.text(mask(value))) for name, value in headers)


def secrets_in_text(text: str) -> Iterator[str]:
    """Yield the secrets in any text, each once.

    Secrets are the values of secret members of JSON, XML and YAML, the values that plain text
    assigns to secret names, tokens and private keys under any name, the signatures and passwords in
    addresses, and the credentials of headers that a page repeats.
    """
    found: dict[str, None] = {}
    for match in _REPEATED.finditer(text):
        found |= dict.fromkeys(_by_name([("Authorization", f"{match[1]} {match[2]}")]))
    for match in _COOKIE.finditer(text) if "cookie" in text.lower() else ():
        found |= dict.fromkeys(_by_name([(match[1], match[2])]))
    for value in named_values(text):
        if not _VARIABLE.search(value):
            found |= dict.fromkeys(spellings(value))
    yield from found


def secrets_in_answer(response: Response, *, shortest: int = SHORTEST) -> frozenset[str]:
    """Return the secrets of at least ``shortest`` characters in a response.

    Only the first ``LARGEST`` bytes of the body are searched.
    """
    body = utf8_body(response.body[:LARGEST], response.header("Content-Type"))
    texts = secrets_in_text(body.decode("utf-8", "replace"))
    found = (*secrets_in_headers(response.headers), *texts)
    return frozenset(each for each in found if len(each) >= shortest)


def secrets_in_short_texts(texts: Iterable[str]) -> frozenset[str]:
    """Return the secrets in texts that were extracted from a response, from any part of it."""
    return frozenset(secret for text in texts for secret in secrets_in_text(text))


def has_many_secrets(response: Response, verdict: Verdict | None = None) -> bool:
    """Return whether a response or its verdict contains more secrets than can be masked."""
    if verdict is not None and len(secrets_in_short_texts(verdict.texts)) > MOST_FOUND:
        return True
    return len(secrets_in_answer(response, shortest=SHORTEST_SECRET)) > MOST_FOUND


def without_message(verdict: Verdict) -> Verdict:
    """Return a verdict without the words that were read in a body."""
    return replace(verdict, message=MASK if verdict.message else "", items=())


def without_many_secrets(exchange: Exchange) -> Exchange:
    """Return an exchange whose response contains no more secrets than can be masked.

    If there are more than ``MOST_FOUND``, the body and the texts read from it are withheld.
    """
    if not has_many_secrets(exchange.response, exchange.verdict):
        return exchange
    return replace(
        exchange,
        response=exchange.response.without_body(),
        verdict=without_message(exchange.verdict),
    )
