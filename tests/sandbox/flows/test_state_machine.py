from typing import Any

import pytest

from tests.sandbox.calling import (
    ACCESS,
    CONTRACT,
    EXPENSE,
    LEAVE,
    Calling,
    act_body,
    info,
    start_body,
)

SUBMIT, APPROVE, REJECT, TRANSFER, DRAFT = 1, 2, 3, 4, 17
TO_DO, DONE, VOID, IS_DRAFT, TO_SUBMIT = 1, 2, 3, 4, 5
STOPPED, REJECTED, APPROVED, RUNNING = 1, 2, 3, 4


async def open_tasks(sandbox: Calling, instance_id: str) -> list[Any]:
    tasks = await sandbox.tasks(instance_id)
    return [task for task in tasks if task["TaskStatus"] in {TO_DO, IS_DRAFT, TO_SUBMIT}]


async def test_an_expense_goes_from_the_starter_to_the_payment(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    started = await sandbox.start(EXPENSE, starter)
    instance_id = started["FlowInstanceId"]
    walked: list[str] = []
    while tasks := await open_tasks(sandbox, instance_id):
        assert (await sandbox.instance(instance_id))["Status"] == RUNNING
        task = tasks[0]
        walked.append(task["ElementName"])
        is_form = task["TaskStatus"] == TO_SUBMIT
        assert (task["TaskId"] == started["TaskId"]) is is_form
        sandbox.now += 60
        is_approval = task["ElementId"].startswith("approval")
        await sandbox.act(task, APPROVE if is_approval else SUBMIT)
    assert walked == ["提交申请", "部门负责人审批", "财务审核", "出纳付款"]
    row = await sandbox.instance(instance_id)
    assert row["Status"] == APPROVED
    assert row["EndTime"] > row["StartTime"]


async def test_the_manager_is_the_head_of_the_starters_department(sandbox: Calling) -> None:
    starter = sandbox.clerk("市场部")
    started = await sandbox.start(LEAVE, starter)
    assert started["TaskId"] == ""
    (task,) = await open_tasks(sandbox, started["FlowInstanceId"])
    manager = sandbox.space.users[task["TaskAssignee"]["UserId"]]
    assert (manager.department, manager.is_head) == ("市场部", True)


async def test_a_head_is_approved_by_the_general_manager(sandbox: Calling) -> None:
    head = next(u for u in sandbox.space.users.values() if u.is_head and not u.roles)
    started = await sandbox.start(LEAVE, head)
    (task,) = await open_tasks(sandbox, started["FlowInstanceId"])
    assert "总经理" in sandbox.space.users[task["TaskAssignee"]["UserId"]].roles


async def test_nobody_above_the_general_manager(sandbox: Calling) -> None:
    manager = next(u for u in sandbox.space.users.values() if "总经理" in u.roles)
    before = len(sandbox.space.instances)
    error = await sandbox.error("StartFlow", start_body(sandbox.flow(LEAVE), manager))
    assert error == ("FailedOperation", "节点找不到审批人(角色/上级/部门)")
    assert len(sandbox.space.instances) == before


async def test_reject_ends_the_instance(sandbox: Calling) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    (task,) = await open_tasks(sandbox, started["FlowInstanceId"])
    await sandbox.act(task, REJECT, Comment="预算不足")
    row = await sandbox.instance(started["FlowInstanceId"])
    assert row["Status"] == REJECTED
    (task,) = await sandbox.tasks(started["FlowInstanceId"])
    assert (task["TaskStatus"], task["OperationResult"]) == (DONE, REJECT)
    again = await sandbox.error("CompleteTask", act_body(task, APPROVE))
    assert again == ("FailedOperation", "任务已结束或失效")


async def test_any_one_of_several_handlers_is_enough(sandbox: Calling) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    (task,) = await open_tasks(sandbox, started["FlowInstanceId"])
    await sandbox.act(task, APPROVE)
    first, second = await open_tasks(sandbox, started["FlowInstanceId"])
    await sandbox.act(first, SUBMIT)
    states = {t["TaskId"]: t["TaskStatus"] for t in await sandbox.tasks(started["FlowInstanceId"])}
    assert (states[first["TaskId"]], states[second["TaskId"]]) == (DONE, VOID)
    assert (await sandbox.instance(started["FlowInstanceId"]))["Status"] == APPROVED
    body = {"FlowTaskId": second["TaskId"], "PageType": "TODO"}
    assert await sandbox.error("DescribeProcessInstance", body) == (
        "InvalidParameter",
        "任务已失效",
    )


async def test_all_signers_must_approve(sandbox: Calling) -> None:
    started = await sandbox.start(CONTRACT, sandbox.clerk())
    instance_id = started["FlowInstanceId"]
    (form,) = await open_tasks(sandbox, instance_id)
    await sandbox.act(form, SUBMIT)
    (manager,) = await open_tasks(sandbox, instance_id)
    await sandbox.act(manager, APPROVE)
    first, second = await open_tasks(sandbox, instance_id)
    await sandbox.act(first, APPROVE)
    assert [t["TaskId"] for t in await open_tasks(sandbox, instance_id)] == [second["TaskId"]]
    moved = await sandbox.error("CompleteTask", act_body(second, TRANSFER))
    assert moved == ("FailedOperation", "节点未开启转办")
    await sandbox.act(second, APPROVE)
    (last,) = await open_tasks(sandbox, instance_id)
    assert last["ElementName"] == "总经理审批"


async def test_transfer_hands_the_task_over(sandbox: Calling) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    (task,) = await open_tasks(sandbox, started["FlowInstanceId"])
    target = sandbox.clerk("市场部")
    await sandbox.act(task, TRANSFER, TurnToUser=info(target))
    before, after = await sandbox.tasks(started["FlowInstanceId"])
    assert (before["TaskStatus"], before["OperationResult"]) == (DONE, TRANSFER)
    assert (after["TaskStatus"], after["TaskAssignee"]["UserId"]) == (TO_DO, target.id)
    assert after["ElementId"] == before["ElementId"]
    await sandbox.act(after, APPROVE)
    assert {t["ElementName"] for t in await open_tasks(sandbox, started["FlowInstanceId"])} == {
        "人事备案"
    }


@pytest.mark.parametrize("target", ["nobody", "self"])
async def test_transfer_needs_somebody_else(sandbox: Calling, target: str) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    (task,) = await open_tasks(sandbox, started["FlowInstanceId"])
    more = {"TurnToUser": info(task["TaskAssignee"]["UserId"])} if target == "self" else {}
    error = await sandbox.error("CompleteTask", act_body(task, TRANSFER, **more))
    assert error == ("FailedOperation", "转办人为空或是自己")
    assert await open_tasks(sandbox, started["FlowInstanceId"]) == [task]


async def test_a_draft_can_be_submitted_later(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    started = await sandbox.start(EXPENSE, starter)
    (form,) = await open_tasks(sandbox, started["FlowInstanceId"])
    await sandbox.act(form, DRAFT)
    (draft,) = await open_tasks(sandbox, started["FlowInstanceId"])
    assert (draft["TaskId"], draft["TaskStatus"]) == (form["TaskId"], IS_DRAFT)
    drafts = await sandbox.data(
        "ListProcessInstances", {"UserInfo": info(starter), "PageType": "DRAFT"}
    )
    assert draft["TaskId"] in {record["TaskId"] for record in drafts["Records"]}
    await sandbox.act(draft, SUBMIT)
    (next_task,) = await open_tasks(sandbox, started["FlowInstanceId"])
    error = await sandbox.error("CompleteTask", act_body(next_task, DRAFT))
    assert error == ("FailedOperation", "仅申请节点可存草稿")


async def test_only_the_assignee_may_act(sandbox: Calling) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    (task,) = await open_tasks(sandbox, started["FlowInstanceId"])
    body = act_body(task, APPROVE, Approver=info(sandbox.clerk("市场部")))
    assert await sandbox.error("CompleteTask", body) == ("FailedOperation", "操作人不是审批人")
    body = act_body(task, APPROVE, Approver=info("1"))
    assert await sandbox.error("CompleteTask", body) == ("UserNotExist", "用户不存在")
    body = act_body(task, APPROVE) | {"TaskId": "1"}
    assert await sandbox.error("CompleteTask", body) == ("FailedOperation", "任务不存在")
    assert await open_tasks(sandbox, started["FlowInstanceId"]) == [task]


async def test_an_action_must_fit_the_node(sandbox: Calling) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    (task,) = await open_tasks(sandbox, started["FlowInstanceId"])
    code, message = await sandbox.error("CompleteTask", act_body(task, SUBMIT))
    assert code == "InvalidParameter"
    assert "ButtonAction" in message


async def test_output_variables_are_required(sandbox: Calling) -> None:
    started = await sandbox.start(ACCESS, sandbox.clerk())
    instance_id = started["FlowInstanceId"]
    (task,) = await open_tasks(sandbox, instance_id)
    await sandbox.act(task, APPROVE)
    task = (await open_tasks(sandbox, instance_id))[0]
    error = await sandbox.error("CompleteTask", act_body(task, APPROVE))
    assert error == ("InvalidParameter", "缺少必填参数 PageParams.approve")
    await sandbox.act(task, APPROVE, PageParams={"approve": {"Type": "object", "Value": {}}})
    assert (await sandbox.instance(instance_id))["Status"] == APPROVED


async def test_copies_reach_the_cc_list_once(sandbox: Calling) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    instance_id = started["FlowInstanceId"]
    (task,) = await open_tasks(sandbox, instance_id)
    reader = sandbox.clerk("市场部")
    await sandbox.act(task, APPROVE, CcUserIds=[reader.id, reader.id])
    listed = await sandbox.data(
        "ListProcessInstances",
        {"UserInfo": info(reader), "PageType": "CC", "PageSize": 500, "Sort": "cc_time"},
    )
    assert [r["InstanceId"] for r in listed["Records"]].count(instance_id) == 1
    assert listed["Records"][0]["InstanceId"] == instance_id
    (copy,) = await sandbox.tasks(instance_id, IsCarbonCopyTask=True)
    assert copy["TaskAssignee"]["UserId"] == reader.id
    body = {"FlowTaskId": task["TaskId"], "PageType": "CC", "UserInfo": info(reader)}
    assert (await sandbox.data("DescribeProcessInstance", body))["CcId"] == copy["TaskId"]


async def test_a_refused_completion_copies_nobody(sandbox: Calling) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    (task,) = await open_tasks(sandbox, started["FlowInstanceId"])
    body = act_body(task, SUBMIT, CcUserIds=[sandbox.clerk("市场部").id])
    await sandbox.error("CompleteTask", body)
    assert await sandbox.tasks(started["FlowInstanceId"], IsCarbonCopyTask=True) == []


async def test_stop_ends_a_running_instance_once(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    started = await sandbox.start(LEAVE, starter)
    body = {"InstanceId": started["FlowInstanceId"], "Operator": info(starter)}
    assert await sandbox.data("StopFlow", body) == {"Result": True}
    assert (await sandbox.instance(started["FlowInstanceId"]))["Status"] == STOPPED
    assert await open_tasks(sandbox, started["FlowInstanceId"]) == []
    assert await sandbox.error("StopFlow", body) == ("FailedOperation", "流程已结束")


async def test_start_is_refused_with_the_documented_causes(sandbox: Calling) -> None:
    flow, starter = sandbox.flow(LEAVE), sandbox.clerk()
    good = start_body(flow, starter)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"FlowCode": "1"}, "流程不存在"),
        ({"FlowVersion": "99.0"}, "流程不存在"),
        ({"ProcessKey": EXPENSE}, "流程不存在"),
        (start_body(sandbox.flow("flow_hiring01"), starter), "流程不存在"),
        ({"StartUser": info("anonymous")}, "无发起权限或匿名用户"),
        (start_body(sandbox.flow(ACCESS), sandbox.clerk("市场部")), "无发起权限或匿名用户"),
        ({"StartParams": None}, "入参为空或类型不符"),
        ({"StartParams": {"form": {}}}, "入参为空或类型不符"),
        ({"StartParams": {"form": "3"}}, "入参为空或类型不符"),
    ]
    for change, message in cases:
        error = await sandbox.error("StartFlow", good | change)
        assert error == ("FailedOperation", message), change
    error = await sandbox.error("StartFlow", good | {"StartUser": info("1")})
    assert error == ("UserNotExist", "用户不存在")
    assert await sandbox.data("StartFlow", good | {"FlowVersion": flow.version})


async def test_env_types_are_strangers(sandbox: Calling) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    answer = await sandbox.post(
        "GetFlowInstanceTasks", {"InstanceId": started["FlowInstanceId"]}, env_type="dev"
    )
    assert answer.json()["Response"]["Error"]["Code"] == "FailedOperation"
