import json
from functools import partial

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.table import Table
from weda_tui.core.json.array_items import best_array
from weda_tui.tui.bodies.line_view import has_links
from weda_tui.tui.bodies.table.cells import Cells, CellStyle, cell_runs


def hidden(text: str) -> str:
    return text.replace("secret", "…")


def no_note(_: Document, __: int) -> str:
    return ""


def cells_of(row: dict[str, object], *taken: str) -> Cells:
    """Return the cells of a row; only the values of the columns in ``taken`` have links."""
    document = Document(json.dumps({"records": [row, {}]}).encode(), "application/json")
    document.grow_whole()
    assert document.tree is not None
    table = Table(document.tree, best_array(document.tree))

    def is_taken(_: Document, line: int) -> bool:
        return table.column_of(line) in taken

    looks = CellStyle(no_note, partial(has_links, links=is_taken), hidden, 2026)
    return Cells(document, table, looks)


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
    assert not cells.may_contain("09:22")
    cells.read_first(["at"])
    assert cells.may_contain("09:22")


IDS: dict[str, object] = {
    "InstanceId": "1893450276618240001", "FlowCode": "采购-secret-申请", "_id": "66f0", "Ver": 2,
    "FlowName": "采购", "At": 1795483338000, "On": True, "End": None, "Who": {"Id": 1}, "List": [1],
}  # fmt: skip


def test_what_is_underlined_in_the_tree_is_underlined_in_the_table():
    cells = cells_of(IDS, *IDS.keys() - {"InstanceId", "_id", "FlowName"})
    shown = [(name, cells.shown(0, name).role) for name in IDS]
    assert [each for each in shown if "underline" in each[1]] == [
        *((name, "str underline") for name in ("InstanceId", "FlowCode", "_id")),
        ("Ver", "num underline"),
    ]
    assert cells.shown(1, "Ver").role == "faint", "it has none"


def test_a_cut_id_is_underlined_and_the_blanks_behind_it_are_not():
    shown = cells_of(IDS, "FlowCode").shown(0, "FlowCode")
    runs = [(run.text, run.role) for run in cell_runs(shown, 9, is_selected=False)]
    assert runs == [("采购-…-…", "str underline"), (" ", "text")]
    assert cell_runs(shown, 9, is_selected=True)[0].role == "focus bold underline"


def test_only_cells_that_are_drawn_are_asked_whether_they_lead_on_and_once():
    cells = cells_of({"a": 1, "b": 2})
    asked = list[int]()

    def ask(_: Document, line: int) -> bool:
        asked.append(line)
        return False

    cells.style = cells.style._replace(is_link=ask)
    cells.read_first(["a", "b"])
    cells.widen("a", [0])
    assert not asked
    assert [cells.shown(0, "a").role for _ in range(2)] == ["num", "num"]
    assert asked == [cells.table.line_of(0, "a")]
    cells.clear_links()
    cells.shown(0, "a")
    assert len(asked) == 2
