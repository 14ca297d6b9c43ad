from typing import Any

import pytest

from tests.sandbox.calling import EXPENSE, LEAVE, Calling, info

FORM = {"name": "form", "fieldType": "object", "fieldValueMap": {"days": "3"}}


def by_key(**more: Any) -> dict[str, Any]:
    return {"ProcessKey": LEAVE, "TriggerType": 6, "StartParams": [FORM], **more}


async def test_a_key_and_a_list_of_variables_start_a_flow_too(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    extra = {"UserId": starter.id, "Source": 4}
    started = await sandbox.data("StartProcessWithParams", by_key(ExtraUserInfo=extra))
    instance = sandbox.space.instances[started["FlowInstanceId"]]
    assert (instance.starter, instance.inputs) == (starter, {"form": {"days": "3"}})
    assert started["TaskId"] == ""


async def test_the_starters_id_may_be_a_number_there(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    extra = {"UserId": int(starter.id), "Source": 4}
    started = await sandbox.data("StartProcessWithParams", by_key(ExtraUserInfo=extra))
    assert sandbox.space.instances[started["FlowInstanceId"]].starter is starter


async def test_without_a_starter_it_is_the_owner_of_the_key(sandbox: Calling) -> None:
    started = await sandbox.data("StartProcessWithParams", by_key())
    starter = sandbox.space.instances[started["FlowInstanceId"]].starter
    assert starter is sandbox.space.owner
    assert "系统管理员" in starter.roles


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ProcessKey": "flow_nothing"}, "流程不存在"),
        ({"StartParams": [{"name": "form", "value": "demo"}]}, "入参为空或类型不符"),
        ({"StartParams": []}, "入参为空或类型不符"),
    ],
)
async def test_a_start_by_key_is_refused(
    sandbox: Calling, change: dict[str, Any], message: str
) -> None:
    found = await sandbox.error("StartProcessWithParams", by_key() | change)
    assert found == ("FailedOperation", message)


async def test_a_logic_flow_is_over_as_soon_as_it_starts(sandbox: Calling) -> None:
    body = {"FlowId": "flow_demo03", "Params": {"days": "3"}}
    started = await sandbox.data("StartFlowInstance", body)
    row = await sandbox.instance(started["FlowInstanceId"])
    assert (row["Status"], row["FlowName"]) == (3, "考勤月报汇总")
    assert row["EndTime"] == row["StartTime"]
    assert await sandbox.tasks(started["FlowInstanceId"]) == []


async def test_approval_and_logic_flows_are_started_by_their_own_calls(sandbox: Calling) -> None:
    refused = ("FailedOperation", "流程不存在")
    assert await sandbox.error("StartFlowInstance", {"FlowId": EXPENSE}) == refused
    assert (
        await sandbox.error("StartProcessWithParams", by_key(ProcessKey="flow_demo03")) == refused
    )
    logic = {"FlowCode": "1800000000000000003", "ProcessKey": "flow_demo03"}
    body = logic | {"StartUser": info(sandbox.clerk())}
    assert await sandbox.error("StartFlow", body) == refused


async def test_a_logic_flow_is_in_nobodys_approval_lists(sandbox: Calling) -> None:
    started = await sandbox.data("StartFlowInstance", {"FlowId": "flow_demo03"})
    instance_id = started["FlowInstanceId"]
    assert instance_id not in await sandbox.page("CREATE", sandbox.space.owner)
    body = {"userInfo": info(sandbox.space.owner), "pageSize": 1000}
    listed = (await sandbox.post("DescribeProcessManageInstances", body)).json()["records"]
    assert instance_id not in {record["InstanceId"] for record in listed}
    body = {"InstanceId": instance_id}
    assert await sandbox.error("PressTask", body) == ("FailedOperation", "流程实例不存在")


async def test_prod_and_dev_are_two_worlds(sandbox: Calling) -> None:
    body = {"FlowId": "flow_demo03"}
    started = await sandbox.data("StartFlowInstance", body, env_type="dev")
    assert started["FlowInstanceId"] in sandbox.world.spaces["dev"].instances
    assert started["FlowInstanceId"] not in sandbox.space.instances
