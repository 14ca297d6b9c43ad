"""Ledgers: how a row ends, which rows are sent again, when a run is finished, what has changed."""

import msgspec
import pytest

from weda_tui.core.answers.verdict import VerdictState
from weda_tui.core.runs.ledger import (
    Arrival,
    Ledger,
    LedgerCount,
    LedgerHead,
    LedgerPart,
    LedgerRow,
    RequestEnd,
    RowState,
    changed_parts,
    changed_row,
    row_end,
    row_hash,
)
from weda_tui.core.runs.undo import UndoStep

KEY = "00" * 32
GOOD = RequestEnd(
    is_ok=True, is_write=True, arrival=Arrival.ANSWERED, verdict=VerdictState.SUCCESS,
    request_id="r-1",
)  # fmt: skip
READ = RequestEnd(
    is_ok=True, is_write=False, arrival=Arrival.ANSWERED, verdict=VerdictState.SUCCESS
)


def bad(arrival: Arrival, code: str = "X") -> RequestEnd:
    verdict = VerdictState.UNKNOWN if arrival is Arrival.MAYBE else VerdictState.FAILURE
    return RequestEnd(is_ok=False, is_write=True, arrival=arrival, verdict=verdict, code=code)


REFUSED, LOST, UNSENT = bad(Arrival.ANSWERED), bad(Arrival.MAYBE), bad(Arrival.NOTHING)


def test_a_row_is_sent_again_only_if_none_of_its_writes_arrived() -> None:
    for ends, state in [
        ((GOOD,), RowState.DONE),
        ((REFUSED,), RowState.DONE),
        ((LOST,), RowState.UNKNOWN),
        ((UNSENT,), RowState.NOT_SENT),
        ((), RowState.NOT_SENT),
        ((READ, UNSENT), RowState.NOT_SENT),
        ((GOOD, UNSENT), RowState.UNKNOWN),
        ((GOOD, LOST), RowState.UNKNOWN),
        ((REFUSED, LOST), RowState.UNKNOWN),
        ((REFUSED, UNSENT), RowState.DONE),
        ((UNSENT, GOOD), RowState.UNKNOWN),
    ]:
        assert row_end(1, "h", ends, is_whole=True).state is state, ends


def test_half_a_row_is_no_success() -> None:
    for ends, state, verdict in [
        ((), RowState.NOT_SENT, None),
        ((GOOD,), RowState.UNKNOWN, None),
        ((READ,), RowState.NOT_SENT, None),
        ((READ, GOOD), RowState.UNKNOWN, None),
        ((REFUSED,), RowState.DONE, VerdictState.FAILURE),
        ((GOOD, REFUSED), RowState.DONE, VerdictState.FAILURE),
        ((GOOD, UNSENT), RowState.UNKNOWN, VerdictState.FAILURE),
        ((UNSENT,), RowState.NOT_SENT, VerdictState.FAILURE),
        ((LOST,), RowState.UNKNOWN, VerdictState.UNKNOWN),
    ]:
        line = row_end(1, "h", ends, is_whole=False)
        assert (line.state, line.verdict) == (state, verdict), ends


def test_the_request_that_decides_a_row_is_named() -> None:
    assert row_end(1, "h", (GOOD,), is_whole=True).request_id == "r-1"
    ends = (GOOD, bad(Arrival.ANSWERED, "A"), bad(Arrival.MAYBE, "B"))
    line = row_end(1, "h", ends, is_whole=True)
    assert (line.code, line.verdict) == ("B", VerdictState.UNKNOWN)
    assert row_end(1, "h", ends[:2], is_whole=True).verdict is VerdictState.FAILURE


def ledger(*states: RowState | None, is_write: bool = True) -> Ledger:
    head = LedgerHead(key=KEY, parts={}, rows=len(states), is_write=is_write)
    lines = {
        row: LedgerRow(row=row, hash="h", state=state, verdict=VerdictState.SUCCESS)
        for row, state in enumerate(states, 1)
        if state is not None
    }
    return Ledger(head, lines)


def test_a_row_without_an_end_is_unknown_unless_it_only_reads() -> None:
    states = (RowState.DONE, RowState.SENDING, RowState.NOT_SENT, RowState.UNKNOWN, None)
    assert ledger(*states).count == LedgerCount(1, 0, 2, 2)
    assert [*ledger(*states).of_state(RowState.NOT_SENT)] == [3, 5]
    assert [*ledger(*states, is_write=False).of_state(RowState.NOT_SENT)] == [2, 3, 5]


@pytest.mark.parametrize(("is_write", "lacking"), [(True, 1), (False, 0)])
def test_rows_that_wrote_and_cannot_be_undone_are_counted(is_write: bool, lacking: int) -> None:
    head = LedgerHead(key=KEY, parts={}, rows=4, is_write=is_write)
    step = UndoStep("a", {"modelName": "m", "recordId": "1"}, "model.deleteById")
    done = LedgerRow(row=1, hash="", state=RowState.DONE, verdict=VerdictState.SUCCESS)
    rows = {
        1: done,
        2: msgspec.structs.replace(done, row=2, undo=(step,)),
        3: msgspec.structs.replace(done, row=3, verdict=VerdictState.FAILURE),
    }
    ledger = Ledger(head, rows)
    assert ledger.lacking_undo(range(1, 5)) == lacking
    assert ledger.lacking_undo((2, 3, 4)) == 0


def test_a_run_is_finished_when_each_row_is_done() -> None:
    for state, is_write, is_finished in [
        (RowState.DONE, True, True),
        (RowState.UNKNOWN, True, False),
        (RowState.NOT_SENT, True, False),
        (RowState.SENDING, True, False),
        (None, True, False),
        (RowState.DONE, False, True),
        (RowState.NOT_SENT, False, False),
        (RowState.SENDING, False, False),
        (None, False, False),
    ]:
        case = state, is_write
        assert ledger(RowState.DONE, state, is_write=is_write).is_finished is is_finished, case


def test_a_hash_says_nothing_without_the_key_of_its_ledger() -> None:
    row = {"name": "张伟", "id": "\ud800"}
    assert row_hash(KEY, row) == row_hash(KEY, dict(reversed(row.items())))
    assert row_hash(KEY, row) != row_hash("01" * 32, row)


def test_what_changed_is_named() -> None:
    before = {LedgerPart.DATA: "1", LedgerPart.TARGET: "2"}
    assert changed_parts(before, {**before, LedgerPart.DATA: "3"}) == (LedgerPart.DATA,)
    rows = [{"a": "1"}, {"a": "2"}]
    lines = {
        row: LedgerRow(row=row, hash=row_hash(KEY, values), state=RowState.DONE)
        for row, values in enumerate(rows, 1)
    }
    known = Ledger(LedgerHead(key=KEY, parts={}, rows=2, is_write=True), lines)
    assert changed_row(known, rows) is None
    assert changed_row(known, [rows[0], {"a": "3"}]) == 2
    assert changed_row(known, rows[:1]) == 2
