import json
from typing import Any

import pytest

from tests.sandbox.calling import Calling

SCHEMAS = "/weda/model/v1/getSchemaList"


async def schemas(office: Calling, name: str = "") -> Any:
    answer = await office.ask("GET", SCHEMAS + name, as_user=False)
    return answer["Response"]["Data"]["QueryDataSourceSchemaResultList"]


async def run(office: Calling, template: str, *parameters: tuple[str, str, str]) -> Any:
    listed = [{"key": key, "type": kind, "value": value} for key, kind, value in parameters]
    path = f"/v1/sql/prod/{template}/run"
    return (await office.ask("POST", path, {"parameter": listed}))["Response"]


class TestSchemas:
    async def test_every_model_that_answers_is_described(self, office: Calling) -> None:
        found = await schemas(office)
        assert {item["Name"] for item in found} == {
            *("sys_user", "sys_department", "sys_role"),
            *("customer", "sales_order", "todo"),
        }
        for item in found:
            answer = await office.ask("GET", f"/v1/model/prod/{item['Name']}/list")
            described = json.loads(item["Schema"])["properties"]
            assert set(answer["data"]["records"][0]) <= set(described)

    async def test_one_model(self, office: Calling) -> None:
        (customer,) = await schemas(office, "/customer")
        schema = json.loads(customer["Schema"])
        assert schema["required"] == ["name"]
        assert schema["properties"]["level"]["x-option-set"] == "customer_level"
        assert schema["properties"]["orders"]["items"]["type"] == "object"

    async def test_an_unknown_model_is_refused_in_its_own_envelope(self, office: Calling) -> None:
        answer = await office.ask("GET", SCHEMAS + "/nothing", as_user=False)
        code = answer["Response"]["Error"]["Code"]
        assert code == "ResourceNotFound.DataSourceNotExist"

    async def test_a_request_id_is_required(self, office: Calling) -> None:
        headers = {"x-request-id": ""}
        answer = await office.ask("GET", SCHEMAS, as_user=False, headers=headers)
        assert answer["code"] == "INVALID_COMMON_PARAM"

    async def test_a_user_token_is_of_the_wrong_kind(self, office: Calling) -> None:
        answer = await office.ask("GET", SCHEMAS)
        assert answer["message"] == "want client_credentials token but you got user token"


class TestOptionSets:
    async def test_names_that_nothing_has_are_left_out(self, office: Calling) -> None:
        body = {"optionSetNames": ["gender", "nothing", "order_status"]}
        path = "/weda/model/v1/describeOptionSet"
        answer = await office.ask("POST", path, body, as_user=False)
        data = answer["response"]["data"]
        assert data["total"] == 2
        gender = data["items"][0]
        assert gender["data"] == {"1": "男", "2": "女"}
        assert json.loads(gender["config"])[0] == {"key": "1", "value": "男"}

    async def test_a_refusal_is_in_lower_case(self, office: Calling) -> None:
        answer = await office.ask("POST", "/weda/model/v1/describeOptionSet", {}, as_user=False)
        assert set(answer) == {"response"}
        assert answer["response"]["error"]["code"] == "InvalidParameter"


class TestTemplates:
    async def test_values_reach_the_stored_sql(self, office: Calling) -> None:
        everything = await run(office, "customers_by_age", ("age", "NUMBER", "0"))
        assert everything["Data"]["total"] == 86
        some = await run(office, "customers_by_age", ("age", "NUMBER", "400"))
        assert 0 < some["Data"]["total"] < 86
        statuses = ("statuses", "ARRAY", '["done", "draft"]')
        by_status = await run(office, "orders_by_status", statuses)
        rows = by_status["Data"]["executeResultList"]
        assert [row["status"] for row in rows] == ["done", "draft"]

    async def test_a_change_shows_in_the_records(self, office: Calling) -> None:
        where = {"done": {"$eq": False}}
        body = {"filter": {"where": where}, "select": {"_id": True, "order": {"orderNo": True}}}
        todo = (await office.ask("POST", "/v1/model/prod/todo/get", body))["data"]["record"]
        parameter = ("orderNo", "STRING", todo["order"]["orderNo"])
        answer = await run(office, "close_todos_of_order", parameter)
        assert answer["Data"] == {
            "executeResultList": [],
            "total": 1,
            "backendExecute": answer["Data"]["backendExecute"],
        }
        record = await office.ask("GET", f"/v1/model/prod/todo/{todo['_id']}/get")
        assert record["data"]["record"]["done"] is True

    @pytest.mark.parametrize(
        ("template", "parameter", "code"),
        [
            ("nothing", ("age", "NUMBER", "1"), "ResourceNotFound"),
            ("customers_by_age", ("size", "NUMBER", "1"), "FailedOperation"),
            ("customers_by_age", ("age", "NUMBER", "x"), "InvalidParameter"),
            ("customers_by_age", ("age", "NUMBER", "true"), "InvalidParameter"),
            ("customers_by_age", ("age", "DATE", "1"), "InvalidParameter"),
            ("orders_by_status", ("statuses", "STRING", "done"), "FailedOperation"),
        ],
    )
    async def test_a_wrong_run_is_refused(
        self, office: Calling, template: str, parameter: tuple[str, str, str], code: str
    ) -> None:
        assert (await run(office, template, parameter))["Error"]["Code"] == code
