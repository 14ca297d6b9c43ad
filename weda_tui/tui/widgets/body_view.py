"""The body of an answer: numbered lines, coloured where visible, with search."""

import bisect
import re
from itertools import islice
from typing import NamedTuple

from textual.binding import Binding

from weda_tui.tui.widgets.json_tokens import json_runs
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.rows import Rows

_JSON_LINE = re.compile(r'\s*(?:"(?:[^"\\]|\\.)*": )?(.*?),?')
"""A line of formatted JSON: a name or none, the value, a comma or none."""


class BodyText(NamedTuple):
    """Text cut into lines; built off the event loop."""

    text: str
    starts: list[int]
    """The offset of each line."""
    is_json: bool

    def line(self, index: int) -> str:
        """Return a line without its end."""
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[index] : end].removesuffix("\n").removesuffix("\r")


def body_text(text: str, *, is_json: bool) -> BodyText:
    """Cut text into lines."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    if len(starts) > 1 and starts[-1] == len(text):
        starts.pop()
    return BodyText(text, starts, is_json)


class Hits(NamedTuple):
    """Where a text occurs: offsets from and to, and the line of each."""

    spans: list[tuple[int, int]]
    lines: list[int]


MOST_HITS = 100_000
"""Occurrences that are counted and lit."""


def find(body: BodyText, needle: str) -> Hits:
    """Return every occurrence of a text, whatever the case, up to ``MOST_HITS``."""
    if not needle:
        return Hits([], [])
    pattern = re.compile(re.escape(needle), re.IGNORECASE)
    spans = [match.span() for match in islice(pattern.finditer(body.text), MOST_HITS)]
    return Hits(spans, [bisect.bisect_right(body.starts, start) - 1 for start, _ in spans])


def value_at(body: BodyText, index: int) -> str:
    """Return the value on a line as received; a container with all its lines."""
    line = body.line(index) if body.starts else ""
    match = _JSON_LINE.fullmatch(line) if body.is_json else None
    if match is None:
        return line
    value = match[1]
    if value in {"{", "["}:
        indent = len(line) - len(line.lstrip())
        end = re.compile(rf"^ {{{indent}}}[}}\]]", re.MULTILINE)
        start = body.starts[index + 1] if index + 1 < len(body.starts) else len(body.text)
        if close := end.search(body.text, start):
            inner = body.text[start : close.end()].split("\n")
            return "\n".join([value, *(each[indent:] for each in inner)])
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        return _unquoted(value)
    return value


EMPTY = BodyText("", [], is_json=False)


class BodyView(Rows):
    """Numbered lines of a body. Shift+arrows look sideways."""

    BINDINGS = [
        Binding("shift+right", "sideways(8)", show=False),
        Binding("shift+left", "sideways(-8)", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.body = EMPTY
        self.is_dim = False
        self.failed_line = -1
        """The line that decided a failure; -1 for none."""
        self.decided_from = -1
        """The line from which the body is shown where not all of it fits; -1 for the first."""
        self.is_quiet = False
        """Whether the cursor is seen only while the body has the focus."""
        self._shift = 0
        self._hits: list[tuple[int, int]] = []
        self._hit_lines: list[int] = []
        self._hit = -1
        self._needle = ""

    def show(self, body: BodyText) -> None:
        """Show another body from its first line."""
        self.body, self._shift = body, 0
        self.clear_search()
        self.show_rows(len(body.starts), cursor=0)
        self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def scroll_to_cursor(self) -> None:
        """Keep the cursor in view; while it is not in use, what decided a failure."""
        if self.decided_from < 0 or self.has_focus:
            super().scroll_to_cursor()
            return
        top = self.decided_from if self.size.height < self.row_count else 0
        self.scroll_to(y=top, animate=False, force=True, immediate=True)

    @property
    def line_in_hand(self) -> str:
        """The cursor's line."""
        return self.body.line(self.cursor) if self.row_count else ""

    def value_in_hand(self) -> str:
        """Return the value on the cursor's line; see ``value_at``."""
        return value_at(self.body, self.cursor)

    # -- search ------------------------------------------------------------------------------

    def search(self, needle: str, hits: "Hits | None" = None) -> None:
        """Light every occurrence and go to the first at or below the cursor.

        ``hits`` are those that ``find`` has found already, in a thread for a large body.
        """
        self._needle = needle
        self._hits, self._hit_lines = hits or find(self.body, needle)
        self._hit = bisect.bisect_left(self._hit_lines, self.cursor) - 1
        if self._hits:
            self.next_hit(1)
        self.refresh()

    def clear_search(self) -> None:
        """Light nothing."""
        self._needle, self._hits, self._hit_lines, self._hit = "", [], [], -1
        self.refresh()

    def next_hit(self, by: int) -> None:
        """Go to the next or previous occurrence, round the end."""
        if self._hits:
            self._hit = (self._hit + by) % len(self._hits)
            self.cursor = self._hit_lines[self._hit]
            self.scroll_to_cursor()
            self.refresh()

    @property
    def hits(self) -> tuple[int, int]:
        """(the occurrence in hand from 1, how many there are)."""
        return self._hit + 1, len(self._hits)

    # -- drawing -----------------------------------------------------------------------------

    def action_sideways(self, by: int) -> None:
        """Look further right or left."""
        self._shift = max(0, self._shift + by)
        self.refresh()

    def row(self, index: int, width: int) -> Line:
        """Draw a numbered line."""
        gutter = max(3, len(str(self.row_count)))
        number = Run(f"{index + 1:>{gutter + 1}}   ", "faint")
        line = self.body.line(index)
        runs = list(json_runs(line)) if self.body.is_json else [Run(line)]
        runs = _bounded(_from_cell(runs, self._shift) if self._shift else runs, width)
        if self._needle:
            runs = self._lit(runs, index, width)
        if index == self.failed_line:
            runs = _with_failed_value(runs)
        if self.is_dim:
            runs = [run._replace(role="faint") for run in runs]
        return Line([Run(" "), number, *runs])

    def cursor_row(self, line: Line) -> Line:
        """The number is bold under the cursor."""
        if self.is_quiet and not self.has_focus:
            return line
        marked = super().cursor_row(line)
        mark, blank, number, *rest = marked.left
        return Line([mark, blank, number._replace(role="bold"), *rest], marked.right, marked.fill)

    def _lit(self, runs: list[Run], index: int, width: int) -> list[Run]:
        """Light the occurrences that are seen on a line; the one in hand is reversed."""
        start = self.body.starts[index] + self._shift
        low = bisect.bisect_left(self._hit_lines, index)
        high = bisect.bisect_right(self._hit_lines, index)
        first = bisect.bisect_right(self._hits, start, low, high, key=lambda hit: hit[1])
        last = bisect.bisect_right(self._hits, start + width, first, high, key=lambda hit: hit[0])
        for hit in range(first, last):
            a, b = self._hits[hit]
            role = "focus bold reverse" if hit == self._hit else "focus bold underline"
            runs = _restyled(runs, a - start, b - start, role)
        return runs


