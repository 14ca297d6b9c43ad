"""A user's own lists (to do, done, created, copied, drafts) and the details behind a task."""

from collections.abc import Callable, Iterator

import msgspec

from weda_tui.sandbox.flows import backward, requests
from weda_tui.sandbox.flows.model import (
    OPEN,
    CarbonCopy,
    Instance,
    NodeType,
    Task,
    TaskStatus,
    User,
)
from weda_tui.sandbox.flows.requests import Json, ProcessFilter
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.paging import page_count, page_of
from weda_tui.sandbox.server.refusal import FailedOperationError, InvalidParameterError
from weda_tui.sandbox.workflow.calls import instance_of, task_of


class ProcessEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a list: an instance, with the task or the copy for which it is listed."""

    instance: Instance
    task: Task
    copy: CarbonCopy | None = None


def list_process_instances(space: Space, request: requests.ListProcessInstances, now: int) -> Json:
    """Return one page of one of a user's lists."""
    entries_of = _LISTS.get(request.page_type)
    if entries_of is None:
        raise FailedOperationError("PageType 无效")
    key = _SORTS.get((request.sort, request.page_type), _SORTS.get((request.sort, "")))
    if key is None:
        raise InvalidParameterError("参数 Sort 不适用于此 PageType")
    user = space.user(request.user_info.user_id, request.user_info.type)
    _check_pairs(request.filter)
    found = [entry for entry in entries_of(space, user) if _passes(space, entry, request.filter)]
    found.sort(key=key, reverse=request.order == "desc")
    pages = page_count(len(found), request.page_size)
    return {
        "Records": [
            _record(entry, now, with_extra=request.need_user_extra_info)
            for entry in page_of(found, request.page_number, request.page_size)
        ],
        "TotalCount": len(found),
        "PageSize": request.page_size,
        "PageNumber": request.page_number,
        "Pages": pages,
        "FirstPage": request.page_number == 1,
        "LastPage": request.page_number >= pages,
    }


def count_process_instances(space: Space, request: requests.ListProcessInstancesCount) -> Json:
    """Return the length of each of a user's lists, or of one list."""
    wanted = [request.page_type] if request.page_type is not None else list(_LISTS)
    if not _LISTS.keys() >= set(wanted):
        raise FailedOperationError("PageType 无效")
    user = space.user(request.user_info.user_id, request.user_info.type)
    return {
        "TotalCounts": [
            {"Total": sum(1 for _ in _LISTS[page_type](space, user)), "PageType": page_type}
            for page_type in wanted
        ]
    }


def describe_process_instance(space: Space, request: requests.DescribeProcessInstance) -> Json:
    """Return the instance behind a task as its page shows it."""
    if request.page_type not in {"TODO", "DONE", "CREATE", "CC"}:
        raise InvalidParameterError("PageType 无效")
    task = task_of(space, request.flow_task_id, "实例 ID 不对")
    if task.status is TaskStatus.VOID:
        raise InvalidParameterError("任务已失效")
    instance = space.instances[task.instance_id]
    copy = None
    if request.page_type == "CC":
        if request.user_info is None:
            raise InvalidParameterError("缺少必填参数 UserInfo")
        user = space.user(request.user_info.user_id, request.user_info.type)
        copy = next((copy for copy in instance.copies if copy.user.id == user.id), None)
        if copy is None:
            raise FailedOperationError("实例 ID 不对")
    entry = ProcessEntry(instance=instance, task=task, copy=copy)
    return _detail(entry, with_extra=request.need_user_extra_info)


def describe_instance(space: Space, request: requests.DescribeProcessInstanceDetails) -> Json:
    """Return an instance by its own id.

    The response of this call is not documented. Here it has the fields of
    ``DescribeProcessInstance``.
    """
    instance = instance_of(space, request.process_instance_id)
    return _detail(ProcessEntry(instance=instance, task=instance.current_task), with_extra=False)


def _tasks_in(*statuses: TaskStatus) -> Callable[[Space, User], Iterator[ProcessEntry]]:
    def entries_of(space: Space, user: User) -> Iterator[ProcessEntry]:
        for task in space.tasks.values():
            if task.assignee.id == user.id and task.status in statuses:
                yield ProcessEntry(instance=space.instances[task.instance_id], task=task)

    return entries_of


def _created(space: Space, user: User) -> Iterator[ProcessEntry]:
    for instance in space.instances.values():
        if instance.starter.id == user.id and not instance.flow.is_logic:
            yield ProcessEntry(instance=instance, task=instance.current_task)


def _copied(space: Space, user: User) -> Iterator[ProcessEntry]:
    for instance in space.instances.values():
        for copy in instance.copies:
            if copy.user.id == user.id:
                yield ProcessEntry(instance=instance, task=instance.current_task, copy=copy)


