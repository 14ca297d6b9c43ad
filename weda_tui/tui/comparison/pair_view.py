"""The comparison of two sends of the history: title, requests, responses, and a text of all."""

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
    """Two entries, the older one first."""

    before: HistoryRecord
    after: HistoryRecord

    def title(self, now: float, strings: Strings) -> str:
        """Return when both were sent and how they ended, with their targets if these differ."""
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
    """The differences of two sends."""

    pair: AnswerPair
    sends: LastSuccess
    answers: JsonComparison
    rows: Sequence[ChangeRow]
    """The rows of the responses."""
    is_on: bool
    """Whether paths were ignored."""

    def send_lines(self, strings: Strings, width: int) -> list[Line]:
        """Return what is equal and what differs in requests, targets, tokens and statuses."""
        mark = strings.comparison.marks[ChangeKind.CHANGED]
        return aspect_lines(self.sends, self.send_changes(strings), strings, width, mark)

    def send_changes(self, strings: Strings) -> list[str]:
        """Return what differs in requests, targets, tokens and statuses, one line each."""
        changes = change_words(self.sends, strings, len(self.sends.changes))
        entries = (each.entry for each in self.pair)
        before, after = (str(entry.status or entry.code) for entry in entries)
        if before != after:
            name, form = strings.comparison.status, strings.history.since.changed
            changes.append(form.format(name=name, before=before, after=after))
        return changes

    def all_rows(self, strings: Strings, width: int) -> list[ChangeRow]:
        """Return the rows of the sends, a blank row, and the rows of the responses."""
        sends = (ChangeRow(line) for line in self.send_lines(strings, width))
        return [*sends, ChangeRow(Line()), *self.rows]

    def text(self, strings: Strings, now: float) -> str:
        """Return the whole comparison as text for the clipboard."""
        head = plain_text(self.send_lines(strings, _UNWRAPPED))
        rest = comparison_text(self.answers, strings, is_on=self.is_on)
        return "\n".join((self.pair.title(now, strings), head, rest))


_UNWRAPPED = 10_000


def compare_pair(
    pair: AnswerPair, ignored: Ignored, strings: Strings, is_cancelled: Callable[[], bool]
) -> ComparedPair:
    """Compare two sends. Call it in a thread: large responses take up to a second."""
    are_cut = pair.before.is_response_cut, pair.after.is_response_cut
    bodies = map(answer_body, pair)
    found = compare_json(*bodies, ignored=ignored, are_cut=are_cut, is_cancelled=is_cancelled)
    rows = comparison_rows(found, strings, is_on=ignored.is_on)
    return ComparedPair(pair, compare_with_success(*pair), found, rows, ignored.is_on)


def key_rows(keys: Sequence[tuple[str, str]], width: int) -> list[Line]:
    """Return keys and their words on as many rows as needed."""
    rows: list[list[Run]] = [[Run("  ")]]
    for key, words in keys:
        item = [Run(key, "bold"), Run(f" {words}", "dim"), Run("   ")]
        if len(rows[-1]) > 1 and cells(rows[-1]) + cells(item) > width:
            rows.append([Run("  ")])
        rows[-1] += item
    return [Line(row) for row in rows]
