"""The code of ``send``: sends one request through the same services as the explorer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import msgspec

from weda_tui.cli import output
from weda_tui.cli.environments.routes import check_sendable, report_status
from weda_tui.cli.errors_output import refuse
from weda_tui.cli.exit_status import ExitStatus, exit_status
from weda_tui.cli.invocation import current
from weda_tui.cli.runs.report import RunReport, check_guard, run_status
from weda_tui.cli.sending.draft_options import (
    SendFlags,
    draft_for_target,
    place_for,
    saved_target,
    unused_variables,
)
from weda_tui.cli.sending.report import Report
from weda_tui.cli.sessions import open_session, run
from weda_tui.core.bodies.pieces import pieces_of
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError, GuardError, WedaError
from weda_tui.core.guard.decision import YES, GuardDecision, check_consent
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.runs.results import Consent, first_failure
from weda_tui.core.secrets.credentials import in_headers
from weda_tui.core.sending.exchange import Answered, Exchange, Failed, Phase, Sending
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n import quantities
from weda_tui.i18n.phrases.requests import finding_words
from weda_tui.i18n.phrases.runs import failure_lines
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.files import check_free, check_output, incoming_file
from weda_tui.session.runs.dependencies import (
    due,
    explain_after,
    first_run,
    preflight_after,
    resolve_dependencies,
)
from weda_tui.session.sending.preflight import DryRun, Preflight


class Unsent(msgspec.Struct, frozen=True):
    """The reason why the request itself was not sent."""

    failed: Failed
    status: int | None = None
    """The exit status of a failed dependency; ``None`` for the status of the error."""


def first_of(session: Session, flags: SendFlags, where: Target) -> tuple[SavedRequest, ...]:
    """Return the dependencies to send first, without those whose variables ``--set`` gives.

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
    """Send the dependencies; return why the request cannot follow, ``None`` if it can.

    Nothing is sent if the request or one of its dependencies would be stopped.
    """
    strings, where = current().strings, preflight.where
    report = RunReport(strings, session, where, len(first))
    consent = Consent(YES, None) if yes else Consent()
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


async def save_answer(
    send: Callable[..., Awaitable[Answered | Failed]],
    file: str,
    session: Session,
    *,
    force: bool,
    report: Callable[[Masker], Report],
) -> tuple[Answered | Failed, bool]:
    """Send, and write the body to ``file`` once it is complete; else leave no file.

    The body is written byte for byte, except that the secrets masked by ``report`` are hidden,
    because a server may repeat a secret in any response. ``force`` replaces an existing file. Also
    return whether a secret was masked. Raises ``FileError``.
    """
    is_masked = False
    async with incoming_file(file, session.paths, overwrite=force) as incoming:
        try:
            result = await send(into=incoming, on_progress=_show_progress)
        finally:
            output.progress("")
        if isinstance(result, Answered):
            response = result.exchange.response
            if not response.stored:
                for piece in pieces_of(response.received):
                    await incoming.write(piece)
            masker = await asyncio.to_thread(session.gate.masker)
            masked = partial(report(masker).masked, content_type=response.header("Content-Type"))
            is_masked = await incoming.rewrite(masked)
            await incoming.finish()
        return result, is_masked


def _show_progress(sending: Sending) -> None:
    if sending.phase is not Phase.RECEIVING:
        return
    received, total = sending.received, sending.total
    if total:
        share = f"{received * 100 // total:>3} %"
        output.progress(f"{share}  {quantities.size(received)} / {quantities.size(total)}")
    else:
        output.progress(quantities.size(received))


MOST_FINDINGS = 5
"""Maximum number of warnings about values that are printed individually."""


def call(**given: Any) -> int:
    """Send the request of the given ``SendFlags``; return the exit status."""
    flags = SendFlags(**given)
    strings = current().strings
    session = open_session()
    if flags.file is not None:
        check_output(flags.file)
    if flags.file is not None and not flags.force:
        check_free(flags.file)
    where = place_for(session, flags)
    draft = draft_for_target(session, flags, where, strings)
    first = first_of(session, flags, where)
    findings = session.sending.check(draft, where)
    preflight = preflight_after(session, draft, where, first, findings)
    unused = unused_variables(flags, draft, session.sending.variables(where, draft))
    _warn(unused, preflight, strings, is_sent=not flags.dry_run)
    report_status(preflight.route)
    if flags.dry_run:
        explanation = explain_after(session, draft, where, first, findings)
        return _print_dry_run(flags, session, explanation)
    return _send_draft(flags, session, draft, preflight, first)


