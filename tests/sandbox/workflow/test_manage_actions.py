from typing import Any

import pytest

from tests.sandbox.calling import CONTRACT, EXPENSE, LEAVE, Calling, info

SUBMIT, APPROVE, REJECT = 1, 2, 3
STOPPED, REJECTED, RUNNING = 1, 2, 4


def by_owner(sandbox: Calling, **more: Any) -> dict[str, Any]:
    return {"UserInfo": info(sandbox.space.owner), **more}


def on_task(sandbox: Calling, task: Any, **more: Any) -> dict[str, Any]:
    instance_id = task["InstanceId"]
    return by_owner(sandbox, InstanceId=instance_id, TaskId=task["TaskId"], **more)


async def submitted(sandbox: Calling, key: str = EXPENSE) -> tuple[str, Any]:
    """Start and submit a request; return the instance and the manager's task."""
    started = await sandbox.start(key, sandbox.clerk())
    (form,) = await sandbox.open_tasks(started["FlowInstanceId"])
    await sandbox.act(form, SUBMIT)
    (task,) = await sandbox.open_tasks(started["FlowInstanceId"])
    return started["FlowInstanceId"], task


class TestSkip:
    async def test_approving_moves_the_instance_on(self, sandbox: Calling) -> None:
        instance_id, task = await submitted(sandbox)
        body = on_task(sandbox, task, ButtonAction=APPROVE)
        assert await sandbox.data("ManageSkipTask", body) == {"Status": True}
        nodes = {t["ElementName"] for t in await sandbox.open_tasks(instance_id)}
        assert nodes == {"财务审核"}
        history = await sandbox.data("GetFlowInstanceOperations", {"InstanceId": instance_id})
        last = history["Result"][-1]
        assert last["OperatorUser"] == sandbox.space.owner.id
        assert '"action":9' in last["Content"]

    async def test_rejecting_ends_it(self, sandbox: Calling) -> None:
        instance_id, task = await submitted(sandbox)
        await sandbox.data("ManageSkipTask", on_task(sandbox, task, ButtonAction=REJECT))
        assert (await sandbox.instance(instance_id))["Status"] == REJECTED

    async def test_it_is_refused_with_the_documented_causes(self, sandbox: Calling) -> None:
        started = await sandbox.start(EXPENSE, sandbox.clerk())
        (form,) = await sandbox.open_tasks(started["FlowInstanceId"])
        body = on_task(sandbox, form, ButtonAction=APPROVE)
        found = await sandbox.error("ManageSkipTask", body)
        assert found == ("FailedOperation", "审批开始节点不可跳过")
        _, task = await submitted(sandbox)
        good = on_task(sandbox, task, ButtonAction=APPROVE)
        for change, message in (
            ({"ButtonAction": SUBMIT}, "只能以同意或拒绝跳过"),
            ({"TaskId": "1"}, "任务不存在、已结束或失效"),
            ({"TaskId": form["TaskId"]}, "任务不存在、已结束或失效"),
            ({"InstanceId": "1"}, "流程实例不存在"),
        ):
            found = await sandbox.error("ManageSkipTask", good | change)
            assert found == ("FailedOperation", message)
        await sandbox.data("ManageSkipTask", good)
        found = await sandbox.error("ManageSkipTask", good)
        assert found == ("FailedOperation", "任务已结束或失效")
        _, task = await submitted(sandbox)
        await sandbox.act(task, REJECT)
        body = on_task(sandbox, task, ButtonAction=APPROVE)
        found = await sandbox.error("ManageSkipTask", body)
        assert found == ("FailedOperation", "流程已结束")


class TestTurn:
    async def test_the_task_is_somebody_elses(self, sandbox: Calling) -> None:
        instance_id, task = await submitted(sandbox)
        target = sandbox.clerk("市场部")
        body = on_task(sandbox, task, TurnToUserId=target.id)
        assert await sandbox.data("ManageTurnTask", body) == {"Status": True}
        assert instance_id in await sandbox.page("TODO", target)
        assert instance_id not in await sandbox.page("TODO", task["TaskAssignee"]["UserId"])

    async def test_it_is_refused_with_the_documented_causes(self, sandbox: Calling) -> None:
        _, task = await submitted(sandbox)
        good = on_task(sandbox, task, TurnToUserId=sandbox.clerk("市场部").id)
        cases: list[tuple[dict[str, Any], tuple[str, str]]] = [
            ({"TurnToUserId": ""}, ("FailedOperation", "转办人为空或是自己")),
            (
                {"TurnToUserId": task["TaskAssignee"]["UserId"]},
                ("FailedOperation", "转办人为空或是自己"),
            ),
            ({"TurnToUserId": "1"}, ("UserNotExist", "用户不存在")),
            ({"TaskId": "1"}, ("FailedOperation", "任务不存在、已结束或失效")),
        ]
        for change, expected in cases:
            assert await sandbox.error("ManageTurnTask", good | change) == expected
        instance_id, task = await submitted(sandbox, CONTRACT)
        await sandbox.act(task, APPROVE)
        joint = (await sandbox.open_tasks(instance_id))[0]
        body = on_task(sandbox, joint, TurnToUserId=sandbox.clerk("市场部").id)
        found = await sandbox.error("ManageTurnTask", body)
        assert found == ("FailedOperation", "节点未开启转办")


