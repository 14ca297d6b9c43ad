"""Where a draft is sent and what is asked first: shown by a preview and followed by a send."""

from collections.abc import Callable

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.errors import ErrorCode, FileError, GuardError, WedaError
from weda_tui.core.guard.affected_records import AffectedRecords, find_reach
from weda_tui.core.guard.decision import GuardDecision, decide, stricter
from weda_tui.core.guard.resolved_call import ResolvedCall, find_target, worse
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import (
    PreparedRequest,
    RequestDraft,
    file_names,
    prepare,
    wanted_kind,
)
from weda_tui.core.requests.variables import Variables
from weda_tui.core.secrets import credentials
from weda_tui.core.secrets.token_answers import without_answer_form
from weda_tui.core.secrets.token_places import find_misplaced_token
from weda_tui.core.tokens.access_token import KINDS, find_fault
from weda_tui.session.sending.body_sources import describe_files
from weda_tui.session.sending.repeated_writes import RecentWrites
from weda_tui.store.body_sources import BodySources

MASKED_AUTHORIZATIONS = {
    TokenKind.KEY: f"Bearer {MASK}",
    TokenKind.USER: f"Bearer {MASK}",
    TokenKind.BASIC: f"Basic {MASK}",
    TokenKind.NONE: "",
}
"""The Authorization header, by kind of token, before a token is fetched."""


class SendPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a draft calls, and whether it may be sent."""

    where: Target
    """The chosen target."""
    endpoint: Endpoint
    """The endpoint that the draft was made from."""
    target: ResolvedCall
    """The actual call with its effect, because the user may have edited the URL."""
    reach: AffectedRecords
    kind: TokenKind
    """The kind of token it is sent with."""
    decision: GuardDecision
    repeated_after: float | None
    """Seconds since the identical write was sent, if that was less than ten seconds ago."""
    variables: Variables
    """The variables it was resolved with; a token is a mask."""
    request: PreparedRequest | None
    """The request that would be sent, with a mask for its token; other secrets are not masked."""
    sources: BodySources
    """Reads the files that its body names."""
    has_files: bool = False
    """Whether the body names files: ``request`` has their names and sizes, not their contents."""
    error: WedaError | None
    """Why it cannot be sent; not masked."""
    known_decision: GuardDecision | None = None
    """The decision for the call with its current path; ``None`` if no value in the path is open."""
    route: RouteStatus | None = None
    """The route, and whether the call may be sent over it; ``None`` if the route is unknown."""

    @property
    def credentials(self) -> set[str]:
        """The credentials in the request that would be sent, except its token."""
        found = credentials.in_request(self.request) if self.request else ()
        return {each for each in found if MASK not in each}

    @property
    def place(self) -> Target:
        """The actual target of the call, with the env type that its path names."""
        return Target(self.where.environment, self.target.env_type)


def plan_send(
    draft: RequestDraft,
    where: Target,
    endpoint: Endpoint,
    *,
    catalogue: Catalogue,
    variables_with: Callable[[str | None], Variables],
    recent_writes: RecentWrites,
    sources: BodySources,
) -> SendPlan:
    """Return what sending a draft of ``endpoint`` calls, and the decision that is needed before.

    ``variables_with`` returns the draft's variables with a token, ``None`` for a call without a
    token. Files of the body are replaced by their names and sizes.
    """
    variables = variables_with(MASK)
    kind = wanted_kind(draft, endpoint, variables)
    if kind not in KINDS:
        variables = variables_with(None)
    target, reach = ResolvedCall(endpoint, endpoint.effect, where.env_type), AffectedRecords()
    request: PreparedRequest | None = None
    try:
        files = describe_files(draft, sources)
        request = prepare(draft, where, variables, MASKED_AUTHORIZATIONS[kind], files)
        request = without_answer_form(request, asks_part=draft.asks_part)
        target, reach = judge_request(request, where, endpoint, catalogue, has_files=bool(files))
        error = find_fault(where.environment, kind)
    except WedaError as problem:
        error = problem
    repeated_after = recent_writes.repeated_after(draft, where, target.effect)
    is_repeated, known = repeated_after is not None, target.known
    return SendPlan(
        where=where,
        endpoint=endpoint,
        target=target,
        reach=reach,
        kind=kind,
        decision=_rule(where, target, is_repeated=is_repeated),
        known_decision=known and _rule(where, known, is_repeated=is_repeated),
        repeated_after=repeated_after,
        variables=variables,
        request=request,
        sources=sources,
        has_files=bool(file_names(draft.body)),
        error=error,
    )


def judge_request(
    request: PreparedRequest,
    where: Target,
    endpoint: Endpoint,
    catalogue: Catalogue,
    *,
    has_files: bool,
) -> tuple[ResolvedCall, AffectedRecords]:
    """Return what a resolved request calls, and which records it affects.

    A filter that is read from a file counts as no filter.
    """
    target = find_target(
        catalogue, endpoint, request.method, request.url, where, request.headers, request.body
    )
    judged = msgspec.structs.replace(request, body=b"") if has_files else request
    reach = find_reach(target.possible, target.effect, judged)
    return msgspec.structs.replace(target, effect=reach.worsen(target.effect)), reach


def check_unchanged(
    plan: SendPlan, request: PreparedRequest, catalogue: Catalogue, *, has_files: bool
) -> None:
    """Refuse a request that makes another call than the plan that was judged.

    The request has a token and the contents of files, which the plan did not have. Raises
    ``GuardError`` (``GUARD_CALL_CHANGED``).
    """
    found, _ = judge_request(request, plan.where, plan.endpoint, catalogue, has_files=has_files)
    judged = plan.target
    is_same = (found.env_type, found.endpoint.id) == (judged.env_type, judged.endpoint.id)
    if not is_same or worse(found.effect, judged.effect) is not judged.effect:
        raise GuardError(
            ErrorCode.GUARD_CALL_CHANGED,
            environment=plan.where.environment.name,
            env_type=judged.env_type,
        )


def with_tokens_placed(plan: SendPlan, draft: RequestDraft, known: Masker) -> SendPlan:
    """Refuse a plan that would send a token anywhere else than in its header.

    ``known`` masks the secrets that count as tokens; see ``find_misplaced_token``.
    """
    host, request = plan.where.environment.host, plan.request
    if request is None:
        return plan
    name = find_misplaced_token(draft, plan.variables, request, host, known)
    error = FileError(ErrorCode.TOKEN_MISPLACED, name=name)
    return msgspec.structs.replace(plan, request=None, error=error) if name else plan


def with_route(plan: SendPlan, route_for: Callable[[TokenKind], RouteStatus]) -> SendPlan:
    """Return a plan with its route; a route that is not approved becomes the plan's error.

    ``route_for`` returns the route of a call with a token of a kind.
    """
    route: RouteStatus | None = None
    error = plan.error
    try:
        route = route_for(plan.kind)
        if error is None:
            route.check()
    except WedaError as problem:
        error = error or problem
    return msgspec.structs.replace(plan, route=route, error=error)


def _rule(where: Target, target: ResolvedCall, *, is_repeated: bool) -> GuardDecision:
    """Return the stricter decision of two guards: of the chosen env type and of the called one."""
    guard = where.environment.guard_of(target.env_type)
    decision = stricter(decide(where.guard, target.effect), decide(guard, target.effect))
    return GuardDecision.ASK if is_repeated and decision is GuardDecision.SEND else decision
