"""The user's own files at typed paths."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.session.weda import open_session
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.session import Session
from weda_tui.session.files import write_file, write_files
from weda_tui.session.runs.data_file import read_data

NOBODY = "~nobody-of-this-name"


@pytest.mark.parametrize("home", ["~", NOBODY])
def test_a_file_is_written_where_its_path_says(
    home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path / "~"))
    (tmp_path / home).mkdir()
    write_file(f"{home}/a.har", b"{}", tmp_path / "workspace")
    assert (tmp_path / home / "a.har").read_bytes() == b"{}"


def test_a_file_that_cannot_be_written_keeps_no_other_from_it(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    files = {str(tmp_path / "folder"): b"1", str(tmp_path / "good"): b"2"}
    failed = write_files(files, tmp_path / "workspace")
    assert [*failed] == [str(tmp_path / "folder")]
    assert (tmp_path / "good").read_bytes() == b"2"


def read_document(session: Session, path: str) -> object:
    return session.modules.read_file(path)


def read_text(session: Session, path: str) -> object:
    return session.error_book.read_file(path)


def read_rows(session: Session, path: str) -> object:
    return read_data(path, session.paths.workspace)


@pytest.mark.parametrize("read", [read_document, read_text, read_rows])
def test_in_the_home_of_nobody_no_file_is_there(
    read: Callable[[Session, str], object], tmp_path: Path
) -> None:
    with pytest.raises(FileError) as caught:
        read(open_session(tmp_path), f"{NOBODY}/a.json")
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
