"""What changed since a call last worked: request, place, token, clock. Pure.

Addresses are compared as they were typed, so that another env type is one change and not two.
"""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from weda_tui.core.endpoint import TokenKind
from weda_tui.core.history import Conditions, HistoryEntry, HistoryRecord

UNEQUAL_CLOCKS = 60.0
"""Seconds by which a clock must have moved against the server's to be a change."""


class Aspect(StrEnum):
    """What two sends are compared by."""

    HOST = "host"
    ENV_TYPE = "env_type"
    PARAMETERS = "parameters"
    TOKEN = "token"  # noqa: S105 - a word
    CLOCK = "clock"


class Part(StrEnum):
    """What of an aspect is another one."""

    WHOLE = "whole"
    METHOD = "method"
    URL = "url"
    HEADER = "header"
    FIELD = "field"
    """A value of the JSON body; its path is the change's ``name``."""
    BODY = "body"
    """A body that is no JSON: what it says is not shown."""
    KIND = "kind"
    IDENTITY = "identity"
    PAST_END = "past_end"
    """By the server's clock the token had expired at ``after``, seconds since the epoch."""
    EXPIRED = "expired"
    """By this machine's clock the token had expired."""


class Change(NamedTuple):
    """One difference; an empty ``before`` or ``after`` is "not there"."""

    aspect: Aspect
    part: Part
    name: str = ""
    before: str = ""
    after: str = ""


class LastSuccess(NamedTuple):
    """A send beside the last one that succeeded."""

    entry: HistoryEntry
    """The success."""
    same: tuple[Aspect, ...]
    changes: tuple[Change, ...]


def compare_with_success(success: HistoryRecord, now: HistoryRecord) -> LastSuccess:
    """Return what is equal and what is not between a success and a later send of the same call."""
    before, after = success.entry.conditions, now.entry.conditions
    changes = (
        *_whole(Aspect.HOST, before.host, after.host),
        *_whole(Aspect.ENV_TYPE, before.env_type, after.env_type),
        *_parameters(success, now),
        *_token(before, after, now.entry.started_at),
        *_clock(before, after),
    )
    changed = {change.aspect for change in changes}
    known = [aspect for aspect in Aspect if _is_known(aspect, before, after)]
    same = tuple(aspect for aspect in known if aspect not in changed)
    return LastSuccess(success.entry, same, changes)


def _is_known(aspect: Aspect, before: Conditions, after: Conditions) -> bool:
    if aspect is Aspect.CLOCK:
        return before.clock_skew is not None and after.clock_skew is not None
    return aspect is not Aspect.TOKEN or TokenKind.NONE not in {before.token_kind, after.token_kind}


def _whole(aspect: Aspect, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(aspect, Part.WHOLE, "", before, after)


def _parameters(before: HistoryRecord, after: HistoryRecord) -> Iterator[Change]:
    one, other = before.draft, after.draft
    for part, old, new in (
        (Part.METHOD, one.method, other.method),
        (Part.URL, one.url, other.url),
    ):
        if old != new:
            yield Change(Aspect.PARAMETERS, part, "", old, new)
    yield from _differing(Part.HEADER, dict(one.headers), dict(other.headers))
    old_values, new_values = _values(one.body), _values(other.body)
    if old_values is not None and new_values is not None:
        yield from _differing(Part.FIELD, old_values, new_values)
    elif one.body != other.body:
        yield Change(Aspect.PARAMETERS, Part.BODY)


def _differing(part: Part, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield Change(Aspect.PARAMETERS, part, name, old, new)


def _token(before: Conditions, after: Conditions, at: float) -> Iterator[Change]:
    if before.token_kind is not after.token_kind:
        kinds = before.token_kind.value, after.token_kind.value
        yield Change(Aspect.TOKEN, Part.KIND, "", *kinds)
    elif before.identity != after.identity:
        yield Change(Aspect.TOKEN, Part.IDENTITY, "", before.identity, after.identity)
    if after.token_left is None:
        return
    end = at + after.token_left
    if after.token_left <= 0:
        yield Change(Aspect.TOKEN, Part.EXPIRED, after=str(end))
    elif after.clock_skew is not None and at + after.clock_skew >= end:
        yield Change(Aspect.TOKEN, Part.PAST_END, after=str(end))


def _clock(before: Conditions, after: Conditions) -> Iterator[Change]:
    """Yield the seconds by which the server was ahead, then and now, where that is another."""
    old, new = before.clock_skew, after.clock_skew
    if old is not None and new is not None and abs(new - old) >= UNEQUAL_CLOCKS:
        yield Change(Aspect.CLOCK, Part.WHOLE, "", f"{old:.0f}", f"{new:.0f}")


class _Number(str):
    """A number of JSON, digit for digit."""

    __slots__ = ()


def _values(body: str) -> dict[str, str] | None:
    """Return the values of a JSON body by their paths, as written; ``None`` where it is none."""
    if not body.strip():
        return {}
    try:
        loaded = json.loads(body, parse_int=_Number, parse_float=_Number)
        return dict(_flat(loaded, ""))
    except (ValueError, RecursionError):
        return None


def _flat(value: object, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case dict() if value:
            for name, each in value.items():  # pyright: ignore[reportUnknownVariableType]
                yield from _flat(each, f"{path}.{name}" if path else str(name))  # pyright: ignore[reportUnknownArgumentType]
        case list() if value:
            for index, each in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
                yield from _flat(each, f"{path}[{index}]")  # pyright: ignore[reportUnknownArgumentType]
        case _Number():
            yield path, value
        case _:
            yield path, json.dumps(value, ensure_ascii=False)
