"""The colours, each with one meaning, the three built-in themes, and the themes of the user.

A role is a word such as ``dim`` or ``fail``; drawing code names roles, never colours. Dark surfaces
keep an HLS saturation below 0.15, because Rich maps a greyish hex colour above that to pure black
in 256 colours.
"""

from collections.abc import Mapping
from functools import lru_cache

from rich.color import Color
from rich.style import Style
from textual.theme import Theme

DARK, LIGHT, TERMINAL = "weda-dark", "weda-light", "terminal"

_DARK = {
    "ground": "#17191c",
    "panel": "#1f2124",
    "field": "#282b2f",
    "sel": "#2c3137",
    "line": "#3e444b",
    "okbg": "#222d25",
    "failbg": "#36292a",
    "cautionbg": "#332d26",
    "text": "#d7dbe1",
    "dim": "#a9b2bc",
    "faint": "#959ea8",
    "focus": "#6fbccf",
    "ok": "#86c08a",
    "fail": "#ec8074",
    "caution": "#e3b15c",
    "key": "#8aabd8",
    "num": "#bfa8e3",
    "str": "#d9ccb0",
}
_LIGHT = {
    "ground": "#fafaf8",
    "panel": "#f0efec",
    "field": "#e6e5e1",
    "sel": "#d8e5ee",
    "line": "#cdcac4",
    "okbg": "#dff0e0",
    "failbg": "#fbe1de",
    "cautionbg": "#f7edd2",
    "text": "#22272d",
    "dim": "#4a525b",
    "faint": "#586069",
    "focus": "#0b6e86",
    "ok": "#1a6b2c",
    "fail": "#b3261e",
    "caution": "#855600",
    "key": "#24529f",
    "num": "#6a43a6",
    "str": "#5c4a1e",
}
_TERMINAL = dict.fromkeys(_DARK, "ansi_default") | {
    "line": "ansi_bright_black",
    "faint": "ansi_bright_black",
    "focus": "ansi_bright_cyan",
    "ok": "ansi_bright_green",
    "fail": "ansi_bright_red",
    "caution": "ansi_bright_yellow",
}
PALETTES: dict[str, dict[str, str]] = {DARK: _DARK, LIGHT: _LIGHT, TERMINAL: _TERMINAL}
"""The colour of each role, per theme."""

ATTRIBUTES = ("bold", "italic", "underline", "strike", "reverse")


def add_palettes(palettes: Mapping[str, dict[str, str]]) -> None:
    """Add the palettes of the user, each with a colour for every role.

    A palette may replace a built-in palette of the same name.
    """
    PALETTES.update(palettes)
    style.cache_clear()


def themes() -> list[Theme]:
    """Return a theme for each palette; every role is also a CSS variable of the same name."""
    return [_theme(name, palette) for name, palette in PALETTES.items()]


def _theme(name: str, palette: dict[str, str]) -> Theme:
    cursor = palette["ground"] if name != TERMINAL else "ansi_black"
    return Theme(
        name=name,
        primary=palette["focus"],
        foreground=palette["text"],
        background=palette["ground"],
        surface=palette["panel"],
        panel=palette["panel"],
        success=palette["ok"],
        warning=palette["caution"],
        error=palette["fail"],
        dark=name == TERMINAL or luminance(palette["ground"]) < luminance(palette["text"]),
        ansi=name == TERMINAL,
        variables={
            **palette,
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "input-cursor-background": palette["focus"],
            "input-cursor-foreground": cursor,
            "input-selection-background": palette["line"],
            "block-cursor-background": palette["focus"],
            "block-cursor-foreground": cursor,
        },
    )


@lru_cache(maxsize=1024)
def style(theme: str, role: str, fill: str = "") -> Style:
    """Return the Rich style of a role such as ``"caution bold"`` in a theme.

    ``chip-ROLE`` is *ground* on the colour of ROLE. ``fill`` names the surface underneath, and
    ``on-SURFACE`` overrides it for this text. The ``terminal`` theme has no surfaces: chips are
    reversed and fields are underlined instead.
    """
    palette = PALETTES.get(theme, _DARK)
    colour, background = "text", fill
    attributes: set[str] = set()
    for word in role.split():
        if word in ATTRIBUTES:
            attributes.add(word)
        elif word.startswith("chip-"):
            colour, background = "ground", word.removeprefix("chip-")
            attributes.add("bold")
        elif word.startswith("on-"):
            background = word.removeprefix("on-")
        else:
            colour = word
    if theme == TERMINAL:
        if role.startswith("chip-"):
            colour = background
            attributes.add("reverse")
        elif background == "field" or "on-panel" in role:
            attributes.add("underline")
        background = ""
    return Style(
        color=_colour(palette[colour]),
        bgcolor=_colour(palette[background]) if background else None,
        bold="bold" in attributes,
        italic="italic" in attributes,
        underline="underline" in attributes,
        strike="strike" in attributes,
        reverse="reverse" in attributes,
    )


def _colour(name: str) -> Color:
    return Color.parse(name.removeprefix("ansi_"))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2 defines it, from 0 to 1."""
    parts = [part / 255 for part in Color.parse(colour).get_truecolor()]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
