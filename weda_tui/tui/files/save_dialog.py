"""The dialog for the path of a file to write; asks before an existing file is overwritten."""

from collections.abc import Awaitable, Callable, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.files import Folder, matching, split_path
from weda_tui.i18n.quantities import size
from weda_tui.i18n.strings import Strings
from weda_tui.session.files import list_folder, size_of
from weda_tui.session.storage.transfers import downloads_folder
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, fit, paragraph
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import LineRows
from weda_tui.tui.workbench.bench import Bench

ListFolder = Callable[[str], Awaitable[Folder]]
"""Lists a typed folder without blocking the event loop."""
SizeOf = Callable[[str], Awaitable[int | None]]
"""Returns the size of a file, ``None`` if there is none, -1 for a folder."""
_MOST_LISTED = 200


class SaveFile(Modal[str]):
    """Returns a path that does not exist yet, or that the user agreed to overwrite."""

    _path = query_one("#save-path", Field)
    _rows = query_one("#save-rows", LineRows)
    _footer = query_one("#save-foot", Lines)

    BINDINGS = [
        Binding("f5,ctrl+r,ctrl+enter", "take", show=False, priority=True),
        Binding("ctrl+y", "overwrite", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(
        self,
        list_folder: ListFolder,
        size_of: SizeOf,
        start: str,
        strings: Strings,
        title: str = "",
        hint: str = "",
    ) -> None:
        """``start`` is the suggested path.

        ``title`` says what is saved, unless it is a body; ``hint`` is shown beside ``title``.
        """
        super().__init__(classes="centred picker")
        self._list_folder, self._size_of = list_folder, size_of
        self._start, self._strings = start, strings
        self._title = title or strings.body.save_title
        self._hint = hint if title else strings.body.save_hint
        self._folder: Folder | None = None
        self._listed = ""
        self._there: int | None = None
        self._asked = ""

    def compose(self) -> ComposeResult:
        """Lay out title, path, the entries of the folder, a question, keys."""
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield Field(self._start, id="save-path")
            yield LineRows(id="save-rows", surface="panel")
            yield Lines(self._draw_footer, id="save-foot", surface="panel")

    def on_mount(self) -> None:
        """List the folder of the suggested path."""
        self._rows.can_focus = False
        self._path.focus()
        self._path.cursor_position = len(self._start)
        self._check(self._start)

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        self._asked = ""
        self._check(event.value)

    @work(group="look", exclusive=True, description="look")
    async def _check(self, text: str) -> None:
        """Read whether a path exists, and list its folder."""
        folder, letters = split_path(text)
        if self._folder is None or folder != self._listed:
            self._folder, self._listed = await self._list_folder(folder), folder
        self._there = await self._size_of(text) if letters else -1
        found = [*matching(self._folder, letters, hidden=False)][:_MOST_LISTED]
        self._rows.show(
            [
                Line([Run("  "), Run(f"{cut(each.name, 70)}/", "key")])
                if each.is_folder
                else Line(
                    [Run("  "), Run(cut(each.name, 70), "dim")],
                    [Run(f"{size(each.size)}  ", "faint")],
                )
                for each in found
            ],
            cursor=-1,
        )
        self._footer.redraw()

    # -- actions -----------------------------------------------------------------------------

    def action_complete(self) -> None:
        """Complete the path with the first folder that matches the letters."""
        folder, letters = split_path(self._path.value)
        if self._folder is None:
            return
        names = [e.name for e in matching(self._folder, letters, hidden=False) if e.is_folder]
        if letters and names:
            self._path.value = f"{folder}{names[0]}/"
            self._path.cursor_position = len(self._path.value)

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        """Close with the path if nothing exists there; else ask whether to overwrite it."""
        self._accept(self._path.value.strip(), overwrite=False)

    def action_overwrite(self) -> None:
        """Close with the path that the user was asked about."""
        text = self._path.value.strip()
        if text and text == self._asked:
            self._accept(text, overwrite=True)

    @work(group="take", exclusive=True, description="take")
    async def _accept(self, text: str, *, overwrite: bool) -> None:
        if not text:
            return
        self._there = await self._size_of(text)
        if self._there is None or (self._there >= 0 and overwrite):
            self.dismiss(text)
        else:
            self._asked = text if self._there >= 0 else ""
            self._footer.redraw()

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return self._title

    def help_rows(self, strings: Strings) -> Sequence[HelpRow]:
        """Return the keys of the dialog."""
        words, keys = strings.body, strings.tui.keys
        return [
            HelpRow("Enter", words.save_take, "F5"),
            HelpRow("Ctrl+Y", words.save_over),
            HelpRow("Tab", strings.transfer.screen.complete),
            HelpRow("Esc", keys.close),
        ]

    # -- drawing -----------------------------------------------------------------------------

    def _draw_title(self, width: int) -> list[Line]:
        hint = [Run(self._hint, "dim"), Run("  ")]
        return [Line([Run("  "), Run(self._title, "bold")], hint), Line()]

    def _draw_footer(self, width: int) -> list[Line]:
        words, keys = self._strings.body, self._strings.tui.keys
        text, role = "", "dim"
        if self._folder is not None and self._folder.error is not None:
            text, role = words.save_no_folder, "fail"
        elif self._there is not None and self._there >= 0:
            text, role = words.save_exists.format(size=size(self._there)), "caution"
        elif self._there is not None:
            text = words.save_folder
        hints = [("Enter", words.save_take, "take")]
        if self._asked:
            hints = [("Ctrl+Y", words.save_over, "overwrite")]
        hints += [
            ("Tab", self._strings.transfer.screen.complete, "complete"),
            ("Esc", keys.close, "close"),
        ]
        shown = [Run.key(key, label, action) for key, label, action in hints]
        rows = paragraph(text, width - 1, role) or [Line()]
        return [Line(), *rows, Line(), Line([Run("  "), *fit(width - 3, shown)]), Line()]


def ask_path(
    bench: Bench, file_name: str, chosen: Callable[[str], None], *, title: str = "", hint: str = ""
) -> None:
    """Let the user choose a path; the suggested path is in the downloads folder."""

    def closed(path: str | None) -> None:
        if path is not None:
            chosen(path)

    start = f"{downloads_folder()}/{file_name}"
    bench.ask(SaveFile(list_folder, size_of, start, bench.words, title, hint), closed)
