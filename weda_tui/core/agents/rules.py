"""The effect of a call for agents, and what it requires: stricter than for the user.

    ResolvedCall ── agent_effect ──► Effect ── agent_decision(guard) ──► GuardDecision

An agent writes the requests, and may edit the workspace files that declare what a call does. So
only a call that the program's own documents declare a read is a read.
"""

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

import msgspec

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.environments.deployment import (
    ENV_TYPES,
    AgentLevel,
    Environment,
    SecretRef,
    Target,
)
from weda_tui.core.guard.decision import GuardDecision, decide, stricter
from weda_tui.core.guard.level import Guard
from weda_tui.core.guard.resolved_call import UNNAMED, ResolvedCall, worse
from weda_tui.core.masking import CUT
from weda_tui.core.requests.escapes import fold_segment
from weda_tui.core.requests.url import path_readings
from weda_tui.core.text.control_characters import strip_control_characters

LONGEST_CLIENT, LONGEST_REASON = 40, 300
"""The most characters that are kept of an agent's name and of its reason."""
_NO_NAME = "?"
_QUOTES = str.maketrans("“”", '""')
_LEVELS, _GUARDS = tuple(AgentLevel), tuple(Guard)


def agent_effect(call: ResolvedCall, method: str) -> Effect:
    """Return the effect that a call has for agents.

    A call that the bundled catalogue does not have with this method is at least a write, whatever a
    file of the workspace declares. So is a call that servers may read in several ways.
    """
    shipped = call.shipped
    is_known = shipped is not None and shipped.method == method.upper() and not call.is_ambiguous
    return call.effect if is_known else worse(call.effect, Effect.WRITE)


def agent_env_types(
    call: ResolvedCall,
    url: str,
    where: Target,
    approved: Iterable[str] = (),
    named: Iterable[str] = (),
) -> frozenset[str]:
    """Return every env type whose rules apply to a call of an agent.

    A bundled call addresses the env type in its path. For any other call the position of the env
    type in the path is unknown: every env type name in the path counts, and all env types count if
    servers may read the path in several ways. ``approved`` are the env types for which the user
    approved something, even if the file no longer names them. ``named`` are those in the query, the
    headers or the body.
    """
    known = {each.name for each in where.environment.env_types}.union(approved)
    names = {where.env_type, call.env_type}
    if call.shipped is None or call.is_ambiguous:
        segments = {each for path in path_readings(urlsplit(url).path) for each in path}
        folded = {*map(fold_segment, segments)}
        names |= {each for each in known.union(ENV_TYPES) if fold_segment(each) in folded}
    for each in map(fold_segment, named):
        names |= {name for name in known if fold_segment(name) == each} or {UNNAMED}
    return frozenset(names | known if call.is_ambiguous else names)


def agent_decision(guard: Guard, effect: Effect) -> GuardDecision:
    """Return what a guard requires before a call of an agent: a write always needs the user."""
    if effect is Effect.READ:
        return GuardDecision.SEND
    asked = GuardDecision.ASK_NAME if effect is Effect.DESTRUCTIVE else GuardDecision.ASK
    return stricter(asked, decide(guard, effect))


class AgentBounds(msgspec.Struct, frozen=True):
    """The limits of agents in one env type."""

    level: AgentLevel
    guard: Guard


def strictest_bounds(bounds: Iterable[AgentBounds]) -> AgentBounds:
    """Return the strictest level and guard of all; without bounds, the most permissive ones."""
    every = [AgentBounds(_LEVELS[-1], _GUARDS[0]), *bounds]
    return AgentBounds(
        min((each.level for each in every), key=_LEVELS.index),
        max((each.guard for each in every), key=_GUARDS.index),
    )


def agent_identity(environment: Environment) -> str:
    """Return a digest of the identities and secrets with which an environment's calls are made.

    Where this machine stores a secret does not matter for the identity.
    """
    key, password = map(_source, (environment.secret_key, environment.password))
    parts = (environment.secret_id, key, environment.username, password)
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def _source(reference: SecretRef | None) -> str | None:
    return "kept" if reference is not None and reference.is_kept else reference and str(reference)


def clean_client(text: str) -> str:
    """Return the name that an agent gives itself, as one short line that is safe to draw."""
    return _clean(text, LONGEST_CLIENT) or _NO_NAME


def clean_reason(text: str) -> str:
    """Return the reason of an agent as one line that is safe to draw."""
    return _clean(text, LONGEST_REASON)


def quoted(text: str) -> str:
    """Return a foreign text in quotation marks, which the text itself cannot close."""
    return f"“{text.translate(_QUOTES)}”"


def _clean(text: str, longest: int) -> str:
    line = strip_control_characters(" ".join(text.split()))
    return line if len(line) <= longest else f"{line[:longest]}{CUT}"
