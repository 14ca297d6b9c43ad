"""The ledger of a run over data rows: the state of each row, so that no row is sent twice.

    no line ──► sending ──► done | not-sent | unknown
    └──────────── --resume sends ────┘

The unit is a row: all requests of the row, with the requests that they depend on. A row is
identified by its number and a keyed hash. The key is different in each ledger; without it, an
attacker cannot guess the content of a row from its hash.
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
    """The state of a row."""

    SENDING = "sending"
    """The row was about to be sent, and no line says how that ended."""
    DONE = "done"
    """The row was answered, with a success or a failure."""
    NOT_SENT = "not-sent"
    """Nothing was executed: no request was sent, or a gateway refused it before anything ran."""
    UNKNOWN = "unknown"
    """It is unknown whether a sent request was executed, or only a part of the row was sent."""


class LedgerRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the ledger: what is known of a row from then on."""

    row: int
    """The number of the row, from 1."""
    hash: str
    state: RowState
    verdict: VerdictState | None = None
    code: str = ""
    request_id: str = ""
    is_executed: bool = False
    """Whether a response says that a write of the row was executed, at least in part."""
    undo: tuple[UndoStep, ...] = ()
    """The steps that undo the row's writes, as far as they are known."""


class LedgerPart(StrEnum):
    """A part that a resumed run must have in common with its ledger."""

    REQUESTS = "requests"
    TARGET = "target"
    VALUES = "values"
    """The values of ``--set``."""
    DATA = "data"


class LedgerOrigin(msgspec.Struct, frozen=True, kw_only=True):
    """The arguments of a run, and hashes for comparing it with runs with other arguments."""

    paths: tuple[str, ...]
    """The paths of the requests, as typed."""
    file: str
    """The real path of the data file."""
    environment: str
    env_type: str
    place: str
    """The hash of the deployment and the env type to which requests are sent."""
    writes: Mapping[str, str]
    """Hashes of the requests that write, or may write, by their paths."""
    dependencies: tuple[str, ...] = ()
    """The paths of these requests that were sent only because others depend on them."""