def _with_failed_value(runs: list[Run]) -> list[Run]:
    """Show the value of a line in bold *fail*; its name stays as it is."""
    after_name = False
    result: list[Run] = []
    for run in runs:
        is_value = after_name and run.text.strip(" ,") and run.text.strip() != ":"
        result.append(run._replace(role="fail bold") if is_value else run)
        after_name = after_name or run.role == "key"
    return result


def _restyled(runs: list[Run], start: int, end: int, role: str) -> list[Run]:
    result: list[Run] = []
    at = 0
    for run in runs:
        stop = at + len(run.text)
        a, b = max(start, at) - at, min(end, stop) - at
        if a < b:
            pieces = ((run.text[:a], run.role), (run.text[a:b], role), (run.text[b:], run.role))
            result += [Run(text, kind) for text, kind in pieces if text]
        else:
            result.append(run)
        at = stop
    return result


def _from_cell(runs: list[Run], skip: int) -> list[Run]:
    """Drop characters from the left."""
    result: list[Run] = []
    for run in runs:
        if skip >= len(run.text):
            skip -= len(run.text)
            continue
        result.append(run._replace(text=run.text[skip:]))
        skip = 0
    return result


def _bounded(runs: list[Run], width: int) -> list[Run]:
    """Keep what can be seen, so that a line of megabytes costs what the screen shows."""
    result: list[Run] = []
    room = width
    for run in runs:
        if room < 0:
            break
        result.append(run._replace(text=run.text[: room + 1]))
        room -= len(run.text)
    return result


def _unquoted(value: str) -> str:
    import json

    try:
        text = json.loads(value)
    except ValueError:
        return value
    return text if isinstance(text, str) else value
