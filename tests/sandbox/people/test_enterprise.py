from typing import Any

import pytest

from tests.sandbox.calling import Calling

PATH = "/weda/enterprise/v1/getAppListByAppName"


async def ask(sandbox: Calling, **query: str) -> Any:
    params = {
        "envId": sandbox.world.credentials.env_id,
        "envType": "prod",
        "uid": sandbox.clerk().id,
    } | query
    return await sandbox.ask("GET", PATH, as_user=False, params=params)


async def test_the_apps_are_those_of_the_flows_and_records(sandbox: Calling) -> None:
    answer = await ask(sandbox)
    assert answer["response"]["error"] == {"code": "", "message": ""}
    apps = answer["response"]["data"]["appList"]
    assert apps[0]["appId"] == sandbox.space.flows[0].app_code
    assert [app["appName"] for app in apps] == ["审批中心", "客户管理", "订单看板"]
    assert all(app["appUrl"].startswith("https://weda.example/") for app in apps)


async def test_apps_are_found_by_a_part_of_their_name(sandbox: Calling) -> None:
    apps = (await ask(sandbox, appName="客户"))["response"]["data"]["appList"]
    assert [app["appName"] for app in apps] == ["客户管理"]


@pytest.mark.parametrize("query", [{"envType": "pre"}, {"envId": "other"}])
async def test_another_environment_is_refused_by_the_gateway(
    sandbox: Calling, query: dict[str, str]
) -> None:
    assert (await ask(sandbox, **query))["code"] == "INVALID_ENV"


@pytest.mark.parametrize("query", [{"uid": "1"}, {"includeCustomized": "x"}])
async def test_a_wrong_query_is_refused_in_lower_case(
    sandbox: Calling, query: dict[str, str]
) -> None:
    answer = await ask(sandbox, **query)
    assert answer["response"]["error"]["code"] == "InvalidParameter"


async def test_the_user_is_required(sandbox: Calling) -> None:
    answer = await sandbox.ask("GET", PATH, as_user=False)
    assert answer["response"]["error"]["message"] == "缺少必填参数 envId"
