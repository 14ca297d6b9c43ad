import json

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.table import Table
from weda_tui.core.json.array_items import best_array
from weda_tui.tui.bodies.table.cells import Cells


def cells_of(row: dict[str, object]) -> Cells:
    document = Document(json.dumps({"records": [row, {}]}).encode(), "application/json")
    document.grow_whole()
    assert document.tree is not None
    table = Table(document.tree, best_array(document.tree))
    return Cells(table, lambda _: "", lambda text: text.replace("secret", "…"), 2026)


def test_a_cell_of_megabytes_is_laid_out_as_far_as_it_is_seen():
    cells = cells_of({"long": "字\n" * 500_000, "short": "x" * 200})
    shown = cells.shown(0, "long")
    assert shown.text == "字␊" * 128 + "…"
    assert cells.shown(0, "short").text == "x" * 200


def test_what_is_secret_is_masked_before_a_cell_is_cut():
    shown = cells_of({"long": "x" * 253 + "secret" + "y" * 1000}).shown(0, "long")
    assert shown.text == "x" * 253 + "…yy…"


def test_a_long_array_is_counted_without_being_read():
    cells = cells_of({"many": list(range(50_000)), "few": [1, 2, 3], "object": {"a": "b" * 50_000}})
    assert cells.shown(0, "many").text == "[50000]"
    assert cells.shown(0, "few").text == "[3]"
    assert cells.shown(0, "object").text == "{…}"


def test_a_filter_knows_the_times_of_columns_that_nobody_has_drawn():
    cells = cells_of({"at": 1795483338000})
    assert not cells.may_say("09:22")
    cells.read_first(["at"])
    assert cells.may_say("09:22")
