"""Text areas that are coloured one line at a time and offer names while the user types."""

import re
from collections.abc import Generator
from contextlib import contextmanager

from rich.cells import cell_len
from rich.text import Text
from textual import events, on
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Document, DocumentNavigator, Location, WrappedDocument

from weda_tui.core.json.text import JsonFault
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.completion_list import Complete, NameList, NameOffer, Words
from weda_tui.tui.widgets.drawing import palette
from weda_tui.tui.widgets.drawing.highlighting import LONGEST_COLOURED, is_warm, json_runs
from weda_tui.tui.widgets.drawing.paint import cells, paint

MOST_URL_ROWS = 4
_VARIABLE = re.compile(r"\{\{\s*[^{}\s]+\s*\}\}")


class CodeArea(TextArea, inherit_css=False):
    """A plain text area in the colours of the screen.

    Subclasses colour a line in ``colour``. If ``complete`` is set, the area offers names while the
    user types. The list of names is drawn into the rows of the text, so the focus and an input
    method stay in the area.
    """

    DEFAULT_CSS = """
    CodeArea {
        width: 1fr; height: 1fr; background: $ground; color: $text; pointer: text;
        scrollbar-size: 0 0; overflow: scroll scroll;
        .text-area--cursor { background: $focus; color: $ground; text-style: none; }
        .text-area--selection { background: $line; color: $text; }
        .text-area--gutter, .text-area--cursor-gutter { color: $faint; background: $ground; }
        .text-area--placeholder { color: $faint; }
        &.-empty:focus { background: $field; }
        &:ansi.-empty:focus .text-area--placeholder { text-style: underline; }
        &:ansi .text-area--cursor, &:ansi .text-area--selection {
            color: ansi_default; background: ansi_default; text-style: reverse;
        }
    }
    """

    COMPONENT_CLASSES = TextArea.COMPONENT_CLASSES  # not inherited without the rules

    complete: Complete | None = None

    def __init__(self, *, id: str, soft_wrap: bool = True) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, soft_wrap=soft_wrap, highlight_cursor_line=False)
        self.match_cursor_bracket = False
        self.names = NameList()
        self.words: Words = lambda offer, index: (str(offer.options[index]), "")

    def colour(self, line: Text, index: int) -> None:
        """Style a line in place; does nothing in this class."""

    def update_text(self, text: str) -> None:
        """Show ``text`` by replacing only what differs, which preserves the cursor and undo."""
        old = self.text
        if old == text:
            return
        head = _common(old, text)
        head -= old[head - 1 : head] == "\r"
        tail = _common(old[head:][::-1], text[head:][::-1])
        tail -= old[len(old) - tail : len(old) - tail + 1] == "\n"
        start = _location(old, head)
        end = _location(old, len(old) - tail)
        self.replace(text[head : len(text) - tail], start, end)

    def get_line(self, line_index: int) -> Text:
        """Return a coloured line to draw; one character replaces each unprintable character."""
        raw = self.document.get_line(line_index)
        shown = strip_control_characters(raw)
        if len(shown) != len(raw):
            shown = "".join(c if len(strip_control_characters(c)) == 1 else "\ufffd" for c in raw)
        line = Text(shown, end="", no_wrap=True)
        self.colour(line, line_index)
        return line

    def paint_variables(self, line: Text) -> None:
        """Style every ``{{variable}}`` in the role *key*."""
        style = palette.style(self.app.theme, "key")
        for match in _VARIABLE.finditer(line.plain):
            line.stylize(style, *match.span())

    # -- names that are offered --------------------------------------------------------------

    @property
    def is_offering(self) -> bool:
        """Whether the list of names is open."""
        return self.names.offer is not None

    @property
    def at(self) -> int:
        """The position of the cursor in the text."""
        row, column = self.cursor_location
        lines = self.document.lines
        newline = len(self.document.newline)
        return sum(len(line) + newline for line in lines[:row]) + column

    def follow_offer(self) -> None:
        """Handle that the list of names was opened, closed or replaced; nothing in this class."""

    def insert_completion(self) -> None:
        """Replace the text of the offer with the selected name."""
        offer = self.names.offer
        if offer is None:
            return
        text, cursor = offer.written(offer.options[self.names.chosen])
        row, column = self.cursor_location
        start = (row, column - (self.at - offer.start))
        end = (row, column + (offer.end - self.at))
        self._offer(None)
        self.replace(text, start, end, maintain_selection_offset=False)
        self.move_cursor((row, start[1] + cursor))
        self._offer(None)

    def _offer(self, offer: NameOffer | None) -> None:
        if self.names.show(offer):
            self.follow_offer()
            self.notify_style_update()
            self.refresh()

    def watch_has_focus(self, focus: bool) -> None:
        """Give an empty area the look of a field while it has the focus."""
        super().watch_has_focus(focus)
        self.set_class(not self.text, "-empty")

    @on(TextArea.Changed)
    def _on_text_changed(self) -> None:
        self.set_class(not self.text, "-empty")
        if self.complete is not None:
            self._offer(self.complete(self.text, self.at) if self.has_focus else None)

    @on(TextArea.SelectionChanged)
    def _on_cursor_moved(self) -> None:
        """Close the list when the cursor moves out of the name."""
        offer = self.names.offer
        is_empty = self.selection.is_empty
        if offer is not None and not (is_empty and offer.start <= self.at <= offer.end):
            self._offer(None)

    def on_blur(self) -> None:
        """Close the list of names."""
        self._offer(None)

    async def _on_key(self, event: events.Key) -> None:
        """Handle the keys of the open list first; every other key is typed."""
        if self.is_offering and self._answer(event.key):
            event.prevent_default()
            event.stop()

    def _answer(self, key: str) -> bool:
        match key:
            case "up" | "down":
                self.names.step(1 if key == "down" else -1)
                self.refresh()
            case "enter" | "tab":
                self.insert_completion()
            case "escape":
                self._offer(None)
            case _:
                return False
        return True

    def render_line(self, y: int) -> Strip:
        """Draw a row of the text and, on top of it, a row of the list of names."""
        strip = super().render_line(y)
        if not self.is_offering:
            return strip
        rows = self.names.rows(self.words, self.size.width)
        width = cells(rows[0].left)
        x, top = self._place(len(rows), width)
        if not top <= y < top + len(rows):
            return strip
        drawn = paint(rows[y - top], width, self.app.theme, "panel")
        return Strip.join([strip.crop(0, x), drawn, strip.crop(x + width)])

    def _place(self, height: int, width: int) -> tuple[int, int]:
        """Return column and row of the list: below the cursor, or above it at the lower edge."""
        scroll = self.scroll_offset
        cursor = self.wrapped_document.location_to_offset(self.cursor_location)
        x, y = cursor.x - scroll.x, cursor.y - scroll.y
        top = y + 1 if y + 1 + height <= self.size.height or y < height else y - height
        return max(0, min(x, self.size.width - width)), top


