"""The diagram of an instance: the nodes and edges of its flow, and its progress."""

from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise

import msgspec

from weda_tui.sandbox.flows.model import (
    Act,
    FlowNode,
    Instance,
    InstanceStatus,
    NodeType,
    Operation,
    Task,
)
from weda_tui.sandbox.flows.requests import Json
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError
from weda_tui.sandbox.workflow.calls import instance_of
from weda_tui.sandbox.workflow.history import START

START_ID, END_ID = "startNode", "endNode"
_PLAIN_EDGE = 2
"""``Type`` of the edge in the sample of the official page."""


class CanvasStatus(IntEnum):
    """``Status`` of nodes and edges."""

    FINISHED = 1
    NOT_STARTED = 2
    IN_PROGRESS = 3


class GetProcessCanvasInfo(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """An instance, and the code of its flow."""

    instance_id: str
    flow_code: str


def get_canvas(space: Space, request: GetProcessCanvasInfo) -> Json:
    """Return the nodes from start to end and the edges between them."""
    instance = instance_of(space, request.instance_id)
    if request.flow_code != instance.flow.code:
        raise FailedOperationError("FlowCode 不对")
    nodes = list(_nodes(instance))
    edges = [
        {
            "Label": "",
            "Type": _PLAIN_EDGE,
            "Source": source["ElementId"],
            "Target": target["ElementId"],
            "Status": _edge_status(source, target),
        }
        for source, target in pairwise(nodes)
    ]
    return {"Nodes": nodes, "Edges": edges}


def _nodes(instance: Instance) -> Iterator[Json]:
    yield {
        "Id": 1,
        "ElementId": START_ID,
        "Name": START,
        "DataType": NodeType.START,
        "Status": CanvasStatus.FINISHED,
        "visited": True,
        "Conf": None,
    }
    for number, node in enumerate(instance.flow.nodes, 2):
        tasks = [task for task in instance.tasks if task.node.id == node.id]
        yield {
            "Id": number,
            "ElementId": node.id,
            "Name": node.name,
            "DataType": node.type,
            "Status": _status(instance, node, tasks),
            "visited": bool(tasks),
            "Conf": _processors(instance, node),
        }
    is_through = instance.status is InstanceStatus.APPROVED
    yield {
        "Id": len(instance.flow.nodes) + 2,
        "ElementId": END_ID,
        "Name": "结束",
        "DataType": NodeType.END,
        "Status": CanvasStatus.FINISHED if is_through else CanvasStatus.NOT_STARTED,
        "visited": is_through,
        "Conf": None,
    }


def _status(instance: Instance, node: FlowNode, tasks: list[Task]) -> CanvasStatus:
    """Return the progress of a node; a node that was rolled back has not started again."""
    nodes = [each.id for each in instance.flow.nodes]
    if any(task.node.id == node.id for task in instance.live_tasks):
        return CanvasStatus.IN_PROGRESS
    is_ahead = instance.is_running and (
        nodes.index(node.id) > nodes.index(instance.current_task.node.id)
    )
    return CanvasStatus.FINISHED if tasks and not is_ahead else CanvasStatus.NOT_STARTED


def _edge_status(source: Json, target: Json) -> int:
    is_passed = source["Status"] == CanvasStatus.FINISHED and target["visited"]
    return CanvasStatus.FINISHED if is_passed else CanvasStatus.NOT_STARTED


_SHOWN = frozenset(Act) - {Act.COPY, Act.ABANDON, Act.SAVE_DRAFT}
"""The values that a processor's ``Status`` can have."""


def _processors(instance: Instance, node: FlowNode) -> list[Json] | None:
    done = [
        _processor(operation)
        for operation in instance.operations
        if operation.node == node and operation.act in _SHOWN
    ]
    waiting: list[Json] = [
        {"Name": task.assignee.name, "Status": 0, "Comment": "", "NewProcessors": ""}
        for task in instance.open_tasks
        if task.node.id == node.id
    ]
    return [*done, *waiting] or None


def _processor(operation: Operation) -> Json:
    return {
        "Name": operation.user.name,
        "Status": operation.act,
        "OpTime": operation.at,
        "Comment": operation.comment,
        "NewProcessors": ",".join(user.name for user in operation.users),
    }
