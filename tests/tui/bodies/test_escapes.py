from tests.tui.bodies.fake_reader import WORDS, FakeReader
from weda_tui.tui.bodies.escapes import EscapesToggle
from weda_tui.tui.widgets.drawing.paint import Run


def test_escapes_are_shown_as_what_they_stand_for_and_as_they_came():
    reader = FakeReader(rb'{"a": "\u4e2d"}')
    escapes = EscapesToggle(reader)
    assert escapes.can_toggle
    escapes.toggle()
    assert reader.view.is_decoded
    assert reader.calls == ["search_again", "redraw"]
    assert escapes.facts([Run("UTF-8")])[1:] == [Run(f" · {WORDS.notes.decoded}")]
    escapes.toggle()
    assert not reader.view.is_decoded
    assert escapes.facts([Run("UTF-8")]) == [Run("UTF-8")]
    assert reader.notices == [WORDS.notes.decode_hint]


def test_a_body_without_escapes_says_so():
    reader = FakeReader(b'{"a": 1}')
    EscapesToggle(reader).toggle()
    assert reader.notices == [WORDS.notes.no_escapes]
    assert not EscapesToggle(reader).can_toggle
