"""The dialog to choose local files: a typed path filters a list, Enter marks, F5 accepts."""

from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.files import DirectoryEntry, Folder, matching, split_path
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import count, size
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, fit, wrap
from weda_tui.tui.widgets.field import Field, ListField
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import Rows

ListFolder = Callable[[str], Awaitable[Folder]]
"""Lists a typed folder without blocking the event loop."""

UP = DirectoryEntry("..", is_folder=True)


class FileRows(Rows):
    """The entries of a folder; marked files are shown with ``✓``."""

    is_selected = True

    def __init__(self) -> None:
        super().__init__(id="entries", surface="panel")
        self.entries: tuple[DirectoryEntry, ...] = ()
        self.folder = ""
        self.marked: dict[str, int] = {}
        """The size of each marked file by its path, in the order of marking."""

    def path_of(self, entry: DirectoryEntry) -> str:
        """Return the path of an entry of the shown folder."""
        return str(PurePath(self.folder) / entry.name)

    @property
    def selected(self) -> DirectoryEntry | None:
        """The entry under the cursor."""
        return self.entries[self.cursor] if self.cursor < len(self.entries) else None

    def toggle(self, entry: DirectoryEntry) -> None:
        """Mark or unmark a file."""
        path = self.path_of(entry)
        if self.marked.pop(path, None) is None:
            self.marked[path] = entry.size
        self.refresh()

    def row(self, index: int, width: int) -> Line:
        """Draw an entry: mark, name, size."""
        entry = self.entries[index]
        if entry.is_folder:
            return Line([Run("    "), Run(cut(f"{entry.name}/", width - 6), "key")])
        is_marked = self.path_of(entry) in self.marked
        mark = Run("✓ ", "ok bold") if is_marked else Run("  ")
        name = Run(cut(entry.name, width - 18), "bold" if is_marked else "text")
        return Line([Run("  "), mark, name], [Run(size(entry.size), "dim"), Run("  ")])


class FilePathField(ListField):
    """A field for a path; an absolute path, typed or pasted, replaces the text."""

    def replace(self, text: str, start: int, end: int) -> None:
        """Insert text; ``/`` or ``~`` typed after the slash of a folder replaces the whole text."""
        is_behind = start == end == len(self.value) and self.value.endswith("/")
        super().replace(text, 0 if is_behind and text[:1] in {"/", "~"} else start, end)

    def _paste(self, text: str) -> None:
        line = next(iter(text.splitlines()), "").strip()
        path = line.strip("'\"") if line[:1] in {"'", '"'} else line
        if PurePath(path).is_absolute() or path.startswith("~"):
            self.value = ""
            super()._paste(path)
        else:
            super()._paste(text)


class OneFile(NamedTuple):
    """The purpose of choosing a single file."""

    title: str
    verb: str
    endings: tuple[str, ...] = ()
    """The suffixes of accepted file names, in lower case; if empty, all files are accepted."""


