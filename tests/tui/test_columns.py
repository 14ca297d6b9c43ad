import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.tui.screens.column_widths import SMALLEST, SMALLEST_RESULT, Columns


def test_the_first_widths_are_those_of_the_pictures():
    assert Columns({}).of("wide", 160) == {"what": 38, "with": 48}
    assert Columns({}).of("medium", 100) == {"left": 40}
    assert Columns({}).of("narrow", 80) == {}


def test_with_grows_with_the_screen_until_its_rule_is_moved():
    columns = Columns({})
    assert columns.of("wide", 220) == {"what": 38, "with": 66}
    columns.move("wide", "what", 2, 220)
    assert columns.of("wide", 220) == {"what": 40, "with": 66}
    columns.move("wide", "with", -2, 220)
    assert columns.of("wide", 220) == {"what": 40, "with": 64}
    assert columns.of("wide", 240) == {"what": 40, "with": 64}
    columns.reset("wide")
    assert columns.of("wide", 220) == {"what": 38, "with": 66}


def test_a_rule_is_moved_through_every_width():
    columns, widths = Columns({}), list[int]()
    for _ in range(7):
        columns.move("wide", "with", -4, 200)
        widths.append(columns.of("wide", 200)["with"])
    assert widths == [56, 52, 48, 44, 40, 36, 36]


def test_the_result_keeps_its_minimum_on_a_small_screen():
    assert sum(Columns({}).of("wide", 130).values()) == 130 - SMALLEST_RESULT
    assert Columns({}).of("wide", 60) == {"what": SMALLEST["what"], "with": SMALLEST["with"]}


def test_a_rule_moves_and_goes_back():
    columns = Columns({})
    columns.move("wide", "what", 4, 160)
    assert columns.of("wide", 160) == {"what": 42, "with": 48}
    columns.move("wide", "what", -99, 160)
    assert columns.of("wide", 160)["what"] == SMALLEST["what"]
    columns.move("wide", "with", 999, 160)
    assert columns.of("wide", 160)["with"] == 160 - SMALLEST["what"] - SMALLEST_RESULT
    columns.reset("wide")
    columns.reset("narrow")
    assert columns.of("wide", 160) == {"what": 38, "with": 48}


@pytest.mark.parametrize(("arrangement", "column"), [("narrow", "what"), ("medium", "what")])
def test_a_rule_that_is_not_there_does_not_move(arrangement: str, column: str):
    columns = Columns({})
    columns.move(arrangement, column, 4, 120)
    assert columns.kept() == Columns({}).kept()


def test_widths_are_kept_and_nonsense_is_not():
    columns = Columns({"wide": [30, 40], "medium": [1, 2, 3], "other": [9]})
    assert columns.of("wide", 160) == {"what": 30, "with": 40}
    assert columns.kept() == {"wide": [30, 40], "medium": [40]}
    assert Columns({}).of("wide", 160)["what"] == 38, "the first widths are not written over"


@given(st.lists(st.tuples(st.sampled_from(["what", "with"]), st.integers(-50, 50)), max_size=8))
def test_however_it_is_dragged_everything_keeps_its_minimum(moves: list[tuple[str, int]]):
    columns = Columns({})
    for column, by in moves:
        columns.move("wide", column, by, 140)
    widths = columns.of("wide", 140)
    assert all(widths[name] >= SMALLEST[name] for name in widths)
    assert sum(widths.values()) <= 140 - SMALLEST_RESULT
