"""Escapes of JSON strings, complete and cut."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import outside_text
from weda_tui.core.json.escapes import decoded, incomplete_end, readable, short_decoded


@given(outside_text)
def test_decoding_is_what_json_means(text: str):
    assert decoded(json.dumps(text)[1:-1]) == json.loads(json.dumps(text))


@given(st.text(alphabet='\\u4e2dD83ux"n/é'))
def test_any_text_can_be_decoded_and_told(text: str):
    assert len(decoded(text)) <= len(text)
    assert len(short_decoded(f'"{text}"')) <= 60


@given(outside_text, st.data())
def test_no_escape_is_cut_in_two(text: str, data: st.DataObject):
    raw = json.dumps(text)[1:-1]
    at = data.draw(st.integers(0, len(raw)))
    cut = at - incomplete_end(raw[:at].encode())
    assert 0 <= cut <= at
    halves = decoded(raw[:cut]) + decoded(raw[cut:])
    assert halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace") == text.encode(
        "utf-16", "surrogatepass"
    ).decode("utf-16", "replace")


def test_what_a_short_string_stands_for_is_told():
    for value, told in [
        (r'"\u4e2d\u6587"', "中文"),
        (r'"a \u4e2d\n"', "a 中\n"),
        (r'"\ud83d\ude00"', "😀"),
        (r'"a\nb \"c\""', ""),
        (r'"\\u4e2d"', ""),
        (r'"\\\u4e2d"', "\\中"),
        (r'"x\u200by"', ""),
        (r'"x\u200By"', ""),
        ('"' + r"\u4e2d" * 61 + '"', ""),
        (r'"{\"a\":\"\u4e2d\"}"', ""),
        ("12", ""),
        ('"中"', ""),
    ]:
        assert short_decoded(value) == told, value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (r'"\u4e2d"', '"中"'),
        (r'"{\"a\":\"\\u4e2d\\ud83d\\ude00\\n\"}"', '"{"a":"中😀\\n"}"'),
        (r'"[\u4e2d]"', '"[中]"'),
        (r'"a\nb"', '"a\nb"'),
    ],
)
def test_json_inside_a_string_is_readable_too(value: str, shown: str):
    assert readable(value) == shown
