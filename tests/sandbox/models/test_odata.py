from typing import Any

import httpx
import pytest

from tests.sandbox.calling import Calling

BASE = "/weda/odata/v1/prod/customer"
BATCH = "/weda/odata/v1/batch/prod/customer"


async def send(sandbox: Calling, method: str, path: str, body: Any = None) -> httpx.Response:
    return await sandbox.send(method, path, body, as_user=False)


async def found(sandbox: Calling, base: str = BASE, **query: str) -> Any:
    options = {"params": {f"${name}": value for name, value in query.items()}}
    return await sandbox.ask("GET", base, as_user=False, **options)


async def create(sandbox: Calling, **fields: Any) -> str:
    answer = await send(sandbox, "POST", BASE, {"name": "新客户", **fields})
    assert answer.status_code == 201
    return answer.json()["_id"]


async def test_a_record_is_created_read_changed_and_deleted(sandbox: Calling) -> None:
    answer = await send(sandbox, "POST", BASE, {"name": "新客户", "level": "A"})
    assert answer.status_code == 201
    record = answer.json()
    assert record["@odata.context"] == "$metadata#customer"
    assert (record["name"], record["level"]) == ("新客户", "A")
    assert record["createdAt"] == record["updatedAt"]
    path = f"{BASE}('{record['_id']}')"
    assert (await send(sandbox, "GET", path)).json() == record
    changed = await send(sandbox, "PATCH", path, {"level": "B"})
    assert (changed.status_code, changed.content) == (204, b"")
    assert (await send(sandbox, "GET", path)).json()["level"] == "B"
    gone = await send(sandbox, "DELETE", path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await send(sandbox, "GET", path)).json()["code"] == "RESOURCE_NOT_FOUND"


@pytest.mark.parametrize("base", [BASE, BATCH])
async def test_a_list_is_filtered_sorted_and_cut(sandbox: Calling, base: str) -> None:
    for level, credit in (("A", 1), ("B", 2), ("A", 3)):
        await create(sandbox, city="拉萨", level=level, credit=credit)
    answer = await found(sandbox, base, filter="city eq '拉萨'", orderby="credit desc")
    assert [record["credit"] for record in answer["value"]] == [3, 2, 1]
    assert "@odata.count" not in answer
    answer = await found(
        sandbox,
        base,
        filter="contains(city,'拉') and (level eq 'A' or credit lt 2)",
        orderby="level,credit asc",
        top="1",
        skip="1",
        count="true",
    )
    assert (answer["@odata.count"], answer["value"][0]["credit"]) == (2, 3)


async def test_the_records_are_those_of_the_model_calls(office: Calling) -> None:
    record_id = await create(office)
    answer = await office.ask("GET", f"/v1/model/prod/customer/{record_id}/get")
    record = answer["data"]["record"]
    assert record["name"] == "新客户"
    me = await office.ask("GET", "/auth/v1/user/me")
    assert record["owner"] == me["sub"]


@pytest.mark.parametrize("separator", [",", "','", ", "])
async def test_several_records_at_once(sandbox: Calling, separator: str) -> None:
    body = {"value": [{"name": "甲"}, {"name": "乙"}]}
    answer = await send(sandbox, "POST", BATCH, body)
    assert answer.status_code == 201
    ids = [record["_id"] for record in answer.json()["value"]]
    path = f"{BATCH}('{separator.join([*ids, 'NONE'])}')"
    assert (await send(sandbox, "PATCH", path, {"city": "拉萨"})).json() == {"updateCount": 2}
    records = (await send(sandbox, "GET", path)).json()["value"]
    assert [(record["name"], record["city"]) for record in records] == [
        ("甲", "拉萨"),
        ("乙", "拉萨"),
    ]
    assert (await send(sandbox, "DELETE", path)).json() == {"deleteCount": 2}
    assert (await send(sandbox, "GET", path)).json()["value"] == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"filter": "name like 1"}, "INVALID_PARAMETER"),
        ({"filter": "colour eq 1"}, "INVALID_PARAMETER"),
        ({"filter": "name eq 1"}, "INVALID_PARAMETER"),
        ({"top": "x"}, "INVALID_PARAMETER"),
        ({"skip": "-1"}, "INVALID_PARAMETER"),
        ({"top": "100000"}, "INVALID_PARAMETER_VALUE"),
        ({"orderby": "name up"}, "INVALID_PARAMETER_VALUE"),
        ({"orderby": "colour"}, "INVALID_PARAMETER"),
    ],
)
async def test_a_wrong_query_is_refused(sandbox: Calling, query: dict[str, str], code: str) -> None:
    assert (await found(sandbox, **query))["code"] == code


async def test_unknown_models_env_types_and_records(sandbox: Calling) -> None:
    for path, code in (
        ("/weda/odata/v1/prod/nothing", "DATASOURCE_NOT_EXIST"),
        ("/weda/odata/v1/pre/customer", "INVALID_ENV"),
        (f"{BASE}('NONE')", "RESOURCE_NOT_FOUND"),
    ):
        assert (await send(sandbox, "GET", path)).json()["code"] == code


async def test_a_request_id_is_required(sandbox: Calling) -> None:
    answer = await sandbox.ask("GET", BASE, as_user=False, headers={"x-request-id": ""})
    assert answer["code"] == "INVALID_COMMON_PARAM"


async def test_a_user_token_is_of_the_wrong_kind(office: Calling) -> None:
    answer = await office.ask("GET", BASE)
    assert answer["code"] == "PERMISSION_DENIED"
    assert answer["message"] == "want client_credentials token but you got user token"
