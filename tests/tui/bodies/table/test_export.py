"""The text of an exported table."""

import pytest

from tests.tui.bodies.table.test_cells import cells_of
from weda_tui.core.bodies.row_order import RowOrder
from weda_tui.tui.bodies.table.export import TableText


@pytest.mark.parametrize(
    ("form", "at"), [("spreadsheet", "2026-11-24 09:22:18"), ("csv", "1795483338000")]
)
def test_a_spreadsheet_gets_local_times_and_a_program_what_came(form: str, at: str) -> None:
    table = cells_of({"createdAt": 1795483338000, "n": 1795483338000000}).table
    written = TableText(table, ["createdAt", "n"], RowOrder(), form, lambda text: text)
    for _ in written.steps():
        pass
    n = '"=""1795483338000000"""' if form == "spreadsheet" else "1795483338000000"
    assert written.text.splitlines()[1] == f"{at},{n}"
