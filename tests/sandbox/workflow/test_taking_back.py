from typing import Any

import pytest

from tests.sandbox.calling import CONTRACT, EXPENSE, Calling, act_body, info
from weda_tui.sandbox.flows.model import User

SUBMIT, APPROVE, DRAFT = 1, 2, 17
BY_APPROVER, BY_STARTER = 1, 2


async def at_finance(sandbox: Calling, starter: User) -> tuple[str, Any]:
    """Bring an expense to its third node; return the instance and one of its tasks there."""
    started = await sandbox.start(EXPENSE, starter)
    instance_id = started["FlowInstanceId"]
    for action in (SUBMIT, APPROVE):
        (task,) = await sandbox.open_tasks(instance_id)
        await sandbox.act(task, action)
    return instance_id, (await sandbox.open_tasks(instance_id))[0]


async def earlier(sandbox: Calling, instance_id: str, **more: Any) -> list[Any]:
    body = {"InstanceId": instance_id, **more}
    return (await sandbox.data("GetPreElementList", body))["ElementInfoList"]


def roll_back_body(task: Any, element: Any) -> dict[str, Any]:
    return {
        "UserInfo": info(task["TaskAssignee"]["UserId"]),
        "TaskId": task["TaskId"],
        "TargetNodeId": element["ElementId"],
        "TargetActTaskId": element["ActTaskId"],
    }


def revoke_body(task: Any, user: User | str, revoke_type: int) -> dict[str, Any]:
    return {"TaskId": task["TaskId"], "Revoker": info(user), "RevokeType": revoke_type}


class TestEarlierNodes:
    async def test_they_are_those_that_were_passed_the_nearest_last(self, sandbox: Calling) -> None:
        instance_id, _ = await at_finance(sandbox, sandbox.clerk())
        found = await earlier(sandbox, instance_id)
        assert [(e["ElementName"], e["ApproveType"], e["LastNode"]) for e in found] == [
            ("提交申请", 1, False),
            ("部门负责人审批", 2, True),
        ]
        assert await earlier(sandbox, instance_id, NodeId="approvalNode1") == [
            found[0] | {"LastNode": True}
        ]

    async def test_there_are_none_at_the_first_node(self, sandbox: Calling) -> None:
        instance_id, _ = await sandbox.leave(sandbox.clerk())
        assert await earlier(sandbox, instance_id) == []

    async def test_a_node_or_an_instance_that_is_unknown_is_refused(self, sandbox: Calling) -> None:
        instance_id, _ = await sandbox.leave(sandbox.clerk())
        body = {"InstanceId": instance_id, "NodeId": "nowhere"}
        found = await sandbox.error("GetPreElementList", body)
        assert found == ("FailedOperation", "节点查询失败")
        found = await sandbox.error("GetPreElementList", {"InstanceId": "1"})
        assert found == ("FailedOperation", "流程实例不存在")


