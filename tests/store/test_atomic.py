"""A write leaves the old or the new file, whatever happens meanwhile."""

import errno
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.store.faults import CALLS, attempt, fail_nth
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store import atomic
from weda_tui.store.atomic import LARGEST, STALE_AFTER, narrow, read_whole, sweep, write_atomic

posix = pytest.mark.skipif(os.name != "posix", reason="modes and symlinks")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def unwritable(path: Path, *, private: bool = False) -> FileError:
    with pytest.raises(FileError) as caught:
        write_atomic(path, b"new", private=private)
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert caught.value.parameters["file"] == str(path)
    assert caught.value.parameters["reason"]
    return caught.value


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("data", [b"", b"new\r\n\x00", bytes(3_000_000)])
def test_what_is_written_is_read(tmp_path: Path, data: bytes, private: bool):
    path = tmp_path / "一" / "二" / "总部.toml"
    write_atomic(path, b"old", private=private)
    write_atomic(path, data, private=private)
    assert read_whole(path, private=private) == data
    assert names(path.parent) == ["总部.toml"]


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("old", [b"old", None])
def test_a_failing_call_leaves_old_or_new(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    nth: int,
    old: bytes | None,
    private: bool,
):
    path = tmp_path / "file"
    if old is not None:
        path.write_bytes(old)
    with monkeypatch.context() as patch:
        happened = fail_nth(patch, call, nth)
        error = attempt(lambda: write_atomic(path, b"new", private=private))
    expected = old if error else b"new"
    if error:
        assert happened()
        assert error.parameters["reason"] == os.strerror(errno.ENOSPC)
    assert (path.read_bytes() if path.exists() else None) == expected
    assert names(tmp_path) == ([] if expected is None else ["file"])
    if nth == 1:
        assert expected == old


def test_a_disk_that_takes_bytes_one_by_one_gets_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write = os.write

    def write_one(descriptor: int, data: memoryview) -> int:
        return write(descriptor, data[:1])

    monkeypatch.setattr(os, "write", write_one)
    write_atomic(tmp_path / "file", b"0123456789")
    assert (tmp_path / "file").read_bytes() == b"0123456789"


def test_an_interrupt_removes_the_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "file", b"new")
    assert names(tmp_path) == []


WRITER = """
import sys
from pathlib import Path
from weda_tui.store.atomic import write_atomic
for n in range(10**9):
    write_atomic(Path(sys.argv[1]), str(n % 10).encode() * 50_000)
    print(n, flush=True)
"""


def test_a_killed_writer_leaves_a_whole_file(tmp_path: Path):
    path = tmp_path / "file"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout
        for _ in range(20):
            assert writer.stdout.readline()
        writer.kill()
    data = path.read_bytes()
    assert data == data[:1] * 50_000


@posix
def test_private_files_are_private_from_their_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_umask: None
):
    seen: list[int] = []
    write = os.write

    def watched(descriptor: int, data: memoryview) -> int:
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", watched)
    path = tmp_path / "a" / "b" / "secrets.json"
    write_atomic(path, b"x", private=True)
    assert seen == [0o600]
    assert (mode(path), mode(path.parent), mode(path.parent.parent)) == (0o600, 0o700, 0o700)


@posix
def test_a_wider_private_file_and_its_folder_are_narrowed(tmp_path: Path):
    path = tmp_path / "state" / "secrets.json"
    path.parent.mkdir(mode=0o755)
    path.write_bytes(b"x")
    path.chmod(0o644)
    assert narrow(path)
    assert mode(path) == 0o600
    assert not narrow(path)
    write_atomic(path, b"y", private=True)
    assert mode(path.parent) == 0o700


@posix
def test_a_shared_folder_keeps_its_mode(tmp_path: Path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    write_atomic(shared / "secrets.json", b"x", private=True)
    assert mode(shared) == 0o1777


@posix
@pytest.mark.parametrize("old_mode", [0o640, 0o666, 0o600, 0o755])
def test_the_old_mode_is_kept(tmp_path: Path, old_mode: int):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(old_mode)
    write_atomic(path, b"new")
    assert mode(path) == old_mode


@posix
def test_a_new_file_has_the_mode_of_the_umask(tmp_path: Path):
    before = os.umask(0o027)
    try:
        write_atomic(tmp_path / "file", b"new")
    finally:
        os.umask(before)
    assert mode(tmp_path / "file") == 0o640


@posix
def test_a_symlink_stays_one(tmp_path: Path):
    target, middle, link = tmp_path / "t" / "target", tmp_path / "middle", tmp_path / "link"
    target.parent.mkdir()
    target.write_bytes(b"old")
    middle.symlink_to("t/target")
    link.symlink_to(middle)
    write_atomic(link, b"new")
    assert link.is_symlink()
    assert middle.is_symlink()
    assert target.read_bytes() == b"new"
    assert names(target.parent) == ["target"]


@posix
def test_a_symlink_that_leads_nowhere_or_round_is_refused(tmp_path: Path):
    (tmp_path / "nowhere").symlink_to("missing/target")
    (tmp_path / "round").symlink_to("round")
    for name in ("nowhere", "round"):
        unwritable(tmp_path / name)
        assert (tmp_path / name).is_symlink()
    assert names(tmp_path) == ["nowhere", "round"]


@posix
def test_a_symlinked_private_file_is_refused(tmp_path: Path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    unwritable(link, private=True)
    assert target.read_bytes() == b"old"
    with pytest.raises(FileError) as caught:
        read_whole(link, private=True)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert read_whole(link) == b"old"
    assert not narrow(link)


def test_a_folder_in_the_place_of_a_file_stays(tmp_path: Path):
    path = tmp_path / "file"
    path.mkdir()
    unwritable(path)
    assert names(tmp_path) == ["file"]
    with pytest.raises(FileError):
        read_whole(path)


def test_a_file_in_the_place_of_a_folder_stays(tmp_path: Path):
    (tmp_path / "folder").write_bytes(b"x")
    unwritable(tmp_path / "folder" / "file")
    assert (tmp_path / "folder").read_bytes() == b"x"


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(tmp_path: Path):
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o500)
    unwritable(folder / "file")
    folder.chmod(0o700)
    assert names(folder) == []


@posix
def test_a_pipe_is_not_read(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError) as caught:
        read_whole(tmp_path / "pipe")
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


def test_a_missing_file_is_none_and_a_huge_one_refused(tmp_path: Path):
    assert read_whole(tmp_path / "missing") is None
    with (tmp_path / "huge").open("wb") as stream:
        stream.truncate(LARGEST + 1)
    with pytest.raises(FileError) as caught:
        read_whole(tmp_path / "huge")
    assert caught.value.parameters["reason"]


def test_without_posix_nothing_posix_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(atomic, "_IS_POSIX", False)
    monkeypatch.delattr(os, "geteuid", raising=False)
    monkeypatch.delattr(os, "fchmod", raising=False)
    write_atomic(tmp_path / "a" / "file", b"new", private=True)
    assert (tmp_path / "a" / "file").read_bytes() == b"new"


@pytest.mark.parametrize(("durable", "waits"), [(True, True), (False, False)])
def test_only_what_must_be_durable_waits_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, durable: bool, waits: bool
):
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    write_atomic(tmp_path / "file", b"x", durable=durable)
    assert bool(synced) is waits
    assert (tmp_path / "file").read_bytes() == b"x"


