import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.json.text import format_json
from weda_tui.core.requests.body import (
    find_body_fault,
    find_draft_fault,
    find_filled_fault,
    format_body,
)
from weda_tui.core.requests.draft import Header, RequestDraft
from weda_tui.core.text.template import render


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"a":{{id}},"b":[{{ n }}]}', '{\n  "a": {{id}},\n  "b": [\n    {{ n }}\n  ]\n}'),
        ('{"a":"x{{id}}{{id}}9"}', '{\n  "a": "x{{id}}{{id}}9"\n}'),
        ("[1{{id}},9{{id}}9]", "[\n  1{{id}},\n  9{{id}}9\n]"),
        ('{"a":1528933366865600513.10}', '{\n  "a": 1528933366865600513.10\n}'),
        ("{{whole}}", "{{whole}}"),
    ],
)
def test_a_body_is_laid_out_with_its_variables_as_typed(body: str, expected: str) -> None:
    assert find_body_fault(body) is None
    assert format_body(body) == expected


@pytest.mark.parametrize("body", ['{"a": {{id}', "{{id}} {{id}}", "{{{id}}: 1}", '{"a": {{i d}}}'])
def test_what_is_no_json_has_a_fault_and_no_layout(body: str) -> None:
    assert find_body_fault(body) is not None
    assert format_body(body) is None


def test_only_a_body_that_is_meant_to_be_json_is_judged() -> None:
    for content_type, body, is_judged in [
        ("application/json;charset=utf-8", "a=1", True),
        ("text/JSON", "a=1", True),
        ("application/problem+json", "{", True),
        ("application/x-json", "{", True),
        ("application/x-www-form-urlencoded", "a=1", False),
        ("multipart/form-data; boundary=json", "--json\r\n", False),
        ("application/octet-stream", "{\x00", False),
        ("text/plain", "{not json", False),
        ("application/x-ndjson", "{}\n{}", False),
        ("application/json-seq", "{}\n{}", False),
        ("{{type}}", "a=1", False),
        ("{{type}}", " {a", True),
        ("", "a=1", False),
        ("", "\n[1", True),
        (None, "a=1", False),
        (None, "{{a", True),
        (None, "{{a}}=1", False),
    ]:
        case = content_type, body, is_judged
        headers = () if content_type is None else (("content-TYPE", content_type),)
        draft = RequestDraft(endpoint_id="", method="POST", url="", headers=headers, body=body)
        assert find_draft_fault(draft) == (find_body_fault(body) if is_judged else None), case
        assert find_body_fault(body) is not None, case


def test_an_empty_body_has_no_fault() -> None:
    assert find_body_fault(" \n") is None


def test_a_number_that_is_in_the_body_already_is_not_taken_for_a_variable() -> None:
    taken = f"9{8**6:o}{0:06o}"
    assert format_body(f"[{taken},{{{{id}}}}]") == f"[\n  {taken},\n  {{{{id}}}}\n]"


@given(st.lists(st.sampled_from(["{{a}}", "12", '"{{a}}7{{b}}"', "[{{b}},9]", "1{{a}}"])))
def test_laying_out_and_giving_values_can_be_done_in_either_order(items: list[str]) -> None:
    body = f"[{','.join(items)}]"
    values = {"a": "70", "b": "8"}
    formatted = format_body(body)
    assert formatted is not None
    rendered = render(formatted, values)
    assert json.loads(rendered) == json.loads(render(body, values))
    assert rendered.encode() == format_json(render(body, values).encode())


# -- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body", ["{{$file t.json}}", '{"a": {{$file t.json}}, "b": 1}', '["{{$file a.txt}}"]']
)
@pytest.mark.parametrize("headers", [(), (("Content-Type", "application/json"),)])
def test_a_file_is_no_fault_before_it_is_filled_in(body: str, headers: tuple[Header, ...]):
    draft = RequestDraft(endpoint_id="e", method="POST", url="u", headers=headers, body=body)
    assert find_draft_fault(draft) is None
    assert find_body_fault(body) is None
    assert format_body(body) is not None


@pytest.mark.parametrize(
    ("body", "content", "fault"),
    [
        ('{\n "a": "{{$file a.txt}}"}', b"plain", None),
        ('{\n "a": "{{$file a.txt}}"}', b"two\nlines", (2, 8, "Invalid control character at")),
        ('["{{who}}", "{{$file a.txt}}"]', b'a "quote"', (1, 14, "Expecting ',' delimiter")),
        ("{{$file a.txt}}", b'{"a": 1}', None),
        ('{"a": {{$file a.txt}}}', b"[1, ]", (1, 7, None)),
    ],
)
def test_a_file_that_breaks_the_json_is_named_at_its_reference(
    body: str, content: bytes, fault: tuple[int, int, str | None] | None
):
    found = find_filled_fault(body, {"a.txt": content})
    if fault is None:
        assert found is None
    else:
        assert found is not None
        assert (found.file, found.line, found.column) == ("a.txt", *fault[:2])
        assert fault[2] in {found.reason, None}


def test_of_two_files_the_one_that_breaks_it_is_named():
    body = '{"a": "{{$file good.txt}}",\n"b": "{{$file bad.txt}}"}'
    found = find_filled_fault(body, {"good.txt": b"fine", "bad.txt": b"\t"})
    assert found is not None
    assert (found.file, found.line, found.column) == ("bad.txt", 2, 7)
