"""Ledgers of runs in the state folder: private files of JSON lines, each held by one process.

    NAME.jsonl        an unfinished run: the head, then one line for each state of a row
    NAME.done.jsonl   the run that was finished last
    NAME.lock         held during a run; released when the process ends

A line is written to the disk before its row is sent. The last line of a killed process may be
incomplete: it is cut off, since the request that it announces was not sent yet.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from weda_tui.core.errors import ErrorCode, FileError, writing
from weda_tui.core.runs.ledger import Ledger, LedgerHead, LedgerRow, put_line
from weda_tui.store.atomic import read_whole, write_atomic
from weda_tui.store.locks import try_lock

LARGEST = 1024 * 1024 * 1024
"""The limit in bytes of a ledger that is read."""
MOST_READS = 20
"""Ledgers of finished read-only runs kept in a workspace, the newest; one for each name."""
MOST_WRITES = 500
"""Ledgers of finished runs with writes kept in a workspace, the newest.

They prevent rows from being written twice, so read-only runs never remove one.
"""
_APPEND = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_OPEN, _DONE = ".jsonl", ".done.jsonl"


class StoredLedger(msgspec.Struct, frozen=True):
    """A ledger in the folder, of which only the head has been read."""

    path: Path
    head: LedgerHead
    at: float
    """When the ledger was written last: wall clock, seconds since the epoch."""

    def load(self) -> Ledger | None:
        """Return the ledger, ``None`` if it is gone. Raises the errors of ``LedgerFile.load``."""
        return _read(self.path)


class LedgerFile:
    """The ledger of one name. Every call reads or writes the disk."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._path = folder / f"{name}{_OPEN}"
        self._lock: int | None = None
        self._descriptor: int | None = None
        self._writing = threading.Lock()

    def lock(self) -> bool:
        """Lock the ledger until ``close``; return ``False`` if another process holds it.

        Raises ``FileError``.
        """
        if self._lock is None:
            self._lock = try_lock(self._folder / f"{self._name}.lock")
        return self._lock is not None

    def is_locked(self, other: StoredLedger) -> bool:
        """Return whether a process holds the ledger of another name. Raises ``FileError``."""
        lock = try_lock(other.path.with_name(f"{other.path.name.removesuffix(_OPEN)}.lock"))
        if lock is not None:
            os.close(lock)
        return lock is None

    def load(self) -> Ledger | None:
        """Return the ledger of an unfinished run, ``None`` if there is none.

        Raises ``FileError`` (``FILE_UNREADABLE``) for a file that is not a ledger.
        """
        return _read(self._path)

    @property
    def at(self) -> float:
        """When the ledger of an unfinished run was written last; 0 if there is none."""
        with suppress(OSError):
            return self._path.stat().st_mtime
        return 0.0

    def find_finished(self) -> Iterator[StoredLedger]:
        """Yield the ledgers of this name whose runs were finished, in no order."""
        for path in self._folder.glob(f"{self._name}[.-]*"):
            if path.name.endswith(_DONE) and not path.is_symlink():
                yield from _head(path)

    def find_others(self, *, finished: bool) -> Iterator[StoredLedger]:
        """Yield the ledgers of other names; files that are not ledgers are skipped."""
        own = (f"{self._name}.", f"{self._name}-")
        for path in self._folder.glob(f"*{_OPEN}"):
            is_other = not path.name.startswith(own) and not path.is_symlink()
            if not is_other or path.name.endswith(_DONE) is not finished:
                continue
            yield from _head(path)

    def begin(self, head: LedgerHead) -> None:
        """Begin a ledger; it replaces that of an unfinished run. Raises ``FileError``."""
        write_atomic(self._path, msgspec.json.encode(head) + b"\n", private=True)
        self._open()

    def go_on(self) -> None:
        """Continue the loaded ledger, without an incomplete last line. Raises ``FileError``."""
        data = read_whole(self._path, private=True, largest=LARGEST) or b""
        self._open()
        with writing(self._path):
            os.truncate(self._path, data.rfind(b"\n") + 1)

    def append(self, line: LedgerRow, *, durable: bool) -> None:
        """Add a line; wait for the disk if it is ``durable``. Raises ``FileError``."""
        with writing(self._path), self._writing:
            if self._descriptor is None:
                raise OSError
            _add(self._descriptor, msgspec.json.encode(line) + b"\n")
            if durable:
                os.fsync(self._descriptor)

    def finish(self) -> None:
        """Make this ledger the last finished one, and remove the oldest finished ones of all names.

        Raises ``FileError``.
        """
        with writing(self._path), self._writing:
            self._close_file()
            done = self._folder / f"{self._name}{_DONE}"
            with suppress(FileNotFoundError):  # the previous one is kept for its rows
                done.rename(self._folder / f"{self._name}-{done.stat().st_mtime_ns}{_DONE}")
            self._path.replace(done)
        with suppress(OSError):
            _sweep(self._folder)

    def close(self) -> None:
        """Close and unlock the ledger."""
        with self._writing:
            self._close_file()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _open(self) -> None:
        with writing(self._path), self._writing:
            self._close_file()
            self._descriptor = os.open(self._path, _APPEND)

    def _close_file(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _head(path: Path) -> Iterator[StoredLedger]:
    """Yield a ledger with its head, nothing for a file that is not a ledger."""
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        with path.open("rb") as stream:
            head = msgspec.json.decode(stream.readline(), type=LedgerHead)
        yield StoredLedger(path, head, path.stat().st_mtime)


def _read(path: Path) -> Ledger | None:
    data = read_whole(path, private=True, largest=LARGEST)
    if data is None:
        return None
    first, *lines = data[: data.rfind(b"\n") + 1].splitlines() or [b""]
    try:
        head = msgspec.json.decode(first, type=LedgerHead)
        decode = msgspec.json.Decoder(LedgerRow).decode
        rows: dict[int, LedgerRow] = {}
        for line in map(decode, lines):
            put_line(rows, line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FileError(ErrorCode.FILE_UNREADABLE, file=str(path), reason=str(error)) from None
    return Ledger(head, rows)


def _add(descriptor: int, data: bytes) -> None:
    """Write a whole line or, if the disk refuses it, nothing."""
    size, rest = os.fstat(descriptor).st_size, memoryview(data)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError:
        with suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def _sweep(folder: Path) -> None:
    """Remove the oldest ledgers of finished runs.

    A ledger whose head cannot be read counts as a run with writes. For each name with a read-only
    run, only the newest such ledger is kept.
    """
    reads: dict[str, Path] = {}
    gone: list[Path] = []
    writes: list[Path] = []
    for path in sorted(folder.glob(f"*{_DONE}"), key=lambda path: path.stat().st_mtime):
        head = next(_head(path), None)
        if head is None or head.head.is_write:
            writes.append(path)
            continue
        name = path.name.removesuffix(_DONE).partition("-")[0]
        if (older := reads.pop(name, None)) is not None:
            gone.append(older)
        reads[name] = path
    for path in (*gone, *[*reads.values()][:-MOST_READS], *writes[:-MOST_WRITES]):
        path.unlink()
