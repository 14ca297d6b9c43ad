from collections.abc import Iterator

import pytest

from tests.tui.bodies.fake_reader import WORDS, FakeReader, whole
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.folds import Fold
from weda_tui.tui.bodies.folding import Folding
from weda_tui.tui.bodies.messages import MenuRequested
from weda_tui.tui.widgets.time_slices import next_slice

BODY = b'[{"a": 1, "b": 2}, {"a": 3, "b": 4}, {"a": 5, "b": 6}]'


async def test_a_depth_is_folded_to_and_unfolded_again():
    reader = FakeReader(BODY)
    folding = Folding(reader)
    rows = reader.view.row_count
    folding.fold_to(1)
    await reader.finish()
    assert reader.document.folds.hidden
    folding.unfold_all()
    assert (reader.document.folds.hidden, reader.view.row_count) == (0, rows)


async def test_siblings_are_folded_with_the_node_under_the_cursor():
    reader = FakeReader(BODY)
    folding = Folding(reader)
    reader.view.go_to_line(5)
    folding.fold_siblings()
    await reader.finish()
    assert reader.view.row_count == 5
    folding.unfold_siblings()
    assert reader.view.row_count == 14


async def test_what_was_to_be_folded_of_another_body_is_forgotten(monkeypatch: pytest.MonkeyPatch):
    reader = FakeReader(BODY)

    def replace(steps: Iterator[list[Fold]]) -> list[list[Fold]]:
        reader.put(whole(BODY))
        return next_slice(steps)

    monkeypatch.setattr("weda_tui.tui.bodies.folding.next_slice", replace)
    Folding(reader).fold_to(1)
    await reader.finish()
    assert not reader.document.folds.hidden


def test_nothing_is_folded_to_a_depth_before_every_line_is_known():
    reader = FakeReader()
    reader.put(Document(b"[[1],\n" * 50_000, "application/json"))
    reader.document.read_piece()
    reader.view.grown()
    Folding(reader).fold_to(1)
    assert reader.notices == [WORDS.body.not_indexed]
    assert not reader.works


def test_only_json_offers_to_fold():
    text, json = FakeReader(b"a", "text/plain"), FakeReader(BODY)
    Folding(text).open_menu()
    Folding(json).open_menu()
    assert not text.messages
    (menu,) = json.messages
    assert isinstance(menu, MenuRequested)
    assert "".join(row.key for row in menu.rows) == "1234560zsu"
