"""Our glyphs as ASCII, cell for cell, for terminals that draw some of them two cells wide."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_GLYPHS = str.maketrans(
    {
        "✓": "+", "✗": "x", "›": ">", "▸": "+", "▾": "v", "▴": "^", "·": "-", "…": ".",
        "→": ">", "←": "<", "↑": "^", "↓": "v", "×": "x", "━": "=", "─": "-", "│": "|",
        "┃": "#", "╌": ".", "•": "*", "●": "*", "▏": "|", "–": "-", "“": '"', "”": '"',
        "└": "'", "┬": "'", "┘": "'", "⋮": ":",
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
