import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from weda_tui.tui.widgets.drawing.palette import TERMINAL, style
from weda_tui.tui.widgets.line_filters import AttributesOnly

GROUND = Color(0, 0, 0)


def drawn(text: str, given: Style | None) -> Segment:
    (segment,) = AttributesOnly().apply([Segment(text, given)], GROUND)
    return segment


@pytest.mark.parametrize("role", ["fail bold", "chip-ok", "key underline", "text", "str italic"])
def test_attributes_stay_and_colours_go(role: str):
    given = style(TERMINAL, role)
    segment = drawn("x", given)
    assert segment.text == "x"
    assert segment.style is not None
    assert segment.style.without_color == given.without_color
    for colour in (segment.style.color, segment.style.bgcolor):
        assert colour is not None
        assert colour.is_default


@pytest.mark.parametrize("role", ["faint", "line"])
def test_what_was_faint_is_dim(role: str):
    segment = drawn("─", style(TERMINAL, role))
    assert segment.style is not None
    assert segment.style.dim
    assert segment.style.color is not None
    assert segment.style.color.is_default


def test_a_click_still_finds_its_action():
    segment = drawn("F5", style(TERMINAL, "chip-focus") + Style(meta={"press": "send"}))
    assert segment.style is not None
    assert segment.style.meta == {"press": "send"}


def test_what_has_no_style_has_none_afterwards():
    assert drawn(" ", None).style is None
