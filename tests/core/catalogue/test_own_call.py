"""The values that a user types for a custom call."""

from unicodedata import bidirectional, category

import pytest
from hypothesis import example, given

from tests.strategies import outside_text
from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.catalogue.own_call import (
    CallField,
    CallReason,
    CallTexts,
    OwnCall,
    OwnModule,
    is_module_name,
    is_path,
    read_own_call,
    suggest_action,
)

ACTING = {"Cc", "Cs", "Zl", "Zp"}
"""Categories of characters that control a terminal or end a line, in every version of Unicode."""
TURNING = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
"""Bidirectional classes of characters that change the direction of the text that follows."""
TEXTS = CallTexts(
    title="查订单",
    method="get",
    path="/crm/v2/{envType}/orders/{id}",
    action="GetOrder",
    parameters='{"properties": {"status": {"type": "string"}}}',
    effect=Effect.WRITE,
    token_kind=TokenKind.USER,
)


TAKEN = ("List",)


def faults(**changes: str) -> list[tuple[CallField, CallReason]]:
    import msgspec

    read = read_own_call(msgspec.structs.replace(TEXTS, **changes), taken=TAKEN)
    assert not isinstance(read, OwnCall)
    return [(fault.field, fault.reason) for fault in read]


def test_what_is_typed_is_a_call():
    assert read_own_call(TEXTS, taken=TAKEN) == OwnCall(
        action="GetOrder",
        method="GET",
        path="/crm/v2/{envType}/orders/{id}",
        title="查订单",
        effect=Effect.WRITE,
        token_kind=TokenKind.USER,
        parameters=TEXTS.parameters,
    )


def test_every_fault_is_named_in_the_order_of_the_fields():
    read = read_own_call(CallTexts(parameters="{"))
    assert not isinstance(read, OwnCall)
    assert [fault.field for fault in read] == list(CallField)
    assert read[-1].place is not None
    assert (read[-1].place.line, read[-1].place.column) == (1, 2)


def test_a_fault():
    for field, text, reason in [
        ("title", "", CallReason.MISSING),
        ("method", "FETCH", CallReason.BAD_METHOD),
        ("path", "", CallReason.MISSING),
        ("path", "orders", CallReason.BAD_PATH),
        ("path", "https://evil.example/a", CallReason.BAD_PATH),
        ("path", "/a b", CallReason.BAD_PATH),
        ("path", "/a?b=1", CallReason.BAD_PATH),
        ("path", "/a/{b", CallReason.BAD_PATH),
        ("path", "/a/\u202eb", CallReason.BAD_PATH),
        ("action", "", CallReason.MISSING),
        ("action", "a b", CallReason.BAD_ACTION),
        ("action", "a/b", CallReason.BAD_ACTION),
        ("action", "list", CallReason.TAKEN),
        ("parameters", "[]", CallReason.NOT_AN_OBJECT),
        ("parameters", "{'a': 1}", CallReason.NOT_JSON),
    ]:
        assert faults(**{field: text}) == [(CallField(field), reason)], (field, text, reason)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", ""),
        ("/", ""),
        ("/weda/workflow/v1/{envType}/StopFlow", "StopFlow"),
        ("/orders/{id}", "orders-2"),
        ("/a/x('{id}')", "x"),
        ("/订单/列表", "列表"),
    ],
)
def test_a_name_is_suggested_by_the_path(path: str, name: str):
    assert suggest_action(path, ("Orders", "other")) == name


@given(outside_text)
@example("LIST")
def test_what_is_suggested_can_be_taken(text: str):
    name = suggest_action(f"/{text}", TAKEN)
    assert not name or faults(title="", path="", action=name)[-1][0] is CallField.PATH


@given(outside_text)
def test_a_path_stays_on_the_deployment_and_draws(text: str):
    if is_path(text):
        assert text.startswith("/")
        assert not [c for c in text if category(c) in ACTING or bidirectional(c) in TURNING]


def test_no_name_of_a_module():
    for name in ["", ".", "a.b", "a/b", "con", "a" * 41, "a b", "..", "$x"]:
        assert not is_module_name(name), name


def test_a_call_takes_the_place_of_the_one_of_its_name():
    one, two = OwnCall(action="a"), OwnCall(action="b")
    module = OwnModule(id="own", calls=(one, two))
    other = OwnCall(action="a", title="A")
    assert module.with_call(other).calls == (other, two)
    assert module.with_call(OwnCall(action="c")).calls[-1].action == "c"
    assert module.without_call("a").calls == (two,)
