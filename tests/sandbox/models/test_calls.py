from itertools import product
from typing import Any

import pytest

from tests.sandbox.calling import NOW, Calling
from weda_tui.sandbox.models.requests import LARGEST_PAGE

MODEL = "/v1/model/prod"


async def data(office: Calling, call: str, body: Any = None, method: str = "POST") -> Any:
    answer = await office.ask(method, f"{MODEL}/{call}", body)
    assert set(answer) == {"data", "requestId"}, answer
    return answer["data"]


async def refusal(office: Calling, call: str, body: Any = None, method: str = "POST") -> str:
    answer = await office.send(method, f"{MODEL}/{call}", body)
    assert answer.status_code == 200
    assert set(answer.json()) == {"code", "message", "requestId"}, answer.text
    return answer.json()["code"]


def by_id(record_id: str) -> dict[str, Any]:
    return {"filter": {"where": {"_id": {"$eq": record_id}}}}


async def get(office: Calling, model: str, record_id: str) -> Any:
    return (await data(office, f"{model}/{record_id}/get", method="GET"))["record"]


async def clerk(office: Calling) -> str:
    """Sign in a user of the market department who is not head of a department; return the id."""
    user = office.clerk("市场部")
    row = await get(office, "sys_user", user.id)
    body = {"UserId": user.id, "Password": "clerk-password"}
    path = "/weda/auth/v1/prod/updateUserInfoByUserId"
    assert (await office.ask("POST", path, body, as_user=False))["Response"]["Data"] is True
    assert "access_token" in await office.sign_in_user(row["name"], "clerk-password")
    return user.id


class TestPages:
    async def test_a_size_counts_only_together_with_a_number(self, office: Calling) -> None:
        assert len((await data(office, "customer/list", {"pageSize": 3}))["records"]) == 10
        page = await data(office, "customer/list", {"pageSize": 3, "pageNumber": 1})
        assert len(page["records"]) == 3
        page = await data(office, "customer/list", {"pageNumber": 9})
        assert len(page["records"]) == 6

    async def test_pages_follow_each_other_to_the_end(self, office: Calling) -> None:
        ids: list[str] = []
        for number in range(1, 5):
            body = {"pageSize": 40, "pageNumber": number}
            page = await data(office, "customer/list", body)
            ids += [record["_id"] for record in page["records"]]
        assert len(ids) == len(set(ids)) == 86

    async def test_the_total_comes_when_it_is_asked_for(self, office: Calling) -> None:
        assert "total" not in await data(office, "customer/list", {})
        assert (await data(office, "customer/list", {"getCount": True}))["total"] == 86

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"pageSize": LARGEST_PAGE + 1, "pageNumber": 1}, "INVALID_PARAMETER_VALUE"),
            ({"pageSize": 0, "pageNumber": 1}, "INVALID_PARAMETER_VALUE"),
            ({"pageNumber": 0}, "INVALID_PARAMETER_VALUE"),
            ({"pageNumber": "1"}, "INVALID_PARAMETER"),
            ({"getCount": 1}, "INVALID_PARAMETER"),
            ({"filter": []}, "INVALID_PARAMETER"),
        ],
    )
    async def test_a_wrong_page_is_refused(
        self, office: Calling, body: dict[str, Any], code: str
    ) -> None:
        assert await refusal(office, "customer/list", body) == code

    async def test_the_simple_list_reads_its_query(self, office: Calling) -> None:
        page = await data(
            office, "customer/list?pageSize=4&pageNumber=2&getCount=true", method="GET"
        )
        assert (len(page["records"]), page["total"]) == (4, 86)
        assert await refusal(office, "customer/list?pageSize=x", method="GET") == (
            "INVALID_PARAMETER"
        )
        assert await refusal(office, "customer/list?getCount=yes", method="GET") == (
            "INVALID_PARAMETER"
        )


