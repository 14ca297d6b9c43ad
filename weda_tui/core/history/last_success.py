"""What changed since a call last succeeded: request, place, token, clock. Pure.

URLs are compared as they were typed, so that another env type is one change and not two. Two equal
templates may have been sent with different values of their variables: these values are compared in
the requests that were sent.
"""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.history.entry import Conditions, HistoryEntry, HistoryRecord
from weda_tui.core.requests.draft import Header
from weda_tui.core.text.literals import values_between
from weda_tui.core.text.template import ACCESS_TOKEN, ENV_ID, ENV_TYPE, HOST, VARIABLE

UNEQUAL_CLOCKS = 60.0
"""The fewest seconds by which the clock difference must have changed."""


class Aspect(StrEnum):
    """The aspects by which two sends are compared."""

    HOST = "host"
    ENV_TYPE = "env_type"
    PARAMETERS = "parameters"
    TOKEN = "token"  # noqa: S105 - a word
    CLOCK = "clock"


class ChangedPart(StrEnum):
    """The part of an aspect that changed."""

    WHOLE = "whole"
    METHOD = "method"
    URL = "url"
    HEADER = "header"
    FIELD = "field"
    """A value of the JSON body; its path is the change's ``name``."""
    BODY = "body"
    """A body that is not JSON; its content is not shown."""
    KIND = "kind"
    IDENTITY = "identity"
    PAST_END = "past_end"
    """The token had expired by the server's clock, at ``after``, seconds since the epoch."""
    EXPIRED = "expired"
    """The token had expired by this machine's clock."""


class SinceChange(NamedTuple):
    """One difference; an empty ``before`` or ``after`` means "missing"."""

    aspect: Aspect
    part: ChangedPart
    name: str = ""
    before: str = ""
    after: str = ""


class LastSuccess(NamedTuple):
    """A send compared with the last successful send."""

    entry: HistoryEntry
    """The successful send."""
    same: tuple[Aspect, ...]
    changes: tuple[SinceChange, ...]


def compare_with_success(success: HistoryRecord, now: HistoryRecord) -> LastSuccess:
    """Return what is the same and what changed between a success and a later send of the call."""
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


def _whole(aspect: Aspect, before: str, after: str) -> Iterator[SinceChange]:
    if before != after:
        yield SinceChange(aspect, ChangedPart.WHOLE, "", before, after)


def _parameters(before: HistoryRecord, after: HistoryRecord) -> Iterator[SinceChange]:
    one, other = before.draft, after.draft
    for part, old, new in (
        (ChangedPart.METHOD, one.method, other.method),
        (ChangedPart.URL, one.url, other.url),
    ):
        if old != new:
            yield SinceChange(Aspect.PARAMETERS, part, "", old, new)
    yield from _differing(ChangedPart.HEADER, dict(one.headers), dict(other.headers))
    yield from _sent_address(before, after)
    yield from _sent_headers(before, after)
    yield from _bodies(before, after)


_OF_THE_PLACE = frozenset({HOST, ENV_TYPE, ENV_ID, ACCESS_TOKEN})
"""Variables whose values belong to another aspect."""


def _is_chosen(template: str) -> bool:
    """Return whether a template has a variable of the user's; times and ids always differ."""
    names: list[str] = VARIABLE.findall(template)
    return any(name not in _OF_THE_PLACE and not name.startswith("$") for name in names)


def _sent_address(before: HistoryRecord, after: HistoryRecord) -> Iterator[SinceChange]:
    """Yield the changed values of the variables of a URL whose template is unchanged."""
    template = before.draft.url
    if template != after.draft.url or before.request is None or after.request is None:
        return
    old = _values_in(template, before.request.url)
    new = _values_in(template, after.request.url)
    yield from _differing(ChangedPart.FIELD, old, new)


def _values_in(template: str, url: str) -> dict[str, str]:
    """Return the values in a URL of the variables of its template, if the URL matches it."""
    texts, names = VARIABLE.split(template)[::2], VARIABLE.findall(template)
    pairs = zip(names, values_between(url, texts) or (), strict=False)
    return {name: url[slice(*span)] for name, span in pairs if _is_chosen(f"{{{{{name}}}}}")}


def _sent_headers(before: HistoryRecord, after: HistoryRecord) -> Iterator[SinceChange]:
    """Yield the headers whose templates are unchanged but whose sent values differ."""
    if before.request is None or after.request is None:
        return
    typed = set(before.draft.headers) & set(after.draft.headers)
    wanted = {name for name, value in typed if _is_chosen(value)}

    def sent(headers: tuple[Header, ...]) -> dict[str, str]:
        return {name: value for name, value in headers if name in wanted}

    yield from _differing(
        ChangedPart.HEADER, sent(before.request.headers), sent(after.request.headers)
    )


def _bodies(before: HistoryRecord, after: HistoryRecord) -> Iterator[SinceChange]:
    """Yield the values that differ as typed, then those that differ only as sent."""
    typed = _differing_bodies(before.draft.body, after.draft.body)
    sent: list[SinceChange] = []
    if before.request is not None and after.request is not None:
        old, new = before.request.body, after.request.body
        sent = _differing_bodies(old.decode("utf-8", "replace"), new.decode("utf-8", "replace"))
    if sent and any(change.part is ChangedPart.BODY for change in typed):
        typed = []
    yield from typed
    named = {change.name for change in typed}
    templates = _values(after.draft.body) or {}
    for change in sent:
        template = templates.get(change.name, "")
        if change.name not in named and (_is_chosen(template) or "{{" not in template):
            yield change


def _differing_bodies(old: str, new: str) -> list[SinceChange]:
    if old == new:
        return []
    old_values, new_values = _values(old), _values(new)
    if old_values is None or new_values is None:
        return [SinceChange(Aspect.PARAMETERS, ChangedPart.BODY)]
    return list(_differing(ChangedPart.FIELD, old_values, new_values))


def _differing(
    part: ChangedPart, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[SinceChange]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield SinceChange(Aspect.PARAMETERS, part, name, old, new)


def _token(before: Conditions, after: Conditions, at: float) -> Iterator[SinceChange]:
    if before.token_kind is not after.token_kind:
        kinds = before.token_kind.value, after.token_kind.value
        yield SinceChange(Aspect.TOKEN, ChangedPart.KIND, "", *kinds)
    elif before.identity != after.identity:
        yield SinceChange(Aspect.TOKEN, ChangedPart.IDENTITY, "", before.identity, after.identity)
    if after.token_left is None:
        return
    end = at + after.token_left
    if after.token_left <= 0:
        yield SinceChange(Aspect.TOKEN, ChangedPart.EXPIRED, after=str(end))
    elif after.clock_skew is not None and at + after.clock_skew >= end:
        yield SinceChange(Aspect.TOKEN, ChangedPart.PAST_END, after=str(end))


def _clock(before: Conditions, after: Conditions) -> Iterator[SinceChange]:
    """Yield the seconds by which the server's clock was ahead, then and now, if they differ."""
    old, new = before.clock_skew, after.clock_skew
    if old is not None and new is not None and abs(new - old) >= UNEQUAL_CLOCKS:
        yield SinceChange(Aspect.CLOCK, ChangedPart.WHOLE, "", f"{old:.0f}", f"{new:.0f}")


class _Number(str):
    """A JSON number, kept digit for digit."""

    __slots__ = ()


def _values(body: str) -> dict[str, str] | None:
    """Return the values of a JSON body by their paths, as written; ``None`` if it is not JSON."""
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
