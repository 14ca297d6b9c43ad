"""The picture of an instance: its flow's nodes and edges, and how far it has come."""

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
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError
from weda_tui.sandbox.workflow.calls import Action, instance_of, read
from weda_tui.sandbox.workflow.history import START

START_ID, END_ID = "startNode", "endNode"
_PLAIN_EDGE = 2
"""``Type`` of the edge in the page's sample."""


class CanvasStatus(IntEnum):
    """``Status`` of nodes and edges."""

    FINISHED = 1
    NOT_STARTED = 2
    IN_PROGRESS = 3


class GetProcessCanvasInfo(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """An instance, and the code of its flow."""

    instance_id: str
    flow_code: str


class Processor(msgspec.Struct, kw_only=True, rename="pascal"):
    """What one person did at a node; ``Status`` 0 waits."""

    name: str
    status: int
    op_time: int | msgspec.UnsetType = msgspec.UNSET
    comment: str = ""
    new_processors: str = ""
    """Who got the task, or was asked to sign as well."""


class CanvasNode(msgspec.Struct, kw_only=True, rename="pascal"):
    """A node of the picture."""

    id: int
    element_id: str
    name: str
    data_type: int
    status: int
    visited: bool = msgspec.field(name="visited")
    conf: list[Processor] | None = None


class CanvasEdge(msgspec.Struct, kw_only=True, rename="pascal"):
    """A line from a node to the next."""

    label: str = ""
    type: int = _PLAIN_EDGE
    source: str
    target: str
    status: int


class Canvas(msgspec.Struct, kw_only=True, rename="pascal"):
    """Answers ``GetProcessCanvasInfo``."""

    nodes: list[CanvasNode]
    edges: list[CanvasEdge]


def get_canvas(space: Space, request: GetProcessCanvasInfo) -> Canvas:
    """Return the nodes from start to end and the edges between them."""
    instance = instance_of(space, request.instance_id)
    if request.flow_code != instance.flow.code:
        raise FailedOperationError("FlowCode 不对")
    nodes = list(_nodes(instance))
    edges = [
        CanvasEdge(
            source=source.element_id, target=target.element_id, status=_edge_status(source, target)
        )
        for source, target in pairwise(nodes)
    ]
    return Canvas(nodes=nodes, edges=edges)


def _nodes(instance: Instance) -> Iterator[CanvasNode]:
    yield CanvasNode(
        id=1,
        element_id=START_ID,
        name=START,
        data_type=NodeType.START,
        status=CanvasStatus.FINISHED,
        visited=True,
    )
    for number, node in enumerate(instance.flow.nodes, 2):
        tasks = [task for task in instance.tasks if task.node.id == node.id]
        yield CanvasNode(
            id=number,
            element_id=node.id,
            name=node.name,
            data_type=node.type,
            status=_status(instance, node, tasks),
            visited=bool(tasks),
            conf=_processors(instance, node),
        )
    is_through = instance.status is InstanceStatus.APPROVED
    yield CanvasNode(
        id=len(instance.flow.nodes) + 2,
        element_id=END_ID,
        name="结束",
        data_type=NodeType.END,
        status=CanvasStatus.FINISHED if is_through else CanvasStatus.NOT_STARTED,
        visited=is_through,
    )


def _status(instance: Instance, node: FlowNode, tasks: list[Task]) -> CanvasStatus:
    """Return how far a node is; what was rolled back has not started again."""
    nodes = [each.id for each in instance.flow.nodes]
    if any(task.node.id == node.id for task in instance.live_tasks):
        return CanvasStatus.IN_PROGRESS
    is_ahead = instance.is_running and (
        nodes.index(node.id) > nodes.index(instance.current_task.node.id)
    )
    return CanvasStatus.FINISHED if tasks and not is_ahead else CanvasStatus.NOT_STARTED


def _edge_status(source: CanvasNode, target: CanvasNode) -> int:
    is_passed = source.status == CanvasStatus.FINISHED and target.visited
    return CanvasStatus.FINISHED if is_passed else CanvasStatus.NOT_STARTED


_SHOWN = frozenset(Act) - {Act.COPY, Act.ABANDON, Act.SAVE_DRAFT}
"""What a processor's ``Status`` can say."""


def _processors(instance: Instance, node: FlowNode) -> list[Processor] | None:
    done = [
        _processor(operation)
        for operation in instance.operations
        if operation.node == node and operation.act in _SHOWN
    ]
    waiting = [
        Processor(name=task.assignee.name, status=0)
        for task in instance.open_tasks
        if task.node.id == node.id
    ]
    return [*done, *waiting] or None


def _processor(operation: Operation) -> Processor:
    return Processor(
        name=operation.user.name,
        status=operation.act,
        op_time=operation.at,
        comment=operation.comment,
        new_processors=",".join(user.name for user in operation.users),
    )


ACTIONS: dict[str, Action] = {"GetProcessCanvasInfo": read(GetProcessCanvasInfo, get_canvas)}
