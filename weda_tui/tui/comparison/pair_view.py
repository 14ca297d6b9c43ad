"""Two sends of the history beside each other: title, requests, answers, and all of it as text."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from weda_tui.core.comparison.ignored import Ignored
from weda_tui.core.comparison.json_diff import ChangeKind, JsonComparison, compare_json
from weda_tui.core.comparison.line_diff import answer_body
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.history.last_success import LastSuccess, compare_with_success
from weda_tui.i18n.phrases.history import GLYPHS, when_words
from weda_tui.i18n.phrases.last_success import change_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.comparison.json_diff_view import ChangeRow, comparison_rows, comparison_text
from weda_tui.tui.history.view import aspect_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, plain_text


class AnswerPair(NamedTuple):
    """Two entries, the one that is compared with first."""

    before: HistoryRecord
    after: HistoryRecord

    def title(self, now: float, strings: Strings) -> str:
        """Return when both were sent and how they ended; where, if that is not the same."""
        before = self._when(self.before, self.after, now, strings)
        after = self._when(self.after, self.before, now, strings)
        return strings.history.screen.compare_title.format(before=before, after=after)

    def _when(
        self, record: HistoryRecord, other: HistoryRecord, now: float, strings: Strings
    ) -> str:
        at, beside = record.entry.started_at, other.entry.started_at
        when = f"{GLYPHS[record.entry.ending]} {when_words(at, beside, now, strings)}"
        here, there = (_place(each) for each in self)
        return f"{when} {_place(record)}" if here != there else when


def _place(record: HistoryRecord) -> str:
    place = record.entry.conditions
    return f"{place.environment} · {place.env_type}"


class ComparedPair(NamedTuple):
    """What two sends differ in."""

    pair: AnswerPair
    sends: LastSuccess
    answers: JsonComparison
    rows: Sequence[ChangeRow]
    """Of the answers."""
    is_on: bool
    """Whether something was left out on purpose."""

    def send_lines(self, strings: Strings, width: int) -> list[Line]:
        """Return what is the same and what is not of requests, places, tokens and statuses."""
        mark = strings.comparison.marks[ChangeKind.CHANGED]
        return aspect_lines(self.sends, self.send_changes(strings), strings, width, mark)

    def send_changes(self, strings: Strings) -> list[str]:
        """Return what is not the same of requests, places, tokens and statuses, a line each."""
        changes = change_words(self.sends, strings, len(self.sends.changes))
        entries = (each.entry for each in self.pair)
        before, after = (str(entry.status or entry.code) for entry in entries)
        if before != after:
            name, form = strings.comparison.status, strings.history.since.changed
            changes.append(form.format(name=name, before=before, after=after))
        return changes

    def all_rows(self, strings: Strings, width: int) -> list[ChangeRow]:
        """Return the requests, a blank, the answers."""
        sends = (ChangeRow(line) for line in self.send_lines(strings, width))
        return [*sends, ChangeRow(Line()), *self.rows]

    def text(self, strings: Strings, now: float) -> str:
        """Return everything for the clipboard."""
        head = plain_text(self.send_lines(strings, _UNWRAPPED))
        rest = comparison_text(self.answers, strings, is_on=self.is_on)
        return "\n".join((self.pair.title(now, strings), head, rest))


_UNWRAPPED = 10_000


def compare_pair(
    pair: AnswerPair, ignored: Ignored, strings: Strings, is_cancelled: Callable[[], bool]
) -> ComparedPair:
    """Compare two sends. Takes up to a second for large answers: for a thread."""
    are_cut = pair.before.is_response_cut, pair.after.is_response_cut
    bodies = map(answer_body, pair)
    found = compare_json(*bodies, ignored=ignored, are_cut=are_cut, is_cancelled=is_cancelled)
    rows = comparison_rows(found, strings, is_on=ignored.is_on)
    return ComparedPair(pair, compare_with_success(*pair), found, rows, ignored.is_on)


def key_rows(keys: Sequence[tuple[str, str]], width: int) -> list[Line]:
    """Return keys and their words on as many rows as they take."""
    rows: list[list[Run]] = [[Run("  ")]]
    for key, words in keys:
        item = [Run(key, "bold"), Run(f" {words}", "dim"), Run("   ")]
        if len(rows[-1]) > 1 and cells(rows[-1]) + cells(item) > width:
            rows.append([Run("  ")])
        rows[-1] += item
    return [Line(row) for row in rows]
