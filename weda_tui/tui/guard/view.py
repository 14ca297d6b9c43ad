"""What a guard asks about: the sentence, where and what, the body, what follows."""

from collections.abc import Mapping

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.guard.affected_records import Records
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.links.id_labels import IdLabel
from weda_tui.i18n.phrases.facts import effect_mark, guard_words
from weda_tui.i18n.phrases.requests import fault_words, findings_words
from weda_tui.i18n.phrases.sending import reach_words
from weda_tui.i18n.quantities import clock_time, count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Preflight
from weda_tui.tui.views.endpoints import EFFECT_ROLES
from weda_tui.tui.views.requests import body_rows
from weda_tui.tui.views.targets import env_type_chip, env_type_role, gauge_state
from weda_tui.tui.widgets.drawing.paint import Line, Run, fold, pad

LABELS = 14
"""Cells before what stands beside a label."""
MOST_RECORDS = 5
NOTHING_NAMED = Records()
NOTHING_TOLD: Mapping[str, IdLabel] = {}


def draw_head(
    preflight: Preflight,
    strings: Strings,
    width: int,
    records: Records = NOTHING_NAMED,
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
        Line(_sentence(preflight, strings, records)),
        *_blank(is_tight),
        *_row(words.where, at, width),
        *_row(words.what, what, width),
    ]


def draw_body(
    preflight: Preflight,
    strings: Strings,
    width: int,
    records: Records = NOTHING_NAMED,
    told: Mapping[str, IdLabel] = NOTHING_TOLD,
) -> list[Line]:
    """Return the records that are hit, then the body that will leave: no character lost."""
    return [
        *_records(preflight, strings, width, records, told),
        *_sent_body(preflight, strings, width),
    ]


def _records(
    preflight: Preflight,
    strings: Strings,
    width: int,
    records: Records,
    told: Mapping[str, IdLabel],
) -> list[Line]:
    """Return which records are hit, and what earlier answers said of them."""
    words = strings.explanation
    rows: list[list[Run]] = []
    if reach := reach_words(preflight.reach, strings):
        rows.append([Run(f"! {reach}", "fail bold")])
    for each in records.ids[:MOST_RECORDS]:
        known = told.get(each)
        row = [Run(each)]
        if known is not None:
            at = words.told_at.format(time=clock_time(known.at)[:5])
            row += [Run(f"  {' · '.join(known.words)}", "bold"), Run(f"  {at}", "dim")]
        rows.append(row)
    if (more := len(records.ids) - MOST_RECORDS) > 0:
        rows.append([Run(words.more.format(count=more), "dim")])
    labels = [words.records, *[""] * len(rows)]
    pairs = zip(labels, rows, strict=False)
    return [line for label, row in pairs for line in _row(label, row, width)]


def _sent_body(preflight: Preflight, strings: Strings, width: int) -> list[Line]:
    words, request = strings.tui.guard, preflight.request
    rows = body_rows(request.body, strings) if request is not None else []
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


def _sentence(preflight: Preflight, strings: Strings, records: Records) -> list[Run]:
    words, where = strings.tui.guard, preflight.target
    before, _, after = words.sentence.partition("{place}")
    title = preflight.endpoint.title.text(strings.language)
    if preflight.reach.is_open and preflight.reach.is_many:
        title += strings.explanation.of_all
    elif records.count is not None:
        title += strings.explanation.of_count.format(count=count(records.count))
    runs = [
        Run("  " + before),
        Run(where.environment.name + "  ", "bold"),
        env_type_chip(where.env_type, strings),
        Run(after.format(title=title), "bold"),
    ]
    if preflight.effect is Effect.DESTRUCTIVE:
        runs.append(Run(" " + words.irreversible, "fail bold"))
    return runs


def _row(label: str, runs: list[Run], width: int) -> list[Line]:
    head = [Run("  "), Run(pad(label, LABELS - 2), "dim")]
    return fold(Line([*head, *runs]), width - 2, LABELS)


def _blank(is_tight: bool) -> list[Line]:
    return [] if is_tight else [Line()]
