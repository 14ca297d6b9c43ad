import json
from typing import Any

from tests.sandbox.calling import EXPENSE, Calling, info

SUBMIT, APPROVE, REJECT, TRANSFER, DRAFT = 1, 2, 3, 4, 17


async def operations(sandbox: Calling, instance_id: str, **filters: Any) -> list[Any]:
    body = {"InstanceId": instance_id, "PageSize": 100, **filters}
    return (await sandbox.data("GetFlowInstanceOperations", body))["Result"]


async def steps(sandbox: Calling, instance_id: str) -> list[Any]:
    answer = (await sandbox.post("GetInstanceOperation", {"InstanceId": instance_id})).json()
    assert (set(answer), answer["code"]) == ({"code", "data"}, 0)
    return answer["data"]["Response"]["Data"]["ElementInfos"]


def acts(rows: list[Any]) -> list[tuple[str, int]]:
    return [(row["ElementName"], json.loads(row["Content"])["action"]) for row in rows]


async def test_everything_that_was_done_is_there_in_order(sandbox: Calling) -> None:
    started = await sandbox.start(EXPENSE, sandbox.clerk())
    instance_id = started["FlowInstanceId"]
    for action in (DRAFT, SUBMIT, APPROVE, APPROVE, SUBMIT):
        task = (await sandbox.open_tasks(instance_id))[0]
        await sandbox.act(task, action)
        sandbox.now += 1
    found = await operations(sandbox, instance_id)
    assert acts(found) == [
        ("提交申请", 17),
        ("提交申请", 1),
        ("部门负责人审批", 2),
        ("财务审核", 2),
        ("出纳付款", 13),
    ]
    assert [row["CreateTime"][17:19] for row in found] == ["00", "01", "02", "03", "04"]


async def test_a_flow_without_an_application_node_begins_with_its_start(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    instance_id, _ = await sandbox.leave(starter)
    (start,) = await operations(sandbox, instance_id)
    assert (start["ElementName"], start["OperatorUser"]) == ("开始", starter.id)


async def test_operations_are_filtered_and_paged(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    instance_id, task = await sandbox.leave(starter)
    await sandbox.act(task, APPROVE)
    manager = info(task["TaskAssignee"]["UserId"])
    for filters in ({"ElementIds": [task["ElementId"]]}, {"OperatorUser": manager}):
        assert acts(await operations(sandbox, instance_id, **filters)) == [("部门负责人审批", 2)]
    body = {"InstanceId": instance_id, "PageNumber": 2, "PageSize": 1}
    page = await sandbox.data("GetFlowInstanceOperations", body)
    assert (acts(page["Result"]), page["TotalCount"]) == ([("部门负责人审批", 2)], 2)
    rows = await operations(sandbox, instance_id, NeedUserExtraInfo=True)
    assert rows[0]["UserExtraInfo"] == {"Id": starter.id}


async def test_comments_copies_and_signers_are_in_the_content(sandbox: Calling) -> None:
    instance_id, task = await sandbox.leave(sandbox.clerk())
    signer, reader = sandbox.clerk("市场部"), sandbox.clerk("采购部")
    approver = info(task["TaskAssignee"]["UserId"])
    body = {"TaskId": task["TaskId"], "Approver": approver, "AssigneeIds": [signer.id]}
    await sandbox.data("AddCounterSignAssignee", body)
    await sandbox.act(task, APPROVE, Comment="情况属实", CcUserIds=[reader.id])
    contents = [json.loads(r["Content"]) for r in await operations(sandbox, instance_id)]
    added, approved, copied = contents[1:]
    assert json.loads(added["operation"]) == [{"Id": signer.id, "Name": signer.name}]
    assert (added["action"], approved["operationComment"]) == (7, "情况属实")
    assert added["ccUserIds"] == approved["ccUserIds"] == []
    assert (copied["action"], copied["ccUserIds"]) == (15, [reader.id])


async def test_mentions_are_not_strict_json_as_in_the_pages_sample(sandbox: Calling) -> None:
    instance_id, task = await sandbox.leave(sandbox.clerk())
    mentions = {sandbox.clerk().id: '@"王"'}
    await sandbox.act(task, APPROVE, OpinionUserMap=mentions)
    content = (await operations(sandbox, instance_id))[-1]["Content"]
    user_id = sandbox.clerk().id
    assert content.endswith(f',"opinionUserMap":{{{user_id}:"@\\"王\\""}}}}')
    (step,) = [s for s in await steps(sandbox, instance_id) if s["Name"] == "部门负责人审批"]
    assert step["ContentInfo"]["OpinionUserMap"] == mentions


async def test_steps_end_with_who_is_next(sandbox: Calling) -> None:
    instance_id, task = await sandbox.leave(sandbox.clerk())
    last = (await steps(sandbox, instance_id))[-1]
    assert (last["Result"], last["Name"], "ContentInfo" in last) == (
        "待审批",
        "部门负责人审批",
        False,
    )
    await sandbox.act(task, APPROVE)
    found = await steps(sandbox, instance_id)
    assert [(step["Name"], step["Result"]) for step in found] == [
        ("开始", "true"),
        ("部门负责人审批", "true"),
        ("人事备案", "待处理"),
    ]
    assert found[1]["Id"] == task["TaskId"]
    assert len(found[-1]["OperaName"]) == 2


async def test_a_rejection_ends_the_steps(sandbox: Calling) -> None:
    instance_id, task = await sandbox.leave(sandbox.clerk())
    await sandbox.act(task, REJECT, Comment="时间冲突")
    last = (await steps(sandbox, instance_id))[-1]
    assert (last["Result"], last["ContentInfo"]["OperationComment"]) == ("false", "时间冲突")


async def test_a_stop_says_why(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    instance_id, _ = await sandbox.leave(starter)
    body = {"InstanceId": instance_id, "Operator": info(starter), "DeleteReason": "行程取消"}
    await sandbox.data("StopFlow", body)
    last = (await steps(sandbox, instance_id))[-1]["ContentInfo"]
    assert (last["Action"], last["OperationComment"]) == (8, "行程取消")


async def test_an_unknown_instance_has_no_history(sandbox: Calling) -> None:
    for action in ("GetFlowInstanceOperations", "GetInstanceOperation"):
        found = await sandbox.error(action, {"InstanceId": "1"})
        assert found == ("FailedOperation", "流程实例不存在")
