"""The store of a sandbox's records: in memory, or in one SQLite file that survives the sandbox.

The file (``--state``) holds records, stored objects, passwords and sign-ins as they change, and the
seed with the time of the first start. The flows' world itself is not stored: it is built again from
that seed as of that time, and the calls that changed it are replayed.
"""

import os
import random
import secrets
import sqlite3
import weakref
from collections.abc import Iterator
from pathlib import Path

import msgspec

from weda_tui.core.errors import ErrorCode, FileError

_LAYOUT = "weda-sandbox 1"
_BIRTH = """
CREATE TABLE birth (layout TEXT, seed TEXT, at REAL, starts INTEGER);
CREATE TABLE journal (env_type TEXT, what TEXT, content BLOB, at INTEGER);
"""
USERS = "users"
"""The ``what`` of a journal entry with a new list of users; other entries are workflow calls."""


class StateEntry(msgspec.Struct, frozen=True):
    """A change of the flows' world; ``at`` in epoch ms."""

    env_type: str
    what: str
    content: bytes
    at: int


class State:
    """The tables of one sandbox, which are lost when the sandbox ends."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.is_kept = False
        """Whether another sandbox will continue with this state."""
        self._starts = 1
        self.own = self._connect("")
        """The tables that belong to no env type: a temporary file once they grow."""

    def connection(self) -> sqlite3.Connection:
        """Return a connection for the records of one env type."""
        return self._connect(":memory:")

    def _connect(self, path: str) -> sqlite3.Connection:
        """Return a connection that is closed when the state is no longer referenced."""
        connection = connect(path)
        weakref.finalize(self, connection.close)
        return connection

    def chance(self, purpose: str) -> random.Random:
        """Return a random generator for one purpose, from the seed and the number of the start."""
        return random.Random(f"{purpose} {self.seed} {self._starts}")  # noqa: S311

    def note(self, entry: StateEntry) -> None:
        """Store a change of the flows' world, if the state is kept."""

    def entries(self) -> Iterator[StateEntry]:
        """Return every stored change of the flows' world, the oldest first."""
        return iter(())


class KeptState(State):
    """The tables in a file that only its owner can read and one sandbox at a time can open."""

    def __init__(self, file: Path, seed: int | None, now: float) -> None:
        """Open or create ``file`` as of ``now`` (epoch seconds). An existing file has its own seed.

        Raises ``FileError``: ``FILE_UNWRITABLE`` if the file cannot be locked or written,
        ``FILE_UNREADABLE`` if it is not a state file.
        """
        try:
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            self.own = self._connect(str(file))
            _have_alone(self.own)
            row = self._birth(file, seed, now)
        except (sqlite3.OperationalError, OSError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise FileError(ErrorCode.FILE_UNWRITABLE, file=str(file), reason=reason) from error
        except sqlite3.DatabaseError as error:
            raise _unreadable(file, str(error)) from error
        self.is_kept = True
        self.seed: str = row[1]
        self.born_at: float = row[2]
        """Seconds since the epoch."""
        self._starts = row[3] + 1
        self.own.execute("UPDATE birth SET starts = ?", (self._starts,))

    def _birth(self, file: Path, seed: int | None, now: float) -> tuple[str, str, float, int]:
        """Return the row that describes the file; a new file gets such a row."""
        tables = [row[0] for row in self.own.execute("SELECT name FROM sqlite_master")]
        if not tables:
            chosen = secrets.randbits(256) if seed is None else seed
            self.own.executescript(_BIRTH)
            born = (_LAYOUT, str(chosen), now, 0)
            self.own.execute("INSERT INTO birth VALUES (?, ?, ?, ?)", born)
            return born
        row = None
        if "birth" in tables:
            row = self.own.execute("SELECT layout, seed, at, starts FROM birth").fetchone()
        if row is None or row[0] != _LAYOUT:
            raise _unreadable(file, f"not a {_LAYOUT} file")
        return row

    def connection(self) -> sqlite3.Connection:
        """Return the file's one connection; the names of tables contain their env type."""
        return self.own

    def note(self, entry: StateEntry) -> None:
        """Store a change of the flows' world."""
        self.own.execute("INSERT INTO journal VALUES (?, ?, ?, ?)", msgspec.structs.astuple(entry))

    def entries(self) -> Iterator[StateEntry]:
        """Return every stored change of the flows' world, the oldest first."""
        rows = self.own.execute("SELECT * FROM journal ORDER BY rowid").fetchall()
        return (StateEntry(*row) for row in rows)

    def close(self) -> None:
        """Close the file."""
        self.own.close()


def connect(path: str) -> sqlite3.Connection:
    """Return a connection without implicit transactions, for one thread at a time."""
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def _unreadable(file: Path, reason: str) -> FileError:
    return FileError(ErrorCode.FILE_UNREADABLE, file=str(file), reason=reason)


def _have_alone(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA busy_timeout = 0")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")