class FilePicker(Modal[tuple[str, ...]]):
    """Returns the paths of the chosen files."""

    _path = query_one("#picker-path", FilePathField)
    _rows = query_one("#entries", FileRows)
    _footer = query_one("#picker-foot", Lines)

    BINDINGS = [
        Binding("tab", "complete", show=False, priority=True),
        Binding("f9", "hidden", show=False, priority=True),
        Binding("f5,ctrl+r,ctrl+enter", "take", show=False, priority=True),
    ]

    def __init__(
        self, list_folder: ListFolder, start: str, strings: Strings, one: OneFile | None = None
    ) -> None:
        """``start`` is the folder to list first, empty for the current folder.

        With ``one``, Enter chooses a single file, and files cannot be marked.
        """
        super().__init__(classes="centred picker")
        self._one = one
        self._list_folder, self._start, self._strings = list_folder, start, strings
        self._folder: Folder | None = None
        self._typed_folder: str | None = None
        self._is_hidden_shown = False

    def compose(self) -> ComposeResult:
        """Lay out title, path, entries, the marked files, keys."""
        rows = FileRows()
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield FilePathField(rows, id="picker-path")
            yield rows
            yield Lines(self._draw_footer, id="picker-foot", surface="panel")

    def on_mount(self) -> None:
        """List the first folder."""
        self._path.focus()
        self._list(self._start, is_typed=False)

    @work(group="list-folder", exclusive=True, description="list-folder")
    async def _list(self, text: str, *, is_typed: bool, left: str = "") -> None:
        """List a folder; unless it was typed, write its path into the field.

        ``left`` is the name of the subfolder that the user came from; the cursor goes to it.
        """
        folder = await self._list_folder(text)
        self._folder, self._rows.folder = folder, folder.path
        if not is_typed:
            shown = folder.path.replace("\\", "/").rstrip("/") + "/"
            self._typed_folder = shown
            with self.prevent(Field.Changed):
                self._path.value = shown
            self._path.cursor_position = len(shown)
        self._show()
        names = [entry.name for entry in self._rows.entries]
        if left in names:
            self._rows.cursor = names.index(left)

    def _show(self) -> None:
        """Show the entries that match the letters after the last slash."""
        if self._folder is None:
            return
        _, letters = split_path(self._path.value)
        matched = matching(self._folder, letters, hidden=self._is_hidden_shown)
        found = (entry for entry in matched if self._fits(entry))
        entries = tuple(found) if letters else (UP, *found)
        self._rows.entries = entries
        self._rows.show_rows(len(entries), cursor=0 if letters or len(entries) == 1 else 1)
        self._footer.redraw()

    def _fits(self, entry: DirectoryEntry) -> bool:
        endings = self._one.endings if self._one else ()
        return entry.is_folder or not endings or entry.name.casefold().endswith(endings)

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        folder, _ = split_path(event.value)
        if folder == self._typed_folder:
            self._show()
        else:
            self._typed_folder, self._folder = folder, None
            self._list(folder, is_typed=True)

    # -- actions -----------------------------------------------------------------------------

    def action_complete(self) -> None:
        """Write the selected name into the path; open a selected folder."""
        entry = self._rows.selected
        if entry is None or entry is UP:
            return
        if entry.is_folder:
            self._enter(entry)
            return
        folder, _ = split_path(self._path.value)
        self._path.value = folder + entry.name
        self._path.cursor_position = len(self._path.value)

    def action_hidden(self) -> None:
        """Show or hide files whose names begin with a dot."""
        self._is_hidden_shown = not self._is_hidden_shown
        self._show()

    def action_take(self) -> None:
        """Close with the marked files; without any, with the selected file."""
        entry = self._rows.selected
        if self._rows.marked:
            self.dismiss(tuple(self._rows.marked))
        elif entry is not None and not entry.is_folder:
            self.dismiss((self._rows.path_of(entry),))

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        self._choose(self._rows.entries[event.index])

    @on(Rows.CursorMoved)
    def _on_moved(self) -> None:
        self._footer.redraw()

    def _choose(self, entry: DirectoryEntry | None) -> None:
        """Open a folder; mark a file, or close with it if a single file is chosen."""
        if entry is None:
            return
        if entry.is_folder:
            self._enter(entry)
        elif self._one is not None:
            self.dismiss((self._rows.path_of(entry),))
        else:
            self._rows.toggle(entry)
            self._footer.redraw()

    def _enter(self, entry: DirectoryEntry) -> None:
        path = PurePath(self._rows.folder)
        if entry is UP:
            self._list(str(path.parent), is_typed=False, left=path.name)
        else:
            self._list(str(path / entry.name), is_typed=False)

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return self._one.title if self._one else strings.transfer.screen.pick_title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys that do not type into the path."""
        words, keys = strings.transfer.screen, strings.tui.keys
        return [
            HelpRow("↑↓ PgUp PgDn", keys.move),
            HelpRow("Enter", self._one.verb if self._one else words.help_mark),
            HelpRow("F5", self._one.verb if self._one else words.help_take, "Ctrl+R"),
            HelpRow("Tab", words.complete),
            HelpRow("F9", words.show_hidden),
            HelpRow("Esc", keys.close),
        ]

    # -- drawing -----------------------------------------------------------------------------

    def _draw_title(self, width: int) -> list[Line]:
        title, hint = self.help_title(self._strings), self._strings.transfer.screen.pick_hint
        return [Line([Run("  "), Run(title, "bold")], [Run(hint, "dim"), Run("  ")]), Line()]

    def _draw_footer(self, width: int) -> list[Line]:
        return [Line(), *self._remarks(width), Line(), *self._keys(width), Line()]

    def _remarks(self, width: int) -> list[Line]:
        words, folder = self._strings.transfer.screen, self._folder
        if folder is None:
            return [Line([Run("  "), Run(words.listing, "dim")])]
        if folder.error is not None:
            parts = wrap(explain(folder.error, self._strings).what, width - 6)[:2]
            return [Line([Run(f"  ✗ {part}", "fail")]) for part in parts]
        marked = self._rows.marked
        if marked:
            total = size(sum(marked.values()))
            text = words.marked.format(count=count(len(marked)), size=total)
            return [Line([Run("  ✓ ", "ok bold"), Run(text, "bold")])]
        _, letters = split_path(self._path.value)
        if not self._rows.entries:
            text = words.none_found.format(query=letters)
        elif letters:
            text = words.found.format(count=count(len(self._rows.entries)))
        else:
            text = words.entries.format(count=count(len(self._rows.entries) - 1))
        return [Line([Run("  "), Run(text, "dim")])]

    def _keys(self, width: int) -> list[Line]:
        words, entry = self._strings.transfer.screen, self._rows.selected
        marked = len(self._rows.marked)
        is_folder = entry is not None and entry.is_folder
        is_marked = entry is not None and self._rows.path_of(entry) in self._rows.marked
        mark = self._one.verb if self._one else words.unmark if is_marked else words.mark
        enter = words.open_folder if is_folder else mark
        takes = self._one.verb if self._one else words.take.format(count=marked or 1)
        can_take = marked or (entry is not None and not is_folder)
        hints = [
            ("Enter", enter, ""),
            *([("F5", takes, "take")] if can_take and not self._one else []),
            ("Tab", words.complete, "complete"),
            ("F9", words.hide if self._is_hidden_shown else words.show_hidden, "hidden"),
            ("Esc", self._strings.tui.keys.close, "close"),
        ]
        shown = [Run.key(key, label, action) for key, label, action in hints]
        return [Line([Run("  "), *fit(width - 3, shown)])]
