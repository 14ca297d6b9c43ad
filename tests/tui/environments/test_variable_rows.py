from weda_tui.core.environments.form_texts import VariableText
from weda_tui.tui.environments.form_rows import VariableRow
from weda_tui.tui.widgets.drawing.paint import Run


def test_a_row_that_is_about_to_come_is_free() -> None:
    row = VariableRow(0, Run, lambda _index, _width: [])
    assert row.text == VariableText("", "")
    assert row.is_free