class TestRollBack:
    async def test_it_gives_the_earlier_task_to_the_same_one_again(self, sandbox: Calling) -> None:
        instance_id, task = await at_finance(sandbox, sandbox.clerk())
        element = (await earlier(sandbox, instance_id))[1]
        assert await sandbox.data("RollBack", roll_back_body(task, element)) == {"Result": True}
        (again,) = await sandbox.open_tasks(instance_id)
        assert again["ElementId"] == element["ElementId"]
        before = sandbox.space.tasks[element["ActTaskId"]]
        assert again["TaskAssignee"]["UserId"] == before.assignee.id
        assert again["TaskId"] != before.id
        await sandbox.act(again, APPROVE)
        nodes = {t["ElementName"] for t in await sandbox.open_tasks(instance_id)}
        assert nodes == {"财务审核"}

    async def test_the_application_is_submitted_again(self, sandbox: Calling) -> None:
        starter = sandbox.clerk()
        instance_id, task = await at_finance(sandbox, starter)
        element = (await earlier(sandbox, instance_id))[0]
        await sandbox.data("RollBack", roll_back_body(task, element))
        (again,) = await sandbox.open_tasks(instance_id)
        assert (again["TaskStatus"], again["TaskAssignee"]["UserId"]) == (5, starter.id)

    async def test_the_one_who_rolled_back_is_done_and_the_others_void(
        self, sandbox: Calling
    ) -> None:
        instance_id, task = await at_finance(sandbox, sandbox.clerk())
        element = (await earlier(sandbox, instance_id))[1]
        await sandbox.data("RollBack", roll_back_body(task, element))
        rows = await sandbox.tasks(instance_id, ElementIds=[task["ElementId"]])
        found = {row["TaskId"]: (row["TaskStatus"], row["OperationResult"]) for row in rows}
        assert found.pop(task["TaskId"]) == (2, 6)
        assert set(found.values()) == {(3, 0)}

    async def test_a_joint_node_is_signed_by_everybody_again(self, sandbox: Calling) -> None:
        started = await sandbox.start(CONTRACT, sandbox.clerk())
        instance_id = started["FlowInstanceId"]
        for action, count in ((SUBMIT, 1), (APPROVE, 1), (APPROVE, 2)):
            tasks = await sandbox.open_tasks(instance_id)
            assert len(tasks) == count
            for task in tasks:
                await sandbox.act(task, action)
        (last,) = await sandbox.open_tasks(instance_id)
        element = (await earlier(sandbox, instance_id))[-1]
        await sandbox.data("RollBack", roll_back_body(last, element))
        assert len(await sandbox.open_tasks(instance_id)) == 2

    async def test_it_is_refused(self, sandbox: Calling) -> None:
        instance_id, task = await at_finance(sandbox, sandbox.clerk())
        first, nearest = await earlier(sandbox, instance_id)
        foreign = (await earlier(sandbox, (await at_finance(sandbox, sandbox.clerk()))[0]))[1]
        good = roll_back_body(task, nearest)
        cases: list[tuple[dict[str, Any], tuple[str, str]]] = [
            ({"TaskId": "1"}, ("FailedOperation", "任务不存在")),
            ({"UserInfo": info("1")}, ("UserNotExist", "用户不存在")),
            ({"UserInfo": info(sandbox.clerk())}, ("FailedOperation", "操作人不是审批人")),
            ({"TargetActTaskId": foreign["ActTaskId"]}, ("FailedOperation", "目标节点不可回退")),
            ({"TargetActTaskId": "1"}, ("FailedOperation", "目标节点不可回退")),
            ({"TargetNodeId": first["ElementId"]}, ("FailedOperation", "目标节点不可回退")),
            (
                {"TargetNodeId": task["ElementId"], "TargetActTaskId": task["TaskId"]},
                ("FailedOperation", "目标节点不可回退"),
            ),
        ]
        for change, expected in cases:
            assert await sandbox.error("RollBack", good | change) == expected, change
        await sandbox.act(task, APPROVE)
        assert await sandbox.error("RollBack", good) == ("FailedOperation", "任务已结束或失效")

    async def test_a_node_without_it_and_an_end_are_refused(self, sandbox: Calling) -> None:
        starter = sandbox.clerk()
        instance_id, task = await at_finance(sandbox, starter)
        await sandbox.act(task, APPROVE)
        handling = (await sandbox.open_tasks(instance_id))[0]
        element = (await earlier(sandbox, instance_id))[-1]
        body = roll_back_body(handling, element)
        assert await sandbox.error("RollBack", body) == ("FailedOperation", "节点未开启回退")
        await sandbox.data("StopFlow", {"InstanceId": instance_id, "Operator": info(starter)})
        assert await sandbox.error("RollBack", body) == ("FailedOperation", "流程已结束")


