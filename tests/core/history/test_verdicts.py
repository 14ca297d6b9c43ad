"""The last verdicts at one place, and where the current series of failures began."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.core.recordings import EXPIRED, record
from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import HistoryEntry, SendEnding
from weda_tui.core.history.verdicts import MOST_VERDICTS, find_failure_start, verdicts_of

GOOD, BAD = record().entry, record(EXPIRED).entry
CANCELLED = replace(GOOD, verdict=None)


def row(marks: str) -> tuple[HistoryEntry, ...]:
    """Return entries, the newest last, one for each mark: ✓, ✗, – for cancelled."""
    kinds = {"✓": GOOD, "✗": BAD, "–": CANCELLED}
    return tuple(replace(kinds[mark], id=number) for number, mark in enumerate(marks, 1))


def start_of(marks: str) -> tuple[int, int | None, int | None] | None:
    found = find_failure_start(row(marks))
    if found is None:
        return None
    first, before, after = found
    return first.id, before and before.id, after and after.id


def test_where_the_last_failures_began() -> None:
    assert start_of("") is None
    assert start_of("✓✓–✓") is None
    assert start_of("✓✓✗✗") == (3, 2, None)
    assert start_of("✗✗✗") == (1, None, None)
    assert start_of("✓✗✗✓✓") == (2, 1, 4)
    assert start_of("✗✓✗–✗✓✗") == (7, 6, None)
    assert start_of("✓–✗–✗") == (3, 1, None)


@given(st.text("✓✗–", max_size=40))
def test_the_start_is_a_failure_behind_a_success(marks: str) -> None:
    found = find_failure_start(row(marks))
    assert (found is None) == ("✗" not in marks)
    if found is None:
        return
    assert found.first.outcome is SendEnding.FAILED
    between = marks[(found.before.id if found.before else 0) : found.first.id - 1]
    assert {*between} <= {"–"}
    rest = marks[found.first.id :]
    assert (found.after is None) == ("✓" not in rest)
    if found.after is not None:
        assert "✗" not in marks[found.after.id :]


def at(entry: HistoryEntry, env_type: str) -> HistoryEntry:
    return replace(entry, conditions=replace(entry.conditions, env_type=env_type))


def test_verdicts_are_those_of_the_chosen_place_else_of_the_newest() -> None:
    newest_first = [at(GOOD, "dev"), at(BAD, "prod"), at(BAD, "dev"), at(GOOD, "prod")]
    environment = GOOD.conditions.where.environment
    chosen = verdicts_of(newest_first, Target(environment, "prod"))
    assert [each.outcome for each in chosen] == [SendEnding.OK, SendEnding.FAILED]
    for where in (None, Target(environment, "trial")):
        found = verdicts_of(newest_first, where)
        assert [each.outcome for each in found] == [SendEnding.FAILED, SendEnding.OK]
    assert verdicts_of([], None) == ()
    assert len(verdicts_of([GOOD] * 300, None)) == MOST_VERDICTS
