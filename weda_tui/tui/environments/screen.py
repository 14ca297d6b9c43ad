"""The environment screen: the grid, the form of one environment, its check and its changes."""

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.getters import query_one
from textual.widgets import Input

from weda_tui.core.guard.level import Guard
from weda_tui.tui.environments.changes_view import draw_changes
from weda_tui.tui.environments.columns import FormColumn, GridColumn
from weda_tui.tui.environments.files_controller import EnvironmentFilesController
from weda_tui.tui.environments.form_pane import EnvironmentForm
from weda_tui.tui.environments.form_screen import EnvironmentScreen
from weda_tui.tui.environments.grid_controller import GridController
from weda_tui.tui.environments.grid_pane import EnvironmentGrid
from weda_tui.tui.layout.headings import heading
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut
from weda_tui.tui.widgets.lines import Lines

STAGES = ("grid", "form", "check")


class EnvironmentsScreen(EnvironmentScreen):
    """Three stages side by side; below 140 cells a single stage at a time."""

    BINDINGS = [
        Binding("f2", "where", show=False, priority=True),
        Binding("tab", "next_field(1)", show=False),
        Binding("shift+tab", "next_field(-1)", show=False),
        Binding("ctrl+o", "import", show=False, priority=True),
        Binding("0,０,space,ideographic_space", "more", show=False),
        Binding("delete", "remove", show=False),
    ]

    _form_column = query_one("#form-column", FormColumn)

    _stage = ""

    def compose_left(self) -> ComposeResult:
        """Lay out the grid, and create the controllers of the grid and of the files."""
        self._grid = GridColumn(self.form, self.editing)
        self._changes = Lines(self._draw_changes, id="changes")
        self.below_checks.append(self._changes)
        self.cells = GridController(
            self._session, self.editing, self._grid, self.form.set_guard, self.editor.leave_for
        )
        self.files = EnvironmentFilesController(
            self, self._session, self.editing, self.editor, self.form.drop_env_type
        )
        self.routes.add(EnvironmentGrid.CellMoved, self.cells.on_cell_moved)
        self.routes.add(EnvironmentGrid.GuardSet, self.cells.on_guard_set)
        self.routes.add(EnvironmentGrid.Entered, lambda _: self._go("form"))
        yield self._grid.data_bind(EnvironmentsScreen.strings)

    def begin(self) -> None:
        """Focus the grid, or the form of a new environment."""
        self.cells.show()
        self._go("grid" if self.editing.environment else "form")

    def show_edited(self, event: EnvironmentForm.EnvironmentEdited) -> None:
        """Show the edits in the grid, the heading and the list of changes."""
        super().show_edited(event)
        self.cells.edited()
        self._form_column.redraw_heading()
        self._changes.redraw()

    # -- stages ------------------------------------------------------------------------------

    def _go(self, stage: str) -> None:
        """Highlight a stage and focus it."""
        self._light(stage)
        if stage == "grid":
            self._grid.focus_grid()
        elif stage == "form":
            self.form.focus_again()

    def _light(self, stage: str) -> None:
        if stage == self._stage:
            return
        self._stage = stage
        self.update_classes({f"-at-{each}": each == stage for each in STAGES}, update=False)
        self.app.stylesheet.update_nodes(self.query("#columns > *"))  # No rule affects others
        self._grid.is_lit = stage == "grid"
        self._form_column.redraw_heading()
        self.show_keys()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Highlight the stage that has the focus, and show its keys: ``0`` is text in a field."""
        self._light("grid" if isinstance(event.widget, EnvironmentGrid) else "form")
        self.show_keys()

    def action_where(self) -> None:
        """Go to the grid; in the grid, leave the screen."""
        if self._stage == "grid":
            super().action_leave()
        else:
            self._go("grid")

    def action_leave(self) -> None:
        """Go back one step: stop a running check, else go to the grid, else leave the screen."""
        if self.run.state.is_running or self._stage == "grid":
            super().action_leave()
        else:
            self._go("grid")

    def action_check(self) -> None:
        """Start a check; if only one stage is visible, show the check."""
        super().action_check()
        if self.run.state.is_running and not self.has_class("-wide"):
            self._light("check")

    def action_next_field(self, by: int) -> None:
        """Move the focus within the form; from another stage, go to the form."""
        if self._stage != "form":
            self._go("form")
        else:
            (self.focus_next if by > 0 else self.focus_previous)("#form *")

    def enter_form(self, field: str) -> None:
        """Show the form and focus one of its fields."""
        self._light("form")
        self.form.focus_field(field)

    def action_more(self) -> None:
        """Open the menu of actions on the environment in the form."""
        self.files.offer()

    def action_import(self) -> None:
        """Import a file."""
        self.files.import_file()

    def action_guard(self, number: int) -> None:
        """Set the guard whose row was clicked."""
        self.cells.set_guard(number)

    # -- words -------------------------------------------------------------------------------

    def keys(self) -> list[tuple[str, str, str]]:
        """Return the keys of the stage: the key as shown, its words, its action."""
        words, more = self.strings.tui, self.strings.environments.editor
        check, save = ("F5", words.form.check_save, "check"), ("Ctrl+S", words.keys.save, "save")
        if self._stage == "grid":
            keys = [
                ("↑↓←→", more.move, ""),
                (f"1-{len(Guard)}", more.set_guard, ""),
                ("Enter", more.form, "next_field(1)"),
                ("0", more.more, "more"),
                *(check, save),
            ]
            return [*keys, ("Esc", words.keys.close, "leave")]
        keys = [("Tab", words.keys.next_field, ""), check, save]
        if not isinstance(self.focused, Input):
            keys.append(("0", more.more, "more"))
        if self.editing.environment is not None:
            keys.append(("Ctrl+D", words.form.remove, "remove"))
        return [*keys, ("Esc", more.back, "leave")]

    def draw_form_heading(self, width: int) -> list[Line]:
        """Draw the name of the environment, its file, and the number of changes."""
        words = self.strings.environments.editor
        is_lit = self._stage == "form"
        role = "focus bold" if is_lit else "bold"
        if self.editing.environment is None:
            return [heading([Run(words.new, role)], is_focused=is_lit), Line()]
        count = len(self.form.changes)
        right = [Run(words.changed.format(count=count), "caution"), Run(" ")] if count else []
        name = self.editing.environment.name
        room = width - cells([Run(name), *right]) - 7
        file = cut(f"environments/{name}.toml", max(0, room))
        left = [Run(name, role), Run(f"   {file}", "dim")]
        return [heading(left, right, is_focused=is_lit), Line()]

    def _draw_changes(self, width: int) -> list[Line]:
        is_new = self.editing.environment is None
        return [Line(), *draw_changes(self.form.changes, is_new, self.strings, width)]
