from array import array

import pytest

from tests.tui.bodies.fake_reader import WORDS, FakeReader, whole
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.nested import FoundPart, Unpacked
from weda_tui.tui.bodies.messages import BodyChanged
from weda_tui.tui.bodies.nested import NestedDocuments

BODY = rb'{"a": 1, "s": "{\"in\": [7]}", "t": "{broken}"}'


async def test_a_string_with_json_inside_is_opened_and_left_where_one_was():
    reader = FakeReader(BODY)
    nested = NestedDocuments(reader)
    body = reader.document
    reader.view.go_to_line(2)
    assert nested.has_nested
    nested.open_string()
    await reader.finish()
    assert isinstance(nested.part, Unpacked)
    assert nested.is_in_string
    assert reader.document.received == b'{"in": [7]}'
    assert nested.line_in_body == 2
    assert nested.crumb() == ["s", WORDS.path.inside]
    assert nested.leave()
    assert (reader.document, reader.view.line, nested.part) == (body, 2, None)
    assert not nested.leave()
    assert nested.crumb() is None


async def test_what_only_looks_like_json_is_said_to_be_broken():
    reader = FakeReader(BODY)
    nested = NestedDocuments(reader)
    nested.open_string_of(3)
    await reader.finish()
    assert (nested.part, reader.notices) == (None, [WORDS.path.nested_broken])


async def test_a_string_of_a_body_that_was_replaced_is_not_opened(monkeypatch: pytest.MonkeyPatch):
    reader = FakeReader(BODY)
    nested, other = NestedDocuments(reader), whole(b"[]")

    def read(outer: Document, line: int) -> Document:
        reader.document = other
        return whole(b"[7]")

    monkeypatch.setattr("weda_tui.tui.bodies.nested._document_inside", read)
    nested.open_string_of(2)
    await reader.finish()
    assert (nested.part, reader.document) == (None, other)


def test_what_a_path_finds_takes_the_place_of_what_another_one_found():
    reader = FakeReader(b'{"a": 1, "b": 2}')
    nested, body = NestedDocuments(reader), reader.document
    for path, start, value in (("$.a", 6, b"1"), ("$.b", 14, b"2")):
        found = FoundPart(body, None, path, array("Q", [start]), True)
        nested.show_found(found, whole(value), keep_place=False)
    assert nested.whole is body
    assert nested.above is None
    assert "$.b" in "".join(run.text for run in nested.remark(80, str)[0].left)
    nested.go_to_origin()
    assert (reader.document, reader.view.line, nested.part) == (body, 2, None)
    nested.leave_found()
    assert reader.document is body


def test_another_body_forgets_every_document_that_was_left():
    reader = FakeReader(BODY)
    nested = NestedDocuments(reader)
    nested.open(Unpacked(reader.document, None, 2), whole(b"[]"))
    nested.forget()
    assert (nested.part, nested.leave()) == (None, False)


def test_other_keys_work_on_a_string_with_json_inside():
    reader = FakeReader(BODY)
    nested = NestedDocuments(reader)
    for line in (1, 2, 2, 1):
        reader.view.go_to_line(line)
        nested.note_move()
    assert [type(each) for each in reader.messages] == [BodyChanged, BodyChanged]
    assert (nested.has_nested, nested.part) == (False, None)
