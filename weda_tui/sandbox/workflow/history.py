"""The history of an instance: as plain operations, and as the steps that pages show.

``GetFlowInstanceOperations`` returns times as text and the content of each operation as JSON in a
string. The mentions in the content are not strict JSON: their keys are bare digits, as in the
sample of the official page.
"""

import msgspec

from weda_tui.sandbox.flows.model import Act, FlowNode, Instance, NodeType, Operation, User
from weda_tui.sandbox.flows.requests import (
    Json,
    Positive,
    UserInfo,
    extra_info,
    is_wanted_user,
    time_text,
)
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.paging import page_of
from weda_tui.sandbox.workflow.calls import instance_of

START = "开始"
"""The name of the start event."""


class GetFlowInstanceOperations(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """Filters over the operations on one instance."""

    instance_id: str
    element_ids: list[str] | None = None
    operator_user: UserInfo | None = None
    page_number: Positive = 1
    page_size: Positive = 10
    need_user_extra_info: bool = False


class GetInstanceOperation(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """An instance."""

    instance_id: str


def get_operations(space: Space, request: GetFlowInstanceOperations) -> Json:
    """Return one page of the operations, the oldest first."""
    instance = instance_of(space, request.instance_id)
    found = [done for done in instance.operations if _is_wanted(done, request)]
    page = page_of(found, request.page_number, request.page_size)
    rows = [_row(done, with_extra=request.need_user_extra_info) for done in page]
    return {"Result": rows, "TotalCount": len(found)}


def get_steps(space: Space, request: GetInstanceOperation) -> Json:
    """Return the steps done and, for a running instance, the next step."""
    instance = instance_of(space, request.instance_id)
    steps = [_step(instance, done) for done in instance.operations]
    if instance.is_running:
        steps.append(_next_step(instance))
    return {"ElementInfos": steps}


def _is_wanted(done: Operation, request: GetFlowInstanceOperations) -> bool:
    node_id = done.node.id if done.node else ""
    is_here = not request.element_ids or node_id in request.element_ids
    return is_here and is_wanted_user(request.operator_user, done.user)


def _row(done: Operation, *, with_extra: bool) -> Json:
    row: Json = {
        "ElementName": _name(done.node),
        "CreateTime": time_text(done.at),
        "OperatorUser": done.user.id,
        "Content": _content(done),
        "Result": _result(done),
    }
    if with_extra:
        row |= extra_info(done.user)
    return row


def _content(done: Operation) -> str:
    copied = [user.id for user in done.users] if done.act is Act.COPY else []
    content = {
        "action": done.act,
        "operation": done.detail,
        "operationComment": done.comment,
        "ccUserIds": copied,
        "attachmentInfo": "[]",
        "highlightPositionList": "[]",
    }
    text = msgspec.json.encode(content).decode()
    if not done.mentions:
        return text
    pairs = ",".join(
        f"{user_id}:{msgspec.json.encode(name).decode()}" for user_id, name in done.mentions.items()
    )
    return f'{text[:-1]},"opinionUserMap":{{{pairs}}}}}'


def _step(instance: Instance, done: Operation) -> Json:
    return {
        "Id": done.task.id if done.task else instance.id,
        "Name": _name(done.node),
        "OperaName": [done.user.name],
        "OperaUserList": [_named(done.user)],
        "Result": _result(done),
        "ApprovalStrategy": _strategy(done.node),
        "ContentInfo": {
            "Action": done.act,
            "IsCC": done.act is Act.COPY,
            "Operation": done.detail,
            "OperationComment": done.comment,
            "CcUserInfos": [_named(user) for user in done.users] if done.act is Act.COPY else [],
            "CreateTime": done.at,
            "OpinionUserMap": done.mentions,
        },
    }


def _next_step(instance: Instance) -> Json:
    task = instance.current_task
    users = [other.assignee for other in instance.open_tasks]
    return {
        "Id": task.id,
        "Name": task.node.name,
        "OperaName": [user.name for user in users],
        "OperaUserList": [_named(user) for user in users],
        "Result": "待审批" if task.node.type is NodeType.APPROVAL else "待处理",
        "ApprovalStrategy": _strategy(task.node),
    }


def _named(user: User) -> Json:
    return {"Id": user.id, "Name": user.name}


def _name(node: FlowNode | None) -> str:
    return START if node is None else node.name


def _strategy(node: FlowNode | None) -> str:
    return "ALL" if node is not None and node.needs_all else "ANY"


def _result(done: Operation) -> str:
    """Return ``true`` or ``false`` for a decision, ``null`` for everything else."""
    decisions = {Act.APPROVE: "true", Act.HANDLE: "true", Act.SUBMIT: "true", Act.REJECT: "false"}
    return decisions.get(done.act, "null")
