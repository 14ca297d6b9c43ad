"""Only plain files inside the workspace go into a body."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store import body_sources
from weda_tui.store.body_sources import BodySources


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / "uploads" / "深").mkdir(parents=True)
    (folder / "uploads" / "深" / "a b.bin").write_bytes(b"\x00\xff")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("token = canary")
    (folder / ".env").write_text("canary")
    (tmp_path / "id_rsa").write_text("canary")
    (folder / "state").mkdir()
    (folder / "state" / "tokens.json").write_text("canary")
    return folder


@pytest.fixture
def sources(root: Path) -> BodySources:
    return BodySources(root, root / "state")


def refused(sources: BodySources, name: str) -> FileError:
    with pytest.raises(FileError) as size:
        sources.size(name)
    with pytest.raises(FileError) as read:
        sources.read(name)
    assert size.value.code is read.value.code
    return read.value


def test_a_file_of_the_workspace_is_read(sources: BodySources) -> None:
    assert sources.read("uploads/深/a b.bin") == b"\x00\xff"
    assert sources.size("uploads/深/a b.bin") == 2


def test_what_is_not_there_is_named(sources: BodySources) -> None:
    error = refused(sources, "uploads/none.pdf")
    assert error.code is ErrorCode.FILE_UNREADABLE
    assert error.parameters["file"] == "uploads/none.pdf"


@pytest.mark.parametrize(
    "name",
    [
        "../id_rsa",
        "uploads/../../id_rsa",
        "uploads/../uploads/深/a b.bin",
        "./uploads",
        "/etc/passwd",
        "//etc/passwd",
        "uploads//深",
        "~/.ssh/id_rsa",
        ".env",
        ".git/config",
        "uploads/.hidden",
        "C:/Users/x",
        "uploads\\..\\..\\id_rsa",
        "file:///etc/passwd",
        "uploads/a\0b",
        "uploads",
        "uploads/深",
        "state/tokens.json",
    ],
)
def test_what_is_no_plain_file_of_the_workspace_is_refused(sources: BodySources, name: str) -> None:
    assert refused(sources, name).code in {
        ErrorCode.BODY_FILE_OUTSIDE,
        ErrorCode.FILE_UNREADABLE,
    }


@pytest.mark.parametrize("target", ["id_rsa", "workspace/.git/config", "workspace/.env",
                                    "workspace/state/tokens.json"])  # fmt: skip
def test_a_link_that_leads_out_is_refused(
    root: Path, sources: BodySources, tmp_path: Path, target: str
) -> None:
    (root / "link").symlink_to(tmp_path / target)
    (root / "folder").symlink_to((tmp_path / target).parent)
    assert refused(sources, "link").code is ErrorCode.BODY_FILE_OUTSIDE
    name = f"folder/{Path(target).name}"
    assert refused(sources, name).code is ErrorCode.BODY_FILE_OUTSIDE


def test_a_link_inside_the_workspace_is_followed(root: Path, sources: BodySources) -> None:
    (root / "link.bin").symlink_to("uploads/深/a b.bin")
    assert sources.read("link.bin") == b"\x00\xff"
    (root / "loop").symlink_to("loop")
    refused(sources, "loop")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(root: Path, sources: BodySources) -> None:
    os.mkfifo(root / "pipe")
    assert refused(sources, "pipe").code is ErrorCode.BODY_FILE_OUTSIDE


def test_a_file_over_the_limit_is_refused(
    sources: BodySources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_sources, "LARGEST", 1)
    error = refused(sources, "uploads/深/a b.bin")
    assert error.code is ErrorCode.BODY_FILE_TOO_BIG
    assert error.parameters["limit"] == 1


@given(name=st.text(st.sampled_from("./\\~:ax\0"), max_size=12))
@example(name="..")
@example(name="a/../../x")
def test_no_name_leads_out(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "no_name_leads_out"
    root = folder / "a" / "w"
    root.mkdir(parents=True, exist_ok=True)
    for outside in (folder / "x", folder / "a" / "x"):
        outside.write_text("canary")
    with pytest.raises(FileError):
        BodySources(root, folder / "state").read(name)
