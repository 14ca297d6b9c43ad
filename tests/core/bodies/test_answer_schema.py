"""What the catalogue, a user's document and a model say about a response, by path."""

import json

import msgspec
import pytest

from weda_tui.core.bodies.answer_schema import AnswerShape, answer_shape, common_meanings
from weda_tui.core.catalogue.endpoint import Confidence, EnumValue
from weda_tui.core.json.tree import Path
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField
from weda_tui.core.models.model_calls import calls_of
from weda_tui.formats.openapi.read import read_openapi
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

CATALOGUE = load_bundled_catalogue()
RECORD: Path = ("Response", "Data", "Result", 7)


def shape_of(action: str, *, is_success: bool = True) -> AnswerShape:
    return answer_shape(CATALOGUE.get(f"workflow.{action}"), is_success=is_success)


def shape_from(schema: object) -> AnswerShape:
    """Return the shape of a response from a schema in a user's document."""
    responses = {"200": {"content": {"application/json": {"schema": schema}}}}
    document = {"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": responses}}}}
    (endpoint,) = read_openapi(json.dumps(document).encode(), name="a.json").endpoints
    return answer_shape(endpoint, is_success=True)


def meaning(shape: AnswerShape, path: Path, value: str) -> str:
    found = shape.meaning(path, value)
    return found.zh if found is not None else ""


def test_a_value_means_what_its_own_call_says_of_it():
    tasks, manage = shape_of("GetFlowInstanceTasks"), shape_of("DescribeManageInstanceTaskList")
    assert meaning(tasks, (*RECORD, "TaskStatus"), "1") == "待办"
    assert meaning(tasks, (*RECORD, "TaskStatus"), "2") == "已办"
    assert meaning(manage, ("Response", "Data", "TaskList", 0, "TaskStatus"), "2") == "同意"
    assert meaning(tasks, (*RECORD, "TaskStatus"), "99") == ""
    assert meaning(tasks, ("TaskStatus",), "1") == ""


def test_the_envelope_counts_in_either_case_and_arrays_at_the_top_too():
    tasks = shape_of("GetFlowInstanceTasks")
    path = ("response", "data", "Result", 0, "TaskStatus")
    assert meaning(tasks, path, "1") == "待办"
    approvers = shape_of("DescribeInstanceApproverList")
    assert approvers.is_unlisted(("Response", "Data", 0, "Age"))
    assert not approvers.is_unlisted(("Response", "Data", 0, "Uid"))


def test_json_inside_a_string_has_its_documented_fields():
    operations = shape_of("GetFlowInstanceOperations")
    assert meaning(operations, (*RECORD, "Content", "action"), "2") == "同意"


def test_a_field_that_the_documentation_lacks_is_told():
    for path, is_unlisted in [
        ((*RECORD, "TaskStatus"), False),
        ((*RECORD, "taskstatus"), False),
        ((*RECORD, "Extra"), True),
        ((*RECORD, "Extra", "inside"), False),
        ((*RECORD, "FlowStartUser", "Extra"), True),
        ((*RECORD, "FlowStartUser", "UserExtraInfo", "anything"), False),
        (("Response", "Extra"), False),
        (("Extra",), False),
        (RECORD, False),
        ((), False),
    ]:
        assert shape_of("GetFlowInstanceTasks").is_unlisted(path) is is_unlisted, path


def test_of_a_failure_or_of_half_knowledge_nothing_is_missed():
    failed = shape_of("GetFlowInstanceTasks", is_success=False)
    assert not failed.is_unlisted((*RECORD, "Extra"))
    assert failed.lacking(RECORD, []) is None
    call = CATALOGUE.get("workflow.GetFlowInstanceTasks")
    half = msgspec.structs.replace(call, confidence=Confidence.CLIENT_CODE)
    assert not answer_shape(half, is_success=True).is_unlisted((*RECORD, "Extra"))


def test_records_of_which_nobody_knows_the_fields_hold_whatever_they_hold():
    records = answer_shape(CATALOGUE.get("model.list"), is_success=True)
    assert not records.is_unlisted(("data", "records", 0, "anything"))
    assert records.is_unlisted(("data", "Extra"))
    created = answer_shape(CATALOGUE.get("odata.create"), is_success=True)
    assert not created.is_unlisted(("anything",))


