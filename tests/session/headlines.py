"""The required content of the doctor's first two lines: what failed where, then what to do."""

from urllib.parse import urlsplit

from tests.session.doctor_case import Played
from weda_tui.cli.sending.report import Report
from weda_tui.core.doctor.cause_checks import (
    Cause,
    CauseState,
    CauseText,
    Fields,
    Names,
    Quote,
    Value,
)
from weda_tui.core.doctor.causes import CauseId
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.json.text import JsonFault
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.text.cells import cells
from weda_tui.i18n.phrases.diagnosis import act_words, finding_of, first_step
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.tui.doctor.view import DoctorView, whole_rows

WIDTH = 80
_HEADERS = {
    CauseId.TOKEN_EXPIRED: "Authorization",
    CauseId.TOKEN_KIND: "Authorization",
    CauseId.TOKEN_MISSING: "Authorization",
    CauseId.TOKEN_REVOKED: "Authorization",
    CauseId.CLOCK_SKEW: "Date",
}


def named(cause: Cause | None, state: Answered | Failed, strings: Strings) -> set[str]:
    """Return the names, one of which a diagnosis must mention: a field, header, place or code.

    Several names are returned only where the longer name would not fit.
    """
    found = set[str]()
    if cause is not None and cause.state is CauseState.YES:
        found = {_HEADERS[cause.id]} if cause.id in _HEADERS else _of_evidence(cause, strings)
    if isinstance(state, Failed):
        values = state.error.parameters
        host = _of_evidence(cause, strings) if cause is not None else set[str]()
        return found | host | {str(values[name]) for name in ("code", "host") if values.get(name)}
    verdict = state.exchange.verdict
    return found or {verdict.code or f"HTTP {state.exchange.response.status}"}


def _of_evidence(cause: Cause, strings: Strings) -> set[str]:
    match cause.evidence:
        case Fields(findings):
            found = findings[0].name or strings.fields.whole_body
        case Value() as value:
            found = value.name
        case Quote(values=(value, *_)):
            found = value.name
        case Quote(names=(name, *_)):
            found = name
        case Names(given):
            found = given
        case JsonFault(column=column):
            found = str(column)
        case CauseText(text) if cause.id is not CauseId.PROXY_PAGE or "://" in text:
            found = urlsplit(text).netloc or text.rsplit("/")[-1].partition(":")[0]
        case _:
            found = ""
    return {found} if found else set()


def problems(diagnosis: Diagnosis, state: Answered | Failed, strings: Strings) -> list[str]:
    """Return the problems of the first two lines of a diagnosis."""
    finding = finding_of(diagnosis, state, strings)
    rows = whole_rows(DoctorView(diagnosis, state, strings), WIDTH)
    drawn = ["".join(run.text for run in row.line.left).strip() for row in rows[:2]]
    step, first = first_step(diagnosis), next(iter(diagnosis.causes), None)
    places = named(first, state, strings)
    found: list[str] = []
    if drawn != [f"{strings.doctor.title}  {finding.what}", finding.hint]:
        found.append(f"more than two lines: {drawn}")
    if places and not any(place in finding.what for place in places):
        found.append(f"none of {places} is in: {finding.what}")
    if step is None or act_words(step, strings).what not in finding.hint:
        found.append(f"nothing to do in: {finding.hint}")
    return found


def assert_two_lines(played: Played) -> None:
    """Assert that two lines suffice in the explorer and in a command line of 80 columns.

    A case that is judged a success has no diagnosis.
    """
    case, state, diagnosis, where = played
    if diagnosis is None:
        return
    for strings in (ZH, EN):
        assert problems(diagnosis, state, strings) == [], case["id"]
        what, step, *_ = Report(strings, ()).headline(diagnosis, state, where)
        assert what.strip() == finding_of(diagnosis, state, strings).what
        assert cells(what) <= WIDTH, case["id"]
        words = step.partition("   ")[0]
        assert cells(words) <= WIDTH
        assert words.startswith(("  1 ", f"  {strings.doctor.to_do.format(step='')}"))
