"""The steps against a failure: first the steps for its cause, then the steps for its code.

A step that would not change the sent request is not offered.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.catalogue.modules import PathTemplate
from weda_tui.core.doctor.cause_checks import (
    Cause,
    CauseState,
    CauseText,
    Context,
    Fields,
    Kinds,
    Names,
    Quote,
    Value,
    clocks,
)
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.failures import steps_of
from weda_tui.core.doctor.messages import SentValue
from weda_tui.core.doctor.server_logs import ServerLog, is_request_id
from weda_tui.core.http import read_http_date
from weda_tui.core.links.id_kinds import kind_of
from weda_tui.core.requests.draft_check import DraftFinding, FindingKind
from weda_tui.core.requests.form import has_fields
from weda_tui.core.sending.exchange import Exchange

MOST_STEPS = 5
STATE = "state"
"""The ``text`` of a ``LOOK_FIRST`` step if nothing was executed."""
VARIABLES = "variable-0"
"""The ``text`` of an ``EDIT_ENVIRONMENT`` step for an unknown variable.

It names the row of the first variable.
"""
LONGEST_WAIT = 600.0
"""The longest wait in seconds; a longer ``Retry-After`` is reduced to it."""


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """A step for the user to take next, and the values that it needs."""

    id: StepId
    repeats_write: bool = False
    """Whether the step sends a write again."""
    asks: bool = False
    """Whether the user is asked before sending: by the guard, or because the call may have run."""
    seconds: float | None = None
    """Seconds to wait first, if the server states them."""
    text: str = ""
    """The value to use: an env type, a name, a value, a method, a call; or the secret to edit."""
    field: DraftFinding | None = None
    """The field to go to."""
    log: ServerLog | None = None
    """The log that the command in ``text`` searches."""


class _Case(NamedTuple):
    """A failure for which steps are searched."""

    exchange: Exchange
    context: Context
    causes: Mapping[CauseId, Cause]

    @property
    def is_write(self) -> bool:
        return self.context.endpoint.effect is not Effect.READ

    @property
    def field(self) -> DraftFinding | None:
        """The first value to which the documentation or the server objects."""
        return _field(self.causes.values())

    @property
    def has_values(self) -> bool:
        """Whether the request has values to fill in; an unknown call may have some."""
        endpoint = self.context.endpoint
        return not endpoint.has_path or has_fields(endpoint) or bool(self.exchange.request.body)


def find_remedies(
    wanted: tuple[StepId, ...],
    causes: Sequence[Cause],
    executed: Executed,
    exchange: Exchange,
    context: Context,
) -> tuple[Remedy, ...]:
    """Return the possible steps, at most ``MOST_STEPS``; the first one never repeats a write.

    ``wanted`` are the steps of the code's page; the steps for the first cause come before them.
    """
    by_id: dict[CauseId, Cause] = {}
    for cause in causes:
        by_id.setdefault(cause.id, cause)
    case = _Case(exchange, context, by_id)
    first = causes[0] if causes and causes[0].state is CauseState.YES else None
    wanted = tuple(dict.fromkeys((*steps_of(first.id), *wanted) if first else wanted))
    if exchange.is_replay:  # a new token was refused too and helps only after another change
        wanted = tuple(sorted(wanted, key=lambda each: each is StepId.RENEW_AND_SEND))
    if executed is Executed.YES:
        wanted = tuple(sorted(wanted, key=lambda each: each is not StepId.LOOK_FIRST))
    if StepId.RENEW_AND_SEND in wanted:  # a typed token would be sent again
        wanted = tuple(dict.fromkeys((StepId.USE_BUILT_IN_TOKEN, *wanted)))
    made = (_MADE[each](case) if each in _MADE else _plain(each, case) for each in wanted)
    steps = [step for step in made if step is not None]
    if executed is Executed.NO:  # the user checks the state, not the result
        steps = [
            msgspec.structs.replace(step, text=STATE) if step.id is StepId.LOOK_FIRST else step
            for step in steps
        ]
    if executed is not Executed.NO or case.is_write:
        steps.sort(key=lambda step: step.repeats_write)
    return tuple(steps[:MOST_STEPS])


SENDS = frozenset(
    {StepId.RENEW_AND_SEND, StepId.WAIT_AND_SEND, StepId.SEND_AGAIN, StepId.FIX_SPELLING}
)
"""Steps that send the call again."""


def _plain(step: StepId, case: _Case) -> Remedy:
    return Remedy(id=step, repeats_write=case.is_write and step in SENDS)


def _switch_env_type(case: _Case) -> Remedy | None:
    other = _other_env_type(case.causes.get(CauseId.ENV_TYPE), case.context)
    has_one = PathTemplate.of(case.context.endpoint).env_type_at is not None
    return Remedy(id=StepId.SWITCH_ENV_TYPE, text=other) if other and has_one else None


def _other_env_type(cause: Cause | None, context: Context) -> str:
    """Return the env type to switch to: the nearest, else the first other one; empty for none."""
    names = [each.name for each in context.where.environment.env_types]
    given = context.where.env_type
    if cause is not None and isinstance(cause.evidence, Names):
        given = cause.evidence.given
        if cause.evidence.nearest and cause.state is CauseState.YES:
            return cause.evidence.nearest
    return next((name for name in names if name != given), "")


def _fix_spelling(case: _Case) -> Remedy | None:
    cause = case.causes.get(CauseId.MODEL_UNKNOWN)
    if cause is None or cause.state is not CauseState.YES or not isinstance(cause.evidence, Names):
        return None
    nearest = cause.evidence.nearest
    step = _plain(StepId.FIX_SPELLING, case)
    return msgspec.structs.replace(step, text=nearest) if nearest else None


def _go_to_field(case: _Case) -> Remedy | None:
    field = case.field
    is_there = case.context.endpoint.has_path and (field is not None or case.has_values)
    return Remedy(id=StepId.GO_TO_FIELD, field=field) if is_there else None


def _smaller_request(case: _Case) -> Remedy | None:
    return Remedy(id=StepId.SMALLER_REQUEST) if case.has_values else None


def _open_docs(case: _Case) -> Remedy | None:
    return Remedy(id=StepId.OPEN_DOCS) if case.context.endpoint.id else None


def _look_first(case: _Case) -> Remedy | None:
    return Remedy(id=StepId.LOOK_FIRST) if case.is_write else None


def _copy_request_id(case: _Case) -> Remedy | None:
    return Remedy(id=StepId.COPY_REQUEST_ID) if case.exchange.verdict.request_id else None


def _server_log(case: _Case) -> Remedy | None:
    has_id = is_request_id(case.exchange.verdict.request_id)
    return Remedy(id=StepId.SERVER_LOG) if has_id else None


def _wait_and_send(case: _Case) -> Remedy:
    seconds = _retry_after(case.exchange)
    return msgspec.structs.replace(_plain(StepId.WAIT_AND_SEND, case), seconds=seconds)


def _renew_and_send(case: _Case) -> Remedy | None:
    """Offer a new token, unless the token was typed, because the typed one would be sent again."""
    return None if _has_typed_token(case) else _plain(StepId.RENEW_AND_SEND, case)


def _use_built_in_token(case: _Case) -> Remedy | None:
    is_typed = _has_typed_token(case)
    return Remedy(id=StepId.USE_BUILT_IN_TOKEN, text="Authorization") if is_typed else None


def _has_typed_token(case: _Case) -> bool:
    """Return whether a call that needs a token was sent with a token written by hand."""
    names = {name.lower() for name, _ in case.exchange.request.headers}
    is_own = case.exchange.token_kind in {None, TokenKind.NONE}
    takes_one = case.context.endpoint.token_kind in {TokenKind.KEY, TokenKind.USER}
    return is_own and takes_one and "authorization" in names


def _use_token_kind(case: _Case) -> Remedy | None:
    cause = case.causes.get(CauseId.TOKEN_KIND)
    if cause is None or cause.state is not CauseState.YES or not isinstance(cause.evidence, Kinds):
        return None
    return Remedy(id=StepId.USE_TOKEN_KIND, text=cause.evidence.wanted.value)


def _set_method(case: _Case) -> Remedy | None:
    method = case.context.endpoint.method
    is_same = method in {"", case.exchange.request.method}
    return None if is_same else Remedy(id=StepId.SET_METHOD, text=method)


def _restore_value(case: _Case) -> Remedy | None:
    """Offer the value that a field had when the call last worked."""
    field = case.field
    if field is None or field.location != "body":
        return None
    before = dict(case.context.earlier).get(field.path)
    return Remedy(id=StepId.RESTORE_VALUE, text=before, field=field) if before else None


def _choose_value(case: _Case) -> Remedy | None:
    """Offer the calls that return values for a field, if there are any."""
    field = case.field
    name = SentValue(field.path, "").name if field is not None else ""
    is_id = name and kind_of(name, None, case.context.endpoint.module)
    return Remedy(id=StepId.CHOOSE_VALUE, field=field) if is_id else None


def _drop_prefix(case: _Case) -> Remedy | None:
    """Offer the path of a request without the part before the call's own path."""
    path = urlsplit(case.exchange.request.url).path
    own = case.context.endpoint.path.partition("{")[0]
    below = path.removeprefix(case.context.where.environment.prefix)
    at = below.find(own, 1) if len(own) > 1 and not below.startswith(own) else -1
    return Remedy(id=StepId.DROP_PREFIX, text=below[at:]) if at > 0 else None


