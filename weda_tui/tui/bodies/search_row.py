"""The row below a body for a search or a line number, with options and the number of hits."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message

from weda_tui.core.bodies.search import BodySearch, MatchLocation
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines

OPTIONS = ("case", "regex", "keys", "values")


class SearchOptions(Lines, can_focus=True):
    """The number of hits, and the search options.

    The arrow keys select an option, Enter or Space toggles it.
    """

    BINDINGS = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("enter,space", "turn", show=False),
    ]

    @dataclass
    class Turned(Message):
        """The user toggled an option."""

        option: str

    def __init__(self, strings: Strings, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(self._draw_row, id=id)
        self.strings = strings
        self.found = Run("")
        self.on: frozenset[str] = frozenset()
        self._at = 0

    def action_step(self, by: int) -> None:
        """Select the next or previous option."""
        self._at = (self._at + by) % len(OPTIONS)
        self.redraw()

    def action_turn(self) -> None:
        """Toggle the selected option."""
        self.post_message(self.Turned(OPTIONS[self._at]))

    def on_click(self, event: events.Click) -> None:
        """Toggle the clicked option."""
        option = event.style.meta.get("press")
        if option in OPTIONS:
            event.stop()
            self.post_message(self.Turned(option))

    def _draw_row(self, width: int) -> list[Line]:
        options = [Run("Tab ", "bold")]
        words = self.strings.body
        names = (
            words.option_case, words.option_regex, words.option_keys, words.option_values,
        )  # fmt: skip
        for at, (option, name) in enumerate(zip(OPTIONS, names, strict=True)):
            role = "focus bold" if self.has_focus and at == self._at else "dim"
            mark = "✓" if option in self.on else " "
            options.append(Run(f" [{mark}] {name}", role, option))
        found = [Run(" "), self.found]
        if cells([*found, *options]) + 3 > width and not self.has_focus:
            options = [Run("Tab", "bold"), *[r for r in options[1:] if r.action in self.on]]
        if cells([*found, *options]) + 3 > width:
            return [Line(options if self.has_focus else found)]
        return [Line(found, [*options, Run(" ")])]


class SearchRow(Horizontal):
    """A row hidden until ``open`` is called; ``mode`` is ``search`` or ``line``."""

    DEFAULT_CSS = """
    SearchRow { height: 1; }
    SearchRow Field { width: 2fr; max-width: 48; }
    SearchRow SearchOptions { width: 3fr; height: 1; }
    SearchRow SearchOptions:focus { min-width: 56; }
    """

    field = query_one("#search", Field)
    options = query_one("#search-options", SearchOptions)

    def __init__(self, strings: Strings, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.display = False
        self.mode = "search"
        self.query_ = BodySearch(text="")
        self._strings = strings
        self.find: Callable[[BodySearch], None] = lambda _: None
        """Called with each new search; its text may be empty."""
        self.find_next: Callable[[], None] = lambda: None
        self.go_to_line: Callable[[str], None] = lambda _: None
        """Called with the line number as the user typed it."""

    def compose(self) -> ComposeResult:
        """Lay out the field and the options."""
        yield Field(id="search")
        yield SearchOptions(self._strings, id="search-options")

    def open(self, mode: str, strings: Strings) -> None:
        """Show the row for a new search or line number, and focus its field."""
        self.mode, self._strings, self.options.strings = mode, strings, strings
        is_search = mode == "search"
        words = strings.tui.result.search if is_search else strings.body.go_to_line
        self.field.placeholder = f"{'/' if is_search else ':'} {words}"
        with self.prevent(Field.Changed):
            self.field.value = ""
        self.query_ = msgspec.structs.replace(self.query_, text="")
        self.options.visible = is_search
        self.display = True
        self.screen.set_focus(self.field)

    def close(self) -> None:
        """Hide and clear the row."""
        self.display = False
        with self.prevent(Field.Changed):
            self.field.value = ""
        self.show_status(Run(""))

    def show_status(self, found: Run) -> None:
        """Show the number of hits, or the progress of the search."""
        if found != self.options.found:
            self.options.found = found
            self.options.redraw()

    @on(Field.Changed, "#search")
    def _on_changed(self, event: Field.Changed) -> None:
        event.stop()
        if self.mode == "search":
            self._ask(text=event.value)

    @on(Field.Submitted, "#search")
    def _on_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        if self.mode == "search":
            self.find_next()
        else:
            self.go_to_line(event.value)

    @on(SearchOptions.Turned)
    def _on_turned(self, event: SearchOptions.Turned) -> None:
        query = self.query_
        if event.option == "case":
            self._ask(has_case=not query.has_case)
        elif event.option == "regex":
            self._ask(is_regex=not query.is_regex)
        else:
            where = MatchLocation(event.option)
            self._ask(where=MatchLocation.ANYWHERE if query.where is where else where)

    def _ask(self, **changes: object) -> None:
        query = msgspec.structs.replace(self.query_, **changes)
        if query == self.query_:
            return
        self.query_ = query
        chosen = {"case": query.has_case, "regex": query.is_regex, query.where.value: True}
        self.options.on = frozenset(option for option, is_on in chosen.items() if is_on)
        self.options.redraw()
        self.find(query)
