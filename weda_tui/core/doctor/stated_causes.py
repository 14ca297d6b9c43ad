"""Find the cause that the server's own message names, and what the message is about.

The message is evidence like any other: the names in it are looked up in the request and in the
documentation of the call, and quoted.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.catalogue.endpoint import Bilingual, Endpoint, Location, Parameter
from weda_tui.core.doctor.cause_checks import MODEL_NAMES, Cause, CauseState, Context, Quote
from weda_tui.core.doctor.causes import CauseId
from weda_tui.core.doctor.concepts import Concept, causes_of, usual_cause
from weda_tui.core.doctor.documented_reasons import find_reason, is_precheck
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.messages import MessageReading, SentValue, read_message
from weda_tui.core.json.tree import Path
from weda_tui.core.requests.url import path_values, query_parts, read_path_value
from weda_tui.core.sending.exchange import Exchange

_BROAD_STATUSES = frozenset({400, 409, 422, 500})
"""Statuses too general to explain a page, or a response without an envelope; its text is read."""
_CONCEPTS_OF_NO_VALUE = frozenset(
    {
        Concept.SERVER, Concept.SLOW, Concept.LICENCE, Concept.QUOTA, Concept.TOO_MANY,
        Concept.CLOCK, Concept.TOKEN_KIND, Concept.NO_TOKEN, Concept.REVOKED, Concept.LOOP,
    }
)  # fmt: skip
"""Concepts that are not about a value of the request."""
_TOKEN_CONCEPTS = frozenset({Concept.CLOCK, Concept.TOKEN_KIND, Concept.NO_TOKEN, Concept.REVOKED})
_CREDENTIAL_CONCEPTS = frozenset({Concept.REVOKED, Concept.CREDENTIALS, Concept.PASSWORD})
LARGEST = 64 * 1024
"""The greatest size in bytes of a sent body that is parsed for its values."""

_BROAD = frozenset(
    {
        CauseId.STATE, CauseId.VALUE_UNFIT, CauseId.VALUE_TYPE, CauseId.NOT_FOUND,
        CauseId.REQUIRED_MISSING, CauseId.SERVER, CauseId.RIGHTS, CauseId.CONFLICT,
    }
)  # fmt: skip
"""Causes of codes with many meanings, among which the message decides."""


def find_stated_cause(exchange: Exchange, page: CodeEntry | None, context: Context) -> Cause | None:
    """Return the cause that the message of a response names; ``None`` if it names none."""
    endpoint = context.endpoint
    message = exchange.verdict.message or _only_reason(exchange, endpoint)
    if not message.strip():
        return None
    sent = list(sent_values(exchange, endpoint))
    parameters = dict(_parameters((*endpoint.parameters, *endpoint.body)))
    reading = read_message(message, [value for _, value in sent], parameters)
    is_page = exchange.verdict.layer in {ErrorLayer.HTTP, ErrorLayer.PROXY}
    tells = reading.paths or not _TOKEN_CONCEPTS.isdisjoint(reading.concepts)
    if is_page and exchange.response.status not in _BROAD_STATUSES and not tells:
        return None
    code = exchange.verdict.code
    reasons = [each for each in endpoint.failure_causes if page is None or each.code == code]
    documented = find_reason((each for each in reasons if each.meaning.zh), reading, message)
    if documented is not None and not reading.concepts:
        meant = documented.meaning
        reading = read_message(f"{message} {meant.zh} {meant.en}", [v for _, v in sent], parameters)
    chosen = _choose(reading, page)
    if chosen is None and documented is None:
        return None
    concept, cause = chosen or (None, CauseId.DOCUMENTED)
    places: dict[Path, tuple[Location, SentValue]] = {each[1].path: each for each in sent}
    named = [places[path] for path in reading.paths]
    if not named and not reading.names and concept not in _CONCEPTS_OF_NO_VALUE:
        named = _described(message, sent, parameters)
    in_path = {value.name for place, value in named if place == "path"}
    if cause in {CauseId.NOT_FOUND, CauseId.PATH} and in_path and in_path <= MODEL_NAMES:
        cause = CauseId.MODEL_UNKNOWN
    first = named[0][1] if named and cause in _OF_LIMITS else None
    documented_field = parameters.get(first.name) if first is not None else None
    evidence = Quote(
        allowed=documented_field.maximum if documented_field is not None else 0,
        sent=_size_of(first.text, documented_field) if first and documented_field else 0,
        call_limit=endpoint.limit if cause in _OF_LIMITS else Bilingual(),
        text=message,
        values=tuple(value for _, value in named),
        location=named[0][0] if named else "body",
        names=reading.names,
        limits=reading.limits if concept is Concept.OVER_LIMIT else (),
        documented=documented.meaning if documented else Bilingual(),
        is_precheck=documented is not None and is_precheck(documented, message, reading),
    )
    return Cause(id=cause, state=CauseState.YES, evidence=evidence)


_OF_LIMITS = frozenset({CauseId.OVER_LIMIT, CauseId.SIZE, CauseId.QUOTA, CauseId.RATE})


def _size_of(text: str, parameter: Parameter) -> int:
    """Return the value of a sent number, or the length of a sent text in characters."""
    is_number = parameter.type in {"integer", "number"}
    return int(text) if is_number and text.isdecimal() and len(text) < 10 else len(text)


def rank_by_words(causes: tuple[CauseId, ...], message: str) -> tuple[CauseId, ...]:
    """Return causes with those first that a message names; wrong credentials are added if named."""
    stated = [cause for each in read_message(message).concepts for cause in causes_of(each)]
    named = [cause for cause in stated if cause in causes or cause is CauseId.CREDENTIALS]
    return tuple(dict.fromkeys((*named, *causes)))


def _only_reason(exchange: Exchange, endpoint: Endpoint) -> str:
    """Return the documented reason of a code without a message, if there is exactly one."""
    code = exchange.verdict.code
    reasons = [each.meaning for each in endpoint.failure_causes if each.code == code]
    return f"{reasons[0].zh} {reasons[0].en}" if len(reasons) == 1 else ""


def _choose(reading: MessageReading, page: CodeEntry | None) -> tuple[Concept, CauseId] | None:
    """Return the decisive concept of a message, and the cause that it stands for on this page."""
    listed = page.causes if page is not None else ()
    is_broad = page is None or (
        not _BROAD.isdisjoint(listed) and listed not in {(CauseId.SERVER,), (CauseId.RIGHTS,)}
    )
    found = [(concept, _listed(concept, listed)) for concept in reading.concepts]
    if not is_broad or OF_ANY_CODE.isdisjoint(listed):  # a specific code: its own causes first
        found.sort(key=lambda each: each[1] is None)
    is_of_data = page is not None and page.layer not in {ErrorLayer.GATEWAY, ErrorLayer.AUTH}
    for concept, cause in found:
        if cause is None and is_of_data and concept in _CREDENTIAL_CONCEPTS:
            continue  # the word is the name of a field
        if cause is not None or is_broad:
            return concept, cause or usual_cause(concept)
    return None


OF_ANY_CODE = frozenset({CauseId.STATE, CauseId.VALUE_UNFIT})
"""Causes of codes that may mean anything."""


def _listed(concept: Concept, listed: tuple[CauseId, ...]) -> CauseId | None:
    return next((cause for cause in listed if cause in causes_of(concept)), None)


# -- what was sent -------------------------------------------------------------------------------


def sent_values(exchange: Exchange, endpoint: Endpoint) -> Iterator[tuple[Location, SentValue]]:
    """Yield each value of a sent request with its location; no body values if the body is large."""
    url, body = exchange.request.url, exchange.request.body
    for name, (start, end) in (path_values(url, endpoint.path) or {}).items():
        yield "path", SentValue((name,), read_path_value(url[start:end]))
    for part in query_parts(url):
        yield "query", SentValue((part.name,), part.value)
    for name, value in exchange.request.headers:
        yield "header", SentValue((name,), value)
    for each in body_values(body):
        yield "body", each


def body_values(body: bytes) -> Iterator[SentValue]:
    """Yield each value of a JSON body; nothing if it is large or no JSON."""
    if len(body) <= LARGEST:
        with suppress(ValueError, RecursionError):
            yield from _leaves(
                json.loads(body, parse_int=_WrittenNumber, parse_float=_WrittenNumber), ()
            )


class _WrittenNumber(str):
    """A number in its original spelling, so that its digits are not rounded."""

    __slots__ = ()


def _leaves(value: Any, path: Path) -> Iterator[SentValue]:
    is_object, is_array = type(value) is dict, type(value) is list
    if not is_object and not is_array:
        token = (
            str(value)
            if isinstance(value, _WrittenNumber)
            else json.dumps(value, ensure_ascii=False)
        )
        yield SentValue(path, "" if value is None else str(value), token)
        return
    if path:
        yield SentValue(path, "")
    for step, inside in value.items() if is_object else enumerate(value):
        yield from _leaves(inside, (*path, step))


def _parameters(parameters: tuple[Parameter, ...]) -> Iterator[tuple[str, Parameter]]:
    for each in parameters:
        yield each.name, each
        yield from _parameters(each.children)


# -- fields that a message speaks of without their names ------------------------------------------

_CHINESE = re.compile("[\u4e00-\u9fff]{2,}")
_WORD = re.compile("[A-Z]?[a-z]{3,}")
_PLAIN = frozenset(
    {
        "the", "and", "with", "this", "that", "for", "not", "found", "exist", "exists", "does",
        "value", "list", "type", "code", "name", "user", "info", "data", "param",
    }
)  # fmt: skip
"""English words that do not distinguish fields."""


def _described(
    message: str, sent: list[tuple[Location, SentValue]], parameters: Mapping[str, Parameter]
) -> list[tuple[Location, SentValue]]:
    """Return the sent value that a message describes in the words of its documentation, if any."""
    best: tuple[int, list[tuple[Location, SentValue]]] = (0, [])
    for location, value in sent:
        parameter = parameters.get(value.name)
        if parameter is None or not value.text:
            continue
        score = _likeness(message, parameter)
        if score > best[0]:
            best = (score, [(location, value)])
    return best[1]


def _likeness(message: str, parameter: Parameter) -> int:
    """Return how many of a parameter's words a message contains, as a score; 0 for too few."""
    description = parameter.description.zh.partition("（")[0].partition("，")[0]
    chinese = max(
        (len(part) for run in _CHINESE.findall(description) for part in _parts(run, message)),
        default=0,
    )
    words = {word.casefold() for word in _WORD.findall(parameter.name)} - _PLAIN
    english = sum(
        len(word) // 2 for word in words if re.search(rf"\b{word}", message, re.IGNORECASE)
    )
    return max(chinese, english)


def _parts(run: str, message: str) -> Iterator[str]:
    """Yield the parts of a run of characters, at least two long, that a message contains."""
    for start in range(len(run) - 1):
        for end in range(len(run), start + 1, -1):
            if run[start:end] in message:
                yield run[start:end]
                break
