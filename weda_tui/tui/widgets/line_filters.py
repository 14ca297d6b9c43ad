"""Line filters: ``NO_COLOR`` removes all colours, ASCII mode replaces the glyphs."""

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_DEFAULT = RichColor.default()
_PLAIN = Style(color=_DEFAULT, bgcolor=_DEFAULT)
_DIM = _PLAIN + Style(dim=True)
_FAINT = RichColor.parse("bright_black")
"""The colour of rules, hints and placeholders in the theme with the terminal's own colours."""


class AttributesOnly(LineFilter):
    """Removes the colours of a line; faint text becomes dim."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line in the default colours of the terminal."""
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
    """Return a text of the same width; a tick and the blank after it become ``ok``."""
    return text.replace("✓ ", "ok").translate(_GLYPHS)


class AsciiGlyphs(LineFilter):
    """Draws ASCII characters in place of glyphs; copied and saved text keeps the glyphs."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line with the same widths."""
        return [Segment(ascii_glyphs(text), style, control) for text, style, control in segments]
