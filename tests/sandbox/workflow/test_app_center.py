import re
from typing import Any

from tests.sandbox.calling import ACCESS, LEAVE, Calling, info
from weda_tui.sandbox.flows.model import User


async def apps(sandbox: Calling, user: User, **more: Any) -> list[Any]:
    body = {"UserInfo": info(user), **more}
    return (await sandbox.data("DescribeAppProcessList", body))["InitiateProcessList"]


def flows_of(app: Any) -> dict[str, Any]:
    flows = [*app["DefaultGroup"], *(f for g in app["AppFlowsGroups"] for f in g["FlowDetails"])]
    return {flow["ProcessKey"]: flow for flow in flows}


async def favourites(sandbox: Calling, user: User, **more: Any) -> list[str]:
    body = {"UserInfo": info(user), **more}
    data = await sandbox.data("DescribeCollectAppProcessList", body)
    return [f["ProcessKey"] for app in data["InitiateProcessList"] for f in app["FlowDetails"]]


async def test_an_app_lists_what_its_user_may_start(sandbox: Calling) -> None:
    (app,) = await apps(sandbox, sandbox.clerk())
    assert app["AppName"] == "协同办公"
    keys = set(flows_of(app))
    assert {LEAVE, ACCESS, "flow_demo01"} <= keys
    assert "flow_hiring01" not in keys, "not published"
    assert "flow_demo03" not in keys, "a logic flow"
    (other,) = await apps(sandbox, sandbox.clerk("市场部"))
    assert ACCESS not in flows_of(other)


async def test_groups_are_those_of_the_folders(sandbox: Calling) -> None:
    (app,) = await apps(sandbox, sandbox.clerk())
    folders = (await sandbox.data("DescribeFlowGroupFolders"))["GroupFolders"]
    ids = {folder["GroupName"]: folder["GroupId"] for folder in folders}
    for group in app["AppFlowsGroups"]:
        assert ids[group["FlowGroupName"]] == str(group["FlowGroupCode"])
        for flow in group["FlowDetails"]:
            assert flow["FlowGroupCode"] == group["FlowGroupCode"]
    assert [flow["ProcessKey"] for flow in app["DefaultGroup"]] == ["flow_demo02"]


async def test_codes_of_19_digits_are_numbers(sandbox: Calling) -> None:
    body = {"UserInfo": info(sandbox.clerk())}
    answer = await sandbox.post("DescribeAppProcessList", body)
    for name in (b"FlowGroupCode", b"ProcDeployId"):
        assert re.search(rb'"%s":\d{19}[,}]' % name, answer.content)


async def test_flows_are_found_by_a_part_of_their_name(sandbox: Calling) -> None:
    (app,) = await apps(sandbox, sandbox.clerk(), KeyWords="请假")
    assert list(flows_of(app)) == [LEAVE]
    assert await apps(sandbox, sandbox.clerk(), KeyWords="没有这样的流程") == []


async def test_a_favourite_is_its_users_alone_and_can_be_dropped(sandbox: Calling) -> None:
    user, other = sandbox.clerk(), sandbox.clerk("市场部")
    body = {"ProcessKey": LEAVE, "CollectFlag": 1, "UserInfo": info(user)}
    assert await sandbox.data("CollectProcess", body) == {"CollectFlag": 1, "Status": True}
    assert await favourites(sandbox, user) == [LEAVE]
    assert await favourites(sandbox, user, KeyWords="报销") == []
    assert await favourites(sandbox, other) == []
    (app,) = await apps(sandbox, user)
    assert flows_of(app)[LEAVE]["CollectFlag"] == 1
    await sandbox.data("CollectProcess", body | {"CollectFlag": 0})
    assert await favourites(sandbox, user) == []


async def test_what_one_cannot_start_is_no_favourite(sandbox: Calling) -> None:
    for key in ("flow_nothing", "flow_hiring01", "flow_demo03"):
        body = {"ProcessKey": key, "UserInfo": info(sandbox.clerk())}
        assert await sandbox.error("CollectProcess", body) == ("FailedOperation", "流程不存在")
    body = {"ProcessKey": LEAVE, "UserInfo": info("1")}
    assert await sandbox.error("CollectProcess", body) == ("UserNotExist", "用户不存在")
