"""Two different requests never give the same rows, whatever they contain."""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tests.tui.agents.values import question, write
from tests.tui.views.values import EN
from weda_tui.core.agents.question import AskedWrite
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.tui.agents.view import ShownQuestion, draw_calls
from weda_tui.tui.guard.view import LABELS
from weda_tui.tui.widgets.drawing.paint import MARK, Line, paint
from weda_tui.tui.widgets.drawing.palette import DARK

COMPLETE = load_bundled_catalogue().get("workflow.CompleteTask")
WRITE = write(body=None)
WIDTHS = (60, 88, 160)
EXAMPLE, HEADERS, REQUEST = "vs. example", "headers", "request"
Row = tuple[str, Sequence[Style | None]]
Make = Callable[[Sequence[str]], AskedWrite]


def with_headers(lines: Sequence[str]) -> AskedWrite:
    """Return a write with one header for each line."""
    headers = tuple(("X", line) for line in lines)
    return msgspec.structs.replace(WRITE, headers=headers)


def with_body(lines: Sequence[str], kind: str = "text/plain") -> AskedWrite:
    """Return a write whose body consists of the lines."""
    request = msgspec.structs.replace(
        WRITE.request, headers=(("Content-Type", kind),), body="\n".join(lines).encode()
    )
    return msgspec.structs.replace(WRITE, request=request)


def with_values(lines: Sequence[str]) -> AskedWrite:
    """Return a write with a JSON list of the lines."""
    return with_body([json.dumps({"CcUserIds": lines})], "application/json")


def with_new_members(lines: Sequence[str]) -> AskedWrite:
    """Return a write with one JSON member for each line, which the example does not have."""
    members = {f"Own{number}": line for number, line in enumerate(lines)}
    return with_body([json.dumps(members)], "application/json")


KINDS = [
    (with_headers, [HEADERS]),
    (with_body, [REQUEST, EXAMPLE]),
    (with_values, [REQUEST]),
    (with_new_members, [REQUEST, EXAMPLE]),
]


@lru_cache
def read(make: Make, lines: tuple[str, ...]) -> ShownQuestion:
    return ShownQuestion.read(question(make(lines), reason=""), [COMPLETE])


@lru_cache(2000)
def painted(line: Line, width: int) -> Row:
    """Return a row without trailing blanks, and the styles of its characters."""
    strip = paint(line, width, DARK)
    text = strip.text.rstrip()
    styles = [part.style if c != " " else None for part in strip for c in part.text]
    return text, styles[: len(text)]


def drawn(make: Make, lines: Sequence[str], labels: Sequence[str], width: int) -> list[list[Row]]:
    """Return the rows beside each of the labels."""
    rows: list[list[Row]] = [[] for _ in labels]
    beside = ""
    for line in draw_calls(read(make, tuple(lines)), EN, width):
        row = painted(Line(tuple(line.left), tuple(line.right)), width)
        beside = row[0][2 : LABELS - 2].strip() or beside
        for label, those in zip(labels, rows, strict=True):
            if beside and label.startswith(beside):
                those.append(row)
    assert all(rows)
    return rows


def texts_of(rows: Sequence[Row]) -> list[str]:
    """Return the texts as a reader would split them without the marks of continued rows."""
    return [text for row, _ in rows if (text := row[LABELS:].strip())]


lines_of_text = st.lists(
    st.text(alphabet="ab 审/?&↪X:", min_size=30, max_size=200).map(str.strip).filter(bool),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize(("make", "labels"), KINDS)
@settings(max_examples=30)
@given(
    lines=lines_of_text, joint=st.sampled_from(["", " ", "  ", "↪ ", "X: ", " X: "]), at=st.data()
)
def test_other_texts_give_other_rows(
    make: Make, labels: list[str], lines: list[str], joint: str, at: st.DataObject
) -> None:
    place = at.draw(st.integers(0, len(lines[0])))
    for width in WIDTHS:
        rows = drawn(make, lines, labels, width)
        others = [
            *map(texts_of, rows),
            [joint.join(lines)],
            [lines[0][:place] + joint + lines[0][place:], *lines[1:]],
            [part for part in (lines[0][:place].strip(), lines[0][place:].strip()) if part]
            + lines[1:],
            [lines[0].replace(" ", "  "), *lines[1:]],
            [lines[0].replace(" ", ""), *lines[1:]],
        ]
        for other in dict.fromkeys(map(tuple, others)):
            is_seen = bool(other) and all(text and text == text.strip() for text in other)
            if is_seen and other != tuple(lines):
                pairs = zip(rows, drawn(make, other, labels, width), strict=True)
                assert all(one != another for one, another in pairs), (width, other)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("make", "labels"), KINDS)
def test_a_text_that_goes_on_is_told_from_the_next_one(
    make: Make, labels: list[str], width: int
) -> None:
    for room in range(width - 32, width - 11):
        one, two = ["a" * room + " " + "X: false"], ["a" * room, "X: false"]
        joined = ["a" * room + "X: false"]
        wide = ["a" * room + " 审"], ["a" * room + "审"], ["a" * room, "审"]
        for texts in ((one, two, joined), wide):
            for seen in zip(*(drawn(make, each, labels, width) for each in texts), strict=True):
                assert seen[0] != seen[1] != seen[2] != seen[0], room


@pytest.mark.parametrize("width", WIDTHS)
@settings(max_examples=30)
@given(lines=lines_of_text)
@example(lines=["a" * 30 + " " * 90 + "b"])
def test_the_text_stays_in_its_column_and_the_mark_left_of_it(width: int, lines: list[str]) -> None:
    (rows,) = drawn(with_body, lines, [REQUEST], width)
    heads = [row[:LABELS] for row, _ in rows]
    assert heads[0].strip() == REQUEST
    assert {head.strip() for head in heads[1:]} <= {MARK.strip(), ""}
    assert sum(not head.strip() for head in heads[1:]) == len(lines) - 1
    assert all(head.ljust(LABELS) == f"{MARK:>{LABELS}}" for head in heads[1:] if head.strip())
    text = "".join(row[LABELS:] for row, _ in rows)
    assert text.replace(" ", "") == "".join(lines).replace(" ", "")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_accent_of_a_text_reaches_the_mark(width: int) -> None:
    text = "".join(f"{'a' * room}\u0301" for room in (width - 2 - LABELS, 200))
    rows = [row for row, _ in drawn(with_body, [text], [REQUEST], width)[0]]
    assert all(row[LABELS - 1 : LABELS + 1] in {" a", " a\u0301"} for row in rows)
    assert all(cell_len(row) <= width - 2 for row in rows)
