import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.bodies import line_values
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.row_order import contains
from weda_tui.core.json import long_text
from weda_tui.core.json.long_text import casefolded, decoded, encoded, joined
from weda_tui.core.json.source import BodySource

BYTES = st.one_of(st.binary(max_size=40), st.text(max_size=40).map(lambda text: text.encode()))


@pytest.fixture(scope="module", autouse=True)
def every_text_is_long():
    with pytest.MonkeyPatch.context() as patch:
        for module in (long_text, line_values):
            patch.setattr(module, "STEP", 3)
        patch.setattr("weda_tui.core.bodies.row_order.STEP", 3)
        yield


@given(BYTES, st.data())
def test_a_part_that_is_decoded_in_steps_is_what_it_is_at_once(data: bytes, draws: st.DataObject):
    start = draws.draw(st.integers(0, len(data)))
    end = draws.draw(st.integers(start, len(data)))
    assert decoded(BodySource(data), start, end) == data[start:end].decode("utf-8", "replace")


@given(st.text(st.characters(), max_size=40))
def test_a_text_that_is_encoded_in_steps_is_what_it_is_at_once(text: str):
    assert encoded(text) == text.encode("utf-8", "replace")
    assert joined(text) == text
    assert casefolded(text) == text.casefold()


@given(st.one_of(BYTES, BYTES.map(lambda data: data + "\ufffd".encode())))
def test_what_was_mended_in_a_whole_text_is_counted(data: bytes):
    whole = line_values.whole_text(Document(data, charset="utf-8"))
    assert whole.text == data.decode("utf-8", "replace")
    assert whole.mended == whole.text.count("\ufffd") - data.count("\ufffd".encode())


@given(st.text("aAßİſ \u0130x", max_size=20), st.text("asSi ß\u0307x", min_size=1, max_size=6))
def test_a_text_is_found_in_whatever_case_across_steps(text: str, needle: str):
    folded = needle.casefold()
    assert contains(text, folded) == (folded in text.casefold())
