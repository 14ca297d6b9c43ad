"""The rows of a question of an agent: the agent, its words, what would be sent."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, Self

from weda_tui.core.agents.question import AgentQuestion
from weda_tui.core.agents.rules import clean_client, clean_reason, quoted
from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.agents import sent_token_words
from weda_tui.i18n.phrases.facts import confidence_words, effect_mark
from weda_tui.i18n.phrases.requests import findings_words
from weda_tui.i18n.quantities import count, time_left
from weda_tui.i18n.strings import Strings
from weda_tui.tui.agents.asked_call import AskedCall, read_call
from weda_tui.tui.comparison.json_diff_view import change_lines, count_words
from weda_tui.tui.guard.view import (
    LABELS,
    blank,
    draw_body,
    draw_call,
    draw_place,
    joined,
    labelled,
    sentence,
)
from weda_tui.tui.history.view import diff_line
from weda_tui.tui.views.endpoints import EFFECT_ROLES
from weda_tui.tui.views.targets import env_type_chip
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, fold_marked, pad, wrap

MOST_REASON, MOST_REASON_TIGHT = 4, 2
"""The maximum number of rows of the reason above the calls; the full reason is below them."""


class ShownQuestion(NamedTuple):
    """A question, and its calls with the catalogue's information about them."""

    question: AgentQuestion
    calls: Sequence[AskedCall]
    is_exact: bool = False
    """Whether the exact bodies are shown."""

    @classmethod
    def read(cls, question: AgentQuestion, endpoints: Sequence[Endpoint | None]) -> Self:
        """Return a question with what is known of its writes; compares bodies, so use a thread."""
        return cls(question, [*map(read_call, question.writes, endpoints)])

    @property
    def has_values(self) -> bool:
        """Whether a body can also be shown as values."""
        return any(call.content.sent for call in self.calls)

    @property
    def effect(self) -> Effect:
        """The worst effect of the calls."""
        effects = {call.effect for call in self.calls}
        return Effect.DESTRUCTIVE if Effect.DESTRUCTIVE in effects else Effect.WRITE


# -- above -----------------------------------------------------------------------------------


def draw_head(
    asked: ShownQuestion, seconds: float, strings: Strings, width: int, *, is_tight: bool = False
) -> list[Line]:
    """Return the title, the sentence, the agent and its reason, the target and the call.

    ``is_tight`` omits the blank rows.
    """
    words = strings.agents.dialog
    left = words.time_left.format(time=time_left(seconds))
    title = Run(_title(asked, strings), "caution bold")
    lines = [
        Line([Run("  "), title], [Run(left, "caution bold"), Run("  ")]),
        *blank(is_tight),
        *fold_marked(Line(_sentence(asked, strings)), width - 2, 2),
        *blank(is_tight),
        *_agent(asked, strings, width, MOST_REASON_TIGHT if is_tight else MOST_REASON),
        *blank(is_tight),
    ]
    question = asked.question
    exact = strings.tui.guard.values if asked.is_exact else strings.tui.guard.exact_body
    turn = Run.key("Tab", exact, "turn") if asked.has_values else []
    if len(asked.calls) > 1:
        place = question.environment, question.env_types, question.host
        lines += draw_place(*place, strings, width, turn)
        return [*lines, *labelled(words.requests, [Run(_counts(asked, strings))], width)]
    [call] = asked.calls
    lines += draw_place(question.environment, [call.env_type], question.host, strings, width)
    return [*lines, *_call(call, question.host, strings, width, turn)]


def _title(asked: ShownQuestion, strings: Strings) -> str:
    words = strings.agents.dialog
    if len(asked.calls) > 1:
        return words.title_many.format(count=count(len(asked.calls)))
    return words.title_name if asked.question.needs_name else words.title


def _sentence(asked: ShownQuestion, strings: Strings) -> list[Run]:
    question, words = asked.question, strings.agents.dialog
    if len(asked.calls) == 1:
        [call] = asked.calls
        return sentence(call, (question.environment, call.env_type), strings, call.content)
    before, _, after = words.sentence_many.partition("{place}")
    runs = [
        Run("  " + before),
        Run(question.environment + "  ", "bold"),
        *joined((env_type_chip(each, strings) for each in question.env_types), strings),
        Run(after.format(count=count(len(asked.calls))), "bold"),
    ]
    if asked.effect is Effect.DESTRUCTIVE:
        runs.append(Run(" " + strings.tui.guard.irreversible, "fail bold"))
    return runs


def _counts(asked: ShownQuestion, strings: Strings) -> str:
    """Return the number of calls of each kind."""
    words = strings.agents.dialog
    counted = Counter(
        f"{call.endpoint.title.text(strings.language)} {effect_mark(call.effect, strings)}"
        for call in asked.calls
    )
    return words.joint.join(
        words.kind_count.format(count=count(number), title=title)
        for title, number in counted.items()
    )


def _agent(asked: ShownQuestion, strings: Strings, width: int, most: int) -> list[Line]:
    """Return the agent's name and its reason, quoted and on a different background."""
    words, question = strings.agents.dialog, asked.question
    client = Run(quoted(clean_client(question.client)), "on-field bold")
    lines = labelled(words.name_of_agent, [client, Run(f"  {words.own_name}", "dim")], width)
    rows = _reason_rows(asked, width)
    if not rows:
        return [*lines, *labelled("", [Run(words.says_nothing, "dim")], width)]
    shown = rows if len(rows) <= most else [*rows[: most - 1], _cut_row(rows[most - 1], width)]
    return [*lines, *labelled("", [Run(words.says, "dim")], width), *_quoted(shown, width)]


