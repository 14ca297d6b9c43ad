"""Text areas that offer names while they are typed, in a list under the cursor."""

from collections.abc import Callable
from typing import Any, Protocol

from rich.cells import cell_len
from textual import events, on
from textual.strip import Strip

from weda_tui.tui.widgets.code_area import CodeArea, HeaderArea, JsonArea, UrlArea
from weda_tui.tui.widgets.paint import Line, Run, cut, pad, paint

MOST_ROWS = 6
NARROWEST, WIDEST = 24, 44


class Offer(Protocol):
    """What may stand in place of ``text[start:end]``."""

    @property
    def start(self) -> int:
        """Where the text begins that is replaced."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...

    @property
    def options(self) -> tuple[Any, ...]:
        """What there is to choose from, at least one."""
        ...

    def written(self, option: Any) -> tuple[str, int]:
        """Return the text of an option, and how far into it the cursor goes."""
        ...


Complete = Callable[[str, int], Offer | None]
"""Returns the names that fit into a text at a position."""
Words = Callable[[Offer, int], tuple[str, str]]
"""Returns the name of an option and what it means."""


class Completing(CodeArea):
    """The list is drawn into the rows of the text: the focus, and an input method, stay here."""

    def __init__(self, *, id: str, soft_wrap: bool = True) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, soft_wrap=soft_wrap)
        self.complete: Complete = lambda _, __: None
        self.words: Words = lambda offer, index: (str(offer.options[index]), "")
        self._offer: Offer | None = None
        self._chosen = 0

    @property
    def is_offering(self) -> bool:
        """Whether a list is open."""
        return self._offer is not None

    @on(CodeArea.Changed)
    def _on_text_changed(self) -> None:
        offer = self.complete(self.text, self.at) if self.has_focus else None
        self._show(offer)

    @on(CodeArea.SelectionChanged)
    def _on_cursor_moved(self) -> None:
        """Close the list when the cursor leaves the name."""
        offer = self._offer
        is_empty = self.selection.is_empty
        if offer is not None and not (is_empty and offer.start <= self.at <= offer.end):
            self._show(None)

    def on_blur(self) -> None:
        """Close the list."""
        self._show(None)

    @property
    def at(self) -> int:
        """The position of the cursor in the text."""
        row, column = self.cursor_location
        lines = self.document.lines
        newline = len(self.document.newline)
        return sum(len(line) + newline for line in lines[:row]) + column

    def offered_rows(self) -> int:
        """Return how many rows the list has."""
        return min(MOST_ROWS, len(self._offer.options)) if self._offer is not None else 0

    def follow_offer(self) -> None:
        """The list was opened, closed or is another one."""

    def _show(self, offer: Offer | None) -> None:
        if offer != self._offer:
            self._offer, self._chosen = offer, 0
            self.follow_offer()
            self.notify_style_update()
            self.refresh()

    async def _on_key(self, event: events.Key) -> None:
        """While the list is open its keys come first; every other key is typed."""
        handled = self._offer is not None and self._answer(event.key)
        if handled:
            event.prevent_default()
            event.stop()

    def _answer(self, key: str) -> bool:
        offer = self._offer
        if offer is None:
            return False
        match key:
            case "up" | "down":
                step = 1 if key == "down" else -1
                self._chosen = (self._chosen + step) % len(offer.options)
                self.refresh()
            case "enter" | "tab":
                self.take()
            case "escape":
                self._show(None)
            case _:
                return False
        return True

    def take(self) -> None:
        """Write the name in hand in place of what was begun."""
        offer = self._offer
        if offer is None:
            return
        text, cursor = offer.written(offer.options[self._chosen])
        row, column = self.cursor_location
        start = (row, column - (self.at - offer.start))
        end = (row, column + (offer.end - self.at))
        self._show(None)
        self.replace(text, start, end, maintain_selection_offset=False)
        self.move_cursor((row, start[1] + cursor))
        self._show(None)

    # -- drawing -----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draw a row of the text, and over it a row of the list."""
        strip = super().render_line(y)
        offer = self._offer
        if offer is None:
            return strip
        rows = self._rows(offer)
        x, top = self._place(len(rows), cell_len(rows[0]))
        if not top <= y < top + len(rows):
            return strip
        index, width = y - top, cell_len(rows[0])
        first = self._first(offer)
        is_chosen = first + index == self._chosen
        line = Line(
            [Run(rows[index], "bold" if is_chosen else "text")],
            fill="sel" if is_chosen else "panel",
        )
        drawn = paint(line, width, self.app.theme, "panel")
        return Strip.join([strip.crop(0, x), drawn, strip.crop(x + width)])

    def _first(self, offer: Offer) -> int:
        """Return the option in the first row: the one in hand is always in view."""
        most = min(MOST_ROWS, len(offer.options))
        return max(0, min(self._chosen - most + 1, len(offer.options) - most))

    def _rows(self, offer: Offer) -> list[str]:
        first = self._first(offer)
        indices = range(first, min(len(offer.options), first + MOST_ROWS))
        words = [self.words(offer, index) for index in indices]
        names = max(cell_len(name) for name, _ in words)
        room = min(WIDEST, max(NARROWEST, self.size.width - 4))
        texts = [
            cut(f"{pad(name, names)}  {meaning}".rstrip(), room - 4) for name, meaning in words
        ]
        widest = max(map(cell_len, texts))
        marks = ["›" if index == self._chosen else " " for index in indices]
        return [f"{mark} {pad(text, widest)} " for mark, text in zip(marks, texts, strict=True)]

    def _place(self, height: int, width: int) -> tuple[int, int]:
        """Return column and row of the list: under the cursor, above it at the lower edge."""
        scroll = self.scroll_offset
        cursor = self._cursor_offset
        x, y = cursor[0] - scroll.x, cursor[1] - scroll.y
        top = y + 1 if y + 1 + height <= self.size.height or y < height else y - height
        return max(0, min(x, self.size.width - width)), top


# Textual finds a widget by the names of its first bases only: the kind of text comes first.


class CompletingArea(JsonArea, Completing):
    """JSON that offers names."""


class CompletingHeaders(HeaderArea, Completing):
    """Headers that offer names."""


class CompletingUrl(UrlArea, Completing):
    """A URL that offers names, and has room for their list as long as it is open."""

    async def _on_key(self, event: events.Key) -> None:
        """The list comes before the key that leaves the field."""
        await Completing._on_key(self, event)  # noqa: SLF001 - of the same object

    def follow_offer(self) -> None:
        """Make room for the list."""
        self.fit()

    def rows_wanted(self) -> int:
        """Return the rows of the text and those of the list."""
        return super().rows_wanted() + self.offered_rows()
