import mmap
import os
import stat
from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store import body_files
from weda_tui.store.body_files import open_body, open_new, save_body


def test_a_small_file_is_read_and_a_large_one_mapped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "body"
    file.write_bytes(b"abc")
    assert open_body(file) == b"abc"
    monkeypatch.setattr(body_files, "MAPPED_FROM", 3)
    mapped = open_body(file)
    assert isinstance(mapped, mmap.mmap)
    assert mapped[:] == b"abc"
    file.write_bytes(b"")
    assert open_body(file) == b""


@pytest.mark.parametrize("name", ["none", "."])
def test_what_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError) as caught:
        open_body(tmp_path / name)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


def test_a_body_is_saved_byte_for_byte_from_memory_and_from_a_file(tmp_path: Path) -> None:
    body = bytes(range(256)) * 9
    save_body(tmp_path / "a", body)
    with open_new(tmp_path / "state") as stream:
        stream.write(body)
        stream.flush()
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            save_body(tmp_path / "b", mapped)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == body


@pytest.mark.skipif(os.name != "posix", reason="modes mean nothing there")
def test_a_new_file_is_for_its_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "bodies"
    with open_new(folder) as stream:
        assert stat.S_IMODE(os.fstat(stream.fileno()).st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert not list(folder.iterdir())


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError) as caught:
        open_new(tmp_path / "file" / "bodies")
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
