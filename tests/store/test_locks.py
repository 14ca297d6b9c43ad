"""Only one writer at a time, and the lock of a killed process blocks no other process."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store import locks
from weda_tui.store.locks import is_locked, locked, try_lock

HOLDER = """
import sys
from pathlib import Path
from weda_tui.store.locks import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_who_waits_too_long_is_told_and_a_killed_holder_does_not_block(tmp_path: Path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(FileError) as caught, locked(tmp_path, patience=0.05):
            pass
        assert caught.value.code is ErrorCode.FILE_UNWRITABLE
        assert caught.value.parameters["file"] == str(tmp_path)
        holder.kill()
        holder.wait()
        with locked(tmp_path, patience=0.05):
            pass


def test_threads_take_turns(tmp_path: Path):
    counter = tmp_path / "counter"
    counter.write_text("0", encoding="ascii")

    def count() -> None:
        for _ in range(25):
            with locked(tmp_path):
                number = int(counter.read_text(encoding="ascii"))
                counter.write_text(str(number + 1), encoding="ascii")

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.read_text(encoding="ascii") == "100"


def test_an_error_inside_frees_the_lock(tmp_path: Path):
    with pytest.raises(KeyError), locked(tmp_path):
        raise KeyError
    with locked(tmp_path, patience=0):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError) as caught, locked(tmp_path / "file" / "folder"):
        pass
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE


def test_a_file_system_without_locks_is_used_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def lock(_: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(locks, "_lock", lock)
    with locked(tmp_path, patience=0), locked(tmp_path, patience=0):
        pass


def test_a_held_file_is_seen_until_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "watch.lock"
    assert not is_locked(path)
    held = try_lock(path)
    assert held is not None
    assert is_locked(path)
    os.close(held)
    assert not is_locked(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no shared locks")
def test_who_asks_whether_a_file_is_held_does_not_hold_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second caller asks while the first caller is still asking."""
    path, seen, close = tmp_path / "watch.lock", list[bool](), os.close

    def ask_before_closing(descriptor: int) -> None:
        monkeypatch.setattr(os, "close", close)
        seen.append(is_locked(path))
        close(descriptor)

    monkeypatch.setattr(os, "close", ask_before_closing)
    assert not is_locked(path)
    assert seen == [False]
