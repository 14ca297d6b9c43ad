"""The rows of a dry run: the request, its variables, the guard, the records, the token."""

from collections.abc import Iterator, Sequence

from weda_tui.core.requests.variables import Used
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.routes import approval_title, unusual_words
from weda_tui.i18n.phrases.sending import (
    decision_words,
    reach_words,
    short_value,
    source_words,
    token_use_words,
)
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session.sending.preflight import DryRun
from weda_tui.tui.views.requests import request_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run

INDENT = "  "
MOST_RECORDS = 5


def explanation_lines(explanation: DryRun, strings: Strings) -> list[Line]:
    """Return the rows of everything that pressing F5 would do, the request first."""
    preflight = explanation.preflight
    lines: list[Line] = []
    if preflight.before:
        lines += [_heading(strings.explanation.first), *map(_row, preflight.before), Line()]
    if preflight.error is not None:
        lines += [_row(f"✗ {explain(preflight.error, strings).what}", "fail"), Line()]
    if preflight.request is not None:
        request = request_lines(preflight.request, strings)
        lines += [_heading(strings.tui.result.as_sent), *request, Line()]
    lines += variable_lines(explanation.variables, strings)
    return [*lines, Line(), *_what_happens(explanation, strings)]


def variable_lines(variables: Sequence[Used], strings: Strings) -> list[Line]:
    """Return the rows of variables with their values, each followed by the source of the value."""
    words = strings.explanation
    lines = [_heading(words.variables)]
    for used in variables:
        lines += _variable_lines(used, strings)
    return lines if variables else [*lines, _row(words.no_variables, "dim")]


def _variable_lines(used: Used, strings: Strings) -> list[Line]:
    source = source_words(used.origin, used.layer, used.hides, strings)
    head = [Run(INDENT * 2), Run(f"{{{{{used.name}}}}}", "key"), Run(" = ", "dim")]
    return [
        Line([*head, Run(short_value(used.value))]),
        Line([Run(INDENT * 4), Run(source, "dim")]),
    ]


def _what_happens(explanation: DryRun, strings: Strings) -> Iterator[Line]:
    words, preflight = strings.explanation, explanation.preflight
    name, call = preflight.target.environment.name, explanation.token_call
    yield _heading(words.guard)
    yield _row(decision_words(preflight.decision, preflight.repeated_after, name, strings))
    if preflight.is_open:
        yield _row(f"! {words.open_path}", "caution")
    if preflight.holds_request:
        yield _row(f"! {words.request_inside}", "caution")
    if reach := reach_words(preflight.reach, strings):
        yield _row(f"! {reach}", "fail")
    yield from _record_lines(explanation, strings)
    yield from _route_lines(explanation, strings)
    yield Line()
    yield _heading(words.token)
    yield _row(token_use_words(preflight.token, is_first=call is not None, strings=strings))
    if call is not None:
        yield from (
            line._replace(left=[Run(INDENT), *line.left]) for line in request_lines(call, strings)
        )


def _route_lines(explanation: DryRun, strings: Strings) -> Iterator[Line]:
    """Yield what is unusual about the route, and whether it needs approval; often nothing."""
    status = explanation.preflight.route
    if status is None:
        return
    unusual = unusual_words(status, strings)
    if not unusual and status.is_approved:
        return
    yield Line()
    yield _heading(strings.routes.shown_heading)
    yield _row(status.route.address)
    yield from (_row(f"! {each}", "caution") for each in unusual)
    if not status.is_approved:
        yield _row(f"! {approval_title(status, strings)}", "fail")


def _record_lines(explanation: DryRun, strings: Strings) -> Iterator[Line]:
    words, records = strings.explanation, explanation.records
    if records.count is None and not records.ids:
        return
    yield Line()
    yield _heading(words.records)
    if records.count is not None:
        yield _row(words.counted.format(count=count(records.count)))
    for each in records.ids[:MOST_RECORDS]:
        yield _row(short_value(each))
    if (more := len(records.ids) - MOST_RECORDS) > 0:
        yield _row(words.more.format(count=more), "dim")


def _heading(text: str) -> Line:
    return Line([Run(INDENT), Run(text, "bold")])


def _row(text: str, role: str = "text") -> Line:
    return Line([Run(INDENT * 2), Run(text, role)])
