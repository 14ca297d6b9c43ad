import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.json.strings import JsonStrings, escape


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_escaped_text_is_that_text_in_a_string(text: str) -> None:
    assert json.loads(f'"{escape(text)}"') == text


@pytest.mark.parametrize(
    ("pieces", "inside"),
    [
        (("", "{", '"', "a"), [False, False, True, True]),
        (('{"a": "', '\\"', '\\\\"', ', "'), [True, True, False, True]),
        (("[\n1, 2]",), [False]),
    ],
)
def test_strings_are_followed_from_piece_to_piece(
    pieces: tuple[str, ...], inside: list[bool]
) -> None:
    strings = JsonStrings()
    found: list[bool] = []
    for piece in pieces:
        strings.read(piece)
        found.append(strings.is_inside)
    assert found == inside