def _reason_rows(asked: ShownQuestion, width: int) -> list[str]:
    reason = clean_reason(asked.question.reason)
    return wrap(quoted(reason), width - LABELS - 6) if reason else []


def _cut_row(text: str, width: int) -> str:
    """Return the last shown row of a reason that continues."""
    return cut(f"{text}…", width - LABELS - 6)


def _quoted(rows: Sequence[str], width: int) -> list[Line]:
    room = width - LABELS - 2
    margin = Run(" " * LABELS)
    return [Line([margin, Run(pad(f"  {row}", room), "on-field italic")]) for row in rows]


def _call(
    call: AskedCall, host: str, strings: Strings, width: int, right: Sequence[Run] = ()
) -> list[Line]:
    """Return the call: its title, the confidence in its documentation, its address and token."""
    confidence = confidence_words(call.endpoint.confidence, strings)
    if not call.endpoint.id:
        confidence = strings.agents.dialog.unknown_call
    request = call.request
    address = f"{request.method} {request.url.removeprefix(host)}"
    return [
        *draw_call(call, strings, width, right),
        *labelled("", [Run(address), Run(f"   {confidence}", "dim")], width),
        *labelled(
            strings.tui.guard.token, [Run(sent_token_words(call.token_kind, strings))], width
        ),
    ]


# -- what would be sent ----------------------------------------------------------------------


def draw_calls(asked: ShownQuestion, strings: Strings, width: int) -> list[Line]:
    """Return each call with its difference from the example, then the full reason."""
    lines: list[Line] = []
    for number, call in enumerate(asked.calls, 1):
        if len(asked.calls) > 1:
            lines += [*([Line()] if lines else []), *_heading(number, asked, call, strings)]
            lines += _call(call, asked.question.host, strings, width)
        content = call.content._replace(is_exact=asked.is_exact)
        if call.findings:
            text = strip_control_characters(findings_words(call.findings, strings.fields))
            lines += labelled("", [Run(f"! {text}", "caution")], width)
        lines += _headers(call, strings, width)
        lines += [*draw_body(call, strings, width, content), *_differences(call, strings, width)]
    rows = _reason_rows(asked, width)
    if len(rows) > MOST_REASON_TIGHT:
        says = labelled("", [Run(strings.agents.dialog.says_all, "dim")], width)
        lines += [Line(), *says, *_quoted(rows, width)]
    return lines


def _heading(number: int, asked: ShownQuestion, call: AskedCall, strings: Strings) -> list[Line]:
    words = strings.agents.dialog
    text = words.number.format(number=number, count=len(asked.calls))
    runs = [
        Run("  "),
        Run(text, "bold"),
        Run(f"   {quoted(call.path)}" if call.path else "", "dim"),
    ]
    if len(asked.question.env_types) > 1:
        runs += [Run("   "), env_type_chip(call.env_type, strings)]
    mark = Run(effect_mark(call.effect, strings), EFFECT_ROLES[call.effect])
    return [Line(runs, [mark, Run("  ")])]


def _headers(call: AskedCall, strings: Strings, width: int) -> list[Line]:
    """Return the headers without that of the token, each on rows of its own."""
    labels = [strings.agents.dialog.headers, *[""] * len(call.headers)]
    return [
        line
        for label, (name, value) in zip(labels, call.headers, strict=False)
        for line in labelled(label, [Run(strip_control_characters(f"{name}: {value}"))], width)
    ]


def _differences(call: AskedCall, strings: Strings, width: int) -> list[Line]:
    """Return the differences of the body from the documents' example."""
    words, found = strings.agents.dialog, call.differences
    if found is None:
        if not call.request.body.strip():
            return []
        return labelled(words.differences, [Run(words.no_example, "dim")], width)
    if found.is_equal:
        return labelled(words.differences, [Run(words.as_example, "dim")], width)
    drawn = [diff_line(line, strings) for line in found.lines or ()]
    for change in found.changes:
        drawn += change_lines(change, strings)
    text = strings.comparison.by_lines if found.lines else count_words(found, strings)
    margin = Run(" " * (LABELS - 2))
    hang = LABELS + (2 if found.lines else 4)
    return [
        *labelled(words.differences, [Run(text, "dim")], width),
        *(
            row
            for line in drawn
            for row in fold_marked(line._replace(left=[margin, *line.left]), width - 2, hang)
        ),
    ]


# -- below -----------------------------------------------------------------------------------


def draw_tail(
    asked: ShownQuestion, strings: Strings, width: int, *, is_tight: bool = False
) -> list[Line]:
    """Return the consequences, and a rule. ``is_tight`` omits the blank rows."""
    words = strings.tui.guard
    is_final = asked.effect is Effect.DESTRUCTIVE
    after = words.after_destructive if is_final else words.after_write
    lines = [*blank(is_tight), *labelled(words.after, [Run(after)], width)]
    if not is_tight:
        lines += labelled("", [Run(strings.agents.dialog.applies_once, "faint")], width)
    return [*lines, *blank(is_tight), Line.rule(width), *blank(is_tight)]
