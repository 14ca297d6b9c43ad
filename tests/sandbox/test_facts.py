"""Every documented call of the modules besides the workflow, with the example of its page."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.calling import Calling, basic
from weda_tui.core.verdict import Outcome, judge

FACTS = Path(__file__).parents[2].parent / "shared" / "weda-openapi" / "facts.json"
MODULES = {"model", "odata", "storage", "permissions", "auth", "enterprise"}
CALLS = {
    "model": (
        *("list", "listSimple", "get", "getById", "create", "createMany", "update", "updateMany"),
        *("upsert", "delete", "deleteById", "deleteMany", "runSqlTemplate"),
    ),
    "odata": (
        *("create", "update", "get", "list", "delete", "batchCreate", "batchUpdate", "batchGet"),
        *("batchList", "batchDelete", "getSchemaList", "getSchema", "describeOptionSet"),
    ),
    "storage": ("getUploadInfo", "getDownloadInfo", "deleteObjects", "copyObjects"),
    "permissions": (
        *("addUser", "updateUserInfoByUserId", "describeUserList", "describeWedaUser"),
        *("describeOrgs", "addOrg", "updateOrg", "deleteOrg", "describeRoleList"),
        *("describeResourcesPermission", "describeAuthStrategy"),
    ),
    "auth": ("clientCredential", "signin", "refresh", "introspect", "me"),
    "enterprise": ("getAppListByAppName",),
}
IDS = [f"{module}.{name}" for module, names in CALLS.items() for name in names]
ELSEWHERE = {"storage.putObject", "auth.revoke"}
"""Calls whose answer holds nothing to judge: tested where they stand."""


@pytest.fixture(scope="module")
def facts() -> dict[str, dict[str, Any]]:
    """The collected facts of every call that has a path, by id."""
    if not FACTS.exists():
        pytest.skip("the collected facts are not beside this checkout")
    modules = json.loads(FACTS.read_bytes())["modules"]
    calls = [call for module in modules if module["id"] in MODULES for call in module["endpoints"]]
    return {call["id"]: call for call in calls if call.get("path")}


async def upload(office: Calling, path: str) -> str:
    """Put a small object and return its ``cloud://`` id."""
    (info,) = await office.ask("POST", "/v1/storages/get-objects-upload-info", [{"objectId": path}])
    headers = {
        "authorization": info["authorization"],
        "x-cos-security-token": info["token"],
        "x-cos-meta-fileid": info["cloudObjectMeta"],
    }
    stored = await office.client.put(info["uploadUrl"], content=b"abc", headers=headers)
    assert stored.status_code == 200
    return str(info["cloudObjectId"])


async def names_in(office: Calling) -> dict[str, str]:
    """What stands in this world for the made-up values of the examples."""
    signed_in = await office.sign_in_user()
    todos = (await office.ask("GET", "/v1/model/prod/todo/list"))["data"]["records"]
    roles = (await office.ask("GET", "/v1/model/prod/sys_role/list"))["data"]["records"]
    places = (await office.ask("GET", "/v1/model/prod/sys_department/list"))["data"]["records"]
    users = await office.ask("GET", "/v1/model/prod/sys_user/list")
    cloud_id = await upload(office, "dir/a.jpg")
    await upload(office, "a.jpg")
    return {
        "cloud://env.bucket": cloud_id.removesuffix("/dir/a.jpg"),
        "rec001": todos[0]["_id"],
        "1500000000000000001": users["data"]["records"][0]["_id"],
        "1500000000000000002": roles[0]["_id"],
        "org001": places[1]["_id"],
        "data-demo": "data-todo01",
        "flow_demo01": "flow_leave01",
        "<refresh>": signed_in["refresh_token"],
    }


def path_values(call_id: str, names: dict[str, str], customers: list[str]) -> dict[str, str]:
    is_odata = call_id.startswith("odata")
    return {
        "envType": "prod",
        "modelName": "todo",
        "datasourceName": "customer",
        "templateName": "customers_by_age",
        "recordId": customers[0] if is_odata else names["rec001"],
        "recordIds": ",".join(customers[:2]),
    }


QUERIES = {
    "permissions.describeUserList": {"pageNo": "1", "pageSize": "10"},
    "permissions.describeWedaUser": {"uid": "1500000000000000001", "source": "4"},
    "enterprise.getAppListByAppName": {"envType": "prod", "uid": "1500000000000000001"},
}


@pytest.mark.parametrize("call_id", IDS)
async def test_the_example_of_a_call_is_a_success(
    office: Calling, facts: dict[str, dict[str, Any]], call_id: str
) -> None:
    call = facts[call_id]
    names = await names_in(office)
    rows = (await office.ask("GET", "/v1/model/prod/customer/list"))["data"]["records"]
    values = path_values(call_id, names, [row["_id"] for row in rows])
    path = call["path"].replace("{envType}", "prod")
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    text = json.dumps(call.get("example_body"))
    query = json.dumps(QUERIES.get(call_id, {}))
    for name, value in names.items():
        text, query = text.replace(name, value), query.replace(name, value)
    body, asked = json.loads(text), json.loads(query)
    options: dict[str, Any] = {"params": asked}
    if call_id == "enterprise.getAppListByAppName":
        asked["envId"] = office.world.credentials.env_id
    if call_id == "auth.signin":
        credentials = office.world.credentials
        body = {"username": credentials.username, "password": credentials.password}
    if call_id == "auth.clientCredential":
        options["headers"] = {"authorization": basic(office.world.credentials)}
    as_user = call_id.split(".", maxsplit=1)[0] in {"model", "storage", "auth"}
    answer = await office.send(call["method"], path, body, as_user=as_user, **options)
    verdict = judge(answer.status_code, answer.headers.get("content-type", ""), answer.content)
    assert verdict.outcome is Outcome.OK, answer.text
    assert answer.status_code == call.get("success_status", 200)


def test_every_call_with_a_path_is_here(facts: dict[str, dict[str, Any]]) -> None:
    assert set(facts) == {*IDS, *ELSEWHERE}
