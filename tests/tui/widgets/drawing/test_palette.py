"""The colours are distinct and readable, also in 256 colours."""

import colorsys

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from weda_tui.tui.widgets.drawing import palette
from weda_tui.tui.widgets.drawing.palette import (
    DARK,
    LIGHT,
    PALETTES,
    TERMINAL,
    luminance,
    style,
    themes,
)

NUMBERS = {
    "ground": (233, 231),
    "panel": (234, 254),
    "field": (235, 253),
    "sel": (236, 189),
    "line": (238, 251),
    "okbg": (235, 194),
    "failbg": (236, 224),
    "cautionbg": (235, 230),
    "text": (253, 235),
    "dim": (249, 239),
    "faint": (247, 240),
    "focus": (74, 24),
    "ok": (108, 22),
    "fail": (210, 124),
    "caution": (179, 94),
    "key": (110, 25),
    "num": (146, 61),
    "str": (187, 58),
}
"""The numbers that Rich chooses in 256 colours: dark, light."""
CONTRASTS = {
    "text": (12.7, 9.4, 14.4, 11.7),
    "dim": (8.2, 6.1, 7.6, 6.2),
    "faint": (6.5, 4.8, 6.1, 5.0),
    "focus": (8.2, 6.1, 5.6, 4.6),
    "ok": (8.3, 6.2, 6.3, 5.1),
    "fail": (6.6, 4.9, 6.3, 5.1),
    "caution": (9.0, 6.7, 6.0, 4.9),
    "key": (7.5, 5.6, 7.2, 5.9),
    "num": (8.3, 6.2, 6.8, 5.5),
    "str": (11.1, 8.3, 8.2, 6.7),
}
"""The contrasts on the ground and on the cursor's row: dark, then light."""
SURFACES = ("ground", "panel", "field", "sel", "line", "okbg", "failbg", "cautionbg")
TINTS = {"ok": ("okbg", 6.7, 5.6), "fail": ("failbg", 5.2, 5.3), "caution": ("cautionbg", 6.9, 5.4)}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as defined by WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def triplet(hex_colour: str) -> tuple[float, float, float]:
    red, green, blue = Color.parse(hex_colour).get_truecolor()
    return red / 255, green / 255, blue / 255


def look(drawn: Style) -> tuple[str, str, set[str]]:
    """Return colour, background and attributes of a style."""
    colours = [colour.name if colour else "" for colour in (drawn.color, drawn.bgcolor)]
    return colours[0], colours[1], {name for name in palette.ATTRIBUTES if getattr(drawn, name)}


@pytest.mark.parametrize("role", NUMBERS)
def test_in_256_colours_every_role_is_the_one_that_was_chosen(role: str):
    found = tuple(
        Color.parse(PALETTES[theme][role]).downgrade(ColorSystem.EIGHT_BIT).number
        for theme in (DARK, LIGHT)
    )
    assert found == NUMBERS[role]


@pytest.mark.parametrize("role", SURFACES)
def test_dark_surfaces_stay_on_the_grey_ramp(role: str):
    assert colorsys.rgb_to_hls(*triplet(PALETTES[DARK][role]))[2] < 0.15


@pytest.mark.parametrize("role", CONTRASTS)
def test_text_can_be_read_on_the_ground_and_under_the_cursor(role: str):
    found = [
        contrast(PALETTES[theme][role], PALETTES[theme][surface])
        for theme in (DARK, LIGHT)
        for surface in ("ground", "sel")
    ]
    assert found == [pytest.approx(wanted, abs=0.05001) for wanted in CONTRASTS[role]]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("role", CONTRASTS)
def test_every_text_can_be_read_on_every_surface(theme: str, role: str):
    colours = PALETTES[theme]
    found = {each: contrast(colours[role], colours[each]) for each in SURFACES if each != "line"}
    assert min(found.values()) >= 4.5, found
    assert contrast(colours["ground"], colours[role]) >= 4.5, "as a chip"
    assert contrast(colours["text"], colours["line"]) >= 4.5, "as what is selected"


@pytest.mark.parametrize("role", TINTS)
def test_a_verdict_can_be_read_on_its_tint(role: str):
    surface, dark, light = TINTS[role]
    assert contrast(PALETTES[DARK][role], PALETTES[DARK][surface]) == pytest.approx(dark, abs=0.051)
    assert contrast(PALETTES[LIGHT][role], PALETTES[LIGHT][surface]) == pytest.approx(
        light, abs=0.051
    )


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_in_256_colours_the_cursor_row_differs_from_the_ground(theme: str):
    numbers = [
        Color.parse(PALETTES[theme][role]).downgrade(ColorSystem.EIGHT_BIT).number
        for role in ("ground", "panel", "field", "sel", "line")
    ]
    assert len(set(numbers)) == len(numbers)
    assert 16 not in numbers


def test_every_theme_has_every_role():
    assert [set(colours) for colours in PALETTES.values()] == [set(NUMBERS)] * 3
    for theme in themes():
        assert set(NUMBERS) <= set(theme.variables)
    assert [(theme.name, theme.dark) for theme in themes()] == [
        (DARK, True),
        (LIGHT, False),
        (TERMINAL, True),
    ]


def test_the_terminal_theme_uses_the_terminals_own_colours_only():
    assert all(colour.startswith("ansi_") for colour in PALETTES[TERMINAL].values())
    for role in NUMBERS:
        for fill in ("", *SURFACES):
            drawn = style(TERMINAL, role, fill)
            assert drawn.color is not None
            assert drawn.color.is_default or drawn.color.is_system_defined
            assert drawn.bgcolor is None, "no surfaces"


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_chip_is_ground_on_its_role(theme: str):
    chip, colours = style(theme, "chip-caution", "panel"), PALETTES[theme]
    assert look(chip) == (colours["ground"], colours["caution"], {"bold"})
    assert 5.6 <= contrast(colours["ground"], colours["caution"]) <= 9.05


def test_without_surfaces_chips_are_reversed_and_fields_underlined():
    chip = style(TERMINAL, "chip-fail", "panel")
    assert look(chip) == ("bright_red", "", {"bold", "reverse"})
    assert style(TERMINAL, "text", "field").underline
    assert not style(TERMINAL, "text", "panel").underline
    assert not style(DARK, "text", "field").underline


def test_attributes_add_to_a_role():
    drawn = style(DARK, "dim strike bold", "okbg")
    assert look(drawn) == (PALETTES[DARK]["dim"], PALETTES[DARK]["okbg"], {"bold", "strike"})
    assert style(DARK, "bold").color == style(DARK, "text").color
    for attribute in palette.ATTRIBUTES:
        assert getattr(style(LIGHT, attribute), attribute) is True


def test_an_unknown_theme_is_drawn_dark():
    assert style("textual-dark", "ok") == style(DARK, "ok")
