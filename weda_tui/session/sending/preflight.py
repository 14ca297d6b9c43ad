"""The one answer to "what would sending do"."""

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
"""Characters up to which a body is compared with the documents at each key."""
_ELSEWHERE = frozenset(
    {ErrorCode.URL_OTHER_HOST, ErrorCode.URL_OTHER_PATH, ErrorCode.HOST_HEADER_OTHER}
)
CHECKED_WHILE_TYPING = 256 * 1024
"""Characters up to which a body is checked as JSON at each key."""


class Preflight(msgspec.Struct, frozen=True, kw_only=True):
    """What pressing F5 would do. The screen, the guard dialog and ``--dry-run`` all show this."""

    where: Target
    """What was chosen."""
    env_type: str
    """The env type that the resolved path names; the chosen one where it names none."""
    endpoint: Endpoint
    """The one that the resolved path names, else the draft's."""
    effect: Effect
    """What the call does, by its path: an edited URL is judged by what it calls."""
    reach: AffectedRecords = AffectedRecords()
    holds_request: bool = False
    """Whether its body may be read as a second request."""
    decision: GuardDecision
    token: TokenStatus
    request: PreparedRequest | None
    """Exactly what would leave, secrets masked; ``None`` when the draft cannot be resolved."""
    error: WedaError | None
    """Why it cannot be sent: the draft does not resolve, or the environment lacks credentials."""
    body_fault: JsonFault | None
    """Where the body stops being JSON, as typed or once its files are in it: a warning, no wall."""
    findings: tuple[DraftFinding, ...] = ()
    """What is missing or not as the documents say: a warning too, in the order of the form."""
    repeated_after: float | None
    """Seconds since the identical write left, when that was under ten."""
    before: tuple[str, ...] = ()
    """Paths of the saved requests that are sent first."""
    known_decision: GuardDecision | None = None
    """What is asked for the call as its path stands; ``None`` where no value in it is open.

    With an open value, ``effect`` and ``decision`` are those of the worst call that may come of it.
    """
    route: RouteStatus | None = None
    """Where the connection goes and whether what it carries may; ``None`` if that is unknown."""

    @property
    def is_open(self) -> bool:
        """Whether a value in its path is known only after what it depends on."""
        return self.known_decision is not None

    @property
    def first_decision(self) -> GuardDecision:
        """What is asked before that is sent which it depends on; it is judged again after that."""
        return self.decision if self.known_decision is None else self.known_decision

    @property
    def is_blocked(self) -> bool:
        """Whether it cannot be sent, whatever a person answers: a route can be approved."""
        return self.error is not None and not isinstance(self.error, RouteError)

    @property
    def leaves_deployment(self) -> bool:
        """Whether it is refused because it would go past the environment's address."""
        return self.error is not None and self.error.code in _ELSEWHERE

    @property
    def target(self) -> Target:
        """Where the call really goes: the env type is the one that the path names."""
        return Target(self.where.environment, self.env_type)


def preview_plan(
    plan: SendPlan,
    draft: RequestDraft,
    *,
    token: TokenStatus,
    findings: tuple[DraftFinding, ...],
    masker: Masker,
) -> Preflight:
    """Return what a person is shown of a plan; ``findings`` are those of the draft's own call."""
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
    """Return an endpoint; one without an id or a name has the name that its call gives it."""
    if endpoint.id or endpoint.title.en or request is None:
        return endpoint
    name = call_name(request.method, request.url)
    return msgspec.structs.replace(endpoint, title=Bilingual(name, name))


def _body_fault(draft: RequestDraft, plan: SendPlan) -> JsonFault | None:
    """Return where a body stops being JSON; files of more than a body that is checked are not read.

    The error of the plan names a file that cannot be read.
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
    """Return a request with the credentials masked that are typed into it, too."""
    masked = request.masked(masker)
    typed = credentials.in_request(masked) - {MASK}
    return masked.masked(Masker(typed)) if typed else masked


def resolved_url(url: str, variables: Variables) -> tuple[str, tuple[int, int]]:
    """Return a draft's URL as far as it resolves, and where the env type stands in it.

    The span is (start, end) in the result, (0, 0) when the env type does not occur as a variable.
    A variable without a value stays as it is written.
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
"""States in which a token is fetched before the call leaves."""
_STAND_IN = "\x00the secret\x00"
"""What the token call is built with, so that masking finds every form of it."""


class DryRun(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that pressing F5 would do; nothing was sent for it."""

    preflight: Preflight
    variables: tuple[Used, ...]
    records: Records
    token_call: PreparedRequest | None
    """The call that fetches a token first, secrets masked; ``None`` where none is needed."""


def explain_call(
    preflight: Preflight, draft: RequestDraft, variables: Variables, masker: Masker
) -> DryRun:
    """Return what would leave and why."""
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
    refresh_token = _STAND_IN if is_refresh else ""
    request = token_call(environment, status.kind, _STAND_IN, refresh_token)
    hidden = Masker((_STAND_IN,), basic=((environment.secret_id, _STAND_IN),))
    return request.masked(hidden).masked(masker)
