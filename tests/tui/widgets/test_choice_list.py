"""The rows of a list of choices: each name beside its meaning."""

import pytest

from weda_tui.i18n.strings import ZH
from weda_tui.tui.widgets.choice_list import ChoiceRows, ListChoice

FOLDER = "expenses/of the north/quarter one/approvals"


def drawn(*choices: ListChoice, width: int) -> list[str]:
    rows = ChoiceRows(choices, ZH)
    lines = (rows.row(at, width) for at in range(len(choices)))
    return ["".join(run.text for run in line.left).rstrip() for line in lines]


def test_a_long_key_is_whole_where_there_is_room():
    assert drawn(ListChoice(FOLDER, "", "同一个接口"), ListChoice("b"), width=72) == [
        f"  {FOLDER}",
        "  b",
    ]


@pytest.mark.parametrize(
    ("title", "width", "row"),
    [
        ("", 42, "  expenses/of the…r one/approvals"),
        ("In order", 50, "  expenses/of the n…ter one/approvals  In order"),
        ("All of them, in order", 50, "  expenses/of th…one/approvals  All of them, i…"),
    ],
)
def test_a_long_key_keeps_both_ends(title: str, width: int, row: str):
    assert drawn(ListChoice(FOLDER, title, "same" if not title else ""), width=width) == [row]
