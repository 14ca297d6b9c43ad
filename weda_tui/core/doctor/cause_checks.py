"""Check possible causes against what is known of a call: confirmed, excluded or unknown.

A cause is confirmed only by a fact that was examined, which is its evidence.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import msgspec

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import wanted_token
from weda_tui.core.catalogue.endpoint import Bilingual, Endpoint, Location, TokenKind
from weda_tui.core.catalogue.modules import PathTemplate
from weda_tui.core.doctor.causes import CauseId
from weda_tui.core.doctor.concepts import Concept, find_concepts
from weda_tui.core.doctor.messages import SentValue
from weda_tui.core.environments.deployment import Target
from weda_tui.core.http import read_http_date
from weda_tui.core.json.text import JsonFault, find_fault
from weda_tui.core.json.tree import Path
from weda_tui.core.requests.draft import without_described_files
from weda_tui.core.requests.draft_check import DraftFinding, FindingKind
from weda_tui.core.requests.url import path_values, read_path_value
from weda_tui.core.sending.exchange import Exchange
from weda_tui.core.text.template import nearest_name
from weda_tui.core.tokens.access_token import RENEW_EARLY

SKEW = RENEW_EARLY
"""Seconds by which two clocks may differ, because tokens count as expired that much earlier."""
MINUTE = 60.0
ID_FIELDS = frozenset({"InstanceId", "TaskId", "FlowTaskId"})
"""Fields whose values have nineteen digits in the samples of the workflow page."""
ID_DIGITS = 19
LARGEST_BODY = 100 * 2**20
"""The greatest size in bytes of a body at the gateway, from the public error-code page."""
LARGE_BODY = 2**20
LARGEST_CHECKED = 64 * 1024
"""The greatest size in bytes of a sent body that is parsed for a check."""


class CauseState(StrEnum):
    """Whether a cause is confirmed."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What was known when a call was answered; the defaults mean that it is unknown."""

    where: Target
    endpoint: Endpoint
    sent_kind: TokenKind | None = None
    """The kind of the sent token; ``None`` for an Authorization header written by hand."""
    token_left: float | None = None
    """Remaining seconds of the token by this machine's clock, negative if it had expired."""
    findings: tuple[DraftFinding, ...] | None = None
    """The differences between the draft and the documentation."""
    models: frozenset[str] | None = None
    """The data models that were last listed."""
    earlier: tuple[tuple[Path, str], ...] = ()
    """Body values, as JSON, with which the call last worked and which differ now."""
    sent_at: tuple[float, ...] = ()
    """The send times of recent calls: wall clock, in seconds."""
    unseen: frozenset[CauseId] = frozenset()
    """Causes that cannot be checked, because a part of the call was not seen.

    For example, a call that another person made.
    """


class Clocks(msgspec.Struct, frozen=True):
    """Two clocks in the middle of a call; wall clock, seconds since the epoch."""

    server: float
    local: float
    uncertainty: float = 0.0
    """Half of the duration of the call; the server may have written its date at any time in it."""

    @property
    def skew(self) -> float:
        """Seconds by which the server is ahead; 0 if that is within the uncertainty."""
        seconds = self.server - self.local
        return seconds if abs(seconds) > self.uncertainty else 0.0


class TimeLeft(msgspec.Struct, frozen=True):
    """Remaining seconds of a token by this machine's clock; negative if it had expired."""

    seconds: float


class Kinds(msgspec.Struct, frozen=True):
    """The kind of token that a call needs, and the kind that was sent."""

    wanted: TokenKind
    sent: TokenKind


class Names(msgspec.Struct, frozen=True):
    """A sent name, the known names, and the nearest of these; empty if none is near."""

    given: str
    known: tuple[str, ...]
    nearest: str = ""


class Fields(msgspec.Struct, frozen=True):
    """Values that do not match the documentation."""

    findings: tuple[DraftFinding, ...]


class CauseText(msgspec.Struct, frozen=True):
    """An examined text: a path, an address, an id, or the server's own message."""

    text: str


class Value(msgspec.Struct, frozen=True):
    """An examined value of the body, and its path."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """The field's own name."""
        return str(self.path[-1])


