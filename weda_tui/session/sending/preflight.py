"""A preview of what sending a draft would do, used wherever this is shown."""

import re

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, Effect, Endpoint, TokenKind
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.errors import ErrorCode, FileError, RouteError, WedaError
from weda_tui.core.guard.affected_records import AffectedRecords, Records, find_records
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.json.text import JsonFault
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.body import find_draft_fault, find_filled_fault
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft, file_names
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.requests.free_call import call_name
from weda_tui.core.requests.variables import Used, Variables, use
from weda_tui.core.secrets import credentials
from weda_tui.core.text import template
from weda_tui.core.tokens.access_token import KINDS, TokenState, TokenStatus
from weda_tui.core.tokens.token_call import token_call
from weda_tui.session.sending.send_plan import SendPlan

CHECKED_ON_THE_LOOP = 8 * 1024
"""Characters up to which a body is checked against the documents at each key press."""
_ELSEWHERE = frozenset(
    {ErrorCode.URL_OTHER_HOST, ErrorCode.URL_OTHER_PATH, ErrorCode.HOST_HEADER_OTHER}
)
CHECKED_WHILE_TYPING = 256 * 1024
"""Characters up to which a body is checked as JSON at each key press."""


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """The effect of pressing F5. The screen, the guard dialog and ``--dry-run`` all show it."""

    where: Target
    """The chosen target."""
    env_type: str
    """The env type in the resolved path; the chosen one if the path has none."""
    endpoint: Endpoint
    """The endpoint that the resolved path names, otherwise the draft's endpoint."""
    effect: Effect
    """The effect of the call according to its path, because the user may have edited the URL."""
    reach: AffectedRecords = AffectedRecords()
    holds_request: bool = False
    """Whether the body may be read as a second request."""
    decision: GuardDecision
    token: TokenStatus
    request: PreparedRequest | None
    """The request exactly as it would be sent, masked; ``None`` if the draft cannot be resolved."""
    error: WedaError | None
    """Why it cannot be sent: the draft cannot be resolved, or the environment lacks credentials."""
    body_fault: JsonFault | None
    """Where the body is not valid JSON, as typed or with its files inserted: only a warning."""
    findings: tuple[DraftFinding, ...] = ()
    """What is missing or differs from the documents, in the order of the form: only a warning."""
    repeated_after: float | None
    """Seconds since the identical write was sent, if that was less than ten seconds ago."""
    before: tuple[str, ...] = ()
    """Paths of the saved requests that are sent before it."""
    known_decision: GuardDecision | None = None
    """The decision for the call with its current path; ``None`` if no value in the path is open.

    An open value is known only after the requests in ``before`` were sent. With an open value,
    ``effect`` and ``decision`` are those of the worst call that can result.
    """
    route: RouteStatus | None = None
    """The route, and whether the call may be sent over it; ``None`` if the route is unknown."""

    @property
    def is_open(self) -> bool:
        """Whether a value in the path is known only after the requests it depends on were sent."""
        return self.known_decision is not None

    @property
    def first_decision(self) -> GuardDecision:
        """The decision needed before the requests it depends on; it is judged again after them."""
        return self.decision if self.known_decision is None else self.known_decision

    @property
    def is_blocked(self) -> bool:
        """Whether it cannot be sent, whatever the user answers; a route can still be approved."""
        return self.error is not None and not isinstance(self.error, RouteError)

    @property
    def leaves_deployment(self) -> bool:
        """Whether it is refused because its address is not the environment's."""
        return self.error is not None and self.error.code in _ELSEWHERE

    @property
    def target(self) -> Target:
        """The actual target of the call, with the env type that its path names."""
        return Target(self.where.environment, self.env_type)


def preview_plan(
    plan: SendPlan,
    draft: RequestDraft,
    *,
    token: TokenStatus,
    findings: tuple[DraftFinding, ...],
    masker: Masker,
) -> Preflight:
    """Return the preview of a plan; ``findings`` belong to the draft's own endpoint."""
    is_checked = len(draft.body) <= CHECKED_WHILE_TYPING
    request = plan.request and masked_request(plan.request, masker)
    return Preflight(
        where=plan.where,
        env_type=plan.target.env_type,
        endpoint=named_endpoint(plan.target.endpoint, request),
        effect=plan.target.effect,
        reach=plan.reach,
        holds_request=plan.target.holds_request,
        decision=plan.decision,
        known_decision=plan.known_decision,
        token=token,
        request=request,
        error=plan.error and plan.error.masked(masker),
        body_fault=_body_fault(draft, plan) if is_checked else None,
        findings=findings if plan.target.endpoint.id == plan.endpoint.id else (),
        repeated_after=plan.repeated_after,
        route=plan.route,
    )


