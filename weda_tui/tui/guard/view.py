"""What a guard asks about: the sentence, where and what, the body, what follows."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.guard.affected_records import Records
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.json.text import decode_body
from weda_tui.core.links.id_labels import IdLabel
from weda_tui.core.requests.form import FormRow
from weda_tui.i18n.phrases.facts import effect_mark, guard_words
from weda_tui.i18n.phrases.requests import fault_words, findings_words
from weda_tui.i18n.phrases.sending import action_words, reach_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Preflight
from weda_tui.tui.guard.values_view import body_notes, draw_values, label_runs
from weda_tui.tui.views.endpoints import EFFECT_ROLES
from weda_tui.tui.views.requests import MOST_SHOWN, body_rows
from weda_tui.tui.views.targets import env_type_chip, env_type_role, gauge_state
from weda_tui.tui.widgets.drawing.paint import Line, Run, fold, pad

LABELS = 14
"""Cells before what stands beside a label."""
MOST_RECORDS = 5


class GuardContent(NamedTuple):
    """What a call carries and hits."""

    sent: tuple[FormRow, ...] = ()
    """Its values; none where rows would not say all of it."""
    records: Records = Records()
    labels: Mapping[str, IdLabel] = MappingProxyType({})
    """What earlier answers said of its ids."""
    is_exact: bool = False
    """Whether its exact body is shown."""

    @property
    def rows(self) -> tuple[FormRow, ...]:
        """The values that are shown."""
        return () if self.is_exact else self.sent


def draw_head(
    preflight: Preflight,
    strings: Strings,
    width: int,
    content: GuardContent,
    *,
    is_tight: bool = False,
) -> list[Line]:
    """Return the title, the sentence with number and target, where and what.

    ``is_tight`` leaves out the blank rows.
    """
    words, where, endpoint = strings.tui.guard, preflight.target, preflight.endpoint
    place = f"{where.environment.name} · {where.env_type}"
    guard = words.guard.format(place=place, guard=guard_words(where.guard, strings))
    at = [
        Run(f"{where.environment.name} › "),
        Run(where.env_type, f"{env_type_role(where.env_type)} bold"),
        Run(f"   {where.environment.host}", "dim"),
    ]
    what = [
        Run(endpoint.title.text(strings.language), "bold"),
        Run(f"  {endpoint.action}   ", "dim"),
        Run(effect_mark(preflight.effect, strings), EFFECT_ROLES[preflight.effect]),
    ]
    title = Run(_title(preflight, strings), "caution bold")
    return [
        Line([Run("  "), title], [Run(guard, "dim"), Run("  ")]),
        *_blank(is_tight),
        *fold(Line(_sentence(preflight, strings, content)), width - 2, 2),
        *_blank(is_tight),
        *_row(words.where, at, width),
        *_row(words.what, what, width, _other_view(content, strings)),
    ]


def _other_view(content: GuardContent, strings: Strings) -> list[Run]:
    """Return the key of the other view of what is carried, where there are two."""
    words = strings.tui.guard
    other = words.exact_body if content.rows else words.values
    return Run.key("Tab", other, "turn") if content.sent else []


def draw_body(
    preflight: Preflight, strings: Strings, width: int, content: GuardContent
) -> list[Line]:
    """Return what will leave: its values, else the records that are hit and the exact body."""
    words = strings.tui.guard
    if not content.rows:
        return [*_records(preflight, strings, width, content), *_exact(preflight, strings, width)]
    lines = _open_reach(preflight, strings, width)
    drawn = draw_values(content.rows, content.labels, strings, width - LABELS - 2)
    for number, line in enumerate(drawn):
        label = pad("" if number else words.with_what, LABELS - 2)
        lines.append(Line([Run("  "), Run(label, "dim"), *line.left]))
    return lines


def _open_reach(preflight: Preflight, strings: Strings, width: int) -> list[Line]:
    """Return that nothing says which records are hit, where that is so."""
    if reach := reach_words(preflight.reach, strings):
        return _row(strings.explanation.records, [Run(f"! {reach}", "fail bold")], width)
    return []


def _records(
    preflight: Preflight, strings: Strings, width: int, content: GuardContent
) -> list[Line]:
    """Return which records are hit, and what earlier answers said of them."""
    words, ids = strings.explanation, content.records.ids
    lines = _open_reach(preflight, strings, width)
    rows = [[Run(each), *label_runs(content.labels.get(each), strings)] for each in ids]
    if (more := len(ids) - MOST_RECORDS) > 0:
        rows[MOST_RECORDS:] = [[Run(words.more.format(count=more), "dim")]]
    for row in rows:
        lines += _row("" if lines else words.records, row, width)
    return lines


def _exact(preflight: Preflight, strings: Strings, width: int) -> list[Line]:
    """Return the body byte for byte, with what is known of its values behind them."""
    words, request = strings.tui.guard, preflight.request
    rows = body_rows(request.body, strings) if request is not None else []
    if request is not None and len(request.body) <= MOST_SHOWN:
        text, _ = decode_body(request.body, "")
        for line, note in body_notes(text, preflight.endpoint, strings).items():
            rows[line].append(Run(f"  = {note}", "dim italic"))
    if preflight.holds_request:
        rows.insert(0, [Run(f"! {strings.explanation.request_inside}", "fail bold")])
    if not any(run.text.strip() for row in rows for run in row):
        rows = [[Run(words.no_body, "dim")]]
    labels = [words.with_what, *[""] * (len(rows) - 1)]
    pairs = zip(labels, rows, strict=True)
    return [line for label, row in pairs for line in _row(label, row, width)]


def draw_tail(
    preflight: Preflight, strings: Strings, width: int, *, is_tight: bool = False
) -> list[Line]:
    """Return what is wrong with the body, the token, what follows, and a rule.

    ``is_tight`` leaves out the blank rows, and what a guard that always asks need not say.
    """
    words = strings.tui.guard
    lines: list[Line] = []
    if (fault := preflight.body_fault) is not None:
        said = fault_words(fault, strings.tui.with_, strings.tui.fault)
        lines += _row("", [Run(f"! JSON {said}", "caution")], width)
    if preflight.findings:
        said = findings_words(preflight.findings, strings.fields)
        lines += _row("", [Run(f"! {said}", "caution")], width)
    lines += _row(words.token, gauge_state(preflight.token, strings), width)
    is_write = preflight.effect is Effect.WRITE
    after = words.after_write if is_write else words.after_destructive
    lines += [*_blank(is_tight), *_row(words.after, [Run(after)], width)]
    if not is_tight or preflight.repeated_after is not None:
        lines += _row("", [Run(words.after_once, "faint")], width)
    return [*lines, *_blank(is_tight), Line.rule(width), *_blank(is_tight)]


def _title(preflight: Preflight, strings: Strings) -> str:
    words = strings.tui.guard
    if preflight.decision is GuardDecision.ASK_NAME:
        return words.title_name
    return words.title_confirm if preflight.repeated_after is None else words.title_repeat


def _sentence(preflight: Preflight, strings: Strings, content: GuardContent) -> list[Run]:
    words, where, records = strings.tui.guard, preflight.target, content.records
    before, _, after = words.sentence.partition("{place}")
    title = action_words(preflight.endpoint, preflight.reach, records, content.sent, strings)
    known = content.labels.get(records.ids[0]) if len(records.ids) == 1 else None
    if known is not None:
        title = words.named.format(title=title, names=" · ".join(known.words))
    runs = [
        Run("  " + before),
        Run(where.environment.name + "  ", "bold"),
        env_type_chip(where.env_type, strings),
        Run(after.format(title=title), "bold"),
    ]
    if preflight.effect is Effect.DESTRUCTIVE:
        runs.append(Run(" " + words.irreversible, "fail bold"))
    return runs


def _row(label: str, runs: list[Run], width: int, right: Sequence[Run] = ()) -> list[Line]:
    head = [Run("  "), Run(pad(label, LABELS - 2), "dim")]
    rows = fold(Line([*head, *runs]), width - 2, LABELS)
    return [rows[0]._replace(right=[*right, Run("  ")]), *rows[1:]] if right else rows


def _blank(is_tight: bool) -> list[Line]:
    return [] if is_tight else [Line()]
