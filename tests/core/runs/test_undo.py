"""Inverses of writes: only those that can be proven."""

import json

import msgspec
import pytest

from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.runs.undo import (
    CREATE,
    DELETE,
    UPDATE,
    NoInverse,
    RecordWrite,
    UndoStep,
    read_write,
    record_row,
    undo_of_create,
    undo_of_update,
    undo_rows,
)
from weda_tui.formats.data_rows import read_rows

HOST = "https://weda.example.cn/gate"
BY_ID = '{"filter": {"where": {"_id": {"$eq": "r 1"}}}, "data": {"name": "新", "credit": 2}}'
UPDATED = RecordWrite(call=UPDATE, model="customer", record='"r 1"', fields=("name", "credit"))


def request(body: str, action: str = "update", env_type: str = "dev") -> PreparedRequest:
    url = f"{HOST}/v1/model/{env_type}/customer/{action}"
    method = "POST" if action.startswith("create") else "PUT"
    return PreparedRequest(method=method, url=url, headers=(), body=body.encode())


def test_a_creation_and_an_update_by_id_have_an_inverse() -> None:
    assert read_write(HOST, "dev", request("{}", "create")) == RecordWrite(
        call=CREATE, model="customer"
    )
    assert read_write(HOST, "dev", request(BY_ID)) == UPDATED


@pytest.mark.parametrize("host", ["https://weda.example.cn", "https://weda.example.cn/other"])
def test_below_another_prefix_is_another_deployment(host: str) -> None:
    assert read_write(host, "dev", request("{}", "create")) is NoInverse.CALL


def test_nothing_else_has_one() -> None:
    for action, body, env_type, reason in [
        ("createMany", "{}", "dev", NoInverse.CALL),
        ("upsert", BY_ID, "dev", NoInverse.CALL),
        ("r1/delete", "", "dev", NoInverse.CALL),
        ("update", BY_ID, "prod", NoInverse.ENV_TYPE),
        ("update", BY_ID.replace("_id", "code"), "dev", NoInverse.CONDITION),
        ("update", BY_ID.replace("$eq", "$neq"), "dev", NoInverse.CONDITION),
        ("update", BY_ID.replace('"r 1"', "null"), "dev", NoInverse.CONDITION),
        ("update", BY_ID.replace('"_id"', '"a": {}, "_id"'), "dev", NoInverse.CONDITION),
        ("update", BY_ID.replace('"_id"', '"_id": {"$eq": 2}, "_id"'), "dev", NoInverse.CONDITION),
        ("update", BY_ID.replace('"credit"', '"name"'), "dev", NoInverse.CONDITION),
        ("update", "no JSON", "dev", NoInverse.CONDITION),
        ("update", BY_ID.partition(', "data"')[0] + "}", "dev", NoInverse.FIELDS),
    ]:
        assert read_write(HOST, env_type, request(body, action)) is reason, (action, body, env_type)


def test_another_method_of_the_same_path_has_no_inverse() -> None:
    deleted = msgspec.structs.replace(request(BY_ID), method="DELETE")
    assert read_write(HOST, "dev", deleted) is NoInverse.CALL


def test_a_creation_is_undone_by_the_id_that_came_back() -> None:
    write = RecordWrite(call=CREATE, model="customer")
    step = undo_of_create("a/b", write, '{"data": {"id": "r/1?"}, "requestId": "x"}')
    assert step == UndoStep("a/b", {"modelName": "customer", "recordId": "r%2F1%3F"}, DELETE)
    assert undo_of_create("a/b", write, '{"data": {}}') is NoInverse.NO_ID
    assert undo_of_create("a/b", write, "<html>") is NoInverse.NO_ID


def test_an_update_is_undone_by_the_values_of_before_digit_for_digit() -> None:
    before = '{"data": {"record": {"name": "旧\\"", "credit": 1.10e2, "other": []}}}'
    step = undo_of_update("a/b", UPDATED, before)
    assert isinstance(step, UndoStep)
    assert step.values["undoData"] == '{"name": "旧\\"", "credit": 1.10e2}'
    assert (step.values["undoId"], step.call) == ('"r 1"', UPDATE)
    assert record_row(UPDATED) == {"modelName": "customer", "recordId": "r%201"}


@pytest.mark.parametrize("credit", ['"credit": [1]', '"credit": {"_id": "1"}', '"x": 1'])
def test_what_is_no_plain_value_cannot_be_put_back(credit: str) -> None:
    before = f'{{"data": {{"record": {{"name": "旧", {credit}}}}}}}'
    assert undo_of_update("a/b", UPDATED, before) is NoInverse.FIELDS


def test_the_rows_of_a_plan_come_last_first_and_are_data_rows() -> None:
    steps = [UndoStep("a", {"modelName": "m", "recordId": str(n)}, DELETE) for n in (1, 2)]
    data = undo_rows(steps)
    assert [row["recordId"] for row in json.loads(data)] == ["2", "1"]
    assert list(read_rows(data, file="undo.json")) == [step.values for step in reversed(steps)]
