"""Paths below a workspace: links inside are followed, links that lead out are refused."""

import os
from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.workspace_files import (
    check_inside,
    check_parent,
    check_typed,
    lock_folder,
    read_file,
    resolve_inside,
    write_file,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a symlink takes rights there")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for folder in ("w/a", "w/.git", "outside"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "w/a/plain.toml").write_text("plain")
    (tmp_path / "w/.git/config").write_text("canary")
    (tmp_path / "outside/file").write_text("canary")
    return tmp_path / "w"


OUT = [
    ("a/x", "../../outside/file"),
    ("a/x", "../../outside/missing"),
    ("a/x", "../../outside"),
    ("a/x", "../.git/config"),
    ("a/x", "/"),
    ("x", "../outside"),
    ("x", ".."),
]


@pytest.mark.parametrize(("link", "target"), OUT)
def test_a_link_that_leads_out_is_refused_and_named(
    workspace: Path, link: str, target: str
) -> None:
    (workspace / link).symlink_to(target)
    for path in (workspace / link, workspace / link / "file"):
        with pytest.raises(FileError) as refused:
            check_inside(workspace, path)
        assert refused.value.code is ErrorCode.LINK_OUTSIDE
        assert refused.value.parameters["file"] == link
        real = os.path.realpath(path)
        assert refused.value.parameters["target"] == real
        with pytest.raises(FileError):
            resolve_inside(workspace, path)
        with pytest.raises(FileError):
            read_file(workspace, path)
        with pytest.raises(FileError):
            write_file(workspace, path, b"new")
    with pytest.raises(FileError), lock_folder(workspace, workspace / link):
        pass
    assert (workspace.parent / "outside/file").read_text() == "canary"
    assert sorted(path.name for path in (workspace.parent / "outside").iterdir()) == ["file"]
    assert (workspace / ".git/config").read_text() == "canary"


def test_a_link_by_way_of_another_is_refused(workspace: Path) -> None:
    (workspace / "one").symlink_to("two")
    (workspace / "two").symlink_to("../outside/file")
    with pytest.raises(FileError) as refused:
        read_file(workspace, workspace / "one")
    assert refused.value.parameters["file"] == "one"


def test_a_link_that_stays_inside_is_followed_and_stays_one(workspace: Path) -> None:
    (workspace / "link.toml").symlink_to("a/plain.toml")
    (workspace / "b").symlink_to("a")
    assert read_file(workspace, workspace / "link.toml") == b"plain"
    assert read_file(workspace, workspace / "b/plain.toml") == b"plain"
    write_file(workspace, workspace / "link.toml", b"new")
    assert (workspace / "link.toml").is_symlink()
    assert (workspace / "a/plain.toml").read_bytes() == b"new"
    write_file(workspace, workspace / "b/more.toml", b"more")
    assert (workspace / "a/more.toml").read_bytes() == b"more"


def test_a_workspace_may_be_a_link_and_lie_below_links(workspace: Path) -> None:
    above = workspace.parent / "above"
    above.symlink_to(workspace.parent)
    (workspace.parent / "chosen").symlink_to(workspace)
    for root in (above / "w", above / "chosen"):
        (root / "inner").symlink_to(root / "a")
        assert read_file(root, root / "a/plain.toml") == b"plain"
        assert read_file(root, root / "inner/plain.toml") == b"plain"
        (workspace / "inner").unlink()


def test_plain_paths_are_as_they_are_also_where_nothing_is(workspace: Path) -> None:
    for name in ("a/plain.toml", "missing", "missing/file", ".importing/x"):
        assert check_inside(workspace, workspace / name) == workspace / name
    assert read_file(workspace, workspace / "missing/file") is None


def test_a_path_beside_the_workspace_is_refused(workspace: Path) -> None:
    (workspace.parent / "w2").mkdir()
    for path in (workspace.parent / "w2", workspace / ".." / "outside", workspace / "a" / "../.."):
        with pytest.raises((FileError, ValueError)):
            check_inside(workspace, path)


@pytest.mark.parametrize("root", [".", "w"])
def test_a_workspace_may_be_named_from_here(
    workspace: Path, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace if root == "." else workspace.parent)
    assert read_file(Path(root), Path(root, "a/plain.toml")) == b"plain"
    (workspace / "x").symlink_to("../outside/file")
    with pytest.raises(FileError):
        read_file(Path(root), Path(root, "x"))


def test_a_link_round_is_an_error_of_the_system(workspace: Path) -> None:
    (workspace / "round").symlink_to("round")
    with pytest.raises(FileError) as refused:
        read_file(workspace, workspace / "round")
    assert refused.value.code is ErrorCode.FILE_UNREADABLE


def test_the_last_name_of_a_path_can_be_a_link(workspace: Path) -> None:
    (workspace / "a/x").symlink_to("../../outside")
    assert check_parent(workspace, workspace / "a/x") == workspace / "a/x"
    with pytest.raises(FileError):
        check_parent(workspace, workspace / "a/x/y")


@pytest.mark.parametrize("name", ["x", "d/file", "a/../x", "d/../outside/file", "y"])
def test_a_typed_path_in_the_workspace_may_not_lead_out(
    workspace: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "x").symlink_to("../outside/file")
    (workspace / "y").symlink_to("../outside/missing")
    (workspace / "d").symlink_to("../outside")
    (workspace.parent / "other").symlink_to(workspace)
    (workspace / "outside").mkdir()
    for folder in (workspace, workspace.parent / "other"):
        with pytest.raises(FileError) as refused:
            check_typed(workspace, folder / name)
        assert refused.value.code is ErrorCode.LINK_OUTSIDE
    monkeypatch.chdir(workspace)
    with pytest.raises(FileError):
        check_typed(workspace, Path(name))


def test_a_typed_path_in_a_folder_that_a_link_led_into_may_not_lead_out(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "d").symlink_to("../outside")
    monkeypatch.chdir(workspace / "d")
    monkeypatch.setenv("PWD", str(workspace / "d"))
    for name in ("file", "missing", "../outside/file"):
        with pytest.raises(FileError) as refused:
            check_typed(workspace, Path(name))
        assert refused.value.code is ErrorCode.LINK_OUTSIDE
    monkeypatch.setenv("PWD", str(workspace.parent))  # set by another shell
    assert check_typed(workspace, Path("file")) == Path("file")


@pytest.mark.parametrize(
    "name", ["a/plain.toml", "inner", ".git/config", "a/../.git/config", "missing/x", ".env", "."]
)
def test_a_typed_path_in_the_workspace_may_be_anything_else(workspace: Path, name: str) -> None:
    (workspace / "inner").symlink_to("a/plain.toml")
    assert check_typed(workspace, workspace / name) == workspace / name


def test_a_typed_path_outside_is_the_own_choice_of_the_person(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace.parent / "link").symlink_to("outside/file")
    monkeypatch.chdir(workspace)
    for path in (workspace.parent / "link", Path("../link"), Path("../outside/file"), Path("\0")):
        assert check_typed(workspace, path) == path
    missing = workspace.parent / "no workspace"
    assert check_typed(missing, missing / "x") == missing / "x"
