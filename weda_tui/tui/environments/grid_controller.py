"""The grid of deployments and env types: a cell opens a form, a digit sets a guard."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.session import Session
from weda_tui.tui.environments.editing import EnvironmentEditing

if TYPE_CHECKING:  # only the types of messages
    from weda_tui.tui.environments.grid_pane import EnvironmentGrid


class GridView(Protocol):
    """The grid and the widgets around it."""

    @property
    def is_focused(self) -> bool:
        """Whether the grid has the focus."""
        ...

    def show_environments(self, environments: tuple[Environment, ...], env_type: str) -> None:
        """Show the rows, with the cursor on the column of an env type."""

    def show_cell(self, name: str) -> None:
        """Put the cursor on the row of an environment."""

    def show_edits(self, env_types: tuple[EnvTypeSetting, ...] | None) -> None:
        """Show the env types as edited in the form; ``None`` shows those of the file."""

    def redraw_heading(self) -> None:
        """Draw the heading again."""


class GridController:
    """Keeps grid and form on the same environment."""

    def __init__(
        self,
        session: Session,
        editing: EnvironmentEditing,
        grid: GridView,
        set_guard: Callable[[str, Guard], None],
        leave_for: Callable[[str, Callable[[], object], Callable[[], object]], None],
    ) -> None:
        """``set_guard`` writes a guard into the form; ``leave_for`` goes to another environment.

        ``leave_for`` gets the name of the environment, a callback that shows it, and a callback for
        the case that the form stays open.
        """
        self._session, self._editing, self._grid = session, editing, grid
        self._set_guard, self._leave_for = set_guard, leave_for
        self._shown: tuple[Environment, ...] = ()
        self._cell_name = ""

    def show(self) -> None:
        """Show all environments, and the edits in the form."""
        self._show_environments()
        self.show_cell()
        self._show_edits()

    def show_cell(self) -> None:
        """Put the cursor on the environment in the form."""
        self._cell_name = self._editing.name
        self._grid.show_cell(self._cell_name)

    def edited(self) -> None:
        """Show the edits in the form."""
        if self._shown != self._session.environments.all:
            self._show_environments()
        if self._editing.environment is None or self._cell_name != self._editing.name:
            self.show_cell()
        self._show_edits()

    def on_cell_moved(self, event: "EnvironmentGrid.CellMoved") -> None:
        """Show the form of the environment under the cursor."""
        editing = self._editing
        editing.env_type = event.env_type
        self._grid.redraw_heading()
        if editing.environment is not None and event.name == editing.name:
            self._show_edits()
        elif self._grid.is_focused:
            self._leave_for(event.name, partial(editing.show_named, event.name), self.show_cell)

    def on_guard_set(self, event: "EnvironmentGrid.GuardSet") -> None:
        """Set the guard of the cell under the cursor."""
        if not self._editing.is_saving:
            self._set_guard(self._editing.env_type, event.guard)

    def set_guard(self, number: int) -> None:
        """Set the guard whose row was clicked; ``number`` counts from one."""
        self._set_guard(self._editing.env_type, list(Guard)[number - 1])

    def _show_environments(self) -> None:
        self._shown = self._session.environments.all
        self._grid.show_environments(self._shown, self._editing.env_type)

    def _show_edits(self) -> None:
        is_known = self._editing.environment is not None
        self._grid.show_edits(self._editing.fields.texts().env_types if is_known else None)
