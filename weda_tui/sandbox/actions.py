"""The workflow calls by name: from the JSON of a body to the ``Data`` of the answer."""

from collections.abc import Callable
from typing import TypeVar

from weda_tui.sandbox import instance_lists, process_lists, requests, state_machine
from weda_tui.sandbox.answers import Completed, ListedUser, Started, Stopped
from weda_tui.sandbox.model import NodeType
from weda_tui.sandbox.refusal import FailedOperationError
from weda_tui.sandbox.state_machine import Decision
from weda_tui.sandbox.world import Space

Json = dict[str, object]
Action = Callable[[Space, Json, int], object]
"""Takes the space, the parsed body and now in epoch ms; raises ``BusinessError``."""

Request = TypeVar("Request")


def _start_flow(space: Space, request: requests.StartFlow, now: int) -> Started:
    wanted = (request.flow_code, request.process_key)
    flow = next((f for f in space.flows if (f.code, f.process_key) == wanted), None)
    if flow is None or request.flow_version not in {None, "", flow.version}:
        raise FailedOperationError("流程不存在")
    if request.start_user.user_id in {"", "anonymous"}:
        raise FailedOperationError("无发起权限或匿名用户")
    starter = space.user(request.start_user.user_id, request.start_user.type)
    instance = state_machine.start(space, flow, starter, now=now, inputs=request.start_params or {})
    task = instance.current_task
    own = task.id if task.node.type is NodeType.START else ""
    return Started(flow_instance_id=instance.id, task_id=own)


def _complete_task(space: Space, request: requests.CompleteTask, now: int) -> Completed:
    task = space.tasks.get(request.task_id)
    if task is None:
        raise FailedOperationError("任务不存在")
    user = space.user(request.approver.user_id, request.approver.type)
    target = request.turn_to_user
    copied = [space.user(user_id, user.source) for user_id in request.cc_user_ids or ()]
    decision = Decision(
        action=request.button_action,
        user=user,
        comment=request.comment,
        outputs=frozenset(request.page_params or ()),
        turn_to=space.user(target.user_id, target.type) if target else None,
    )
    state_machine.complete(space, task, decision, now)
    state_machine.copy_to(space, task, copied, now)
    return Completed()


def _stop_flow(space: Space, request: requests.StopFlow, now: int) -> Stopped:
    space.user(request.operator.user_id, request.operator.type)
    instance = space.instances.get(request.instance_id)
    if instance is None:
        raise FailedOperationError("流程实例不存在")
    state_machine.stop(instance, now)
    return Stopped()


def _list_approvers(space: Space, _: requests.NoFields, __: int) -> list[ListedUser]:
    return instance_lists.list_approvers(space)


def _list_starters(space: Space, _: requests.NoFields, __: int) -> list[ListedUser]:
    return instance_lists.list_starters(space)


def _checked(request_type: type[Request], act: Callable[[Space, Request, int], object]) -> Action:
    def run(space: Space, body: Json, now: int) -> object:
        return act(space, requests.check(body, request_type), now)

    return run


def _timeless(request_type: type[Request], act: Callable[[Space, Request], object]) -> Action:
    def run(space: Space, body: Json, _: int) -> object:
        return act(space, requests.check(body, request_type))

    return run


ACTIONS: dict[str, Action] = {
    "ListDeployedFlows": _timeless(requests.ListDeployedFlows, instance_lists.list_deployed_flows),
    "StartFlow": _checked(requests.StartFlow, _start_flow),
    "CompleteTask": _checked(requests.CompleteTask, _complete_task),
    "StopFlow": _checked(requests.StopFlow, _stop_flow),
    "GetFlowInstances": _timeless(requests.GetFlowInstances, instance_lists.get_flow_instances),
    "GetFlowInstanceTasks": _timeless(
        requests.GetFlowInstanceTasks, instance_lists.get_flow_instance_tasks
    ),
    "ListProcessInstances": _checked(
        requests.ListProcessInstances, process_lists.list_process_instances
    ),
    "DescribeProcessInstance": _timeless(
        requests.DescribeProcessInstance, process_lists.describe_process_instance
    ),
    "DescribeInstanceApproverList": _checked(requests.NoFields, _list_approvers),
    "DescribeInstanceStarterList": _checked(requests.NoFields, _list_starters),
}
