"""The assignees of the tasks of a node, and the life cycle of tasks.

For every task that a user can act on, the assignee gets a to-do message. When the task is over, the
message is marked as dealt with.
"""

from weda_tui.sandbox.flows import notices
from weda_tui.sandbox.flows.model import (
    Assignment,
    FlowNode,
    Instance,
    NodeType,
    Task,
    TaskStatus,
    User,
)
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.people.company import GENERAL_MANAGER
from weda_tui.sandbox.server.refusal import FailedOperationError


def assignees(space: Space, node: FlowNode, starter: User) -> list[User]:
    """Return the assignees of a node's tasks, or raise ``BusinessError`` if there are none.

    A user never approves an instance that they started.
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


def enter(space: Space, instance: Instance, node: FlowNode, now: int) -> None:
    """Create the tasks of a node; tasks with an assignee to be chosen wait for the choice."""
    for user in assignees(space, node, instance.starter):
        if node.is_chosen:
            space.add_task(_task(space, instance, node, user, TaskStatus.WAITING, now))
        else:
            give(space, instance, node, user, now)


def give(space: Space, instance: Instance, node: FlowNode, user: User, now: int) -> Task:
    """Give a user a task of a node, and return the task."""
    is_application = node.type is NodeType.START
    status = TaskStatus.TO_SUBMIT if is_application else TaskStatus.TO_DO
    task = _task(space, instance, node, user, status, now)
    space.add_task(task)
    notices.notify_task(space, instance, task, now)
    return task


def hand_out(space: Space, instance: Instance, task: Task, now: int) -> None:
    """Open a task that waited for the choice of its assignee."""
    task.status = TaskStatus.TO_DO
    task.started_at = now
    notices.notify_task(space, instance, task, now)


def finish(instance: Instance, task: Task, result: int, comment: str, now: int) -> None:
    """End a task with the result of an action."""
    task.status = TaskStatus.DONE
    task.ended_at = now
    task.result = result
    task.comment = comment
    notices.settle(instance, task, now)


def void_live_tasks(instance: Instance, now: int) -> None:
    """End the tasks on which no user will act any more."""
    for task in instance.live_tasks:
        void(instance, task, now)


def void(instance: Instance, task: Task, now: int) -> None:
    """End a task as void, as if nothing had been done with it."""
    task.status = TaskStatus.VOID
    task.ended_at = now
    task.result = 0
    notices.settle(instance, task, now)


def _task(
    space: Space, instance: Instance, node: FlowNode, user: User, status: TaskStatus, now: int
) -> Task:
    return Task(
        id=space.ids.new(),
        instance_id=instance.id,
        node=node,
        assignee=user,
        status=status,
        started_at=now,
    )