# -- what a killed writer leaves -------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from weda_tui.store import atomic

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "named":
    atomic._write_nameless = lambda *_, **__: False
setattr(os, sys.argv[3], die)
atomic.write_atomic(Path(sys.argv[1]), b"new")
"""
has_nameless_files = pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="no such files")


def kill_a_writer(path: Path, how: str, call: str) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(path), how, call], check=False)


@posix
@has_nameless_files
@pytest.mark.parametrize("call", ["write", "fsync", "link"])
def test_a_writer_killed_before_the_end_leaves_nothing(tmp_path: Path, call: str):
    path = tmp_path / "hq.toml"
    path.write_bytes(b"old")
    kill_a_writer(path, "nameless", call)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["hq.toml"]


@posix
def test_what_is_left_elsewhere_is_swept_once_it_is_old(tmp_path: Path):
    path = tmp_path / "hq.toml"
    path.write_bytes(b"old")
    kill_a_writer(path, "named", "replace")
    (left,) = [each for each in tmp_path.iterdir() if each != path]
    sweep(tmp_path)
    assert left.exists(), "it may be a write of another process that goes on"
    sweep(tmp_path, now=left.stat().st_mtime + STALE_AFTER + 1)
    assert names(tmp_path) == ["hq.toml"]


@posix
def test_a_sweep_takes_only_what_is_ours(tmp_path: Path):
    target = tmp_path / "target"
    target.write_bytes(b"")
    others = [".abc.tmp", "0123456789abcdef.tmp", ".0123456789abcdef.part", ".0123456789ABCDEF.tmp"]
    for name in others:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / ".aaaaaaaaaaaaaaaa.tmp").mkdir()
    (tmp_path / ".bbbbbbbbbbbbbbbb.tmp").symlink_to(target)
    before = names(tmp_path)
    sweep(tmp_path, now=target.stat().st_mtime + 10 * STALE_AFTER)
    assert names(tmp_path) == before


def test_a_folder_that_is_not_there_is_swept_without_a_word(tmp_path: Path):
    sweep(tmp_path / "missing")


@pytest.mark.parametrize("number", [errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL])
@pytest.mark.parametrize("private", [False, True])
def test_a_file_system_without_nameless_files_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, private: bool
):
    opened = os.open

    def refuse(path: Any, flags: int, *more: Any) -> int:
        if Path(path).is_dir() and flags & os.O_WRONLY:
            raise OSError(number, os.strerror(number))
        return opened(path, flags, *more)

    monkeypatch.setattr(os, "open", refuse)
    path = tmp_path / "file"
    write_atomic(path, b"new", private=private)
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["file"]


@posix
def test_a_system_without_proc_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: Any, **__: Any) -> None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    monkeypatch.setattr(os, "link", refuse)
    write_atomic(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert names(tmp_path) == ["file"]


@posix
def test_a_pipe_is_written_into_and_stays_one(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_atomic(pipe, b"new")
    assert os.read(reader, 16) == b"new"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert names(tmp_path) == ["pipe"]
    unwritable(pipe)  # the pipe has no reader any more


@posix
def test_a_device_is_written_into_also_behind_a_link(tmp_path: Path):
    link = tmp_path / "terminal"
    reader, writer = os.openpty()
    try:
        link.symlink_to(os.ttyname(writer))
        for path in (link, Path(os.ttyname(writer))):
            write_atomic(path, b"one")
            assert os.read(reader, 16) == b"one"
    finally:
        os.close(reader)
        os.close(writer)
    assert link.is_symlink()


@posix
def test_a_socket_is_neither_written_into_nor_replaced(tmp_path: Path):
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        unwritable(path)
    assert stat.S_ISSOCK(path.lstat().st_mode)