class TestRollBack:
    async def test_an_administrator_rolls_back_anybodys_task(self, sandbox: Calling) -> None:
        instance_id, task = await submitted(sandbox)
        body = {"InstanceId": instance_id}
        (first,) = (await sandbox.data("GetPreElementList", body))["ElementInfoList"]
        target = {"TargetNodeId": first["ElementId"], "TargetActTaskId": first["ActTaskId"]}
        body = by_owner(sandbox, TaskId=task["TaskId"], **target)
        assert await sandbox.data("ManageRollBackTask", body) == {"Status": True}
        (again,) = await sandbox.open_tasks(instance_id)
        assert (again["ElementName"], again["TaskStatus"]) == ("提交申请", 5)


class TestLists:
    async def test_revoking_answers_for_each_instance(self, sandbox: Calling) -> None:
        free, _ = await submitted(sandbox)
        late, task = await submitted(sandbox)
        await sandbox.act(task, APPROVE)
        body = by_owner(sandbox, InstanceIdList=[free, late])
        answer = await sandbox.data("ManageRevokeProcessList", body)
        assert answer["RevokeResponseList"] == [
            {"InstanceId": free, "IsCanRevoke": True, "RevokeStatus": True},
            {"InstanceId": late, "IsCanRevoke": False, "RevokeStatus": False},
        ]
        (again,) = await sandbox.open_tasks(free)
        assert again["TaskStatus"] == 5

    @pytest.mark.parametrize(
        ("action", "state"), [("ManageStopProcessList", 3), ("ManageAbandonProcessList", 2)]
    )
    async def test_stopping_and_abandoning_end_all_of_them(
        self, sandbox: Calling, action: str, state: int
    ) -> None:
        ids = [(await submitted(sandbox))[0] for _ in range(2)]
        body = by_owner(sandbox, InstanceIdList=[*ids, ids[0]])
        assert await sandbox.data(action, body) == {"Status": True}
        for instance_id in ids:
            assert (await sandbox.instance(instance_id))["Status"] == STOPPED
        wanted = {"userInfo": info(sandbox.space.owner), "filter": {"ApproveStatus": state}}
        answer = await sandbox.post("DescribeProcessManageInstances", wanted | {"pageSize": 1000})
        assert set(ids) <= {record["InstanceId"] for record in answer.json()["records"]}

    @pytest.mark.parametrize(
        ("action", "words", "act"),
        [("ManageStopProcessList", "已终止", 8), ("ManageAbandonProcessList", "已作废", 16)],
    )
    async def test_the_starter_and_the_history_say_which_it_was(
        self, sandbox: Calling, action: str, words: str, act: int
    ) -> None:
        instance_id, _ = await submitted(sandbox)
        await sandbox.data(action, by_owner(sandbox, InstanceIdList=[instance_id]))
        starter = sandbox.space.instances[instance_id].starter
        titles = [m["MainTitle"] for m in await sandbox.messages(starter, MessageType=2)]
        assert f"您发起的流程{words}：{starter.name}：费用报销" in titles
        history = await sandbox.data("GetFlowInstanceOperations", {"InstanceId": instance_id})
        assert f'"action":{act},' in history["Result"][-1]["Content"]

    @pytest.mark.parametrize("action", ["ManageStopProcessList", "ManageAbandonProcessList"])
    async def test_one_that_cannot_be_ended_spares_the_others(
        self, sandbox: Calling, action: str
    ) -> None:
        running, _ = await submitted(sandbox)
        ended, task = await submitted(sandbox)
        await sandbox.act(task, REJECT)
        for other, message in ((ended, "流程已结束"), ("1", "流程实例不存在")):
            body = by_owner(sandbox, InstanceIdList=[running, other])
            assert await sandbox.error(action, body) == ("FailedOperation", message)
        assert (await sandbox.instance(running))["Status"] == RUNNING

    @pytest.mark.parametrize(
        "action", ["ManageRevokeProcessList", "ManageStopProcessList", "ManageAbandonProcessList"]
    )
    async def test_an_empty_list_is_refused(self, sandbox: Calling, action: str) -> None:
        code, message = await sandbox.error(action, by_owner(sandbox, InstanceIdList=[]))
        assert (code, "InstanceIdList" in message) == ("InvalidParameter", True)


class TestClear:
    async def test_an_instance_is_gone_with_its_tasks_and_messages(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        manager = task["TaskAssignee"]["UserId"]
        body = by_owner(sandbox, InstanceId=instance_id)
        assert await sandbox.data("ManageStopAndClearProcessInstance", body) == {"Status": True}
        assert instance_id not in await sandbox.page("TODO", manager)
        links = [message["MessagePageLink"] for message in await sandbox.messages(manager)]
        assert not any(task["TaskId"] in link for link in links)
        found = await sandbox.error("GetFlowInstanceTasks", {"InstanceId": instance_id})
        assert found == ("FailedOperation", "流程实例不存在")
        rows = await sandbox.data("GetFlowInstances", {"ProcessKey": LEAVE, "PageSize": 1000})
        assert instance_id not in {row["InstanceId"] for row in rows["Result"]}

    async def test_what_has_ended_can_be_cleared_too(self, sandbox: Calling) -> None:
        instance_id, task = await sandbox.leave(sandbox.clerk())
        await sandbox.act(task, REJECT)
        body = by_owner(sandbox, InstanceId=instance_id)
        await sandbox.data("ManageStopAndClearProcessInstance", body)
        found = await sandbox.error("ManageStopAndClearProcessInstance", body)
        assert found == ("FailedOperation", "流程实例不存在")
