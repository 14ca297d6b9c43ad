"""The documented fields that an object of an answer does not have."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.bodies.answer_schema import Lacking
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings
from weda_tui.tui.bodies.lacking import lacking_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import FoldedRows


class LackingFields(Modal[None]):
    """Lists fields; closes without an answer."""

    _rows = query_one("#lacking-rows", FoldedRows)

    def __init__(self, name: str, lacking: Lacking, strings: Strings) -> None:
        """``name`` is that of the object, empty for the outermost one."""
        super().__init__(classes="comparing")
        self._name, self._lacking, self._strings = name, lacking, strings

    def compose(self) -> ComposeResult:
        """Lay out the title and a row a field."""
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
