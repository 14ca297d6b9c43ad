"""What a workflow call is: a body of a type, and a function from the space to its answer."""

from collections.abc import Callable
from typing import TypeVar

from weda_tui.sandbox.flows import requests
from weda_tui.sandbox.flows.model import Instance, Task, User
from weda_tui.sandbox.flows.requests import Json
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError

Answer = Json | list[Json]
Action = Callable[[Space, Json, int], Answer]
"""Takes the space, the parsed body and now in epoch ms; raises ``BusinessError``."""

Request = TypeVar("Request")


def call(request_type: type[Request], act: Callable[[Space, Request, int], Answer]) -> Action:
    """Return the action that checks a body and acts on it."""

    def run(space: Space, body: Json, now: int) -> Answer:
        return act(space, requests.check(body, request_type), now)

    return run


def read(request_type: type[Request], look: Callable[[Space, Request], Answer]) -> Action:
    """Return the same for a call to which it does not matter what time it is."""

    def run(space: Space, body: Json, _: int) -> Answer:
        return look(space, requests.check(body, request_type))

    return run


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
    """Return who is named, or raise ``BusinessError`` (``UserNotExist``)."""
    return space.user(info.user_id, info.type)


def users_of(space: Space, user_ids: list[str]) -> list[User]:
    """Return users by bare ids, or raise ``BusinessError`` (``UserNotExist``)."""
    return [space.user_by_id(user_id) for user_id in user_ids]
