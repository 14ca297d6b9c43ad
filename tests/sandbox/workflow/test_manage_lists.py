from typing import Any

import pytest

from tests.sandbox.calling import CONTRACT, LEAVE, Calling, info
from weda_tui.sandbox.flows.model import Instance, InstanceStatus

APPROVE, TRANSFER = 2, 4


async def listed(sandbox: Calling, **more: Any) -> Any:
    body = {"userInfo": info(sandbox.space.owner), "pageSize": 1000, **more}
    return (await sandbox.post("DescribeProcessManageInstances", body)).json()


async def possible(sandbox: Calling, instance_id: str, node_id: str) -> set[str]:
    user = info(sandbox.space.owner)
    body = {"InstanceId": instance_id, "NodeId": node_id, "UserInfo": user}
    data = await sandbox.data("DescribeProcessManageInstanceOperation", body)
    return {name.removeprefix("Can") for name, can in data.items() if can}


async def test_the_list_has_no_envelope_and_lower_camel_case(sandbox: Calling) -> None:
    answer = await listed(sandbox, pageNo=2, pageSize=3)
    assert set(answer) == {"records", "total", "pageSize", "pageNo", "requestId"}
    assert (answer["pageNo"], answer["pageSize"], len(answer["records"])) == (2, 3, 3)
    assert len(answer["requestId"]) == 36
    assert answer["total"] == len(sandbox.space.instances)
    record = answer["records"][0]
    assert record["_id"] == record["InstanceId"]


async def test_it_is_refused_in_the_usual_envelope(sandbox: Calling) -> None:
    found = await sandbox.error("DescribeProcessManageInstances", {"userInfo": info("1")})
    assert found == ("UserNotExist", "用户不存在")


async def test_it_is_sorted_by_start_both_ways(sandbox: Calling) -> None:
    newest = (await listed(sandbox))["records"]
    oldest = (await listed(sandbox, orderBy="start_time", orderType="asc"))["records"]
    times = [record["StartTime"] for record in newest]
    assert times == sorted(times, reverse=True)
    assert [record["StartTime"] for record in oldest] == sorted(times)


@pytest.mark.parametrize("status", [1, 2, 3])
async def test_it_is_filtered_by_coarse_state(sandbox: Calling, status: int) -> None:
    ended = {InstanceStatus.APPROVED, InstanceStatus.REJECTED}
    states = {1: {InstanceStatus.RUNNING}, 2: ended, 3: {InstanceStatus.STOPPED}}[status]
    found = await listed(sandbox, filter={"ApproveStatus": status})
    expected = {i.id for i in sandbox.space.instances.values() if i.status in states}
    assert {record["InstanceId"] for record in found["records"]} == expected
    assert {record["ApproveStatus"] for record in found["records"]} == {status}


async def test_it_is_filtered_by_people_flow_title_group_and_time(sandbox: Calling) -> None:
    everything = list(sandbox.space.instances.values())
    some = next(i for i in everything if i.flow.process_key == LEAVE and i.is_running)
    approver = some.open_tasks[0].assignee
    subject = some.title.split("：")[1]
    cases: list[tuple[dict[str, Any], list[Instance]]] = [
        (
            {"FlowStarterList": [some.starter.id]},
            [i for i in everything if i.starter is some.starter],
        ),
        (
            {"CurrentApproverList": [approver.id]},
            [i for i in everything if approver in [t.assignee for t in i.open_tasks]],
        ),
        ({"ProcessKeyList": [LEAVE]}, [i for i in everything if i.flow is some.flow]),
        ({"FlowName": subject}, [i for i in everything if subject in i.title]),
        ({"FlowGroupList": ["财务"]}, [i for i in everything if i.flow.group == "财务"]),
        (
            {"FlowStartTime": some.started_at, "FlowEndTime": some.started_at},
            [i for i in everything if i.started_at == some.started_at],
        ),
    ]
    for wanted, expected in cases:
        found = await listed(sandbox, filter=wanted)
        ids = {record["InstanceId"] for record in found["records"]}
        assert ids == {i.id for i in expected}, wanted
        assert 0 < found["total"] == len(expected)


async def test_the_ends_of_a_range_come_in_pairs(sandbox: Calling) -> None:
    body = {"userInfo": info(sandbox.space.owner), "filter": {"FlowStartTime": 1}}
    code, message = await sandbox.error("DescribeProcessManageInstances", body)
    assert (code, "FlowEndTime" in message) == ("InvalidParameter", True)


async def test_what_can_be_done_depends_on_the_node(sandbox: Calling) -> None:
    started = await sandbox.start(CONTRACT, sandbox.clerk())
    instance_id = started["FlowInstanceId"]
    assert await possible(sandbox, instance_id, "applyNode1") == set()
    (form,) = await sandbox.open_tasks(instance_id)
    await sandbox.act(form, 1)
    found = await possible(sandbox, instance_id, "approvalNode1")
    assert found == {"RollBack", "Revoke", "TurnTask", "Skip"}
    (task,) = await sandbox.open_tasks(instance_id)
    await sandbox.act(task, APPROVE)
    assert await possible(sandbox, instance_id, "approvalNode2") == {"RollBack", "Skip"}
    assert await possible(sandbox, instance_id, "approvalNode1") == set()


async def test_nothing_can_be_done_with_an_end_or_an_unknown_node(sandbox: Calling) -> None:
    instance_id, task = await sandbox.leave(sandbox.clerk())
    body = {"InstanceId": instance_id, "NodeId": "x", "UserInfo": info(sandbox.space.owner)}
    found = await sandbox.error("DescribeProcessManageInstanceOperation", body)
    assert found == ("FailedOperation", "节点查询失败")
    await sandbox.act(task, 3)
    found = await sandbox.error("DescribeProcessManageInstanceOperation", body)
    assert found == ("FailedOperation", "流程已结束")


async def test_tasks_are_told_by_what_became_of_them(sandbox: Calling) -> None:
    instance_id, task = await sandbox.leave(sandbox.clerk())
    target = sandbox.clerk("市场部")
    await sandbox.act(task, TRANSFER, TurnToUser=info(target))
    (turned,) = await sandbox.open_tasks(instance_id)
    await sandbox.act(turned, APPROVE)
    body = {"InstanceId": instance_id, "UserInfo": info(sandbox.space.owner)}
    rows = (await sandbox.data("DescribeManageInstanceTaskList", body))["TaskList"]
    assert [(row["NodeName"], row["TaskStatus"]) for row in rows] == [
        ("部门负责人审批", 4),
        ("部门负责人审批", 2),
        ("人事备案", 1),
        ("人事备案", 1),
    ]
    assert rows[1]["Assignee"] == target.name
    assert (rows[1]["EndTime"] is None, rows[2]["EndTime"] is None) == (False, True)
