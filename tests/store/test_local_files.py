import asyncio
import errno
import os
from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store import atomic, local_files
from weda_tui.store.local_files import PIECE, IncomingFile, pieces, size_of


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def no_links(*_: object) -> None:
    raise OSError


async def read(path: Path, size: int) -> bytes:
    return b"".join([piece async for piece in pieces(path, size)])


async def test_a_file_is_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "报告.bin"
    content = os.urandom(PIECE * 2 + 7)
    path.write_bytes(content)
    assert size_of(path) == len(content)
    found = [piece async for piece in pieces(path, len(content))]
    assert b"".join(found) == content
    assert max(map(len, found)) == PIECE
    path.write_bytes(b"")
    assert await read(path, 0) == b""


@pytest.mark.parametrize("change", ["longer", "shorter", "empty"])
async def test_a_file_that_changes_is_never_sent_whole(tmp_path: Path, change: str) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"x" * PIECE * 3)
    sent = 0

    async def read_and_change() -> None:
        nonlocal sent
        async for piece in pieces(path, PIECE * 3):
            sent += len(piece)
            os.truncate(path, {"longer": PIECE * 4, "shorter": PIECE * 2, "empty": 0}[change])

    with pytest.raises(FileError) as caught:
        await read_and_change()
    assert caught.value.code is ErrorCode.UPLOAD_CHANGED
    assert sent < PIECE * 3


def test_what_is_no_file_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "none", tmp_path / "pipe", Path("a\0b")):
        with pytest.raises(FileError) as caught:
            size_of(path)
        assert caught.value.code is ErrorCode.FILE_UNREADABLE


async def receive(path: Path, *parts: bytes, overwrite: bool = False) -> None:
    async with IncomingFile(path, overwrite=overwrite) as incoming:
        for part in parts:
            await incoming.write(part)
        await incoming.finish()


async def test_a_file_is_there_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.bin"
    async with IncomingFile(path) as incoming:
        await incoming.write(b"a" * PIECE)
        await incoming.write(b"b")
        assert not path.exists()
        await incoming.finish()
    assert path.read_bytes() == b"a" * PIECE + b"b"
    assert names(path.parent) == ["a.bin"]


async def test_a_pipe_gets_a_file_that_is_whole(tmp_path: Path) -> None:
    pipe, private = tmp_path / "pipe", tmp_path / "private"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        async with IncomingFile(pipe, private=private) as incoming:
            await incoming.write(b"first ")
            await incoming.rewrite(lambda data: iter([data[:].upper()]))
            await incoming.write(b"second")
            assert os.read(reader, 64) == b""
            await incoming.finish()
        assert os.read(reader, 64) == b"FIRST second"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert names(private) == []
    assert names(tmp_path) == ["pipe", "private"]


async def pass_by(incoming: IncomingFile, body: bytes) -> None:
    with incoming.open_again() as stream:
        stream.write(body)


async def test_bytes_that_come_past_write_are_the_file(tmp_path: Path) -> None:
    for size in (7, PIECE * 2):
        async with IncomingFile(tmp_path / "a", overwrite=True) as incoming:
            await incoming.write(b"first" * PIECE)
            await incoming.write(b"waiting")
            await pass_by(incoming, b"x" * size)
            await incoming.finish()
        assert (tmp_path / "a").read_bytes() == b"x" * size


@pytest.mark.parametrize("body", [b"", b"{}", b"x" * PIECE])
async def test_a_body_that_is_written_replaces_what_came_past_it(
    tmp_path: Path, body: bytes
) -> None:
    async with IncomingFile(tmp_path / "a") as incoming:
        await incoming.write(b"first" * PIECE)
        await pass_by(incoming, b"refused" * PIECE)
        await incoming.write(body)
        await incoming.write(b"!")
        await incoming.finish()
    assert (tmp_path / "a").read_bytes() == body + b"!"


async def test_nothing_is_left_of_what_was_not_finished(tmp_path: Path) -> None:
    async with IncomingFile(tmp_path / "a") as incoming:
        await incoming.write(b"x" * PIECE)
        assert len(names(tmp_path)) == 1
    assert names(tmp_path) == []


