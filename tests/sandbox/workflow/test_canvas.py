from itertools import pairwise
from typing import Any

from tests.sandbox.calling import EXPENSE, Calling

FINISHED, NOT_STARTED, IN_PROGRESS = 1, 2, 3
SUBMIT, APPROVE, TRANSFER = 1, 2, 4


async def canvas(sandbox: Calling, instance_id: str) -> tuple[list[Any], list[Any]]:
    code = sandbox.space.instances[instance_id].flow.code
    body = {"InstanceId": instance_id, "FlowCode": code}
    data = await sandbox.data("GetProcessCanvasInfo", body)
    return data["Nodes"], data["Edges"]


async def test_nodes_are_finished_in_progress_and_not_started(sandbox: Calling) -> None:
    started = await sandbox.start(EXPENSE, sandbox.clerk())
    instance_id = started["FlowInstanceId"]
    (form,) = await sandbox.open_tasks(instance_id)
    await sandbox.act(form, SUBMIT)
    nodes, edges = await canvas(sandbox, instance_id)
    assert [(n["Name"], n["DataType"], n["Status"], n["visited"]) for n in nodes] == [
        ("开始", 1, FINISHED, True),
        ("提交申请", 1, FINISHED, True),
        ("部门负责人审批", 17, IN_PROGRESS, True),
        ("财务审核", 17, NOT_STARTED, False),
        ("出纳付款", 23, NOT_STARTED, False),
        ("结束", 13, NOT_STARTED, False),
    ]
    assert [n["Id"] for n in nodes] == [1, 2, 3, 4, 5, 6]
    assert [e["Status"] for e in edges] == [1, 1, 2, 2, 2]
    ids = [n["ElementId"] for n in nodes]
    assert [(e["Source"], e["Target"]) for e in edges] == list(pairwise(ids))


async def test_a_node_names_its_people_and_what_they_did(sandbox: Calling) -> None:
    instance_id, task = await sandbox.leave(sandbox.clerk())
    target = sandbox.clerk("市场部")
    turned = {"TurnToUser": {"UserId": target.id, "Type": 4}, "Comment": "请代办"}
    await sandbox.act(task, TRANSFER, **turned)
    nodes, _ = await canvas(sandbox, instance_id)
    handed, waiting = nodes[1]["Conf"]
    assert (handed["Status"], handed["NewProcessors"], handed["Comment"]) == (
        TRANSFER,
        target.name,
        "请代办",
    )
    assert (waiting["Name"], waiting["Status"], "OpTime" in waiting) == (target.name, 0, False)
    assert nodes[0]["Conf"] is None


async def test_the_end_is_reached_by_approval_alone(sandbox: Calling) -> None:
    for action, reached in ((APPROVE, True), (3, False)):
        started = await sandbox.start("flow_trip01", sandbox.clerk())
        (task,) = await sandbox.open_tasks(started["FlowInstanceId"])
        await sandbox.act(task, action)
        nodes, edges = await canvas(sandbox, started["FlowInstanceId"])
        assert nodes[-1]["visited"] is reached
        assert (edges[-1]["Status"] == FINISHED) is reached


async def test_what_was_rolled_back_has_not_started_again(sandbox: Calling) -> None:
    instance_id = "1700000000000000008"
    body = {
        "UserInfo": {"UserId": "1500000000000000001", "Type": 4},
        "TaskId": "1600000000000000008",
        "TargetNodeId": "approvalNode1",
        "TargetActTaskId": "1600000000000000058",
    }
    await sandbox.data("RollBack", body)
    nodes, _ = await canvas(sandbox, instance_id)
    assert [n["Status"] for n in nodes] == [1, 1, 3, 2, 2]


async def test_the_code_must_be_that_of_the_instances_flow(sandbox: Calling) -> None:
    instance_id, _ = await sandbox.leave(sandbox.clerk())
    body = {"InstanceId": instance_id, "FlowCode": sandbox.flow(EXPENSE).code}
    found = await sandbox.error("GetProcessCanvasInfo", body)
    assert found == ("FailedOperation", "FlowCode 不对")
