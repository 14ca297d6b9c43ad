"""The query language of the data models, tested by the list call."""

from typing import Any

import pytest

from tests.sandbox.calling import Calling

TODO = "/v1/model/prod/todo"
DATA = [
    {"title": "Call Li", "done": False, "dueAt": 100},
    {"title": "call wang", "done": True, "dueAt": 200},
    {"title": "寄送样品", "done": False, "dueAt": 300},
    {"title": "无期限"},
]


@pytest.fixture
async def todos(office: Calling) -> Calling:
    """Return a sandbox whose only to-dos are those of ``DATA``."""
    await office.ask("POST", f"{TODO}/deleteMany", {"filter": {"where": {}}})
    answer = await office.ask("POST", f"{TODO}/createMany", {"data": DATA})
    assert len(answer["data"]["idList"]) == 4
    return office


async def titles(todos: Calling, where: Any, **more: Any) -> list[str]:
    body = {"filter": {"where": where}, **more}
    answer = await todos.ask("POST", f"{TODO}/list", body)
    return [record["title"] for record in answer["data"]["records"]]


async def refusal(todos: Calling, body: dict[str, Any]) -> tuple[str, str]:
    answer = await todos.send("POST", f"{TODO}/list", body)
    assert answer.status_code == 200
    stated = answer.json()
    assert set(stated) == {"code", "message", "requestId"}
    return stated["code"], stated["message"]


CONDITIONS: list[tuple[dict[str, Any], list[int]]] = [
    ({"title": {"$eq": "Call Li"}}, [0]),
    ({"title": {"$neq": "Call Li"}}, [1, 2, 3]),
    ({"dueAt": {"$gt": 200}}, [2]),
    ({"dueAt": {"$gte": 200}}, [1, 2]),
    ({"dueAt": {"$lt": 200}}, [0]),
    ({"dueAt": {"$lte": 200}}, [0, 1]),
    ({"dueAt": {"$gt": 100, "$lt": 300}}, [1]),
    ({"dueAt": {"$in": [100, 300, 999]}}, [0, 2]),
    ({"dueAt": {"$in": []}}, []),
    ({"dueAt": {"$nin": [100, 300]}}, [1]),
    ({"title": {"$search": "all"}}, [0, 1]),
    ({"title": {"$search": "call"}}, [1]),
    ({"title": {"$search_ci": "CALL"}}, [0, 1]),
    ({"title": {"$nsearch": "call"}}, [0, 2, 3]),
    ({"title": {"$nsearch_ci": "CALL"}}, [2, 3]),
    ({"title": {"$search": "样"}}, [2]),
    ({"title": {"$search": "%"}}, []),
    ({"dueAt": {"$empty": True}}, [3]),
    ({"dueAt": {"$empty": 1}}, [3]),
    ({"dueAt": {"$empty": False}}, [0, 1, 2]),
    ({"dueAt": {"$nempty": True}}, [0, 1, 2]),
    ({"done": {"$eq": True}}, [1]),
    ({"done": {"$eq": None}}, [3]),
    ({"done": {"$eq": False}, "dueAt": {"$gt": 100}}, [2]),
    ({"$and": [{"done": {"$eq": False}}, {"dueAt": {"$eq": 100}}]}, [0]),
    ({"$or": [{"dueAt": {"$eq": 100}}, {"dueAt": {"$empty": True}}]}, [0, 3]),
    ({"$or": [{"$and": [{"done": {"$eq": True}}, {"dueAt": {"$lt": 250}}]}, {}]}, [0, 1, 2, 3]),
    ({"title": {"$eq": "x' OR '1'='1"}}, []),
    ({}, [0, 1, 2, 3]),
]


async def test_a_condition_finds_what_passes_it(todos: Calling, subtests: pytest.Subtests) -> None:
    for condition, places in CONDITIONS:
        with subtests.test(condition=condition):
            assert await titles(todos, condition) == [DATA[place]["title"] for place in places]


WRONG_CONDITIONS: list[tuple[Any, str]] = [
    ({"title": "Call Li"}, "INVALID_PARAMETER"),
    ({"title": {"$eq": 1}}, "INVALID_PARAMETER"),
    ({"dueAt": {"$eq": "100"}}, "INVALID_PARAMETER"),
    ({"dueAt": {"$eq": True}}, "INVALID_PARAMETER"),
    ({"done": {"$eq": 1}}, "INVALID_PARAMETER"),
    ({"dueAt": {"$gt": None}}, "INVALID_PARAMETER"),
    ({"dueAt": {"$in": 100}}, "INVALID_PARAMETER"),
    ({"dueAt": {"$empty": "yes"}}, "INVALID_PARAMETER"),
    ({"dueAt": {"$empty": []}}, "INVALID_PARAMETER"),
    ({"dueAt": {"$search": "1"}}, "INVALID_PARAMETER_VALUE"),
    ({"title": {"$search": 1}}, "INVALID_PARAMETER"),
    ({"title": {"$like": "x"}}, "INVALID_PARAMETER_VALUE"),
    ({"colour": {"$eq": "red"}}, "INVALID_PARAMETER"),
    ({'title" OR 1 --': {"$eq": "red"}}, "INVALID_PARAMETER"),
    ({"$and": {}}, "INVALID_PARAMETER"),
    ({"$or": ["x"]}, "INVALID_PARAMETER"),
    ({"$or": [{"title": {"$eq": "x"}}] * 201}, "INVALID_PARAMETER_VALUE"),
    ({"dueAt": {"$lt": 2**63}}, "INVALID_PARAMETER_VALUE"),
    ([], "INVALID_PARAMETER"),
]