class Count(msgspec.Struct, frozen=True):
    """An examined number: calls in the last minute, or bytes of a body."""

    number: int
    limit: int = 0
    """The documented maximum; 0 if the number is far below."""


class Documented(msgspec.Struct, frozen=True):
    """A reason that the error page names for this call."""

    meaning: Bilingual
    said: str = ""
    """The server's message, if it names the reason; otherwise empty."""


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """The server's own message, and the parts of the request that it is about."""

    text: str
    values: tuple[SentValue, ...] = ()
    """The values of the request that the message names, quotes or describes."""
    location: Location = "body"
    """The location of the first of these values."""
    names: tuple[str, ...] = ()
    """Documented fields that the message names and the request lacks."""
    limits: tuple[str, ...] = ()
    """The exceeded numbers, if a limit is the cause."""
    allowed: int = 0
    """The documented limit of the first value, 0 for none; ``sent`` is its actual size."""
    sent: int = 0
    call_limit: Bilingual = Bilingual()
    """The documented limit of the call, if a limit is the cause."""
    documented: Bilingual = Bilingual()
    """The documented reason that the message means; empty for none."""
    is_precheck: bool = False
    """Whether that reason is a check before any work, so that nothing was executed."""


class Renewed(msgspec.Struct, frozen=True):
    """The call was sent a second time with a new token, and was refused again."""


Evidence = (
    Renewed
    | Clocks
    | TimeLeft
    | Kinds
    | Names
    | Fields
    | CauseText
    | Value
    | Count
    | Documented
    | Quote
    | JsonFault
)
"""The examined fact.

The union is closed: the type checker reports each ``match`` that lacks a member.
"""


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """A possible cause and the result of its check."""

    id: CauseId
    state: CauseState = CauseState.UNKNOWN
    evidence: Evidence | None = None


Checked = tuple[CauseState, Evidence | None]
NOBODY_KNOWS: Checked = (CauseState.UNKNOWN, None)


def check(cause: CauseId, exchange: Exchange, context: Context) -> Cause | None:
    """Check one cause; return ``None`` if this call cannot have it."""
    checker = _CHECKS.get(cause)
    if checker is None or cause in context.unseen:
        return Cause(id=cause)
    checked = checker(exchange, context)
    return None if checked is None else Cause(id=cause, state=checked[0], evidence=checked[1])


def clocks(exchange: Exchange) -> Clocks | None:
    """Return both clocks in the middle of a call; ``None`` if the server sent no date."""
    server = read_http_date(exchange.response.header("Date"))
    if server is None:
        return None
    half = exchange.elapsed / 2
    return Clocks(server, exchange.started_at + half, half)


def _state(is_it: bool) -> CauseState:
    return CauseState.YES if is_it else CauseState.NO


def _clock_skew(exchange: Exchange, _: Context) -> Checked:
    told = clocks(exchange)
    return NOBODY_KNOWS if told is None else (_state(abs(told.skew) > SKEW), told)


def _token_expired(exchange: Exchange, context: Context) -> Checked:
    if exchange.is_replay:
        return CauseState.NO, Renewed()
    if _EXPIRED.search(exchange.verdict.message):
        return CauseState.YES, CauseText(exchange.verdict.message)
    left = context.token_left
    if left is None:
        return NOBODY_KNOWS
    told = clocks(exchange)
    by_server = left - max(0.0, told.skew if told else 0.0)
    return _state(by_server <= 0), TimeLeft(left)


_EXPIRED = re.compile(
    r"\b(?:token|jwt|session)\b.{0,40}(?<!not )\bexpired|\bexpired .{0,16}token|令牌.{0,12}过期",
    re.IGNORECASE,
)


def _token_revoked(exchange: Exchange, _: Context) -> Checked:
    return (CauseState.NO, Renewed()) if exchange.is_replay else NOBODY_KNOWS


def _token_kind(exchange: Exchange, context: Context) -> Checked:
    wanted, sent = wanted_token(exchange.verdict), context.sent_kind
    if sent is None:
        return _typed_token(exchange, context)
    if wanted is not None:
        return CauseState.YES, Kinds(wanted, sent)
    kind = context.endpoint.token_kind
    return _state(kind is not sent), Kinds(kind, sent)


