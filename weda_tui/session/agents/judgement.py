"""Judges a plan of an agent: its effect, the bounds of agents at its target, and what it needs."""

from collections.abc import Mapping

from msgspec.structs import replace

from weda_tui.core.agents.masking import quoted_title
from weda_tui.core.agents.question import AskedWrite, request_digest, shows_all
from weda_tui.core.agents.rules import (
    AgentBounds,
    agent_decision,
    agent_effect,
    agent_env_types,
    strictest_bounds,
)
from weda_tui.core.catalogue.endpoint import Confidence, Effect, Endpoint, TokenKind
from weda_tui.core.environments.deployment import AgentLevel, Environment
from weda_tui.core.environments.route import RouteUse, UseStatus, source_of
from weda_tui.core.errors import ErrorCode, GuardError, WedaError
from weda_tui.core.guard.decision import GuardDecision, stricter
from weda_tui.core.guard.request_readings import find_env_types
from weda_tui.core.masking import Masker
from weda_tui.core.models.model_calls import model_name
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.requests.draft_check import check_request
from weda_tui.core.requests.free_call import FREE_CALL
from weda_tui.session.agents.limits import AgentLimits
from weda_tui.session.agents.results import AgentJudgement, AgentNeed
from weda_tui.session.routes import Routes
from weda_tui.session.sending.preflight import masked_request, named_endpoint
from weda_tui.session.sending.send_plan import MASKED_AUTHORIZATIONS, SendPlan

_OF_THE_WORKSPACE = frozenset({Confidence.OWN, Confidence.IMPORTED})


class AgentJudge:
    """Judges the plans of agents. Reads the disk: for a thread."""

    def __init__(self, limits: AgentLimits, routes: Routes) -> None:
        self._limits, self._routes = limits, routes

    def judge(self, plan: SendPlan, masker: Masker) -> AgentJudgement:
        """Return the judgement of a plan; ``masker`` is the one used for a question about it.

        Raises ``FileError``.
        """
        environment, target = plan.where.environment, plan.target
        method, url, named = "", "", set[str]()
        if plan.request is not None:
            method, url = plan.request.method, plan.request.url
            named = find_env_types(url, plan.request.headers, plan.request.body)
        effect = agent_effect(target, method)
        approved = self._limits.approved_env_types(environment)
        env_types = agent_env_types(target, url, plan.where, approved, named)
        own_first = sorted(env_types, key=lambda name: (name != target.env_type, name))
        self._limits.keep_tighter(environment)
        found = self._limits.find_all(environment, own_first)
        bounds = strictest_bounds(found.values())
        decision = stricter(agent_decision(bounds.guard, effect), plan.decision)
        need, error = AgentNeed.NOTHING, self.find_refusal(environment, found)
        if error is None and decision is GuardDecision.REFUSE:
            guarded = next(name for name, its in found.items() if its.guard is bounds.guard)
            error = _guard_error(ErrorCode.GUARD_READ_ONLY, environment, guarded)
        if error is None and _sends_key(plan, effect):
            error = _guard_error(ErrorCode.AGENT_SENDS_KEY, environment, target.env_type)
        if error is not None:
            need = AgentNeed.REFUSED
        elif decision is not GuardDecision.SEND and bounds.level is AgentLevel.READ:
            reads = next(name for name, its in found.items() if its.level is AgentLevel.READ)
            error = _guard_error(ErrorCode.AGENT_READS_ONLY, environment, reads)
            need = AgentNeed.PERSON
        elif plan.has_files:  # files are judged and shown by name, not by content
            error = _guard_error(ErrorCode.AGENT_NAMES_FILE, environment, target.env_type)
            need = AgentNeed.PERSON
        elif decision is not GuardDecision.SEND and not _is_shown_wholly(plan, masker):
            error = _guard_error(ErrorCode.AGENT_HIDES_PART, environment, target.env_type)
            need = AgentNeed.PERSON
        elif decision is not GuardDecision.SEND:
            need = AgentNeed.ANSWER
        return AgentJudgement(
            effect=effect, bounds=bounds, decision=decision, need=need, error=error
        )

    def find_refusal(
        self, environment: Environment, found: Mapping[str, AgentBounds]
    ) -> WedaError | None:
        """Return why agents may not even read in all of some env types; ``None`` if they may.

        An agent always needs an approved route, even where the user's first request would not.
        """
        if not self._routes.has_approved(environment):
            source = source_of(environment, RouteUse.REQUEST)
            use = UseStatus(RouteUse.REQUEST, source, "", is_approved=False)
            try:
                replace(self._routes.describe(environment), uses=(use,)).check()
            except WedaError as error:
                return error
        for name, bounds in found.items():
            if bounds.level is AgentLevel.NONE:
                if self._limits.has_new_identity(environment, name):
                    return _guard_error(ErrorCode.AGENT_IDENTITY_CHANGED, environment, name)
                return _guard_error(ErrorCode.AGENTS_NOT_ALLOWED, environment, name)
        return None


