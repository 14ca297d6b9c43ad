"""Compare two texts line by line: removed and new lines, with some context."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from weda_tui.core.bodies.charset import without_cut_end
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.json.text import format_json, utf8_body

CONTEXT = 3
"""Equal lines that are shown around a difference."""
MOST_LINES = 3000
"""The most lines of each text that are compared; the result says if there are more."""


class DiffSign(StrEnum):
    """The kind of a line in a comparison."""

    SAME = " "
    GONE = "-"
    NEW = "+"
    SKIPPED = "⋮"
    """Equal lines that are not shown; the text is their number."""


class DiffLine(NamedTuple):
    """One line of a comparison."""

    sign: DiffSign
    text: str


class Comparison(NamedTuple):
    """The differences between two exchanges; a part without differences is empty."""

    request: tuple[DiffLine, ...]
    answer: tuple[DiffLine, ...]
    is_cut: bool
    """Whether some lines at the end were not compared."""


def compare(before: HistoryRecord, after: HistoryRecord) -> Comparison:
    """Return what changed between two entries. Takes up to a second: call this in a thread."""
    texts = [(_request_lines(each), _answer_lines(each)) for each in (before, after)]
    requests, answers = zip(*texts, strict=True)
    is_cut = any(len(lines) > MOST_LINES for pair in texts for lines in pair)
    is_cut |= before.is_response_cut or after.is_response_cut
    return Comparison(line_diff(*requests), line_diff(*answers), is_cut)


def line_diff(before: Sequence[str], after: Sequence[str]) -> tuple[DiffLine, ...]:
    """Return the differing lines with ``CONTEXT`` lines around them; empty if all are equal."""
    before, after = before[:MOST_LINES], after[:MOST_LINES]
    if before == after:
        return ()
    lines: list[DiffLine] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    end = 0
    for group in matcher.get_grouped_opcodes(CONTEXT):
        _skip(lines, group[0][1] - end)
        for tag, start, stop, new_start, new_stop in group:
            sign = DiffSign.SAME if tag == "equal" else DiffSign.GONE
            lines += [DiffLine(sign, text) for text in before[start:stop]]
            if tag != "equal":
                lines += [DiffLine(DiffSign.NEW, text) for text in after[new_start:new_stop]]
            end = stop
    _skip(lines, len(before) - end)
    return tuple(lines)


def _skip(lines: list[DiffLine], count: int) -> None:
    if count > 0:
        lines.append(DiffLine(DiffSign.SKIPPED, str(count)))


def _request_lines(record: HistoryRecord) -> list[str]:
    request, place = record.request, record.entry.conditions
    where = f"{place.environment} · {place.env_type}"
    if request is None:
        return [where, f"{record.draft.method} {record.draft.url}"]
    head = [where, f"{request.method} {request.url}"]
    head += [f"{name}: {value}" for name, value in request.headers]
    return [*head, *_body_lines(request.body, "")]


def answer_body(record: HistoryRecord) -> bytes:
    """Return the body of a response in UTF-8, empty without a response."""
    response = record.response
    if response is None:
        return b""
    body = without_cut_end(response.body) if record.is_response_cut else response.body
    return utf8_body(body, response.header("Content-Type"))


def _answer_lines(record: HistoryRecord) -> list[str]:
    response = record.response
    if response is None:
        return [record.entry.code]
    head = f"HTTP {response.status} {response.reason}".rstrip()
    return [head, *_body_lines(response.body, response.header("Content-Type"))]


def _body_lines(body: bytes, content_type: str) -> list[str]:
    text = utf8_body(body, content_type)
    return (format_json(text) or text).decode("utf-8", "replace").splitlines()
