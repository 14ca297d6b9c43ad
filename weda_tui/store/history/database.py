"""The history of sent requests in SQLite: one private file (mode 0600) for all windows.

    entries   columns for lists and filters             texts    text that a search reads
    details   draft, request, response                  user_version   the schema

Rows are numbered in the order of insertion. A search reads ``texts`` newest first, from a table of
trigrams if SQLite supports them. A Chinese character is written three times there, so that a single
one can be found. A file that is not a database is renamed; nothing of it is deleted.
"""

import errno
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from weda_tui.core.errors import ErrorCode, FileError, reason_of
from weda_tui.core.history.entry import (
    FileJudgement,
    HistoryLimits,
    HistoryPage,
    HistoryQuery,
    HistoryRecord,
    LastResult,
)
from weda_tui.store.atomic import make_folder, narrow
from weda_tui.store.history import rows
from weda_tui.store.locks import locked

SCHEMA = 3
"""Schema 1 had no saved request of an entry; its entries get none. Schema 2 had no agents."""
PATIENCE_MS = 5000
"""Milliseconds to wait for a write of another window."""
INDEXED_AT_ONCE = 500
"""Entries that are indexed in one transaction."""
PRUNED_EVERY = 100
"""Number of added entries after which the history is pruned."""

_TABLES = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, endpoint TEXT NOT NULL,
    mark TEXT NOT NULL, environment TEXT NOT NULL, host TEXT NOT NULL, env_type TEXT NOT NULL,
    entry BLOB NOT NULL, saved TEXT NOT NULL DEFAULT '', held INTEGER,
    agent TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS by_endpoint ON entries (endpoint, id);
