"""The grid and the form show the same environment, without a terminal."""

from pathlib import Path

from tests.tui.environments.fakes import FakeScreen
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.tui.environments.grid_controller import GridController
from weda_tui.tui.environments.grid_pane import EnvironmentGrid


class FakeGrid:
    is_focused = True

    def __init__(self) -> None:
        self.cell, self.env_type = "", ""
        self.names: list[str] = []
        self.edits: tuple[EnvTypeSetting, ...] | None = None
        self.headings = 0

    def show_environments(self, environments: tuple[Environment, ...], env_type: str) -> None:
        self.names, self.env_type = [each.name for each in environments], env_type

    def show_cell(self, name: str) -> None:
        self.cell = name

    def show_edits(self, env_types: tuple[EnvTypeSetting, ...] | None) -> None:
        self.edits = env_types

    def redraw_heading(self) -> None:
        self.headings += 1


def grid_of(screen: FakeScreen, grid: FakeGrid) -> GridController:
    def set_guard(env_type: str, guard: Guard) -> None:
        screen.calls.append((env_type, guard))

    return GridController(screen.session, screen.editing, grid, set_guard, screen.form.leave_for)


async def test_another_row_shows_its_form_and_unsaved_changes_ask(tmp_path: Path) -> None:
    screen, grid = FakeScreen(tmp_path, "甲"), FakeGrid()
    cells = grid_of(screen, grid)
    cells.show()
    assert sorted(grid.names) == ["乙", "甲"]
    assert (grid.cell, grid.env_type) == ("甲", "prod")
    assert grid.edits is not None
    cells.on_cell_moved(EnvironmentGrid.CellMoved("乙", "dev"))
    await screen.finish()
    assert (screen.editing.name, screen.editing.env_type) == ("乙", "dev")
    cells.edited()
    assert grid.cell == "乙"
    screen.fields.is_edited = True
    grid.cell = "甲"
    cells.on_cell_moved(EnvironmentGrid.CellMoved("甲", "dev"))
    await screen.answer("")
    assert grid.cell == screen.editing.name == "乙"


async def test_a_cell_of_the_same_environment_and_a_grid_without_focus_ask_nothing(
    tmp_path: Path,
) -> None:
    screen, grid = FakeScreen(tmp_path, "甲"), FakeGrid()
    cells = grid_of(screen, grid)
    cells.on_cell_moved(EnvironmentGrid.CellMoved("甲", "dev"))
    assert grid.headings == 1
    grid.is_focused = False
    cells.on_cell_moved(EnvironmentGrid.CellMoved("乙", "dev"))
    await screen.finish()
    assert screen.editing.name == "甲"


async def test_a_guard_is_set_for_the_env_type_under_the_cursor(tmp_path: Path) -> None:
    screen, grid = FakeScreen(tmp_path, "甲"), FakeGrid()
    cells = grid_of(screen, grid)
    cells.on_guard_set(EnvironmentGrid.GuardSet(Guard.CONFIRM))
    cells.set_guard(1)
    assert screen.calls == [("prod", Guard.CONFIRM), ("prod", next(iter(Guard)))]
    screen.editing.is_saving = True
    cells.on_guard_set(EnvironmentGrid.GuardSet(Guard.CONFIRM))
    assert len(screen.calls) == 2


async def test_a_new_environment_has_no_cell(tmp_path: Path) -> None:
    screen, grid = FakeScreen(tmp_path), FakeGrid()
    cells = grid_of(screen, grid)
    cells.show()
    cells.edited()
    assert grid.cell == ""
    assert grid.edits is None
