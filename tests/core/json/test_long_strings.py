import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import outside_text
from weda_tui.core.json import long_strings
from weda_tui.core.json.long_strings import is_right, string_end, text_of
from weda_tui.core.json.source import BodySource
from weda_tui.core.json.tree import unquote

units = st.lists(
    st.sampled_from(["\\", '\\"', "\\\\", "\\u4e2d", "\\ud83d\\ude00", "\\ud83d", "中", "😀", "a"]),
    max_size=20,
).map("".join)


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_strings, "STEP", 13)
    monkeypatch.setattr(long_strings, "_FIRST", 2)


@given(outside_text, st.booleans(), units)
def test_the_end_of_a_string_and_its_text_are_those_of_the_standard_library(
    text: str, is_escaped: bool, behind: str
):
    quoted = json.dumps(text, ensure_ascii=is_escaped).encode("utf-8", "replace")
    source = BodySource(b"[" + quoted + b"," + behind.encode())
    end = string_end(source, 2)
    assert end == 1 + len(quoted)
    assert is_right(source, (2, end - 1))
    assert text_of(source, 1, end) == json.loads(quoted)


@given(units)
def test_what_is_a_string_and_what_is_none(inside: str):
    quoted = f'"{inside}"'
    source = BodySource(quoted.encode())
    end = string_end(source, 1)
    try:
        text = json.loads(quoted)
    except ValueError:
        assert end != len(quoted.encode()) or not is_right(source, (1, end - 1))
    else:
        assert end == len(quoted.encode())
        assert is_right(source, (1, end - 1))
        assert text_of(source, 0, end) == text == unquote(quoted)


@pytest.mark.parametrize("inside", ["a\nb", "\\x", "\\u12", "a" * 40 + "\\u12g4", "\x00"])
def test_what_must_not_stand_in_a_string(inside: str):
    source = BodySource(f'"{inside}"'.encode())
    assert not is_right(source, (1, len(source) - 1))
    assert not is_right(source, (1, len(source)))
