import json
import re
from typing import Any

import pytest

from tests.sandbox.calling import LEAVE, NOW, Calling, info, is_approval
from weda_tui.sandbox.flows.model import Instance


async def pages(sandbox: Calling, action: str, body: dict[str, Any], key: str) -> list[Any]:
    """Collect all pages of a list; assert that each page has the right total."""
    found: list[Any] = []
    number = 1
    while True:
        data = await sandbox.data(action, body | {"PageNumber": number})
        assert len(data[key]) <= body["PageSize"]
        if not data[key]:
            assert data["TotalCount"] == len(found)
            return found
        found.extend(data[key])
        number += 1


async def test_pages_cover_the_instances_without_overlap(sandbox: Calling) -> None:
    rows = await pages(sandbox, "GetFlowInstances", {"PageSize": 33}, "Result")
    ids = [row["InstanceId"] for row in rows]
    assert len(ids) == len(sandbox.space.instances)
    assert set(ids) == set(sandbox.space.instances)
    assert [row["StartTime"] for row in rows] == sorted(
        (r["StartTime"] for r in rows), reverse=True
    )


async def test_a_page_has_ten_rows_when_nothing_is_said(sandbox: Calling) -> None:
    data = await sandbox.data("GetFlowInstances")
    assert len(data["Result"]) == 10
    assert data["TotalCount"] == len(sandbox.space.instances) > 320


@pytest.mark.parametrize("status", [1, 2, 3, 4])
async def test_instances_are_filtered_by_status(sandbox: Calling, status: int) -> None:
    data = await sandbox.data("GetFlowInstances", {"Status": status, "PageSize": 500})
    expected = [i for i in sandbox.space.instances.values() if i.status == status]
    assert data["TotalCount"] == len(data["Result"]) == len(expected) > 0
    assert {row["Status"] for row in data["Result"]} == {status}
    assert all((row["EndTime"] is None) == (status == 4) for row in data["Result"])


async def test_instances_are_filtered_by_flow_starter_and_time(sandbox: Calling) -> None:
    some = next(i for i in sandbox.space.instances.values() if i.flow.process_key == LEAVE)
    everything = list(sandbox.space.instances.values())
    cases: dict[str, tuple[str | int, list[Instance]]] = {
        "FlowCode": (some.flow.code, [i for i in everything if i.flow is some.flow]),
        "ProcessKey": (LEAVE, [i for i in everything if i.flow is some.flow]),
        "StartUserId": (some.starter.id, [i for i in everything if i.starter is some.starter]),
        "StartTime": (some.started_at, [i for i in everything if i.started_at >= some.started_at]),
        "EndTime": (some.started_at, [i for i in everything if i.started_at <= some.started_at]),
        "FlowVersion": ("99.0", []),
    }
    for name, (value, expected) in cases.items():
        data = await sandbox.data("GetFlowInstances", {name: value, "PageSize": 500})
        assert {row["InstanceId"] for row in data["Result"]} == {i.id for i in expected}, name
        assert data["TotalCount"] == len(expected)


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("flow_name", "FlowName"),
        ("create_by_name", "StartUserName"),
        ("status", "Status"),
        ("title", "Description"),
        ("instance_id", "InstanceId"),
    ],
)
async def test_instances_are_sorted_as_asked(sandbox: Calling, sort: str, key: str) -> None:
    body = {"Sort": sort, "Order": "asc", "PageSize": 500}
    values = [row[key] for row in (await sandbox.data("GetFlowInstances", body))["Result"]]
    assert values == sorted(values)


async def test_extra_fields_come_when_asked_for(sandbox: Calling) -> None:
    plain = (await sandbox.data("GetFlowInstances"))["Result"][0]
    assert {"UserExtraInfo", "InputParams"}.isdisjoint(plain)
    body = {"NeedUserExtraInfo": True, "NeedStartInputparams": True, "ProcessKey": LEAVE}
    row = (await sandbox.data("GetFlowInstances", body))["Result"][0]
    instance = sandbox.space.instances[row["InstanceId"]]
    assert row["UserExtraInfo"] == {"Id": instance.starter.id}
    assert json.loads(row["InputParams"]) == instance.inputs != {}


async def test_times_are_text_with_the_chinese_offset(sandbox: Calling) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    row = await sandbox.instance(started["FlowInstanceId"])
    assert row["StartTime"] == "2025-11-25T00:00:00.000+0800"
    (task,) = await sandbox.tasks(started["FlowInstanceId"])
    assert task["StartTime"] == row["StartTime"]
    assert task["EndTime"] is None
    described = await sandbox.data(
        "DescribeProcessInstance", {"FlowTaskId": task["TaskId"], "PageType": "TODO"}
    )
    assert described["StartTime"] == int(NOW * 1000)


