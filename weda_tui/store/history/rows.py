"""The rows of an entry in the history's three tables: written, read and deleted together."""

import sqlite3
from collections.abc import Iterable
from itertools import islice

import msgspec

from weda_tui.core.history.entry import (
    FileJudgement,
    HistoryEntry,
    HistoryPage,
    HistoryQuery,
    HistoryRecord,
    LastResult,
    SendEnding,
    outcome_of,
    saved_name,
)
from weda_tui.core.requests.draft import PreparedRequest, RequestDraft
from weda_tui.core.requests.variables import bound_to
from weda_tui.core.sending.exchange import Response
from weda_tui.store.history.search import searched_text, select, tags_of


class _Detail(msgspec.Struct, frozen=True):
    """A record without its entry."""

    draft: RequestDraft
    request: PreparedRequest | None
    response: Response | None
    is_request_cut: bool
    is_response_cut: bool


def insert(connection: sqlite3.Connection, record: HistoryRecord) -> None:
    """Write a record, with its own number if it has one; an existing entry is not changed."""
    entry = record.entry
    place = entry.conditions
    row = (
        entry.id or None, round(entry.started_at * 1000), entry.endpoint_id, entry.ending.value,
        place.environment, place.host, place.env_type, msgspec.msgpack.encode(entry),
        entry.saved, entry.held, entry.agent,
    )  # fmt: skip
    inserted = connection.execute(
        "INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
    )
    if not inserted.rowcount:
        return
    number = inserted.lastrowid
    detail = _Detail(
        record.draft, record.request, record.response,
        record.is_request_cut, record.is_response_cut,
    )  # fmt: skip
    connection.execute(
        "INSERT INTO details VALUES (?, ?)", (number, msgspec.msgpack.encode(detail))
    )
    if entry.id:
        _insert_texts(connection, entry.id, record)


def index(connection: sqlite3.Connection, most: int) -> bool:
    """Write the texts of up to ``most`` entries without any; return whether some may remain.

    Entries get their texts in the order of their numbers.
    """
    last = connection.execute("SELECT rowid FROM texts ORDER BY rowid DESC LIMIT 1").fetchone()
    rows = connection.execute(
        "SELECT id FROM entries WHERE id > ? ORDER BY id LIMIT ?", (last[0] if last else 0, most)
    ).fetchall()
    for (number,) in rows:
        _insert_texts(connection, number, read(connection, number))
    return len(rows) == most


def _insert_texts(
    connection: sqlite3.Connection, number: int, record: HistoryRecord | None
) -> None:
    texts = (searched_text(record), tags_of(record.entry)) if record else ("", "")
    connection.execute("INSERT INTO texts (rowid, text, tags) VALUES (?, ?, ?)", (number, *texts))


def delete(connection: sqlite3.Connection, numbers: Iterable[int]) -> int:
    """Delete entries; return how many there were."""
    rows = [(number,) for number in numbers]
    before = connection.total_changes
    connection.executemany("DELETE FROM entries WHERE id = ?", rows)
    deleted = connection.total_changes - before
    connection.executemany("DELETE FROM details WHERE id = ?", rows)
    connection.executemany("DELETE FROM texts WHERE rowid = ?", rows)
    return deleted


def find(connection: sqlite3.Connection, query: HistoryQuery) -> HistoryPage:
    """Return the newest entries that match a query."""
    sql, values = select(_ENTRY, query, has_trigrams=_has_trigrams(connection))
    kept = connection.execute("SELECT count(*) FROM entries").fetchone()[0]
    most = query.limit if query.places is None else -1  # entries of other places do not count
    rows = connection.execute(f"{sql} LIMIT ?", (*values, most))
    entries = (entry for row in rows if (entry := _entry(*row)) is not None)
    wanted = (
        each for each in entries if query.places is None or each.conditions.is_within(query.places)
    )
    return HistoryPage(tuple(islice(wanted, query.limit)), kept)


def ids_of(connection: sqlite3.Connection, query: HistoryQuery) -> list[int]:
    """Return the numbers of all entries that match a query."""
    sql, values = select("entries.id", query, has_trigrams=_has_trigrams(connection))
    return [number for (number,) in connection.execute(sql, values)]


def read(connection: sqlite3.Connection, number: int) -> HistoryRecord | None:
    """Return a whole record; ``None`` if it does not exist or cannot be decoded."""
    row = connection.execute(
        "SELECT entry, saved, held, detail FROM entries JOIN details USING (id) WHERE id = ?",
        (number,),
    ).fetchone()
    entry = _entry(number, *row[:3]) if row else None
    if entry is None:
        return None
    try:
        detail = msgspec.msgpack.decode(row[3], type=_Detail)
    except msgspec.DecodeError:
        return None
    layers = bound_to(detail.draft.layers, entry.conditions.route)
    return HistoryRecord(
        entry=entry,
        draft=msgspec.structs.replace(detail.draft, layers=layers),
        request=detail.request,
        response=detail.response,
        is_request_cut=detail.is_request_cut,
        is_response_cut=detail.is_response_cut,
    )


def last_of_saved(connection: sqlite3.Connection, workspace: str) -> dict[str, LastResult]:
    """Return the newest entry of each saved request of a workspace, by its path."""
    first = saved_name(workspace, "")
    newest = "SELECT max(id) FROM entries WHERE saved > ? AND saved < ? GROUP BY saved"
    found = connection.execute(
        f"SELECT saved, mark, held, at, environment, env_type FROM entries WHERE id IN ({newest})",  # noqa: S608 - names of our own
        _below(first),
    )
    return {
        saved.removeprefix(first): LastResult(
            outcome_of(SendEnding(mark), _truth(held)), at / 1000, environment, env_type
        )
        for saved, mark, held, at, environment, env_type in found
    }


def judge(connection: sqlite3.Connection, judged: Iterable[FileJudgement]) -> None:
    """Store the verdicts of saved requests' files; entries that do not exist are ignored."""
    connection.executemany(
        "UPDATE entries SET held = ? WHERE saved = ? AND at = ?",
        [(each.held, each.saved, round(each.started_at * 1000)) for each in judged],
    )


def adopt(connection: sqlite3.Connection, number: int, saved: str) -> None:
    """Assign an entry without a saved request to ``saved``."""
    connection.execute("UPDATE entries SET saved = ? WHERE id = ? AND saved = ''", (saved, number))


def follow_saved(connection: sqlite3.Connection, name: str, new: str) -> None:
    """Rename the saved request, or the folder of saved requests, of all its entries."""
    connection.execute(
        "UPDATE entries SET saved = ? || substr(saved, ?)"
        " WHERE saved = ? OR (saved > ? AND saved < ?)",
        (new, len(name) + 1, name, *_below(f"{name}/")),
    )


def _below(folder: str) -> tuple[str, str]:
    """Return the exclusive bounds of all names that start with ``folder``, which ends in ``/``."""
    return folder, f"{folder[:-1]}0"


_ENTRY = "entries.id, entries.entry, entries.saved, entries.held"


def _truth(held: int | None) -> bool | None:
    return None if held is None else bool(held)


def _entry(number: int, blob: bytes, saved: str, held: int | None) -> HistoryEntry | None:
    """Return an entry; ``None`` if a later version has written it in another format."""
    try:
        entry = msgspec.msgpack.decode(blob, type=HistoryEntry)
    except msgspec.DecodeError:
        return None
    return msgspec.structs.replace(entry, id=number, saved=saved, held=_truth(held))


def _has_trigrams(connection: sqlite3.Connection) -> bool:
    sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'texts'").fetchone()
    return sql is not None and "fts5" in sql[0]
