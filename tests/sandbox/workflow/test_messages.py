from typing import Any

import pytest

from tests.sandbox.calling import LEAVE, Calling, info
from weda_tui.sandbox.flows.model import User

APPROVE, TRANSFER = 2, 4
TO_DO, LETTER = 0, 2


async def about(sandbox: Calling, user: User | str, task_id: str, **filters: Any) -> list[Any]:
    """Return the messages of a user whose link opens the given task."""
    messages = await sandbox.messages(user, **filters)
    return [m for m in messages if m["MessagePageLink"].endswith(f"={task_id}")]


async def counts(sandbox: Calling, user: User | str, kind: int) -> tuple[int, int]:
    body = {"UserInfo": info(user), "MessageType": kind}
    (count,) = (await sandbox.data("DescribeWorkflowMessageCount", body))["Result"]
    assert count["MessageType"] == kind
    return count["WaitingCount"], count["FinishCount"]


def marking(user: User | str, ids: list[str], status: str) -> dict[str, Any]:
    return {"UserInfo": info(user), "MessageIdList": ids, "Status": status}


async def test_the_next_approver_is_told_and_the_message_is_settled(sandbox: Calling) -> None:
    starter = sandbox.clerk()
    _, task = await sandbox.leave(starter)
    manager = task["TaskAssignee"]["UserId"]
    (message,) = await about(sandbox, manager, task["TaskId"])
    assert message["MainTitle"] == f"待审批：{starter.name}：请假申请"
    assert (message["MessageType"], message["Status"]) == (TO_DO, "READ_TODO")
    assert message["CreateTime"] == message["UpdateTime"] == "2025-11-25T00:00:00.000+0800"
    waiting, finished = await counts(sandbox, manager, TO_DO)
    sandbox.now += 60
    await sandbox.act(task, APPROVE)
    (message,) = await about(sandbox, manager, task["TaskId"])
    assert (message["Status"], message["UpdateTime"]) == (
        "READ_DONE",
        "2025-11-25T00:01:00.000+0800",
    )
    assert await counts(sandbox, manager, TO_DO) == (waiting - 1, finished + 1)


async def test_everybody_at_the_next_node_is_told(sandbox: Calling) -> None:
    instance_id, task = await sandbox.leave(sandbox.clerk())
    await sandbox.act(task, APPROVE)
    handlers = await sandbox.open_tasks(instance_id)
    assert len(handlers) == 2
    for handler in handlers:
        (message,) = await about(sandbox, handler["TaskAssignee"]["UserId"], handler["TaskId"])
        assert message["MainTitle"].startswith("待处理：")
    await sandbox.act(handlers[0], 1)
    late = handlers[1]
    (message,) = await about(sandbox, late["TaskAssignee"]["UserId"], late["TaskId"])
    assert message["Status"] == "READ_DONE"


async def test_a_transfer_tells_the_new_one(sandbox: Calling) -> None:
    instance_id, task = await sandbox.leave(sandbox.clerk())
    target = sandbox.clerk("市场部")
    await sandbox.act(task, TRANSFER, TurnToUser=info(target))
    (turned,) = await sandbox.open_tasks(instance_id)
    assert len(await about(sandbox, target, turned["TaskId"])) == 1


@pytest.mark.parametrize(("action", "words"), [(2, "已通过"), (3, "被拒绝")])
async def test_the_starter_is_told_how_it_ended(sandbox: Calling, action: int, words: str) -> None:
    starter = sandbox.clerk()
    started = await sandbox.start("flow_trip01", starter)
    (task,) = await sandbox.open_tasks(started["FlowInstanceId"])
    await sandbox.act(task, action)
    (letter,) = await about(sandbox, starter, task["TaskId"], MessageType=LETTER)
    assert letter["MainTitle"].startswith(f"您发起的流程{words}：")
    assert letter["Status"] == "READ_TODO"


