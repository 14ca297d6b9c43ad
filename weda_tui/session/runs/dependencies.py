"""The requests that are sent before a saved request: those of its dependencies that are stale.

    saved request ── resolve_dependencies ──► Dependencies ── due ──► stale requests
    stale requests ── coming ──► the variables that they will capture
                   └─ first_run ──► their results

A run does the same for all its requests; this module is for a request that is sent by itself.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

import msgspec

from weda_tui.core.collections.saved_request import SavedRequest, dependencies
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.runs.results import Consent, RunEntry, RunResult
from weda_tui.session.runs.memory import SentRequest
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RunOptions
from weda_tui.session.runs.saved_request_sender import SavedOutcome
from weda_tui.session.sending.preflight import DryRun, Preflight

if TYPE_CHECKING:
    from weda_tui.session.session import Session


class Dependencies(msgspec.Struct, frozen=True):
    """The dependencies of a saved request, according to its files."""

    chain: tuple[SavedRequest, ...] = ()
    """The dependencies, each before the requests that need it."""
    error: FileError | None = None
    """Why they are unknown: a dependency is missing or circular."""


def resolve_dependencies(
    session: "Session", saved: SavedRequest, given: Collection[str] = ()
) -> Dependencies:
    """Read the dependencies of a request. Reads the disk: for a thread.

    A dependency that captures only variables which are ``given`` is left out, together with its own
    dependencies.
    """

    def find(path: str) -> SavedRequest:
        found = session.collections.load(path).request
        return msgspec.structs.replace(found, depends=()) if is_given(found) else found

    def is_given(found: SavedRequest) -> bool:
        return bool(found.captures) and found.captures.keys() <= {*given}

    try:
        chain = dependencies(saved, find)
    except FileError as error:
        return Dependencies(error=error)
    return Dependencies(tuple(each for each in chain if not is_given(each)))


def due(session: "Session", known: Dependencies, where: Target) -> tuple[SavedRequest, ...]:
    """Return the dependencies that have to be sent first at a target, now."""
    scope, now = session.captured.scope(where), session.clock.monotonic()
    return tuple(saved for saved in known.chain if not scope.is_fresh(saved.path, now))


def coming(first: Sequence[SavedRequest]) -> tuple[VariableLayer, ...]:
    """Return the variables to be captured first; until then, the value is the name in braces."""
    return tuple(
        VariableLayer(
            VariableOrigin.CAPTURED,
            {name: f"{{{{{name}}}}}" for name in saved.captures},
            saved.path,
        )
        for saved in first
        if saved.captures
    )


def with_coming(draft: RequestDraft, first: Sequence[SavedRequest]) -> RequestDraft:
    """Return a draft for preview only, in which variables to be captured first are known."""
    layers = draft.layers
    origins = [each.origin for each in layers]
    at = origins.index(VariableOrigin.SET) if VariableOrigin.SET in origins else len(layers)
    layers = (*layers[:at], *coming(first), *layers[at:])
    return msgspec.structs.replace(draft, layers=layers)


def preflight_after(
    session: "Session",
    draft: RequestDraft,
    where: Target,
    first: Sequence[SavedRequest],
    findings: tuple[DraftFinding, ...] | None = None,
) -> Preflight:
    """Return what sending a draft would do, with the requests that are sent before it."""
    preflight = session.sending.preflight(with_coming(draft, first), where, findings)
    return msgspec.structs.replace(preflight, before=tuple(saved.path for saved in first))


def explain_after(
    session: "Session",
    draft: RequestDraft,
    where: Target,
    first: Sequence[SavedRequest],
    findings: tuple[DraftFinding, ...] | None = None,
) -> DryRun:
    """Return everything that sending a draft would do, with the requests sent before it."""
    explained = session.sending.explain(with_coming(draft, first), where, findings)
    preflight = preflight_after(session, draft, where, first, findings)
    return msgspec.structs.replace(explained, preflight=preflight)


def first_run(
    session: "Session",
    first: Sequence[SavedRequest],
    where: Target,
    consent: Consent,
    on_result: Callable[[RunResult], None] = lambda _: None,
) -> RequestRun:
    """Return the run that sends the dependencies; it stops after the first failure.

    The user did not ask for a dependency, so a write among them is asked about under every guard.
    """
    options = RunOptions(where=where, bail=True, consent=consent, asks_to_write=True)
    entries = [RunEntry(saved) for saved in first]
    loader = RequestLoader(session, where)
    memory = session.captured
    return RequestRun(session, loader, entries, options, memory=memory, on_result=on_result)


def keep_captured(session: "Session", path: str, where: Target, outcome: SavedOutcome) -> None:
    """Store how a saved request that was sent by itself went, and what it captured, for others."""
    sent = SentRequest(outcome.ok, session.clock.monotonic())
    session.captured.scope(where).note(path, sent, outcome.captures)
