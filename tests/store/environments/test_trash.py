"""Deleted files can be restored byte for byte, and no existing file is overwritten."""

import os
from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.environments.trash import (
    LARGEST_TRASH,
    Trashed,
    list_trash,
    restore_environment,
    trash_environment,
)

NOW = 1795483338.9


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace" / "environments"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def trash(tmp_path: Path) -> Path:
    return tmp_path / "state" / "trash" / "1"


def put(folder: Path, name: str, text: bytes = b"\xef\xbb\xbfhost = 'http://x.cn' # a\r\n") -> None:
    (folder / f"{name}.toml").write_bytes(text)


def test_what_is_deleted_comes_back_as_it_was(folder: Path, trash: Path) -> None:
    put(folder, "总部-1")
    trash_environment(folder, trash, "总部-1", NOW)
    assert not list(folder.glob("*.toml"))
    assert list_trash(trash) == [Trashed("总部-1", 1795483338)]
    kept = next(trash.glob("*.toml"))
    assert os.name == "nt" or kept.stat().st_mode & 0o777 == 0o600
    restore_environment(folder, trash, "总部-1")
    assert (folder / "总部-1.toml").read_bytes() == b"\xef\xbb\xbfhost = 'http://x.cn' # a\r\n"
    assert list_trash(trash) == []


def test_a_broken_file_can_be_deleted_too(folder: Path, trash: Path) -> None:
    put(folder, "a", b"\xff\x00")
    trash_environment(folder, trash, "a", NOW)
    restore_environment(folder, trash, "a")
    assert (folder / "a.toml").read_bytes() == b"\xff\x00"


def test_of_two_with_one_name_the_later_comes_back_first(folder: Path, trash: Path) -> None:
    for text in (b"one", b"two"):
        put(folder, "a", text)
        trash_environment(folder, trash, "a", NOW)
    restore_environment(folder, trash, "a")
    assert (folder / "a.toml").read_bytes() == b"two"
    with pytest.raises(FileError) as caught:
        restore_environment(folder, trash, "a")
    assert caught.value.code is ErrorCode.FILE_EXISTS
    assert (folder / "a.toml").read_bytes() == b"two"
    assert len(list_trash(trash)) == 1


def test_what_was_never_deleted_is_named_with_the_nearest(folder: Path, trash: Path) -> None:
    put(folder, "headquarters")
    trash_environment(folder, trash, "headquarters", NOW)
    with pytest.raises(FileError) as caught:
        restore_environment(folder, trash, "headquarter")
    assert caught.value.code is ErrorCode.NOT_IN_TRASH
    assert caught.value.parameters["nearest"] == "headquarters"
    with pytest.raises(FileError):
        restore_environment(folder, trash, "../x")


def test_a_file_that_cannot_be_kept_stays(folder: Path, trash: Path) -> None:
    put(folder, "a")
    trash.parent.mkdir(parents=True)
    trash.write_text("no folder")
    with pytest.raises(FileError):
        trash_environment(folder, trash, "a", NOW)
    assert (folder / "a.toml").exists()


def test_the_oldest_go(folder: Path, trash: Path) -> None:
    for number in range(LARGEST_TRASH + 2):
        put(folder, f"e{number}")
        trash_environment(folder, trash, f"e{number}", NOW + number)
    names = [each.name for each in list_trash(trash)]
    assert len(names) == LARGEST_TRASH
    assert "e0" not in names
    assert names[0] == f"e{LARGEST_TRASH + 1}"


def test_foreign_files_are_no_trash(trash: Path) -> None:
    trash.mkdir(parents=True)
    for name in ("x.toml", "1-a.toml", ".lock", "abcdefghij-a.toml"):
        (trash / name).write_text("")
    assert list_trash(trash) == []