async def test_whoever_is_copied_gets_a_letter(sandbox: Calling) -> None:
    _, task = await sandbox.leave(sandbox.clerk())
    reader = sandbox.clerk("市场部")
    await sandbox.act(task, APPROVE, CcUserIds=[reader.id])
    (letter,) = await about(sandbox, reader, task["TaskId"])
    assert letter["MainTitle"].startswith("抄送给您：")


async def test_reading_is_remembered_and_undone(sandbox: Calling) -> None:
    _, task = await sandbox.leave(sandbox.clerk())
    manager = task["TaskAssignee"]["UserId"]
    (message,) = await about(sandbox, manager, task["TaskId"])
    for status in ("READ_DONE", "READ_TODO"):
        body = marking(manager, [message["MessageId"]], status)
        assert await sandbox.data("UpdateWorkflowMessageStatus", body) == {"Result": True}
        found = await about(sandbox, manager, task["TaskId"], Status=status)
        assert [m["MessageId"] for m in found] == [message["MessageId"]]


async def test_marking_is_refused_with_the_documented_causes(sandbox: Calling) -> None:
    _, task = await sandbox.leave(sandbox.clerk())
    manager = task["TaskAssignee"]["UserId"]
    (message,) = await about(sandbox, manager, task["TaskId"])
    ids = [message["MessageId"]]
    cases: list[tuple[dict[str, Any], tuple[str, str]]] = [
        (marking(manager, ids, "READ"), ("InvalidParameterValue", "状态值不对")),
        (marking(manager, [], "READ_DONE"), ("InvalidParameterValue", "消息 ID 列表为空")),
        (marking(manager, [*ids, "1"], "READ_DONE"), ("InvalidParameterValue", "消息不存在")),
        (marking(sandbox.clerk(), ids, "READ_DONE"), ("InvalidParameterValue", "消息不存在")),
        (marking("1", ids, "READ_DONE"), ("UserNotExist", "用户不存在")),
    ]
    for body, expected in cases:
        assert await sandbox.error("UpdateWorkflowMessageStatus", body) == expected
    (message,) = await about(sandbox, manager, task["TaskId"])
    assert message["Status"] == "READ_TODO"


async def test_messages_come_newest_first_in_pages(sandbox: Calling) -> None:
    user = next(u for u in sandbox.space.users.values() if u.is_head and u.department == "研发中心")
    body = {"UserInfo": info(user), "PageNo": 1, "PageSize": 200}
    whole = await sandbox.data("DescribeWorkflowMessages", body)
    times = [message["CreateTime"] for message in whole["ResponseList"]]
    assert whole["TotalCount"] >= len(times) > 4
    assert times == sorted(times, reverse=True)
    page = await sandbox.data("DescribeWorkflowMessages", body | {"PageNo": 2, "PageSize": 2})
    assert page["ResponseList"] == whole["ResponseList"][2:4]
    assert page["TotalCount"] == whole["TotalCount"]


@pytest.mark.parametrize("page", [{"PageSize": 201}, {"PageSize": 0}, {"PageNo": 0}])
async def test_a_page_has_200_messages_at_most(sandbox: Calling, page: dict[str, int]) -> None:
    body = {"UserInfo": info(sandbox.clerk()), "PageNo": 1, "PageSize": 10} | page
    code, message = await sandbox.error("DescribeWorkflowMessages", body)
    assert (code, next(iter(page)) in message) == ("InvalidParameter", True)


async def test_titles_are_searched(sandbox: Calling) -> None:
    started = await sandbox.start(LEAVE, sandbox.clerk())
    (task,) = await sandbox.open_tasks(started["FlowInstanceId"])
    manager = task["TaskAssignee"]["UserId"]
    found = await sandbox.messages(manager, SearchTitleName="请假申请", MessageType=TO_DO)
    assert found
    assert all("请假申请" in message["MainTitle"] for message in found)
    assert await sandbox.messages(manager, SearchTitleName="没有这样的标题") == []
