"""The results of a run that is still running."""

import random

from weda_tui.core.runs.result_order import LiveResults
from weda_tui.core.runs.results import MOST_PARALLEL, RunChoice, RunResult


def result(order: tuple[int, int], *, ok: bool = True, dependency: bool = False) -> RunResult:
    return RunResult(
        order=order, path="a", title="a", is_dependency=dependency, blocked_by="" if ok else "b"
    )


def test_they_stand_in_the_order_of_the_report_whatever_ends_first() -> None:
    live = LiveResults()
    orders = [(n, 0) for n in range(50)]
    random.Random(7).shuffle(orders)  # noqa: S311 - the same each time
    for order in orders:
        live.begin(result(order))
    assert live.running == frozenset(orders)
    for order in orders[:20]:
        live.end(result(order, ok=order[0] % 2 == 0, dependency=order[0] < 10))
    assert [each.order for each in live.results] == sorted(orders)
    assert live.running == frozenset(orders[20:])
    ended = [n for n, _ in orders[:20]]
    assert live.done == sum(n >= 10 for n in ended)
    assert (live.passed, live.failed) == (
        sum(n % 2 == 0 for n in ended),
        sum(n % 2 == 1 for n in ended),
    )


def test_one_that_never_began_ends_too() -> None:
    live = LiveResults()
    live.end(result((3, 0), ok=False))
    assert (live.done, live.failed, len(live.results)) == (1, 1, 1)


def test_how_many_at_once_doubles_and_begins_anew() -> None:
    choice, seen = RunChoice(), [1]
    while (choice := choice.doubled()).parallel != 1:
        seen.append(choice.parallel)
    assert seen == [1, 2, 4, 8, 16, MOST_PARALLEL]
    assert RunChoice(parallel=20).doubled().parallel == MOST_PARALLEL
