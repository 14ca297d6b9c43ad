"""Forward moves of instances and tasks: start, complete, skip, transfer, stop.

    start ─► tasks of the first node ─► … ─► tasks of the last node ─► approved
                     │ reject: the instance ends        │ stop: the instance ends
                     │ transfer: another user's task    │ any-sign: the other tasks become void

Every function first checks and then changes, so that a refusal changes nothing. The messages of the
refusals are shortened from the official error-code page (faq/1301/86670).
"""

from typing import Any

import msgspec

from weda_tui.sandbox.flows import assignment, notices
from weda_tui.sandbox.flows.model import (
    OPEN,
    Act,
    ButtonAction,
    CarbonCopy,
    Flow,
    FlowNode,
    Instance,
    InstanceStatus,
    NodeType,
    Task,
    TaskStatus,
    User,
)
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError, InvalidParameterError

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

    Raises ``BusinessError`` (``FailedOperation``) if the flow is not published, the starter has no
    right to start it, an input is missing, or a node finds no approver.
    """
    if not flow.is_published:
        raise FailedOperationError("流程不存在")
    if not flow.is_open_to(starter):
        raise FailedOperationError("无发起权限或匿名用户")
    for name in flow.inputs:
        if not isinstance(inputs.get(name), dict) or not inputs[name]:
            raise FailedOperationError("入参为空或类型不符")
    for node in flow.nodes:
        assignment.assignees(space, node, starter)
    title = f"{starter.name}：{flow.name}"
    instance = Instance(
        id=space.ids.new(),
        flow=flow,
        starter=starter,
        title=f"{title} {subject}".rstrip(),
        started_at=now,
        inputs=dict(inputs),
    )
    space.add_instance(instance)
    if flow.is_logic or flow.nodes[0].type is not NodeType.START:
        instance.note(Act.SUBMIT, starter, now)
    if flow.is_logic:
        instance.status = InstanceStatus.APPROVED
        instance.ended_at = now
    else:
        assignment.enter(space, instance, flow.nodes[0], now)
    return instance


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A user's action on a task."""

    action: ButtonAction
    user: User
    comment: str = ""
    outputs: frozenset[str] = frozenset()
    """The names of the variables given in ``PageParams``."""
    turn_to: User | None = None
    mentions: dict[str, str] = {}


def complete(space: Space, task: Task, decision: Decision, now: int) -> None:
    """Act on a task; the instance moves on when its node is finished.

    Raises ``BusinessError`` if the task is over or belongs to another user, the node does not have
    the action, outputs are missing, or a transfer names no user or the assignee.
    """
    _check(task, decision)
    instance = space.instances[task.instance_id]
    is_handling = task.node.type is NodeType.HANDLE and decision.action is ButtonAction.SUBMIT
    words: dict[str, Any] = {"comment": decision.comment, "mentions": decision.mentions}
    if decision.action is ButtonAction.TRANSFER:
        _turn(space, task, decision.turn_to, decision.user, now, **words)
        return
    act = Act.HANDLE if is_handling else Act(decision.action)
    instance.note(act, decision.user, now, task, **words)
    if decision.action is ButtonAction.SAVE_DRAFT:
        task.status = TaskStatus.DRAFT
        task.comment = decision.comment
        return
    assignment.finish(instance, task, decision.action, decision.comment, now)
    _follow(space, instance, task, now)


def skip(space: Space, task: Task, action: ButtonAction, user: User, now: int) -> None:
    """Approve or reject a task in place of its assignee, as an administrator.

    Raises ``BusinessError`` (``FailedOperation``) for another action, or for a task that is over or
    belongs to an application node.
    """
    if action not in {ButtonAction.APPROVE, ButtonAction.REJECT}:
        raise FailedOperationError("只能以同意或拒绝跳过")
    _check_open(task)
    if task.node.type is NodeType.START:
        raise FailedOperationError("审批开始节点不可跳过")
    instance = space.instances[task.instance_id]
    instance.note(Act.SKIP, user, now, task)
    assignment.finish(instance, task, action, "", now)
    _follow(space, instance, task, now)


