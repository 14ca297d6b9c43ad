"""The dialog that lists the documented fields that are missing in an object of a response."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.bodies.answer_schema import MissingFields
from weda_tui.core.catalogue.endpoint import Parameter
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.requests import type_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, pad
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import FoldedRows


class MissingFieldsDialog(Modal[None]):
    """A dialog that lists fields; it has no result."""

    _rows = query_one("#lacking-rows", FoldedRows)

    def __init__(self, name: str, lacking: MissingFields, strings: Strings) -> None:
        """``name`` is the name of the object, empty for the outermost object."""
        super().__init__(classes="comparing")
        self._name, self._lacking, self._strings = name, lacking, strings

    def compose(self) -> ComposeResult:
        """Lay out the title and one row per field."""
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield FoldedRows(id="lacking-rows", surface="panel")

    def on_mount(self) -> None:
        """List the fields."""
        self._rows.show(lacking_lines(self._lacking, self._strings))
        self._rows.focus()

    def help_title(self, strings: Strings) -> str:
        """Return the title."""
        words = strings.notes
        return words.lacking_title.format(
            name=strip_control_characters(self._name) or words.lacking_whole
        )

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys."""
        words = strings.tui.keys
        return [HelpRow("↑↓", words.move), HelpRow("Esc", words.close)]

    def _draw_title(self, width: int) -> list[Line]:
        keys = [Run("Esc ", "bold"), Run(self._strings.tui.keys.close, "dim"), Run("  ")]
        title = self.help_title(self._strings)
        return [Line([Run("  "), Run(title, "bold")], keys), Line()]


_WIDEST_NAME = 32


def lacking_lines(lacking: MissingFields, strings: Strings) -> list[Line]:
    """Return a heading and one row per field, for each of the two kinds of missing fields."""
    words = strings.notes
    other = words.other_in_model if lacking.of_model else words.other
    lines = _part(words.always, "caution", lacking.always, strings)
    if lines and lacking.other:
        lines.append(Line())
    return lines + _part(other, "dim", lacking.other, strings)


def _part(title: str, role: str, fields: Sequence[Parameter], strings: Strings) -> list[Line]:
    if not fields:
        return []
    width = min(_WIDEST_NAME, max(cells([Run(field.name)]) for field in fields))
    return [Line([Run("  "), Run(title, role)]), *(_row(field, width, strings) for field in fields)]


def _row(field: Parameter, width: int, strings: Strings) -> Line:
    texts = [type_words(field.type, strings.fields.types), field.description.text(strings.language)]
    name = pad(field.name, width) if cells([Run(field.name)]) <= width else field.name
    return Line([Run("    "), Run(name, "key"), Run(f"  {' · '.join(filter(None, texts))}", "dim")])
