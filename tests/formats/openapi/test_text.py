"""JSON and YAML from users: misread values of YAML 1.1, YAML bombs, and positions of errors."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.material import CORPORA
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.openapi import text as openapi_text
from weda_tui.formats.openapi.read import read_openapi
from weda_tui.formats.openapi.text import json_text

EXAMPLES = CORPORA / "openapi" / "oai-examples"
DOCUMENTS = sorted(EXAMPLES.glob("v3.*/*.*"))
UNLIKE_TWINS = {"tictactoe.json"}
"""JSON documents whose YAML version has additional parameters."""


def values(yaml: str) -> object:
    return json.loads(json_text(yaml.encode(), name="pets.yaml"), parse_float=str)


def refused(text: bytes) -> FileError:
    with pytest.raises(FileError) as caught:
        json_text(text, name="pets.yaml")
    assert caught.value.code is ErrorCode.DOCUMENT_SYNTAX
    assert caught.value.parameters["file"] == "pets.yaml"
    return caught.value


class TestWords:
    def test_a_plain_word(self) -> None:
        for written, meant in [
            ("no", "no"),
            ("on", "on"),
            ("Yes", "Yes"),
            ("y", "y"),
            ("2026-11-25", "2026-11-25"),
            ("2026-11-25T10:00:00Z", "2026-11-25T10:00:00Z"),
            ("12:30:45", "12:30:45"),
            ("1_000", "1_000"),
            (".inf", ".inf"),
            ("0b11", "0b11"),
            ("012", 12),
            ("0o14", 12),
            ("0xC", 12),
            ("+12", 12),
            ("1528933366865600513", 1528933366865600513),
            ("1.10", "1.10"),
            ("1e3", "1e3"),
            (".5", "0.5"),
            ("~", None),
            ("", None),
            ("True", True),
            ("'12'", "12"),
            ('"true"', "true"),
            ("!!str 12", "12"),
            ("1e999", "1e999"),
        ]:
            assert values(f"a: {written}") == {"a": meant}, (written, meant)

    def test_a_number_keeps_every_digit(self) -> None:
        text = json_text(b"a: [1.10, 1528933366865600513, 100.000]", name="a.yaml")
        assert b"1.10" in text
        assert b"1528933366865600513" in text
        assert b"100.000" in text

    def test_keys_are_text_whatever_they_look_like(self) -> None:
        assert values("200: a\non: b\n1.10: c\nnull: d\n2026-01-01: e") == {
            "200": "a", "on": "b", "1.10": "c", "null": "d", "2026-01-01": "e",
        }  # fmt: skip

    def test_long_text_in_either_style(self) -> None:
        assert values("a: |\n  one\n  two\nb: >\n  one\n  two\n") == {
            "a": "one\ntwo\n",
            "b": "one two\n",
        }


class TestAliases:
    def test_an_alias_repeats(self) -> None:
        assert values("a: &x {b: 1}\nc: *x\nd: [*x, *x]") == {
            "a": {"b": 1}, "c": {"b": 1}, "d": [{"b": 1}, {"b": 1}],
        }  # fmt: skip

    def test_what_is_merged_gives_way_to_what_is_said_and_the_first_to_none(self) -> None:
        text = "a: &a {x: 1, y: 1}\nb: &b {x: 2, y: 2, z: 2}\nc:\n  x: 3\n  <<: [*a, *b]\n"
        assert values(text) == {
            "a": {"x": 1, "y": 1}, "b": {"x": 2, "y": 2, "z": 2}, "c": {"x": 3, "y": 1, "z": 2},
        }  # fmt: skip

    def test_a_bomb_ends_at_once_with_its_place(self) -> None:
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
        begun = time.monotonic()
        error = refused("\n".join(lines).encode())
        assert time.monotonic() - begun < 5
        assert error.parameters["line"] == 7
        assert str(openapi_text.MOST_VALUES) in str(error.parameters["reason"])

    @pytest.mark.parametrize("text", [b"a: &x [*x]", b"&x a: *x\nb: {<<: &y {c: *y}}", b"a: *x"])
    def test_an_alias_of_itself_or_of_nothing(self, text: bytes) -> None:
        assert "*" in str(refused(text).parameters["reason"])


class TestPlaces:
    def test_a_fault_is_told_with_line_and_column(self) -> None:
        for text, line, column in [
            (b'{"a": 1,\n "b": }', 2, 7),
            (b'{"a": NaN}', 1, 7),
            (b"a: 1\nb: [", 3, 1),
            (b"a: 1\n\tb: 2", 2, 1),
            (b"a: 1\na: 2", 2, 1),
            (b"? [a]\n: b", 1, 5),
            (b"a: b: c", 1, 5),
            (b"", 1, 1),
            (b"# nothing but words\n", 1, 1),
            (b"a: \x01", 1, 1),
        ]:
            error = refused(text)
            assert (error.parameters["line"], error.parameters["column"]) == (line, column), text
            assert error.parameters["reason"], text

    @pytest.mark.parametrize(
        "text", [b"[" * 100_000, b"{a: " * 20_000, b"- " * 20_000, b'{"a":' * 100_000]
    )
    def test_what_is_nested_too_deeply_is_refused(self, text: bytes) -> None:
        refused(text)

    def test_a_document_over_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(openapi_text, "LARGEST", 10)
        with pytest.raises(FileError) as caught:
            json_text(b"a: 12345678", name="big.yaml")
        assert caught.value.code is ErrorCode.DOCUMENT_TOO_BIG
        assert caught.value.parameters == {"file": "big.yaml", "limit": 10}


class TestBytes:
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
    @pytest.mark.parametrize("text", ['{"标题": "审批"}', "标题: 审批"])
    def test_other_character_sets(self, text: str, encoding: str) -> None:
        data = json_text(text.encode(encoding), name="a")
        assert json.loads(data) == {"标题": "审批"}

    def test_json_keeps_its_tokens(self) -> None:
        text = json_text(b'{"a":1.10,"b":1528933366865600513,"a":"\\u0041"}', name="a.json")
        assert text == b'{\n  "a": 1.10,\n  "b": 1528933366865600513,\n  "a": "\\u0041"\n}'

    def test_half_a_surrogate_pair_becomes_a_mark(self) -> None:
        assert json.loads(json_text(rb'{"a": "\ud83d"}', name="a.json")) == {"a": "\ufffd"}

    @given(st.text(max_size=40) | st.binary(max_size=40))
    def test_anything_is_read_or_refused(self, text: str | bytes) -> None:
        data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
        try:
            json.loads(json_text(data, name="a"))
        except FileError as error:
            assert error.code is ErrorCode.DOCUMENT_SYNTAX  # noqa: PT017


@pytest.mark.skipif(not DOCUMENTS, reason="the real documents are not beside this checkout")
class TestRealDocuments:
    @pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
    def test_every_call_of_it_is_read(self, path: Path) -> None:
        text = json_text(path.read_bytes(), name=path.name)
        faults: list[FileError] = []
        module = read_openapi(text, name=path.name, on_fault=faults.append)
        paths = json.loads(text).get("paths", {})
        methods = {"get", "post", "put", "patch", "delete", "head", "options", "trace"}
        operations = sum(len(methods & set(item)) for item in paths.values())
        assert len(module.endpoints) == operations
        assert len({endpoint.id for endpoint in module.endpoints}) == operations
        webhooks = [f for f in faults if f.code is ErrorCode.OPENAPI_WEBHOOKS]
        assert faults == webhooks
        assert bool(webhooks) == ("webhooks" in json.loads(text))

    @pytest.mark.parametrize(
        "path",
        [p for p in DOCUMENTS if p.suffix == ".json" and p.name not in UNLIKE_TWINS],
        ids=lambda path: path.name,
    )
    def test_json_and_yaml_say_the_same(self, path: Path) -> None:
        twin = path.with_suffix(".yaml")
        ours, theirs = (
            read_openapi(json_text(each.read_bytes(), name="twin"), name="twin")
            for each in (path, twin)
        )
        assert ours == theirs