WRONG_RECORDS: list[tuple[dict[str, Any], str]] = [
    ({"level": "A"}, "MISSING_PARAMETER"),
    ({"name": None}, "MISSING_PARAMETER"),
    ({"name": 1}, "INVALID_PARAMETER"),
    ({"name": "x", "credit": "1"}, "INVALID_PARAMETER"),
    ({"name": "x", "signedAt": 1.5}, "INVALID_PARAMETER"),
    ({"name": "x", "active": 1}, "INVALID_PARAMETER"),
    ({"name": "x", "tags": "a"}, "INVALID_PARAMETER"),
    ({"name": "x", "colour": "red"}, "INVALID_PARAMETER"),
    ({"name": "x", "level": "Z"}, "INVALID_PARAMETER_VALUE"),
    ({"name": "x" * 65}, "INVALID_PARAMETER_VALUE"),
    ({"name": "x", "credit": 1e30}, "INVALID_PARAMETER_VALUE"),
    ({"name": "x", "salesperson": "someone"}, "INVALID_PARAMETER"),
    ({"name": "x", "salesperson": {"_id": "NONE"}}, "INVALID_PARAMETER_VALUE"),
    ({"name": "x", "orders": [{"_id": "a"}]}, "INVALID_PARAMETER_VALUE"),
    ({"name": "x", "code": "KH00001"}, "FAILED_OPERATION"),
]


class TestOneRecord:
    async def test_it_is_created_read_changed_and_deleted(self, office: Calling) -> None:
        new = {"name": "测试客户", "level": "A", "credit": 12.5, "active": True, "tags": ["新"]}
        record_id = (await data(office, "customer/create", {"data": new}))["id"]
        record = await get(office, "customer", record_id)
        assert {name: record[name] for name in new} == new
        now = int(NOW * 1000)
        assert (record["createdAt"], record["updatedAt"]) == (now, now)
        office.now += 60
        body = by_id(record_id) | {"data": {"level": "B", "remark": "改"}}
        assert await data(office, "customer/update", body, "PUT") == {"count": 1}
        record = await get(office, "customer", record_id)
        assert (record["level"], record["remark"], record["credit"]) == ("B", "改", 12.5)
        assert (record["createdAt"], record["updatedAt"]) == (now, now + 60_000)
        assert await data(office, "customer/delete", by_id(record_id)) == {"count": 1}
        assert (await data(office, "customer/get", by_id(record_id)))["record"] is None

    async def test_its_owner_is_who_made_it(self, office: Calling) -> None:
        me = await office.ask("GET", "/auth/v1/user/me")
        record_id = (await data(office, "todo/create", {"data": {"title": "x"}}))["id"]
        record = await get(office, "todo", record_id)
        assert (record["owner"], record["createBy"], record["updateBy"]) == (me["sub"],) * 3

    async def test_system_fields_of_a_body_are_not_taken(self, office: Calling) -> None:
        sent = {"title": "x", "_id": "mine", "owner": "me", "createdAt": 1}
        record_id = (await data(office, "todo/create", {"data": sent}))["id"]
        record = await get(office, "todo", record_id)
        assert record_id != "mine"
        assert record["owner"] != "me"
        assert record["createdAt"] == int(NOW * 1000)

    async def test_an_unknown_id_is_told(self, office: Calling) -> None:
        assert await refusal(office, "todo/NONE/get", method="GET") == "RESOURCE_NOT_FOUND"
        assert await refusal(office, "todo/NONE/delete", method="DELETE") == "RESOURCE_NOT_FOUND"
        assert await data(office, "todo/delete", by_id("NONE")) == {"count": 0}
        body = by_id("NONE") | {"data": {"title": "x"}}
        assert await data(office, "todo/update", body, "PUT") == {"count": 0}

    async def test_upsert_creates_and_then_updates(self, office: Calling) -> None:
        body = {
            "filter": {"where": {"code": {"$eq": "KH99999"}}},
            "create": {"name": "新客户", "code": "KH99999"},
            "update": {"name": "老客户"},
        }
        created = await data(office, "customer/upsert", body)
        assert created["count"] == 0
        assert created["id"]
        assert await data(office, "customer/upsert", body) == {"count": 1, "id": ""}
        assert (await get(office, "customer", created["id"]))["name"] == "老客户"

    async def test_a_wrong_record_is_refused_and_leaves_nothing(
        self, office: Calling, subtests: pytest.Subtests
    ) -> None:
        for sent, code in WRONG_RECORDS:
            with subtests.test(sent=sent):
                assert await refusal(office, "customer/create", {"data": sent}) == code
                assert (await data(office, "customer/list", {"getCount": True}))["total"] == 86

    async def test_an_update_keeps_what_is_required(self, office: Calling) -> None:
        body: dict[str, Any] = {"filter": {"where": {}}, "data": {"name": None}}
        assert await refusal(office, "customer/update", body, "PUT") == "MISSING_PARAMETER"

    async def test_a_change_without_a_filter_is_refused(
        self, office: Calling, subtests: pytest.Subtests
    ) -> None:
        methods = {"update": "PUT", "updateMany": "PUT"}
        calls = (*methods, "upsert", "delete", "deleteMany")
        bodies: list[dict[str, Any]] = [{}, {"filter": {}}, {"filter": None}]
        for call, body in product(calls, bodies):
            with subtests.test(call=call, body=body):
                sent: dict[str, Any] = {"data": {}, "create": {}, "update": {}, **body}
                answer = refusal(office, f"customer/{call}", sent, methods.get(call, "POST"))
                assert await answer == "MISSING_PARAMETER"


