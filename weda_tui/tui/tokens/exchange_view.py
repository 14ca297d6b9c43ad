"""The calls that a token came from, one below the other: what left, what came back, how long."""

from collections.abc import Sequence

from weda_tui.core.json.text import format_json
from weda_tui.core.tokens.token_call import TokenStep
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import clock_time, elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.tui.views.requests import body_rows, header_lines, request_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run


def step_lines(steps: Sequence[TokenStep], strings: Strings) -> list[Line]:
    """Return each call with its request, its answer and why it gave no token."""
    lines: list[Line] = []
    for number, step in enumerate(steps, 1):
        lines += [Line()] if lines else []
        lines.append(_head(step, number, len(steps), strings))
        lines += [*request_lines(step.request, strings), Line(), *_answer(step, strings)]
    return lines


def _head(step: TokenStep, number: int, count: int, strings: Strings) -> Line:
    when = clock_time(step.started_at)
    text = strings.tui.token.step.format(number=number, count=count)
    return Line([Run(f"  {text}", "bold"), Run(f"   {when} · {elapsed(step.elapsed)}", "dim")])


def _answer(step: TokenStep, strings: Strings) -> list[Line]:
    lines: list[Line] = []
    if step.response is not None:
        status = f"HTTP {step.response.status} {step.response.reason}".rstrip()
        lines += [Line([Run("  "), Run(status, "bold")]), *header_lines(step.response.headers)]
        body = step.response.body
        rows = body_rows(format_json(body) or body, strings) if body else []
        lines += [Line(), *(Line([Run("  "), *row]) for row in rows)]
    if step.error is not None:
        words = explain(step.error, strings)
        lines += [Line([Run(f"  ✗ {words.what}", "fail")]), Line([Run(f"    {words.hint}", "dim")])]
    return lines
