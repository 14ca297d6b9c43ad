import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import names, outside_text
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.text import find_fault
from weda_tui.core.text import template
from weda_tui.core.text.template import with_digits


def test_blanks_inside_the_braces_do_not_matter() -> None:
    assert template.render("{{ a }}-{{a}}", {"a": "1"}) == "1-1"


def test_json_braces_are_not_variables() -> None:
    text = '{"a": {"b": {}}}'
    assert template.names(text) == []
    assert template.render(text, {}) == text


def test_an_unknown_variable_names_the_nearest() -> None:
    with pytest.raises(FileError) as caught:
        template.render("{{vars.hots}}/x", {"vars.host": "h"})
    assert caught.value.code is ErrorCode.VARIABLE_UNKNOWN
    assert caught.value.parameters == {"name": "vars.hots", "nearest": "vars.host"}


def test_an_unknown_variable_like_no_other_has_no_nearest() -> None:
    with pytest.raises(FileError) as caught:
        template.render("{{zzz}}", {"vars.host": "h"})
    assert caught.value.parameters["nearest"] == ""


@given(names, outside_text)
def test_a_value_is_never_expanded_again(name: str, value: str) -> None:
    hostile = f"{value}{{{{{name}}}}}\\1"
    assert template.render(f"<{{{{{name}}}}}>", {name: hostile}) == f"<{hostile}>"


@given(st.lists(names, unique=True, max_size=5))
def test_names_come_in_order_each_once(wanted: list[str]) -> None:
    text = "".join(f"{{{{{name}}}}}" for name in [*wanted, *wanted])
    assert template.names(text) == wanted


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('{"a": {{approver}}, "b": }', (1, 26)),
        ('{"键": "{{名}}\t", "b": }', (1, 13)),
        ('{"a": {{ x\n }},\n "b": }', (3, 7)),
        ('{"a": {{x}}{{y}}1, "{{k}}": "{{v}}-{{w}}", "n": -{{n}}.5}', None),
        ("{{whole}}", None),
    ],
)
def test_a_fault_behind_a_variable_stands_where_it_is_typed(
    body: str, fault: tuple[int, int] | None
) -> None:
    found = find_fault(with_digits(body))
    assert (found and (found.line, found.column)) == fault
    assert [len(line) for line in with_digits(body).split("\n")] == [
        len(line) for line in body.split("\n")
    ]
