from tests.tui.bodies.fake_reader import FakeReader
from weda_tui.core.bodies.document import BodyForm, Document
from weda_tui.tui.bodies.forms import BodyForms
from weda_tui.tui.bodies.messages import MenuRequested, SaveRequested


def test_the_bytes_are_read_in_a_chosen_character_set_and_form():
    reader = FakeReader("中".encode("gb18030"), "text/plain; charset=gb18030")
    forms = BodyForms(reader)
    forms.open_charset_menu()
    forms.open_form_menu()
    charsets, shapes = reader.messages
    assert isinstance(charsets, MenuRequested)
    assert isinstance(shapes, MenuRequested)
    charsets.rows[0].run()
    for row in shapes.rows:
        row.run()
    known = reader.document.charset
    assert reader.calls == [
        ("", None), (known, BodyForm.LAID_OUT), (known, BodyForm.RAW), ("", BodyForm.HEX),
    ]  # fmt: skip


def test_the_bytes_are_saved_as_received():
    reader = FakeReader(b"[1]")
    BodyForms(reader).save()
    (wanted,) = reader.messages
    assert isinstance(wanted, SaveRequested)
    assert (wanted.document.received, wanted.file_name) == (b"[1]", "list")


def test_a_body_that_is_still_on_its_way_is_neither_read_anew_nor_saved():
    reader = FakeReader()
    reader.put(Document(b"[1", "application/json", is_partial=True))
    forms = BodyForms(reader)
    forms.open_charset_menu()
    forms.open_form_menu()
    forms.save()
    assert not reader.messages
    assert not forms.is_received
