import pytest

from weda_tui.core.agents.budget import CALLS_A_MINUTE, WINDOW, CallBudget


def test_a_minute_has_so_many_calls_and_the_next_one_waits_for_the_first() -> None:
    budget = CallBudget(3)
    assert [budget.spend(at) for at in (0.0, 10.0, 20.0)] == [0.0, 0.0, 0.0]
    assert budget.spend(30.0) == 30.0
    assert budget.spend(WINDOW) == 0.0
    assert budget.spend(WINDOW) == 10.0


def test_what_is_refused_costs_nothing() -> None:
    budget = CallBudget(1)
    budget.spend(0.0)
    assert all(budget.spend(at) > 0 for at in (1.0, 2.0, 59.9))
    assert budget.spend(60.0) == 0.0


@pytest.mark.parametrize("most", [0, -5])
def test_a_setting_that_allows_none_allows_one(most: int) -> None:
    assert CallBudget(most).spend(0.0) == 0.0


def test_ten_thousand_calls_in_a_minute_are_as_many_as_it_has() -> None:
    budget = CallBudget(CALLS_A_MINUTE)
    spent = [budget.spend(number * 0.005) for number in range(10_000)]
    assert spent.count(0.0) == CALLS_A_MINUTE


def test_several_calls_at_once_wait_until_there_are_as_many() -> None:
    budget = CallBudget(3)
    assert budget.spend(0.0) == 0
    assert budget.spend(10.0, 3) == WINDOW - 10
    assert budget.spend(20.0, 2) == 0
    assert budget.spend(WINDOW, 2) == 20
    assert budget.spend(WINDOW) == 0
    assert budget.spend(2 * WINDOW, 99) == 0
    assert budget.spend(2 * WINDOW + 1) == WINDOW - 1