async def test_a_wrong_condition_is_refused(todos: Calling, subtests: pytest.Subtests) -> None:
    for condition, code in WRONG_CONDITIONS:
        with subtests.test(condition=condition):
            assert (await refusal(todos, {"filter": {"where": condition}}))[0] == code


async def test_the_refused_field_is_named(todos: Calling) -> None:
    body = {"filter": {"where": {"$or": [{"colour": {"$eq": "red"}}]}}}
    assert await refusal(todos, body) == (
        "INVALID_PARAMETER",
        "模型没有字段 filter.where.$or.colour",
    )


@pytest.mark.parametrize("depth", [13, 300, 400])
async def test_conditions_nested_too_deep_are_refused(todos: Calling, depth: int) -> None:
    where: dict[str, Any] = {}
    for _ in range(depth):
        where = {"$and": [where]}
    code, _ = await refusal(todos, {"filter": {"where": where}})
    assert code in {"INVALID_PARAMETER_VALUE", "BAD_REQUEST"}


async def test_related_records_decide_along_each_kind_of_relation(office: Calling) -> None:
    order = (await office.ask("GET", "/v1/model/prod/sales_order/list"))["data"]["records"][0]
    by_order = {"orders": {"where": {"orderNo": {"$eq": order["orderNo"]}}}}
    body: dict[str, Any] = {"filter": {"relateWhere": by_order}, "getCount": True}
    customers = (await office.ask("POST", "/v1/model/prod/customer/list", body))["data"]
    assert customers["total"] == 1
    customer = customers["records"][0]
    assert customer["_id"] == order["customer"]["_id"]

    by_customer = {"customer": {"where": {"name": {"$eq": customer["name"]}}}}
    body = {"filter": {"relateWhere": by_customer}, "pageSize": 200, "pageNumber": 1}
    orders = (await office.ask("POST", "/v1/model/prod/sales_order/list", body))["data"]
    assert order["_id"] in {record["_id"] for record in orders["records"]}
    assert {record["customer"]["_id"] for record in orders["records"]} == {customer["_id"]}

    body = {"filter": {"relateWhere": {"roles": {"where": {"name": {"$eq": "总经理"}}}}}}
    managers = (await office.ask("POST", "/v1/model/prod/sys_user/list", body))["data"]["records"]
    heads = [user.id for user in office.space.users.values() if "总经理" in user.roles]
    assert [record["_id"] for record in managers] == heads


async def test_a_relation_can_lead_on_to_the_next(office: Calling) -> None:
    inner = {"relateWhere": {"department": {"where": {"departmentName": {"$eq": "市场部"}}}}}
    body = {"filter": {"relateWhere": {"salesperson": inner}}, "getCount": True}
    found = (await office.ask("POST", "/v1/model/prod/customer/list", body))["data"]
    assert found["total"] == 86
    inner["relateWhere"]["department"]["where"]["departmentName"]["$eq"] = "财务部"
    found = (await office.ask("POST", "/v1/model/prod/customer/list", body))["data"]
    assert found["total"] == 0


async def test_a_relation_that_is_none_is_refused(todos: Calling) -> None:
    body: dict[str, Any] = {"filter": {"relateWhere": {"title": {"where": {}}}}}
    assert (await refusal(todos, body))[0] == "INVALID_PARAMETER"


async def test_a_circle_of_relations_ends(office: Calling) -> None:
    wanted: dict[str, Any] = {"where": {}}
    for step in range(40):
        wanted = {"relateWhere": {"customer" if step % 2 else "orders": wanted}}
    answer = await office.ask("POST", "/v1/model/prod/sales_order/list", {"filter": wanted})
    assert answer["code"] == "INVALID_PARAMETER_VALUE"


async def test_records_come_in_the_order_that_is_asked_for(todos: Calling) -> None:
    by_due = [{"dueAt": "desc"}]
    assert await titles(todos, {"dueAt": {"$nempty": True}}, orderBy=by_due) == [
        "寄送样品",
        "call wang",
        "Call Li",
    ]
    by_two = [{"done": "desc"}, {"dueAt": "desc"}]
    assert await titles(todos, {"dueAt": {"$nempty": True}}, orderBy=by_two) == [
        "call wang",
        "寄送样品",
        "Call Li",
    ]


WRONG_ORDERS: list[tuple[Any, str]] = [
    ([{"title": "asc"}] * 4, "INVALID_PARAMETER_VALUE"),
    ([{"title": "up"}], "INVALID_PARAMETER_VALUE"),
    ([{"colour": "asc"}], "INVALID_PARAMETER"),
    ({"title": "asc"}, "INVALID_PARAMETER"),
    ([{"title": "asc", "done": "asc", "dueAt": "asc", "_id": "asc"}], "INVALID_PARAMETER_VALUE"),
]


async def test_a_wrong_order_is_refused(todos: Calling, subtests: pytest.Subtests) -> None:
    for order, code in WRONG_ORDERS:
        with subtests.test(order=order):
            assert (await refusal(todos, {"orderBy": order}))[0] == code