class TestRevoke:
    async def test_an_approver_gets_their_task_back(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        await sandbox.act(task, APPROVE)
        manager = task["TaskAssignee"]["UserId"]
        body = revoke_body(task, manager, BY_APPROVER)
        assert await sandbox.data("Revoke", body) == {"Result": True}
        (again,) = await sandbox.open_tasks(instance_id)
        assert (again["ElementId"], again["TaskAssignee"]["UserId"]) == (task["ElementId"], manager)
        assert instance_id in await sandbox.page("TODO", manager)
        assert instance_id not in await sandbox.page("DONE", manager)

    async def test_not_once_somebody_has_acted_since(self, sandbox: Calling) -> None:
        starter = sandbox.clerk()
        instance_id, task = await at_finance(sandbox, starter)
        done = next(
            t for t in await sandbox.tasks(instance_id) if t["ElementId"] == "approvalNode1"
        )
        await sandbox.act(task, APPROVE)
        refused = ("FailedOperation", "节点未开启撤销或任务已办")
        manager = done["TaskAssignee"]["UserId"]
        body = revoke_body(done, manager, BY_APPROVER)
        assert await sandbox.error("Revoke", body) == refused
        body = revoke_body(done, starter, BY_STARTER)
        assert await sandbox.error("Revoke", body) == refused

    async def test_a_task_that_is_still_to_do_has_nothing_to_take_back(
        self, sandbox: Calling
    ) -> None:
        _, task = await sandbox.leave(sandbox.clerk())
        body = revoke_body(task, task["TaskAssignee"]["UserId"], BY_APPROVER)
        found = await sandbox.error("Revoke", body)
        assert found == ("FailedOperation", "节点未开启撤销或任务已办")

    async def test_a_node_may_not_allow_it(self, sandbox: Calling) -> None:
        started = await sandbox.start(CONTRACT, sandbox.clerk())
        for action in (SUBMIT, APPROVE, APPROVE):
            tasks = await sandbox.open_tasks(started["FlowInstanceId"])
            for task in tasks:
                await sandbox.act(task, action)
        joint = tasks[0]
        body = revoke_body(joint, joint["TaskAssignee"]["UserId"], BY_APPROVER)
        found = await sandbox.error("Revoke", body)
        assert found == ("FailedOperation", "节点未开启撤销或任务已办")

    async def test_a_starter_gets_the_application_back(self, sandbox: Calling) -> None:
        starter = sandbox.clerk()
        started = await sandbox.start(EXPENSE, starter)
        instance_id = started["FlowInstanceId"]
        (form,) = await sandbox.open_tasks(instance_id)
        await sandbox.act(form, SUBMIT)
        (task,) = await sandbox.open_tasks(instance_id)
        await sandbox.data("Revoke", revoke_body(task, starter, BY_STARTER))
        (again,) = await sandbox.open_tasks(instance_id)
        assert (again["TaskStatus"], again["TaskAssignee"]["UserId"]) == (5, starter.id)

    async def test_a_flow_without_an_application_node_ends(self, sandbox: Calling) -> None:
        starter = sandbox.clerk()
        instance_id, task = await sandbox.leave(starter)
        await sandbox.data("Revoke", revoke_body(task, starter, BY_STARTER))
        assert (await sandbox.instance(instance_id))["Status"] == 1
        body = revoke_body(task, starter, BY_STARTER)
        assert await sandbox.error("Revoke", body) == ("FailedOperation", "流程已结束")

    async def test_the_detail_says_whether_the_starter_can(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        body = {"FlowTaskId": task["TaskId"], "PageType": "CREATE"}
        assert (await sandbox.data("DescribeProcessInstance", body))["CanRevoke"] is True
        await sandbox.act(task, APPROVE)
        assert (await sandbox.data("DescribeProcessInstance", body))["CanRevoke"] is False
        assert instance_id

    @pytest.mark.parametrize("revoke_type", [BY_APPROVER, BY_STARTER, 3])
    async def test_a_type_that_does_not_suit_the_user_is_refused(
        self, sandbox: Calling, revoke_type: int
    ) -> None:
        _, task = await sandbox.leave(sandbox.clerk())
        body = revoke_body(task, sandbox.clerk("市场部"), revoke_type)
        assert await sandbox.error("Revoke", body) == ("FailedOperation", "撤销类型不符")

    async def test_an_unknown_task_is_refused(self, sandbox: Calling) -> None:
        body = revoke_body({"TaskId": "1"}, sandbox.clerk(), BY_APPROVER)
        assert await sandbox.error("Revoke", body) == ("FailedOperation", "任务不存在")


class TestDrafts:
    async def draft(self, sandbox: Calling, starter: User) -> tuple[str, dict[str, Any]]:
        started = await sandbox.start(EXPENSE, starter)
        instance_id = started["FlowInstanceId"]
        (form,) = await sandbox.open_tasks(instance_id)
        await sandbox.act(form, DRAFT)
        body = {"InstanceId": instance_id, "TaskId": form["TaskId"], "UserInfo": info(starter)}
        return instance_id, body

    async def test_a_deleted_draft_is_gone_everywhere(self, sandbox: Calling) -> None:
        starter = sandbox.clerk()
        instance_id, body = await self.draft(sandbox, starter)
        assert await sandbox.data("DeleteDraftProcessInstance", body) == {"Status": True}
        assert instance_id not in await sandbox.page("DRAFT", starter)
        assert instance_id not in await sandbox.page("CREATE", starter)
        links = [m["MessagePageLink"] for m in await sandbox.messages(starter)]
        assert not any(body["TaskId"] in link for link in links)
        again = await sandbox.error("DeleteDraftProcessInstance", body)
        assert again == ("FailedOperation", "流程实例不存在")

    async def test_only_the_starters_own_draft(self, sandbox: Calling) -> None:
        _, body = await self.draft(sandbox, sandbox.clerk())
        other_id, other = await self.draft(sandbox, sandbox.clerk())
        cases: list[tuple[dict[str, Any], str]] = [
            ({"UserInfo": info(sandbox.clerk("市场部"))}, "操作人不是审批人"),
            ({"TaskId": "1"}, "任务不存在"),
            ({"TaskId": other["TaskId"]}, "任务不存在"),
        ]
        for change, message in cases:
            found = await sandbox.error("DeleteDraftProcessInstance", body | change)
            assert found == ("FailedOperation", message)
        assert other_id in sandbox.space.instances

    async def test_what_was_submitted_before_is_no_draft(self, sandbox: Calling) -> None:
        starter = sandbox.clerk()
        instance_id, task = await at_finance(sandbox, starter)
        element = (await earlier(sandbox, instance_id))[0]
        await sandbox.data("RollBack", roll_back_body(task, element))
        (form,) = await sandbox.open_tasks(instance_id)
        await sandbox.data("CompleteTask", act_body(form, DRAFT))
        body = {"InstanceId": instance_id, "TaskId": form["TaskId"], "UserInfo": info(starter)}
        found = await sandbox.error("DeleteDraftProcessInstance", body)
        assert found == ("FailedOperation", "只能删除草稿")
