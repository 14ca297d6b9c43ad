"""The ledger of a run over rows of data: what became of each row, so that none is sent twice.

    no line ──► sending ──► done | not-sent | unknown
    └──────────── --resume sends ────┘

A row is the unit: all requests of it, with what they depend on. It is known by its number and a
keyed hash: without the key, which is another one in each ledger, nobody can try what it held.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from weda_tui.core.answers.verdict import VerdictState
from weda_tui.core.runs.results import Row, RowOutcome
from weda_tui.core.runs.undo import UndoStep


class RowState(StrEnum):
    """What became of a row."""

    SENDING = "sending"
    """It was about to be sent, and nobody wrote how that ended."""
    DONE = "done"
    """It was answered: as a success, or as a failure."""
    NOT_SENT = "not-sent"
    """Nothing was executed: no request had left, or a gateway refused it before anything ran."""
    UNKNOWN = "unknown"
    """Nobody knows whether a request that left was executed, or only a part was sent."""


class LedgerRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line: what is known of a row from then on."""

    row: int
    """From 1."""
    hash: str
    state: RowState
    verdict: VerdictState | None = None
    code: str = ""
    request_id: str = ""
    is_executed: bool = False
    """Whether an answer says that a write of the row was executed, also in part."""
    undo: tuple[UndoStep, ...] = ()
    """What takes back what the row did, as far as it is known."""


class LedgerPart(StrEnum):
    """What a run must have in common with the ledger that it goes on with."""

    REQUESTS = "requests"
    TARGET = "target"
    VALUES = "values"
    """``--set``."""
    DATA = "data"


class LedgerOrigin(msgspec.Struct, frozen=True, kw_only=True):
    """What a run was asked for, and what it has in common with one of another name."""

    paths: tuple[str, ...]
    """As typed."""
    file: str
    """The data file, by its real path."""
    environment: str
    env_type: str
    place: str
    """The hash of the deployment and the env type that it sends to."""
    writes: Mapping[str, str]
    """The requests that change something, or may, by their paths: hashes of what they send."""
    dependencies: tuple[str, ...] = ()
    """Those of them that were sent since others depend on them."""


class LedgerHead(msgspec.Struct, frozen=True, kw_only=True):
    """The first line: which run it is the ledger of."""

    key: str
    """What everything is hashed with; hexadecimal."""
    parts: Mapping[LedgerPart, str]
    """Hashes."""
    rows: int
    is_write: bool
    """Whether a row changes something: a row that only reads may be sent again."""
    origin: LedgerOrigin | None = None
    """``None`` in a ledger that an older version wrote."""
    version: int = 1


class LedgerCount(msgspec.Struct, frozen=True):
    """A ledger in numbers."""

    succeeded: int
    failed: int
    """Done, not as a success, and no write of them was executed."""
    unknown: int
    left: int
    """Those that ``--resume`` sends."""
    executed: int = 0
    """Done, not as a success, although a write of them was executed."""

    @property
    def done(self) -> int:
        """Rows that were answered."""
        return self.succeeded + self.failed + self.executed


class Ledger(msgspec.Struct, frozen=True):
    """What a ledger says of each row by now."""

    head: LedgerHead
    rows: Mapping[int, LedgerRow]
    """The last line of each row, in the order in which they were written."""

    def state(self, row: int) -> RowState:
        """Return what became of a row; one without a line was not sent."""
        line = self.rows.get(row)
        if line is None:
            return RowState.NOT_SENT
        if line.state is RowState.SENDING:
            return RowState.UNKNOWN if self.head.is_write else RowState.NOT_SENT
        return line.state

    def outcome(self, row: int) -> RowOutcome:
        """Return what a row came to by now."""
        state, line = self.state(row), self.rows.get(row)
        if line is None or state is RowState.NOT_SENT:
            return RowOutcome.NOT_SENT
        if state is not RowState.DONE:
            return RowOutcome.UNKNOWN
        if line.verdict is VerdictState.SUCCESS:
            return RowOutcome.SUCCESS
        return RowOutcome.EXECUTED if line.is_executed else RowOutcome.FAILURE

    def of_outcome(self, outcome: RowOutcome) -> Iterator[int]:
        """Yield the rows of an outcome."""
        return (row for row in range(1, self.head.rows + 1) if self.outcome(row) is outcome)

    def of_state(self, state: RowState) -> Iterator[int]:
        """Yield the rows of a state."""
        return (row for row in range(1, self.head.rows + 1) if self.state(row) is state)

    @property
    def count(self) -> LedgerCount:
        """The ledger in numbers."""
        found = Counter(map(self.outcome, range(1, self.head.rows + 1)))
        return LedgerCount(
            succeeded=found[RowOutcome.SUCCESS],
            failed=found[RowOutcome.FAILURE],
            unknown=found[RowOutcome.UNKNOWN],
            left=found[RowOutcome.NOT_SENT],
            executed=found[RowOutcome.EXECUTED],
        )

    @property
    def refused_rows(self) -> frozenset[int]:
        """The rows that were sent, and count as not sent."""
        lines = ((row, self.rows.get(row)) for row in self.of_state(RowState.NOT_SENT))
        return frozenset(row for row, line in lines if line and line.verdict is not None)

    def repeated(self, rows: Iterable[Row]) -> int:
        """Return how many of some rows it has as done, as a success or with a write executed."""
        written = (RowOutcome.SUCCESS, RowOutcome.EXECUTED)
        done = {self.rows[row].hash for each in written for row in self.of_outcome(each)}
        return sum(row_hash(self.head.key, row) in done for row in rows)

    def would_repeat(self, other: "Ledger") -> bool:
        """Return whether rows are left here that a ledger of the same rows has as sent."""
        left = self.of_state(RowState.NOT_SENT)
        return any(other.state(row) is not RowState.NOT_SENT for row in left)

    def lacking_undo(self, rows: Iterable[int]) -> int:
        """Return how many of some rows wrote something, and nothing is known that undoes them."""
        lines = [self.rows[row] for row in rows if row in self.rows] if self.head.is_write else ()
        return sum(_has_written(each) and not each.undo for each in lines)

    @property
    def refused(self) -> int:
        """Rows that count as not sent: refused or not delivered, and nothing was executed."""
        return len(self.refused_rows)

    @property
    def is_finished(self) -> bool:
        """Whether each row is done, so that the same can be run anew."""
        return self.count.done == self.head.rows


