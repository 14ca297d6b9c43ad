"""The folders that a session uses."""

from pathlib import Path

import platformdirs
import pytest

from weda_tui.store.paths import Paths, find_paths


@pytest.fixture
def platform_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Path, Path]:
    data, state = tmp_path / "data", tmp_path / "state"
    set_folders(monkeypatch, data, state)
    return data, state


def set_folders(monkeypatch: pytest.MonkeyPatch, data: Path, state: Path) -> None:
    def user_data_path(*_: object, **__: object) -> Path:
        return data

    def user_state_path(*_: object, **__: object) -> Path:
        return state

    monkeypatch.setattr(platformdirs, "user_data_path", user_data_path)
    monkeypatch.setattr(platformdirs, "user_state_path", user_state_path)


def test_the_flag_beats_the_variable(tmp_path: Path):
    environ = {"WEDA_TUI_WORKSPACE": str(tmp_path / "b"), "WEDA_TUI_STATE": str(tmp_path / "s")}
    assert find_paths(str(tmp_path / "a"), environ) == Paths(tmp_path / "a", tmp_path / "s")
    assert find_paths(None, environ).workspace == tmp_path / "b"


def test_else_the_folders_of_the_platform(platform_folders: tuple[Path, Path]):
    assert find_paths(None, {}) == Paths(*platform_folders)
    assert find_paths("", {"WEDA_TUI_WORKSPACE": "", "WEDA_TUI_STATE": ""}) == Paths(
        *platform_folders
    )


def test_secrets_are_never_inside_the_workspace(
    monkeypatch: pytest.MonkeyPatch, platform_folders: tuple[Path, Path]
):
    data, _ = platform_folders
    set_folders(monkeypatch, data, data)
    paths = find_paths(None, {})
    for private in (paths.secrets, paths.tokens, paths.preferences):
        assert not private.is_relative_to(paths.workspace)


def test_a_relative_folder_stays_where_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    paths = find_paths("工作区", {"WEDA_TUI_STATE": "~/state"})
    assert paths.environments == tmp_path / "工作区" / "environments"
    assert paths.state == tmp_path / "home" / "state"


def test_the_home_of_nobody_is_a_folder_like_any_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.chdir(tmp_path)
    environ = {"WEDA_TUI_STATE": "~nobody-of-this-name/s"}
    paths = find_paths("~nobody-of-this-name/w", environ)
    assert paths == Paths(tmp_path / "~nobody-of-this-name/w", tmp_path / "~nobody-of-this-name/s")
