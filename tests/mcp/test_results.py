"""A result is masked before it is cut, and is small enough for a model."""

import base64
import json
from decimal import Decimal

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import MASK, Masker
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import ZH
from weda_tui.mcp.results import (
    LARGEST,
    LONGEST_NUMBER,
    Document,
    Json,
    check_select,
    cut_text,
    encode,
    finish,
    long_numbers_as_text,
    parsed,
    plain,
)

SECRET = 's3cret/Key+"1 密钥'
NOTHING = Masker()


def size(document: Document) -> int:
    return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def test_a_small_result_is_whole() -> None:
    done = finish({"found": 1, "endpoints": [{"id": "a"}]}, "", NOTHING)
    assert done == {"found": 1, "endpoints": [{"id": "a"}], "truncated": False, "untrusted": True}


@pytest.mark.parametrize(
    "value",
    [
        "x" * 100_000,
        "密" * 100_000,
        [{"id": n, "text": "y" * 300} for n in range(3000)],
        {f"key{n}": "z" * 50 for n in range(5000)},
        [[[[[["deep" * 100] * 20] * 20] * 5] * 5] * 5],
        ["\x00\u2028" * 4000],
        {f"n{n}" + "N" * 150_000: "v" * 5000 for n in range(8)},
        {"密" * 5000: {"密" * 5000 + str(n): {"钥" * 900: "v" * 5000} for n in range(50)}},
    ],
)
def test_every_result_is_small_enough(value: Json) -> None:
    done = finish({"server": {"body": value}, "outcome": "answered"}, "", NOTHING)
    assert done["truncated"] is True
    assert size(done) <= LARGEST
    assert done["outcome"] == "answered"


def test_what_nests_without_end_is_cut() -> None:
    value: Json = "end"
    for _ in range(200):
        value = {"a": [value]}
    assert size(finish({"body": value, "more": "x" * LARGEST}, "", NOTHING)) <= LARGEST


def test_a_cut_says_where_and_how_much_there_was() -> None:
    done = finish({"body": {"rows": [{"t": "x" * 100}] * 900}}, "", NOTHING)
    assert done["cut"] == {"$.body.rows": 900}


def test_long_names_stay_apart() -> None:
    done = finish({"body": {"N" * 9000 + str(n): n for n in range(3)}}, "", NOTHING)
    body = done["body"]
    assert isinstance(body, dict)
    assert [*body.values()] == [0, 1, 2]


def test_a_text_is_cut_between_characters() -> None:
    assert cut_text("密钥", 6) == "密钥"
    assert cut_text("密钥x", 6) == "密…"


def test_a_path_asks_further() -> None:
    document: Document = {"body": {"rows": [{"id": n, "text": "x" * 90} for n in range(900)]}}
    done = finish(document, "$.body.rows[899].id", NOTHING)
    assert done["selected"] == [899]
    assert finish(document, "$.body.nothing", NOTHING)["selected"] == []
    assert finish(document, "$..text", NOTHING)["truncated"] is True


@pytest.mark.parametrize("path", ["$[", "rows", "$.a[?@.b == ]", "$" + ".a" * 1000])
def test_a_path_that_makes_no_sense_is_refused(path: str) -> None:
    with pytest.raises(FileError) as raised:
        finish({"a": 1}, path, NOTHING)
    assert raised.value.code is ErrorCode.SELECT_INVALID


def test_a_path_that_makes_no_sense_is_said_in_words() -> None:
    with pytest.raises(FileError) as raised:
        check_select("$.a[")
    words = "JSONPath 从第 5 个字符起无效"
    assert explain(raised.value, ZH).what == f"$.a[ 无法判定：{words}。"


@pytest.mark.parametrize("select", ["", "$.body"])
def test_no_spelling_of_a_secret_stays(select: str) -> None:
    data = SECRET.encode()
    told = [SECRET, data.hex(), base64.b64encode(data).decode(), json.dumps(SECRET)]
    done = finish({"body": {"told": told, SECRET: 1}}, select, Masker((SECRET,)))
    text = encode(done)
    assert MASK in text
    assert not any(each in text for each in (*told, json.dumps(SECRET)[1:-1]))


def test_no_beginning_of_a_secret_stays_where_a_text_is_cut() -> None:
    for before in range(3960, 4002):
        done = finish({"a": "x" * before + SECRET, "b": "y" * 20_000}, "", Masker((SECRET,)))
        assert SECRET[:4] not in encode(done)


def test_a_filter_of_a_path_cannot_guess_a_secret() -> None:
    document: Document = {"rows": [{"key": SECRET, "id": 7}]}
    done = finish(document, "$.rows[?search(@.key, 's3cret')].id", Masker((SECRET,)))
    assert done["selected"] == []


def test_a_number_that_is_a_secret_is_masked() -> None:
    done = finish({"pin": 48151623, "n": 1}, "", Masker(("48151623",)))
    assert done["pin"] == MASK
    assert done["n"] == 1


def test_long_numbers_are_texts_for_clients_that_round() -> None:
    value: Json = {"a": [LONGEST_NUMBER, LONGEST_NUMBER + 1, -(2**60)], "b": True, "c": 1.5}
    wanted = {"a": [LONGEST_NUMBER, str(LONGEST_NUMBER + 1), str(-(2**60))], "b": True, "c": 1.5}
    assert long_numbers_as_text(value) == wanted


def test_json_is_a_value_and_anything_else_text() -> None:
    assert parsed('{"id": 1528936350542471189}') == {"id": 1528936350542471189}
    assert parsed("<html>") == "<html>"
    assert parsed("NaN") == "NaN"
    for depth in (100, 900, 100_000):
        deep = "[" * depth + "]" * depth
        assert parsed(deep) == deep


def test_a_number_that_no_machine_has_is_text() -> None:
    assert parsed('{"n": 1e999, "m": 1.5}') == {"n": "1e999", "m": 1.5}


@pytest.mark.parametrize("text", ["0.1", "-1.50", "1e22", "0.12345678901234568"])
def test_a_decimal_is_a_number(text: str) -> None:
    value = parsed(text)
    assert isinstance(value, float)
    assert Decimal(repr(value)) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    [
        "0.123456789012345678",
        "9007199254740993.0",
        "-1528936350542471189.5",
        "1e-400",
        "1e9999999999999999999",
    ],
)
def test_a_decimal_that_would_be_rounded_is_text(text: str) -> None:
    assert parsed(f'{{"n": {text}}}') == {"n": text}


def test_half_a_character_is_replaced() -> None:
    done = finish({"body": parsed(r'["\ud83d", "\ud83d\ude00"]')}, "", Masker((SECRET,)))
    assert done["body"] == ["?", "\U0001f600"]
    assert encode(done).encode()


def test_empty_members_are_left_out() -> None:
    assert plain({"a": "", "b": [], "c": None, "d": {"e": ""}, "f": 0, "g": False}) == {
        "f": 0,
        "g": False,
    }


def test_both_forms_of_a_result_are_small_enough() -> None:
    document = finish({"ids": [2**53 + number for number in range(900)]}, "", NOTHING)
    assert size({"shown": long_numbers_as_text(document)}) <= LARGEST + len('{"shown":}')
