"""What ``send`` sends before a saved request: what it depends on."""

from collections.abc import Sequence

import msgspec

from weda_tui.cli.environments.routes import check_sendable
from weda_tui.cli.invocation import current
from weda_tui.cli.runs.guard import check_guard
from weda_tui.cli.runs.report import RunReport, run_status
from weda_tui.cli.sending.draft_options import SendFlags, saved_target
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.guard.decision import GuardDecision, check_consent
from weda_tui.core.runs.results import Consent, first_failure
from weda_tui.core.sending.exchange import Failed
from weda_tui.i18n.phrases.runs import failure_lines
from weda_tui.session import Preflight, Session
from weda_tui.session.runs.dependencies import due, first_run, resolve_dependencies


class Unsent(msgspec.Struct, frozen=True):
    """Why the request itself was not sent."""

    failed: Failed
    status: int | None = None
    """The exit status of what failed before it; ``None`` for that of the error."""


def first_of(session: Session, flags: SendFlags, where: Target) -> tuple[SavedRequest, ...]:
    """Return what has to be sent first; nothing for what ``--set`` gives whole.

    Raises ``FileError``.
    """
    saved = saved_target(session, flags)
    if saved is None or not saved.depends:
        return ()
    known = resolve_dependencies(session, saved, flags.variables)
    if known.error is not None:
        raise known.error
    return due(session, known, where)


async def send_first(
    session: Session, first: Sequence[SavedRequest], preflight: Preflight, *, yes: bool
) -> Unsent | None:
    """Send what goes first; return why the request cannot follow, ``None`` where it can.

    Nothing is sent at all where the request itself, or one of those, would be stopped.
    """
    strings, where = current().strings, preflight.where
    report = RunReport(strings, session, where, len(first))
    consent = Consent(GuardDecision.ASK_NAME, None) if yes else Consent()
    run = first_run(session, first, where, consent, report.print_first)
    try:
        check_sendable(session, preflight)
        session.approvals.check(await run.route())
        check_consent(preflight.first_decision, consent.decision, preflight.target)
        check_guard(await run.writes(), consent, where, report)
        results = await run.go()
    except WedaError as error:
        return Unsent(_failed(session, error, preflight))
    failed = first_failure(results)
    if failed is None:
        return None
    reason = next(failure_lines(failed, strings), "")
    error = FileError(ErrorCode.DEPENDS_FAILED, path=failed.path, reason=reason)
    return Unsent(_failed(session, error, preflight), run_status(results))


def _failed(session: Session, error: WedaError, preflight: Preflight) -> Failed:
    return Failed(
        error=error.masked(session.tokens.masker()),
        endpoint_id=preflight.endpoint.id,
        request=None,
        started_at=session.clock.wall(),
        elapsed=0.0,
    )
