"""What is sent before a saved request: what it depends on, as far as that is stale.

    before ── files ──► Before ── due ──► stale requests ── coming ──► variables they will bring
                                                    └── first_run ──► the results

A run does the same for all of its requests; this is for the one that is sent by itself.
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
    """What a saved request depends on, as its files say."""

    chain: tuple[SavedRequest, ...] = ()
    """What comes first before what needs it."""
    error: FileError | None = None
    """Why it cannot be told: one is not there, or they go in a circle."""


def resolve_dependencies(
    session: "Session", saved: SavedRequest, given: Collection[str] = ()
) -> Dependencies:
    """Read what a request depends on. Touches the disk: for a thread.

    What only captures variables that are ``given`` is left out, and what it depends on.
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
    """Return what has to be sent first at a place, now."""
    scope, now = session.captured.scope(where), session.clock.monotonic()
    return tuple(saved for saved in known.chain if not scope.is_fresh(saved.path, now))


def coming(first: Sequence[SavedRequest]) -> tuple[VariableLayer, ...]:
    """Return the variables that are captured first; each stands for itself until then."""
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
    """Return a draft to be looked at, never sent: what is captured first counts as there."""
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
    """Say what sending a draft would do, and what goes before it."""
    preflight = session.sending.preflight(with_coming(draft, first), where, findings)
    return msgspec.structs.replace(preflight, before=tuple(saved.path for saved in first))


def explain_after(
    session: "Session",
    draft: RequestDraft,
    where: Target,
    first: Sequence[SavedRequest],
    findings: tuple[DraftFinding, ...] | None = None,
) -> DryRun:
    """Say everything that sending a draft would do, after what goes before it."""
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
    """Return the run that sends what goes first; the first failure is the last of it.

    Nobody pressed a key for what goes first: a write of it is asked about whatever the guard is.
    """
    options = RunOptions(where=where, bail=True, consent=consent, asks_to_write=True)
    entries = [RunEntry(saved) for saved in first]
    loader = RequestLoader(session, where)
    memory = session.captured
    return RequestRun(session, loader, entries, options, memory=memory, on_result=on_result)


def keep_captured(session: "Session", path: str, where: Target, outcome: SavedOutcome) -> None:
    """Keep what a saved request that was sent by itself has for others."""
    sent = SentRequest(outcome.ok, session.clock.monotonic())
    session.captured.scope(where).note(path, sent, outcome.captures)