def _replace_header(case: _Case) -> Remedy | None:
    field, syntax = case.field, case.causes.get(CauseId.BODY_SYNTAX)
    if syntax is not None and isinstance(syntax.evidence, CauseText) and field is None:
        field = DraftFinding(location="header", path=("Content-Type",), kind=FindingKind.WRONG_TYPE)
    is_header = field is not None and field.location == "header"
    return Remedy(id=StepId.REPLACE_HEADER, field=field) if is_header else None


def _switch_scheme(case: _Case) -> Remedy:
    scheme, _, rest = case.context.where.environment.host.partition("://")
    other = "http" if scheme == "https" else "https"
    return Remedy(id=StepId.SWITCH_SCHEME, text=f"{other}://{rest}")


_MADE: Mapping[StepId, Callable[[_Case], Remedy | None]] = {
    StepId.SWITCH_ENV_TYPE: _switch_env_type,
    StepId.FIX_SPELLING: _fix_spelling,
    StepId.GO_TO_FIELD: _go_to_field,
    StepId.SMALLER_REQUEST: _smaller_request,
    StepId.OPEN_DOCS: _open_docs,
    StepId.LOOK_FIRST: _look_first,
    StepId.COPY_REQUEST_ID: _copy_request_id,
    StepId.SERVER_LOG: _server_log,
    StepId.WAIT_AND_SEND: _wait_and_send,
    StepId.RENEW_AND_SEND: _renew_and_send,
    StepId.USE_BUILT_IN_TOKEN: _use_built_in_token,
    StepId.USE_TOKEN_KIND: _use_token_kind,
    StepId.SET_METHOD: _set_method,
    StepId.RESTORE_VALUE: _restore_value,
    StepId.CHOOSE_VALUE: _choose_value,
    StepId.DROP_PREFIX: _drop_prefix,
    StepId.REPLACE_HEADER: _replace_header,
    StepId.SWITCH_SCHEME: _switch_scheme,
}
"""The functions for steps that need to know something; all other steps are always possible."""