def _has_written(line: LedgerRow) -> bool:
    return line.is_executed or line.verdict is VerdictState.SUCCESS


class FinishedRun(msgspec.Struct, frozen=True):
    """A run that was finished before."""

    ledger: Ledger
    at: float
    """When: wall clock, seconds since the epoch."""

    @property
    def count(self) -> LedgerCount:
        """It in numbers."""
        return self.ledger.count


def put_line(rows: dict[int, LedgerRow], line: LedgerRow) -> None:
    """Put a line in place of the last one of its row, after those of all other rows."""
    rows.pop(line.row, None)
    rows[line.row] = line


def keyed_hash(key: str, data: object) -> str:
    """Return the hash of plain values under the key of a ledger."""
    text = repr(data).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, key=bytes.fromhex(key), digest_size=16).hexdigest()


def row_hash(key: str, row: Row) -> str:
    """Return the hash of a row of data under the key of a ledger."""
    return keyed_hash(key, sorted(row.items()))


def changed_parts(
    before: Mapping[LedgerPart, str], now: Mapping[LedgerPart, str]
) -> tuple[LedgerPart, ...]:
    """Return what is not as it was when a ledger was begun."""
    return tuple(part for part in LedgerPart if before.get(part) != now.get(part))


def changed_row(ledger: Ledger, rows: Sequence[Row]) -> int | None:
    """Return the first row that the ledger has with other values, or that is gone."""
    for number, line in sorted(ledger.rows.items()):
        if number > len(rows) or row_hash(ledger.head.key, rows[number - 1]) != line.hash:
            return number
    return None


class Arrival(StrEnum):
    """How far one request of a row came."""

    NOTHING = "nothing"
    """Nothing was executed and it may be sent again: it had not left, a gateway refused its token
    or too many calls, something in front of WeDa answered in its place, or it only reads."""
    ANSWERED = "answered"
    MAYBE = "maybe"
    """It had left, and nobody can say whether it was executed."""


class RequestEnd(msgspec.Struct, frozen=True, kw_only=True):
    """How one request of a row ended."""

    is_ok: bool
    is_write: bool
    arrival: Arrival
    verdict: VerdictState
    is_executed: bool = False
    """Whether its answer says that it was executed, also in part and as a failure."""
    is_in_front: bool = False
    """Whether something in front of WeDa answered in its place, and executed nothing."""
    is_unreachable: bool = False
    """Whether it did not leave since there was no connection."""
    code: str = ""
    request_id: str = ""


def row_end(row: int, hash_: str, ends: Sequence[RequestEnd], *, is_whole: bool) -> LedgerRow:
    """Return the line for a row that has ended; the first request that did not pass decides it.

    What may have been executed without an answer makes the row unknown; so does what was not sent
    beside a write that was answered. A row is sent again only if none of its writes was answered.
    ``is_whole`` says whether each request of it has ended: half a row is no success.
    """
    failed = [end for end in ends if not end.is_ok]
    lost = [end for end in failed if end.arrival is Arrival.MAYBE]
    has_written = any(end.is_write and end.arrival is Arrival.ANSWERED for end in ends)
    is_executed = any(end.is_write and end.is_executed for end in ends)
    if not ends or not (is_whole or failed):
        state = RowState.UNKNOWN if has_written else RowState.NOT_SENT
        return LedgerRow(row=row, hash=hash_, state=state, is_executed=is_executed)
    named = next(iter((*lost, *failed, *reversed(ends))))
    if lost:
        state = RowState.UNKNOWN
    elif failed and named.arrival is Arrival.NOTHING:
        state = RowState.UNKNOWN if has_written else RowState.NOT_SENT
    else:
        state = RowState.DONE
    return LedgerRow(
        row=row, hash=hash_, state=state,
        verdict=named.verdict if failed else VerdictState.SUCCESS,
        code=named.code, request_id=named.request_id, is_executed=is_executed,
    )  # fmt: skip
