"""Export the screen of a running Textual app as SVG, with Chinese text and no external reference.

Textual's own export sets the width of a text run from its number of *characters*, so that
characters of two cells overlap; it also names a web font and derives IDs from the content. This
module fixes the exported text element by element; colours, backgrounds and positions remain those
of Textual.
"""

import html
import re
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from textual.app import App

CELL_WIDTH = 12.2
"""Width of a cell in the picture's units, as Textual draws it."""
FONTS = "DejaVu Sans Mono, Noto Sans Mono CJK SC, monospace"
FONT_SIZE = 20.26
"""The size at which a character of DejaVu Sans Mono (0.602 em) fills a cell, so that lines join."""
WIDE_FONT_SIZE = 23
"""A Chinese character is 1 em wide: nearly two cells, with a small gap."""

FULL_WIDTH = "text-spacing-trim: space-all;"  # browsers would trim ，。 to half their width

_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_LINE_CLIP = re.compile(r'\s*<clipPath id="\S+-line-\d+">.*?</clipPath>', re.DOTALL)
_PREFIX = re.compile(r"\bterminal-\d+-")
_FONT_RULES = re.compile(r"font-family: Fira Code.*?full-width;", re.DOTALL)
_TITLE_FONT = re.compile(r"font-family: arial;")
_RUN = re.compile(
    r'<text class="(?P<style>[^"]*)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)" textLength="[^"]*"'
    r"[^>]*>(?P<text>[^<]*)</text>"
)


def export_svg(app: App[Any], title: str) -> str:
    """Return the app's screen as SVG, in a window with ``title`` in its title bar.

    The same screen always gives the same text, without times and random IDs. The app must be
    running.
    """
    svg = app.export_screenshot(title=title, simplify=True)
    for pattern in (_FONT_FACE, _COMMENT, _LINE_CLIP, _PREFIX):
        svg = pattern.sub("", svg)
    fonts = f"font-family: {FONTS};"
    svg = _FONT_RULES.sub(f"{fonts}\n        font-size: {FONT_SIZE}px;\n        {FULL_WIDTH}", svg)
    return _RUN.sub(_in_cells, _TITLE_FONT.sub(fonts, svg))


def split_by_width(text: str) -> list[tuple[str, int]]:
    """Split a run where narrow and wide characters meet; return each text with its width in cells.

    A combining mark stays with the preceding character.
    """
    widths: list[int] = []
    for character in text:
        widths.append(cell_len(character) or (widths[-1] if widths else 1))
    pieces = groupby(zip(text, widths, strict=True), key=lambda pair: pair[1])
    runs = ["".join(character for character, _ in piece) for _, piece in pieces]
    return [(run, cell_len(run)) for run in runs]


def _in_cells(run: re.Match[str]) -> str:
    if run["text"] == "\n":  # the end of a row, needed only for the layout of the file
        return "\n"
    x = float(run["x"])
    elements: list[str] = []
    for text, cells in split_by_width(html.unescape(run["text"])):
        size = f' font-size="{WIDE_FONT_SIZE}"' if cells > len(text) else ""
        content = html.escape(text).replace("\N{NO-BREAK SPACE}", "&#160;")
        elements.append(
            f'<text class="{run["style"]}" x="{x:g}" y="{run["y"]}"{size} '
            f'textLength="{cells * CELL_WIDTH:g}">{content}</text>'
        )
        x += cells * CELL_WIDTH
    return "".join(elements)
