import errno
import gzip
import io
import os
import stat
import zlib
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.errors import ErrorCode, FileError, LimitError
from weda_tui.gateway.content_encoding import PIECE, BodyBuffer, CodingError
from weda_tui.store.bodies import open_new


def decode(coding: str, data: bytes, *, step: int = 65536, limit: int = 2**20) -> bytes:
    buffer = BodyBuffer(coding, limit)
    for start in range(0, len(data), step):
        buffer.write(data[start : start + step])
    return buffer.finish()[0]


@given(body=st.binary(max_size=300), step=st.integers(1, 40), split=st.integers(0, 300))
def test_every_coding_comes_back_however_it_is_cut_into_chunks(
    body: bytes, step: int, split: int
) -> None:
    members = gzip.compress(body[:split], mtime=0) + gzip.compress(body[split:], mtime=0)
    assert decode("gzip", gzip.compress(body, mtime=0), step=step) == body
    assert decode("gzip", members, step=step) == body
    assert decode("deflate", zlib.compress(body), step=step) == body
    assert decode("deflate", zlib.compress(body)[2:-4], step=step) == body
    assert decode("br", body, step=step) == body


@given(body=st.binary(min_size=1, max_size=300), kept=st.floats(0.01, 0.99))
def test_a_cut_coding_is_noticed(body: bytes, kept: float) -> None:
    whole = gzip.compress(body, mtime=0)
    with pytest.raises(CodingError):
        decode("gzip", whole[: max(1, int(len(whole) * kept))])


@pytest.mark.parametrize("size", [2**20 - 1, 2**20, 2**20 + 1, 3 * 2**20])
def test_output_around_the_size_of_a_piece_is_whole(size: int) -> None:
    body = bytes(size)
    assert decode("gzip", gzip.compress(body, mtime=0), limit=2**22) == body


def test_what_stands_before_a_fault_is_there() -> None:
    body = bytes(range(256)) * 9_000
    packed = bytearray(gzip.compress(body, mtime=0))
    packed[-8:] = bytes(8)
    buffer = BodyBuffer("gzip", 2**22)
    with pytest.raises(CodingError):
        buffer.write(bytes(packed))
    assert buffer.so_far()[0] == body


def test_what_is_not_packed_at_all_is_there_from_its_first_byte() -> None:
    buffer = BodyBuffer("gzip", 2**20)
    buffer.write(b"{")
    with pytest.raises(CodingError):
        buffer.write(b'"code":"ResourceNotFound"}')
    assert buffer.so_far()[0] == b'{"code":"ResourceNotFound"}'


def test_bytes_behind_the_end_are_ignored() -> None:
    assert decode("gzip", gzip.compress(b"a", mtime=0) + b"\0\0\0") == b"a"
    assert decode("deflate", zlib.compress(b"a") + b"\x1f") == b"a"


def test_no_bytes_at_all_are_an_empty_body() -> None:
    assert decode("gzip", b"") == b""
    assert decode("deflate", b"") == b""


def test_several_codings_are_kept_as_received() -> None:
    assert decode("gzip, gzip", b"\x1f\x8b") == b"\x1f\x8b"


@pytest.mark.parametrize("coding", ["gzip", "deflate", ""])
def test_one_byte_over_the_limit_is_too_big(coding: str) -> None:
    body = bytes(1001)
    data = {"gzip": gzip.compress(body, mtime=0), "deflate": zlib.compress(body), "": body}[coding]
    assert len(decode(coding, data, limit=1001)) == 1001
    with pytest.raises(LimitError) as caught:
        decode(coding, data, limit=1000)
    assert caught.value.code is ErrorCode.BODY_TOO_BIG
    assert caught.value.parameters == {"limit": 1000}


