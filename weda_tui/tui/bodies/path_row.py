"""The row in which the user types a JSONPath, with the number of matches, names and errors."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import on
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets.input import Selection

from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:  # imported with the first path
    from weda_tui.session.path_offers import PathOffer

EDGE = 2
"""Cells before the text of the field."""
WHOLE = ("$", "￥", "＄")
"""The characters that a whole path may begin with."""
_OPENING = frozenset("?'\"")


class JsonPathField(Field):
    """A field for a path; a typed or pasted path that begins with ``$`` replaces the value."""

    prefill = ""
    """The initial text to continue from, until the user types."""

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a range with text; text that begins a path replaces the whole value.

        In a filter or a quoted name, a ``$`` is an ordinary character. A typed separator replaces
        the separator at the end of the initial text: ``.name`` gives ``$.name``, not ``$..name``.
        """
        before, is_all = (
            self.value[:start],
            bool(self.value) and abs(end - start) == len(self.value),
        )
        if text[:1] in WHOLE and not _OPENING.intersection(before):
            start, end = 0, len(self.value)
        elif is_all and text and text[0] not in WHOLE:
            text = f"${'' if text[0] in '.[' else '.'}{text}"
        elif text[:1] in {".", "["} and self.prefill and self.value[:start] == self.prefill:
            start -= 1
        self.prefill = ""
        super().replace(text, start, end)


class PathRow(Vertical):
    """Two rows, hidden until ``open`` is called."""

    DEFAULT_CSS = """
    PathRow { height: 2; }
    PathRow Horizontal { height: 1; }
    PathRow Field { width: 3fr; max-width: 96; padding: 0 1 0 2; }
    PathRow #path-found { width: 2fr; height: 1; }
    """

    field = query_one("#path-field", JsonPathField)

    def __init__(self, strings: Strings, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.display = False
        self.strings = strings
        self.follow: Callable[[str], None] = lambda _: None
        """Called with each new path, which may be empty."""
        self.keep_found: Callable[[], None] = lambda: None
        """Called for Enter: starts a lookup that waits for Enter, otherwise moves to the result."""
        self.offers: Sequence[PathOffer] = ()
        self._chosen = 0
        self._found = Run("")
        self._fault: tuple[int, str] | None = None
        self._said = ""

    def compose(self) -> Iterator[Widget]:
        """Lay out the field, the number of matches, and the hints below."""
        with Horizontal():
            yield JsonPathField(id="path-field", select_on_focus=False)
            yield Lines(self._draw_found, id="path-found")
        yield Lines(self._draw_hints, id="path-hints")

    def open(self, text: str, strings: Strings, *, is_whole: bool = False) -> None:
        """Show the row with an initial path and focus its field.

        A whole path is selected, so that typing replaces it.
        """
        self.strings = strings
        self.field.placeholder = strings.path.placeholder
        self._found, self._fault, self._said, self.offers = Run(""), None, "", ()
        with self.prevent(Field.Changed):
            self.field.value, self.field.prefill = text, "" if is_whole else text
        self.field.selection = Selection(0 if is_whole else len(text), len(text))
        self.display = True
        self.screen.set_focus(self.field)
        self._redraw()

    def close(self) -> None:
        """Hide the row."""
        self.display = False

    # -- what is told --------------------------------------------------------------------------

    def show_status(self, found: Run) -> None:
        """Show the number of matches, or the progress of the lookup."""
        if found != self._found:
            self._found = found
            self._redraw()

    def show_hints(
        self, offers: "Sequence[PathOffer]", fault: tuple[int, str] | None = None, said: str = ""
    ) -> None:
        """Show the names that fit, else the fault (column from 1, reason), else a sentence."""
        if (offers, fault, said) != (self.offers, self._fault, self._said):
            self.offers, self._fault, self._said = offers, fault, said
            self._chosen = 0
            self._redraw()

    def step(self, by: int) -> None:
        """Select another name."""
        if self.offers:
            self._chosen = (self._chosen + by) % len(self.offers)
            self._redraw()

    def accept_offer(self) -> bool:
        """Write the selected name into the path; return whether there is a name."""
        if not self.offers:
            return False
        self.field.value = self.offers[self._chosen].text
        self.field.cursor_position = len(self.field.value)
        return True

    @on(Field.Changed, "#path-field")
    def _on_changed(self, event: Field.Changed) -> None:
        event.stop()
        self.follow(event.value)

    @on(Field.Submitted, "#path-field")
    def _on_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.keep_found()

    # -- drawing -------------------------------------------------------------------------------

    def _redraw(self) -> None:
        for each in self.query(Lines):
            each.redraw()

    def _draw_found(self, width: int) -> list[Line]:
        return [Line([Run(" "), self._found._replace(text=cut(self._found.text, width - 2))])]

    def _draw_hints(self, width: int) -> list[Line]:
        if self.offers:
            return [Line([Run(" " * EDGE), *self._offer_runs(width - EDGE - 1)])]
        if self._fault is not None:
            return [Line(self._fault_runs(width, *self._fault))]
        run = Run(self._said, "caution") if self._said else Run(self.strings.path.syntax, "faint")
        return [Line([Run(" " * EDGE), run._replace(text=cut(run.text, width - EDGE - 1))])]

    def _offer_runs(self, width: int) -> list[Run]:
        """Return as many names around the selected one as fit, and the key that accepts it."""
        key = [Run("Tab ", "bold")]
        room, runs = width - cells(key), list[Run]()
        first = self._first_offer(room)
        for number, offer in enumerate(self.offers[first:], first):
            role = "focus bold" if number == self._chosen else "dim"
            run = Run(cut(offer.name, min(40, room)), role)
            if cells([*runs, run]) + 2 > room:
                return [*key, *runs, Run("…", "faint")]
            runs += [run, Run("  ")]
        return [*key, *runs]

    def _first_offer(self, room: int) -> int:
        """Return the index of the first visible name; the selected name is always visible."""
        first, used = self._chosen, 0
        while first >= 0:
            used += cell_len(cut(self.offers[first].name, min(40, room))) + 2
            if used > room - 2:
                break
            first -= 1
        return min(first + 1, self._chosen)

    def _fault_runs(self, width: int, column: int, said: str) -> list[Run]:
        """Return a caret below the column, with the sentence on the side that has room."""
        before = strip_control_characters(self.field.value[: column - 1])
        at = EDGE + cell_len(before) - round(self.field.scroll_offset.x)
        at = max(EDGE, min(at, width - 2))
        caret, room = Run("^", "fail bold"), cell_len(said) + 2
        if at + 1 + room <= width:
            return [Run(" " * at), caret, Run(f" {said}", "fail")]
        return [Run(" " * max(0, at - room + 1)), Run(f"{said} ", "fail"), caret]
