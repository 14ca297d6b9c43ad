"""A relative path starts in the workspace; a file only in the current folder is found too."""

import os
from pathlib import Path
from typing import NoReturn

import pytest
from msgspec.structs import replace

from tests.core.recordings import environment
from tests.gateway.conftest import environment_at
from tests.session.weda import open_session
from weda_tui.core.environments.deployment import Target
from weda_tui.core.environments.route import UNREADABLE
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.gateway.certificates import placed, with_placed_files
from weda_tui.gateway.route_files import find_route, load_route


def test_where_a_certificate_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, started = tmp_path / "w", tmp_path / "s"
    workspace.mkdir()
    started.mkdir()
    monkeypatch.chdir(started)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert placed("", workspace) == ""
    assert placed("ca.pem", workspace) == str(workspace / "ca.pem")
    (started / "ca.pem").touch()
    assert placed("ca.pem", workspace) == "ca.pem"
    (workspace / "ca.pem").touch()
    assert placed("ca.pem", workspace) == str(workspace / "ca.pem")
    assert placed(str(started / "ca.pem"), workspace) == str(started / "ca.pem")
    assert placed("~nobody-at-all/ca.pem", workspace).endswith("~nobody-at-all/ca.pem")
    (tmp_path / "home.pem").touch()
    assert placed("~/home.pem", workspace) == str(tmp_path / "home.pem")


def test_a_copied_curl_command_works_in_any_folder(tmp_path: Path) -> None:
    session = open_session(tmp_path)
    named = replace(environment(), ca_file="certs/ca.pem", client_key="k.pem")
    whole = with_placed_files(named, session.paths.workspace)
    assert whole.client_certificate == ""
    assert whole.client_key == str(session.paths.workspace / "k.pem")
    request = PreparedRequest(method="GET", url="https://weda.example.cn/x", headers=(), body=b"")
    command = session.sending.curl(request, Target(named, "dev"))
    assert str(session.paths.workspace / "certs/ca.pem") in command


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_a_name_that_no_file_can_have_is_a_path_all_the_same(tmp_path: Path, name: str) -> None:
    assert placed(name, tmp_path) == str(tmp_path / name)


@pytest.mark.parametrize("name", ["//evil/x.pem", r"\\evil\x.pem", r"\\?\UNC\evil\x", r"/\evil\x"])
def test_another_machine_is_not_asked_for_a_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked: list[str] = []

    def look(path: str | Path, *_: object, **__: object) -> NoReturn:
        asked.append(str(path))
        raise FileNotFoundError

    named = environment_at("https://weda.cn", ca_file=name)
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", look)
        patch.setattr(os, "open", look)
        patch.setattr(os.path, "exists", look)
        seen, loaded = find_route(named, tmp_path), load_route(named, tmp_path)
    assert asked == []
    assert seen.ca == loaded.route.ca == UNREADABLE
    assert loaded.ca.path == name
