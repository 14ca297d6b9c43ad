"""The response with the list of models becomes values, whatever else it contains."""

import json
from typing import Any

from hypothesis import given

from tests.strategies import json_bodies, json_values
from weda_tui.core.catalogue.endpoint import Bilingual, EnumValue
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField
from weda_tui.formats.models import (
    MOST_FIELDS,
    MOST_MODELS,
    option_sets_of,
    read_option_sets,
    read_schema_list,
    with_options,
)


def answer(*entries: Any) -> bytes:
    data = {"QueryDataSourceSchemaResultList": list(entries), "RequestId": "r"}
    return json.dumps({"Response": {"RequestId": "r", "Data": data}}).encode()


def entry(schema: Any, name: str = "customer", title: str = "客户") -> dict[str, Any]:
    return {"Id": "data-1", "Name": name, "Title": title, "Schema": json.dumps(schema)}


def only_model(schema: Any) -> DataModel:
    read = read_schema_list(answer(entry(schema)))
    assert read is not None
    models, left_out = read
    assert left_out == 0
    return models[0]


def fields_of(**properties: Any) -> dict[str, ModelField]:
    return only_model({"properties": properties}).by_name


def test_kinds() -> None:
    cases: list[tuple[dict[str, Any], FieldKind, str]] = [
        ({"type": "string"}, FieldKind.TEXT, "string"),
        ({"type": "number"}, FieldKind.NUMBER, "number"),
        ({"type": "boolean"}, FieldKind.BOOLEAN, "boolean"),
        ({"type": "number", "format": "datetime"}, FieldKind.TIME, "integer"),
        ({"type": "string", "format": "date"}, FieldKind.TEXT, "string"),
        ({"type": "string", "format": "x-enum"}, FieldKind.OPTION, "string"),
        ({"type": "string", "enum": ["A"]}, FieldKind.OPTION, "string"),
        ({"type": "array", "items": {"type": "string"}}, FieldKind.JSON, "array<string>"),
        ({"type": ["array", "object"]}, FieldKind.JSON, "any"),
        ({"type": "object"}, FieldKind.JSON, "object"),
        ({"type": "object", "format": "related"}, FieldKind.RELATION, "object"),
        ({"type": "string", "format": "father-son"}, FieldKind.RELATION, "string"),
        ({"type": "array", "x-related-model": "order"}, FieldKind.RELATION, "array"),
        ({}, FieldKind.UNKNOWN, "any"),
        ({"type": 5, "format": [], "title": {}}, FieldKind.UNKNOWN, "any"),
    ]
    for described, kind, json_type in cases:
        field = fields_of(a=described)["a"]
        assert (field.kind, field.type) == (kind, json_type), described


def test_a_schema_of_an_application() -> None:
    model = only_model(
        {
            "title": "联系人",
            "properties": {
                "owner": {
                    "type": "string", "title": "所有人", "format": "father-son", "x-index": 4,
                    "x-system": True, "x-parent": {"parentDataSourceName": "sys_user"},
                },
                "phone": {"type": "string", "title": "电话", "x-required": True, "x-index": 10},
                "name": {"type": "string", "title": "姓名", "maxLength": 64, "x-index": 8},
                "_departmentList": {"type": "array", "x-system": True, "x-index": 7},
                "level": {"type": "string", "enum": ["A", 2, None], "x-option-set": "level"},
            },
            "required": ["name", "owner"],
        }
    )  # fmt: skip
    assert (model.name, model.title, model.id) == ("customer", "客户", "data-1")
    assert list(model.by_name) == ["name", "phone", "level", "owner", "_departmentList"]
    fields = model.by_name
    assert fields["name"].is_required
    assert fields["name"].longest == 64
    assert fields["phone"].is_required
    assert fields["owner"].is_system
    assert not fields["owner"].is_required
    assert fields["owner"].related == "sys_user"
    assert fields["level"].options == (EnumValue("A"), EnumValue(2))


def test_entries_that_cannot_be_read_are_counted() -> None:
    read = read_schema_list(
        answer(
            entry({}),
            entry({}, name="../etc"),
            entry({}, name="a.b"),
            {"Title": "no name"},
            {"Name": "broken", "Schema": "{"},
            {"Name": "list", "Schema": "[]"},
            entry({}),
            {"Name": "empty", "Schema": "", "Title": None},
        )
    )
    assert read is not None
    models, left_out = read
    assert [model.name for model in models] == ["customer", "empty"]
    assert left_out == 6


def test_an_answer_that_is_no_list_has_no_models() -> None:
    assert read_schema_list(b"<html>") is None
    assert read_schema_list(b'{"Response":{"Error":{"Code":"x"}}}') is None
    assert read_schema_list(b"[" * 100_000) is None
    empty = b'{"Response":{"Data":{"QueryDataSourceSchemaResultList":null}}}'
    assert read_schema_list(empty) == ((), 0)


def test_there_is_a_most_of_everything() -> None:
    read = read_schema_list(answer(*(entry({}, name=f"m{n}") for n in range(MOST_MODELS + 3))))
    assert read is not None
    assert (len(read[0]), read[1]) == (MOST_MODELS, 3)
    many = fields_of(**{f"f{n}": {"type": "string"} for n in range(MOST_FIELDS + 3)})
    assert len(many) == MOST_FIELDS


@given(json_values)
def test_any_schema_is_read(schema: Any) -> None:
    read = read_schema_list(answer(entry({"properties": {"a": schema}, "required": schema})))
    assert read is not None
    assert read_schema_list(answer(entry(schema))) is not None


@given(json_bodies)
def test_any_answer_is_read(body: bytes) -> None:
    read_schema_list(body)
    read_option_sets(body)


def test_option_sets_give_fields_their_values() -> None:
    body = {"response": {"data": {"total": 1, "items": [
        {"name": "level", "data": {"A": "战略客户", "B": "重点客户"}}, {"name": "broken"},
    ]}}}  # fmt: skip
    sets = read_option_sets(json.dumps(body).encode())
    assert list(sets) == ["level"]
    model = only_model({"properties": {"a": {"type": "string", "x-option-set": "level"}}})
    assert option_sets_of((model, model)) == ("level",)
    (filled,) = with_options((model,), sets)
    assert filled.by_name["a"].options == (
        EnumValue("A", Bilingual(zh="战略客户")),
        EnumValue("B", Bilingual(zh="重点客户")),
    )
