"""A failure in two lines: what is wrong and where, then what to do.

The details are shown elsewhere.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
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
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.failures import known_failure
from weda_tui.core.doctor.pasted import PastedDiagnosis, no_answer_code
from weda_tui.core.json.text import JsonFault
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.text.cells import cells
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.doctor import (
    LONGEST_VALUE,
    ErrorExplanation,
    checked_words,
    unknown_code_words,
)
from weda_tui.i18n.phrases.errors import explain, explain_verdict
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText

LONGEST = 69
"""Maximum cells of a line: a terminal of 80 without the doctor's label and margins."""
SAY_LITTLE = frozenset(
    {
        "FailedOperation", "FAILED_OPERATION", "InvalidParameter", "InvalidParameterValue",
        "INVALID_PARAMETER", "INVALID_PARAMETER_VALUE",
    }
)  # fmt: skip
"""Codes that mean no more than a failure; for them the server's message is the finding."""
_TOKEN = "Authorization"
_PLACES = {
    CauseId.TOKEN_EXPIRED: _TOKEN,
    CauseId.TOKEN_KIND: _TOKEN,
    CauseId.TOKEN_MISSING: _TOKEN,
    CauseId.TOKEN_REVOKED: _TOKEN,
    CauseId.CLOCK_SKEW: "Date",
}
"""The header that a cause is about, whatever the evidence."""


def what_and_where(diagnosis: Diagnosis, state: Answered | Failed, strings: Strings) -> str:
    """Return what is wrong and where, in the fullest form that fits into a line."""
    lines = list(_forms(diagnosis, state, strings))
    return _first_that_fits(lines)


def pasted_headline(
    found: PastedDiagnosis, explanation: ErrorExplanation, strings: Strings
) -> FailureText | None:
    """Return the two lines of a pasted failure; ``None`` for a success."""
    state, diagnosis = found.state, found.diagnosis
    if diagnosis is None:
        return None
    if isinstance(state, Failed):
        cause = explanation.meaning
        is_it = known_failure(state.error.code).is_certain
        what = cause if is_it else strings.doctor.perhaps.format(cause=cause)
        place = strip_control_characters(str(state.error.parameters["host"]))
        what = _first_that_fits(list(_placed(_plain(what), [place] if place else [], "", strings)))
    elif found.verdict.outcome is Outcome.UNKNOWN:
        what = _plain(explanation.meaning)
    else:
        what = what_and_where(diagnosis, state, strings)
    steps = [strings.doctor.to_do.format(step=each) for each in explanation.steps]
    return FailureText(what, _first_that_fits(steps) if steps else "")


def _first_that_fits(lines: Sequence[str]) -> str:
    """Return the first line that is short enough, else the shortest line."""
    return next((line for line in lines if cells(line) <= LONGEST), min(lines, key=cells))


def _forms(diagnosis: Diagnosis, state: Answered | Failed, strings: Strings) -> Iterator[str]:
    """Yield the forms of the first line, the fullest form first."""
    first = diagnosis.causes[0] if diagnosis.causes else None
    is_it = first is not None and first.state is CauseState.YES
    page, code = diagnosis.page, _code_of(state)
    places = _places(first, state, strings) if first is not None else ()
    if is_it and (page is None or page.code in SAY_LITTLE):
        yield from _quoted(first, places, code, strings)
    is_status = page is None and code.startswith("HTTP ")  # a status says less than the cause
    if first is None or not (is_status or (is_it and first.evidence is not None)):
        yield from _placed(_meaning(state, page, strings), places if is_it else (), code, strings)
    if first is not None:
        statement = checked_words(first, strings)
        if not is_it:
            statement = strings.doctor.perhaps.format(cause=statement)
        yield from _placed(statement, places, code, strings)


def _quoted(
    cause: Cause | None, places: Sequence[str], code: str, strings: Strings
) -> Iterator[str]:
    """Yield the server's words after the value that they are about."""
    if cause is None or not isinstance(cause.evidence, Quote):
        return
    words = strings.doctor.evidence
    message = words.said.format(text=strip_control_characters(cause.evidence.text))
    for place in places or ([code] if code else ()):
        yield words.said_of.format(value=place, said=message)


