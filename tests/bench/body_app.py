"""Show a JSON body with one of three widgets and print the measured times on the last row.

    python -m tests.bench.body_app ours|textarea|lines FILE

The body is in memory before ``ctrl+g`` shows it. ``lines`` is the lower bound: the body is already
formatted, and lines are drawn from their offsets. The last row shows ``whole`` with its duration
once every line is indexed, and the longest time for which the event loop was blocked since
``ctrl+g``.
"""

import asyncio
import gc
import sys
import time
from array import array
from pathlib import Path

import msgspec
from rich.segment import Segment
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static, TextArea

from weda_tui.i18n.language import strings_for
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.widgets.drawing import palette


class FormattedLines(ScrollView, can_focus=True):
    """A formatted text, with the offset at which each line begins."""

    BINDINGS = [
        Binding("pagedown", "page(1)"),
        Binding("down", "line(1)"),
        Binding("end", "line(1000000000)"),
    ]

    text: bytes = b""
    starts: "array[int]" = array("Q")

    def show(self, text: bytes, starts: "array[int]") -> None:
        """Show another text with its line offsets."""
        self.text, self.starts = text, starts
        self.virtual_size = Size(self.size.width, len(starts))
        self.refresh()

    def action_page(self, by: int) -> None:
        """Scroll by ``by`` pages."""
        self.action_line(by * self.size.height)

    def action_line(self, by: int) -> None:
        """Scroll by ``by`` lines."""
        self.scroll_to(y=self.scroll_offset.y + by, animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Draw a line in a single colour."""
        at = y + round(self.scroll_offset.y)
        if at >= len(self.starts):
            return Strip.blank(self.size.width)
        end = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)
        line = self.text[self.starts[at] : end].rstrip(b"\n").decode()
        return Strip([Segment(f"{at + 1:>12} {line}")]).adjust_cell_length(self.size.width)


class BodyApp(App[None]):
    """A body, and below it a row with the measured times."""

    CSS = "BodyReader, TextArea, FormattedLines { height: 1fr; } #said { height: 1; }"
    BINDINGS = [Binding("ctrl+g", "show", priority=True), Binding("ctrl+q", "quit", priority=True)]

    def __init__(self, kind: str, body: bytes, formatted: bytes) -> None:
        super().__init__()
        self._kind, self._body, self._formatted = kind, body, formatted
        self._starts = _starts_of(formatted) if kind == "lines" else array("Q")
        self._worst = 0.0
        self.animation_level = "none"
        for theme in palette.themes():
            self.register_theme(theme)
        self.theme = palette.DARK

    def compose(self) -> ComposeResult:
        """Yield the widget and the row."""
        yield self._widget()
        yield Static("ready", id="said", markup=False)

    def _widget(self) -> Widget:
        if self._kind == "ours":
            return BodyReader(strings_for("en"), id="reader")
        if self._kind == "textarea":
            area = TextArea(language=None, read_only=True)
            area.cursor_blink = False
            return area
        return FormattedLines()

    def on_mount(self) -> None:
        """Focus the widget that will show the body."""
        gc.freeze()  # as the explorer does after its start
        self.screen.query("BodyView, TextArea, FormattedLines").first().focus()

    def action_show(self) -> None:
        """Show the body and start measuring the event loop."""
        begun = time.perf_counter()
        match self._kind:
            case "ours":
                self.query_one(BodyReader).show(self._body, "application/json", str)
            case "textarea":
                text = msgspec.json.format(self._body, indent=2).decode()
                self.query_one(TextArea).text = text
            case _:
                self.query_one(FormattedLines).show(self._formatted, self._starts)
        self._watch(begun)

    @work(group="watch", exclusive=True)
    async def _watch(self, begun: float) -> None:
        """Show when the whole body is indexed, and the longest delay of the event loop."""
        self._worst, whole, said_at, said = 0.0, 0.0, 0.0, ""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            self._worst = max(self._worst, now - before - 0.001)
            reader = self.query(BodyReader)
            is_whole = not reader or reader.first().document.is_complete
            if is_whole and not whole:
                whole = now - begun
            if whole and now - said_at > 1:
                said_at = now
                text = f"whole {1000 * whole:.0f} ms, loop {1000 * self._worst:.1f} ms"
                if text != said:
                    said = text
                    self.query_one("#said", Static).update(text)


def _starts_of(text: bytes) -> "array[int]":
    starts, at = array("Q", [0]), text.find(b"\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find(b"\n", at + 1)
    return starts


def main(kind: str, file: str) -> None:
    """Run the app with a file."""
    sys.setswitchinterval(0.0005)  # as the program itself does
    body = Path(file).read_bytes()
    formatted = msgspec.json.format(body, indent=2) if kind == "lines" else b""
    BodyApp(kind, body, formatted).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