_LISTS: dict[str, Callable[[Space, User], Iterator[ProcessEntry]]] = {
    "TODO": _tasks_in(TaskStatus.TO_DO, TaskStatus.TO_SUBMIT),
    "DONE": _tasks_in(TaskStatus.DONE),
    "CREATE": _created,
    "CC": _copied,
    "DRAFT": _tasks_in(TaskStatus.DRAFT),
}


def _task_started(entry: ProcessEntry) -> int:
    return entry.task.started_at


_SORTS: dict[tuple[str, str], Callable[[ProcessEntry], int]] = {
    ("start_time", ""): lambda entry: entry.instance.started_at,
    ("task_start_time", "TODO"): _task_started,
    ("task_start_time", "DONE"): _task_started,
    ("task_end_time", "DONE"): lambda entry: entry.task.ended_at or 0,
    ("cc_time", "CC"): lambda entry: entry.copy.at if entry.copy else 0,
}
"""Sort keys by field and page type; an empty page type stands for all."""


def _check_pairs(wanted: ProcessFilter) -> None:
    pairs = {
        "FlowStartTime、FlowEndTime": (wanted.flow_start_time, wanted.flow_end_time),
        "DealStartTime、DealEndTime": (wanted.deal_start_time, wanted.deal_end_time),
    }
    for names, (first, last) in pairs.items():
        if (first is None) != (last is None):
            raise InvalidParameterError("参数 {names} 需成对", names=names)


def _passes(space: Space, entry: ProcessEntry, wanted: ProcessFilter) -> bool:
    instance, flow = entry.instance, entry.instance.flow
    groups = {flow.group, space.groups.get(flow.group)}
    return (
        (wanted.flow_name is None or wanted.flow_name in instance.title)
        and (wanted.flow_starter is None or wanted.flow_starter == instance.starter.id)
        and (not wanted.process_key_list or flow.process_key in wanted.process_key_list)
        and (not wanted.flow_group_list or not groups.isdisjoint(wanted.flow_group_list))
        and wanted.approve_status in {None, instance.approve_status}
        and _within(instance.started_at, wanted.flow_start_time, wanted.flow_end_time)
        and _within(entry.task.ended_at, wanted.deal_start_time, wanted.deal_end_time)
    )


def _within(at: int | None, first: int | None, last: int | None) -> bool:
    if first is None or last is None:
        return True
    return at is not None and first <= at <= last


def _record(entry: ProcessEntry, now: int, *, with_extra: bool) -> Json:
    instance, task = entry.instance, entry.task
    node = instance.current_task.node
    return {
        **_detail(entry, with_extra=with_extra),
        "ApprovalNodeId": node.id if instance.is_running else "",
        "ApprovalNodeName": node.name if instance.is_running else "",
        "TaskStartTime": task.started_at,
        "TaskWaitTime": max(0, (now if task.ended_at is None else task.ended_at) - task.started_at),
        "TaskDealTime": task.ended_at,
        "TaskDealResult": task.result,
        "BeRead": True,
        "IsSupportBatchHandle": False,
    }


def _detail(entry: ProcessEntry, *, with_extra: bool) -> Json:
    instance, task, copy = entry.instance, entry.task, entry.copy
    node = instance.current_task.node
    approvers = [task.assignee for task in instance.open_tasks]
    people = [instance.starter, *approvers] if with_extra else []
    return {
        "InstanceId": instance.id,
        "Name": instance.title,
        "Description": instance.flow.description,
        "StartedBy": instance.starter.name,
        "StartUserId": int(instance.starter.id),
        "CanRevoke": backward.can_revoke_start(instance),
        "CcTime": copy.at if copy else None,
        "CcId": copy.id if copy else None,
        "CurrentApprover": ",".join(user.id for user in approvers),
        "CurrentApproverName": ",".join(user.name for user in approvers),
        "StartTime": instance.started_at,
        "EndTime": instance.ended_at,
        "IsCompleted": not instance.is_running,
        "CurrentNodeId": node.id if instance.is_running else "end",
        "CurrentNodeName": node.name if instance.is_running else "结束",
        "CurrentNodeType": node.type if instance.is_running else NodeType.END,
        "TaskId": task.id,
        "FlowCode": instance.flow.code,
        "FlowVersion": instance.flow.version,
        "CanApprove": task.status in OPEN,
        "CanDelete": instance.is_draft,
        "Status": None if instance.is_running else instance.status,
        "BeSubmitNode": task.node.type is NodeType.START,
        "UserTaskType": 2 if task.node.type is NodeType.HANDLE else 1,
        "UserExtraInfos": [{"Id": user.id} for user in people],
    }
