import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.body_text import find_body_fault, format_body
from weda_tui.core.json_text import format_json
from weda_tui.core.template import render


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
