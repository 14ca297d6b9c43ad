"""The dialog before a support bundle is written: its files, what they omit, and its path."""

from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.errors import WedaError
from weda_tui.core.history.support_bundle import Bundle
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.support_bundle import file_rows, left_out_words
from weda_tui.i18n.strings import Strings
from weda_tui.session.history_bundles import write_bundle
from weda_tui.tui.widgets.drawing.paint import Line, Run, pad, paragraph
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, title_of
from weda_tui.tui.widgets.rows import LineRows, Rows


class BundleDialog(Modal[Path]):
    """Returns the path of the written file."""

    BINDINGS = [Binding("ctrl+s", "elsewhere", show=False, priority=True)]

    _path = query_one("#bundle-path", Field)
    _rows = query_one("#bundle-rows", LineRows)
    _state = query_one("#bundle-state", Lines)

    def __init__(self, bundle: Bundle, folder: str, strings: Strings, workspace: Path) -> None:
        """``folder`` is the folder of the suggested path."""
        super().__init__(classes="bundling")
        self._bundle, self._strings, self._workspace = bundle, strings, workspace
        self._first_path = str(Path(folder) / f"{bundle.name}.zip")
        self._error: WedaError | None = None
        self._is_writing = False

    def compose(self) -> ComposeResult:
        """Lay out the files, what they omit, the path and the keys."""
        with Vertical(classes="panel"):
            yield title_of(self._strings.history.bundle.title)
            yield LineRows(id="bundle-rows", surface="panel")
            yield Lines(self._draw_left_out, surface="panel")
            yield Field(self._first_path, id="bundle-path")
            yield Lines(self._draw_state, id="bundle-state", surface="panel")
            yield Lines(self._draw_footer, surface="panel")

    def on_mount(self) -> None:
        """List the files and focus them, so that Enter writes the bundle."""
        rows = file_rows(self._bundle, self._strings)
        self._rows.styles.height = len(rows)
        self._rows.show(
            [
                Line([Run("  "), Run(pad(name, 24)), Run(pad(size, 10), "dim"), Run(text, "dim")])
                for name, size, text in rows
            ]
        )
        self._rows.focus()

    def action_elsewhere(self) -> None:
        """Focus the path field."""
        self._path.focus()

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        self._write()

    @on(Rows.RowChosen)
    def _on_chosen(self) -> None:
        self._write()

    @on(Field.Changed)
    def _on_typed(self) -> None:
        self._error = None
        self._state.redraw()

    @work(group="bundle", exclusive=True)
    async def _write(self) -> None:
        path = self._path.value.strip()
        if self._is_writing or not path:
            return
        self._is_writing = True
        try:
            written = await write_bundle(self._bundle, path, self._workspace)
        except WedaError as error:
            self._is_writing = False
            self._error = error
            self._state.redraw()
            self._path.focus()
        else:
            self.dismiss(written)

    def help_title(self, strings: Strings) -> str:
        """Return the title."""
        return strings.history.bundle.title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys, which the foot shows too."""
        words = strings.history.bundle
        close = HelpRow("Esc", strings.tui.keys.close)
        return [HelpRow("Enter", words.write), HelpRow("Ctrl+S", words.elsewhere), close]

    # -- drawing -----------------------------------------------------------------------------

    def _draw_left_out(self, width: int) -> list[Line]:
        texts = left_out_words(self._bundle, self._strings)
        lines = [line for text in texts for line in paragraph(text, width - 1, "faint")]
        return [Line(), *lines, Line()]

    def _draw_state(self, width: int) -> list[Line]:
        if self._error is None:
            return [Line()]
        meaning = explain(self._error, self._strings)
        what = paragraph(f"✗ {meaning.what}", width - 1, "fail")
        return [*what, *paragraph(meaning.hint, width - 1, "dim")]

    def _draw_footer(self, width: int) -> list[Line]:
        return [panel_keys(self.help_rows(self._strings), width)]
