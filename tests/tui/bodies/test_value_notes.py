from array import array
from datetime import UTC

from tests.tui.bodies.fake_reader import WORDS, FakeReader, whole
from tests.tui.bodies.test_body_notes import PETS
from weda_tui.core.bodies.nested import FoundPart, Unpacked
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.formats.openapi.read import read_openapi
from weda_tui.tui.bodies.messages import BodyChanged, FieldsRequested
from weda_tui.tui.bodies.value_notes import ValueNotes

BODY = b'{"when": 1795483338000, "pets": [{"id": 1}, {"id": 2}], "more": "{}"}'


def value_notes(reader: FakeReader) -> ValueNotes:
    notes = ValueNotes(reader)
    notes.zone = UTC
    return notes


def pets() -> Endpoint:
    (endpoint,) = read_openapi(PETS, name="pets.json").endpoints
    return endpoint


def test_a_time_is_known_without_a_document():
    reader = FakeReader(BODY)
    assert value_notes(reader).note(reader.document, 1) == "2026-11-24 01:22:18"


def test_an_array_of_objects_says_how_many_it_holds():
    reader = FakeReader(BODY)
    notes = value_notes(reader)
    assert "2" in notes.note(reader.document, 2)
    assert notes.note(reader.document, 9) == ""


async def test_what_an_endpoint_documents_is_said_once_it_is_read():
    reader = FakeReader(b'{"id": 1}')
    notes = value_notes(reader)
    notes.annotate(pets())
    await reader.finish()
    assert "at" in notes.note(reader.document, 0)
    assert reader.calls == ["show_notes"]
    assert [type(each) for each in reader.messages] == [BodyChanged]
    assert notes.lacking_at_cursor() is not None
    notes.list_lacking()
    wanted = reader.messages[-1]
    assert isinstance(wanted, FieldsRequested)
    assert (wanted.name, bool(wanted.lacking)) == ("", True)
    notes.annotate(None)
    assert notes.note(reader.document, 0) == ""
    assert notes.lacking_at_cursor() is None


async def test_an_object_that_has_every_field_lacks_none():
    reader = FakeReader(b'{"id": 1, "at": 2, "z": 3}')
    notes = value_notes(reader)
    notes.annotate(pets())
    await reader.finish()
    notes.list_lacking()
    assert reader.notices == [WORDS.notes.nothing_lacks]


async def test_what_a_path_has_found_is_documented_where_it_stands_in_the_answer():
    reader = FakeReader(b'{"id": {"id": 1}}')
    notes = value_notes(reader)
    notes.annotate(pets())
    await reader.finish()
    reader.part = FoundPart(reader.document, None, "$.id", array("Q", [7]), True)
    inner = whole(b'{"id": 1}')
    assert notes._path_in_answer(inner, 1) == ("id", "id")


async def test_inside_a_string_nothing_is_documented():
    reader = FakeReader(b'{"id": 1}')
    notes = value_notes(reader)
    notes.annotate(pets())
    await reader.finish()
    reader.part = Unpacked(reader.document, None, 1)
    assert notes.note(reader.document, 0) == ""
