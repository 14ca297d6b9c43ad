"""The list of env types: their order, their guards, and the messages of the list."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from tests.tui.host import Host, hosted
from weda_tui.core.environments.deployment import EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.tui.environments.form_rows import EnvTypeRows
from weda_tui.tui.widgets.drawing.paint import Line, Run

TEST = EnvTypeSetting("test", Guard.READ_ONLY)
PROD = EnvTypeSetting("prod", Guard.NONE)


def draw(setting: EnvTypeSetting, is_chosen: bool) -> Line:
    return Line([Run(f"  {setting.name} {setting.guard.value} {is_chosen}")])


@asynccontextmanager
async def rows_of(
    *settings: EnvTypeSetting,
) -> AsyncGenerator[tuple[EnvTypeRows, Host, Pilot[int]]]:
    rows = EnvTypeRows(draw, id="rows")
    async with hosted(rows) as (app, pilot):
        rows.fill(settings)
        await pilot.pause()
        yield rows, app, pilot


async def test_its_own_env_types_come_first_then_the_known_ones() -> None:
    async with rows_of(TEST, PROD) as (rows, app, _):
        assert [row.strip("› ") for row in app.rows[:4]] == [
            "test read-only True", "prod none True", "dev none False", "pre none False",
        ]  # fmt: skip
        assert rows.settings() == (TEST, PROD)


async def test_arrows_change_the_guard_round_the_end_and_space_the_choice() -> None:
    async with rows_of(TEST, PROD) as (rows, app, pilot):
        await pilot.press("right")
        assert rows.settings() == (EnvTypeSetting("test", Guard.NONE), PROD)
        await pilot.press("left", "space")
        assert rows.settings() == (PROD,)
        await pilot.press("enter", "enter", "home", "space")
        assert rows.settings() == (TEST, PROD), "Enter only goes on"
        told = [
            message for message in app.heard if isinstance(message, EnvTypeRows.EnvTypesChanged)
        ]
        assert len(told) == 4


async def test_a_click_chooses() -> None:
    async with rows_of(TEST) as (rows, _, pilot):
        await pilot.click(rows, offset=(3, 2))
        assert [setting.name for setting in rows.settings()] == ["test", "dev"]
