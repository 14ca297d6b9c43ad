"""Rows of a form: all parameters of the schema and all values of the draft."""

import json
from collections.abc import Iterable
from typing import Any

import msgspec
from hypothesis import given

from tests.strategies import json_values
from weda_tui.core.catalogue.endpoint import (
    Bilingual,
    Confidence,
    Effect,
    Endpoint,
    EndpointDetails,
    EnumValue,
    Parameter,
    TokenKind,
)
from weda_tui.core.json.tree import Path
from weda_tui.core.lazy import known
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.draft_check import FindingKind, check_draft
from weda_tui.core.requests.form import DEEPEST, FormRow, FormRowKind, has_fields, read_form
from weda_tui.core.requests.form_edits import add_group, edit_row


def field(
    name: str, kind: str = "string", *children: Parameter, required: bool = False
) -> Parameter:
    return Parameter(name=name, location="body", type=kind, required=required, children=children)


USER = (field("UserId", required=True), field("Type", "integer", required=True))
BODY = (
    field("TaskId", required=True),
    field("Approver", "object", *USER, required=True),
    field("TurnToUser", "object", *USER),
    field("CcUserIds", "array<string>"),
    field("Steps", "array", field("Name", required=True)),
    field("PageParams", "object", field("<key>", "object", field("Value", "any"))),
    field("Where", "object"),
    msgspec.structs.replace(field("Status", "integer"), enum=(EnumValue(1), EnumValue(2))),
)
PARAMETERS = (
    Parameter(name="envType", location="path", type="string", required=True),
    Parameter(name="modelName", location="path", type="string", required=True),
    Parameter(name="pageSize", location="query", type="integer"),
    Parameter(name="X-Id", location="header", type="string", required=True),
)


def endpoint(
    body: tuple[Parameter, ...] = BODY, parameters: tuple[Parameter, ...] = PARAMETERS
) -> Endpoint:
    return Endpoint(
        id="m.Do", module="m", group="", method="POST", path="/v1/{envType}/{modelName}/do",
        title=Bilingual(), effect=Effect.READ, confidence=Confidence.DOCUMENTED,
        token_kind=TokenKind.KEY, details=known(EndpointDetails(parameters=parameters, body=body)),
    )  # fmt: skip


CALL = endpoint()


def draft(body: str = "", call: Endpoint = CALL) -> RequestDraft:
    return msgspec.structs.replace(draft_for(call), body=body)


def rows(body: str = "", call: Endpoint = CALL) -> list[FormRow]:
    return list(read_form(call, draft(body, call)).rows)


def row_at(where: RequestDraft, *path: str | int, call: Endpoint = CALL) -> FormRow:
    return next(row for row in read_form(call, where).rows if row.path == path)


def outline(body: str) -> list[str]:
    return [f"{'  ' * row.depth}{row.name}={row.text}" for row in rows(body)]


def test_what_has_to_be_filled_comes_first_and_the_rest_after_it() -> None:
    assert outline("") == [
        "modelName=", "X-Id=", "TaskId=", "Approver=", "  UserId=", "  Type=",
        "pageSize=", "TurnToUser=", "CcUserIds=", "Steps=", "PageParams=", "Where=", "Status=",
    ]  # fmt: skip
    form = read_form(CALL, draft())
    assert form.unset == 7


def test_what_is_there_is_unfolded_with_the_place_for_one_more() -> None:
    body = '{"CcUserIds": ["a", 5], "PageParams": {"p": {"Value": 1.10}}, "Where": {"x": null}}'
    assert [(row.path, row.kind, row.text) for row in rows(body) if row.path[:1] != ("Approver",)][
        3:-4
    ] == [
        (("CcUserIds",), FormRowKind.GROUP, ""),
        (("CcUserIds", 0), FormRowKind.FIELD, "a"),
        (("CcUserIds", 1), FormRowKind.FIELD, "5"),
        (("CcUserIds", 2), FormRowKind.ADD_ITEM, ""),
        (("PageParams",), FormRowKind.GROUP, ""),
        (("PageParams", "p"), FormRowKind.GROUP, ""),
        (("PageParams", "p", "Value"), FormRowKind.FIELD, "1.10"),
        (("PageParams", "<key>"), FormRowKind.ADD_KEY, ""),
        (("Where",), FormRowKind.GROUP, ""),
        (("Where", "x"), FormRowKind.FIELD, "null"),
        (("Where", ""), FormRowKind.ADD_KEY, ""),
    ]


