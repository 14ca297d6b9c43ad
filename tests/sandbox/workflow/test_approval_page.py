from typing import Any

from tests.sandbox.calling import ACCESS, CONTRACT, EXPENSE, Calling, info
from weda_tui.sandbox.flows.model import User

APPROVE = 2
SHOWN = (
    "ShowSubmitApp",
    "ShowCarbonCopy",
    "ShowTurnToPerson",
    "ShowAddAssignee",
    "ShowRollBack",
    "ShowRevoke",
)


def page_body(
    sandbox: Calling, task: Any, user: User | str, page_type: str, **more: Any
) -> dict[str, Any]:
    instance = sandbox.space.instances[task["InstanceId"]]
    return {
        "InstanceId": instance.id,
        "FlowCode": instance.flow.code,
        "NodeId": task["ElementId"],
        "PageType": page_type,
        "TaskId": task["TaskId"],
        "UserInfo": info(user),
        **more,
    }


async def shown(sandbox: Calling, task: Any, user: User | str, page_type: str) -> set[str]:
    """Return the names of the buttons that a page shows."""
    page = await sandbox.data("GetApprovalPageDetail", page_body(sandbox, task, user, page_type))
    return {name.removeprefix("Show") for name in SHOWN if page[name]}


async def test_an_approver_finds_what_the_node_allows(sandbox: Calling) -> None:
    _, task = await sandbox.leave(sandbox.clerk())
    manager = task["TaskAssignee"]["UserId"]
    found = await shown(sandbox, task, manager, "TODO")
    assert found == {"CarbonCopy", "TurnToPerson", "AddAssignee", "RollBack"}
    page = await sandbox.data("GetApprovalPageDetail", page_body(sandbox, task, manager, "TODO"))
    assert page["Buttons"] == {"2": "同意", "3": "拒绝", "4": "转办"}


async def test_the_application_node_is_submitted(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    started = await sandbox.start(EXPENSE, starter)
    (form,) = await sandbox.open_tasks(started["FlowInstanceId"])
    assert await shown(sandbox, form, starter, "TODO") == {"SubmitApp"}


async def test_a_joint_node_has_no_transfer(sandbox: Calling) -> None:
    started = await sandbox.start(CONTRACT, sandbox.clerk())
    for action in (1, APPROVE):
        (task,) = await sandbox.open_tasks(started["FlowInstanceId"])
        await sandbox.act(task, action)
    task = (await sandbox.open_tasks(started["FlowInstanceId"]))[0]
    assert "TurnToPerson" not in await shown(sandbox, task, task["TaskAssignee"]["UserId"], "TODO")


async def test_others_only_look(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    _, task = await sandbox.leave(starter)
    assert await shown(sandbox, task, sandbox.clerk("市场部"), "TODO") == set()
    assert await shown(sandbox, task, starter, "CREATE") == {"Revoke"}


async def test_a_node_that_the_task_is_not_at_has_no_buttons(sandbox: Calling) -> None:
    _, task = await sandbox.leave(sandbox.clerk())
    elsewhere = task | {"ElementId": "handleNode1"}
    assert await shown(sandbox, elsewhere, task["TaskAssignee"]["UserId"], "TODO") == set()


async def test_an_approver_may_revoke_until_the_next_one_acts(sandbox: Calling) -> None:
    instance_id, task = await sandbox.leave(sandbox.clerk())
    manager = task["TaskAssignee"]["UserId"]
    await sandbox.act(task, APPROVE)
    assert await shown(sandbox, task, manager, "DONE") == {"Revoke"}
    await sandbox.act((await sandbox.open_tasks(instance_id))[0], 1)
    assert await shown(sandbox, task, manager, "DONE") == set()


async def test_variables_go_in_and_out(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    started = await sandbox.start(ACCESS, starter)
    (task,) = await sandbox.open_tasks(started["FlowInstanceId"])
    await sandbox.act(task, APPROVE)
    task = (await sandbox.open_tasks(started["FlowInstanceId"]))[0]
    body = page_body(sandbox, task, task["TaskAssignee"]["UserId"], "TODO")
    page = await sandbox.data("GetApprovalPageDetail", body)
    (output,) = page["OutEntityCodes"]
    assert (output["VariableKey"], output["Type"]) == ("approve", "object")
    _, leave = await sandbox.leave(starter)
    body = page_body(sandbox, leave, starter, "CREATE")
    page = await sandbox.data("GetApprovalPageDetail", body)
    (variable,) = page["VariableInfos"]["ObjectMap"]
    assert (variable["OutputKey"], variable["FieldValueMap"]) == ("form", {"days": "3"})


async def test_a_copy_is_opened_by_its_id(sandbox: Calling) -> None:
    _, task = await sandbox.leave(sandbox.clerk())
    reader = sandbox.clerk("市场部")
    await sandbox.act(task, APPROVE, CcUserIds=[reader.id])
    listed = await sandbox.data(
        "ListProcessInstances", {"UserInfo": info(reader), "PageType": "CC", "Sort": "cc_time"}
    )
    body = page_body(sandbox, task, reader, "CC", Id=listed["Records"][0]["CcId"])
    assert (await sandbox.data("GetApprovalPageDetail", body))["Buttons"] == {}
    found = await sandbox.error("GetApprovalPageDetail", body | {"Id": "1"})
    assert found == ("FailedOperation", "抄送 ID 不对")


async def test_it_is_refused_with_the_documented_causes(sandbox: Calling) -> None:
    _, task = await sandbox.leave(sandbox.clerk())
    _, other = await sandbox.leave(sandbox.clerk())
    good = page_body(sandbox, task, task["TaskAssignee"]["UserId"], "TODO")
    cases: list[tuple[dict[str, Any], tuple[str, str]]] = [
        ({"PageType": "ALL"}, ("InvalidParameter", "PageType 无效")),
        ({"InstanceId": "1"}, ("InvalidParameter", "实例 ID 不对")),
        ({"FlowCode": "1"}, ("FailedOperation", "FlowCode 不对")),
        ({"NodeId": "nowhere"}, ("FailedOperation", "节点查询失败")),
        ({"TaskId": other["TaskId"]}, ("FailedOperation", "任务不存在")),
        ({"UserInfo": info("1")}, ("UserNotExist", "用户不存在")),
    ]
    for change, expected in cases:
        assert await sandbox.error("GetApprovalPageDetail", good | change) == expected