class TestManyRecords:
    async def test_all_are_created_or_none(self, office: Calling) -> None:
        body = {"data": [{"title": "a"}, {"title": None}]}
        before = (await data(office, "todo/list", {"getCount": True}))["total"]
        assert await refusal(office, "todo/createMany", body) == "MISSING_PARAMETER"
        assert (await data(office, "todo/list", {"getCount": True}))["total"] == before
        assert await refusal(office, "todo/createMany", {"data": []}) == "INVALID_PARAMETER_VALUE"

    async def test_an_empty_where_means_every_record(self, office: Calling) -> None:
        total = (await data(office, "todo/list", {"getCount": True}))["total"]
        body: dict[str, Any] = {"filter": {"where": {}}, "data": {"done": True}}
        changed = await data(office, "todo/updateMany", body, "PUT")
        assert (changed["count"], len(changed["legalIdList"])) == (total, total)
        gone = await data(office, "todo/deleteMany", {"filter": {"where": {}}})
        assert (gone["count"], gone["illegalIdList"]) == (total, [])
        assert (await data(office, "todo/list", {"getCount": True}))["total"] == 0

    async def test_the_single_calls_touch_one_record_only(self, office: Calling) -> None:
        total = (await data(office, "todo/list", {"getCount": True}))["total"]
        assert await data(office, "todo/delete", {"filter": {"where": {}}}) == {"count": 1}
        assert (await data(office, "todo/list", {"getCount": True}))["total"] == total - 1


class TestRights:
    async def test_others_change_their_own_records_only(self, office: Calling) -> None:
        own = await clerk(office)
        body: dict[str, Any] = {"filter": {"where": {}}, "data": {"remark": "x"}}
        changed = await data(office, "customer/updateMany", body, "PUT")
        assert changed["count"] == len(changed["legalIdList"]) > 0
        assert changed["illegalIdList"]
        mine = {"filter": {"where": {"owner": {"$eq": own}}}, "getCount": True}
        assert (await data(office, "customer/list", mine))["total"] == changed["count"]
        refused = by_id(changed["illegalIdList"][0])
        assert await refusal(office, "customer/delete", refused) == "DATA_SOURCE_OP_AUTH_FAILURE"
        body = refused | {"data": {"remark": "y"}}
        code = await refusal(office, "customer/update", body, "PUT")
        assert code == "DATA_SOURCE_OP_AUTH_FAILURE"

    async def test_others_do_not_change_people(self, office: Calling) -> None:
        own = await clerk(office)
        body = by_id(own) | {"data": {"internalUserType": 1}}
        code = await refusal(office, "sys_user/update", body, "PUT")
        assert code == "DATA_SOURCE_OP_AUTH_FAILURE"
        new = {"data": {"name": "intruder"}}
        assert await refusal(office, "sys_user/create", new) == "DATA_SOURCE_OP_AUTH_FAILURE"