def _placed(what: str, places: Sequence[str], code: str, strings: Strings) -> Iterator[str]:
    """Yield a statement with its place: value and code, the value only, or the code only."""
    new = [place for place in places if place not in what]
    lines = [strings.doctor.where.format(what=what, place=place) for place in new] or [what]
    for line in lines:
        if code and code not in line:
            yield _with_code(line, code, strings)
        if new or not code or code in line:
            yield line


def _with_code(what: str, code: str, strings: Strings) -> str:
    words = strings.doctor
    if what.endswith((")", "）")):
        return f"{what[:-1]}{words.joint}{code}{what[-1]}"
    return words.with_code.format(what=what, code=code)


_NO_CODE = frozenset({ErrorLayer.HTTP, ErrorLayer.PROXY, ErrorLayer.PARTIAL, ErrorLayer.NONE})


def _meaning(state: Answered | Failed, page: CodeEntry | None, strings: Strings) -> str:
    if isinstance(state, Failed):
        return _plain(explain(state.error, strings).what)
    verdict = state.exchange.verdict
    is_code = verdict.layer not in _NO_CODE and not verdict.rule and "=" not in verdict.code
    if page is None and is_code:
        return unknown_code_words(verdict, strings)
    if page is not None and page.code != verdict.code:
        return page.meaning.text(strings.language)
    explained = explain_verdict(verdict, strings, page)
    return _plain(explained.what if explained else "")


def _plain(text: str) -> str:
    """Return a sentence without its full stop."""
    return text.rstrip("。.")


def _code_of(state: Answered | Failed) -> str:
    if isinstance(state, Failed):
        return strip_control_characters(str(state.error.parameters.get("code", "")))
    code = _code(state.exchange.verdict)
    return code or f"HTTP {state.exchange.response.status}"


def _code(verdict: Verdict) -> str:
    """Return the code of a response; empty for a code of the program, if the response has none."""
    return "" if no_answer_code(verdict) else strip_control_characters(verdict.code)


def _places(cause: Cause, state: Answered | Failed, strings: Strings) -> tuple[str, ...]:
    """Return the places of a cause, the fullest form first; empty if no place is known."""
    if cause.id in _PLACES:
        return (_PLACES[cause.id],)
    found = tuple(map(strip_control_characters, _places_of(cause, strings)))
    if not found and isinstance(state, Failed):
        found = (str(state.error.parameters.get("host", "")),)
    return tuple(filter(None, found))


def _places_of(cause: Cause, strings: Strings) -> tuple[str, ...]:
    found: tuple[str, ...] = ()
    match cause.evidence:
        case Fields(findings) if findings:
            names = [each.name or strings.fields.whole_body for each in findings]
            found = (", ".join(names[:3]), names[0])
        case Value() as value:
            found = _value(value.name, value.text)
        case Quote(values=(value, *_)):
            is_missing = cause.id is CauseId.REQUIRED_MISSING
            found = (value.name,) if is_missing else _value(value.name, value.text)
        case Quote(names=(name, *_)):
            found = (name,)
        case Names(given):
            found = (given,)
        case JsonFault(line=line, column=column):
            found = (strings.doctor.evidence.line_and_column.format(line=line, column=column),)
        case CauseText(text) if cause.id not in _OF_WORDS:
            host = urlsplit(text).netloc
            is_place = bool(host) or cause.id is not CauseId.PROXY_PAGE
            found = (text.rstrip(":"), host or _end_of(text)) if is_place else ()
        case _:
            pass
    return found


_OF_WORDS = frozenset({CauseId.CREDENTIALS, CauseId.PASSWORD, CauseId.ACCOUNT, CauseId.CAPTCHA})
"""Causes with the server's words as evidence; their place is the code."""


def _end_of(path: str) -> str:
    """Return the last two segments of a path; empty for a shorter path."""
    return f"…/{'/'.join(path.rsplit('/', 2)[1:])}" if path.count("/") > 2 else ""


def _value(name: str, text: str) -> tuple[str, ...]:
    text = text.strip()
    return (f"{name} = {text}", name) if 0 < len(text) <= LONGEST_VALUE else (name,)
