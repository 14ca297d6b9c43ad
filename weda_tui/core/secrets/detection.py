"""Secrets that nobody told us of, wherever they stand in a call: for what is kept on the disk.

``core.secrets.credentials`` knows those of the auth module. What is kept goes further: a cookie
that is set, the signatures of an object's address, a field that is a password by its name, in any
call.
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
"""A header that a page repeats, its scheme and its credential: ``Proxy-Authorization: Basic …``."""
_COOKIE = re.compile(
    r"(?:(?<![\w-])|(?<=\\[nr]))(?i:((?:set-)?cookie))\s*+:"
    r"\s*+([^\r\n\"'\\<>=]{1,60}+=[^\r\n\"'\\<>]{4,}+)"
)
"""A cookie that a text repeats, with what sets or sends it."""
LARGEST = 4 * 1024 * 1024
"""Bytes of a body that ``secrets_in_answer`` looks at."""
SHORTEST = 8
"""Characters of what is secret in other texts than its own answer: a shorter one is a word."""
MOST_FOUND = 500
"""Secrets of an answer that are masked: more take minutes."""
_VARIABLE = re.compile(r"\{\{[^{}]*\}\}")


def secrets_in_headers(headers: Iterable[Header]) -> Iterator[str]:
    """Yield what is secret in headers, by their names or as in any text; a variable is none."""
    headers = tuple(headers)
    yield from _by_name(headers)
    for _, value in headers:
        yield from secrets_in_text(value)


def _by_name(headers: Iterable[Header]) -> Iterator[str]:
    found = in_headers(headers)
    yield from (secret for secret in found if secret and not _VARIABLE.search(secret))


def masked_headers(headers: Iterable[Header], mask: Callable[[str], str]) -> Iterator[Header]:
    """Yield headers for people: what ``mask`` hides, and what is secret in them, replaced."""
    headers = tuple(headers)
    own = Masker(secrets_in_headers(headers))
    yield from ((own.text(mask(name)), own.text(mask(value))) for name, value in headers)


def secrets_in_text(text: str) -> Iterator[str]:
    """Yield what is secret in any text, each once.

    That is the values of secret members of JSON, XML and YAML and those that plain text assigns,
    tokens and private keys under any name, the signatures and passwords of addresses, and the
    credentials of headers that a page repeats.
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
    """Return what is secret in an answer, of ``shortest`` characters at least.

    A body is looked at as far as ``LARGEST``.
    """
    body = utf8_body(response.body[:LARGEST], response.header("Content-Type"))
    texts = secrets_in_text(body.decode("utf-8", "replace"))
    found = (*secrets_in_headers(response.headers), *texts)
    return frozenset(each for each in found if len(each) >= shortest)


def secrets_in_short_texts(texts: Iterable[str]) -> frozenset[str]:
    """Return what is secret in texts that are shown of an answer, wherever in it they stood."""
    return frozenset(secret for text in texts for secret in secrets_in_text(text))


def has_many_secrets(response: Response, verdict: Verdict | None = None) -> bool:
    """Return whether an answer, or what its verdict says, holds more secrets than can be masked."""
    if verdict is not None and len(secrets_in_short_texts(verdict.texts)) > MOST_FOUND:
        return True
    return len(secrets_in_answer(response, shortest=SHORTEST_SECRET)) > MOST_FOUND


def without_message(verdict: Verdict) -> Verdict:
    """Return a verdict without the words that were read in a body."""
    return replace(verdict, message=MASK if verdict.message else "", items=())


def without_many_secrets(exchange: Exchange) -> Exchange:
    """Return an exchange whose answer holds no more secrets than can be masked.

    Of one that holds more than ``MOST_FOUND``, the body is withheld, and the words read in it.
    """
    if not has_many_secrets(exchange.response, exchange.verdict):
        return exchange
    return replace(
        exchange,
        response=exchange.response.without_body(),
        verdict=without_message(exchange.verdict),
    )
