"""The search of the history: the indexed text of an entry, and the SQL of a query."""

import re
from collections.abc import Iterator
from typing import Any

from weda_tui.core.history.entry import HistoryEntry, HistoryQuery, HistoryRecord

INDEXED_REQUEST, INDEXED_ANSWER = 4 * 1024, 8 * 1024
"""Bytes at the beginning of a body that are indexed."""

_IDEOGRAPH = re.compile(
    "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff5e\U00020000-\U0003ffff]"
)


def _as_text(word: str) -> str:
    """Return a word as it is indexed: each Chinese character is written three times.

    So one character is a trigram, and adjacent characters still match.
    """
    return _IDEOGRAPH.sub(lambda match: match[0] * 3, word.replace("\0", ""))


_ID_DIGITS = 10
"""Digits at the end of an id that are looked up: the ids of one deployment begin alike."""


def _is_long_number(term: str) -> bool:
    """Return whether a term is an id: looked up by its last digits, then compared in the text."""
    return len(term) > _ID_DIGITS and term.isascii() and term.isdecimal()


def _trigram_part(term: str) -> str:
    """Return the part of a term that is looked up in the trigram table."""
    return term[-_ID_DIGITS:] if _is_long_number(term) else term


def searched_text(record: HistoryRecord) -> str:
    """Return the text of a record that a search can find."""
    entry, response = record.entry, record.response
    answer = response.body[:INDEXED_ANSWER].decode("utf-8", "replace") if response else ""
    message = entry.verdict.message if entry.verdict else ""
    parts = (
        entry.title.zh, entry.title.en, entry.endpoint_id, f"{entry.method} {entry.url}",
        entry.conditions.environment, entry.code, message, entry.request_id,
        record.draft.body[:INDEXED_REQUEST], answer,
    )  # fmt: skip
    return _as_text("\n".join(parts))


def tags_of(entry: HistoryEntry) -> str:
    """Return the tags of an entry, which the filters of a query match."""
    place = entry.conditions
    pairs = (
        ("endpoint", entry.endpoint_id), ("environment", place.environment),
        ("host", place.host), ("type", place.env_type), ("mark", entry.ending.value),
    )  # fmt: skip
    return " ".join(_tag(name, value) for name, value in pairs)


def _tags_wanted(query: HistoryQuery) -> Iterator[list[str]]:
    """Yield lists of tags; an entry must have one tag of each list."""
    pairs = (
        ("endpoint", query.endpoint_id), ("environment", query.environment),
        ("host", query.host), ("type", query.env_type),
    )  # fmt: skip
    yield from ([_tag(name, value)] for name, value in pairs if value)
    if query.marks:
        yield [_tag("mark", mark.value) for mark in query.marks]


def _tag(name: str, value: str) -> str:
    return f"\x01{name}={value}\x01"


def select(columns: str, query: HistoryQuery, *, has_trigrams: bool) -> tuple[str, list[Any]]:
    """Return the SQL that lists the entries of a query, newest first, and its values.

    With words, the table of texts is read first: the tags in it serve as filters too.
    """
    conditions, values = _conditions(query)
    source, order = "entries", "entries.id"
    if query.words:
        source = "texts CROSS JOIN entries ON entries.id = texts.rowid"
        order = "texts.rowid"
        searched, wanted = _searched(query, has_trigrams=has_trigrams)
        conditions, values = [*searched, *conditions], [*wanted, *values]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {columns} FROM {source}{where} ORDER BY {order} DESC", values  # noqa: S608


def _searched(query: HistoryQuery, *, has_trigrams: bool) -> tuple[list[str], list[Any]]:
    """Return the conditions on texts. The trigram table cannot find words of one or two letters."""
    terms = [_as_text(word) for word in query.words]
    matched = [term for term in terms if len(term) >= 3] if has_trigrams else []
    scanned = [term for term in terms if term not in matched or _is_long_number(term)]
    conditions: list[str] = []
    values: list[Any] = []
    if matched:
        parts = [f"text : {_quoted(_trigram_part(term))}" for term in matched]
        parts += [f"tags : ({' OR '.join(map(_quoted, tags))})" for tags in _tags_wanted(query)]
        conditions.append("texts MATCH ?")
        values.append(" AND ".join(parts))
    for term in scanned:
        conditions.append("texts.text LIKE ? ESCAPE '!'")
        values.append("%" + re.sub("([%_!])", r"!\1", term) + "%")
    return conditions, values


def _quoted(term: str) -> str:
    text = term.replace('"', '""')
    return f'"{text}"'


def _conditions(query: HistoryQuery) -> tuple[list[str], list[Any]]:
    """Return the conditions of a query on the columns of entries."""
    columns = {
        "endpoint": query.endpoint_id,
        "saved": query.saved,
        "environment": query.environment,
        "host": query.host,
        "env_type": query.env_type,
    }
    named = {column: value for column, value in columns.items() if value}
    conditions = [f"entries.{column} = ?" for column in named]
    values: list[Any] = [*named.values()]
    if query.marks:
        conditions.append(f"entries.mark IN ({', '.join('?' * len(query.marks))})")
        values += [mark.value for mark in query.marks]
    if query.is_by_agent:
        conditions.append("entries.agent <> ''")
    for sign, at in ((">=", query.since), ("<", query.until)):
        if at is not None:
            conditions.append(f"entries.at {sign} ?")
            values.append(round(at * 1000))
    return conditions, values
