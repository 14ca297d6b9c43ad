"""The lists of flows, of instances and their tasks, and of the people in them."""

from collections.abc import Callable, Iterable

import msgspec

from weda_tui.sandbox.flows import requests
from weda_tui.sandbox.flows.model import Instance, NodeType, Task, TaskStatus, User
from weda_tui.sandbox.flows.requests import (
    Json,
    end_text,
    extra_info,
    is_wanted_user,
    person,
    time_text,
)
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.paging import page_of
from weda_tui.sandbox.server.refusal import FailedOperationError, InvalidParameterError


def list_deployed_flows(space: Space, request: requests.ListDeployedFlows) -> Json:
    """Return the logic flows, or the approval flows."""
    flows = [flow for flow in space.flows if flow.is_logic == (request.type == 1)]
    found = [
        {
            "FlowCode": flow.code,
            "ProcessKey": flow.process_key,
            "Published": flow.is_published,
            "Version": flow.version,
            "Name": flow.name,
            "AppCode": flow.app_code,
            "Description": flow.description,
            "BeginElementType": int(bool(flow.inputs)),
        }
        for flow in flows
    ]
    return {"FlowSet": found, "TotalCount": len(found)}


def list_approvers(space: Space, _: requests.NoFields) -> list[Json]:
    """Return all users who have or had a task of a node other than the application node."""
    return _listed(
        task.assignee for task in space.tasks.values() if task.node.type is not NodeType.START
    )


def list_starters(space: Space, _: requests.NoFields) -> list[Json]:
    """Return all users who started an instance."""
    return _listed(instance.starter for instance in space.instances.values())


def _listed(users: Iterable[User]) -> list[Json]:
    names = {int(user.id): user.name for user in users}
    return [{"Uid": uid, "Name": name} for uid, name in sorted(names.items())]


_SORTS: dict[str, Callable[[Instance], int | str | bool]] = {
    "id": lambda instance: instance.id,
    "flow_code": lambda instance: instance.flow.code,
    "flow_name": lambda instance: instance.flow.name,
    "instance_id": lambda instance: instance.id,
    "process_key": lambda instance: instance.flow.process_key,
    "create_by_name": lambda instance: instance.starter.name,
    "start_time": lambda instance: instance.started_at,
    "end_time": lambda instance: instance.ended_at or 0,
    "is_end": lambda instance: not instance.is_running,
    "status": lambda instance: instance.status,
    "title": lambda instance: instance.title,
}


def get_flow_instances(space: Space, request: requests.GetFlowInstances) -> Json:
    """Return one page of the instances that pass the filters."""
    found = [instance for instance in space.instances.values() if _is_wanted(instance, request)]
    if request.sort not in _SORTS:
        raise InvalidParameterError("参数 {path} 取值不符合要求", path="Sort")
    found.sort(key=_SORTS[request.sort], reverse=request.order == "desc")
    page = page_of(found, request.page_number, request.page_size)
    return {
        "Result": [_instance_row(instance, request) for instance in page],
        "TotalCount": len(found),
    }


def _is_wanted(instance: Instance, request: requests.GetFlowInstances) -> bool:
    flow = instance.flow
    return (
        request.flow_code in {None, flow.code}
        and request.process_key in {None, flow.process_key}
        and request.flow_version in {None, flow.version}
        and request.start_user_id in {None, instance.starter.id}
        and request.status in {None, instance.status}
        and _within(instance.started_at, request.start_time, request.end_time)
    )


def _within(at: int, first: int | None, last: int | None) -> bool:
    return (first is None or first <= at) and (last is None or at <= last)


def _instance_row(instance: Instance, request: requests.GetFlowInstances) -> Json:
    row: Json = {
        "InstanceId": instance.id,
        "Description": instance.title,
        "FlowCode": instance.flow.code,
        "FlowName": instance.flow.name,
        "FlowVersion": instance.flow.version,
        "StartUserName": instance.starter.name,
        "StartTime": time_text(instance.started_at),
        "EndTime": end_text(instance.ended_at),
        "Status": instance.status,
    }
    if request.need_user_extra_info:
        row |= extra_info(instance.starter)
    if request.need_start_inputparams:
        row["InputParams"] = msgspec.json.encode(instance.inputs).decode()
    return row


def get_flow_instance_tasks(space: Space, request: requests.GetFlowInstanceTasks) -> Json:
    """Return one page of the tasks, or the carbon copies, of one instance."""
    instance = space.instances.get(request.instance_id)
    if instance is None:
        raise FailedOperationError("流程实例不存在")
    tasks = _copies_as_tasks(instance) if request.is_carbon_copy_task else instance.tasks
    found = [task for task in tasks if _is_wanted_task(instance, task, request)]
    page = page_of(found, request.page_number, request.page_size)
    return {
        "Result": [
            _task_row(instance, task, with_extra=request.need_user_extra_info) for task in page
        ],
        "TotalCount": len(found),
    }


def _copies_as_tasks(instance: Instance) -> list[Task]:
    return [
        Task(
            id=copy.id,
            instance_id=instance.id,
            node=copy.node,
            assignee=copy.user,
            status=TaskStatus.DONE,
            started_at=copy.at,
            ended_at=copy.at,
        )
        for copy in instance.copies
    ]


def _is_wanted_task(instance: Instance, task: Task, request: requests.GetFlowInstanceTasks) -> bool:
    return (
        is_wanted_user(request.task_assignee, task.assignee)
        and is_wanted_user(request.start_user, instance.starter)
        and (not request.task_ids or task.id in request.task_ids)
        and (not request.element_ids or task.node.id in request.element_ids)
        and request.task_type in {None, 2 if task.node.type is NodeType.HANDLE else 1}
        and request.task_status in {None, task.status}
        and request.flow_code in {None, instance.flow.code}
        and _within(task.started_at, request.start_time, request.end_time)
    )


def _task_row(instance: Instance, task: Task, *, with_extra: bool) -> Json:
    return {
        "InstanceId": instance.id,
        "TaskId": task.id,
        "FlowCode": instance.flow.code,
        "FlowName": instance.flow.name,
        "FlowStartUser": person(instance.starter, with_extra=with_extra),
        "TaskAssignee": person(task.assignee, with_extra=with_extra),
        "ElementName": task.node.name,
        "ElementId": task.node.id,
        "StartTime": time_text(task.started_at),
        "EndTime": end_text(task.ended_at),
        "TaskStatus": task.status,
        "OperationResult": task.result,
        "PageTransitionUrl": f"/{instance.flow.app_code}/approval?taskId={task.id}",
    }
