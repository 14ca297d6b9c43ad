"""The workflow calls by name: from the JSON of a body to the ``Data`` of the response."""

from collections.abc import Callable
from inspect import signature

from weda_tui.sandbox.flows import instance_lists, process_lists, requests
from weda_tui.sandbox.flows.requests import Json
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.workflow import (
    approval_page,
    canvas,
    history,
    manage,
    messages,
    starting,
    taking_back,
    tasks,
)

Answer = Json | list[Json]
Action = Callable[[Space, Json, int], Answer]
"""Called with the space, the parsed body and the time in epoch ms; raises ``BusinessError``."""

_CALLS: dict[str, Callable[..., Answer]] = {
    "ListDeployedFlows": instance_lists.list_deployed_flows,
    "GetFlowInstances": instance_lists.get_flow_instances,
    "GetFlowInstanceTasks": instance_lists.get_flow_instance_tasks,
    "ListProcessInstances": process_lists.list_process_instances,
    "ListProcessInstancesCount": process_lists.count_process_instances,
    "DescribeProcessInstance": process_lists.describe_process_instance,
    "DescribeProcessInstanceDetails": process_lists.describe_instance,
    "DescribeInstanceApproverList": instance_lists.list_approvers,
    "DescribeInstanceStarterList": instance_lists.list_starters,
    "StartFlow": starting.start_flow,
    "StartProcessWithParams": starting.start_process_with_params,
    "StartFlowInstance": starting.start_flow_instance,
    "CompleteTask": tasks.complete_task,
    "SubmitFlowTaskList": tasks.submit_flow_task_list,
    "AddCounterSignAssignee": tasks.add_counter_sign_assignee,
    "PressTask": tasks.press_task,
    "GetPreElementList": taking_back.get_pre_element_list,
    "RollBack": taking_back.roll_back,
    "Revoke": taking_back.revoke,
    "StopFlow": taking_back.stop_flow,
    "DeleteDraftProcessInstance": taking_back.delete_draft,
    "GetFlowInstanceOperations": history.get_operations,
    "GetInstanceOperation": history.get_steps,
    "GetProcessCanvasInfo": canvas.get_canvas,
    "GetApprovalPageDetail": approval_page.get_approval_page,
    "DescribeWorkflowMessages": messages.describe_messages,
    "DescribeWorkflowMessageCount": messages.count_messages,
    "UpdateWorkflowMessageStatus": messages.update_messages,
    "DescribeAppProcessList": starting.describe_apps,
    "DescribeCollectAppProcessList": starting.describe_favourites,
    "CollectProcess": starting.collect,
    "DescribeFlowGroupFolders": starting.describe_groups,
    "DescribeProcessManageInstances": manage.describe_instances,
    "DescribeProcessManageInstanceOperation": manage.describe_operations,
    "DescribeManageInstanceTaskList": manage.describe_tasks,
    "ManageSkipTask": manage.skip_task,
    "ManageTurnTask": manage.turn_task,
    "ManageRollBackTask": manage.roll_back_task,
    "ManageRevokeProcessList": manage.revoke_instances,
    "ManageStopProcessList": manage.stop_instances,
    "ManageAbandonProcessList": manage.abandon_instances,
    "ManageStopAndClearProcessInstance": manage.stop_and_clear,
}


def _action(act: Callable[..., Answer]) -> Action:
    """Return an action that checks a body and calls ``act``, with the time if ``act`` needs it.

    The type of the body is that of the second parameter.
    """
    body_type, *time = [each.annotation for each in signature(act).parameters.values()][1:]

    def run(space: Space, body: Json, now: int) -> Answer:
        request = requests.check(body, body_type)
        return act(space, request, now) if time else act(space, request)

    return run


ACTIONS = {name: _action(act) for name, act in _CALLS.items()}


def envelope(action: str, request_id: str, data: Answer) -> Json:
    """Return the whole body of a response; two calls have shapes of their own.

    ``DescribeProcessManageInstances`` answers without an envelope, and the sample of
    ``GetInstanceOperation`` is wrapped once more (public page 1301/94470).
    """
    if action == "DescribeProcessManageInstances" and isinstance(data, dict):
        return {**data, "requestId": request_id}
    response: Json = {"Response": {"RequestId": request_id, "Data": data}}
    return {"code": 0, "data": response} if action == "GetInstanceOperation" else response
