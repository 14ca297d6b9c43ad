"""The workflow calls by name: from the JSON of a body to the ``Data`` of the answer."""

from weda_tui.sandbox.flows import instance_lists, process_lists, requests
from weda_tui.sandbox.flows.requests import Json
from weda_tui.sandbox.workflow import (
    app_center,
    approval_page,
    canvas,
    history,
    manage_actions,
    manage_lists,
    messages,
    starting,
    taking_back,
    tasks,
)
from weda_tui.sandbox.workflow.calls import Action, Answer, call, read

_LISTS: dict[str, Action] = {
    "ListDeployedFlows": read(requests.ListDeployedFlows, instance_lists.list_deployed_flows),
    "GetFlowInstances": read(requests.GetFlowInstances, instance_lists.get_flow_instances),
    "GetFlowInstanceTasks": read(
        requests.GetFlowInstanceTasks, instance_lists.get_flow_instance_tasks
    ),
    "ListProcessInstances": call(
        requests.ListProcessInstances, process_lists.list_process_instances
    ),
    "ListProcessInstancesCount": read(
        requests.ListProcessInstancesCount, process_lists.count_process_instances
    ),
    "DescribeProcessInstance": read(
        requests.DescribeProcessInstance, process_lists.describe_process_instance
    ),
    "DescribeProcessInstanceDetails": read(
        requests.DescribeProcessInstanceDetails, process_lists.describe_instance
    ),
    "DescribeInstanceApproverList": read(requests.NoFields, instance_lists.list_approvers),
    "DescribeInstanceStarterList": read(requests.NoFields, instance_lists.list_starters),
}

ACTIONS: dict[str, Action] = (
    _LISTS
    | starting.ACTIONS
    | tasks.ACTIONS
    | taking_back.ACTIONS
    | history.ACTIONS
    | canvas.ACTIONS
    | approval_page.ACTIONS
    | messages.ACTIONS
    | app_center.ACTIONS
    | manage_lists.ACTIONS
    | manage_actions.ACTIONS
)


def envelope(action: str, request_id: str, data: Answer) -> Json:
    """Return the whole body of an answer; two calls have shapes of their own.

    ``DescribeProcessManageInstances`` answers without an envelope, and the sample of
    ``GetInstanceOperation`` is wrapped once more (public page 1301/94470).
    """
    if action == "DescribeProcessManageInstances" and isinstance(data, dict):
        return {**data, "requestId": request_id}
    response: Json = {"Response": {"RequestId": request_id, "Data": data}}
    return {"code": 0, "data": response} if action == "GetInstanceOperation" else response