async def test_nineteen_digit_ids_come_as_numbers_where_documented(sandbox: Calling) -> None:
    approvers = await sandbox.post("DescribeInstanceApproverList")
    assert re.search(rb'"Uid":\d{19}[,}]', approvers.content)
    starter = sandbox.clerk()
    await sandbox.start(LEAVE, starter)
    body = {"UserInfo": info(starter), "PageType": "CREATE"}
    created = await sandbox.post("ListProcessInstances", body)
    assert f'"StartUserId":{starter.id},'.encode() in created.content
    assert b'"InstanceId":"1' in created.content


async def test_tasks_are_filtered(sandbox: Calling) -> None:
    instance = max(sandbox.space.instances.values(), key=lambda i: len(i.tasks))
    task = instance.tasks[-1]
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({}, {t.id for t in instance.tasks}),
        (
            {"TaskAssignee": info(task.assignee)},
            {t.id for t in instance.tasks if t.assignee is task.assignee},
        ),
        ({"TaskIds": [task.id]}, {task.id}),
        ({"ElementIds": [task.node.id]}, {t.id for t in instance.tasks if t.node is task.node}),
        ({"TaskStatus": 2}, {t.id for t in instance.tasks if t.status == 2}),
        ({"TaskType": 1}, {t.id for t in instance.tasks if t.node.type != 23}),
        ({"TaskType": 2}, {t.id for t in instance.tasks if t.node.type == 23}),
        ({"StartTime": task.started_at + 1}, set()),
        ({"FlowCode": "1"}, set()),
        ({"StartUser": info(instance.starter)}, {t.id for t in instance.tasks}),
    ]
    for filters, expected in cases:
        found = await sandbox.tasks(instance.id, **filters)
        assert {row["TaskId"] for row in found} == expected, filters


async def test_task_pages_count_the_whole(sandbox: Calling) -> None:
    instance = max(sandbox.space.instances.values(), key=lambda i: len(i.tasks))
    body = {"InstanceId": instance.id, "PageSize": 2}
    rows = await pages(sandbox, "GetFlowInstanceTasks", body, "Result")
    assert [row["TaskId"] for row in rows] == [task.id for task in instance.tasks]


@pytest.mark.parametrize(
    ("page_type", "statuses"), [("TODO", {1, 5}), ("DONE", {2}), ("DRAFT", {4})]
)
async def test_a_users_lists_hold_their_tasks(
    sandbox: Calling, page_type: str, statuses: set[int]
) -> None:
    total = 0
    for user in sandbox.space.users.values():
        body = {"UserInfo": info(user), "PageType": page_type, "PageSize": 7}
        records = await pages(sandbox, "ListProcessInstances", body, "Records")
        expected = [
            task.id
            for task in sandbox.space.tasks.values()
            if task.assignee is user and task.status in statuses
        ]
        assert sorted(record["TaskId"] for record in records) == sorted(expected)
        total += len(records)
    assert total > 0


async def test_a_page_says_where_it_stands(sandbox: Calling) -> None:
    user = max(
        sandbox.space.users.values(),
        key=lambda u: sum(i.starter is u for i in sandbox.space.instances.values()),
    )
    count = sum(i.starter is user for i in sandbox.space.instances.values())
    body = {"UserInfo": info(user), "PageType": "CREATE", "PageSize": 2}
    first = await sandbox.data("ListProcessInstances", body)
    pages_in_all = -(-count // 2)
    assert (first["TotalCount"], first["Pages"]) == (count, pages_in_all)
    assert (first["FirstPage"], first["LastPage"]) == (True, False)
    last = await sandbox.data("ListProcessInstances", body | {"PageNumber": pages_in_all})
    assert (last["FirstPage"], last["LastPage"]) == (False, True)


async def test_process_filters(sandbox: Calling) -> None:
    user = next(u for u in sandbox.space.users.values() if "总经理" in u.roles)
    done = {
        task: sandbox.space.instances[task.instance_id]
        for task in sandbox.space.tasks.values()
        if task.assignee is user and task.status == 2
    }
    middle = sorted(task.ended_at or 0 for task in done)[len(done) // 2]
    ends = {"DealStartTime": middle, "DealEndTime": int(NOW * 1000)}
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"ApproveStatus": 1}, {t.id for t, i in done.items() if i.is_running}),
        ({"ApproveStatus": 2}, {t.id for t, i in done.items() if i.status in {2, 3}}),
        ({"ApproveStatus": 3}, {t.id for t, i in done.items() if i.status == 1}),
        ({"FlowName": "请假"}, {t.id for t, i in done.items() if "请假" in i.title}),
        ({"FlowGroupList": ["采购"]}, {t.id for t, i in done.items() if i.flow.group == "采购"}),
        ({"ProcessKeyList": [LEAVE]}, {t.id for t, i in done.items() if "请假" in i.flow.name}),
        (ends, {t.id for t in done if (t.ended_at or 0) >= middle}),
        ({"FlowStarter": "1"}, set()),
    ]
    body = {"UserInfo": info(user), "PageType": "DONE", "PageSize": 1000}
    for wanted, expected in cases:
        data = await sandbox.data("ListProcessInstances", body | {"Filter": wanted})
        assert {record["TaskId"] for record in data["Records"]} == expected, wanted
    half = await sandbox.error("ListProcessInstances", body | {"Filter": {"FlowStartTime": 1}})
    assert half == ("InvalidParameter", "参数 FlowStartTime、FlowEndTime 需成对")


