"""The output of ``history`` for an entry."""

import os
from datetime import datetime
from typing import Any

from weda_tui.cli import output
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.sending.report import Report, layer_of
from weda_tui.core.history.entry import HistoryEntry, HistoryRecord
from weda_tui.core.masking import Masker
from weda_tui.core.sending.exchange import Answered, Cancelled, Failed
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.history import GLYPHS, agent_words, entry_title, reason_words
from weda_tui.i18n.phrases.server_logs import log_lines
from weda_tui.i18n.phrases.support_bundle import file_rows, left_out_words, readme_text
from weda_tui.i18n.quantities import size
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.history_bundles import (
    bundle_of,
    environment_of,
    log_command_of,
    log_of,
    write_bundle,
)


def entry_row(entry: HistoryEntry, strings: Strings) -> tuple[str, ...]:
    """Return the cells of an entry in the list."""
    at = datetime.fromtimestamp(entry.started_at).astimezone()
    place = entry.conditions
    return (
        str(entry.id),
        GLYPHS[entry.ending],
        at.strftime("%Y-%m-%d %H:%M:%S"),
        strip_control_characters(f"{place.environment} {place.env_type}"),
        strip_control_characters(entry.endpoint_id),
        strip_control_characters(entry_title(entry, strings)),
        "  ".join(filter(None, (agent_words(entry, strings), reason_words(entry, strings)))),
    )


def entry_fields(entry: HistoryEntry) -> dict[str, Any]:
    """Return the JSON object of an entry: that of ``send --json``, with time and target."""
    place, verdict = entry.conditions, entry.verdict
    layer = verdict.layer.value if verdict else ""
    if entry.problem is not None:
        layer = layer_of(entry.problem.error())
    return {
        "id": entry.id,
        "time": datetime.fromtimestamp(entry.started_at)
        .astimezone()
        .isoformat("T", "milliseconds"),
        "endpoint": entry.endpoint_id,
        "title": {"zh": entry.title.zh, "en": entry.title.en},
        "environment": place.environment,
        "envType": place.env_type,
        "host": place.host,
        "effect": entry.effect.value,
        "method": entry.method,
        "url": entry.url,
        "ending": entry.ending.value,
        "verdict": {
            "ok": verdict.ok if verdict else False,
            "state": entry.state.value,
            "layer": layer,
            "code": entry.code,
            "message": verdict.message if verdict else "",
            "requestId": entry.request_id,
        },
        "status": entry.status,
        "elapsedMs": round(entry.elapsed * 1000),
        "size": entry.size,
        "agent": entry.agent or None,
    }


async def write_record(session: Session, number: int, path: str) -> int:
    """Write an entry as a support bundle; print its path to stdout, its contents to stderr."""
    strings = current().strings
    record = await session.history.read(number)
    log = log_of(session, record)
    lines = log_lines(log, log_command_of(session, record, log), strings) if log else []
    is_gone = environment_of(session, record) is None
    readme = readme_text(record, strings, is_gone=is_gone, log=lines)
    bundle = await bundle_of(session, record, os.environ, readme)
    written = await write_bundle(bundle, path, session.paths.workspace)
    output.data(str(written))
    for row in file_rows(bundle, strings):
        output.talk("  ".join(row))
    output.talk("\n".join(left_out_words(bundle, strings)))
    return ExitStatus.OK


def print_record(record: HistoryRecord, strings: Strings, masker: Masker, *, as_json: bool) -> None:
    """Print an entry as ``send`` printed it, and report what is missing."""
    report, settled = Report(strings, (masker,)), record.settled
    where, words = record.entry.conditions.where, strings.history.command
    if record.request is not None and not as_json:
        report.print_request(record.request)
    match settled:
        case Answered():
            if as_json:
                report.print_exchange(settled.exchange)
            else:
                report.print_body(settled.exchange.response)
            report.print_outcome(settled.exchange, where)
        case Failed():
            if as_json:
                report.print_failure(settled, record.request)
            elif settled.response is not None:
                report.print_body(settled.response)
            report.explain_failure(settled, where)
        case Cancelled():
            if as_json:
                output.json_line(entry_fields(record.entry))
            output.talk(reason_words(record.entry, strings))
    if record.is_response_cut:
        kept = len(record.response.body) if record.response else 0
        output.talk(words.cut.format(limit=size(kept)))