CREATE INDEX IF NOT EXISTS by_mark ON entries (mark, id);
CREATE INDEX IF NOT EXISTS by_place ON entries (environment, env_type, id);
CREATE TABLE IF NOT EXISTS details (id INTEGER PRIMARY KEY, detail BLOB NOT NULL);
"""
_ADD_SAVED = """
ALTER TABLE entries ADD COLUMN saved TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN held INTEGER;
"""
_ADD_AGENT = "ALTER TABLE entries ADD COLUMN agent TEXT NOT NULL DEFAULT ''"
_BY_AGENT = "CREATE INDEX IF NOT EXISTS by_agent ON entries (id) WHERE agent <> ''"
_BY_SAVED = "CREATE INDEX IF NOT EXISTS by_saved ON entries (saved, id)"
_TRIGRAMS = "CREATE VIRTUAL TABLE texts USING fts5(text, tags, tokenize = 'trigram')"
_PLAIN = "CREATE TABLE texts (text TEXT NOT NULL, tags TEXT NOT NULL)"
_BROKEN = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})
Result = TypeVar("Result")


class HistoryFile:
    """The history of this machine. Every call may wait for the disk, and raises ``FileError``."""

    def __init__(self, path: Path, limits: HistoryLimits, *, trigrams: bool = True) -> None:
        """``trigrams=False`` creates a new file as a SQLite without the trigram table would."""
        self._path, self._limits, self._trigrams = path, limits, trigrams
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._added = PRUNED_EVERY
        self.put_aside: Path | None = None
        """The new path of a file that was not a database."""

    def add(self, records: Iterable[HistoryRecord], *, now: float) -> None:
        """Store records, those without a number as the newest; prune now and then.

        New records are found by words once they are indexed.
        """
        added = [*records]
        self._write(lambda connection: self._add(connection, added, now))

    def index(self, most: int) -> bool:
        """Index up to ``most`` entries for the search; return whether some may remain."""
        return self._write(lambda connection: rows.index(connection, most))

    def find(self, query: HistoryQuery) -> HistoryPage:
        """Return the newest entries that match a query; with words, entries are indexed first."""
        while query.words and self.index(INDEXED_AT_ONCE):
            pass
        return self._do(lambda connection: rows.find(connection, query))

    def read(self, number: int) -> HistoryRecord:
        """Return a whole record. Also raises ``FileError`` (``HISTORY_UNKNOWN``)."""
        record = self._do(lambda connection: rows.read(connection, number))
        if record is None:
            raise FileError(ErrorCode.HISTORY_UNKNOWN, id=number)
        return record

    def delete(self, numbers: Sequence[int]) -> int:
        """Delete entries by their numbers; return how many there were."""
        return self._shrink(lambda connection: rows.delete(connection, numbers))

    def delete_matching(self, query: HistoryQuery) -> int:
        """Delete every entry that matches a query, whatever its limit; return how many."""
        while query.words and self.index(INDEXED_AT_ONCE):
            pass
        return self._shrink(
            lambda connection: rows.delete(connection, rows.ids_of(connection, query))
        )

    def last_of_saved(self, workspace: str) -> dict[str, LastResult]:
        """Return the newest entry of each saved request of a workspace, by its path."""
        return self._do(lambda connection: rows.last_of_saved(connection, workspace))

    def judge(self, judged: Sequence[FileJudgement]) -> None:
        """Store the verdicts of saved requests' files on their responses."""
        self._write(lambda connection: rows.judge(connection, judged))

    def adopt(self, number: int, saved: str) -> None:
        """Assign an entry without a saved request to ``saved``."""
        self._write(lambda connection: rows.adopt(connection, number, saved))

    def follow_saved(self, name: str, new: str) -> None:
        """Rename the saved request, or the folder of saved requests, of all its entries."""
        self._write(lambda connection: rows.follow_saved(connection, name, new))

    def clear(self) -> int:
        """Delete all entries; return how many there were."""
        return self.delete_matching(HistoryQuery())

    def close(self) -> None:
        """Close the file; when the last window closes it, only one file remains."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                with suppress(sqlite3.Error):
                    connection.close()

    def _shrink(self, delete: Callable[[sqlite3.Connection], int]) -> int:
        """Delete entries, and return the free space to the disk."""
        deleted = self._write(delete)
        self._do(lambda connection: connection.execute("PRAGMA incremental_vacuum").fetchall())
        return deleted

    # -- opening -----------------------------------------------------------------------------

    def _write(self, act: Callable[[sqlite3.Connection], Result]) -> Result:
        def within(connection: sqlite3.Connection) -> Result:
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = act(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            return result

        return self._do(within)

    def _do(self, act: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run ``act`` on the open file; a broken file is renamed and the call repeated once."""
        with self._lock:
            try:
                return self._try(act)
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorname not in _BROKEN:
                    raise _unwritable(self._path, str(error)) from error
            self._start_anew()
            try:
                return self._try(act)
            except sqlite3.DatabaseError as error:
                raise _unwritable(self._path, str(error)) from error

    def _try(self, act: Callable[[sqlite3.Connection], Result]) -> Result:
        try:
            if self._connection is None:
                self._connection = self._open()
            return act(self._connection)
        except OSError as error:
            raise _unwritable(self._path, reason_of(error)) from error

    def _open(self) -> sqlite3.Connection:
        """Open the file, private from its first byte. SQLite gives its companions the same mode."""
        if self._path.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        make_folder(self._path.parent, private=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        narrow(self._path)
        connection = sqlite3.connect(
            self._path, timeout=PATIENCE_MS / 1000, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            raise FileError(ErrorCode.HISTORY_NEWER, file=str(self._path))
        if version == 0:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = FAST")
        if version == SCHEMA:
            return
        with locked(self._path.parent, private=True):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.executescript(_TABLES)
            if version == 1:
                connection.executescript(_ADD_SAVED)
            if version in {1, 2}:
                connection.execute(_ADD_AGENT)
            connection.execute(_BY_AGENT)
            connection.execute(_BY_SAVED)
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name='texts'").fetchone():
                self._make_texts(connection)
            connection.execute(f"PRAGMA user_version = {SCHEMA}")

    def _make_texts(self, connection: sqlite3.Connection) -> None:
        if self._trigrams:
            with suppress(sqlite3.OperationalError):  # a SQLite without trigrams
                connection.execute(_TRIGRAMS)
                return
        connection.execute(_PLAIN)

    def _start_anew(self) -> None:
        """Rename a broken file and its companions, unless another window has just done so."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        with locked(self._path.parent, private=True):
            if not _is_broken(self._path):
                return
            aside = _free_name(self._path)
            try:
                self._path.replace(aside)
                for ending in ("-wal", "-shm"):
                    companion = self._path.with_name(self._path.name + ending)
                    if companion.exists():
                        companion.replace(aside.with_name(aside.name + ending))
            except OSError as error:
                raise _unwritable(self._path, reason_of(error)) from error
            self.put_aside = aside

    # -- writing -----------------------------------------------------------------------------

    def _add(self, connection: sqlite3.Connection, added: list[HistoryRecord], now: float) -> None:
        if any(record.entry.id for record in added):  # a restored record is not the newest
            rows.index(connection, -1)
        for record in added:
            rows.insert(connection, record)
        self._added += len(added)
        if self._added >= PRUNED_EVERY:
            self._added = 0
            self._prune(connection, now)

    def _prune(self, connection: sqlite3.Connection, now: float) -> None:
        """Delete the entries that exceed a limit. Numbers grow with time: one bound is enough.

        The sizes of all records are summed only if the file is larger than the size limit.
        """
        limits = self._limits
        cutoff = round((now - limits.age) * 1000)
        bounds = connection.execute(
            "SELECT (SELECT max(id) FROM entries WHERE at < ?1),"
            " (SELECT id FROM entries ORDER BY id DESC LIMIT 1 OFFSET ?2),"
            " CASE WHEN (SELECT page_count * page_size FROM pragma_page_count(),"
            " pragma_page_size()) > ?3 THEN"
            " (SELECT max(id) FROM (SELECT id, sum(length(detail)) OVER (ORDER BY id DESC) AS size"
            " FROM details) WHERE size > ?3) END",
            (cutoff, limits.count, limits.size),
        ).fetchone()
        last = max((bound for bound in bounds if bound is not None), default=None)
        if last is not None:
            old = connection.execute("SELECT id FROM entries WHERE id <= ?", (last,)).fetchall()
            rows.delete(connection, [number for (number,) in old])


def _is_broken(path: Path) -> bool:
    """Return whether a file is not a valid database; reads all of it."""
    connection = sqlite3.connect(path, timeout=PATIENCE_MS / 1000)
    try:
        return connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok"
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorname in _BROKEN
    finally:
        connection.close()


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.broken-{number}{path.suffix}")).exists():
        number += 1
    return aside


def _unwritable(path: Path, reason: str) -> FileError:
    return FileError(ErrorCode.FILE_UNWRITABLE, file=str(path), reason=reason)
