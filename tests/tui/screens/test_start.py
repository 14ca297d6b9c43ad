"""The endpoint at the start: the last open endpoint of this workspace, else the guide's example."""

from pathlib import Path

import pytest

from tests.tui.explorer import explorer
from weda_tui.core.catalogue.modules import GUIDE_EXAMPLE
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.store.preferences import OpenCall, Preferences, load_preferences, save_preferences

READ = "workflow.DescribeInstanceApproverList"
GONE = "shop.GetOrder"


def remember(folder: Path, workspace: Path | None = None, **open_call: str) -> None:
    paths = Paths(workspace=workspace or folder / "workspace", state=folder / "state")
    opened = {paths.workspace_digest: OpenCall(**open_call)}
    save_preferences(paths.preferences, Preferences(opened=opened))


async def test_a_call_that_went_leaves_the_guides_example(tmp_path: Path):
    remember(tmp_path, endpoint=GONE)
    async with explorer(tmp_path) as e:
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == GUIDE_EXAMPLE
        assert GUIDE_EXAMPLE.rpartition(".")[2] in e.text
        await e.press("escape", "j", "f8")
        assert e.main.preview is not None


@pytest.mark.parametrize("size", [(160, 48), (100, 30), (80, 24), (40, 12)])
async def test_the_same_at_every_size(tmp_path: Path, size: tuple[int, int]):
    remember(tmp_path, endpoint=GONE)
    async with explorer(tmp_path, size=size) as e:
        assert e.main.endpoint is not None
        assert e.app.return_code in {0, None}
        assert e.app.focused is not None


async def test_a_call_that_is_there_is_open_again(tmp_path: Path):
    remember(tmp_path, endpoint="workflow.StartFlow")
    async with explorer(tmp_path) as e:
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == "workflow.StartFlow"


async def test_nothing_known_at_all_is_an_editor_without_a_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("weda_tui.tui.catalogue.controller.GUIDE_EXAMPLE", GONE)
    async with explorer(tmp_path) as e:
        assert e.main.endpoint is None
        await e.press("f5")
        assert e.main.is_ready
        assert e.app.return_code in {0, None}


async def test_a_saved_request_that_went_leaves_its_call(tmp_path: Path):
    remember(tmp_path, endpoint=READ, saved="approvals/list-todo")
    async with explorer(tmp_path) as e:
        await e.settle()
        assert e.main.saved is None
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == READ
    paths = Paths(workspace=tmp_path / "workspace", state=tmp_path / "state")
    session = Session(paths, environ={}, use_keyring=False)
    assert session.settings.opened == OpenCall(endpoint=READ)


async def test_a_saved_request_whose_call_went_too_leaves_the_guides_example(tmp_path: Path):
    remember(tmp_path, endpoint=GONE, saved="approvals/list-todo")
    async with explorer(tmp_path) as e:
        await e.settle()
        assert e.main.endpoint is not None
        assert e.main.endpoint.id == GUIDE_EXAMPLE


async def test_two_workspaces_in_turn_keep_their_own_call(tmp_path: Path):
    state = tmp_path / "state"
    sessions = {
        name: Session(Paths(workspace=tmp_path / name, state=state), environ={}, use_keyring=False)
        for name in ("first", "second")
    }
    sessions["first"].settings.remember_open(endpoint="workflow.StartFlow")
    sessions["second"].settings.remember_open(endpoint=READ, saved="a/b")
    again = {
        name: Session(Paths(workspace=tmp_path / name, state=state), environ={}, use_keyring=False)
        for name in sessions
    }
    assert again["first"].settings.opened == OpenCall(endpoint="workflow.StartFlow")
    assert again["second"].settings.opened == OpenCall(endpoint=READ, saved="a/b")


async def test_what_another_window_remembers_of_its_workspace_stays(tmp_path: Path):
    paths = [Paths(workspace=tmp_path / name, state=tmp_path / "state") for name in ("a", "b")]
    first, second = (Session(each, environ={}, use_keyring=False) for each in paths)
    first.settings.remember_open(endpoint="workflow.StartFlow")
    second.settings.remember_open(endpoint=READ)
    first.settings.remember(theme="weda-light")
    assert Session(paths[1], environ={}, use_keyring=False).settings.opened == OpenCall(
        endpoint=READ
    )


async def test_a_file_of_before_still_says_what_was_open(tmp_path: Path):
    paths = Paths(workspace=tmp_path / "workspace", state=tmp_path / "state")
    save_preferences(paths.preferences, Preferences(endpoint="workflow.StartFlow", saved="a/b"))
    session = Session(paths, environ={}, use_keyring=False)
    assert session.settings.opened == OpenCall(endpoint="workflow.StartFlow", saved="a/b")


async def test_a_call_is_remembered_for_its_workspace(tmp_path: Path):
    async with explorer(tmp_path) as e:
        endpoint = e.main.controllers.calls.find("workflow.StartFlow")
        assert endpoint is not None
        e.main.controllers.open_endpoint(endpoint)
        await e.settle()
    paths = Paths(workspace=tmp_path / "workspace", state=tmp_path / "state")
    assert (
        Session(paths, environ={}, use_keyring=False).settings.opened.endpoint
        == "workflow.StartFlow"
    )
    other = Paths(workspace=tmp_path / "other", state=tmp_path / "state")
    assert Session(other, environ={}, use_keyring=False).settings.opened == OpenCall()


@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
async def test_one_line_says_what_to_press_until_the_first_send(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    line = " F5 发送 · Ctrl+P 查找 · F1 帮助"
    remember(tmp_path)
    async with explorer(tmp_path, size=size) as e:
        assert e.rows[-2] == line
        await e.press("f6", "space", "l")
        assert e.rows[-2] == " F5 Send · Ctrl+P Find · F1 Help"
        await e.press("space", "l")
        before = e.main.query_one("#stages").region.height
        await e.send()
        assert line not in e.rows
        assert e.main.query_one("#stages").region.height == before + 1
        assert e.session.settings.preferences.has_sent
        kept = load_preferences(e.session.paths.preferences)
    assert kept.has_sent
