"""The grid of the environment screen: deployments as rows, env types as columns, a guard each."""

from dataclasses import dataclass

from textual import events, on
from textual.binding import Binding
from textual.reactive import reactive, var

from weda_tui.core.environments.deployment import ENV_TYPES, Environment, EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.environments.grid_view import (
    GridColumns,
    columns_for,
    draw_address,
    draw_deployment,
)
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.messages import Intent
from weda_tui.tui.widgets.pane import TALL
from weda_tui.tui.widgets.rows import Rows

_DIGITS = {str(at): guard for at, guard in enumerate(Guard, start=1)}
_FULL_WIDTH = {chr(ord(digit) + 0xFEE0): guard for digit, guard in _DIGITS.items()}


class EnvironmentGrid(Rows):
    """A grid: arrow keys move over the cells, 1–4 set a guard, and Enter goes to the form."""

    BINDINGS = [Binding("left", "turn(-1)", show=False), Binding("right", "turn(1)", show=False)]

    @dataclass
    class CellMoved(Intent):
        """Another cell is selected."""

        name: str
        env_type: str

    @dataclass
    class GuardSet(Intent):
        """The user chose another guard for the selected cell."""

        guard: Guard

    class Entered(Intent):
        """Enter was pressed: go to the form."""

    strings: reactive[Strings] = reactive(default_strings)
    environments: var[tuple[Environment, ...]] = var[tuple[Environment, ...]](())
    edited = reactive[tuple[EnvTypeSetting, ...] | None](None)
    """The env types of the selected deployment as edited in the form."""
    selected_name = ""
    """The deployment whose form is shown; empty for a new one."""
    env_type: reactive[str] = reactive("prod")
    """The selected column."""

    _step = 2
    """The rows of each deployment; a resize changes it together with ``row_count``."""

    @property
    def columns(self) -> list[str]:
        """The env types of all deployments, the known ones first."""
        own = [s.name for each in self.environments for s in each.env_types]
        own += [s.name for s in self.edited or ()]
        known = [name for name in ENV_TYPES if name in own or name in {"prod", "dev"}]
        return list(dict.fromkeys([*known, *own]))

    @property
    def layout_now(self) -> GridColumns:
        """The visible columns, including the selected one."""
        return columns_for(self.columns, self.env_type, self.size.width, self.strings)

    def refill(self) -> None:
        """Draw the cells again, with the cursor on the selected deployment."""
        self._step = 3 if self.app.size.height >= TALL else 2
        names = [each.name for each in self.environments]
        at = names.index(self.selected_name) if self.selected_name in names else 0
        with self.prevent(Rows.CursorMoved):
            self.show_rows(len(names) * self._step, cursor=at * self._step)

    def watch_environments(self) -> None:
        """Draw the new deployments."""
        self.refill()

    def on_resize(self) -> None:
        """Draw again, because the rows per deployment depend on the height."""
        self.refill()

    # -- moving ------------------------------------------------------------------------------

    def is_selectable(self, index: int) -> bool:
        """Return whether a row is the first row of a deployment."""
        return index % self._step == 0

    def action_turn(self, by: int) -> None:
        """Go to the next or previous env type."""
        columns = self.columns
        at = columns.index(self.env_type) if self.env_type in columns else 0
        self.env_type = columns[max(0, min(at + by, len(columns) - 1))]
        self._post_moved()

    def action_choose(self) -> None:
        """Go to the form."""
        self.post_message(self.Entered())

    def on_click(self, event: events.Click) -> None:
        """Go to the cell under the pointer."""
        index = event.y + round(self.scroll_offset.y)
        index -= index % self._step
        if index >= self.row_count:
            return
        event.stop()
        event.prevent_default()
        self.focus()
        now = self.layout_now
        column = (event.x - now.name - 2) // now.cell
        if 0 <= column < len(now.env_types):
            self.env_type = now.env_types[column]
        if index == self.cursor:
            self._post_moved()
        self.cursor = index

    @on(Rows.CursorMoved)
    def _on_moved(self, event: Rows.CursorMoved) -> None:
        event.stop()
        self._post_moved()

    def _post_moved(self) -> None:
        if self.environments:
            environment = self.environments[self.cursor // self._step]
            self.post_message(self.CellMoved(environment.name, self.env_type))

    def on_key(self, event: events.Key) -> None:
        """Set the guard with the digit of that guard; full-width digits work too."""
        guard = (_DIGITS | _FULL_WIDTH).get(event.character or "")
        if guard is not None:
            event.stop()
            self.post_message(self.GuardSet(guard))

    # -- drawing -----------------------------------------------------------------------------

    def cursor_row(self, line: Line) -> Line:
        """Return the line unchanged: the selected cell is marked instead of the row."""
        return line

    def row(self, index: int, width: int) -> Line:
        """Draw a deployment's cells, or its address."""
        at, part = divmod(index, self._step)
        environment = self.environments[at]
        if part == 1:
            return draw_address(environment, width)
        if part > 1:
            return Line()
        is_shown = environment.name == self.selected_name and self.edited is not None
        return draw_deployment(
            environment,
            (self.edited or ()) if is_shown else environment.env_types,
            self.layout_now,
            self.env_type if index == self.cursor else "",
            self.strings,
            has_focus=self.has_focus,
        )