async def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    is_open = asyncio.Event()

    async def stuck() -> None:
        async with IncomingFile(tmp_path / "a") as incoming:
            await incoming.write(b"x" * PIECE)
            is_open.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stuck())
    await is_open.wait()
    assert len(names(tmp_path)) == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert names(tmp_path) == []


async def test_cancelling_while_it_is_opened_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"abc")
    for opening in (receive(tmp_path / "a", b"x"), read(source, 3)):
        task = asyncio.create_task(opening)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert names(tmp_path) == ["source"]


async def test_a_file_that_is_there_is_kept_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(FileError) as caught:
        await receive(path, b"new")
    assert caught.value.code is ErrorCode.DOWNLOAD_EXISTS
    assert path.read_bytes() == b"old"
    await receive(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileError):
        await receive(tmp_path / "link", b"new")
    assert names(tmp_path) == ["a", "link"]


async def test_a_file_that_appears_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for has_links in (True, False):
        path = tmp_path / f"a{has_links}"
        if not has_links:
            monkeypatch.setattr(Path, "hardlink_to", no_links)
        async with IncomingFile(path) as incoming:
            await incoming.write(b"new")
            path.write_bytes(b"theirs")
            with pytest.raises(FileError) as caught:
                await incoming.finish()
        assert caught.value.code is ErrorCode.DOWNLOAD_EXISTS
        assert path.read_bytes() == b"theirs"
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    await receive(tmp_path / "b", b"new")
    assert (tmp_path / "b").read_bytes() == b"new"
    assert len(names(tmp_path)) == 3


async def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(local_files.os, "fsync", fail)
    with pytest.raises(FileError) as caught:
        await receive(tmp_path / "a", b"new")
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert caught.value.parameters["reason"] == "No space left on device"
    assert names(tmp_path) == []


async def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file" / "a", tmp_path, Path("a\0b")):
        with pytest.raises(FileError):
            await receive(path, b"new", overwrite=True)


async def test_what_was_written_is_put_in_another_form(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    async with IncomingFile(path) as incoming:
        assert not await incoming.rewrite(lambda _: iter((b"x",)))  # nothing was written yet
        await incoming.write(b"a secret here")
        assert not await incoming.rewrite(lambda _: None)
        assert await incoming.rewrite(lambda content: iter((content[:2], b"*", content[8:])))
        await incoming.finish()
    assert path.read_bytes() == b"a * here"
    assert names(tmp_path) == ["a.bin"]


async def test_what_came_past_is_put_in_another_form(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    async with IncomingFile(path) as incoming:
        await pass_by(incoming, b"a secret here")
        assert await incoming.rewrite(lambda _: iter((b"short",)))
        await incoming.finish()
    assert path.read_bytes() == b"short"
    assert names(tmp_path) == ["a.bin"]


@pytest.mark.parametrize("is_far", [False, True])
async def test_a_file_is_gathered_in_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_far: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "another disk")

    path, private = tmp_path / "there" / "a.bin", tmp_path / "state"
    if is_far:
        monkeypatch.setattr(Path, "rename", refuse)
    for rewritten in (None, (b"short",)):
        async with IncomingFile(path, overwrite=True, private=private) as incoming:
            await pass_by(incoming, b"a secret here")
            (gathered,) = private.iterdir()
            assert gathered.stat().st_mode & 0o777 == 0o600
            assert atomic._TEMPORARY.fullmatch(gathered.name)
            assert set(names(path.parent)) <= {"a.bin"}
            await incoming.rewrite(lambda _, made=rewritten: iter(made) if made else None)
            await incoming.finish()
        assert path.read_bytes() == (b"short" if rewritten else b"a secret here")
        (tmp_path / "plain").touch()
        assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode
        assert (names(path.parent), names(private)) == (["a.bin"], [])
    async with IncomingFile(path, overwrite=True, private=private) as incoming:
        await incoming.write(b"x" * PIECE)
    assert (names(path.parent), names(private)) == (["a.bin"], [])
