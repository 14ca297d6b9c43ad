"""The first two lines of the doctor: what and where, then what to do, in a terminal of 80."""

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.session.doctor_case import FOLDER, diagnose_case, endpoint_of, load_cases
from weda_tui.cli.sending.report import Report
from weda_tui.core.answers.verdict import Outcome
from weda_tui.core.doctor.cause_checks import (
    Cause,
    CauseState,
    CauseText,
    Fields,
    Names,
    Said,
    Value,
)
from weda_tui.core.doctor.causes import CauseId
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.pasted import diagnose_text
from weda_tui.core.json.text import JsonFault
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.text.cells import cells
from weda_tui.i18n.phrases.diagnosis import act_words, finding_of, first_step
from weda_tui.i18n.phrases.doctor import explain_answer
from weda_tui.i18n.phrases.headline import pasted_headline
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.store.bundled_error_book import load_error_book
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
    """Return the field, the header, the place or the code that a diagnosis is about, any of them.

    Several only where the longer one would not fit.
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
        case Said(values=(value, *_)):
            found = value.name
        case Said(names=(name, *_)):
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
    """Return what is wrong with the two lines of a diagnosis."""
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


@pytest.mark.parametrize("half", ["seen", "practice"])
async def test_two_lines_say_what_where_and_what_to_do(half: str, tmp_path: Path) -> None:
    for number, case in enumerate(load_cases(half)):
        state, diagnosis, where = await diagnose_case(case, tmp_path / str(number))
        if diagnosis is None:  # judged a success
            continue
        for strings in (ZH, EN):
            assert problems(diagnosis, state, strings) == [], case["id"]
            what, step, *_ = Report(strings, ()).headline(diagnosis, state, where)
            assert what.strip() == finding_of(diagnosis, state, strings).what
            assert cells(what) <= WIDTH, case["id"]
            words = step.partition("   ")[0]
            assert cells(words) <= WIDTH
            assert words.startswith(("  1 ", f"  {strings.doctor.to_do.format(step='')}"))


@pytest.mark.parametrize("strings", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("half", ["seen", "practice", "more"])
def test_two_lines_of_a_pasted_failure_do_too(half: str, strings: Strings) -> None:
    book = load_error_book()
    for each in tomllib.loads((FOLDER / f"texts-{half}.toml").read_text("utf-8"))["text"]:
        found = diagnose_text(each["text"].encode(), book, endpoint_of(each["text"]))
        if found is None or found.diagnosis is None:
            continue
        verdict, first = found.verdict, next(iter(found.diagnosis.causes), None)
        headline = pasted_headline(found, explain_answer(found, strings), strings)
        assert headline is not None
        assert 0 < cells(headline.what) <= WIDTH - 2, headline.what
        assert 0 < cells(headline.hint) <= WIDTH - 2, headline.hint
        assert headline.hint.startswith(strings.doctor.to_do.format(step=""))
        is_ours = verdict.outcome is Outcome.UNKNOWN or verdict.code.islower()
        places = {verdict.code, *named(first, found.state, strings)}
        assert is_ours or any(place in headline.what for place in places)
