"""Filters of what is drawn: without any colour for ``NO_COLOR``, without glyphs for ASCII."""

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_DEFAULT = RichColor.default()
_PLAIN = Style(color=_DEFAULT, bgcolor=_DEFAULT)
_DIM = _PLAIN + Style(dim=True)
_FAINT = RichColor.parse("bright_black")
"""The colour of rules, hints and placeholders in the theme of the terminal's own colours."""


class AttributesOnly(LineFilter):
    """Takes the colours out of a line; what was faint is dim."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line in the terminal's own colours."""
        return [
            Segment(text, style and style + (_DIM if style.color == _FAINT else _PLAIN), control)
            for text, style, control in segments
        ]


_GLYPHS = str.maketrans(
    {
        "✓": "+", "✗": "x", "›": ">", "▸": "+", "▾": "v", "▴": "^", "·": "-", "…": ".",
        "→": ">", "←": "<", "↑": "^", "↓": "v", "×": "x", "━": "=", "─": "-", "│": "|",
        "┃": "#", "╌": ".", "•": "*", "●": "*", "▏": "|", "–": "-", "“": '"', "”": '"',
        "└": "'", "┬": "'", "┘": "'", "⋮": ":", "↪": ">",
    }
)  # fmt: skip


def ascii_glyphs(text: str) -> str:
    """Return a text as wide as before; a tick takes the blank behind it too."""
    return text.replace("✓ ", "ok").translate(_GLYPHS)


class AsciiGlyphs(LineFilter):
    """Draws ASCII in place of our glyphs; what is copied and saved has them as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line, of the same widths."""
        return [Segment(ascii_glyphs(text), style, control) for text, style, control in segments]
