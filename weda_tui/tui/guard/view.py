"""The rows of a guard's question: the sentence, target and call, the body, the consequences."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol

from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.guard.affected_records import AffectedRecords, Records
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.json.text import decode_body
from weda_tui.core.links.id_labels import IdLabel
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.requests.form import FormRow
from weda_tui.i18n.phrases.facts import effect_mark, guard_words
from weda_tui.i18n.phrases.requests import fault_words, findings_words
from weda_tui.i18n.phrases.sending import action_words, reach_words
from weda_tui.i18n.strings import Strings
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.guard.values_view import body_notes, draw_values, label_runs
from weda_tui.tui.views.endpoints import EFFECT_ROLES
from weda_tui.tui.views.requests import MOST_SHOWN, body_rows
from weda_tui.tui.views.targets import env_type_chip, env_type_role, gauge_state
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, fold_marked, pad

LABELS = 14
"""The width in cells of the column of labels."""
MOST_RECORDS = 5


class GuardedCall(Protocol):
    """A call that the user is asked about: a ``Preflight``, or a write of an agent."""

    @property
    def endpoint(self) -> Endpoint:
        """The endpoint that is called."""
        ...

    @property
    def effect(self) -> Effect:
        """The effect of the call."""
        ...

    @property
    def reach(self) -> AffectedRecords:
        """The records that the call affects."""
        ...

    @property
    def holds_request(self) -> bool:
        """Whether the body could be read as a second request."""
        ...

    @property
    def request(self) -> PreparedRequest | None:
        """The request that would be sent, with secrets masked."""
        ...


class GuardContent(NamedTuple):
    """What a call carries, and the records that it affects."""

    sent: tuple[FormRow, ...] = ()
    """The values of the body; empty if rows could not show all of it."""
    records: Records = Records()
    labels: Mapping[str, IdLabel] = MappingProxyType({})
    """The labels of ids, found in earlier responses."""
    is_exact: bool = False
    """Whether the exact body is shown."""

    @property
    def rows(self) -> tuple[FormRow, ...]:
        """The values to show; empty while the exact body is shown."""
        return () if self.is_exact else self.sent


def draw_head(
    preflight: Preflight,
    strings: Strings,
    width: int,
    content: GuardContent,
    *,
    is_tight: bool = False,
) -> list[Line]:
    """Return the title, the sentence with the number of records, the target and the call.

    ``is_tight`` omits the blank rows.
    """
    words, where = strings.tui.guard, preflight.target
    name, env_type = where.environment.name, where.env_type
    place = f"{name} · {env_type}"
    guard = words.guard.format(place=place, guard=guard_words(where.guard, strings))
    title = Run(_title(preflight, strings), "caution bold")
    return [
        Line([Run("  "), title], [Run(guard, "dim"), Run("  ")]),
        *blank(is_tight),
        *fold_marked(Line(sentence(preflight, (name, env_type), strings, content)), width - 2, 2),
        *blank(is_tight),
        *draw_place(name, [env_type], where.environment.host, strings, width),
        *draw_call(preflight, strings, width, _other_view(content, strings)),
    ]


def draw_place(
    name: str,
    env_types: Sequence[str],
    host: str,
    strings: Strings,
    width: int,
    right: Sequence[Run] = (),
) -> list[Line]:
    """Return the row of the target: environment, env types and host."""
    names = (Run(each, f"{env_type_role(each)} bold") for each in env_types)
    at = [Run(f"{name} › "), *joined(names, strings), Run(f"   {host}", "dim")]
    return labelled(strings.tui.guard.where, at, width, right)


def joined(names: Iterable[Run], strings: Strings) -> list[Run]:
    """Return names joined by the separator of the language."""
    joint = Run(strings.agents.dialog.joint)
    return [run for name in names for run in (joint, name)][1:]


def draw_call(
    call: GuardedCall, strings: Strings, width: int, right: Sequence[Run] = ()
) -> list[Line]:
    """Return the row of the call: its title, its action and its effect."""
    what = [
        Run(call.endpoint.title.text(strings.language), "bold"),
        Run(f"  {call.endpoint.action}   ", "dim"),
        Run(effect_mark(call.effect, strings), EFFECT_ROLES[call.effect]),
    ]
    return labelled(strings.tui.guard.what, what, width, right)


def _other_view(content: GuardContent, strings: Strings) -> list[Run]:
    """Return the key that switches between the values and the exact body, if there are values."""
    words = strings.tui.guard
    other = words.exact_body if content.rows else words.values
    return Run.key("Tab", other, "turn") if content.sent else []


def draw_body(call: GuardedCall, strings: Strings, width: int, content: GuardContent) -> list[Line]:
    """Return what will be sent: the values, or the affected records and the exact body."""
    words = strings.tui.guard
    if not content.rows:
        return [*_records(call, strings, width, content), *_exact(call, strings, width)]
    lines = _open_reach(call, strings, width)
    drawn = draw_values(content.rows, content.labels, strings, width - LABELS - 2)
    for number, line in enumerate(drawn):
        label = pad("" if number else words.with_what, LABELS - 2)
        lines.append(Line([Run("  "), Run(label, "dim"), *line.left]))
    return lines


def _open_reach(call: GuardedCall, strings: Strings, width: int) -> list[Line]:
    """Return a warning if nothing limits the records that the call affects; else nothing."""
    if reach := reach_words(call.reach, strings):
        return labelled(strings.explanation.records, [Run(f"! {reach}", "fail bold")], width)
    return []


def _records(call: GuardedCall, strings: Strings, width: int, content: GuardContent) -> list[Line]:
    """Return the affected records with their labels from earlier responses."""
    words, ids = strings.explanation, content.records.ids
    lines = _open_reach(call, strings, width)
    rows = [[Run(each), *label_runs(content.labels.get(each), strings)] for each in ids]
    if (more := len(ids) - MOST_RECORDS) > 0:
        rows[MOST_RECORDS:] = [[Run(words.more.format(count=more), "dim")]]
    for row in rows:
        lines += labelled("" if lines else words.records, row, width)
    return lines


def _exact(call: GuardedCall, strings: Strings, width: int) -> list[Line]:
    """Return the body byte for byte, with notes about its values."""
    words, request = strings.tui.guard, call.request
    rows = body_rows(request.body, strings) if request is not None else []
    if request is not None and len(request.body) <= MOST_SHOWN:
        text, _ = decode_body(request.body, "")
        for line, note in body_notes(text, call.endpoint, strings).items():
            rows[line].append(Run(f"  = {note}", "dim italic"))
    if call.holds_request:
        rows.insert(0, [Run(f"! {strings.explanation.request_inside}", "fail bold")])
    if not any(run.text.strip() for row in rows for run in row):
        rows = [[Run(words.no_body, "dim")]]
    labels = [words.with_what, *[""] * (len(rows) - 1)]
    pairs = zip(labels, rows, strict=True)
    return [line for label, row in pairs for line in labelled(label, row, width)]


def draw_tail(
    preflight: Preflight, strings: Strings, width: int, *, is_tight: bool = False
) -> list[Line]:
    """Return the faults of the body, the token, the consequences, and a rule.

    ``is_tight`` omits the blank rows, and the hint that a guard which always asks does not need.
    """
    words = strings.tui.guard
    lines: list[Line] = []
    if (fault := preflight.body_fault) is not None:
        text = fault_words(fault, strings.tui.with_, strings.tui.fault)
        lines += labelled("", [Run(f"! JSON {text}", "caution")], width)
    if preflight.findings:
        text = findings_words(preflight.findings, strings.fields)
        lines += labelled("", [Run(f"! {text}", "caution")], width)
    lines += labelled(words.token, gauge_state(preflight.token, strings), width)
    is_write = preflight.effect is Effect.WRITE
    after = words.after_write if is_write else words.after_destructive
    lines += [*blank(is_tight), *labelled(words.after, [Run(after)], width)]
    if not is_tight or preflight.repeated_after is not None:
        lines += labelled("", [Run(words.after_once, "faint")], width)
    return [*lines, *blank(is_tight), Line.rule(width), *blank(is_tight)]


def _title(preflight: Preflight, strings: Strings) -> str:
    words = strings.tui.guard
    if preflight.decision is GuardDecision.ASK_NAME:
        return words.title_name
    return words.title_confirm if preflight.repeated_after is None else words.title_repeat


def sentence(
    call: GuardedCall, place: tuple[str, str], strings: Strings, content: GuardContent
) -> list[Run]:
    """Return what a call does and to how many records; ``place`` is environment and env type."""
    words, records = strings.tui.guard, content.records
    before, _, after = words.sentence.partition("{place}")
    title = action_words(call.endpoint, call.reach, records, content.sent, strings)
    known = content.labels.get(records.ids[0]) if len(records.ids) == 1 else None
    if known is not None:
        title = words.named.format(title=title, names=" · ".join(known.words))
    runs = [
        Run("  " + before),
        Run(place[0] + "  ", "bold"),
        env_type_chip(place[1], strings),
        Run(after.format(title=title), "bold"),
    ]
    if call.effect is Effect.DESTRUCTIVE:
        runs.append(Run(" " + words.irreversible, "fail bold"))
    return runs


def labelled(label: str, runs: list[Run], width: int, right: Sequence[Run] = ()) -> list[Line]:
    """Return runs beside a label; a mark keeps a wrapped row from looking like a new row."""
    head = [Run("  "), Run(pad(label, LABELS - 2), "dim")]
    room = width - 2 - (cells(right) + 2 if right else 0)
    rows = fold_marked(Line([*head, *runs]), room, LABELS)
    return [rows[0]._replace(right=[*right, Run("  ")]), *rows[1:]] if right else rows


def blank(is_tight: bool) -> list[Line]:
    """Return a blank row, or nothing if ``is_tight``."""
    return [] if is_tight else [Line()]