def _field(causes: Iterable[Cause]) -> DraftFinding | None:
    """Return the first value to which the documentation or the server objects."""
    for cause in causes:
        match cause.evidence:
            case Fields(findings) if findings:
                return findings[0]
            case Value(path) if cause.state is CauseState.YES:
                return DraftFinding(location="body", path=path, kind=FindingKind.WRONG_TYPE)
            case Quote(values=(first, *_), location=location):
                return DraftFinding(location=location, path=first.path, kind=_kind_of(cause.id))
            case Quote(names=(name, *_)):
                return DraftFinding(location="body", path=(name,), kind=FindingKind.MISSING)
            case _:
                pass
    return None


def _kind_of(cause: CauseId) -> FindingKind:
    """Return what is wrong with a value, by the cause."""
    if cause is CauseId.REQUIRED_MISSING:
        return FindingKind.MISSING
    is_listed = cause is CauseId.VALUE_NOT_LISTED
    return FindingKind.NOT_LISTED if is_listed else FindingKind.WRONG_TYPE


def _retry_after(exchange: Exchange) -> float | None:
    """Return the seconds that the server asks to wait; ``None`` if it states none."""
    text = exchange.response.header("Retry-After").strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return min(float(text), LONGEST_WAIT)
    at = read_http_date(text)
    if at is None:
        return None
    told = clocks(exchange)
    now = told.server if told else exchange.started_at + exchange.elapsed
    return min(max(0.0, at - now), LONGEST_WAIT)
