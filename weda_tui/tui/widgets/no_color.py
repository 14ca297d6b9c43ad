"""What is drawn without any colour, for ``NO_COLOR``: attributes alone tell things apart."""

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
