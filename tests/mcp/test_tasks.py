"""Thirty tasks by tool calls alone: find, fill in, preview, send, diagnose, fix, save, run.

Each begins with the words of a user. The first request lacks a required field, which WeDa answers
with HTTP 200 and an error inside; the request that is saved and run at the end is the fixed one.
"""

from typing import Any, NamedTuple

import pytest

from tests.mcp.office import Agent, agent_in
from weda_tui.session import Session

YES = {"send": True, "name": "hq"}
"""The user's input: the checkbox, or the name if the guard asks for it."""
WITHIN = 5
"""The number of search results among which the endpoint has to be."""


class AgentTask(NamedTuple):
    """The words of a user, and the endpoint that does the task."""

    words: str
    endpoint: str
    effect: str = "read"


TASKS = (
    AgentTask("list deployed flows", "workflow.ListDeployedFlows"),
    AgentTask("我能发起的流程", "workflow.DescribeAppProcessList"),
    AgentTask("收藏的流程列表", "workflow.DescribeCollectAppProcessList"),
    AgentTask("流程实例详情", "workflow.DescribeProcessInstance"),
    AgentTask("operations of a flow instance", "workflow.GetFlowInstanceOperations"),
    AgentTask("流程图", "workflow.GetProcessCanvasInfo"),
    AgentTask("my approved tasks", "workflow.ListProcessInstances"),
    AgentTask("待办数量", "workflow.ListProcessInstancesCount"),
    AgentTask("process instance details", "workflow.DescribeProcessInstanceDetails"),
    AgentTask("tasks of an instance", "workflow.GetFlowInstanceTasks"),
    AgentTask("approval page", "workflow.GetApprovalPageDetail"),
    AgentTask("可退回的节点", "workflow.GetPreElementList"),
    AgentTask("workflow messages", "workflow.DescribeWorkflowMessages"),
    AgentTask("未读消息数", "workflow.DescribeWorkflowMessageCount"),
    AgentTask("manage instances of a process", "workflow.DescribeProcessManageInstances"),
    AgentTask("department list", "permissions.describeOrgs"),
    AgentTask("角色列表", "permissions.describeRoleList"),
    AgentTask("option sets", "odata.describeOptionSet"),
    AgentTask("start a flow", "workflow.StartFlow", "write"),
    AgentTask("collect a flow as favourite", "workflow.CollectProcess", "write"),
    AgentTask("approve a task", "workflow.CompleteTask", "write"),
    AgentTask("批量审批", "workflow.SubmitFlowTaskList", "write"),
    AgentTask("催办", "workflow.PressTask", "write"),
    AgentTask("add a countersigner", "workflow.AddCounterSignAssignee", "write"),
    AgentTask("转办", "workflow.ManageTurnTask", "write"),
    AgentTask("mark messages as read", "workflow.UpdateWorkflowMessageStatus", "write"),
    AgentTask("skip a node", "workflow.ManageSkipTask", "write"),
    AgentTask("add a department", "permissions.addOrg", "write"),
    AgentTask("stop a flow", "workflow.StopFlow", "destructive"),
    AgentTask("删除草稿", "workflow.DeleteDraftProcessInstance", "destructive"),
)


def test_there_are_thirty_tasks() -> None:
    assert len({task.endpoint for task in TASKS}) == len(TASKS) == 30


@pytest.mark.parametrize("effect", ["read", "write", "destructive"])
async def test_a_task_is_done_by_tool_calls_alone(
    session: Session, effect: str, subtests: pytest.Subtests
) -> None:
    async with agent_in(session) as agent:
        agent.person.says = YES
        for task in (each for each in TASKS if each.effect == effect):
            agent.person.asked.clear()
            with subtests.test(task.endpoint):
                body = await find_and_fill(agent, task)
                field = await fail_and_diagnose(agent, task, body)
                await mend_save_and_run(agent, task, body)
                assert field in body
                assert (not agent.person.asked) == (effect == "read")


async def find_and_fill(agent: Agent, task: AgentTask) -> dict[str, Any]:
    """Find the endpoint by the words, and return the body of its example."""
    found = await agent.call("search_endpoints", query=task.words, limit=WITHIN)
    assert task.endpoint in [each["id"] for each in found["endpoints"]]
    told = await agent.call("describe_endpoint", endpoint=task.endpoint)
    assert told["effect"] == task.effect
    if "example" not in told or told["truncated"]:
        chosen = await agent.call("describe_endpoint", endpoint=task.endpoint, select="$.example")
        (told["example"],) = chosen["selected"]
    return told["example"]


async def fail_and_diagnose(agent: Agent, task: AgentTask, body: dict[str, Any]) -> str:
    """Send without a required field; return the field that the diagnosis names."""
    select = "$.body[?@.required == true].name"
    required = await agent.call("describe_endpoint", endpoint=task.endpoint, select=select)
    missing = required["selected"][0]
    broken = {name: value for name, value in body.items() if name != missing}
    preview = await agent.call("preview_request", endpoint=task.endpoint, body=broken)
    assert preview["needs"] == ("nothing" if task.effect == "read" else "answer")
    assert any(missing in each for each in preview["warnings"])
    sent = await agent.call(
        "send_request", endpoint=task.endpoint, body=broken, reason="a first try"
    )
    assert (sent["status"], sent["verdict"]["ok"]) == (200, False)
    assert missing in sent["diagnosis"]["finding"]
    (page,) = (await agent.call("look_up_code", code=sent["verdict"]["code"]))["codes"][:1]
    assert page["meaning"]
    again = await agent.call("list_history", id=sent["history"], select="$.diagnosis.finding")
    assert again["selected"] == [sent["diagnosis"]["finding"]]
    return missing


async def mend_save_and_run(agent: Agent, task: AgentTask, body: dict[str, Any]) -> None:
    """Save the fixed request and run it."""
    preview = await agent.call("preview_request", endpoint=task.endpoint, body=body)
    assert preview.get("warnings", []) == []
    saved = await agent.call(
        "save_request", endpoint=task.endpoint, body=body, title=task.words, folder="tasks"
    )
    ran = await agent.call("run_saved_requests", paths=[saved["path"]], reason=task.words)
    assert (ran["ok"], ran["passed"]) == (True, 1), ran
    listed = await agent.call("list_history", limit=1)
    assert listed["entries"][0]["ending"] == "ok"
