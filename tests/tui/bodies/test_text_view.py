"""The lines of a body on the screen: numbers, folds, hits, and work only for visible lines."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.strategies import json_bodies, outside_text
from tests.tui.host import MARKUP, Host, hosted
from weda_tui.core.bodies import search
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.line_values import value_at
from weda_tui.core.bodies.search import BodySearch, Hits, Matcher, MatchLocation, prepare
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.language import strings_for
from weda_tui.tui.bodies import line_view as body_rows
from weda_tui.tui.bodies.lines import Note
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.widgets.drawing import highlighting as markup_runs
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, paint
from weda_tui.tui.widgets.drawing.palette import DARK

WORDS = strings_for("zh").body
BODY = (
    rb'{"id":1893450276920229889,"text":"a \"quoted\": \\ \u4e2d","decimal":1.10,'
    rb'"list":["one: 1","two",null,[]],"object":{"inner":{"deep":true,"name":"N"}},"id":"again"}'
)


def view_of(body: bytes, **options: object) -> BodyView:
    """Return a view outside any app, to draw its rows without a screen."""
    view = BodyView(WORDS, id="body")
    view.document = Document(body, **options)  # pyright: ignore[reportArgumentType]
    view.document.grow_whole()
    view.row_count = view.document.index.line_count
    return view


def searched(view: BodyView, text: str, **options: object) -> Hits:
    matcher = prepare(BodySearch(text=text, **options))  # pyright: ignore[reportArgumentType]
    assert isinstance(matcher, Matcher)
    hits = Hits(matcher)
    for _ in search.search(view.document.index.source, matcher, hits.offsets):
        pass
    hits.choose_from(0)
    view.hits = hits
    return hits


def text_of(view: BodyView, row: int, width: int = 200) -> str:
    return "".join(run.text for run in view.row(row, width).left[4:])


def lit(line: Line) -> list[tuple[str, bool]]:
    """Return the highlighted texts of a row, each with whether it is the selected hit."""
    return [(run.text, "reverse" in run.role) for run in line.left if "focus" in run.role]


# -- rows ------------------------------------------------------------------------------------


@given(st.one_of(outside_text, json_bodies.map(bytes.decode)), st.data())
def test_no_row_is_wider_than_asked_or_acts_on_a_terminal(text: str, data: st.DataObject):
    body = text.encode("utf-8", "surrogatepass")
    view = view_of(body)
    view.shift = data.draw(st.sampled_from([0, 8, 800]))
    if text:
        at = data.draw(st.integers(0, len(text) - 1))
        searched(view, text[at : at + 2])
    width = data.draw(st.integers(0, 50))
    row = data.draw(st.integers(0, max(0, view.row_count - 1)))
    if view.document.tree is not None and data.draw(st.booleans()):
        view.document.folds.fold(fold_all(view))
        row = 0
    if not view.row_count:
        return
    for line in (view.row(row, width), view.cursor_row(view.row(row, width))):
        strip = paint(line, width, DARK)
        assert cell_len(strip.text) == width
        assert strip_control_characters(strip.text) == strip.text


def fold_all(view: BodyView) -> list[body_rows.Fold]:
    from weda_tui.core.bodies import fold_ranges

    tree = view.document.tree
    assert tree is not None
    fold = fold_ranges.fold_node(tree, 0)
    return [fold] if fold else []


def test_the_gutter_has_room_for_the_last_number_and_groups_its_digits():
    assert view_of(b"a\nb").row(0, 20).left[1] == Run("   1 ", "faint")
    many = view_of(b"\n" * 12345)
    assert many.row(0, 20).left[1] == Run("      1 ", "faint")
    assert many.row(12344, 20).left[1] == Run(" 12,345 ", "faint")


def test_every_kind_of_value_has_its_colour():
    view = view_of(b'{"a":"s","b":1.50,"c":null,"d":[],"e":{"f":true}}')
    roles = [view.row(row, 80).left[-2].role for row in range(1, 6)]
    assert roles == ["str", "num", "num italic", "dim", "dim"]
    assert text_of(view, 2) == '  "b": 1.50,'
    assert text_of(view, 4) == '  "d": [],'
    assert view.row(5, 80).left[2] == Run("▾", "dim", "fold")


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (1, "1893450276920229889"),
        (2, 'a "quoted": \\ 中'),
        (3, "1.10"),
        (4, '["one: 1","two",null,[]]'),
        (5, "one: 1"),
        (7, "null"),
        (8, "[]"),
        (9, '["one: 1","two",null,[]]'),
        (11, '{"deep":true,"name":"N"}'),
        (16, "again"),
        (0, BODY.decode()),
    ],
)
def test_the_selected_value_is_as_received(row: int, value: str):
    assert value_at(view_of(BODY).document, row) == value


def test_what_can_be_followed_is_underlined_and_shown_as_received():
    body = b'{"_id":"66f0","a":1893450276618240001,"b":["1893450276618240001"],"c":"66f0","d":12}'
    view = view_of(body)
    lines = [view.row(row, 80).left for row in range(view.row_count)]
    underlined = [run.text for line in lines for run in line if "underline" in run.role]
    assert underlined == ['"66f0"', "1893450276618240001", '"1893450276618240001"']


def test_escapes_are_shown_as_what_they_stand_for_and_copied_as_received():
    view = view_of(rb'{"\u4e2d":"\u6587 \"x\"\n","b":["\ud83d\ude00",{"n":"\u4e2d","m":1}]}')
    view.is_decoded = True
    view.document.folds.fold([each for each in [_fold(view, 4)] if each])
    rows = [text_of(view, row) for row in range(view.row_count - 3)]
    assert rows[1] == '  "中": "文 "x"\n",'
    assert rows[3] == '    "😀",'
    assert rows[4].startswith('    { "n": "中"')
    view.cursor = 1
    assert view.line_text() == r'  "\u4e2d": "\u6587 \"x\"\n",'
    view.is_decoded = False
    assert text_of(view, 1) == r'  "\u4e2d": "\u6587 \"x\"\n",'


def _saying(text: str) -> Note:
    def note(_: Document, __: int) -> str:
        return text

    return note


def _fold(view: BodyView, line: int) -> body_rows.Fold | None:
    from weda_tui.core.bodies import fold_ranges

    assert view.document.tree is not None
    return fold_ranges.fold_node(view.document.tree, line)


@pytest.mark.parametrize("shift", [*range(20_000, 20_013)])
def test_a_window_into_a_long_string_begins_with_a_whole_escape(shift: int):
    view = view_of(b'"' + rb"\u4e2d" * 10_000 + b'"')
    view.is_decoded, view.shift = True, shift
    assert set(text_of(view, 0, 40)) == {"中"}


def test_a_secret_that_is_escaped_is_masked_when_it_is_decoded():
    view = view_of(rb'{"a":"\u0073ecret","\u0073ecret":1}')
    view.mask = lambda text: text.replace("secret", "•••")
    view.note = _saying("secret")
    view.is_decoded = True
    assert not [row for row in range(view.row_count) if "secret" in text_of(view, row)]


def test_a_remark_is_left_out_whole_where_it_does_not_fit():
    view = view_of(b'{"a":1}')
    view.note = _saying("1234567")
    widths = [width for width in range(60) if text_of(view, 1, width).endswith("1234567")]
    assert widths == list(range(widths[0], 60))
    assert all("=" not in text_of(view, 1, width) for width in range(widths[0]))
    assert widths[0] - len(text_of(view, 1, widths[0])) == 8, "gutter, fold mark, one blank"


def test_a_line_of_plain_text_is_taken_as_it_is():
    assert value_at(view_of(b'  "a": 1,\r\nx').document, 0) == '  "a": 1,'


def test_markup_is_coloured_by_the_line_once_that_is_loaded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(markup_runs, "_loaded", [])
    view = view_of(b'<?xml version="1.0"?>\n<a href="x">text</a>')
    assert Run('<a href="x">text</a>') in view.row(1, 80).left
    markup_runs.load_markup()
    roles = {run.text: run.role for run in view.row(1, 80).left}
    assert roles["<a"] == "key"
    assert roles['"x"'] == "str"


def test_bytes_are_shown_as_a_dump():
    view = view_of(b"\x89PNG\r\n\x1a\n" + bytes(16))
    assert text_of(view, 0).startswith("00000000  89 50 4e 47 0d 0a 1a 0a  00 00")
    assert text_of(view, 0).endswith(".PNG............")


def test_a_secret_is_masked_on_every_line():
    view = view_of(b'{"s3cret":["s3cret",{"s3cret":"x s3cret"}]}')
    view.mask = lambda text: text.replace("s3cret", "•••")
    view.document.folds.fold(fold_all(view))
    assert "s3cret" not in text_of(view, 0)
    view.document.folds.clear()
    assert not [row for row in range(view.row_count) if "s3cret" in text_of(view, row)]


def test_a_secret_in_a_long_line_is_masked_wherever_one_looks():
    secret = "s3cret-of-some-length"
    view = view_of(b'"' + (b"x" * 990 + secret.encode()) * 50 + b'"')
    view.mask = lambda text: text.replace(secret, "•" * len(secret))
    for shift in range(900, 1100, 7):
        view.shift = shift
        assert "s3cr" not in text_of(view, 0, 60)
        assert "gth" not in text_of(view, 0, 60)


# -- folding ---------------------------------------------------------------------------------


def test_a_folded_node_previews_its_first_and_its_naming_member():
    view = view_of(
        b'{"a":[{"_id":"66f0","n":1,"title":"\xe4\xb8\xad\xe6\x96\x87"},[1,2],{"x":{}}]}'
    )
    tree = view.document.tree
    assert tree is not None
    from weda_tui.core.bodies import fold_ranges

    folds = [fold_ranges.fold_node(tree, line) for line in (2, 7, 11)]
    view.document.folds.fold([fold for fold in folds if fold])
    rows = [text_of(view, row) for row in (2, 3, 4)]
    assert rows == [
        '    { "_id": "66f0", … "中文" },  = 3 个字段',
        "    [ 1, … ],  = 2 项",
        '    { "x": {… }  = 1 个字段',
    ]
    assert view.row(2, 80).left[2] == Run("▸", "dim", "fold")


async def test_arrows_fold_and_go_to_the_parent_and_the_cursor_stays():
    view = BodyView(WORDS, id="body")
    async with hosted(view, size=(60, 20)) as (app, pilot):
        view.focus()
        view.show(Document(BODY))
        view.go_to_line(12)
        await pilot.press("left")
        assert view.line == 11, "a value has nothing to fold"
        await pilot.press("left")
        assert "▸" in app.rows[11]
        assert '{ "deep": true, "N" }' in app.rows[11] or '"deep": true' in app.rows[11]
        await pilot.press("left", "left", "left")
        assert view.line == 0
        await pilot.press("left")
        assert view.row_count == 1
        await pilot.press("right", "right")
        assert view.line == 1
        await pilot.press("end", "enter")
        assert view.row_count > 1


async def test_braces_go_to_the_nodes_beside():
    view = BodyView(WORDS, id="body")
    async with hosted(view, size=(60, 20)) as (app, pilot):
        view.focus()
        view.show(Document(BODY))
        view.go_to_line(3)
        await pilot.press("}", "}")
        assert view.line == 10
        await pilot.press("{")
        assert view.line == 4
        view.go_to_line(16)
        await pilot.press("}")
        assert view.line == 16
        assert [each.word for each in app.heard if isinstance(each, BodyView.KeyRefused)] == [
            "nothing_beside"
        ]


async def test_the_mouse_folds_and_chooses_a_line():
    view = BodyView(WORDS, id="body")
    async with hosted(view, size=(60, 20)) as (_app, pilot):
        view.show(Document(BODY))
        await pilot.click(view, offset=(30, 2))
        assert view.line == 2
        rows = view.row_count
        await pilot.click(view, offset=(6, 4))
        assert view.line == 4
        assert view.row_count == rows - 5
        await pilot.click(view, offset=(6, 4))
        assert view.row_count == rows


async def test_one_click_selects_a_line_and_two_choose_it():
    view = BodyView(WORDS, id="body")
    async with hosted(view, size=(60, 20)) as (app, pilot):
        view.show(Document(BODY))
        await pilot.click(view, offset=(30, 2))
        assert view.line == 2
        assert not [each for each in app.heard if isinstance(each, BodyView.RowChosen)]
        await pilot.click(view, offset=(30, 2), times=2)
        assert [each.index for each in app.heard if isinstance(each, BodyView.RowChosen)] == [2]


async def test_a_long_array_folds_into_ranges_and_then_whole():
    body = b'{"data":[' + b",".join(b'{"n":%d}' % n for n in range(12_000)) + b'],"total":1}'
    document = Document(body)
    document.grow_whole()
    view = BodyView(WORDS, id="body")
    async with hosted(view, size=(70, 20)) as (app, pilot):
        view.focus()
        view.show(document)
        await pilot.press("down")
        assert "= 12,000 项" in app.rows[1]
        await pilot.press("left")
        assert "= 12,000 项，每 1,000 项折叠为一组" in app.rows[1]
        assert "▸     [0 … 999]  = 1,000 项" in app.rows[2]
        assert "[11,000 … 11,999]  = 1,000 项" in app.rows[13]
        await pilot.press("down", "down", "right")
        assert '"n": 1000' in app.rows[4]
        await pilot.press("}", "left")
        view.go_to_line(1)
        await pilot.press("left", "left")
        assert app.rows[2].endswith('"total": 1')


# -- search ----------------------------------------------------------------------------------


def test_every_hit_on_a_row_is_lit_and_the_selected_one_is_reversed():
    view = view_of(b'{"abab":"xab"}')
    searched(view, "ab").step(1)
    assert lit(view.row(1, 60)) == [("ab", False), ("ab", True), ("ab", False)]
    searched(view, '": "x')
    assert "".join(text for text, _ in lit(view.row(1, 60))) == '": "x', "across colours"
    assert lit(view.row(0, 60)) == []
    searched(view, "ab", where=MatchLocation.KEYS)
    assert lit(view.row(1, 60)) == [("ab", True), ("ab", False)]
    searched(view, "ab", where=MatchLocation.VALUES)
    assert lit(view.row(1, 60)) == [("ab", True)]


def test_hits_are_lit_where_they_are_after_looking_sideways():
    view = view_of(b"0123456789 hit")
    searched(view, "hit")
    view.shift = 8
    assert text_of(view, 0) == "89 hit"
    view.shift = 12
    assert lit(view.row(0, 40)) == [("it", True)], "half of it is still seen"
    view.shift = 0
    assert lit(view.row(0, 40)) == [("hit", True)]
    assert lit(view.row(0, 9)) == [], "beyond the edge"


async def test_a_map_at_the_edge_says_where_hits_are():
    body = b"[" + b"1,\n" * 400 + b'"hit",' + b"1,\n" * 400 + b'"hit"]'
    view = BodyView(WORDS, id="body")
    async with hosted(view, size=(40, 10)) as (app, _pilot):
        view.show(Document(body))
        searched(view, "hit")
        view.light(view.hits)
        await _pilot.pause()
        edge = [row[-2:] for row in app.rows]
        assert edge[:5] == [" │"] * 4 + ["━━"] or edge.count("━━") == 1
        assert edge[9] == " ━"
        view.hits.step(1)
        assert view.go_to_hit()
        await _pilot.pause()
        assert app.rows[9][-2:] == "━━"


async def test_a_hit_out_of_sight_is_shown_in_the_middle():
    body = b"[" + b"1,\n" * 100 + b'"hit",\n"hit",' + b"1,\n" * 100 + b'"hit"]'
    view = BodyView(WORDS, id="body")
    async with hosted(view, size=(40, 11)) as (app, pilot):
        view.show(Document(body))
        searched(view, "hit")
        assert view.go_to_hit()
        await pilot.pause()
        assert '"hit"' in app.rows[5]
        view.hits.step(1)
        assert view.go_to_hit()
        await pilot.pause()
        assert '"hit"' in app.rows[5], "nothing moves where there are rows around it"
        assert view.cursor - view.scroll_offset.y == 6
        view.hits.step(1)
        assert view.go_to_hit()
        await pilot.pause()
        assert '"hit"' in app.rows[9], "the end is the end"


# -- cost ------------------------------------------------------------------------------------


def test_a_line_of_megabytes_costs_what_is_seen(monkeypatch: pytest.MonkeyPatch):
    """However many hits the line has, at most a screenful is read and styled."""
    view = view_of(b'"' + b"ab" * 500_000 + b'"')
    hits = searched(view, "ab")
    assert len(hits) == 500_000
    read: list[int] = []
    real = body_rows._text

    def reading(data: bytes) -> str:
        read.append(len(data))
        return real(data)

    monkeypatch.setattr(body_rows, "_text", reading)
    for shift in (0, 400_000):
        view.shift = shift
        row = view.row(0, 60)
        assert sum(len(run.text) for run in row.left) < 80
        assert 20 <= len(lit(row)) <= 40
    assert sum(read) < 4 * (body_rows.LONGEST_WHOLE + 4 * 60)


def test_hits_beyond_those_that_can_be_seen_are_not_lit():
    view = view_of(b"ab" * 4000)
    hits = searched(view, "ab")
    assert isinstance(hits.offsets, array)
    assert len(lit(view.row(0, 4000))) <= 202


# -- on the screen ---------------------------------------------------------------------------


async def test_a_body_on_the_screen():
    view = BodyView(WORDS, id="body")
    async with hosted(view, size=(24, 6)) as (app, pilot):
        view.focus()
        view.show(Document(BODY))
        assert app.rows[1] == '    2     "id": 1893450…'
        assert app.rows[0].startswith("›   1 ▾ {")
        await pilot.press("shift+right")
        assert app.rows[1] == "    2   189345027692022…"
        await pilot.press("shift+left", "shift+left", "end")
        assert app.rows[5] == "›  18   }"
        assert view.cursor_row(view.row(17, 24)).left[2] == Run("  18 ", "bold")
        view.is_dim = True
        assert {run.role for run in view.row(1, 24).left if run.text.strip()} == {"faint"}
        view.is_dim = False
        view.show(Document("\n".join(MARKUP).encode(), form=None))
        await pilot.pause()
        assert view.cursor == 0
        assert [row[8:] for row in app.rows] == [
            cut(strip_control_characters(text), 16) for text in MARKUP[:6]
        ]


async def test_a_row_is_drawn_again_only_if_it_has_changed():
    drawn: list[int] = []

    class Counted(BodyView):
        def row(self, index: int, width: int) -> Line:
            drawn.append(index)
            return super().row(index, width)

    view = Counted(WORDS, id="body")
    async with hosted(view, size=(40, 6)) as (app, pilot):
        view.focus()
        view.show(Document(BODY))
        hits = searched(view, "e")
        view.light(hits)
        await pilot.pause()
        drawn.clear()
        await pilot.press("down", "down")
        assert set(drawn) <= {0, 1, 2}, "the selected row, and the one before"
        view.go_to_hit()
        hits.step(1)
        view.go_to_hit()
        await pilot.pause()
        drawn.clear()
        first = view.cursor
        hits.step(1)
        view.go_to_hit()
        await pilot.pause()
        assert set(drawn) == {first, view.cursor}
        view.mask = lambda text: text.replace("text", "••••")
        view.show(view.document)
        await pilot.pause()
        assert "••••" in app.text
        assert "text" not in app.text


async def test_lines_found_later_move_nothing():
    body = b"[" + b'{"n":1},\n' * 30_000 + b"0]"
    document = Document(body)
    view = BodyView(WORDS, id="body")
    async with hosted(view, size=(40, 10)) as (app, pilot):
        assert isinstance(app, Host)
        view.focus()
        view.show(document)
        await pilot.press("pagedown")
        view.scroll_to(y=500, animate=False, force=True, immediate=True)
        before, rows = view.cursor, view.row_count
        document.grow_whole()
        view.grown()
        await pilot.pause()
        assert view.row_count > rows
        assert (view.cursor, round(view.scroll_offset.y)) == (before, 500)
        await pilot.press("end")
        assert "]" in app.rows[9]


async def test_what_the_whole_body_tells_of_the_rows_in_view_is_shown_once_it_is_known():
    view = BodyView(WORDS, id="body")
    view.note = lambda document, _: "whole" if document.is_complete else "begun"
    async with hosted(view, size=(40, 10)) as (app, pilot):
        assert isinstance(app, Host)
        view.show(document := Document(b"[" + b'{"n":1},\n' * 30_000 + b"0]"))
        await pilot.pause()
        assert not document.is_complete
        assert "begun" in app.rows[1]
        document.grow_whole()
        view.grown()
        await pilot.pause()
        assert "whole" in app.rows[1]
