"""Bodies that contain variables and files."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import (
    CONTENT_TYPE,
    RequestDraft,
    file_names,
    file_reference,
    prepare,
)
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin, variables_at

WHERE = Target(Environment(name="e", host="http://h", env_types=()), "dev")
OUTSIDE = [VariableOrigin.ROW, VariableOrigin.CAPTURED, VariableOrigin.SET]
texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\n\t\0\x1f{}$,: 值'))


def rendered(
    body: str,
    values: dict[str, str],
    files: dict[str, bytes] | None = None,
    *,
    written: dict[str, str] | None = None,
    origin: VariableOrigin = VariableOrigin.ROW,
    content_type: str = CONTENT_TYPE[1],
) -> bytes:
    """Return a body with values from outside, and with the values ``written`` in a file."""
    headers = (("Content-Type", content_type),) if content_type else ()
    url = "{{vars.host}}/x"
    draft = RequestDraft(endpoint_id="e", method="POST", url=url, headers=headers, body=body)
    layers = (VariableLayer(VariableOrigin.REQUEST, written or {}), VariableLayer(origin, values))
    return prepare(draft, WHERE, variables_at(WHERE, layers), "", files).body


def test_a_body_names_files_by_their_paths() -> None:
    body = "{{$file a/b c.pdf}} {{ $file  报告.pdf }} {{$file a/b c.pdf}} {{file}} {{$fileX y}}"
    assert file_names(body) == ("a/b c.pdf", "报告.pdf")
    assert file_names(file_reference("x/y.bin")) == ("x/y.bin",)
    assert file_names("{{$file a\nb}} {{$file }} {{$file {{x}}}}") == ()


def test_the_bytes_of_files_stand_among_the_rendered_text() -> None:
    data = bytes(range(256)) + b"{{name}}"
    body = "{{name}}\r\n{{$file a.bin}}\r\n{{name}}{{$file b}}"
    found = rendered(body, {"name": "值"}, {"a.bin": data, "b": b""})
    assert found == "值\r\n".encode() + data + "\r\n值".encode()


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/json"])
def test_no_value_of_a_variable_brings_a_file_in(content_type: str) -> None:
    files = {"secret": b"s3cret"}
    found = rendered("{{n}}", {"n": "{{$file secret}}"}, files, content_type=content_type)
    assert found == b"{{$file secret}}"
    found = rendered("{{a}}file secret}}", {"a": "{{$"}, files, content_type=content_type)
    assert found == b"{{$file secret}}"


@pytest.mark.parametrize("content_type", ["text/plain", "application/json"])
def test_an_unknown_variable_beside_a_file_stops_it(content_type: str) -> None:
    with pytest.raises(FileError) as caught:
        rendered("{{$file a}}{{nobody}}", {}, {"a": b""}, content_type=content_type)
    assert caught.value.code is ErrorCode.VARIABLE_UNKNOWN


@pytest.mark.parametrize("origin", OUTSIDE)
@given(texts, texts)
@example("C:\\new\\table", 'a", "done": "yes')
def test_text_that_comes_in_stands_in_a_string_of_json_as_it_is(
    origin: VariableOrigin, one: str, other: str
) -> None:
    """A value stays inside its string whatever precedes it: no other member changes."""
    values = {"one": one, "other": other, "n": "1.50"}
    body = r'{"a\\\"{{one}}": {{n}}, "b": ["<{{other}}>{{ one }}", {"c": "{{$uuid}}{{said}}"}]}'
    left = rendered(body, values, written={"said": "{{other}}", "$uuid": ""}, origin=origin)
    assert json.loads(left) == {f'a\\"{one}': 1.5, "b": [f"<{other}>{one}", {"c": other}]}


def test_nothing_is_escaped_but_what_json_must_have_so() -> None:
    body = '{"a": "{{v}}"}'
    assert rendered(body, {"v": "值é\x7f/\u2028<&'"}) == '{"a": "值é\x7f/\u2028<&\'"}'.encode()
    assert rendered(body, {"v": '"\\\n\x01'}) == rb'{"a": "\"\\\n\u0001"}'


def test_in_place_of_a_value_it_stays_as_it_is() -> None:
    values = {"n": '{"x": "\\n"}', "m": '"'}
    body = '{"a": {{n}}, "b": {{m}}, "c": "{{m}}"}'
    assert rendered(body, values) == rb'{"a": {"x": "\n"}, "b": ", "c": "\""}'


def test_a_value_of_a_file_is_a_template_and_a_row_in_it_is_text() -> None:
    written = {"said": r"a\n{{v}}", "whole": '{"x": "{{v}}", "y": {{v}}}', "open": '", "z": "{{v}}'}
    body = '{"a": "{{said}}", "b": {{whole}}, "c": "{{open}}"}'
    left = rendered(body, {"v": '"'}, written=written)
    assert left == rb'{"a": "a\n\"", "b": {"x": "\"", "y": "}, "c": "", "z": "\""}'


def test_files_are_put_in_as_they_are_and_end_no_string() -> None:
    body = '{"a": "{{v}}{{$file q".txt}}{{v}}", "b": {{$file w.json}}, "c": "{{v}}"}'
    left = rendered(body, {"v": '"'}, {'q".txt': b'x"y', "w.json": b'"'})
    assert left == rb'{"a": "\"x"y\"", "b": ", "c": "\""}'


@pytest.mark.parametrize(
    ("content_type", "body", "left"),
    [
        ("text/plain", '{"a": "{{v}}"}', b'{"a": """}'),
        ("application/x-ndjson", '{"a": "{{v}}"}', b'{"a": """}'),
        ("application/vnd.x+json; charset=utf-8", '{"a": "{{v}}"}', rb'{"a": "\""}'),
        ("", ' {"a": "{{v}}"}', rb' {"a": "\""}'),
        ("", 'a="{{v}}"', b'a="""'),
    ],
)
def test_only_a_body_that_is_meant_as_json_has_strings(
    content_type: str, body: str, left: bytes
) -> None:
    assert rendered(body, {"v": '"'}, content_type=content_type) == left


@pytest.mark.parametrize("content_type", ["text/plain", "application/json"])
def test_what_all_values_of_a_body_come_to_has_an_end(content_type: str) -> None:
    with pytest.raises(FileError) as caught:
        rendered("{{a}}" * 33, {"a": "x" * 1024 * 1024}, content_type=content_type)
    assert caught.value.code is ErrorCode.VARIABLE_TOO_LARGE
