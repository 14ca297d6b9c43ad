import mmap
import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store import bodies as body_files
from weda_tui.store.bodies import FileBody, open_new, read_body, save_body


def _read(path: Path, in_memory: int, folder: Path) -> bytes | mmap.mmap:
    return FileBody(path, in_memory, folder).read()


def test_a_file_is_read_and_a_larger_one_copied(tmp_path: Path) -> None:
    file, folder = tmp_path / "body", tmp_path / "bodies"
    file.write_bytes(b"")
    assert _read(file, 3, folder) == b""
    file.write_bytes(b"abc")
    assert _read(file, 3, folder) == b"abc"
    assert not folder.exists()
    copied = _read(file, 2, folder)
    assert isinstance(copied, mmap.mmap)
    assert copied[:] == b"abc"
    assert not list(folder.iterdir())


@pytest.mark.parametrize("in_memory", [2, 2**20])
def test_a_file_that_is_shortened_while_it_is_viewed_stays_as_it_was(
    tmp_path: Path, in_memory: int
) -> None:
    file = tmp_path / "body"
    file.write_bytes(b"abc" * 9_000)
    body = _read(file, in_memory, tmp_path / "bodies")
    os.truncate(file, 1)
    assert body[:] == b"abc" * 9_000


@pytest.mark.parametrize("in_memory", [2, 3])
def test_a_stream_of_unknown_length_is_a_body(tmp_path: Path, in_memory: int) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"abc")
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        assert read_body(stream, in_memory, tmp_path)[:] == b"abc"


@pytest.mark.parametrize("name", ["none", "."])
def test_what_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError) as caught:
        _read(tmp_path / name, 3, tmp_path)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a full disk to write to")
def test_without_room_for_a_copy_it_is_the_folder_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> BinaryIO:
        return Path("/dev/full").open("wb")

    monkeypatch.setattr(body_files, "open_unnamed", full)
    (tmp_path / "body").write_bytes(b"abc")
    with pytest.raises(FileError) as caught:
        _read(tmp_path / "body", 2, tmp_path / "bodies")
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert caught.value.parameters["file"] == str(tmp_path / "bodies")


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
