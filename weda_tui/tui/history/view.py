"""The rows of the history: days, entries, and the reasons why entries failed."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from weda_tui.core.comparison.line_diff import Comparison, DiffLine, DiffSign
from weda_tui.core.history.entry import HistoryEntry, HistoryRecord, SendEnding
from weda_tui.core.history.last_success import LastSuccess
from weda_tui.i18n.phrases.facts import effect_mark
from weda_tui.i18n.phrases.history import (
    GLYPHS,
    agent_words,
    clock_words,
    day_words,
    entry_heading,
    outcome_words,
    reason_words,
)
from weda_tui.i18n.phrases.last_success import change_words, same_words, title_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.views.endpoints import EFFECT_ROLES
from weda_tui.tui.views.requests import header_lines, request_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, pad, wrap

ROLES = {
    SendEnding.OK: "ok",
    SendEnding.FAILED: "fail",
    SendEnding.NO_ANSWER: "fail",
    SendEnding.PARTLY: "caution",
    SendEnding.UNKNOWN: "dim",
    SendEnding.CANCELLED: "dim",
}
WIDE = 44
"""The width of a list in cells from which each row names its environment."""
_LONGEST_NAME = 12
_SHORTEST_TITLE = 10
_INDENT = 10
"""The cells before a title: cursor, verdict, time."""


class HistoryRow(NamedTuple):
    """One row of a list: a day, an entry, the reason of an entry, or a blank."""

    day: str = ""
    entry: HistoryEntry | None = None
    is_reason: bool = False


def history_rows(
    entries: Sequence[HistoryEntry], now: float, strings: Strings, *, has_reasons: bool = True
) -> list[HistoryRow]:
    """Return the rows of a list, newest first, with a heading for each day.

    ``has_reasons`` adds a row with the reason below each entry that failed.
    """
    rows: list[HistoryRow] = []
    last = ""
    for entry in entries:
        day = day_words(entry.started_at, now, strings)
        if day != last:
            rows += [HistoryRow()] if rows else []
            rows.append(HistoryRow(day=day))
            last = day
        rows.append(HistoryRow(entry=entry))
        if has_reasons and entry.ending is not SendEnding.OK:
            rows.append(HistoryRow(entry=entry, is_reason=True))
    return rows


def name_width(entries: Sequence[HistoryEntry]) -> int:
    """Return the width in cells of the column of environment names."""
    return min(_LONGEST_NAME, max((cell_len(e.conditions.environment) for e in entries), default=0))


def has_several_environments(entries: Sequence[HistoryEntry]) -> bool:
    """Return whether a list has entries of several environments; then each row names its own."""
    return len({entry.conditions.environment for entry in entries}) > 1


def entry_line(
    entry: HistoryEntry, width: int, strings: Strings, *, is_marked: bool, name_cells: int = 0
) -> Line:
    """Return ``cursor · verdict · time · title … effect · environment · env`` of an entry.

    ``is_marked`` says that the entry is marked for a comparison. ``name_cells`` is the width of the
    environment's name, 0 for no name; the name is omitted if the title needs the room.
    """
    effect = effect_mark(entry.effect, strings)
    env_type = entry.conditions.env_type
    right = [
        Run(f"{effect} " if effect else "", EFFECT_ROLES[entry.effect]),
        Run(pad(env_type, max(4, cell_len(env_type))), "dim"),
        Run(" "),
    ]
    room = width - _INDENT - sum(cell_len(run.text) for run in right) - 1
    if name_cells and room - name_cells - 1 >= _SHORTEST_TITLE:
        name = pad(cut(entry.conditions.environment, name_cells), name_cells)
        right.insert(1, Run(f"{name} ", "dim"))
        room -= name_cells + 1
    mark = f"{strings.history.screen.agent_mark} " if entry.agent else ""
    left = [
        Run(" "),
        Run("=" if is_marked else " ", "focus bold"),
        Run(f"{GLYPHS[entry.ending]} ", ROLES[entry.ending]),
        Run(f"{clock_words(entry.started_at)} ", "dim"),
        Run(mark, "dim"),
        Run(cut(entry_heading(entry, strings), max(1, room - cell_len(mark)))),
    ]
    return Line(left, right)


def reason_line(entry: HistoryEntry, width: int, strings: Strings) -> Line:
    """Return the reason why an entry failed."""
    text = cut(reason_words(entry, strings), width - _INDENT - 1)
    return Line([Run(" " * _INDENT), Run(text, ROLES[entry.ending])])


def last_line(entry: HistoryEntry, now: float, strings: Strings) -> Line:
    """Return when and how a call last ended: ``上次 昨天 17:20 ✓ 9 条``."""
    when = f"{day_words(entry.started_at, now, strings)} {clock_words(entry.started_at)}"
    return Line(
        [
            Run("  "),
            Run(strings.history.screen.last.format(when=when), "dim"),
            Run(f"  {GLYPHS[entry.ending]} ", ROLES[entry.ending]),
            Run(outcome_words(entry, strings), "dim"),
        ]
    )


def recalled_lines(record: HistoryRecord, now: float, strings: Strings) -> list[Line]:
    """Return the rows that say when and where a past response came from, and whether it is cut."""
    entry, words = record.entry, strings.history.screen
    when = f"{day_words(entry.started_at, now, strings)} {clock_words(entry.started_at)}"
    place = f"{entry.conditions.environment} · {entry.conditions.env_type}"
    lines = [Line([Run("  "), Run(words.recalled.format(when=when, place=place), "caution")])]
    if record.is_response_cut:
        lines.append(Line([Run("  "), Run(words.response_cut, "dim italic")]))
    return lines


def record_lines(record: HistoryRecord, now: float, strings: Strings) -> list[Line]:
    """Return the request of an entry as it was sent."""
    entry, words = record.entry, strings.history.screen
    place = entry.conditions
    day = f"{day_words(entry.started_at, now, strings)} {clock_words(entry.started_at)}"
    facts = (day, place.environment, place.env_type, agent_words(entry, strings))
    head = [
        Line(
            [Run("  "), Run(entry_heading(entry, strings), "bold")],
            [Run(effect_mark(entry.effect, strings), EFFECT_ROLES[entry.effect]), Run(" ")],
        ),
        Line([Run("  "), Run(entry.endpoint_id, "dim")]),
        Line(),
        Line([Run("  "), Run(" · ".join(filter(None, facts)), "dim")]),
        Line(),
    ]
    if record.is_request_cut:
        head += [Line([Run("  "), Run(words.request_cut, "dim italic")]), Line()]
    if record.request is None:
        draft = record.draft
        rows = [Line([Run("  "), Run(f"{draft.method} ", "bold"), Run(draft.url)])]
        return [*head, *rows, *header_lines(draft.headers)]
    return [*head, *request_lines(record.request, strings)]


def since_lines(compared: LastSuccess, now: float, strings: Strings, width: int) -> list[Line]:
    """Return what changed since a call last succeeded: first what is equal, then each change."""
    title = Line([Run("  "), Run(title_words(compared, now, strings), "dim")])
    return [title, *aspect_lines(compared, change_words(compared, strings), strings, width)]


def aspect_lines(
    compared: LastSuccess,
    changes: Sequence[str],
    strings: Strings,
    width: int,
    changed_mark: str = "",
) -> list[Line]:
    """Return what two sends have in common on one row, then each change after its mark."""
    words = strings.history.since
    changed_mark = changed_mark or words.changed_mark
    marked = [(words.same_mark, same_words(compared, strings), "dim")] if compared.same else []
    marked += [(changed_mark, text, "text") for text in changes]
    indent = max(cell_len(words.same_mark), cell_len(changed_mark)) + 2
    lines: list[Line] = []
    for mark, text, role in marked:
        for index, part in enumerate(wrap(text, width - indent - 4)):
            head = Run(pad("" if index else mark, indent), f"{role} bold")
            lines.append(Line([Run("  "), head, Run(part, role)]))
    return lines


_DIFF_ROLES = {
    DiffSign.SAME: "faint",
    DiffSign.GONE: "dim strike",
    DiffSign.NEW: "text bold",
    DiffSign.SKIPPED: "faint",
}


def comparison_lines(comparison: Comparison, strings: Strings) -> list[Line]:
    """Return the differences of two exchanges, those of the requests first."""
    words = strings.history.screen
    lines: list[Line] = []
    for title, part in ((words.request, comparison.request), (words.answer, comparison.answer)):
        lines.append(Line([Run("  "), Run(title, "bold")]))
        rows = [diff_line(line, strings) for line in part]
        lines += rows or [Line([Run("  "), Run(words.same, "dim")])]
        lines.append(Line())
    if comparison.is_cut:
        lines.append(Line([Run("  "), Run(words.compared_in_part, "dim italic")]))
    return lines


def diff_line(line: DiffLine, strings: Strings) -> Line:
    """Return a line of a comparison with its sign."""
    role = _DIFF_ROLES[line.sign]
    if line.sign is DiffSign.SKIPPED:
        text = strings.history.screen.skipped.format(count=line.text)
        return Line([Run(f"  {line.sign} {text}", role)])
    return Line([Run(f"  {line.sign} ", "text bold"), Run(line.text, role)])
