"""The dialog for the name and the folder of a saved request, which shows the resulting file."""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.collections.paths import file_name_for, joined, name_of
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.choice_list import ChoiceRows, ListChoice
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut_middle, paragraph
from weda_tui.tui.widgets.field import Field, NamedField
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys, title_of
from weda_tui.tui.widgets.rows import Rows

MOST_ROWS = 8
"""The maximum number of visible folders."""


class SaveChoice(NamedTuple):
    """The result of the dialog."""

    title: str
    folder: str
    """A path below ``collections/`` whose parts are valid file names."""
    replaces: bool = False
    """Whether an existing file is overwritten."""


class SaveTask(NamedTuple):
    """The question, and the initial content of the fields."""

    heading: str
    verb: str
    title: str
    folder: str
    keeps: str = ""
    """The current path of the request or folder; it does not count as another file."""
    is_folder: bool = False
    may_overwrite: bool = False


class SaveDialog(Modal[SaveChoice]):
    """Returns a name and a folder; a second Enter overwrites an existing file."""

    _title_field = query_one("#save-name", Field)
    _folder_field = query_one("#save-folder", Field)
    _rows = query_one("#choices", ChoiceRows)
    _footer = query_one("#save-foot", Lines)

    def __init__(
        self,
        task: SaveTask,
        folders: Sequence[str],
        is_there: Callable[[str], bool],
        strings: Strings,
    ) -> None:
        """``is_there`` reads from the disk whether a path exists."""
        super().__init__(classes="saving")
        self._wanted, self._folders, self._is_there = task, list(folders), is_there
        self._strings = strings
        self._refused = ""
        self._taken = ""
        """The path that the next Enter overwrites."""

    def compose(self) -> ComposeResult:
        """Lay out the title, two fields, the folders, the file, and the keys."""
        words = self._strings.saved.dialog
        with Vertical(classes="panel"):
            yield title_of(self._wanted.heading)
            for label, key in ((words.name, "save-name"), (words.folder, "save-folder")):
                yield NamedField(label, id=key)
            yield ChoiceRows([ListChoice(each) for each in self._folders], self._strings)
            yield Lines(self._draw_footer, id="save-foot", surface="panel")

    def on_mount(self) -> None:
        """Focus the name with its text selected, so that typing replaces it."""
        task = self._wanted
        with self.prevent(Field.Changed):
            self._title_field.value, self._folder_field.value = task.title, task.folder
        room = self.app.size.height - 13
        self._rows.styles.height = max(0, min(MOST_ROWS, len(self._folders), room))
        at = self._folders.index(task.folder) if task.folder in self._folders else 0
        self._rows.show_rows(len(self._folders), cursor=at)
        self._rest()
        self._title_field.focus()
        self._title_field.select_all()

    @property
    def _path(self) -> str:
        """The path of the file without suffix; an unchanged title keeps the file name."""
        title, wanted = self._title_field.value.strip(), self._wanted
        is_same = bool(wanted.keeps) and title == wanted.title
        name = name_of(wanted.keeps) if is_same else file_name_for(title)
        return joined(self._place, name)

    @property
    def _place(self) -> str:
        names = [part.strip() for part in self._folder_field.value.replace("\\", "/").split("/")]
        return "/".join(self._known_name(names, at) for at in range(len(names)) if names[at])

    def _known_name(self, names: list[str], at: int) -> str:
        """Return the name of a folder, made a valid file name unless the folder exists."""
        return names[at] if "/".join(names[: at + 1]) in self._folders else file_name_for(names[at])

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        if event.input is self._folder_field:
            self._rows.narrow(event.value, "")
        self._show_changed()

    def _show_changed(self) -> None:
        self._refused = self._taken = ""
        self._rest()
        self._footer.redraw()

    def _rest(self) -> None:
        """Select no row unless the field holds the folder under the cursor."""
        shown, at = self._rows.shown, int(self._rows.cursor)
        self._rows.is_resting = at >= len(shown) or shown[at].key != self._folder_field.value
        self._rows.refresh()

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        self._submit()

    @work(group="save", exclusive=True)
    async def _submit(self) -> None:
        words, task = self._strings.saved.dialog, self._wanted
        title, path = self._title_field.value.strip(), self._path
        if not title:
            self._refuse(words.name_missing, self._title_field)
        elif not self._place and not task.is_folder:
            self._refuse(words.folder_missing, self._folder_field)
        elif path.casefold() == task.keeps.casefold() or not await self._taken_by_other(path):
            self.dismiss(SaveChoice(title, self._place))
        elif task.may_overwrite and self._taken == path:
            self.dismiss(SaveChoice(title, self._place, replaces=True))
        else:
            self._taken = path if task.may_overwrite else ""
            self._refuse(words.exists.format(file=self._shown(path)), None)

    async def _taken_by_other(self, path: str) -> bool:
        return await asyncio.to_thread(self._is_there, path)

    def _refuse(self, text: str, field: Field | None) -> None:
        self._refused = text
        self._footer.redraw()
        if field is not None:
            field.focus()

    def on_key(self, event: events.Key) -> None:
        """Choose the next or previous visible folder on ↓ or ↑."""
        if event.key not in {"up", "down"} or not self._rows.shown:
            return
        event.stop()
        by = 0 if self._rows.is_resting else 1 if event.key == "down" else -1
        self._rows.cursor = (int(self._rows.cursor) + by) % len(self._rows.shown)
        self._choose_folder(int(self._rows.cursor))

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        self._choose_folder(event.index)

    def _choose_folder(self, index: int) -> None:
        """Write a folder into the field without filtering the list."""
        folder = self._rows.shown[index].key
        with self.prevent(Field.Changed):
            self._folder_field.value = folder
            self._folder_field.cursor_position = len(folder)
        self._show_changed()

    def _shown(self, path: str) -> str:
        return f"collections/{path}" + ("/" if self._wanted.is_folder else ".toml")

    def help_title(self, strings: Strings) -> str:
        """Return the title of the dialog."""
        return self._wanted.heading

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys that work now, which the foot shows too."""
        words = strings.saved.dialog
        verb = words.overwrite if self._taken else self._wanted.verb
        rows = [HelpRow("Enter", verb), HelpRow("Tab", words.next)]
        rows += [HelpRow("↑↓", words.folders)] if self._folders else []
        return [*rows, HelpRow("Esc", strings.tui.keys.close)]

    def _draw_footer(self, width: int) -> list[Line]:
        words = self._strings.saved.dialog
        if self._refused:
            role = "caution" if self._taken else "fail"
            lines = paragraph(f"✗ {self._refused}", width, role)
        else:
            name = Run(f"  {words.file}  ", "dim")
            room = width - cells([name]) - 2
            lines = [Line([name, Run(cut_middle(self._shown(self._path), room))])]
        above = [Line()] if self._folders else []
        return [*above, *lines, Line(), panel_keys(self.help_rows(self._strings), width)]
