"""The calls of administrators: lists of all instances, and actions on other people's tasks.

The official page states no right that the user of these calls needs, so any user may call them.
Calls on several instances check all of them before they change the first.

``DescribeProcessManageInstances`` is odd: its parameters and its response are lower camel case,
except inside the filter and the records, and its response has no envelope.
"""

from typing import Annotated, Literal

import msgspec

from weda_tui.sandbox.flows import backward, state_machine
from weda_tui.sandbox.flows.model import (
    Act,
    ApproveStatus,
    ButtonAction,
    Instance,
    NodeType,
    Task,
    TaskStatus,
)
from weda_tui.sandbox.flows.requests import ByUser, Json, Positive, UserInfo
from weda_tui.sandbox.flows.state_machine import check_running
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.paging import page_of
from weda_tui.sandbox.server.refusal import FailedOperationError, InvalidParameterError
from weda_tui.sandbox.workflow.calls import instance_of, user_of
from weda_tui.sandbox.workflow.taking_back import RollBack, go_back, node_of


class ManageFilter(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The ``filter`` of the list; the two ends of the time range are given together."""

    flow_name: str | None = None
    flow_starter_list: list[str] | None = None
    current_approver_list: list[str] | None = None
    process_key_list: list[str] | None = None
    approve_status: ApproveStatus | None = None
    flow_group_list: list[str] | None = None
    flow_start_time: int | None = None
    flow_end_time: int | None = None


class DescribeProcessManageInstances(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One page of all instances."""

    user_info: UserInfo
    page_size: Positive = 10
    page_no: Positive = 1
    order_by: Literal["start_time"] = "start_time"
    order_type: Literal["desc", "asc"] = "desc"
    filter: ManageFilter = ManageFilter()


class DescribeProcessManageInstanceOperation(ByUser, frozen=True, kw_only=True):
    """A node of an instance."""

    node_id: str
    instance_id: str


class ManageInstance(ByUser, frozen=True, kw_only=True):
    """One instance."""

    instance_id: str


def describe_instances(space: Space, request: DescribeProcessManageInstances) -> Json:
    """Return one page of the instances that pass the filter."""
    user_of(space, request.user_info)
    wanted = request.filter
    if (wanted.flow_start_time is None) != (wanted.flow_end_time is None):
        raise InvalidParameterError("参数 FlowStartTime、FlowEndTime 需成对")
    found = [i for i in space.instances.values() if _is_wanted(space, i, wanted)]
    found.sort(key=lambda instance: instance.started_at, reverse=request.order_type == "desc")
    return {
        "records": [_row(i) for i in page_of(found, request.page_no, request.page_size)],
        "total": len(found),
        "pageSize": request.page_size,
        "pageNo": request.page_no,
    }


def describe_operations(space: Space, request: DescribeProcessManageInstanceOperation) -> Json:
    """Return the actions that an administrator has for an instance at a node."""
    user_of(space, request.user_info)
    instance = instance_of(space, request.instance_id)
    check_running(instance)
    node = node_of(instance.flow.nodes, request.node_id)
    is_here = any(task.node.id == node.id for task in instance.open_tasks)
    is_application = node.type is NodeType.START
    return {
        "CanRollBack": is_here
        and node.can_roll_back
        and bool(backward.earlier_tasks(instance, node.id)),
        "CanRevoke": backward.can_revoke_start(instance),
        "CanTurnTask": is_here and node.can_transfer and not is_application,
        "CanSkip": is_here and not is_application,
    }


def describe_tasks(space: Space, request: ManageInstance) -> Json:
    """Return the tasks that wait, were decided, or were transferred."""
    user_of(space, request.user_info)
    instance = instance_of(space, request.instance_id)
    rows = [(task, _task_status(task)) for task in instance.tasks]
    return {"TaskList": [_task(task, status) for task, status in rows if status]}


def _is_wanted(space: Space, instance: Instance, wanted: ManageFilter) -> bool:
    flow = instance.flow
    approvers = {task.assignee.id for task in instance.open_tasks}
    groups = {flow.group, space.groups.get(flow.group)}
    first, last = wanted.flow_start_time, wanted.flow_end_time
    return (
        not flow.is_logic
        and (wanted.flow_name or "") in instance.title
        and wanted.approve_status in {None, instance.approve_status}
        and (not wanted.flow_starter_list or instance.starter.id in wanted.flow_starter_list)
        and (
            not wanted.current_approver_list
            or not approvers.isdisjoint(wanted.current_approver_list)
        )
        and (not wanted.process_key_list or flow.process_key in wanted.process_key_list)
        and (not wanted.flow_group_list or not groups.isdisjoint(wanted.flow_group_list))
        and (first is None or last is None or first <= instance.started_at <= last)
    )


def _row(instance: Instance) -> Json:
    node = instance.current_task.node
    return {
        "InstanceId": instance.id,
        "Name": instance.title,
        "StartedBy": instance.starter.name,
        "CurrentApprover": ",".join(task.assignee.name for task in instance.open_tasks),
        "StartTime": instance.started_at,
        "EndTime": instance.ended_at,
        "CurrentNodeId": node.id if instance.is_running else "end",
        "CurrentNodeName": node.name if instance.is_running else "结束",
        "ApproveStatus": instance.approve_status,
        "FlowCode": instance.flow.code,
        "FlowVersion": instance.flow.version,
        "ProcessKey": instance.flow.process_key,
        "_id": instance.id,
    }


_DECIDED = {Act.SUBMIT: 2, Act.APPROVE: 2, Act.REJECT: 3, Act.TRANSFER: 4}
"""``TaskStatus`` of this list: 1 to do, 2 approved, 3 rejected, 4 transferred."""


def _task_status(task: Task) -> int | None:
    """Return the status of a task in this list; ``None`` if the list has no such status."""
    if task.status is TaskStatus.DONE:
        return _DECIDED.get(Act(task.result))
    return 1 if task.ended_at is None and task.status is not TaskStatus.WAITING else None


def _task(task: Task, status: int | None) -> Json:
    return {
        "NodeName": task.node.name,
        "NodeId": task.node.id,
        "TaskId": task.id,
        "TaskStatus": status or 0,
        "Assignee": task.assignee.name,
        "StartTime": task.started_at,
        "EndTime": task.ended_at,
    }


# -- what they do -------------------------------------------------------------------------------


class ManageSkipTask(ByUser, frozen=True, kw_only=True):
    """The task to approve or reject in place of its assignee."""

    instance_id: str
    task_id: str
    button_action: ButtonAction


class ManageTurnTask(ByUser, frozen=True, kw_only=True):
    """The task to transfer, and its new assignee."""

    instance_id: str
    task_id: str
    turn_to_user_id: str


class ManageInstances(ByUser, frozen=True, kw_only=True):
    """Several instances."""

    instance_id_list: Annotated[list[str], msgspec.Meta(min_length=1)]


def skip_task(space: Space, request: ManageSkipTask, now: int) -> Json:
    """Approve or reject a task for its assignee."""
    user = user_of(space, request.user_info)
    task = _task_in(space, request.instance_id, request.task_id)
    check_running(space.instances[task.instance_id])
    state_machine.skip(space, task, request.button_action, user, now)
    return {"Status": True}


def turn_task(space: Space, request: ManageTurnTask, now: int) -> Json:
    """Transfer a task to another user."""
    user = user_of(space, request.user_info)
    task = _task_in(space, request.instance_id, request.task_id)
    if not request.turn_to_user_id:
        raise FailedOperationError("转办人为空或是自己")
    state_machine.turn(space, task, space.user_by_id(request.turn_to_user_id), user, now)
    return {"Status": True}


def roll_back_task(space: Space, request: RollBack, now: int) -> Json:
    """Go back from a task to an earlier node, whoever the assignee is."""
    go_back(space, request, now)
    return {"Status": True}


def revoke_instances(space: Space, request: ManageInstances, now: int) -> Json:
    """Revoke instances to their starters; each result says whether that was possible."""
    user = user_of(space, request.user_info)
    revoked: list[Json] = []
    for instance in _instances_of(space, request):
        can = backward.can_revoke_start(instance)
        if can:
            backward.revoke_start(space, instance, user, now)
        revoked.append({"InstanceId": instance.id, "IsCanRevoke": can, "RevokeStatus": can})
    return {"RevokeResponseList": revoked}


def stop_instances(space: Space, request: ManageInstances, now: int) -> Json:
    """End running instances."""
    return _end(space, request, now, is_abandoned=False)


def abandon_instances(space: Space, request: ManageInstances, now: int) -> Json:
    """End running instances and mark them as void."""
    return _end(space, request, now, is_abandoned=True)


def stop_and_clear(space: Space, request: ManageInstance) -> Json:
    """Delete an instance, running or not, with its tasks and messages."""
    user_of(space, request.user_info)
    space.remove_instance(instance_of(space, request.instance_id))
    return {"Status": True}


def _end(space: Space, request: ManageInstances, now: int, *, is_abandoned: bool) -> Json:
    user = user_of(space, request.user_info)
    instances = _instances_of(space, request)
    for instance in instances:
        check_running(instance)
    for instance in instances:
        state_machine.stop(space, instance, user, now, is_abandoned=is_abandoned)
    return {"Status": True}


def _instances_of(space: Space, request: ManageInstances) -> list[Instance]:
    """Return the instances, each once."""
    ids = dict.fromkeys(request.instance_id_list)
    return [instance_of(space, instance_id) for instance_id in ids]


def _task_in(space: Space, instance_id: str, task_id: str) -> Task:
    instance = instance_of(space, instance_id)
    task = space.tasks.get(task_id)
    if task is None or task.instance_id != instance.id:
        raise FailedOperationError("任务不存在、已结束或失效")
    return task
