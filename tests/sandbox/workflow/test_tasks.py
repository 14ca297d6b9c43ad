from typing import Any

import pytest

from tests.sandbox.calling import CONTRACT, EXPENSE, LEAVE, Calling, act_body, info

SUBMIT, APPROVE, TRANSFER, DRAFT = 1, 2, 4, 17
VISIT = "flow_demo02"
DAY = 86_400


async def waiting(sandbox: Calling) -> tuple[str, list[Any]]:
    """Submit a visit; return the instance, and the users who can receive the visitor."""
    started = await sandbox.start(VISIT, sandbox.clerk())
    (form,) = await sandbox.open_tasks(started["FlowInstanceId"])
    done = await sandbox.act(form, SUBMIT)
    assert done["ToBeSubmittedFlowTaskFlag"] is True
    return started["FlowInstanceId"], done["ToBeSubmittedFlowTaskInfo"]


class TestLists:
    async def test_a_completed_task_goes_from_to_do_to_done(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        manager = task["TaskAssignee"]["UserId"]
        assert instance_id in await sandbox.page("TODO", manager)
        await sandbox.act(task, APPROVE)
        assert instance_id not in await sandbox.page("TODO", manager)
        assert instance_id in await sandbox.page("DONE", manager)

    async def test_a_transferred_task_is_in_the_other_ones_list(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        target = sandbox.clerk("市场部")
        await sandbox.act(task, TRANSFER, TurnToUser=info(target))
        assert instance_id in await sandbox.page("TODO", target)
        assert instance_id not in await sandbox.page("TODO", task["TaskAssignee"]["UserId"])

    async def test_a_draft_is_among_the_drafts_until_it_is_submitted(
        self, sandbox: Calling
    ) -> None:
        starter = sandbox.clerk()
        started = await sandbox.start(EXPENSE, starter)
        (form,) = await sandbox.open_tasks(started["FlowInstanceId"])
        await sandbox.act(form, DRAFT)
        assert started["FlowInstanceId"] in await sandbox.page("DRAFT", starter)
        await sandbox.act(form, SUBMIT)
        assert started["FlowInstanceId"] not in await sandbox.page("DRAFT", starter)

    async def test_the_counts_are_those_of_the_lists(self, sandbox: Calling) -> None:
        user = next(u for u in sandbox.space.users.values() if u.is_head)
        body = {"UserInfo": info(user)}
        counts = (await sandbox.data("ListProcessInstancesCount", body))["TotalCounts"]
        assert [count["PageType"] for count in counts] == ["TODO", "DONE", "CREATE", "CC", "DRAFT"]
        for count in counts:
            one = await sandbox.data("ListProcessInstances", body | {"PageType": count["PageType"]})
            assert one["TotalCount"] == count["Total"]
        alone = await sandbox.data("ListProcessInstancesCount", body | {"PageType": "DONE"})
        assert alone["TotalCounts"] == [counts[1]]

    async def test_a_page_type_that_does_not_exist_is_not_counted(self, sandbox: Calling) -> None:
        body = {"UserInfo": info(sandbox.clerk()), "PageType": "ALL"}
        found = await sandbox.error("ListProcessInstancesCount", body)
        assert found == ("FailedOperation", "PageType 无效")

    async def test_a_group_is_a_filter_by_name_and_by_id(self, sandbox: Calling) -> None:
        body = {"UserInfo": info(sandbox.clerk()), "PageType": "CREATE"}
        folders = (await sandbox.data("DescribeFlowGroupFolders"))["GroupFolders"]
        group_id = next(f["GroupId"] for f in folders if f["GroupName"] == "人事")
        await sandbox.start(LEAVE, sandbox.clerk())
        for group in ("人事", group_id):
            found = await sandbox.data(
                "ListProcessInstances", body | {"Filter": {"FlowGroupList": [group]}}
            )
            names = {record["Name"].split("：")[1].split()[0] for record in found["Records"]}
            assert {"请假申请"} <= names <= {"请假申请", "出差申请", "年假申请"}


class TestComplete:
    async def test_a_comment_has_at_most_500_characters(self, sandbox: Calling) -> None:
        _, task = await sandbox.leave(sandbox.clerk())
        body = act_body(task, APPROVE, Comment="好" * 501)
        code, message = await sandbox.error("CompleteTask", body)
        assert (code, "Comment" in message) == ("InvalidParameter", True)
        await sandbox.act(task, APPROVE, Comment="好" * 500)


class TestChoice:
    async def test_the_chosen_begins_and_the_others_become_void(self, sandbox: Calling) -> None:
        instance_id, candidates = await waiting(sandbox)
        chosen, other = candidates
        assert instance_id not in await sandbox.page("TODO", chosen["Assignee"])
        body = {"FlowTaskIds": [chosen["WaitFlowTaskId"]]}
        answer = await sandbox.data("SubmitFlowTaskList", body)
        assert answer == {"Result": True, "Status": True}
        assert instance_id in await sandbox.page("TODO", chosen["Assignee"])
        assert instance_id not in await sandbox.page("TODO", other["Assignee"])
        states = {t["TaskId"]: t["TaskStatus"] for t in await sandbox.tasks(instance_id)}
        assert (states[chosen["WaitFlowTaskId"]], states[other["WaitFlowTaskId"]]) == (1, 3)

    async def test_only_waiting_tasks_of_one_instance_can_be_chosen(self, sandbox: Calling) -> None:
        _, (first, second) = await waiting(sandbox)
        _, (elsewhere, _) = await waiting(sandbox)
        _, task = await sandbox.leave(sandbox.clerk())
        ids = [first["WaitFlowTaskId"], second["WaitFlowTaskId"], elsewhere["WaitFlowTaskId"]]
        for wrong in ([], ["1"], [task["TaskId"]], ids):
            found = await sandbox.error("SubmitFlowTaskList", {"FlowTaskIds": wrong})
            assert found == ("FailedOperation", "入参无效")
        await sandbox.data("SubmitFlowTaskList", {"FlowTaskIds": ids[:2]})

    async def test_a_task_that_waits_cannot_be_completed(self, sandbox: Calling) -> None:
        _, (first, _) = await waiting(sandbox)
        body = {
            "TaskId": first["WaitFlowTaskId"],
            "ButtonAction": APPROVE,
            "Approver": info(first["Assignee"]),
        }
        found = await sandbox.error("CompleteTask", body)
        assert found == ("FailedOperation", "任务已结束或失效")


class TestSigners:
    def body(self, task: Any, *signers: str) -> dict[str, Any]:
        approver = info(task["TaskAssignee"]["UserId"])
        return {"TaskId": task["TaskId"], "Approver": approver, "AssigneeIds": list(signers)}

    async def test_the_node_waits_for_the_added_signer(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        signer = sandbox.clerk("市场部")
        body = self.body(task, signer.id)
        assert await sandbox.data("AddCounterSignAssignee", body) == {"Result": True}
        assert instance_id in await sandbox.page("TODO", signer)
        await sandbox.act(task, APPROVE)
        (added,) = await sandbox.open_tasks(instance_id)
        assert added["TaskAssignee"]["UserId"] == signer.id
        await sandbox.act(added, APPROVE)
        nodes = {t["ElementName"] for t in await sandbox.open_tasks(instance_id)}
        assert nodes == {"人事备案"}

    async def test_the_node_waits_for_whoever_asked_too(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        await sandbox.data("AddCounterSignAssignee", self.body(task, sandbox.clerk("市场部").id))
        _, added = await sandbox.open_tasks(instance_id)
        await sandbox.act(added, APPROVE)
        assert [t["TaskId"] for t in await sandbox.open_tasks(instance_id)] == [task["TaskId"]]

    async def test_nobody_signs_twice(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        signer = sandbox.clerk("市场部").id
        body = self.body(task, signer, signer, task["TaskAssignee"]["UserId"])
        await sandbox.data("AddCounterSignAssignee", body)
        await sandbox.data("AddCounterSignAssignee", body)
        assert len(await sandbox.open_tasks(instance_id)) == 2

    async def test_a_transfer_hands_the_duty_to_sign_over(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        await sandbox.data("AddCounterSignAssignee", self.body(task, sandbox.clerk("市场部").id))
        _, added = await sandbox.open_tasks(instance_id)
        await sandbox.act(added, TRANSFER, TurnToUser=info(sandbox.clerk("采购部")))
        await sandbox.act(task, APPROVE)
        assert len(await sandbox.open_tasks(instance_id)) == 1

    async def test_it_is_refused(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        signer = sandbox.clerk("市场部").id
        good = self.body(task, signer)
        cases: list[tuple[dict[str, Any], tuple[str, str]]] = [
            ({"TaskId": "1"}, ("FailedOperation", "任务不存在、已结束或失效")),
            ({"Approver": info(signer)}, ("FailedOperation", "操作人不是审批人")),
            ({"AssigneeIds": ["1"]}, ("UserNotExist", "用户不存在")),
            ({"AssigneeIds": []}, ("InvalidParameter", "参数 AssigneeIds 取值不符合要求")),
        ]
        for change, expected in cases:
            assert await sandbox.error("AddCounterSignAssignee", good | change) == expected
        await sandbox.act(task, APPROVE)
        over = await sandbox.error("AddCounterSignAssignee", good)
        assert over == ("FailedOperation", "任务不存在、已结束或失效")
        handling = (await sandbox.open_tasks(instance_id))[0]
        off = await sandbox.error("AddCounterSignAssignee", self.body(handling, signer))
        assert off == ("FailedOperation", "节点未开启加签")


class TestPress:
    async def press(self, sandbox: Calling, instance_id: str) -> bool:
        answer = await sandbox.data("PressTask", {"InstanceId": instance_id})
        assert answer["Result"] is answer["Status"]
        return answer["Result"]

    async def test_three_times_a_day(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        pressed = [await self.press(sandbox, instance_id) for _ in range(5)]
        assert pressed == [True, True, True, False, False]
        title = "催办"
        urged = await sandbox.messages(task["TaskAssignee"]["UserId"], SearchTitleName=title)
        assert sum(task["TaskId"] in message["MessagePageLink"] for message in urged) == 3

    async def test_the_next_day_in_china_counts_anew(self, sandbox: Calling) -> None:
        instance_id, _ = await sandbox.leave(sandbox.clerk())
        sandbox.now += DAY - 1
        assert [await self.press(sandbox, instance_id) for _ in range(4)][-1] is False
        sandbox.now += 1
        assert await self.press(sandbox, instance_id) is True

    async def test_the_limit_is_the_tasks_own(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        for _ in range(3):
            await self.press(sandbox, instance_id)
        await sandbox.act(task, APPROVE)
        assert await self.press(sandbox, instance_id) is True

    @pytest.mark.parametrize("key", [LEAVE, CONTRACT])
    async def test_a_stopped_instance_is_not_urged(self, sandbox: Calling, key: str) -> None:
        starter = sandbox.clerk()
        started = await sandbox.start(key, starter)
        body = {"InstanceId": started["FlowInstanceId"], "Operator": info(starter)}
        await sandbox.data("StopFlow", body)
        found = await sandbox.error("PressTask", {"InstanceId": started["FlowInstanceId"]})
        assert found == ("FailedOperation", "流程已结束")

    async def test_an_unknown_instance_is_not_urged(self, sandbox: Calling) -> None:
        found = await sandbox.error("PressTask", {"InstanceId": "1"})
        assert found == ("FailedOperation", "流程实例不存在")

    async def test_nobody_is_urged_before_the_next_one_is_chosen(self, sandbox: Calling) -> None:
        instance_id, _ = await waiting(sandbox)
        found = await sandbox.error("PressTask", {"InstanceId": instance_id})
        assert found == ("FailedOperation", "没有待办任务")