_SEPARATORS = {ord(c): f"\\u{ord(c):04x}" for c in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
"""Characters that a text area treats as a line end, and their JSON escapes."""


def _common(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[:middle] == other[:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _location(text: str, at: int) -> tuple[int, int]:
    """Return the line and column of a position."""
    return text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1


class JsonArea(CodeArea):
    """A text area for JSON; one position may be marked as the place of a fault."""

    def load_text(self, text: str) -> None:
        """Load a text, with the characters that would break a line as their JSON escapes."""
        super().load_text(text.translate(_SEPARATORS))

    def update_text(self, text: str) -> None:
        """Show ``text``, with separators as JSON escapes."""
        super().update_text(text.translate(_SEPARATORS))

    async def _on_paste(self, event: events.Paste) -> None:
        """Paste in place of the selection, with separators as JSON escapes."""
        event.prevent_default()
        event.stop()
        text = event.text.translate(_SEPARATORS)
        self.replace(text, *self.selection, maintain_selection_offset=False)

    _fault: JsonFault | None = None

    def mark_fault(self, fault: JsonFault | None) -> None:
        """Mark the position where the text stops being valid JSON."""
        if fault != self._fault:
            self._fault = fault
            self.notify_style_update()

    def colour(self, line: Text, index: int) -> None:
        """Colour JSON, variables and the fault, once the lexer is loaded.

        The first screen does not wait for the lexer.
        """
        if len(line) > LONGEST_COLOURED or not is_warm():
            return
        theme, start = self.app.theme, 0
        for run in json_runs(line.plain):
            line.stylize(palette.style(theme, run.role), start, start + len(run.text))
            start += len(run.text)
        self.paint_variables(line)
        if self._fault and self._fault.line - 1 == index:
            column = min(self._fault.column - 1, max(0, len(line) - 1))
            line.stylize(palette.style(theme, "fail bold underline"), column, column + 1)


class HeaderArea(CodeArea):
    """Headers, one per line: ``Name: value``."""

    def colour(self, line: Text, index: int) -> None:
        """Colour names and variables."""
        name, colon, _ = line.plain.partition(":")
        role = "dim" if colon else "fail"
        line.stylize(palette.style(self.app.theme, role), 0, len(name) + len(colon))
        self.paint_variables(line)


_STEP = re.compile(r"(?<![:/?&])(?=/(?!/)|[?&])")
"""The positions where the next part of a URL begins."""
_BEFORE_STEP = re.compile(r".(?=\n)")
_BESIDE_BRACES = re.compile(r"(?<=\S)\S(?=\{\{)|(?<=\})\}(?=.)")


def with_breaks(url: str, width: int) -> str:
    """Return a URL with a blank in place of the last character before each possible line break.

    A URL may break before a slash and before each part of the query. A part wider than ``width``
    cells may also break beside a variable, but never inside a variable.
    """
    kept = _VARIABLE.sub(lambda match: re.sub(r"[\s/?&]", "x", match[0]), url)
    parts = (
        _BESIDE_BRACES.sub(_blank, part) if cell_len(part) > width else part
        for part in _STEP.split(kept)
    )
    return _BEFORE_STEP.sub(_blank, "\n".join(parts)).replace("\n", "")


def _blank(character: re.Match[str]) -> str:
    """Return a blank as wide as the character."""
    return "\u3000" if cell_len(character[0]) > 1 else " "


class UrlLines(WrappedDocument):
    """The lines of a URL, which break where the next part of the URL begins."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap the whole document again."""
        self._breaking_in = width
        with self._broken():
            super().wrap(width, tab_width)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap the range that an edit changed again."""
        with self._broken():
            super().wrap_range(start, old_end, new_end)

    @contextmanager
    def _broken(self) -> Generator[None]:
        """Use, during the context, a document that has blanks where it may break."""
        document, width = self.document, self._breaking_in
        self.document = Document("\n".join(with_breaks(line, width) for line in document.lines))
        try:
            yield
        finally:
            self.document = document


class UrlArea(CodeArea):
    """A URL on as many rows as it needs; the user cannot type a line break into it."""

    def load_text(self, text: str) -> None:
        """Load a text that breaks at slashes."""
        super().load_text(text)
        self.wrapped_document = UrlLines(self.document, self.wrap_width, self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)

    class Submitted(Message):
        """The user pressed Enter in the URL."""

    def colour(self, line: Text, index: int) -> None:
        """Colour variables."""
        self.paint_variables(line)

    def rows_wanted(self) -> int:
        """Return the rows of the text, at most ``MOST_URL_ROWS``, plus the rows of the list."""
        rows = min(MOST_URL_ROWS, max(1, self.wrapped_document.height))
        return rows + len(self.names.seen())

    def follow_offer(self) -> None:
        """Make room for the list."""
        self.fit()

    def fit(self) -> None:
        """Set the height to the rows of the URL and the list; ``auto`` would slow every key."""
        rows = self.rows_wanted()
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows

    def on_resize(self) -> None:
        """Fit and draw in the new width; the base class wraps the text only after this handler."""
        self.call_next(self.fit)
        self.call_next(self.refresh)

    async def _on_key(self, event: events.Key) -> None:
        """Post ``Submitted`` for Enter instead of breaking the line, unless a list is open."""
        if event.key == "enter" and not self.is_offering:
            event.prevent_default()
            event.stop()
            self.post_message(self.Submitted())

    async def _on_paste(self, event: events.Paste) -> None:
        """Paste in place of the selection, as one line."""
        event.prevent_default()
        event.stop()
        line = "".join(c for c in event.text if strip_control_characters(c) == c)
        self.replace(line, *self.selection, maintain_selection_offset=False)
