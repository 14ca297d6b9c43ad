"""The stored objects of a deployment: their bytes in pieces, never as a whole in memory."""

import hashlib
import sqlite3
from collections.abc import AsyncIterator

import msgspec

PIECE = 256 * 1024
"""The size of a piece in bytes."""
LARGEST = 5 * 2**30
"""Largest object in bytes, as in Tencent Cloud COS."""
_TABLES = """
CREATE TABLE IF NOT EXISTS object
  (path TEXT PRIMARY KEY, content INTEGER, size INTEGER, etag TEXT, type TEXT, owner TEXT);
CREATE TABLE IF NOT EXISTS content (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE IF NOT EXISTS piece
  (content INTEGER, number INTEGER, bytes BLOB, PRIMARY KEY (content, number)) WITHOUT ROWID;
"""


class StoredObject(msgspec.Struct, frozen=True):
    """A file in the store."""

    path: str
    content: int
    size: int
    """Bytes."""
    etag: str
    type: str
    owner: str
    """The id of the user who stored the file."""


class TooBigError(Exception):
    """An object over ``LARGEST``."""


class Objects:
    """The objects by path."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'object'")
        self.is_new = found.fetchone() is None
        """Whether no object was ever stored here."""
        self._connection.executescript(_TABLES)

    def get(self, path: str) -> StoredObject | None:
        """Return an object; ``pieces`` returns its bytes."""
        sql = "SELECT path, content, size, etag, type, owner FROM object WHERE path = ?"
        row = self._connection.execute(sql, (path,)).fetchone()
        return None if row is None else StoredObject(*row)

    async def pieces(self, content: int) -> AsyncIterator[bytes]:
        """Return the bytes of an object, piece by piece."""
        number = 0
        while True:
            sql = "SELECT bytes FROM piece WHERE content = ? AND number = ?"
            row = self._connection.execute(sql, (content, number)).fetchone()
            if row is None:
                return
            yield row[0]
            number += 1

    async def put(
        self, path: str, stream: AsyncIterator[bytes], *, content_type: str, owner: str
    ) -> StoredObject:
        """Store the bytes of a stream under a path. An aborted stream stores nothing.

        Raises ``TooBigError``; nothing is stored then, either.
        """
        content = self._connection.execute("INSERT INTO content DEFAULT VALUES").lastrowid or 0
        digest = hashlib.md5(usedforsecurity=False)
        size = number = 0
        waiting = bytearray()
        try:
            async for chunk in _limited(stream):
                digest.update(chunk)
                size += len(chunk)
                waiting += chunk
                while len(waiting) >= PIECE:
                    self._keep(content, number, bytes(waiting[:PIECE]))
                    del waiting[:PIECE]
                    number += 1
            if waiting:
                self._keep(content, number, bytes(waiting))
        except BaseException:
            self._drop(content)
            raise
        stored = StoredObject(path, content, size, digest.hexdigest(), content_type, owner)
        self._place(stored)
        return stored

    def add(self, path: str, content: bytes, *, content_type: str, owner: str) -> None:
        """Store a small object."""
        number = self._connection.execute("INSERT INTO content DEFAULT VALUES").lastrowid or 0
        self._keep(number, 0, content)
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        self._place(StoredObject(path, number, len(content), digest, content_type, owner))

    def copy(self, source: StoredObject, path: str, owner: str) -> None:
        """Store the same bytes under another path."""
        content = self._connection.execute("INSERT INTO content DEFAULT VALUES").lastrowid or 0
        self._connection.execute(
            "INSERT INTO piece SELECT ?, number, bytes FROM piece WHERE content = ?",
            (content, source.content),
        )
        self._place(msgspec.structs.replace(source, path=path, content=content, owner=owner))

    def delete(self, stored: StoredObject) -> None:
        """Delete an object."""
        self._connection.execute("DELETE FROM object WHERE path = ?", (stored.path,))
        self._drop(stored.content)

    def _place(self, stored: StoredObject) -> None:
        before = self.get(stored.path)
        self._connection.execute(
            "INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?)",
            msgspec.structs.astuple(stored),
        )
        if before is not None:
            self._drop(before.content)

    def _keep(self, content: int, number: int, piece: bytes) -> None:
        self._connection.execute("INSERT INTO piece VALUES (?, ?, ?)", (content, number, piece))

    def _drop(self, content: int) -> None:
        self._connection.execute("DELETE FROM piece WHERE content = ?", (content,))
        self._connection.execute("DELETE FROM content WHERE id = ?", (content,))


async def _limited(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    size = 0
    async for chunk in stream:
        size += len(chunk)
        if size > LARGEST:
            raise TooBigError
        yield chunk
