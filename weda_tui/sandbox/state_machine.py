"""How instances and tasks move: start, complete, stop.

    start ─► tasks of the first node ─► … ─► tasks of the last node ─► approved
                     │ reject: the instance ends        │ stop: the instance ends
                     │ transfer: somebody else's task   │ any-sign: the other tasks become void

Every function checks first and changes afterwards, so that a refusal leaves no trace. The
messages of the refusals are those of the official error-code page (faq/1301/86670), in short.
"""

import msgspec

from weda_tui.sandbox.company import GENERAL_MANAGER
from weda_tui.sandbox.model import (
    OPEN,
    Assignment,
    ButtonAction,
    CarbonCopy,
    Flow,
    Instance,
    InstanceStatus,
    Node,
    NodeType,
    Task,
    TaskStatus,
    User,
)
from weda_tui.sandbox.refusal import FailedOperationError, InvalidParameterError
from weda_tui.sandbox.world import Space

_ACTIONS = {
    NodeType.START: {ButtonAction.SUBMIT, ButtonAction.SAVE_DRAFT},
    NodeType.APPROVAL: {ButtonAction.APPROVE, ButtonAction.REJECT, ButtonAction.TRANSFER},
    NodeType.HANDLE: {ButtonAction.SUBMIT, ButtonAction.TRANSFER},
}


def start(
    space: Space,
    flow: Flow,
    starter: User,
    *,
    now: int,
    inputs: dict[str, object],
    subject: str = "",
) -> Instance:
    """Start a flow and return its instance, which has the tasks of the first node.

    Raises ``BusinessError`` (``FailedOperation``) when the flow is not published, the starter has
    no right to it, an input is missing or a node finds no approver.
    """
    if not flow.is_published:
        raise FailedOperationError("流程不存在")
    if flow.departments and starter.department not in flow.departments:
        raise FailedOperationError("无发起权限或匿名用户")
    for name in flow.inputs:
        if not isinstance(inputs.get(name), dict) or not inputs[name]:
            raise FailedOperationError("入参为空或类型不符")
    for node in flow.nodes:
        _assignees(space, node, starter)
    title = f"{starter.name}：{flow.name}"
    instance = Instance(
        id=space.new_id(),
        flow=flow,
        starter=starter,
        title=f"{title} {subject}".rstrip(),
        started_at=now,
        inputs=dict(inputs),
    )
    space.add_instance(instance)
    _enter(space, instance, flow.nodes[0], now)
    return instance


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody does with a task."""

    action: ButtonAction
    user: User
    comment: str = ""
    outputs: frozenset[str] = frozenset()
    """The names given in ``PageParams``."""
    turn_to: User | None = None


def complete(space: Space, task: Task, decision: Decision, now: int) -> None:
    """Act on a task; the instance moves on when its node is finished.

    Raises ``BusinessError``: a task that is over, another one's task, an action that the node does
    not have, outputs that are missing, a transfer to nobody or to oneself.
    """
    action = decision.action
    _check(task, decision)
    instance = space.instances[task.instance_id]
    if action is ButtonAction.TRANSFER:
        _transfer(space, task, decision.turn_to, now)
    elif action is ButtonAction.SAVE_DRAFT:
        task.status = TaskStatus.DRAFT
        task.comment = decision.comment
        return
    task.status = TaskStatus.DONE
    task.ended_at = now
    task.result = action
    task.comment = decision.comment
    if action is ButtonAction.REJECT:
        _end(instance, InstanceStatus.REJECTED, now)
    elif action is not ButtonAction.TRANSFER:
        _leave(space, instance, task.node, now)


def stop(instance: Instance, now: int) -> None:
    """End a running instance, or raise ``BusinessError`` (``FailedOperation``)."""
    if not instance.is_running:
        raise FailedOperationError("流程已结束")
    _end(instance, InstanceStatus.STOPPED, now)


def copy_to(space: Space, task: Task, users: list[User], now: int) -> None:
    """Show the instance of a task to users who do not act on it, once each."""
    instance = space.instances[task.instance_id]
    for user in users:
        if all(copy.user.id != user.id for copy in instance.copies):
            copy = CarbonCopy(id=space.new_id(), user=user, node=task.node, at=now)
            space.add_copy(instance, copy)


def _check(task: Task, decision: Decision) -> None:
    node, action = task.node, decision.action
    if task.status not in OPEN:
        raise FailedOperationError("任务已结束或失效")
    if task.assignee.id != decision.user.id:
        raise FailedOperationError("操作人不是审批人")
    if action is ButtonAction.SAVE_DRAFT and node.type is not NodeType.START:
        raise FailedOperationError("仅申请节点可存草稿")
    if action is ButtonAction.TRANSFER and (not node.can_transfer or node.type is NodeType.START):
        raise FailedOperationError("节点未开启转办")
    if action not in _ACTIONS[node.type]:
        raise InvalidParameterError("参数 ButtonAction 不适用于节点“{node}”", node=node.name)
    missing = [name for name in node.outputs if name not in decision.outputs]
    if missing and action in {ButtonAction.SUBMIT, ButtonAction.APPROVE}:
        raise InvalidParameterError("缺少必填参数 PageParams.{name}", name=missing[0])


def _transfer(space: Space, task: Task, turn_to: User | None, now: int) -> None:
    if turn_to is None or turn_to.id == task.assignee.id:
        raise FailedOperationError("转办人为空或是自己")
    space.add_task(_new_task(space, task.instance_id, task.node, turn_to, now))


def _new_task(space: Space, instance_id: str, node: Node, assignee: User, now: int) -> Task:
    is_application = node.type is NodeType.START
    return Task(
        id=space.new_id(),
        instance_id=instance_id,
        node=node,
        assignee=assignee,
        status=TaskStatus.TO_SUBMIT if is_application else TaskStatus.TO_DO,
        started_at=now,
    )


def _enter(space: Space, instance: Instance, node: Node, now: int) -> None:
    for assignee in _assignees(space, node, instance.starter):
        space.add_task(_new_task(space, instance.id, node, assignee, now))


def _leave(space: Space, instance: Instance, node: Node, now: int) -> None:
    if node.needs_all and instance.open_tasks:
        return
    _void_open_tasks(instance, now)
    following = instance.flow.node_after(node)
    if following is None:
        _end(instance, InstanceStatus.APPROVED, now)
    else:
        _enter(space, instance, following, now)


def _end(instance: Instance, status: InstanceStatus, now: int) -> None:
    _void_open_tasks(instance, now)
    instance.status = status
    instance.ended_at = now


def _void_open_tasks(instance: Instance, now: int) -> None:
    for task in instance.open_tasks:
        task.status = TaskStatus.VOID
        task.ended_at = now


def _assignees(space: Space, node: Node, starter: User) -> list[User]:
    """Return who gets a node's tasks, or raise ``BusinessError`` when that is nobody.

    Nobody approves what they started.
    """
    users = space.users.values()
    role = node.role
    if node.assignment is Assignment.STARTER:
        return [starter]
    if node.assignment is Assignment.MANAGER:
        if not starter.is_head:
            return [u for u in users if u.is_head and u.department == starter.department]
        role = GENERAL_MANAGER
    found = [user for user in users if role in user.roles and user.id != starter.id]
    if not found:
        raise FailedOperationError("节点找不到审批人(角色/上级/部门)")
    return found