class TestOneWorld:
    async def test_people_are_the_same_as_in_the_workflow(self, office: Calling) -> None:
        body = {"pageSize": 200, "pageNumber": 1, "select": {"nickName": True, "_id": True}}
        records = (await data(office, "sys_user/list", body))["records"]
        users = office.space.users
        assert {record["_id"]: record["nickName"] for record in records} == {
            user.id: user.name for user in users.values()
        }

    async def test_a_new_user_can_start_a_flow_and_a_deleted_one_cannot(
        self, office: Calling
    ) -> None:
        place = (await get(office, "sys_user", office.clerk().id))["department"]
        new = {"name": "newcomer", "nickName": "新同事", "department": place}
        user_id = (await data(office, "sys_user/create", {"data": new}))["id"]
        user = office.space.users[user_id]
        assert (user.name, user.department) == ("新同事", "研发中心")
        await office.start("flow_leave01", user)
        assert await office.data("DescribeInstanceStarterList")
        await data(office, "sys_user/delete", by_id(user_id))
        assert user_id not in office.space.users

    async def test_env_types_have_their_own_records(self, office: Calling) -> None:
        dev = await office.ask("GET", "/v1/model/dev/customer/list?getCount=true")
        assert dev["data"]["total"] == 24
        await data(office, "customer/deleteMany", {"filter": {"where": {}}})
        dev = await office.ask("GET", "/v1/model/dev/customer/list?getCount=true")
        assert dev["data"]["total"] == 24

    async def test_a_deleted_record_is_mentioned_nowhere(self, office: Calling) -> None:
        order = (await data(office, "sales_order/list", {}))["records"][0]
        await data(office, "customer/delete", by_id(order["customer"]["_id"]))
        assert (await get(office, "sales_order", order["_id"]))["customer"] is None


class TestRefusals:
    async def test_an_unknown_model_and_env_type(self, office: Calling) -> None:
        assert await refusal(office, "nothing/list", {}) == "DATASOURCE_NOT_EXIST"
        answer = await office.ask("POST", "/v1/model/pre/todo/list", {})
        assert answer["code"] == "INVALID_ENV"

    async def test_the_wrong_kind_of_token(self, office: Calling) -> None:
        answer = await office.ask("POST", f"{MODEL}/todo/list", {}, as_user=False)
        assert answer["message"] == "want user token but you got client_credentials token"
        assert answer["code"] == "PERMISSION_DENIED"

    async def test_no_token(self, office: Calling) -> None:
        office.user_authorization = ""
        assert await refusal(office, "todo/list", {}) == "INVALID_ACCESS_TOKEN"

    async def test_a_fault_that_is_asked_for(self, office: Calling) -> None:
        headers = {"X-Sandbox-Fault": "EXCEED_RATELIMIT"}
        answer = await office.ask("POST", f"{MODEL}/todo/list", {}, headers=headers)
        assert answer["code"] == "EXCEED_RATELIMIT"

    async def test_a_body_that_nests_as_deep_as_json_can(self, office: Calling) -> None:
        for depth in (300, 600, 900, 950, 1000):
            text = '{"data":{"name":"x","tags":' + "[" * depth + "]" * depth + "}}"
            headers = {"content-type": "application/json"}
            answer = await office.send(
                "POST", f"{MODEL}/customer/create", content=text.encode(), headers=headers
            )
            assert answer.status_code == 200
