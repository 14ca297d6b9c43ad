"""Lists: the cursor, the view that follows the cursor, and the messages."""

from textual.events import MouseScrollDown

from tests.tui.host import MARKUP, hosted
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.rows import LineRows, Rows


class Numbered(Rows):
    """Rows ``row 0``, ``row 1``, …; ``skipped`` cannot be chosen; ``drawn`` counts drawings."""

    skipped: frozenset[int] = frozenset()

    def __init__(self) -> None:
        super().__init__(id="numbered")
        self.drawn = 0

    def row(self, index: int, width: int) -> Line:
        self.drawn += 1
        return Line([Run(" "), Run(f"row {index}", "text", f"act {index}")])

    def is_selectable(self, index: int) -> bool:
        return index not in self.skipped


async def test_the_cursor_moves_and_the_view_follows():
    rows = Numbered()
    async with hosted(rows, size=(20, 5)) as (app, pilot):
        rows.show_rows(100)
        rows.focus()
        seen: list[tuple[int, str, str]] = []
        for key in ("down", "j", "k", "up", "up", "pagedown", "pagedown", "end", "down", "pageup"):
            await pilot.press(key)
            seen.append((rows.cursor, app.rows[0], app.rows[4]))
        assert [cursor for cursor, _, _ in seen] == [1, 2, 1, 0, 0, 4, 8, 99, 99, 95]
        assert seen[5] == (4, " row 0", "›row 4")
        assert seen[6] == (8, " row 4", "›row 8")
        assert seen[8] == (99, " row 95", "›row 99")
        assert seen[9] == (95, "›row 95", " row 99")
        await pilot.press("home")
        assert (rows.cursor, app.rows[0]) == (0, "›row 0")
        moves = [m.index for m in app.heard if isinstance(m, Rows.CursorMoved)]
        assert moves == [1, 2, 1, 0, 4, 8, 99, 95, 0], "said once for each move"
        assert all(
            m.control is rows for m in app.heard if isinstance(m, Rows.CursorMoved | Rows.RowChosen)
        )


async def test_only_what_is_seen_is_drawn():
    rows = Numbered()
    async with hosted(rows, size=(20, 5)) as (_, pilot):
        rows.show_rows(1_000_000)
        rows.focus()
        await pilot.press("end", "home", "pagedown")
        await pilot.pause()
        assert 0 < rows.drawn < 100


async def test_rows_that_cannot_be_chosen_are_stepped_over():
    rows = Numbered()
    rows.skipped = frozenset({0, 2, 3, 9})
    async with hosted(rows, size=(20, 10)) as (app, pilot):
        rows.show_rows(10, cursor=0)
        rows.focus()
        assert rows.cursor == 1
        await pilot.press("down")
        assert rows.cursor == 4
        await pilot.press("up")
        assert rows.cursor == 1
        await pilot.press("up")
        assert rows.cursor == 1, "nothing above can be chosen"
        await pilot.press("end")
        assert rows.cursor == 8
        await pilot.click(rows, offset=(2, 2))
        assert rows.cursor == 8
        assert not any(isinstance(m, Rows.RowChosen) for m in app.heard)


async def test_nothing_can_be_chosen_where_nothing_is():
    rows = Numbered()
    async with hosted(rows, size=(20, 5)) as (app, pilot):
        rows.focus()
        for count, skipped in ((0, frozenset[int]()), (2, frozenset({0, 1}))):
            rows.skipped = skipped
            rows.show_rows(count)
            await pilot.press("down", "end", "enter", "pageup")
            await pilot.click(rows, offset=(2, 0))
        assert not any("›" in row for row in app.rows)
        assert not any(isinstance(m, Rows.RowChosen) for m in app.heard)


async def test_enter_and_a_click_choose():
    rows = Numbered()
    async with hosted(rows, size=(20, 5)) as (app, pilot):
        rows.show_rows(50, cursor=20)
        rows.focus()
        await pilot.press("enter")
        await pilot.click(rows, offset=(3, 1))
        await pilot.click(rows, offset=(12, 4))
        heard = [m for m in app.heard if isinstance(m, Rows.RowChosen)]
        assert [m.control for m in heard] == [rows] * 3
        chosen = [(m.index, m.action) for m in heard]
        assert chosen == [(20, ""), (17, "act 17"), (20, "")]


async def test_showing_other_rows_keeps_the_cursor_within_them():
    rows = Numbered()
    async with hosted(rows, size=(20, 5)):
        rows.show_rows(50, cursor=30)
        rows.show_rows(40)
        assert rows.cursor == 30
        rows.show_rows(3)
        assert rows.cursor == 2
        rows.show_rows(0)
        assert rows.cursor == 0


async def test_a_smaller_window_still_shows_the_cursor():
    rows = Numbered()
    async with hosted(rows, size=(20, 10)) as (app, pilot):
        rows.show_rows(50, cursor=9)
        rows.focus()
        await pilot.resize_terminal(20, 4)
        await pilot.pause()
        assert "›row 9" in app.rows


async def test_the_mark_tells_the_focus_without_colour_and_the_row_is_lit():
    rows, other = Numbered(), LineRows(id="other")
    rows.styles.height, other.styles.height = 3, 3
    async with hosted(rows, other, size=(20, 6)) as (_, pilot):
        rows.show_rows(3)
        rows.focus()
        await pilot.pause()
        focused = next(iter(rows.render_line(0))).style
        other.focus()
        await pilot.pause()
        resting = next(iter(rows.render_line(0))).style
        assert focused is not None
        assert resting is not None
        assert focused.bold
        assert not resting.bold
        assert focused.bgcolor == resting.bgcolor != next(iter(rows.render_line(1))).style


async def test_the_wheel_moves_the_view_and_not_the_cursor():
    rows = Numbered()
    async with hosted(rows, size=(20, 5)) as (_, pilot):
        rows.show_rows(50)
        rows.focus()
        await pilot._post_mouse_events([MouseScrollDown], rows, offset=(1, 1))
        await pilot.pause()
        assert rows.cursor == 0
        assert rows.scroll_offset.y > 0


async def test_the_rows_of_a_plain_list_are_empty():
    assert Rows(id="rows").row(0, 10) == Line()


async def test_ready_made_lines_are_shown_literally():
    rows = LineRows(id="lines", surface="panel")
    async with hosted(rows, size=(40, 9)) as (app, _):
        rows.show([Line([Run(" "), Run(text)]) for text in MARKUP], cursor=1)
        assert rows.cursor == 1
        assert [row[1:] for row in app.rows[: len(MARKUP)]] == [
            strip_control_characters(text) for text in MARKUP
        ]
        rows.show([Line()])
        assert app.rows[0] == "›"
