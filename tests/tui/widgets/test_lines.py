from textual.containers import Vertical

from tests.tui.host import MARKUP, hosted
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.drawing.palette import LIGHT
from weda_tui.tui.widgets.lines import Lines


class Drawing:
    """Draws the given rows and records each requested width."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.widths: list[int] = []

    def __call__(self, width: int) -> list[Line]:
        self.widths.append(width)
        return [Line([Run(text, "text", f"do {i}")]) for i, text in enumerate(self.texts)]


async def test_as_high_as_what_is_drawn_and_drawn_once():
    drawing, below = Drawing("one", "two"), Drawing("below")
    lines = Lines(drawing, id="lines", classes="wide")
    async with hosted(lines, Lines(below), size=(20, 6)) as (app, pilot):
        assert app.rows[:3] == ["one", "two", "below"]
        assert drawing.widths == [20]
        lines.refresh()
        await pilot.pause()
        assert drawing.widths == [20], "painting again draws nothing anew"
        for texts in (("1", "2"), ("1", "2", "3"), ("x",)):
            drawing.texts = texts
            lines.redraw()
            await pilot.pause()
            assert app.rows[: len(texts) + 1] == [*texts, "below"]
        assert drawing.widths == [20] * 4
        await pilot.resize_terminal(30, 6)
        await pilot.pause()
        assert drawing.widths[-1] == 30


async def test_nothing_is_drawn_while_it_is_hidden():
    drawing = Drawing("one")
    lines = Lines(drawing)
    lines.display = False
    async with hosted(lines, size=(20, 6)) as (app, pilot):
        lines.redraw()
        await pilot.pause()
        assert drawing.widths == []
        drawing.texts = ("two",)
        lines.display = True
        await pilot.pause()
        assert app.rows[0] == "two"


async def test_what_changed_while_it_was_hidden_is_there_when_it_comes_back():
    drawing = Drawing("one")
    lines = Lines(drawing)
    async with hosted(pane := Vertical(lines), size=(20, 6)) as (app, pilot):
        pane.display = False
        await pilot.pause()
        drawing.texts = ("two",)
        lines.redraw()
        await pilot.pause()
        pane.display = True
        await pilot.pause()
        assert app.rows[0] == "two"


async def test_another_theme_draws_again():
    drawing = Drawing("one")
    async with hosted(Lines(drawing), size=(20, 6)) as (app, pilot):
        app.theme = LIGHT
        await pilot.pause()
        assert drawing.widths == [20, 20]


async def test_a_click_says_what_was_pressed():
    lines = Lines(Drawing("one", "two"))
    async with hosted(lines, size=(20, 6)) as (app, pilot):
        await pilot.click(lines, offset=(1, 1))
        await pilot.click(lines, offset=(10, 1))
        assert [m.action for m in app.heard if isinstance(m, Lines.Pressed)] == ["do 1"]


async def test_text_from_outside_is_shown_literally():
    async with hosted(Lines(Drawing(*MARKUP)), size=(40, 9)) as (app, _):
        assert app.rows[: len(MARKUP)] == [strip_control_characters(text) for text in MARKUP]
