import codecs
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import json_bodies
from weda_tui.core.json.text import (
    JsonFault,
    decode_body,
    find_fault,
    format_json,
    replace_lone_surrogates,
    utf8_body,
)


@given(json_bodies)
def test_valid_text_has_no_fault_and_formats_to_the_same_value(body: bytes) -> None:
    formatted = format_json(body)
    assert find_fault(body.decode()) is None
    assert formatted is not None
    assert json.loads(formatted) == json.loads(body)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ('{"a": 1,\n "b" 2}', 2, 6),
        ('{"a": 1} x', 1, 10),
        ('{\n "a": "NaN", "b": NaN}', 2, 19),
        ("[-Infinity]", 1, 2),
        ("[" * 100_000, 1, 1),
    ],
)
def test_a_fault_is_named_by_line_and_column(text: str, line: int, column: int) -> None:
    fault = find_fault(text)
    assert isinstance(fault, JsonFault)
    assert (fault.line, fault.column) == (line, column)


@pytest.mark.parametrize(
    "token",
    [
        "1528933366865600513",
        "1.10",
        "1e400",
        "-0",
        "9" * 4301,
        r'"\u4e2d\/"',
        r'"\ud83d"',
        r'"a\udc00\ud83d\ude00\\ud83d"',
    ],
)
def test_every_token_is_shown_as_received(token: str) -> None:
    assert format_json(f'{{"a":[{token}]}}'.encode()) == (
        f'{{\n  "a": [\n    {token}\n  ]\n}}'.encode()
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "end"),
    [
        ('{"a": 1,}', 1, 8, "object"),
        ('{"a": [1, "x,"\n,\n]}', 2, 1, "array"),
        ('{\n  "a": {},\n}', 2, 10, "object"),
    ],
)
def test_a_comma_before_a_closing_bracket_is_the_fault(
    text: str, line: int, column: int, end: str
) -> None:
    assert find_fault(text) == JsonFault(
        line, column, f"Illegal trailing comma before end of {end}"
    )


@pytest.mark.parametrize("text", ["[,]", "[1,,]", '{"a":,}', '{"a": ",}'])
def test_another_comma_too_much_is_no_trailing_one(text: str) -> None:
    fault = find_fault(text)
    assert fault is not None
    assert "trailing" not in fault.reason


def test_duplicate_keys_stay() -> None:
    assert format_json(b'{"a":1,"a":2}') == b'{\n  "a": 1,\n  "a": 2\n}'


def test_a_byte_order_mark_is_no_fault() -> None:
    assert format_json(codecs.BOM_UTF8 + b"[]") == b"[]"


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"a":', b'{"a":1}}', b"[" * 100_000, b'{"a":NaN}', b'["\\ud83d",]']
)
def test_what_is_not_json_is_not_formatted(body: bytes) -> None:
    assert format_json(body) is None


def test_only_halves_of_pairs_are_replaced() -> None:
    text = rb'"\ud83d\ude00 \ud83d \\ud83d \udc00"'
    assert replace_lone_surrogates(text) == rb'"\ud83d\ude00 \ufffd \\ud83d \ufffd"'


def test_a_body_is_read_in_its_own_characters() -> None:
    for body, content_type, charset in [
        ("张三".encode("gbk"), "application/json;charset=GBK", "GBK"),
        ("张三".encode("gbk"), "application/json", "gb18030"),
        ("张三".encode("gbk"), "text/html; charset='gb2312'", "gb2312"),
        ("镕".encode("gbk"), "text/html; charset=gb2312", "gb18030"),
        ("張三".encode("big5"), 'text/plain; charset="big5"', "big5"),
        ("张三".encode(), "application/json; charset=bogus", "utf-8"),
        ("张三".encode(), "application/json; charset=unicode_escape", "utf-8"),
        ("张三".encode(), "application/json; charset=undefined", "utf-8"),
        ("张三".encode(), "application/json; charset=punycode", "utf-8"),
        ("张三".encode(), "application/json; charset=hex", "utf-8"),
        ("张三".encode("utf-8-sig"), "application/json; charset=gbk", "utf-8-sig"),
        ("张三".encode("utf-16"), "application/json", "utf-16"),
        ("张三".encode("utf-32"), "application/json", "utf-32"),
    ]:
        text, used = decode_body(body, content_type)
        assert (text in {"张三", "張三", "镕"}, used) == (True, charset), (body, content_type)
        assert utf8_body(body, content_type) == text.encode(), (body, content_type)


@given(st.binary(), st.sampled_from(["", "gbk", "utf-16", "utf-7", "idna", "big5", "ascii"]))
def test_any_bytes_are_read(body: bytes, charset: str) -> None:
    text, _ = decode_body(body, f"text/plain; charset={charset}")
    assert utf8_body(body, f"text/plain; charset={charset}") == text.encode("utf-8", "replace")


def test_a_body_in_utf8_is_not_copied() -> None:
    body = "张三".encode() * 300_000
    assert utf8_body(body, "application/json;charset=utf-8") is body
    assert utf8_body(body[:-1], "application/json") is not body
