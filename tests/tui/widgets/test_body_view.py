"""The body of an answer: lines, search, and the value in hand as it was received."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.strategies import json_bodies, outside_text
from tests.tui.host import MARKUP, hosted
from tests.tui.widgets.test_json_tokens import count_lexed
from weda_tui.core.clean import clean
from weda_tui.core.json_text import format_json
from weda_tui.tui.widgets import body_view, json_tokens
from weda_tui.tui.widgets.body_view import EMPTY, BodyView, body_text
from weda_tui.tui.widgets.json_tokens import LONGEST_COLOURED
from weda_tui.tui.widgets.paint import Line, Run, cut, paint
from weda_tui.tui.widgets.palette import DARK

FORMATTED = r"""{
  "id": 1893450276920229889,
  "text": "a \"quoted\": \\ \u4e2d \ud83d\ude00",
  "decimal": 1.10,
  "list": [
    "one: 1, \"two\": 2",
    null,
    []
  ],
  "object": {
    "inner": {
      "deep": true
    }
  },
  "id": "duplicate"
}"""


def view_of(text: str, *, is_json: bool = True) -> BodyView:
    """Return a view outside any app, to ask and draw without showing."""
    view = BodyView(id="body")
    view.body = body_text(text, is_json=is_json)
    view.row_count = len(view.body.starts)
    return view


def lit(line: Line) -> list[tuple[str, bool]]:
    """Return what is lit on a row, and whether it is the hit in hand."""
    return [(run.text, "reverse" in run.role) for run in line.left if "focus" in run.role]


# -- lines -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\nb", ["a", "b"]),
        ("a\n", ["a"]),
        ("a\n\n", ["a", ""]),
        ("\n", [""]),
        ("a\r\nb\r\n", ["a", "b"]),
    ],
)
def test_text_is_cut_into_lines(text: str, lines: list[str]):
    body = body_text(text, is_json=False)
    assert [body.line(index) for index in range(len(body.starts))] == lines


@given(st.one_of(outside_text, json_bodies.map(bytes.decode)), st.booleans(), st.data())
def test_no_row_is_wider_than_asked_or_acts_on_a_terminal(
    text: str, is_json: bool, data: st.DataObject
):
    view = view_of(text, is_json=is_json)
    view._shift = data.draw(st.sampled_from([0, 8, 800]))
    if text:
        at = data.draw(st.integers(0, len(text) - 1))
        view.search(text[at : at + 2].replace("\n", ""))
    width = data.draw(st.integers(0, 50))
    index = data.draw(st.integers(0, max(0, view.row_count - 1)))
    for row in (view.row(index, width), view.cursor_row(view.row(index, width))):
        strip = paint(row, width, DARK)
        assert cell_len(strip.text) == width
        assert clean(strip.text) == strip.text


def test_the_gutter_grows_with_the_number_of_lines():
    assert view_of("a\nb").row(0, 20).left[1] == Run("   1   ", "faint")
    many = view_of("\n" * 12345)
    assert many.row(0, 20).left[1] == Run("     1   ", "faint")
    assert many.row(12344, 20).left[1] == Run(" 12345   ", "faint")


# -- the value in hand -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (1, "1893450276920229889"),
        (2, 'a "quoted": \\ 中 😀'),
        (3, "1.10"),
        (4, '[\n  "one: 1, \\"two\\": 2",\n  null,\n  []\n]'),
        (5, 'one: 1, "two": 2'),
        (6, "null"),
        (7, "[]"),
        (8, "]"),
        (9, '{\n  "inner": {\n    "deep": true\n  }\n}'),
        (10, '{\n  "deep": true\n}'),
        (11, "true"),
        (14, "duplicate"),
        (0, FORMATTED),
    ],
)
def test_the_value_in_hand_is_as_received(line: int, value: str):
    view = view_of(FORMATTED)
    view.cursor = line
    assert view.value_in_hand() == value


@given(json_bodies)
def test_the_first_line_holds_the_whole_value(body: bytes):
    formatted = format_json(body)
    assert formatted is not None
    text = formatted.decode()
    view = view_of(text)
    assert view.value_in_hand() == (body_view._unquoted(text) if text.startswith('"') else text)


@pytest.mark.parametrize("line", ["{", '"quoted"', '  "a": 1,', "plain, text,"])
def test_a_line_of_plain_text_is_taken_as_it_is(line: str):
    view = view_of(f"{line}\n}}", is_json=False)
    assert view.value_in_hand() == line
    assert view.line_in_hand == line


@pytest.mark.parametrize(("text", "value"), [('"\\x"', '"\\x"'), ('"', '"'), ("{", "{"), ("", "")])
def test_broken_json_gives_what_is_there(text: str, value: str):
    assert view_of(text).value_in_hand() == value


def test_nothing_is_in_hand_where_nothing_is():
    view = BodyView(id="body")
    assert view.body == EMPTY
    assert view.line_in_hand == ""
    assert view.value_in_hand() == ""


# -- search ----------------------------------------------------------------------------------


def test_search_goes_to_the_first_hit_below_and_round_the_end():
    view = view_of("Ab\nxx\nab ab\n中aB", is_json=False)
    view.search("aB")
    assert (view.cursor, view.hits) == (0, (1, 4))
    view.next_hit(1)
    assert (view.cursor, view.hits) == (2, (2, 4))
    view.next_hit(1)
    assert (view.cursor, view.hits) == (2, (3, 4))
    view.next_hit(2)
    assert (view.cursor, view.hits) == (0, (1, 4)), "round the end"
    view.next_hit(-1)
    assert (view.cursor, view.hits) == (3, (4, 4)), "and back"
    view.cursor = 1
    view.search("ab")
    assert (view.cursor, view.hits) == (2, (2, 4)), "the first at or below the cursor"
    view.cursor = 3
    view.search("xx")
    assert (view.cursor, view.hits) == (1, (1, 1)), "else the first of all"


def test_without_a_hit_the_cursor_stays():
    view = view_of("a\nb", is_json=False)
    view.cursor = 1
    for needle in ("zzz", "[", ""):
        view.search(needle)
        view.next_hit(1)
        assert (view.cursor, view.hits) == (1, (0, 0))


def test_every_hit_on_a_row_is_lit_and_the_one_in_hand_is_reversed():
    view = view_of('{\n  "abab": "xab"\n}')
    view.search("ab")
    view.next_hit(1)
    assert lit(view.row(1, 60)) == [("ab", False), ("ab", True), ("ab", False)]
    assert "".join(run.text for run in view.row(1, 60).left[2:]) == '  "abab": "xab"'
    view.search('": "x')
    assert "".join(text for text, _ in lit(view.row(1, 60))) == '": "x', "across colours"
    assert lit(view.row(0, 60)) == []
    view.clear_search()
    assert lit(view.row(1, 60)) == []
    assert view.hits == (0, 0)


def test_hits_are_lit_where_they_are_after_looking_sideways():
    view = view_of("0123456789 hit", is_json=False)
    view.search("hit")
    view.action_sideways(8)
    assert [run.text for run in view.row(0, 40).left[2:]] == ["89 ", "hit"]
    view.action_sideways(8)
    view.action_sideways(-4)
    assert lit(view.row(0, 40)) == [("it", True)], "half of it is still seen"
    view.action_sideways(-800)
    assert lit(view.row(0, 40)) == [("hit", True)]
    assert lit(view.row(0, 9)) == [], "beyond the edge"


# -- cost ------------------------------------------------------------------------------------


def test_a_line_of_megabytes_costs_what_is_seen(monkeypatch: pytest.MonkeyPatch):
    """However many hits are on it, no more than a screenful is styled, and nothing is lexed."""
    restyled: list[int] = []
    real: Callable[[list[Run], int, int, str], list[Run]] = body_view._restyled

    def counting(runs: list[Run], start: int, end: int, role: str) -> list[Run]:
        restyled.append(sum(len(run.text) for run in runs))
        return real(runs, start, end, role)

    monkeypatch.setattr(body_view, "_restyled", counting)
    monkeypatch.setattr(json_tokens, "_lexed", pytest.fail)
    view = view_of('"' + "ab" * 500_000 + '"')
    view.search("ab")
    assert view.hits == (1, body_view.MOST_HITS)
    row = view.row(0, 60)
    assert sum(len(run.text) for run in row.left) < 80
    assert 25 <= len(restyled) <= 32
    assert max(restyled) < 80


def test_only_lines_that_are_drawn_are_lexed(monkeypatch: pytest.MonkeyPatch):
    lexed = count_lexed(monkeypatch)
    long = "x" * (LONGEST_COLOURED + 1)
    view = view_of(f'[\n  "{long}",\n' + '  "a",\n' * 1000 + "]")
    view.row(1, 80)
    view.row(2, 80)
    view.search("a")
    assert view.value_in_hand().endswith("a")
    assert lexed == ['  "a",']


# -- on the screen ---------------------------------------------------------------------------


async def test_a_body_on_the_screen():
    view = BodyView(id="body")
    async with hosted(view, size=(24, 6)) as (app, pilot):
        view.focus()
        view.show(body_text(FORMATTED, is_json=True))
        assert app.rows[1] == '    2     "id": 1893450…'
        assert app.rows[0].startswith("›   1   {")
        await pilot.press("shift+right")
        assert app.rows[1] == "    2   189345027692022…"
        await pilot.press("shift+left", "shift+left", "end")
        assert app.rows[5] == "›  16   }"
        number = view.cursor_row(view.row(15, 24)).left[2]
        assert number == Run("  16   ", "bold")
        view.is_dim = True
        assert {run.role for run in view.row(1, 24).left[1:]} == {"faint"}
        view.is_dim = False
        view.search("inner")
        await pilot.pause()
        assert view.cursor == 10
        view.show(body_text("\n".join(MARKUP), is_json=False))
        await pilot.pause()
        assert (view.cursor, view.hits) == (0, (0, 0))
        assert [row[8:] for row in app.rows] == [cut(clean(text), 16) for text in MARKUP[:6]]
