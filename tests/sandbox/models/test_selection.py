from typing import Any

import pytest

from tests.sandbox.calling import Calling

CUSTOMERS = "/v1/model/prod/customer"


async def first(office: Calling, select: Any, model: str = "customer", **where: Any) -> Any:
    body = {"select": select, "filter": {"where": where}}
    answer = await office.ask("POST", f"/v1/model/prod/{model}/get", body)
    return answer["data"]["record"]


async def test_chosen_fields_and_no_others(office: Calling) -> None:
    assert set(await first(office, {"name": True, "city": True})) == {"name", "city"}
    assert set(await first(office, {"name": True, "city": False})) == {"name"}


async def test_master_means_every_own_field(office: Calling) -> None:
    whole = await first(office, {"$master": True})
    assert {"_id", "owner", "createdAt", "updatedAt", "name", "level", "tags"} <= set(whole)
    assert "orders" not in whole
    assert await first(office, None) == await first(office, {}) == whole


async def test_related_records_of_each_kind_of_relation(office: Calling) -> None:
    select = {
        "name": True,
        "salesperson": {"nickName": True},
        "orders": {"orderNo": True, "amount": True},
    }
    body = {"select": select, "pageSize": 200, "pageNumber": 1}
    answer = await office.ask("POST", f"{CUSTOMERS}/list", body)
    records = answer["data"]["records"]
    assert all(set(record["salesperson"]) == {"nickName"} for record in records)
    orders = [order for record in records for order in record["orders"]]
    assert orders
    assert all(set(order) == {"orderNo", "amount"} for order in orders)
    user = next(u for u in office.space.users.values() if u.roles)
    found = await first(office, {"roles": {"name": True}}, "sys_user", _id={"$eq": user.id})
    assert [role["name"] for role in found["roles"]] == list(user.roles)


async def test_a_relation_alone_shows_ids(office: Calling) -> None:
    record = await first(office, {"salesperson": True, "orders": True})
    assert set(record["salesperson"]) == {"_id"}
    assert all(set(order) == {"_id"} for order in record["orders"])


@pytest.mark.parametrize(
    ("select", "code"),
    [
        ({"colour": True}, "INVALID_PARAMETER"),
        ({"orders": {"colour": True}}, "INVALID_PARAMETER"),
        ({"name": 1}, "INVALID_PARAMETER"),
        ({"name": {"x": True}}, "INVALID_PARAMETER"),
        ({"orders": {"customer": {"orders": {"_id": True}}}}, "INVALID_PARAMETER_VALUE"),
        (["name"], "INVALID_PARAMETER"),
    ],
)
async def test_a_wrong_selection_is_refused(office: Calling, select: Any, code: str) -> None:
    answer = await office.ask("POST", f"{CUSTOMERS}/get", {"select": select})
    assert answer["code"] == code