def turn(space: Space, task: Task, target: User, user: User, now: int) -> None:
    """Transfer a task to another user, as an administrator; raises as a transfer does."""
    _check_open(task)
    _check_transfer(task)
    _turn(space, task, target, user, now)


def stop(
    space: Space,
    instance: Instance,
    user: User,
    now: int,
    *,
    reason: str = "",
    is_abandoned: bool = False,
) -> None:
    """End a running instance, or raise ``BusinessError`` (``FailedOperation``)."""
    check_running(instance)
    node = instance.current_task.node
    act = Act.ABANDON if is_abandoned else Act.STOP
    instance.note(act, user, now, node=node, comment=reason)
    instance.is_abandoned = is_abandoned
    end(space, instance, InstanceStatus.STOPPED, now)


def copy_to(space: Space, task: Task, users: list[User], now: int) -> None:
    """Show the instance of a task to users who do not act on it, once each."""
    instance = space.instances[task.instance_id]
    copied: list[User] = []
    for user in users:
        if all(copy.user.id != user.id for copy in instance.copies):
            copy = CarbonCopy(id=space.ids.new(), user=user, node=task.node, at=now)
            instance.copies.append(copy)
            notices.notify_copy(space, instance, task, user, now)
            copied.append(user)
    if copied:
        instance.note(Act.COPY, task.assignee, now, node=task.node, users=tuple(copied))


def end(space: Space, instance: Instance, status: InstanceStatus, now: int) -> None:
    """End an instance and inform its starter."""
    assignment.void_live_tasks(instance, now)
    instance.status = status
    instance.ended_at = now
    notices.notify_end(space, instance, now)


def check_running(instance: Instance) -> None:
    """Raise ``BusinessError`` for an instance that has ended."""
    if not instance.is_running:
        raise FailedOperationError("流程已结束")


def _check(task: Task, decision: Decision) -> None:
    node, action = task.node, decision.action
    _check_open(task)
    if task.assignee.id != decision.user.id:
        raise FailedOperationError("操作人不是审批人")
    if action is ButtonAction.SAVE_DRAFT and node.type is not NodeType.START:
        raise FailedOperationError("仅申请节点可存草稿")
    if action is ButtonAction.TRANSFER:
        _check_transfer(task)
    if action not in _ACTIONS[node.type]:
        raise InvalidParameterError("参数 ButtonAction 不适用于节点“{node}”", node=node.name)
    missing = [name for name in node.outputs if name not in decision.outputs]
    if missing and action in {ButtonAction.SUBMIT, ButtonAction.APPROVE}:
        raise InvalidParameterError("缺少必填参数 PageParams.{name}", name=missing[0])


def _check_open(task: Task) -> None:
    if task.status not in OPEN:
        raise FailedOperationError("任务已结束或失效")


def _check_transfer(task: Task) -> None:
    if not task.node.can_transfer or task.node.type is NodeType.START:
        raise FailedOperationError("节点未开启转办")


def _turn(
    space: Space, task: Task, target: User | None, user: User, now: int, **words: Any
) -> None:
    if target is None or target.id == task.assignee.id:
        raise FailedOperationError("转办人为空或是自己")
    instance = space.instances[task.instance_id]
    instance.note(Act.TRANSFER, user, now, task, users=(target,), **words)
    assignment.finish(instance, task, Act.TRANSFER, words.get("comment", ""), now)
    turned = assignment.give(space, instance, task.node, target, now)
    turned.is_added = task.is_added


def _follow(space: Space, instance: Instance, task: Task, now: int) -> None:
    """Move on after a task was finished."""
    if task.result == Act.REJECT:
        end(space, instance, InstanceStatus.REJECTED, now)
    else:
        _leave(space, instance, task.node, now)


def _leave(space: Space, instance: Instance, node: FlowNode, now: int) -> None:
    waits_for = [task for task in instance.open_tasks if node.needs_all or task.is_added]
    if waits_for:
        return
    assignment.void_live_tasks(instance, now)
    following = instance.flow.node_after(node)
    if following is None:
        end(space, instance, InstanceStatus.APPROVED, now)
    else:
        assignment.enter(space, instance, following, now)
