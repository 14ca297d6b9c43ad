"""Further users who act on a node: added signers, and chosen approvers."""

import msgspec

from weda_tui.sandbox.flows import assignment
from weda_tui.sandbox.flows.model import OPEN, Act, NodeType, Task, TaskStatus, User
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError


def add_signers(space: Space, task: Task, user: User, signers: list[User], now: int) -> None:
    """Ask other users to sign as well; the node then waits for them and for the asking user.

    A user who already has an open task of the instance gets no second task. Raises
    ``BusinessError`` (``FailedOperation``) if the task is over or belongs to another user, or the
    node does not allow added signers.
    """
    if task.status not in OPEN:
        raise FailedOperationError("任务不存在、已结束或失效")
    if task.assignee.id != user.id:
        raise FailedOperationError("操作人不是审批人")
    if not task.node.can_add_signer or task.node.type is not NodeType.APPROVAL:
        raise FailedOperationError("节点未开启加签")
    instance = space.instances[task.instance_id]
    busy = {other.assignee.id for other in instance.open_tasks}
    added = list({signer.id: signer for signer in signers if signer.id not in busy}.values())
    task.is_added = True
    for signer in added:
        assignment.give(space, instance, task.node, signer, now).is_added = True
    names = [{"Id": signer.id, "Name": signer.name} for signer in added]
    detail = msgspec.json.encode(names).decode()
    instance.note(Act.ADD_SIGNER, user, now, task, detail=detail, users=tuple(added))


def choose(space: Space, tasks: list[Task], now: int) -> None:
    """Open the chosen tasks among the waiting tasks of an instance; the others become void.

    Raises ``BusinessError`` (``FailedOperation``) if there are no tasks, or they do not wait, or
    they belong to more than one instance.
    """
    is_waiting = all(task.status is TaskStatus.WAITING for task in tasks)
    if not is_waiting or len({task.instance_id for task in tasks}) != 1:
        raise FailedOperationError("入参无效")
    instance = space.instances[tasks[0].instance_id]
    for task in tasks:
        assignment.hand_out(space, instance, task, now)
    for other in instance.live_tasks:
        if other.status is TaskStatus.WAITING:
            assignment.void(instance, other, now)
