"""What administrators see: all instances, the tasks of one, and what can be done with it.

``DescribeProcessManageInstances`` is odd: its parameters and its answer are lower camel case, but
for what is inside the filter and the records, and its answer has no envelope.
"""

from typing import Literal

import msgspec

from weda_tui.sandbox.flows import backward
from weda_tui.sandbox.flows.model import Act, ApproveStatus, Instance, NodeType, Task, TaskStatus
from weda_tui.sandbox.flows.requests import ByUser, Json, Positive, UserInfo
from weda_tui.sandbox.flows.state_machine import check_running
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.paging import page_of
from weda_tui.sandbox.server.refusal import InvalidParameterError
from weda_tui.sandbox.workflow.calls import instance_of, user_of
from weda_tui.sandbox.workflow.taking_back import node_of


class ManageFilter(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The ``filter`` of the list; the ends of the range come as a pair."""

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


class DescribeManageInstanceTaskList(ByUser, frozen=True, kw_only=True):
    """An instance."""

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
    """Return what an administrator can do with an instance at a node."""
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


def describe_tasks(space: Space, request: DescribeManageInstanceTaskList) -> Json:
    """Return the tasks that wait, were decided, or were handed over."""
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
    """Return the status of a task in this list, ``None`` for one that it has no word for."""
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