def named_endpoint(endpoint: Endpoint, request: PreparedRequest | None) -> Endpoint:
    """Return an endpoint; one without id and title gets the name of its method and URL."""
    if endpoint.id or endpoint.title.en or request is None:
        return endpoint
    name = call_name(request.method, request.url)
    return msgspec.structs.replace(endpoint, title=Bilingual(name, name))


def _body_fault(draft: RequestDraft, plan: SendPlan) -> JsonFault | None:
    """Return where a body is not valid JSON; files too large to be checked are not read.

    If a file cannot be read, the error of the plan names it.
    """
    fault = find_draft_fault(draft)
    names = file_names(draft.body)
    if fault is not None or not names or plan.request is None or not draft.is_meant_as_json:
        return fault
    try:
        if sum(map(plan.sources.size, names)) > CHECKED_WHILE_TYPING:
            return None
        return find_filled_fault(draft.body, {name: plan.sources.read(name) for name in names})
    except FileError:
        return None


def masked_request(request: PreparedRequest, masker: Masker) -> PreparedRequest:
    """Return a masked request, with the credentials typed into it masked too."""
    masked = request.masked(masker)
    typed = credentials.in_request(masked) - {MASK}
    return masked.masked(Masker(typed)) if typed else masked


def resolved_url(url: str, variables: Variables) -> tuple[str, tuple[int, int]]:
    """Return a draft's URL with its known variables replaced, and the position of the env type.

    The position is (start, end) in the result, (0, 0) if the env type does not occur as a variable.
    A variable without a value is not replaced.
    """
    pieces: list[str] = []
    span = (0, 0)
    end = length = 0
    for match in template.VARIABLE.finditer(url):
        value = _value_of(match, variables)
        pieces += [url[end : match.start()], value]
        length += match.start() - end + len(value)
        if match[1] == template.ENV_TYPE:
            span = (length - len(value), length)
        end = match.end()
    pieces.append(url[end:])
    return "".join(pieces), span


def _value_of(match: re.Match[str], variables: Variables) -> str:
    try:
        return variables[match[1]]
    except (KeyError, FileError):
        return match[0]


_FIRST = frozenset({TokenState.NONE, TokenState.EXPIRED, TokenState.REFUSED})
"""States in which a token is fetched before the call is sent."""
_DUMMY = "\x00the secret\x00"
"""Replaces the secret in the token call, so that masking finds every form of it."""


class DryRun(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that pressing F5 would do, found out without sending anything."""

    preflight: Preflight
    variables: tuple[Used, ...]
    records: Records
    token_call: PreparedRequest | None
    """The call that fetches a token first, masked; ``None`` if no token has to be fetched."""


def explain_call(
    preflight: Preflight, draft: RequestDraft, variables: Variables, masker: Masker
) -> DryRun:
    """Return what would be sent, the variables used and the records affected."""
    status, request = preflight.token, preflight.request
    is_first = status.kind in KINDS and status.state in _FIRST
    names = dict.fromkeys(name for text in draft.texts for name in variables.used_by(text))
    known = [used for name in names if (used := use(name, variables, masker))]
    return DryRun(
        preflight=preflight,
        variables=tuple(known),
        records=find_records(preflight.endpoint, request) if request else Records(),
        token_call=_call_for(preflight.where.environment, status, masker) if is_first else None,
    )


def _call_for(
    environment: Environment, status: TokenStatus, masker: Masker
) -> PreparedRequest | None:
    is_refresh = status.kind is TokenKind.USER and bool(status.token and status.token.refresh_token)
    refresh_token = _DUMMY if is_refresh else ""
    request = token_call(environment, status.kind, _DUMMY, refresh_token)
    hidden = Masker((_DUMMY,), basic=((environment.secret_id, _DUMMY),))
    return request.masked(hidden).masked(masker)