def members(
    value: dict[str, Any] | list[Any] | str | float | None,
) -> Iterable[tuple[str | int, Any]]:
    match value:
        case dict():
            return value.items()
        case list():
            return enumerate(value)
        case _:
            return ()


@given(json_values)
def test_every_member_of_a_body_has_a_row(value: Any) -> None:
    """Everything that was typed as JSON is in the form too."""
    body = json.dumps({"TaskId": "1", "extra": value})
    found = {row.path for row in rows(body)}

    def expect(inside: Any, path: Path) -> None:
        assert path in found
        for step, child in members(inside):
            expect(child, (*path, step))

    expect(value, ("extra",))
    assert not next(row for row in rows(body) if row.path == ("extra",)).is_known


def test_a_body_that_is_no_json_leaves_the_other_rows() -> None:
    form = read_form(CALL, draft('{"TaskId": '))
    assert not form.is_readable
    assert {row.location for row in form.rows} == {"path", "query", "header"}


def test_nesting_of_any_depth_has_an_end() -> None:
    body = '{"deep": ' + "[" * 5000 + "]" * 5000 + "}"
    deepest = max(row.depth for row in rows(body))
    assert deepest == DEEPEST


def test_an_array_is_a_body_too() -> None:
    call = endpoint((field("[]", "array", field("objectId", required=True)),))
    found = [row for row in rows('[{"objectId": "a"}]', call) if row.location == "body"]
    assert [(row.path, row.kind) for row in found] == [
        ((0,), FormRowKind.GROUP), ((0, "objectId"), FormRowKind.FIELD),
        ((1,), FormRowKind.ADD_ITEM),
    ]  # fmt: skip


def test_a_body_of_another_shape_is_one_row_that_says_so() -> None:
    found = [row for row in rows("[1]") if row.location == "body"]
    assert [row.path for row in found] == [()]
    assert [finding.kind for finding in check_draft(CALL, draft("[1]"))][-1:] == [
        FindingKind.WRONG_TYPE
    ]


def test_a_call_without_fields_has_no_form() -> None:
    assert has_fields(CALL)
    assert not has_fields(endpoint((), PARAMETERS[:1]))
    assert not has_fields(endpoint((field("<binary>", "binary"),), PARAMETERS[:1]))


# -- the check -------------------------------------------------------------------------------

COMPLETE = '{"TaskId": "1", "Approver": {"UserId": "2", "Type": 4}}'


def findings(body: str) -> list[tuple[str, str]]:
    found = check_draft(CALL, draft(body), known=("modelName", "X-Id"))
    return [(finding.name, finding.kind.value) for finding in found]


def test_what_is_not_as_the_documents_say_is_named() -> None:
    for body, found in [
        (COMPLETE, []),
        ("", [("TaskId", "missing"), ("Approver.UserId", "missing"), ("Approver.Type", "missing")]),
        (COMPLETE.replace('"1"', "1"), [("TaskId", "wrong-type")]),
        (COMPLETE.replace('"1"', "null"), [("TaskId", "missing")]),
        (COMPLETE.replace("4", '"4"'), [("Approver.Type", "wrong-type")]),
        (COMPLETE.replace("4", "{{user}}"), []),
        (COMPLETE[:-1] + ', "Status": 3}', [("Status", "not-listed")]),
        (
            COMPLETE[:-1] + ', "TurnToUser": {}}',
            [("TurnToUser.UserId", "missing"), ("TurnToUser.Type", "missing")],
        ),
        (COMPLETE[:-1] + ', "Steps": [{"Name": "a"}, {}]}', [("Steps[1].Name", "missing")]),
        (COMPLETE[:-1] + ', "CcUserIds": [1]}', [("CcUserIds[0]", "wrong-type")]),
        (COMPLETE[:-1] + ', "CcUserIds": "1"}', [("CcUserIds", "wrong-type")]),
        (COMPLETE[:-1] + ', "unknown": [1, "a"]}', []),
        ("{oops", []),
    ]:
        assert findings(body) == found, body


