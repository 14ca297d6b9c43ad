"""The dialog for the name of a model that is in no list."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.models.data_model import MODEL_NAME, ModelList
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, paragraph
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, panel_title


class ModelNameDialog(Modal[str]):
    """Returns the name of a model."""

    _field = query_one("#model-name", Field)
    _footer = query_one("#model-name-foot", Lines)

    def __init__(self, known: ModelList, strings: Strings) -> None:
        super().__init__(classes="choosing")
        self._known, self._strings = known, strings
        self._refused = ""

    def compose(self) -> ComposeResult:
        """Lay out title, field, fault, keys."""
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield Field(id="model-name")
            yield Lines(self._draw_footer, id="model-name-foot", surface="panel")

    def on_mount(self) -> None:
        """Focus the field."""
        self._field.focus()

    @on(Field.Changed)
    def _on_changed(self) -> None:
        self._refused = ""
        self._footer.redraw()

    @on(Field.Submitted)
    def _on_submitted(self, event: Field.Submitted) -> None:
        name = event.value.strip()
        if MODEL_NAME.fullmatch(name):
            self.dismiss(name)
            return
        error = FileError(ErrorCode.MODEL_NAME_INVALID, text=name)
        words = explain(error, self._strings)
        self._refused = words.line if name else words.hint
        self._footer.redraw()

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return strings.models.add_title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys, which the foot shows too."""
        add, close = strings.models.command_add, strings.tui.keys.close
        return [HelpRow("Enter", add), HelpRow("Esc", close)]

    def _draw_title(self, width: int) -> list[Line]:
        words = self._strings.models
        lines = panel_title(words.add_title)
        lines += paragraph(words.add_hint, width - 1, "dim")
        return [*lines, Line()]

    def _draw_footer(self, width: int) -> list[Line]:
        said, role = self._refused, "fail"
        if not said and self._field.value.strip() in self._known.by_name:
            said, role = self._strings.models.already_there, "dim"
        mark = "✗ " if role == "fail" and said else ""
        lines = paragraph(mark + said, width - 1, role)
        return [*(lines or [Line()]), Line(), panel_keys(self.help_rows(self._strings), width)]
