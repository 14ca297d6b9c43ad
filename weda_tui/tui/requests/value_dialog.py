"""The dialog below a field that lists the values of the field with their meanings."""

from typing import NamedTuple

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Region, Size
from textual.getters import query_one

from weda_tui.core.catalogue.endpoint import EnumValue
from weda_tui.core.requests.field_values import plain_text, value_literal
from weda_tui.core.requests.form import FormRow
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.folding import normalise
from weda_tui.core.text.pinyin import find_spelt, initials
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands.table import global_bindings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, pad
from weda_tui.tui.widgets.field import Field, ListField
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import LineRows, Rows


class ValueChoice(NamedTuple):
    """The user's choice from the values of a row."""

    value: str | int | bool = ""
    act: str = "take"
    """``"take"``, ``"remove"`` (send no value) or ``"type"`` (type another value)."""


LEAST_WIDTH = 32
PAGE_KEYS = {key for each in global_bindings(for_app=False) for key in each.key.split(",")}
"""The keys of the page, which also work in the list, because the list is part of its field."""


class ValueRows(LineRows):
    """The values that match the typed text."""

    is_selected = True


class ValueList(Modal[ValueChoice]):
    """A dialog that returns a value, or the wish to send none or to type another one."""

    names_keys = False

    _field = query_one("#value-field", ListField)
    _rows = query_one("#value-rows", ValueRows)
    _placed_in = Size()
    """The size of the screen for which the list was placed at its field."""

    def __init__(self, row: FormRow, field: Region, strings: Strings, typed: str = "") -> None:
        """``field`` is the region of the row's field on the screen; ``typed`` filters the list."""
        super().__init__(classes="list")
        self._row, self._under, self._strings, self._typed = row, field, strings, typed
        values = row.parameter.enum or (EnumValue(True), EnumValue(False))
        self._meanings = {each.value: each.meaning.text(strings.language) for each in values}
        self._choices: list[ValueChoice] = []

    def compose(self) -> ComposeResult:
        """Lay out the filter field, and one row per value."""
        rows = ValueRows(id="value-rows", surface="panel")
        with Vertical(classes="panel values"):
            yield ListField(
                rows, id="value-field", placeholder=f"/ {self._strings.tui.keys.filter}"
            )
            yield rows

    def on_mount(self) -> None:
        """List the values, with the present value selected."""
        lines = self._list("")
        self._place(max(cells([*line.left, *line.right]) for line in lines), len(lines) + 2)
        self._rows.show(lines, cursor=self._present())
        self._field.focus()
        if self._typed:
            self._field.begin(self._typed)

    def _list(self, typed: str) -> list[Line]:
        """Return the rows that match, first the values that begin with the typed text.

        The last row offers the typed text as another value, except for a boolean.
        """
        query = normalise(typed.strip())
        fitting = [each for each in self._meanings if self._fits(each, query)]
        fitting.sort(key=lambda each: not normalise(plain_text(each)).startswith(query))
        self._choices = [ValueChoice(each) for each in fitting]
        if not query and self._row.raw is not None:
            self._choices.append(ValueChoice(act="remove"))
        if self._row.parameter.type != "boolean":
            self._choices.append(ValueChoice(typed.strip(), act="type"))
        return [self._line(choice) for choice in self._choices]

    def _fits(self, value: str | int | bool, query: str) -> bool:
        meaning = normalise(self._meanings[value])
        texts = (plain_text(value).casefold(), meaning, initials(meaning))
        return any(query in each for each in texts) or find_spelt(meaning, query) is not None

    def _present(self) -> int:
        raw = self._row.raw if self._row.json_kind is not None else None
        for index, choice in enumerate(self._choices):
            is_it = raw == value_literal(choice.value) or self._row.text == plain_text(choice.value)
            if choice.act == "take" and is_it and self._row.raw is not None:
                return index
        return 0

    def _place(self, content: int, wanted: int) -> None:
        """Place the list below the field, or above it if there is more room."""
        screen = self._placed_in = self.app.size
        below = screen.height - self._under.bottom - 1
        is_below = wanted <= below or below >= self._under.y
        height = min(wanted, max(4, below if is_below else self._under.y))
        width = min(screen.width, max(self._under.width, LEAST_WIDTH, content + 2))
        panel = self.query_one(".values")
        panel.styles.width, panel.styles.height = width, height
        x = min(self._under.x, screen.width - width)
        y = self._under.bottom if is_below else self._under.y - height
        panel.styles.offset = (max(0, x), max(0, y))
        self._rows.styles.height = height - 2

    def _line(self, choice: ValueChoice) -> Line:
        words = self._strings.fields
        if choice.act != "take":
            text = words.dont_send if choice.act == "remove" else words.other_value
            return Line([Run("  "), Run(text, "dim"), Run(f"  {choice.value}")])
        meaning = self._meanings[choice.value]
        width = max(cell_len(plain_text(value)) for value in self._meanings)
        value = Run(pad(plain_text(choice.value), width), "bold")
        return Line([Run("  "), value, Run(f"  {meaning}" if meaning else "")])

    def on_click(self, event: events.Click) -> None:
        """Close the list after a click beside it."""
        if event.widget is self:
            self.dismiss(None)

    def on_resize(self) -> None:
        """Close the list when the screen size changes, because the field may have moved."""
        if self.is_current and self._placed_in not in {Size(), self.app.size}:
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Close the list for a key of the page below, and send the key to the page."""
        if event.key in PAGE_KEYS:
            self.dismiss(None)
            self.app.simulate_key(event.key)
            event.stop()
            event.prevent_default()

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        self._rows.show(self._list(event.value))

    def help_title(self, strings: Strings) -> str:
        """Return the name of the field."""
        return strip_control_characters(self._row.name)

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys of the list."""
        words, keys = strings.fields, strings.tui.keys
        return [
            HelpRow("↑↓", keys.move),
            HelpRow("a…z 0…9", words.narrow_values),
            HelpRow("Enter", words.choose_and_go_on),
            HelpRow("Esc", keys.close),
        ]

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        self.dismiss(self._choices[event.index])
