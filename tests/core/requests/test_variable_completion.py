from hypothesis import given

from tests.strategies import names, outside_text
from weda_tui.core.requests.variable_completion import complete_variable
from weda_tui.core.text.template import VARIABLE

NAMES = ("approver", "vars.host", "WeDa.EnvType", "$timestamp")


def completed(marked: str, choose: int = 0) -> str | None:
    """Return a text after an option is chosen; ``|`` marks the cursor before and after."""
    at = marked.index("|")
    text = marked.replace("|", "")
    offer = complete_variable(text, at, NAMES)
    if offer is None:
        return None
    new, cursor = offer.written(offer.options[choose])
    whole = text[: offer.start] + new + text[offer.end :]
    return f"{whole[: offer.start + cursor]}|{whole[offer.start + cursor :]}"


def test_a_name_is_completed_with_its_braces():
    for before, after in [
        ("{{|", "{{approver}}|"),
        ("{{v|", "{{vars.host}}|"),
        ("{{ WEDA|", "{{WeDa.EnvType}}|"),
        ("{{host|", "{{vars.host}}|"),
        ("{{$|", "{{$timestamp}}|"),
        ("{{v|}}/x", "{{vars.host}}|/x"),
        ("{{v|ars}}/x", "{{vars.host}}|/x"),
        ("{{v| }}", "{{vars.host}}|"),
        ("{{v|/x", "{{vars.host}}|/x"),
        ('{"a": "{{app|"}', '{"a": "{{approver}}|"}'),
        ('{"a": {{app|, "b": 1}', '{"a": {{approver}}|, "b": 1}'),
        ("{{a}}{{v|", "{{a}}{{vars.host}}|"),
        ("{{v|{{a}}", "{{vars.host}}|{{a}}"),
        ("{{\n{{v|", "{{\n{{vars.host}}|"),
    ]:
        assert completed(before) == after, before


def test_where_no_name_belongs_none_is_offered():
    for text in [
        "|",
        "{|",
        "{{zzz|",
        "{{vars.host|}}",
        "{{vars.host}}|",
        '{"a": {"b|',
        "{{\n|",
        "{{a b|",
    ]:
        assert completed(text) is None, text


def test_names_that_begin_so_come_alone():
    offer = complete_variable("{{a", 3, ("xa", "ab", "Ac"))
    assert offer is not None
    assert offer.options == ("ab", "Ac")


@given(outside_text, outside_text, names)
def test_what_is_completed_is_a_variable_and_the_rest_stays(head: str, tail: str, name: str):
    text = f"{head}{{{{{name[:1]}{tail}"
    at = len(head) + 3
    offer = complete_variable(text, at, [name])
    if offer is not None:
        new, _ = offer.written(offer.options[0])
        assert VARIABLE.fullmatch(new)
        assert text[: offer.start].startswith(head[: offer.start])
        assert offer.start <= at <= offer.end
