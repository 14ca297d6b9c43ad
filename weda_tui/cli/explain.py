"""``explain``: the explanation of a pasted response."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from urllib.parse import urlsplit

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument, json_option, option
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.help import page_width, wrap
from weda_tui.cli.invocation import current
from weda_tui.cli.option_checks import whole_number
from weda_tui.cli.sending.report import verdict_report
from weda_tui.cli.sessions import open_session
from weda_tui.core.answers.foreign import Foreign
from weda_tui.core.answers.text_parser import LARGEST, find_date
from weda_tui.core.answers.verdict import Mark, Verdict
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.mentioned import find_mentioned
from weda_tui.core.doctor.pasted import PastedDiagnosis, diagnose_text, no_answer_code
from weda_tui.core.doctor.server_logs import find_server_log, server_log_report
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.text import decode_body
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.doctor import ErrorExplanation, executed_words, explain_answer
from weda_tui.i18n.phrases.facts import layer_words
from weda_tui.i18n.phrases.headline import pasted_headline
from weda_tui.i18n.phrases.server_logs import log_notes, log_words
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText
from weda_tui.session import Session


def build(strings: Strings) -> click.Command:
    """Return ``explain``."""
    words = strings.cli.book
    examples = (
        "curl -si https://weda.example.cn/weda/… | weda-tui explain -",
        "grep 7f3a9c app.log | weda-tui explain - --endpoint workflow.CompleteTask",
        "weda-tui explain answer.json --status 502 --json",
    )
    parameters = [
        argument("file", "FILE|-"),
        option("--status", "N", words.status, callback=whole_number(100, 599)),
        option("--endpoint", "ID", words.endpoint),
        json_option(strings),
    ]
    page = HelpPage(strings, (words.explain, words.explain_details), examples, statuses=True)
    return CliCommand("explain", page, _explain, parameters)


def _explain(file: str, status: int | None, endpoint: str | None, as_json: bool) -> int:
    strings, session = current().strings, open_session()
    data = output.read_stdin(LARGEST) if file == "-" else session.error_book.read_file(file)
    about = _endpoint_of(session, data, endpoint)
    masker = session.tokens.masker()
    found = diagnose_text(data, session.error_book.pages, about, status=status, masker=masker)
    if found is None:
        raise FileError(ErrorCode.NOTHING_TO_EXPLAIN)
    verdict = found.verdict
    text = decode_body(data, "")[0]
    environment = _environment_of(session, text)
    place = session.settings.log_place(environment.host) if environment else None
    log = find_server_log(
        verdict, about.module if about else "", failed_at=find_date(data), now=session.clock.wall()
    )
    has_log = log is not None and log.gone_since is None
    explanation = explain_answer(found, strings, has_log=has_log).masked(masker)
    command, call = log.command(place) if log else "", about.id if about else ""
    if as_json:
        report = {
            "endpoint": call,
            "verdict": verdict_report(verdict, str),
            "explanation": explanation,
            "serverLog": command,
            "serverLogDetails": server_log_report(log) if log else None,
        }
        output.json_line(report)
    else:
        facts = (_facts(found, strings), call)
        note = session.error_book.notes().get(verdict.code, "")
        search = [log_words(log, strings), f"  {command}"] if log else []
        name = environment.name if environment else ""
        search += [f"  {each}" for each in log_notes(place, name, strings)] if log else []
        headline = pasted_headline(found, explanation, strings)
        lines = _page(verdict, explanation, (search, note), headline, strings)
        output.data("\n".join(["   ".join(filter(None, facts)), *lines]))
    return ExitStatus.OK if verdict.ok else ExitStatus.VERDICT


def _environment_of(session: Session, text: str) -> Environment | None:
    """Return the chosen environment, unless the text contains only URLs of other hosts."""
    where = session.environments.where()
    if where is None or ("://" in text and urlsplit(where.environment.host).netloc not in text):
        return None
    return where.environment


def _facts(found: PastedDiagnosis, strings: Strings) -> str:
    """Return the first line: mark, code, layer, and the other facts of the response."""
    words, verdict, status = strings.cli.send, found.verdict, found.status
    diagnosis = None if verdict.items else found.diagnosis
    executed = executed_words(diagnosis.executed, strings) if diagnosis else ""
    if diagnosis and diagnosis.only_reads:
        executed = strings.doctor.executed.no_read
    marks = {
        Mark.OK: words.ok,
        Mark.FAILURE: words.failed,
        Mark.PARTIAL: words.some_failed,
        Mark.UNKNOWN: words.unknown,
    }
    layer = verdict.part_of if verdict.mark is Mark.PARTIAL else verdict.layer
    is_counted = verdict.failed and verdict.count
    facts = (
        f"{marks[verdict.mark]} {verdict.code}".rstrip(),
        layer_words(layer, strings),
        words.partly.format(failed=verdict.failed, count=verdict.count) if is_counted else "",
        f"HTTP {status}" if status is not None and verdict.code != f"HTTP {status}" else "",
        words.request_id.format(id=verdict.request_id) if verdict.request_id else "",
        executed,
    )
    return strip_control_characters("   ".join(filter(None, facts)))


def _endpoint_of(session: Session, data: bytes, endpoint: str | None) -> Endpoint | None:
    """Return the named endpoint, else the only endpoint whose path occurs in the text."""
    if endpoint:
        return session.endpoints.get(endpoint, session.environments.where())
    with suppress(FileError):
        catalogue = session.endpoints.at(session.environments.where())
        return find_mentioned(decode_body(data, "")[0], catalogue)
    return None


def _page(
    verdict: Verdict,
    explanation: ErrorExplanation,
    known: tuple[Sequence[str], str],
    headline: FailureText | None,
    strings: Strings,
) -> Iterator[str]:
    """Yield the lines below the facts; ``known`` holds the log command and the team's note."""
    words, width = strings.book, page_width()
    search, note = known
    what = headline.what if headline else ""
    if headline is not None:
        yield from (f"  {line}" for line in (headline.what, headline.hint) if line)
    if verdict.message and not verdict.items and verdict.message not in what:
        is_ours = no_answer_code(verdict) is not None or verdict.code in set(Foreign)
        text = "{message}" if is_ours else strings.cli.send.server_says
        yield f"  {text.format(message=strip_control_characters(verdict.message))}"
    if headline is not None and explanation.meaning.rstrip("。.") not in what:
        yield from (f"  {line}" for line in wrap(explanation.meaning, width - 2))
    for item in verdict.items:
        name = item.name or strings.cli.send.item.format(number=item.index + 1)
        yield strip_control_characters(f"  ✗ {name}  {item.code}  {item.message}").rstrip()
    if explanation.causes:
        yield from ("", words.causes, *(f"  · {cause}" for cause in explanation.causes))
    if explanation.steps:
        yield from ("", words.steps, *(f"  · {step}" for step in explanation.steps))
    if search:
        yield from ("", *search)
    if note:
        yield from ("", words.note, *(f"  {line}" for line in note.split("\n")))
