"""Ledgers of runs in the state folder: private files of JSON lines, each held by one process.

    NAME.jsonl        a run that is not finished: the head, then a line a state of a row
    NAME.done.jsonl   the last one that was finished
    NAME.lock         held while a run goes on; it ends with its process

A line is on the disk before its row is sent. The last line of a process that was killed may be
torn: it is cut off, since what it would have announced had not been sent.
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
from weda_tui.store.locks import try_hold

LARGEST = 1024 * 1024 * 1024
"""Bytes."""
MOST_READS = 20
"""Ledgers of finished runs that only read, the newest ones of a workspace; of a name only one."""
MOST_WRITES = 500
"""Ledgers of finished runs that wrote, the newest ones of a workspace: they keep rows from being
written twice, so no run that reads removes one."""
_APPEND = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_OPEN, _DONE = ".jsonl", ".done.jsonl"


class StoredLedger(msgspec.Struct, frozen=True):
    """A ledger that lies in the folder, of which only the head was read."""

    path: Path
    head: LedgerHead
    at: float
    """When it was written last: wall clock, seconds since the epoch."""

    def load(self) -> Ledger | None:
        """Return it, if it is still there. Raises ``FileError`` as ``LedgerFile.load`` does."""
        return _read(self.path)


class LedgerFile:
    """The ledger of one name. Every call reads or writes the disk."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._path = folder / f"{name}{_OPEN}"
        self._lock: int | None = None
        self._descriptor: int | None = None
        self._writing = threading.Lock()

    def hold(self) -> bool:
        """Have the ledger alone until ``close``; return whether nobody else has it.

        Raises ``FileError``.
        """
        if self._lock is None:
            self._lock = try_hold(self._folder / f"{self._name}.lock")
        return self._lock is not None

    def is_held(self, other: StoredLedger) -> bool:
        """Return whether somebody has the ledger of another name. Raises ``FileError``."""
        lock = try_hold(other.path.with_name(f"{other.path.name.removesuffix(_OPEN)}.lock"))
        if lock is not None:
            os.close(lock)
        return lock is None

    def load(self) -> Ledger | None:
        """Return the ledger of a run that is not finished, if there is one.

        Raises ``FileError`` (``FILE_UNREADABLE``) for a file that is none.
        """
        return _read(self._path)

    @property
    def at(self) -> float:
        """When the ledger of an unfinished run was written last; 0 where there is none."""
        with suppress(OSError):
            return self._path.stat().st_mtime
        return 0.0

    def find_finished(self) -> Iterator[StoredLedger]:
        """Yield the ledgers of this name whose runs were finished, in no order."""
        for path in self._folder.glob(f"{self._name}[.-]*"):
            if path.name.endswith(_DONE) and not path.is_symlink():
                yield from _head(path)

    def find_others(self, *, finished: bool) -> Iterator[StoredLedger]:
        """Yield the ledgers of other names; a file that is none is left out."""
        own = (f"{self._name}.", f"{self._name}-")
        for path in self._folder.glob(f"*{_OPEN}"):
            is_other = not path.name.startswith(own) and not path.is_symlink()
            if not is_other or path.name.endswith(_DONE) is not finished:
                continue
            yield from _head(path)

    def begin(self, head: LedgerHead) -> None:
        """Begin a ledger, in place of one that was not finished. Raises ``FileError``."""
        write_atomic(self._path, msgspec.json.encode(head) + b"\n", private=True)
        self._open()

    def go_on(self) -> None:
        """Go on with the ledger that was loaded. Raises ``FileError``."""
        data = read_whole(self._path, private=True, largest=LARGEST) or b""
        self._open()
        with writing(self._path):
            os.truncate(self._path, data.rfind(b"\n") + 1)

    def append(self, line: LedgerRow, *, durable: bool) -> None:
        """Add a line; a ``durable`` one is on the disk then. Raises ``FileError``."""
        with writing(self._path), self._writing:
            if self._descriptor is None:
                raise OSError
            _add(self._descriptor, msgspec.json.encode(line) + b"\n")
            if durable:
                os.fsync(self._descriptor)

    def finish(self) -> None:
        """Keep it as the last one that was finished; the oldest ones of all names go.

        Raises ``FileError``.
        """
        with writing(self._path), self._writing:
            self._close_file()
            done = self._folder / f"{self._name}{_DONE}"
            with suppress(FileNotFoundError):  # its rows stay known
                done.rename(self._folder / f"{self._name}-{done.stat().st_mtime_ns}{_DONE}")
            self._path.replace(done)
        with suppress(OSError):
            _sweep(self._folder)

    def close(self) -> None:
        """Let go of the ledger."""
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
    """Yield a ledger of which the head is read; nothing for a file that is none."""
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
    """Write a whole line or, where the disk refuses, nothing of it."""
    size, rest = os.fstat(descriptor).st_size, memoryview(data)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError:
        with suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def _sweep(folder: Path) -> None:
    """Remove the oldest ledgers of finished runs; one whose head cannot be read counts as a write.

    Of each name that only reads, the newest one is kept.
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