def test_a_model_knows_its_fields_and_those_of_the_platform():
    model = DataModel(
        name="contract",
        fields=(
            ModelField(name="level", kind=FieldKind.OPTION, type="string", is_required=True,
                       options=(EnumValue("A"),)),
            ModelField(name="owner_of", kind=FieldKind.RELATION, type="object"),
        ),
    )  # fmt: skip
    module = next(each for each in CATALOGUE.modules if each.id == "model")
    calls = {call.action: call for call in calls_of(module, model).endpoints}
    action = next(name for name in calls if name.endswith("list"))
    shape = answer_shape(calls[action], is_success=True)
    record: Path = ("data", "records", 0)
    assert shape.is_unlisted((*record, "colour"))
    for name in ("level", "_id", "createdAt", "_openid", "@relation"):
        assert not shape.is_unlisted((*record, name))
    assert not shape.is_unlisted((*record, "owner_of", "anything"))
    lacking = shape.lacking(record, ["owner_of"])
    assert lacking is not None
    assert lacking.of_model
    assert not lacking.always, "a call may select fields"
    assert [field.name for field in lacking.other] == ["level"]


OBJECT: dict[str, object] = {
    "type": "object",
    "required": ["a"],
    "properties": {"a": {"type": "integer"}, "b": {"type": "object", "properties": {"c": {}}}},
}


MORE: list[dict[str, object]] = [
    {"additionalProperties": True},
    {"additionalProperties": {"type": "string"}},
    {"oneOf": [{"properties": {"d": {}}}, {"properties": {"x": {}}}]},
    {"anyOf": [{"properties": {"d": {}}}, {"properties": {"x": {}}}]},
]


def test_only_what_is_required_is_always_there():
    lacking = shape_from(OBJECT).lacking((), ["x"])
    assert lacking is not None
    assert [field.name for field in lacking.always] == ["a"]
    assert [field.name for field in lacking.other] == ["b"]
    whole = shape_from(OBJECT).lacking((), ["A", "b"])
    assert whole is not None
    assert not whole
    assert shape_from(OBJECT).lacking(("a",), []) is None


@pytest.mark.parametrize("more", MORE)
def test_a_list_that_is_not_closed_lacks_nothing(more: dict[str, object]):
    whole: dict[str, object] = {**OBJECT, **more}
    array: object = {"type": "array", "items": whole}
    inside: object = {"type": "object", "properties": {"one": whole, "many": array}}
    assert not shape_from(whole).is_unlisted(("x",))
    assert not shape_from(inside).is_unlisted(("one", "x"))
    assert not shape_from(inside).is_unlisted(("many", 0, "x"))
    assert shape_from(OBJECT).is_unlisted(("x",))


def test_arrays_of_arrays_and_of_scalars_are_followed():
    listed = {"type": "integer", "enum": [1], "x-enum": [{"value": 1, "zh": "一", "en": "one"}]}
    rows: object = {"type": "array", "items": {"type": "array", "items": OBJECT}}
    flat: object = {"type": "array", "items": listed}
    shape = shape_from({"type": "object", "properties": {"flat": flat, "deep": rows}})
    assert meaning(shape, ("flat", 3), "1") == "一"
    assert meaning(shape, ("flat",), "1") == ""
    assert shape.is_unlisted(("deep", 1, 2, "x"))
    assert not shape.is_unlisted(("deep", 1, 2, "a"))


def test_a_value_that_means_the_same_everywhere_is_known_where_nothing_is_documented():
    module = next(each for each in CATALOGUE.modules if each.id == "workflow")
    found = common_meanings(module)
    assert found["Source"]["4"].zh == "微搭内部用户"
    assert "Status" not in found
    assert "TaskStatus" not in found
    details = shape_of("StartProcessWithParams").with_meanings(found)
    assert meaning(details, ("Response", "Data", "Source"), "4") == "微搭内部用户"
    model = next(each for each in CATALOGUE.modules if each.id == "model")
    assert common_meanings(model) == {}
