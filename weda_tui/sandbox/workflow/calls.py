"""The instances, tasks and users that the bodies of workflow calls name."""

from weda_tui.sandbox.flows import requests
from weda_tui.sandbox.flows.model import Instance, Task, User
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError


def instance_of(space: Space, instance_id: str) -> Instance:
    """Return an instance, or raise ``BusinessError`` (``FailedOperation``)."""
    instance = space.instances.get(instance_id)
    if instance is None or instance.flow.is_logic:
        raise FailedOperationError("流程实例不存在")
    return instance


def task_of(space: Space, task_id: str, refusal: str = "任务不存在") -> Task:
    """Return a task, or raise ``BusinessError`` (``FailedOperation``) with ``refusal``."""
    task = space.tasks.get(task_id)
    if task is None:
        raise FailedOperationError(refusal)
    return task


def user_of(space: Space, info: requests.UserInfo) -> User:
    """Return the named user, or raise ``BusinessError`` (``UserNotExist``)."""
    return space.user(info.user_id, info.type)


def users_of(space: Space, user_ids: list[str]) -> list[User]:
    """Return users by bare ids, or raise ``BusinessError`` (``UserNotExist``)."""
    return [space.user_by_id(user_id) for user_id in user_ids]
