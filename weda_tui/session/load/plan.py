"""What a load test would send, and the decision of the guard, before anything is sent."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError, GuardError, RouteError
from weda_tui.core.guard.decision import GuardDecision, decide, decide_load, stricter
from weda_tui.core.load.figures import LoadStop, StopKind
from weda_tui.core.load.plan import BASIC, USER_TOKEN
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin, passing_secrets
from weda_tui.core.runs.results import Row, Write
from weda_tui.core.secrets.key_answers import words_of
from weda_tui.core.text.template import ACCESS_TOKEN
from weda_tui.core.tokens.access_token import RENEW_EARLY, key_of
from weda_tui.gateway.token_requests import Credentials
from weda_tui.gateway.token_response import is_wrong_key
from weda_tui.session.interchange.exports import PlannedLoad, plan_load
from weda_tui.session.runs.dependencies import with_coming
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RunOptions, entries_of
from weda_tui.session.session import Session

_LEFT_OUT = frozenset(
    {
        ErrorCode.EXPORT_ADDRESS_OPEN, ErrorCode.EXPORT_ADDRESS_SECRET,
        ErrorCode.EXPORT_FOREIGN_VARIABLE, ErrorCode.EXPORT_SENDS_SECRET,
    }
)  # fmt: skip
"""Reasons why a request that a run sends is left out of a load test."""


class LoadCalls(msgspec.Struct, frozen=True):
    """The calls of a load test and their effects."""

    planned: PlannedLoad
    run: RequestRun
    writes: tuple[Write, ...]
    decision: GuardDecision
    """The decision needed before it starts; the user is always asked."""


def plan_calls(
    session: Session,
    paths: Sequence[str],
    where: Target,
    rows: Sequence[Row] = (),
    given: Mapping[str, str] | None = None,
) -> LoadCalls:
    """Return what a load test of paths sends to a target. Sends nothing.

    Raises ``FileError``, also for a request of the paths that a run could not send.
    """
    given = given or {}
    session.tokens.see(passing_secrets(tuple(VariableLayer(VariableOrigin.ROW, r) for r in rows)))
    loader = RequestLoader(session, where)
    distinct = tuple({tuple(row.items()): row for row in rows}.values())
    entries = entries_of(loader.chosen(paths), distinct)
    run = RequestRun(session, loader, entries, RunOptions(where=where, given=given))
    run.check()
    columns = {name for row in rows for name in row}
    gaps = {name for name in columns if any(name not in row for row in distinct)}
    planned = plan_load(session, paths, where, columns=columns, gaps=gaps, given=given)
    for each in planned.unresolved:
        if each.error.code not in _LEFT_OUT:
            raise FileError(each.error.code, **each.error.parameters, request=each.path)
    sent = {each.name for each in planned.plan.requests}
    writes: dict[Write, None] = {}
    decision = decide_load(where.env_type)
    for path, env_type, effect, guarded in _calls(session, run, where, sent):
        decision = stricter(stricter(decision, guarded), decide_load(env_type))
        if effect is not Effect.READ:
            writes[Write(path, env_type, effect, guarded)] = None
    named = {each.path for each in writes}
    planned = msgspec.structs.replace(planned, plan=planned.plan.with_writes(named))
    for request in planned.plan.requests:
        if request.is_write and request.name not in named:
            guarded = decide(where.guard, Effect.WRITE)
            decision = stricter(decision, guarded)
            writes[Write(request.name, where.env_type, Effect.WRITE, guarded)] = None
    return LoadCalls(planned, run, tuple(writes), decision)


def _calls(
    session: Session, run: RequestRun, where: Target, sent: Collection[str]
) -> Iterator[tuple[str, str, Effect, GuardDecision]]:
    """Yield path, env type, effect and guard decision of each call, as far as they are known.

    Variables captured before count as known. Raises ``WedaError`` for a call that cannot be sent.
    """
    drafts = tuple(each for each in run.drafts() if each[0].path in sent)
    first = tuple({saved.path: saved for saved, _ in drafts}.values())
    for saved, draft in drafts:
        preflight = session.sending.preflight(with_coming(draft, first), where, ())
        error = preflight.error
        if error is not None and error.code is ErrorCode.VARIABLE_UNKNOWN:
            raise FileError(ErrorCode.LOAD_VARIABLE_UNKNOWN, path=saved.path, **error.parameters)
        if error is not None and not isinstance(error, RouteError):
            raise error
        guards = (where.guard, preflight.target.guard)
        asked = [decide(guard, preflight.effect) for guard in guards]
        yield saved.path, preflight.env_type, preflight.effect, stricter(*asked)


async def read_secrets(
    session: Session, calls: LoadCalls, where: Target, given: Mapping[str, str]
) -> dict[str, str]:
    """Return the environment variables for the load test, secrets included.

    Raises ``WedaError`` if the route is not approved or is not the route of the plan, or if a
    secret is missing or was refused before.
    """
    plan, environment = calls.planned.plan, where.environment
    session.approvals.check(await calls.run.route())
    slots = {slot.name: slot for slot in plan.slots}
    values = dict(calls.planned.hidden)
    values |= {slots[name].variable: value for name, value in given.items() if name in slots}
    uses_key = not {ACCESS_TOKEN, BASIC}.isdisjoint(slots)
    kind = TokenKind.KEY if uses_key else TokenKind.NONE
    route = await session.approvals.open(environment, kind)
    if route.fingerprint != plan.route.fingerprint:
        place = {"environment": environment.name, "env_type": where.env_type}
        raise GuardError(ErrorCode.GUARD_CALL_CHANGED, **place)
    if uses_key:
        await session.tokens.get(environment, kind)  # does not try a refused key again
        values["SECRET_ID"] = environment.secret_id
        values["SECRET_KEY"] = await session.secrets.read(route, kind)
    return values


async def read_user_token(
    session: Session, calls: LoadCalls, where: Target, seconds: float
) -> tuple[str, float]:
    """Return a user token for a load of this length, and the seconds for which it is valid.

    A token that would expire before the load ends is renewed, unless a new one lasts no longer.
    Empty if no request carries a user token. Raises ``WedaError``.
    """
    if not any(slot.name == USER_TOKEN for slot in calls.planned.plan.slots):
        return "", 0.0
    tokens, now = session.tokens, session.clock.wall
    route = await session.approvals.open(where.environment, TokenKind.USER)
    token = await tokens.get_over(route, TokenKind.USER)
    if token.expires_at - now() < min(seconds + RENEW_EARLY, token.lifetime - RENEW_EARLY):
        token = await tokens.renew_over(route, TokenKind.USER)
    return token.value, token.expires_at - now()


async def replace_user_token(session: Session, where: Target, refused: str) -> str:
    """Return a new user token after a call refused the current one. Raises ``WedaError``."""
    route = await session.approvals.open(where.environment, TokenKind.USER)
    key = key_of(route.environment, TokenKind.USER, route.fingerprint)
    session.network.online.tokens.refuse(key, refused)
    return (await session.tokens.get_over(route, TokenKind.USER)).value


async def note_stop(session: Session, where: Target, stop: LoadStop | None) -> None:
    """Record a key for which a load test was refused a token. Raises ``WedaError``."""
    if stop is None or stop.kind is not StopKind.TOKEN_REFUSED:
        return
    if not is_wrong_key(stop.code, stop.status):
        return
    route = await session.approvals.open(where.environment, TokenKind.KEY)
    secret = await session.secrets.read(route, TokenKind.KEY)
    await session.network.warm_up()
    key = key_of(route.environment, TokenKind.KEY, route.fingerprint)
    text = words_of(session.tokens.masker().text(stop.code))
    credentials = Credentials(route, TokenKind.KEY, secret)
    await session.network.online.tokens.note_wrong_key(key, credentials, text, stop.status)
