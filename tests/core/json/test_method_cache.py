import gc
import weakref

import pytest

from weda_tui.core.bodies.document import BodyForm, Document
from weda_tui.core.bodies.table import Table
from weda_tui.core.json.array_items import best_array
from weda_tui.core.json.method_cache import kept


class Counted:
    def __init__(self) -> None:
        self.calls = 0
        self.double = kept(self._double, 2)

    def _double(self, number: int) -> int:
        self.calls += 1
        return 2 * number


def test_the_last_results_are_kept():
    counted = Counted()
    assert [counted.double(n) for n in (1, 2, 1, 2, 3, 1)] == [2, 4, 2, 4, 6, 2]
    assert counted.calls == 4


@pytest.mark.parametrize("form", [BodyForm.LAID_OUT, BodyForm.RAW])
def test_a_body_ends_with_its_last_user_rather_than_with_the_collector(form: BodyForm):
    document = Document(b'{"records":[{"a":1},{"a":2}]}', "application/json", form=form)
    assert document.index.row(0).start == 0
    if document.tree is not None:
        table = Table(document.tree, best_array(document.tree))
        assert table.cell(1, "a") == b"2"
        del table
    source = weakref.ref(document.source)
    gc.disable()
    try:
        del document
        assert source() is None
    finally:
        gc.enable()