async def test_a_sort_must_fit_the_page_type(sandbox: Calling) -> None:
    body = {"UserInfo": info(sandbox.clerk()), "PageType": "TODO", "Sort": "cc_time"}
    code, _ = await sandbox.error("ListProcessInstances", body)
    assert code == "InvalidParameter"


async def test_an_unknown_page_type_has_the_code_of_its_call(sandbox: Calling) -> None:
    body = {"UserInfo": info(sandbox.clerk()), "PageType": "ALL"}
    assert await sandbox.error("ListProcessInstances", body) == ("FailedOperation", "PageType 无效")
    body = {"FlowTaskId": "1", "PageType": "DRAFT"}
    found = await sandbox.error("DescribeProcessInstance", body)
    assert found == ("InvalidParameter", "PageType 无效")
    body = {"FlowTaskId": "1", "PageType": "TODO"}
    found = await sandbox.error("DescribeProcessInstance", body)
    assert found == ("FailedOperation", "实例 ID 不对")


async def test_detail_and_list_agree(sandbox: Calling) -> None:
    task = next(t for t in sandbox.space.tasks.values() if t.status == 1)
    body = {"UserInfo": info(task.assignee), "PageType": "TODO", "PageSize": 100}
    records = (await sandbox.data("ListProcessInstances", body))["Records"]
    record = next(r for r in records if r["TaskId"] == task.id)
    detail = await sandbox.data(
        "DescribeProcessInstance", {"FlowTaskId": task.id, "PageType": "TODO"}
    )
    assert detail == {name: record[name] for name in detail}
    assert task.assignee.id in detail["CurrentApprover"].split(",")
    assert detail["CanApprove"] is True
    assert (detail["IsCompleted"], detail["Status"]) == (False, None)


async def test_a_copy_needs_its_reader(sandbox: Calling) -> None:
    task = next(t for t in sandbox.space.tasks.values() if t.status == 1)
    body = {"FlowTaskId": task.id, "PageType": "CC"}
    found = await sandbox.error("DescribeProcessInstance", body)
    assert found == ("InvalidParameter", "缺少必填参数 UserInfo")


async def test_deployed_flows(sandbox: Calling) -> None:
    data = await sandbox.data("ListDeployedFlows", {"Type": 2})
    approvals = [flow for flow in sandbox.space.flows if not flow.is_logic]
    assert data["TotalCount"] == len(data["FlowSet"]) == len(approvals)
    published = {flow["Name"]: flow["Published"] for flow in data["FlowSet"]}
    assert published["请假申请"] is True
    assert published["招聘需求"] is False
    (logic,) = (await sandbox.data("ListDeployedFlows", {"Type": 1}))["FlowSet"]
    assert (logic["Name"], logic["Published"]) == ("考勤月报汇总", True)


async def test_a_new_start_adds_its_starter_and_its_approver(sandbox: Calling) -> None:
    space = sandbox.space
    starters = {instance.starter.id for instance in space.instances.values()}
    approvers = {task.assignee.id for task in space.tasks.values() if is_approval(task)}
    listed = await sandbox.data("DescribeInstanceStarterList")
    assert {str(user["Uid"]) for user in listed} == starters
    listed = await sandbox.data("DescribeInstanceApproverList")
    assert {str(user["Uid"]) for user in listed} == approvers
    quiet = next(u for u in space.users.values() if u.id not in approvers and not u.is_head)
    started = await sandbox.start(LEAVE, quiet)
    listed = await sandbox.data("DescribeInstanceStarterList")
    assert {"Uid": int(quiet.id), "Name": quiet.name} in listed
    (task,) = await sandbox.tasks(started["FlowInstanceId"])
    await sandbox.act(task, 4, TurnToUser=info(quiet))
    listed = await sandbox.data("DescribeInstanceApproverList")
    assert {"Uid": int(quiet.id), "Name": quiet.name} in listed
