"""The values that a field may take, each with its meaning, under the field."""

from typing import NamedTuple

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Region, Size
from textual.getters import query_one

from weda_tui.core.requests.field_values import plain_text, value_literal
from weda_tui.core.requests.form import FormRow
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands.table import global_bindings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, pad
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import LineRows, Rows


class ValueChoice(NamedTuple):
    """What was chosen from the values of a row."""

    value: str | int | bool = ""
    act: str = "take"
    """take, remove (send none) or type (another one)."""


LEAST_WIDTH = 32
PAGE_KEYS = {key for each in global_bindings(for_app=False) for key in each.key.split(",")}
"""The list is part of its field, in which these have their meaning too."""


class ValueList(Modal[ValueChoice]):
    """Answers with a value, with the wish for none, or for another one."""

    _rows = query_one("#value-rows", LineRows)
    _placed_in = Size()
    """The size of the screen in which the list stands at its field."""

    def __init__(self, row: FormRow, field: Region, strings: Strings) -> None:
        """``field`` is where the row's field stands on the screen."""
        super().__init__(classes="list")
        self._row, self._field, self._strings = row, field, strings
        self._choices = [ValueChoice(value.value) for value in row.parameter.enum]
        self._choices += [ValueChoice(act="remove")] if row.raw is not None else []
        self._choices += [ValueChoice(act="type")]

    def compose(self) -> ComposeResult:
        """Lay out one row a value."""
        with Vertical(classes="panel values"):
            yield LineRows(id="value-rows", surface="panel")

    def on_mount(self) -> None:
        """List the values, the selected present one."""
        lines = [self._line(choice) for choice in self._choices]
        self._place(max(cells([*line.left, *line.right]) for line in lines))
        self._rows.show(lines, cursor=self._present())
        self._rows.focus()

    def _present(self) -> int:
        raw = self._row.raw if self._row.json_kind is not None else None
        for index, choice in enumerate(self._choices):
            is_it = raw == value_literal(choice.value) or self._row.text == plain_text(choice.value)
            if choice.act == "take" and is_it and self._row.raw is not None:
                return index
        return 0

    def _place(self, content: int) -> None:
        """Stand under the field, or above it where there is more room."""
        screen = self._placed_in = self.app.size
        below = screen.height - self._field.bottom - 1
        wanted = len(self._choices) + 1
        is_below = wanted <= below or below >= self._field.y
        height = min(wanted, max(3, below if is_below else self._field.y))
        width = min(screen.width, max(self._field.width, LEAST_WIDTH, content + 2))
        panel = self.query_one(".values")
        panel.styles.width, panel.styles.height = width, height
        x = min(self._field.x, screen.width - width)
        y = self._field.bottom if is_below else self._field.y - height
        panel.styles.offset = (max(0, x), max(0, y))
        self._rows.styles.height = height - 1

    def _line(self, choice: ValueChoice) -> Line:
        words = self._strings.fields
        if choice.act != "take":
            text = words.dont_send if choice.act == "remove" else words.other_value
            return Line([Run("  "), Run(text, "dim")])
        meanings = {value.value: value.meaning for value in self._row.parameter.enum}
        width = max(cell_len(plain_text(value)) for value in meanings)
        meaning = meanings[choice.value].text(self._strings.language)
        value = Run(pad(plain_text(choice.value), width), "bold")
        return Line([Run("  "), value, Run(f"  {meaning}" if meaning else "")])

    def on_click(self, event: events.Click) -> None:
        """A click beside the list closes it."""
        if event.widget is self:
            self.dismiss(None)

    def on_resize(self) -> None:
        """The field may stand elsewhere on a screen of another size."""
        if self.is_current and self._placed_in not in {Size(), self.app.size}:
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """A key of the page below closes the list and goes there; a character goes to a value."""
        is_of_page = event.key in PAGE_KEYS
        if is_of_page:
            self.dismiss(None)
            self.app.simulate_key(event.key)
        if is_of_page or (event.is_printable and self._begin_with(event.character or "")):
            event.stop()
            event.prevent_default()

    def _begin_with(self, typed: str) -> bool:
        """Go to the next value that begins with a character; ``False`` where none does."""
        character = typed.lower()
        if len(character) != 1 or character == " ":
            return False
        if "０" <= character <= "９":
            character = chr(ord(character) - 0xFEE0)
        count, at = len(self._choices), self._rows.cursor
        for step in range(1, count + 1):
            choice = self._choices[(at + step) % count]
            text = plain_text(choice.value).lower()
            if choice.act == "take" and text.startswith(character):
                self._rows.cursor = (at + step) % count
                return True
        return False

    def help_title(self, strings: Strings) -> str:
        """Return the name of the field."""
        return strip_control_characters(self._row.name)

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys of the list."""
        words, keys = strings.fields, strings.tui.keys
        return [
            HelpRow("↑↓", keys.move),
            HelpRow("a…z 0…9", words.first_letter),
            HelpRow("Enter", keys.choose),
            HelpRow("Esc", keys.close),
        ]

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        self.dismiss(self._choices[event.index])
