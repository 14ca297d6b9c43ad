"""Backward moves of instances: roll back to an earlier node, revoke an approval or a start.

    roll back    the approver's task ends, the earlier node's task is given again
    revoke       by the approver, while the next node is untouched: their own task again
                 by the starter, while no other user has acted: the application node again,
                 or the end of an instance without an application node

As in ``state_machine``, everything is checked before anything changes.
"""

from weda_tui.sandbox.flows import assignment, state_machine
from weda_tui.sandbox.flows.model import (
    OPEN,
    Act,
    Instance,
    InstanceStatus,
    NodeType,
    Task,
    TaskStatus,
    User,
)
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError

_PASSED = {Act.SUBMIT, Act.APPROVE}


def earlier_tasks(instance: Instance, node_id: str) -> list[Task]:
    """Return the task that passed each node before ``node_id``, in the order of the flow."""
    nodes = [node.id for node in instance.flow.nodes]
    before = nodes[: nodes.index(node_id)] if node_id in nodes else []
    passed = {task.node.id: task for task in instance.tasks if _has_passed(task)}
    return [passed[node] for node in before if node in passed]


def roll_back(space: Space, task: Task, target: Task, user: User, now: int) -> None:
    """Go back from an open task to the node of an earlier task.

    Raises ``BusinessError`` (``FailedOperation``) if the instance has ended, the task is over, the
    node of the task does not roll back, or ``target`` did not pass an earlier node.
    """
    instance = space.instances[task.instance_id]
    state_machine.check_running(instance)
    if task.status not in OPEN:
        raise FailedOperationError("任务已结束或失效")
    if not task.node.can_roll_back or task.node.type is NodeType.START:
        raise FailedOperationError("节点未开启回退")
    if target not in earlier_tasks(instance, task.node.id):
        raise FailedOperationError("目标节点不可回退")
    instance.note(Act.ROLL_BACK, user, now, task, detail=f"回退至{target.node.name}")
    assignment.finish(instance, task, Act.ROLL_BACK, "", now)
    assignment.void_live_tasks(instance, now)
    if target.node.needs_all:
        assignment.enter(space, instance, target.node, now)
    else:
        assignment.give(space, instance, target.node, target.assignee, now)


def revoke_approval(space: Space, task: Task, user: User, now: int) -> None:
    """Revoke an approval for its approver.

    Raises ``BusinessError`` (``FailedOperation``) if the task belongs to another user, the instance
    has ended, the node does not allow it, or a user has acted since.
    """
    instance = space.instances[task.instance_id]
    if task.assignee.id != user.id or task.node.type is NodeType.START:
        raise FailedOperationError("撤销类型不符")
    state_machine.check_running(instance)
    if not can_revoke_approval(instance, task):
        raise FailedOperationError("节点未开启撤销或任务已办")
    instance.note(Act.REVOKE, user, now, task, detail="审批人撤销")
    for later in instance.live_tasks:
        if later.node.id != task.node.id:
            assignment.void(instance, later, now)
    assignment.void(instance, task, now)
    assignment.give(space, instance, task.node, user, now)


def can_revoke_approval(instance: Instance, task: Task) -> bool:
    """Return whether a task was passed, and no user has acted since at another node."""
    later = instance.tasks[instance.tasks.index(task) + 1 :]
    acted = (other for other in later if other.status is TaskStatus.DONE)
    is_last = all(other.node.id == task.node.id for other in acted)
    return instance.is_running and task.node.can_revoke and _has_passed(task) and is_last


def revoke_start(space: Space, instance: Instance, user: User, now: int) -> None:
    """Return an instance to its starter.

    Raises ``BusinessError`` (``FailedOperation``) if the instance has ended, or a user has acted on
    it.
    """
    state_machine.check_running(instance)
    if not can_revoke_start(instance):
        raise FailedOperationError("节点未开启撤销或任务已办")
    instance.note(Act.REVOKE, user, now, instance.current_task, detail="发起人撤销")
    first = instance.flow.nodes[0]
    if first.type is NodeType.START:
        assignment.void_live_tasks(instance, now)
        assignment.give(space, instance, first, instance.starter, now)
    else:
        state_machine.end(space, instance, InstanceStatus.STOPPED, now)


def can_revoke_start(instance: Instance) -> bool:
    """Return whether only the starter has acted on a running instance that was submitted."""
    if not instance.is_running or instance.current_task.node.type is NodeType.START:
        return False
    acted = (task for task in instance.tasks if task.status is TaskStatus.DONE)
    return all(task.node.type is NodeType.START for task in acted)


def _has_passed(task: Task) -> bool:
    return task.status is TaskStatus.DONE and task.result in _PASSED