def _typed_token(exchange: Exchange, context: Context) -> Checked:
    """Check an Authorization written by hand.

    A gateway expects a Bearer token, a signed URL does not.
    """
    typed = exchange.request.header("Authorization").strip()
    is_bearer = typed[:7].lower() == "bearer "
    takes_bearer = context.endpoint.token_kind is not TokenKind.NONE
    is_signed = any(each.name == "Authorization" for each in context.endpoint.parameters)
    if not typed or is_bearer is takes_bearer or not (takes_bearer or is_signed):
        return NOBODY_KNOWS
    unfit = DraftFinding(
        location="header",
        path=("Authorization",),
        kind=FindingKind.WRONG_TYPE,
        expected="Bearer" if takes_bearer else "q-sign-algorithm",
    )
    return CauseState.YES, Fields((unfit,))


def _token_missing(exchange: Exchange, _: Context) -> Checked:
    names = {name.lower() for name, value in exchange.request.headers if value.strip()}
    return _state("authorization" not in names), None


def _env_type(exchange: Exchange, context: Context) -> Checked | None:
    template = PathTemplate.of(context.endpoint)
    parts = _path(exchange, context)
    if template.env_type_at is None or template.env_type_at >= len(parts):
        return None
    given = parts[template.env_type_at]
    known = tuple(each.name for each in context.where.environment.env_types)
    nearest = nearest_name(given, known)
    is_it = given not in known and _is_about(exchange.verdict.message, given, _OF_ENV_TYPES)
    # the list of env types stored here does not prove anything about the deployment, least of all
    # against the server's message
    return CauseState.YES if is_it else CauseState.UNKNOWN, Names(given, known, nearest)


_OF_ENV_TYPES = frozenset({Concept.ENV_TYPE, Concept.NO_ROUTE, Concept.NOT_FOUND})
_OF_MODELS = frozenset({Concept.NO_MODEL, Concept.NOT_FOUND, Concept.NOT_PUBLISHED})


def _is_about(message: str, value: str, concepts: frozenset[Concept]) -> bool:
    """Return whether a message contains a value or one of the concepts, or no concept at all."""
    found = find_concepts(message)
    return value in message or not found or not concepts.isdisjoint(found)


def _host(exchange: Exchange, _: Context) -> Checked:
    return CauseState.UNKNOWN, CauseText(_origin(exchange))


def _http(exchange: Exchange, _: Context) -> Checked:
    is_http = exchange.request.url.startswith("http://")
    return CauseState.UNKNOWN if is_http else CauseState.NO, CauseText(_origin(exchange))


def _path_unknown(exchange: Exchange, context: Context) -> Checked:
    path = urlsplit(exchange.request.url).path
    fits = PathTemplate.of(context.endpoint).fits(
        tuple(part.casefold() for part in _path(exchange, context))
    )
    return CauseState.UNKNOWN if fits else CauseState.YES, CauseText(path)


def _method(exchange: Exchange, context: Context) -> Checked:
    method = exchange.request.method
    return _state(method != context.endpoint.method), CauseText(method)


def _body_syntax(exchange: Exchange, _: Context) -> Checked:
    body = exchange.request.body
    if not body:
        return CauseState.NO, None
    content_type = exchange.request.header("Content-Type")
    if "json" not in content_type.lower():
        return CauseState.YES, CauseText(f"Content-Type: {content_type}".strip())
    if len(body) > LARGEST_CHECKED:
        return NOBODY_KNOWS
    text = body.decode("utf-8", "replace")
    judged = without_described_files(text)
    fault = find_fault(judged)
    if judged != text and fault is None:
        return NOBODY_KNOWS  # the content of files is not stored
    return _state(fault is not None), fault


def _of_kind(kind: FindingKind) -> Callable[[Exchange, Context], Checked]:
    def checker(_: Exchange, context: Context) -> Checked:
        if context.findings is None:
            return NOBODY_KNOWS
        found = tuple(each for each in context.findings if each.kind is kind)
        return _state(bool(found)), Fields(found) if found else None

    return checker


def _id_shape(exchange: Exchange, _: Context) -> Checked | None:
    ids = [each for each in _ids_of(exchange.request.body) if each.text]
    if not ids:
        return None
    unfit = [each for each in ids if not _is_id(each.text)]
    return _state(bool(unfit)), (unfit or ids)[0]