class LedgerHead(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a ledger, which identifies the run."""

    key: str
    """The key of all hashes in the ledger, in hexadecimal."""
    parts: Mapping[LedgerPart, str]
    """The hash of each part."""
    rows: int
    is_write: bool
    """Whether a row writes; a row that only reads may be sent again."""
    origin: LedgerOrigin | None = None
    """``None`` in a ledger written by an older version."""
    version: int = 1


class LedgerCount(msgspec.Struct, frozen=True):
    """The number of rows of each outcome."""

    succeeded: int
    failed: int
    """Rows that are done without success, and of which no write was executed."""
    unknown: int
    left: int
    """Rows that ``--resume`` sends."""
    executed: int = 0
    """Rows that are done without success, although a write was executed."""

    @property
    def done(self) -> int:
        """The number of rows that were answered."""
        return self.succeeded + self.failed + self.executed


class Ledger(msgspec.Struct, frozen=True):
    """The content of a ledger: its head and the current line of each row."""

    head: LedgerHead
    rows: Mapping[int, LedgerRow]
    """The last line of each row, in the order in which they were written."""

    def state(self, row: int) -> RowState:
        """Return the state of a row; a row without a line was not sent."""
        line = self.rows.get(row)
        if line is None:
            return RowState.NOT_SENT
        if line.state is RowState.SENDING:
            return RowState.UNKNOWN if self.head.is_write else RowState.NOT_SENT
        return line.state

    def outcome(self, row: int) -> RowOutcome:
        """Return the current outcome of a row."""
        state, line = self.state(row), self.rows.get(row)
        if line is None or state is RowState.NOT_SENT:
            return RowOutcome.NOT_SENT
        if state is not RowState.DONE:
            return RowOutcome.UNKNOWN
        if line.verdict is VerdictState.SUCCESS:
            return RowOutcome.SUCCESS
        return RowOutcome.EXECUTED if line.is_executed else RowOutcome.FAILURE

    def of_outcome(self, outcome: RowOutcome) -> Iterator[int]:
        """Yield the numbers of the rows with an outcome."""
        return (row for row in range(1, self.head.rows + 1) if self.outcome(row) is outcome)

    def of_state(self, state: RowState) -> Iterator[int]:
        """Yield the numbers of the rows in a state."""
        return (row for row in range(1, self.head.rows + 1) if self.state(row) is state)

    @property
    def count(self) -> LedgerCount:
        """The number of rows of each outcome."""
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
        """The numbers of the rows that were sent and still count as not sent."""
        lines = ((row, self.rows.get(row)) for row in self.of_state(RowState.NOT_SENT))
        return frozenset(row for row, line in lines if line and line.verdict is not None)

    def repeated(self, rows: Iterable[Row]) -> int:
        """Return how many of the given rows succeeded in this ledger or had a write executed."""
        written = (RowOutcome.SUCCESS, RowOutcome.EXECUTED)
        done = {self.rows[row].hash for each in written for row in self.of_outcome(each)}
        return sum(row_hash(self.head.key, row) in done for row in rows)

    def would_repeat(self, other: "Ledger") -> bool:
        """Return whether a row that is not sent here was sent in another ledger of these rows."""
        left = self.of_state(RowState.NOT_SENT)
        return any(other.state(row) is not RowState.NOT_SENT for row in left)

    def lacking_undo(self, rows: Iterable[int]) -> int:
        """Return how many of the given rows wrote something without a known step that undoes it."""
        lines = [self.rows[row] for row in rows if row in self.rows] if self.head.is_write else ()
        return sum(_has_written(each) and not each.undo for each in lines)

    @property
    def refused(self) -> int:
        """The number of sent rows that count as not sent, because nothing was executed.

        They were refused or not delivered.
        """
        return len(self.refused_rows)

    @property
    def is_finished(self) -> bool:
        """Whether every row is done, so that the same run can be started again."""
        return self.count.done == self.head.rows


def _has_written(line: LedgerRow) -> bool:
    return line.is_executed or line.verdict is VerdictState.SUCCESS


class FinishedRun(msgspec.Struct, frozen=True):
    """A run that has finished earlier."""

    ledger: Ledger
    at: float
    """When the run finished: wall clock, in seconds since the epoch."""

    @property
    def count(self) -> LedgerCount:
        """The number of rows of each outcome."""
        return self.ledger.count


def put_line(rows: dict[int, LedgerRow], line: LedgerRow) -> None:
    """Replace the last line of a row, and move the row behind all others."""
    rows.pop(line.row, None)
    rows[line.row] = line


def keyed_hash(key: str, data: object) -> str:
    """Return the hash of plain values, keyed with the key of a ledger."""
    text = repr(data).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, key=bytes.fromhex(key), digest_size=16).hexdigest()


def row_hash(key: str, row: Row) -> str:
    """Return the hash of a data row, keyed with the key of a ledger."""
    return keyed_hash(key, sorted(row.items()))


def changed_parts(
    before: Mapping[LedgerPart, str], now: Mapping[LedgerPart, str]
) -> tuple[LedgerPart, ...]:
    """Return the parts that changed since the ledger was started."""
    return tuple(part for part in LedgerPart if before.get(part) != now.get(part))


def changed_row(ledger: Ledger, rows: Sequence[Row]) -> int | None:
    """Return the first row whose values differ from the ledger's, or that no longer exists."""
    for number, line in sorted(ledger.rows.items()):
        if number > len(rows) or row_hash(ledger.head.key, rows[number - 1]) != line.hash:
            return number
    return None


class Arrival(StrEnum):
    """Whether one request of a row was executed, as far as it is known."""

    NOTHING = "nothing"
    """Nothing was executed, and the request may be sent again.

    It was not sent, a gateway refused its token or too many calls, a server in front of WeDa
    responded in its place, or it only reads.
    """
    ANSWERED = "answered"
    MAYBE = "maybe"
    """The request was sent, and it is unknown whether it was executed."""


class RequestEnd(msgspec.Struct, frozen=True, kw_only=True):
    """The end of one request of a row."""

    is_ok: bool
    is_write: bool
    arrival: Arrival
    verdict: VerdictState
    is_executed: bool = False
    """Whether the response says that the request was executed, even in part or with a failure."""
    is_in_front: bool = False
    """Whether a server in front of WeDa responded in its place and executed nothing."""
    is_unreachable: bool = False
    """Whether the request was not sent because there was no connection."""
    code: str = ""
    request_id: str = ""


def row_end(row: int, hash_: str, ends: Sequence[RequestEnd], *, is_whole: bool) -> LedgerRow:
    """Return the line of a row that has ended; the first request that did not pass decides.

    The row is unknown if a request may have been executed without a response, or if a write was
    answered and another request was not sent. A row is sent again only if none of its writes was
    answered. ``is_whole`` is whether every request of the row has ended; an incomplete row is never
    a success.
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
