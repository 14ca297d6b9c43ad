"""The environment at the start: the environment chosen in this workspace, else the first."""

from pathlib import Path

from tests.session.weda import environment
from tests.tui.explorer import explorer
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.store.preferences import Preferences, save_preferences


def at(folder: Path, workspace: str) -> Session:
    paths = Paths(workspace=folder / workspace, state=folder / "state")
    return Session(paths, environ={}, use_keyring=False)


async def test_the_choice_of_another_workspace_is_none_here(tmp_path: Path):
    other = at(tmp_path, "other")
    other.environments.save(environment("慢"), secret="")
    other.settings.remember_place("慢", "dev")
    save_preferences(other.paths.preferences, Preferences("慢", "dev", chosen={}))
    async with explorer(tmp_path) as e:
        assert e.main.where is not None
        assert e.main.where.environment.name != "慢"
        assert e.main.strings.tui.where.no_environment not in e.text


async def test_a_broken_choice_is_not_replaced_and_is_not_said_to_be_no_environment(tmp_path: Path):
    session = at(tmp_path, "workspace")
    session.environments.save(environment("A"), secret="")
    session.environments.save(environment("B"), secret="")
    session.settings.remember_place("B", "dev")
    (session.paths.environments / "B.toml").write_text("host = ", encoding="utf-8")
    async with explorer(tmp_path) as e:
        assert e.main.where is None
        assert e.main.strings.tui.where.no_environment not in e.text
        assert e.main.strings.tui.where.no_environment_chosen in e.text