def _sends_key(plan: SendPlan, effect: Effect) -> bool:
    """Return whether the SecretKey itself would be sent by a call other than the token call."""
    shipped = plan.target.shipped
    is_for_token = shipped is not None and shipped.token_kind is TokenKind.BASIC
    is_for_token = is_for_token and effect is Effect.READ
    return plan.kind is TokenKind.BASIC and not is_for_token


def _guard_error(code: ErrorCode, environment: Environment, env_type: str) -> GuardError:
    return GuardError(code, environment=environment.name, env_type=env_type)


def asked_write(plan: SendPlan, judgement: AgentJudgement, masker: Masker, path: str) -> AskedWrite:
    """Return the plan with exactly the values that the question shows to the user.

    If the program's own documents have the endpoint, no file of the workspace can change its
    description. Raises ``WedaError`` for a plan that cannot be resolved.
    """
    resolved = _resolved(plan)
    request, headers = _shown(resolved, plan.kind, masker)
    shipped = plan.target.shipped
    endpoint = shipped or named_endpoint(_own_endpoint(plan), request)
    is_ours = shipped is not None and not model_name(shipped.id)  # else a deployment's title
    return AskedWrite(
        path=path,
        endpoint_id=endpoint.id,
        title=endpoint.title if is_ours else quoted_title(endpoint.title),
        env_type=plan.target.env_type,
        effect=judgement.effect,
        reach=plan.reach,
        decision=judgement.decision,
        token_kind=plan.kind,
        request=request,
        headers=headers,
        findings=(check_request(shipped, resolved) or ()) if shipped else (),
    )


def _own_endpoint(plan: SendPlan) -> Endpoint:
    """Return the workspace's endpoint for a call that the program's documents lack.

    A draft may have the id of a bundled endpoint and another URL; it then counts as a free call.
    """
    endpoint = plan.target.endpoint
    return endpoint if endpoint.confidence in _OF_THE_WORKSPACE else FREE_CALL


def _is_shown_wholly(plan: SendPlan, masker: Masker) -> bool:
    return plan.request is None or shows_all(*_shown(plan.request, plan.kind, masker))


def _shown(
    resolved: PreparedRequest, kind: TokenKind, masker: Masker
) -> tuple[PreparedRequest, tuple[Header, ...]]:
    """Return a request as the user may see it, and its headers except the one with its token."""
    request = masked_request(resolved, masker)
    headers = zip(resolved.headers, request.headers, strict=True)
    of_token = {("Authorization", each) for each in (MASKED_AUTHORIZATIONS[kind],) if each}
    return request, tuple(shown for sent, shown in headers if sent not in of_token)


def exact_digest(plan: SendPlan) -> str:
    """Return the digest of what is sent for a plan, with a mask in place of its token.

    A write of an agent sends no file. Takes time for a large body, so it is called in a thread.
    Raises ``WedaError`` for a plan that cannot be resolved.
    """
    return request_digest(_resolved(plan), plan.kind)


def _resolved(plan: SendPlan) -> PreparedRequest:
    """Return the request of a plan. Raises ``WedaError`` if it cannot be resolved."""
    if plan.request is None:
        raise plan.error or GuardError(
            ErrorCode.GUARD_CALL_CHANGED,
            environment=plan.where.environment.name,
            env_type=plan.target.env_type,
        )
    return plan.request
