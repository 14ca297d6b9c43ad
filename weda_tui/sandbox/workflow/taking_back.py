"""The calls that undo: roll back, revoke, stop, delete a draft."""

import msgspec

from weda_tui.sandbox.flows import backward, state_machine
from weda_tui.sandbox.flows.model import FlowNode, NodeType, Task, TaskStatus
from weda_tui.sandbox.flows.requests import ByUser, Json, UserInfo
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError
from weda_tui.sandbox.workflow.calls import instance_of, task_of, user_of

BY_APPROVER, BY_STARTER = 1, 2
"""``RevokeType``."""


class GetPreElementList(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """An instance, and the node to go back from; the current node if none is named."""

    instance_id: str
    node_id: str | None = None


class RollBack(ByUser, frozen=True, kw_only=True):
    """The task to go back from and the task to go back to, as ``GetPreElementList`` names them."""

    task_id: str
    target_node_id: str
    target_act_task_id: str


class Revoke(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """A finished task of the approver, or any task of the starter's instance."""

    task_id: str
    revoker: UserInfo
    revoke_type: int


class StopFlow(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The instance to end, and the user who ends it."""

    instance_id: str
    operator: UserInfo
    delete_reason: str = ""


class DeleteDraftProcessInstance(ByUser, frozen=True, kw_only=True):
    """The draft to delete, and its owner."""

    instance_id: str
    task_id: str


def get_pre_element_list(space: Space, request: GetPreElementList) -> Json:
    """Return the nodes that an instance has passed, in the flow's order."""
    instance = instance_of(space, request.instance_id)
    if request.node_id is not None:
        node_of(instance.flow.nodes, request.node_id)
    tasks = backward.earlier_tasks(instance, request.node_id or instance.current_task.node.id)
    return {"ElementInfoList": [_element(task, is_last=task is tasks[-1]) for task in tasks]}


def roll_back(space: Space, request: RollBack, now: int) -> Json:
    """Go back to an earlier node as the assignee of a task."""
    user = user_of(space, request.user_info)
    if task_of(space, request.task_id).assignee.id != user.id:
        raise FailedOperationError("操作人不是审批人")
    go_back(space, request, now)
    return {"Result": True}


def go_back(space: Space, request: RollBack, now: int) -> None:
    """Roll back for the named user, or raise ``BusinessError`` (``FailedOperation``)."""
    user = user_of(space, request.user_info)
    task = task_of(space, request.task_id)
    target = task_of(space, request.target_act_task_id, "目标节点不可回退")
    if target.node.id != request.target_node_id:
        raise FailedOperationError("目标节点不可回退")
    backward.roll_back(space, task, target, user, now)


def revoke(space: Space, request: Revoke, now: int) -> Json:
    """Revoke an approval, or a started instance."""
    task = task_of(space, request.task_id)
    user = user_of(space, request.revoker)
    instance = space.instances[task.instance_id]
    if request.revoke_type == BY_APPROVER:
        backward.revoke_approval(space, task, user, now)
    elif request.revoke_type == BY_STARTER and instance.starter.id == user.id:
        backward.revoke_start(space, instance, user, now)
    else:
        raise FailedOperationError("撤销类型不符")
    return {"Result": True}


def stop_flow(space: Space, request: StopFlow, now: int) -> Json:
    """End a running instance."""
    user = user_of(space, request.operator)
    instance = instance_of(space, request.instance_id)
    state_machine.stop(space, instance, user, now, reason=request.delete_reason)
    return {"Result": True}


def delete_draft(space: Space, request: DeleteDraftProcessInstance) -> Json:
    """Delete an instance that its starter saved and never submitted."""
    user = user_of(space, request.user_info)
    instance = instance_of(space, request.instance_id)
    task = task_of(space, request.task_id)
    if task.instance_id != instance.id:
        raise FailedOperationError("任务不存在")
    if task.assignee.id != user.id:
        raise FailedOperationError("操作人不是审批人")
    if not instance.is_draft or task.status is not TaskStatus.DRAFT:
        raise FailedOperationError("只能删除草稿")
    space.remove_instance(instance)
    return {"Status": True}


def node_of(nodes: tuple[FlowNode, ...], node_id: str) -> FlowNode:
    """Return a node of a flow, or raise ``BusinessError`` (``FailedOperation``)."""
    node = next((node for node in nodes if node.id == node_id), None)
    if node is None:
        raise FailedOperationError("节点查询失败")
    return node


def _element(task: Task, *, is_last: bool) -> Json:
    return {
        "ElementId": task.node.id,
        "ElementName": task.node.name,
        "ActTaskId": task.id,
        "ApproveType": 1 if task.node.type is NodeType.START else 2,
        "LastNode": is_last,
    }
