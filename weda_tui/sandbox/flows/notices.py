"""The messages about tasks (to-dos) and about the end or the copy of an instance (letters)."""

from weda_tui.sandbox.flows.model import (
    Instance,
    InstanceStatus,
    Message,
    MessageType,
    NodeType,
    Task,
    User,
)
from weda_tui.sandbox.flows.world import Space

_ENDS = {
    InstanceStatus.APPROVED: "已通过",
    InstanceStatus.REJECTED: "被拒绝",
    InstanceStatus.STOPPED: "已终止",
}
_TO_DO = {NodeType.START: "待提交", NodeType.APPROVAL: "待审批", NodeType.HANDLE: "待处理"}


def notify_task(space: Space, instance: Instance, task: Task, now: int) -> None:
    """Inform an assignee that a task waits."""
    title = f"{_TO_DO[task.node.type]}：{instance.title}"
    _send(space, instance, task, task.assignee, MessageType.TO_DO, title, now)


def settle(instance: Instance, task: Task, now: int) -> None:
    """Mark the to-do message of a finished task as dealt with."""
    for message in instance.messages:
        if message.task is task and message.type is MessageType.TO_DO and not message.is_read:
            message.is_read = True
            message.updated_at = now


def notify_end(space: Space, instance: Instance, now: int) -> None:
    """Inform the starter how the instance ended."""
    words = "已作废" if instance.is_abandoned else _ENDS[instance.status]
    title = f"您发起的流程{words}：{instance.title}"
    last = instance.tasks[-1]
    _send(space, instance, last, instance.starter, MessageType.LETTER, title, now)


def notify_copy(space: Space, instance: Instance, task: Task, user: User, now: int) -> None:
    """Inform a user that an instance was copied to them."""
    title = f"抄送给您：{instance.title}"
    _send(space, instance, task, user, MessageType.LETTER, title, now)


def urge(space: Space, instance: Instance, task: Task, now: int) -> None:
    """Urge the assignee of a task, and record the time."""
    task.pressed_at.append(now)
    title = f"催办：{instance.title}"
    _send(space, instance, task, task.assignee, MessageType.LETTER, title, now)


def _send(
    space: Space,
    instance: Instance,
    task: Task,
    user: User,
    kind: MessageType,
    title: str,
    now: int,
) -> None:
    message = Message(
        id=space.side_ids.new(),
        user=user,
        type=kind,
        task=task,
        title=title,
        subtitle=f"{instance.flow.name} · {task.node.name}",
        text=f"{instance.starter.name}发起的“{instance.flow.name}”，当前节点：{task.node.name}",
        created_at=now,
        updated_at=now,
    )
    instance.messages.append(message)
    space.messages[message.id] = message