def test_a_large_body_goes_to_a_file_and_keeps_its_beginning(tmp_path: Path) -> None:
    body = bytes(range(256)) * 40
    buffer = BodyBuffer("gzip", 2**20, 1000, lambda: open_new(tmp_path))
    sent = gzip.compress(body, mtime=0)
    for start in range(0, len(sent), 7):
        buffer.write(sent[start : start + 7])
    head, file = buffer.finish()
    assert file is not None
    assert file[:] == body
    assert body.startswith(head)
    assert buffer.head(16) == body[:16]
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    assert not list(tmp_path.iterdir()), "nobody else finds it"


def test_what_came_before_the_limit_is_there(tmp_path: Path) -> None:
    for open_file in (None, lambda: open_new(tmp_path)):
        buffer = BodyBuffer("", 2000, 500, open_file)
        buffer.write(b"a" * 1000)
        with pytest.raises(LimitError):
            buffer.write(b"b" * 1001)
        head, file = buffer.so_far()
        assert (file[:] if file else head) == b"a" * 1000


def test_a_bomb_is_undone_piece_by_piece() -> None:
    bomb = gzip.compress(bytes(2**26), mtime=0)
    buffer, sizes = BodyBuffer("gzip", None), list[int]()
    for piece in buffer.decode(bomb):
        sizes.append(len(piece))
    assert max(sizes) == PIECE
    assert sum(sizes) == 2**26


class FullDisk(io.BytesIO):
    """A file on a disk with space for ``room`` bytes."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


@pytest.mark.parametrize("room", [0, 10])
def test_a_full_disk_is_named_and_what_came_before_is_kept(room: int) -> None:
    buffer = BodyBuffer("", None, 10, lambda: FullDisk(room), place="/state/bodies")
    buffer.write(b"a" * 8)
    with pytest.raises(FileError) as caught:
        buffer.write(b"b" * 9)
    assert caught.value.code is ErrorCode.BODY_NOT_STORED
    expected = {"file": "/state/bodies", "reason": os.strerror(errno.ENOSPC)}
    assert caught.value.parameters == expected
    assert buffer.so_far()[0] == b"a" * 8


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_disk_that_is_full_only_at_the_end_is_named() -> None:
    with Path("/dev/full").open("wb", buffering=2**16) as full:
        buffer = BodyBuffer("", None, 0, lambda: full, place="/dev/full")
        buffer.write(b"a" * 8)
        with pytest.raises(FileError) as caught:
            buffer.finish()
        assert caught.value.parameters["reason"] == os.strerror(errno.ENOSPC)
        assert buffer.so_far() == (b"", None)


class ShortWrites(io.FileIO):
    """An unbuffered file that writes ``most`` bytes at a time, as a file near its quota does."""

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(path, "w+")
        self._most = most

    def write(self, data: Any, /) -> int:
        return super().write(bytes(data)[: self._most])


def test_a_write_that_is_cut_short_goes_on(tmp_path: Path) -> None:
    body = bytes(range(256)) * 4
    buffer = BodyBuffer("", None, 100, lambda: unbuffered(tmp_path / "body", 7))
    for at in range(0, len(body), 64):
        buffer.write(body[at : at + 64])
    _, file = buffer.finish()
    assert file is not None
    assert file[:] == body


def test_a_file_that_writes_nothing_more_is_named(tmp_path: Path) -> None:
    buffer = BodyBuffer("", None, 0, lambda: unbuffered(tmp_path / "body", 0), place="/body")
    with pytest.raises(FileError) as caught:
        buffer.write(b"a" * 8)
    buffer.close()
    assert caught.value.code is ErrorCode.BODY_NOT_STORED
    assert caught.value.parameters["file"] == "/body"


def test_a_file_that_lost_bytes_is_no_whole_body(tmp_path: Path) -> None:
    path = tmp_path / "body"
    buffer = BodyBuffer("", None, 0, lambda: unbuffered(path, 100), place="/body")
    buffer.write(b"a" * 80)
    os.truncate(path, 50)
    with pytest.raises(FileError) as caught:
        buffer.finish()
    buffer.close()
    assert caught.value.code is ErrorCode.BODY_NOT_STORED


def unbuffered(path: Path, most: int) -> BinaryIO:
    file: Any = ShortWrites(path, most)
    return file