def _print_dry_run(flags: SendFlags, session: Session, explanation: DryRun) -> int:
    strings, preflight = current().strings, explanation.preflight
    report = _report(session, flags)
    if preflight.request is not None:
        report.print_explanation(explanation, preflight.request, as_json=flags.as_json)
        report.print_preflight(preflight)
        report.print_plan_details(explanation)
        output.talk(strings.cli.send.nothing_sent)
    check_sendable(session, preflight)
    return ExitStatus.OK


def _send_draft(
    flags: SendFlags,
    session: Session,
    draft: RequestDraft,
    preflight: Preflight,
    first: Sequence[SavedRequest],
) -> int:
    where = preflight.where
    consent = YES if flags.yes else GuardDecision.SEND
    is_masked = False

    async def send(session: Session) -> tuple[Answered | Failed, Diagnosis | None, int | None]:
        nonlocal is_masked
        if first and (unsent := await send_first(session, first, preflight, yes=flags.yes)):
            return unsent.failed, None, unsent.status
        send_it = partial(session.sending.send, draft, where, consent=consent, saved=flags.saved)
        if flags.file is None:
            result = await send_it()
        else:
            result, is_masked = await save_answer(
                send_it,
                flags.file,
                session,
                force=flags.force,
                report=partial(_report, session, flags),
            )
        if isinstance(result, Answered) and result.exchange.verdict.ok:
            return result, None, None
        from weda_tui.session.doctor import diagnose_call

        return result, diagnose_call(session, result, where), None

    result, diagnosis, status_of_first = run(session, send)
    if isinstance(result, Answered) and result.exchange.no_rule is not None:
        refuse(result.exchange.no_rule, current().strings)
    report = _report(session, flags)
    headline = report.headline(diagnosis, result, where)
    if isinstance(result, Answered):
        verdict = result.exchange.verdict
        page = None if verdict.ok else session.error_book.pages.find(verdict.code)
        status = _report_answer(flags, report, result.exchange)
        report.print_outcome(result.exchange, preflight.target, page, headline)
        if flags.file is not None:
            report.print_saved(flags.file, is_masked=is_masked)
    else:
        status = _report_failure(flags, report, result, preflight, headline)
    if diagnosis is not None:
        log_place = session.settings.log_place(where.environment.host)
        report.explain_diagnosis(diagnosis, result, where, log_place)
    return status if status_of_first is None else status_of_first


def _report(session: Session, flags: SendFlags, masker: Masker | None = None) -> Report:
    maskers = (masker or session.tokens.masker(), Masker(in_headers(flags.headers)))
    return Report(current().strings, maskers, session.settings.body_limit)


def _report_answer(flags: SendFlags, report: Report, exchange: Exchange) -> int:
    """Print a response unless it was written to a file; return the exit status."""
    if flags.as_json:
        report.print_exchange(exchange, flags.file)
    elif flags.file is None:
        report.print_body(exchange.response)
    return exit_status(exchange.verdict)


def _report_failure(
    flags: SendFlags, report: Report, result: Failed, preflight: Preflight, headline: Sequence[str]
) -> int:
    has_body = flags.file is None and result.error.code is not ErrorCode.BODY_TOO_BIG
    if flags.as_json:
        report.print_failure(result, preflight.request, has_body=has_body)
    elif result.response is not None and has_body:
        report.print_part(result.response)
    report.explain_failure(result, preflight.where, headline, is_printed=has_body)
    if flags.file is not None:
        report.print_not_saved(flags.file)
    if isinstance(result.error, GuardError):
        report.print_preflight(preflight)
    return exit_status(result.error)


def _warn(unused: list[str], preflight: Preflight, strings: Strings, *, is_sent: bool) -> None:
    words, fault = strings.cli.send, preflight.body_fault
    if fault is not None:
        pattern = words.body_file_fault if fault.file else words.body_fault
        file = strip_control_characters(fault.file)
        output.talk(pattern.format(line=fault.line, column=fault.column, file=file))
    if preflight.error is None:
        _warn_of_findings(preflight, strings, is_sent=is_sent)
    for name in unused:
        output.talk(words.unused_variable.format(name=name))


def _warn_of_findings(preflight: Preflight, strings: Strings, *, is_sent: bool) -> None:
    """Warn about missing and undocumented values; the warnings do not prevent the send."""
    words = strings.fields.findings
    sentence = words.sent_anyway if is_sent else words.stated
    for finding in preflight.findings[:MOST_FINDINGS]:
        output.talk(sentence.format(finding=finding_words(finding, strings.fields)))
    if (more := len(preflight.findings) - MOST_FINDINGS) > 0:
        output.talk(words.and_more.format(count=count(more)))