def test_a_path_parameter_that_is_its_own_variable_is_missing() -> None:
    names = [finding.name for finding in check_draft(CALL, draft(COMPLETE))]
    assert names == ["modelName", "X-Id"]


def test_text_in_a_query_number_is_of_the_wrong_type() -> None:
    wrong = msgspec.structs.replace(draft(COMPLETE), url="{{h}}/v1/prod/m/do?pageSize=ten")
    assert ("pageSize", FindingKind.WRONG_TYPE) in [
        (finding.name, finding.kind) for finding in check_draft(CALL, wrong)
    ]


# -- edits -----------------------------------------------------------------------------------

TEXT = '{\n  "TaskId": "1",\n  "odd": 1.10, "big": 1893450276618240001\n}'


def typed(where: RequestDraft, text: str, *path: str | int) -> RequestDraft:
    edit = edit_row(CALL, where, row_at(where, *path))
    assert edit is not None
    return edit.typed(text)


def test_typing_changes_the_value_and_nothing_else() -> None:
    assert typed(draft(TEXT), '2"', "TaskId").body == TEXT.replace('"1"', '"2\\""')


def test_typing_into_what_is_not_there_adds_it_and_clearing_takes_it_out() -> None:
    before = draft(TEXT)
    edit = edit_row(CALL, before, row_at(before, "Approver", "UserId"))
    assert edit is not None
    assert '"big": 1893450276618240001, "Approver": {"UserId": "7"}' in edit.typed("7").body
    assert edit.typed("") == before


def test_clearing_a_value_does_not_send_it_and_typing_again_puts_it_back_in_its_place() -> None:
    before = draft(TEXT)
    edit = edit_row(CALL, before, row_at(before, "TaskId"))
    assert edit is not None
    assert '"TaskId"' not in edit.typed("").body
    assert edit.typed("1") == before


def test_an_item_that_is_cleared_keeps_its_place() -> None:
    before = draft('{"CcUserIds": ["a", "b"]}')
    assert typed(before, "", "CcUserIds", 0).body == '{"CcUserIds": ["", "b"]}'
    edit = edit_row(CALL, before, row_at(before, "CcUserIds", 0))
    assert edit is not None
    assert edit.removed().body == '{"CcUserIds": ["b"]}'
    assert typed(before, "c", "CcUserIds", 2).body == '{"CcUserIds": ["a", "b", "c"]}'


def test_path_query_and_header_are_typed_where_they_live() -> None:
    before = draft()
    assert typed(before, "a/b", "modelName").url.endswith("/a%2Fb/do")
    assert typed(typed(before, "a", "modelName"), "", "modelName") == before
    sized = typed(before, "20", "pageSize")
    assert sized.url == before.url + "?pageSize=20"
    assert typed(sized, "", "pageSize") == before
    assert ("X-Id", "{{x}}") in typed(before, "{{x}}", "X-Id").headers


def test_a_group_and_a_named_member_are_added_empty() -> None:
    before = draft('{"PageParams": {}}')
    added = add_group(CALL, before, row_at(before, "PageParams", "<key>"), "approve")
    assert added is not None
    assert json.loads(added.body) == {"PageParams": {"approve": {}}}
    steps = add_group(CALL, before, row_at(before, "Steps"))
    assert steps is not None
    assert json.loads(steps.body) == {"PageParams": {}, "Steps": []}


def test_a_listed_value_is_written_by_its_type() -> None:
    before = draft("{}")
    edit = edit_row(CALL, before, row_at(before, "Status"))
    assert edit is not None
    assert json.loads(edit.chosen(2).body) == {"Status": 2}


def test_a_row_whose_place_is_gone_is_not_edited() -> None:
    before = draft(TEXT)
    row = row_at(before, "Approver", "UserId")
    assert edit_row(CALL, draft('{"Approver": "x"}'), row) is None
    path = row_at(before, "modelName")
    assert edit_row(CALL, msgspec.structs.replace(before, url="https://x.cn"), path) is None
