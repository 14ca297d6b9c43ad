"""What a call is for an agent, and what it needs there: stricter than for a person.

    ResolvedCall ── agent_effect ──► Effect ── agent_decision(guard) ──► GuardDecision

An agent writes what it sends, and may edit the workspace that says what a call does. So a read is
what the program's own documents call one, and nothing else.
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
"""Characters that are kept of what an agent calls itself, and of why it sends something."""
_NO_NAME = "?"
_QUOTES = str.maketrans("“”", '""')
_LEVELS, _GUARDS = tuple(AgentLevel), tuple(Guard)


def agent_effect(call: ResolvedCall, method: str) -> Effect:
    """Return what a call does as it counts for agents.

    One that the bundled catalogue does not have with this method, whatever a file of the workspace
    says of it, is a write, and so is one that servers may read in several ways.
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
    """Return every env type whose rules a call of an agent has to keep.

    A bundled call goes to the one in its path. Of any other one nobody knows where its path has
    it: each name of one in the path counts, and where servers may read the path otherwise, all do.
    ``approved`` are those that a person approved something of, whatever the file names by now.
    ``named`` are those that its query, its headers or its body name.
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
    """Return what a guard asks before a call of an agent: for a write always a person."""
    if effect is Effect.READ:
        return GuardDecision.SEND
    asked = GuardDecision.ASK_NAME if effect is Effect.DESTRUCTIVE else GuardDecision.ASK
    return stricter(asked, decide(guard, effect))


class AgentBounds(msgspec.Struct, frozen=True):
    """What agents may do in one env type."""

    level: AgentLevel
    guard: Guard


def strictest_bounds(bounds: Iterable[AgentBounds]) -> AgentBounds:
    """Return the stricter of each part; of nothing, what leaves all to the others."""
    every = [AgentBounds(_LEVELS[-1], _GUARDS[0]), *bounds]
    return AgentBounds(
        min((each.level for each in every), key=_LEVELS.index),
        max((each.guard for each in every), key=_GUARDS.index),
    )


def agent_identity(environment: Environment) -> str:
    """Return a digest of whose rights the calls of an environment have, and of whose secrets.

    Where this machine keeps a secret says nothing of whose it is.
    """
    key, password = map(_source, (environment.secret_key, environment.password))
    parts = (environment.secret_id, key, environment.username, password)
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def _source(reference: SecretRef | None) -> str | None:
    return "kept" if reference is not None and reference.is_kept else reference and str(reference)


def clean_client(text: str) -> str:
    """Return what an agent calls itself as one short line that is safe to draw."""
    return _clean(text, LONGEST_CLIENT) or _NO_NAME


def clean_reason(text: str) -> str:
    """Return the reason of an agent as one line that is safe to draw."""
    return _clean(text, LONGEST_REASON)


def quoted(text: str) -> str:
    """Return words that are not the program's in quotation marks, which they cannot close."""
    return f"“{text.translate(_QUOTES)}”"


def _clean(text: str, longest: int) -> str:
    line = strip_control_characters(" ".join(text.split()))
    return line if len(line) <= longest else f"{line[:longest]}{CUT}"
