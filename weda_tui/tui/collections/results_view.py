"""How a saved request went over time, and what two of its answers differ in."""

from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import HistoryEntry, SendEnding
from weda_tui.i18n.phrases.history import GLYPHS, clock_words, day_words, outcome_words
from weda_tui.i18n.quantities import clock_time, count, elapsed, size
from weda_tui.i18n.strings import Strings
from weda_tui.tui.comparison.json_diff_view import change_lines, count_words, ignored_words
from weda_tui.tui.comparison.pair_view import ComparedPair
from weda_tui.tui.history.view import ROLES, diff_line
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, fold, wrap

MOST_CHANGES = 40
"""Differences that are listed; the whole comparison has the rest."""


def result_line(
    entry: HistoryEntry, width: int, where: Target | None, strings: Strings, *, is_marked: bool
) -> Line:
    """Return ``verdict · time · env type · sentence or code … duration`` of an entry.

    ``is_marked`` says that others are compared with it. The environment is named where it is
    another one than ``where``.
    """
    place = entry.conditions
    is_here = where is not None and where.environment.name == place.environment
    env_type = place.env_type if is_here else f"{place.environment} {place.env_type}"
    fine, unmet = (
        entry.outcome is SendEnding.OK,
        entry.ending is SendEnding.OK and entry.held is False,
    )
    body = strings.tui.result.body_size.format(size=size(entry.size))
    answer = outcome_words(entry, strings) or body
    said = strings.saved.result.not_held if unmet else answer
    head = [
        Run(" "), Run("=" if is_marked else " ", "focus bold"),
        Run(f"{GLYPHS[entry.outcome]} ", ROLES[entry.outcome]),
        Run(f"{clock_words(entry.started_at)}  ", "dim"), Run(f"{env_type:<4}  "),
    ]  # fmt: skip
    right = [Run(f" {elapsed(entry.elapsed)}", "faint"), Run(" ")]
    room = width - cells(head) - cells(right)
    return Line([*head, Run(cut(said, room), "text" if fine else ROLES[entry.outcome])], right)


def moment_words(entry: HistoryEntry, other: HistoryEntry, now: float, strings: Strings) -> str:
    """Return when an entry was, as exactly as it takes to tell it from another one."""
    at, beside = entry.started_at, other.started_at
    day = day_words(at, now, strings)
    days = {day, day_words(beside, now, strings)}
    clock = clock_time(at) if clock_words(at) == clock_words(beside) else clock_words(at)
    return clock if days == {strings.history.today} else f"{day} {clock}"


def difference_lines(found: ComparedPair, strings: Strings, width: int) -> list[Line]:
    """Return what was alike in the two sends and what was not, then what the answers differ in.

    What differs every time was left out, and is named.
    """
    lines, answers = found.send_lines(strings, width), found.answers
    if answers.lines is not None:
        lines += [diff_line(line, strings) for line in answers.lines]
    for change in answers.changes[:MOST_CHANGES]:
        lines += change_lines(change, strings)
    more = sum(answers.counts.values()) - min(len(answers.changes), MOST_CHANGES)
    remarks = [strings.history.since.more.format(count=count(more))] if more > 0 else []
    remarks += [count_words(answers, strings)] if answers.is_equal else []
    remarks += [ignored_words(answers, strings, is_on=True)]
    remarks += [strings.comparison.cut] if answers.is_cut else []
    hang = 6
    folded = [row for line in lines for row in fold(line, width - 1, hang)]
    said = [part for remark in remarks for part in wrap(remark, width - hang - 1)]
    return [*folded, *(Line([Run(" " * hang), Run(part, "faint")]) for part in said)]