def _ids_of(body: bytes) -> Iterator[Value]:
    """Yield the ids in a body; none if the body is large or no JSON."""
    if len(body) > LARGEST_CHECKED:
        return
    with suppress(ValueError, RecursionError):
        yield from _ids_in(json.loads(body, parse_int=str, parse_float=str), ())


def _is_id(text: str) -> bool:
    """Return whether a text may be an id: nineteen digits that JavaScript did not round."""
    return text.isdecimal() and len(text) == ID_DIGITS and not text.endswith("000")


def _ids_in(value: Any, path: Path) -> Iterator[Value]:
    is_object, is_array = type(value) is dict, type(value) is list
    steps = value.items() if is_object else enumerate(value if is_array else ())
    for step, inside in steps:
        if step in ID_FIELDS and isinstance(inside, str):
            yield Value((*path, step), inside)
        else:
            yield from _ids_in(inside, (*path, step))


MODEL_NAMES = frozenset({"modelName", "datasourceName"})
"""Parameters of a path that name a data model."""


def _model_unknown(exchange: Exchange, context: Context) -> Checked | None:
    url = exchange.request.url
    places = path_values(url, context.endpoint.path) or {}
    place = next((places[name] for name in MODEL_NAMES if name in places), None)
    if place is None:
        return None
    given = read_path_value(url[slice(*place)])
    if context.models is None:
        return CauseState.UNKNOWN, CauseText(given)
    known = tuple(sorted(context.models))
    nearest = nearest_name(given, known, 0.4)
    if given in context.models:
        return CauseState.NO, Names(given, known, nearest)
    is_it = _is_about(exchange.verdict.message, given, _OF_MODELS)
    return CauseState.YES if is_it else CauseState.UNKNOWN, Names(given, known, nearest)


def _rate(exchange: Exchange, context: Context) -> Checked:
    since = exchange.started_at - MINUTE
    return CauseState.UNKNOWN, Count(sum(since < at for at in context.sent_at))


def _size(exchange: Exchange, _: Context) -> Checked:
    number = len(exchange.request.body)
    return CauseState.UNKNOWN, Count(number, LARGEST_BODY if number >= LARGE_BODY else 0)


def _proxy_page(exchange: Exchange, _: Context) -> Checked:
    server = exchange.response.header("Server") or exchange.response.header("Location")
    return _state(exchange.verdict.layer is ErrorLayer.PROXY), CauseText(server) if server else None


def _path(exchange: Exchange, context: Context) -> tuple[str, ...]:
    """Return the segments of the path below the prefix of the deployment."""
    path = urlsplit(exchange.request.url).path
    return context.where.environment.below_prefix(tuple(filter(None, path.split("/"))))


def _origin(exchange: Exchange) -> str:
    parts = urlsplit(exchange.request.url)
    return f"{parts.scheme}://{parts.netloc}"


_CHECKS: Mapping[CauseId, Callable[[Exchange, Context], Checked | None]] = {
    CauseId.CLOCK_SKEW: _clock_skew,
    CauseId.TOKEN_EXPIRED: _token_expired,
    CauseId.TOKEN_REVOKED: _token_revoked,
    CauseId.TOKEN_KIND: _token_kind,
    CauseId.TOKEN_MISSING: _token_missing,
    CauseId.ENV_TYPE: _env_type,
    CauseId.HOST: _host,
    CauseId.HTTP_NOT_HTTPS: _http,
    CauseId.PATH: _path_unknown,
    CauseId.METHOD: _method,
    CauseId.BODY_SYNTAX: _body_syntax,
    CauseId.REQUIRED_MISSING: _of_kind(FindingKind.MISSING),
    CauseId.VALUE_TYPE: _of_kind(FindingKind.WRONG_TYPE),
    CauseId.VALUE_NOT_LISTED: _of_kind(FindingKind.NOT_LISTED),
    CauseId.ID_SHAPE: _id_shape,
    CauseId.MODEL_UNKNOWN: _model_unknown,
    CauseId.RATE: _rate,
    CauseId.SIZE: _size,
    CauseId.PROXY_PAGE: _proxy_page,
}
"""The causes that can be checked; all others are known to the server only."""
