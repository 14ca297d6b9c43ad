"""What administrators see: all instances, the tasks of one, and what can be done with it.

``DescribeProcessManageInstances`` is odd: its parameters and its answer are lower camel case, but
for what is inside the filter and the records, and its answer has no envelope.
"""

from typing import Literal

import msgspec

from weda_tui.sandbox.flows import backward
from weda_tui.sandbox.flows.model import Act, ApproveStatus, Instance, NodeType, Task, TaskStatus
from weda_tui.sandbox.flows.requests import Positive, UserInfo
from weda_tui.sandbox.flows.state_machine import check_running
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.paging import page_of
from weda_tui.sandbox.server.refusal import InvalidParameterError
from weda_tui.sandbox.workflow.calls import Action, instance_of, read, user_of
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


class DescribeProcessManageInstanceOperation(
    msgspec.Struct, frozen=True, kw_only=True, rename="pascal"
):
    """A node of an instance."""

    node_id: str
    instance_id: str
    user_info: UserInfo


class DescribeManageInstanceTaskList(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """An instance."""

    instance_id: str
    user_info: UserInfo


class ManagedRow(msgspec.Struct, kw_only=True, rename="pascal"):
    """An item of ``records``."""

    instance_id: str
    name: str
    started_by: str
    current_approver: str
    start_time: int
    end_time: int | None
    current_node_id: str
    current_node_name: str
    approve_status: int
    flow_code: str
    flow_version: str
    process_key: str
    id: str = msgspec.field(name="_id")


class ManagedPage(msgspec.Struct, kw_only=True, rename="camel"):
    """Answers ``DescribeProcessManageInstances``, without an envelope."""

    records: list[ManagedRow]
    total: int
    page_size: int
    page_no: int
    request_id: str = ""


class Possible(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``DescribeProcessManageInstanceOperation``."""

    can_roll_back: bool
    can_revoke: bool
    can_turn_task: bool
    can_skip: bool


class ManagedTask(msgspec.Struct, kw_only=True, rename="pascal"):
    """An item of ``TaskList``; a task that has no end yet has no ``EndTime``."""

    node_name: str
    node_id: str
    task_id: str
    task_status: int
    assignee: str
    start_time: int
    end_time: int | None


class ManagedTasks(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``DescribeManageInstanceTaskList``."""

    task_list: list[ManagedTask]


def describe_instances(space: Space, request: DescribeProcessManageInstances) -> ManagedPage:
    """Return one page of the instances that pass the filter."""
    user_of(space, request.user_info)
    wanted = request.filter
    if (wanted.flow_start_time is None) != (wanted.flow_end_time is None):
        raise InvalidParameterError("参数 FlowStartTime、FlowEndTime 需成对")
    found = [i for i in space.instances.values() if _is_wanted(space, i, wanted)]
    found.sort(key=lambda instance: instance.started_at, reverse=request.order_type == "desc")
    return ManagedPage(
        records=[_row(i) for i in page_of(found, request.page_no, request.page_size)],
        total=len(found),
        page_size=request.page_size,
        page_no=request.page_no,
    )


def describe_operations(space: Space, request: DescribeProcessManageInstanceOperation) -> Possible:
    """Return what an administrator can do with an instance at a node."""
    user_of(space, request.user_info)
    instance = instance_of(space, request.instance_id)
    check_running(instance)
    node = node_of(instance.flow.nodes, request.node_id)
    is_here = any(task.node.id == node.id for task in instance.open_tasks)
    is_application = node.type is NodeType.START
    return Possible(
        can_roll_back=is_here
        and node.can_roll_back
        and bool(backward.earlier_tasks(instance, node.id)),
        can_revoke=backward.can_revoke_start(instance),
        can_turn_task=is_here and node.can_transfer and not is_application,
        can_skip=is_here and not is_application,
    )


def describe_tasks(space: Space, request: DescribeManageInstanceTaskList) -> ManagedTasks:
    """Return the tasks that wait, were decided, or were handed over."""
    user_of(space, request.user_info)
    instance = instance_of(space, request.instance_id)
    rows = [(task, _task_status(task)) for task in instance.tasks]
    return ManagedTasks(task_list=[_task(task, status) for task, status in rows if status])


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


def _row(instance: Instance) -> ManagedRow:
    node = instance.current_task.node
    return ManagedRow(
        instance_id=instance.id,
        name=instance.title,
        started_by=instance.starter.name,
        current_approver=",".join(task.assignee.name for task in instance.open_tasks),
        start_time=instance.started_at,
        end_time=instance.ended_at,
        current_node_id=node.id if instance.is_running else "end",
        current_node_name=node.name if instance.is_running else "结束",
        approve_status=instance.approve_status,
        flow_code=instance.flow.code,
        flow_version=instance.flow.version,
        process_key=instance.flow.process_key,
        id=instance.id,
    )


_DECIDED = {Act.SUBMIT: 2, Act.APPROVE: 2, Act.REJECT: 3, Act.TRANSFER: 4}
"""``TaskStatus`` of this list: 1 to do, 2 approved, 3 rejected, 4 transferred."""


def _task_status(task: Task) -> int | None:
    """Return the status of a task in this list, ``None`` for one that it has no word for."""
    if task.status is TaskStatus.DONE:
        return _DECIDED.get(Act(task.result))
    return 1 if task.ended_at is None and task.status is not TaskStatus.WAITING else None


def _task(task: Task, status: int | None) -> ManagedTask:
    return ManagedTask(
        node_name=task.node.name,
        node_id=task.node.id,
        task_id=task.id,
        task_status=status or 0,
        assignee=task.assignee.name,
        start_time=task.started_at,
        end_time=task.ended_at,
    )


ACTIONS: dict[str, Action] = {
    "DescribeProcessManageInstances": read(DescribeProcessManageInstances, describe_instances),
    "DescribeProcessManageInstanceOperation": read(
        DescribeProcessManageInstanceOperation, describe_operations
    ),
    "DescribeManageInstanceTaskList": read(DescribeManageInstanceTaskList, describe_tasks),
}
