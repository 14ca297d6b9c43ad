"""What administrators do to other people's instances and tasks.

The page states no right that the user of these calls needs, so any user may. Calls on several
instances check all of them before they change the first.
"""

from typing import Annotated

import msgspec

from weda_tui.sandbox.flows import backward, state_machine
from weda_tui.sandbox.flows.model import ButtonAction, Instance, Task
from weda_tui.sandbox.flows.requests import ByUser, Json
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError
from weda_tui.sandbox.workflow.calls import instance_of, user_of
from weda_tui.sandbox.workflow.taking_back import RollBack, go_back

Ids = Annotated[list[str], msgspec.Meta(min_length=1)]


class ManageSkipTask(ByUser, frozen=True, kw_only=True):
    """Which task to approve or reject in its assignee's place."""

    instance_id: str
    task_id: str
    button_action: ButtonAction


class ManageTurnTask(ByUser, frozen=True, kw_only=True):
    """Which task to give to whom."""

    instance_id: str
    task_id: str
    turn_to_user_id: str


class ManageInstances(ByUser, frozen=True, kw_only=True):
    """Several instances."""

    instance_id_list: Ids


class ManageInstance(ByUser, frozen=True, kw_only=True):
    """One instance."""

    instance_id: str


def skip_task(space: Space, request: ManageSkipTask, now: int) -> Json:
    """Approve or reject a task for its assignee."""
    user = user_of(space, request.user_info)
    task = _task_in(space, request.instance_id, request.task_id)
    state_machine.check_running(space.instances[task.instance_id])
    state_machine.skip(space, task, request.button_action, user, now)
    return {"Status": True}


def turn_task(space: Space, request: ManageTurnTask, now: int) -> Json:
    """Give a task to somebody else."""
    user = user_of(space, request.user_info)
    task = _task_in(space, request.instance_id, request.task_id)
    if not request.turn_to_user_id:
        raise FailedOperationError("转办人为空或是自己")
    state_machine.turn(space, task, space.user_by_id(request.turn_to_user_id), user, now)
    return {"Status": True}


def roll_back_task(space: Space, request: RollBack, now: int) -> Json:
    """Go back from a task to an earlier node, whoever has the task."""
    go_back(space, request, now)
    return {"Status": True}


def revoke_instances(space: Space, request: ManageInstances, now: int) -> Json:
    """Take instances back to their starters; each answers for itself whether that was possible."""
    user = user_of(space, request.user_info)
    revoked: list[Json] = []
    for instance in _instances_of(space, request):
        can = backward.can_revoke_start(instance)
        if can:
            backward.revoke_start(space, instance, user, now)
        revoked.append(
            {
                "InstanceId": instance.id,
                "IsCanRevoke": can,
                "RevokeStatus": can,
            }
        )
    return {"RevokeResponseList": revoked}


def stop_instances(space: Space, request: ManageInstances, now: int) -> Json:
    """End running instances."""
    return _end(space, request, now, is_abandoned=False)


def abandon_instances(space: Space, request: ManageInstances, now: int) -> Json:
    """End running instances and declare them void."""
    return _end(space, request, now, is_abandoned=True)


def stop_and_clear(space: Space, request: ManageInstance) -> Json:
    """Forget an instance, running or not, with its tasks and messages."""
    user_of(space, request.user_info)
    space.remove_instance(instance_of(space, request.instance_id))
    return {"Status": True}


def _end(space: Space, request: ManageInstances, now: int, *, is_abandoned: bool) -> Json:
    user = user_of(space, request.user_info)
    instances = _instances_of(space, request)
    for instance in instances:
        state_machine.check_running(instance)
    for instance in instances:
        state_machine.stop(space, instance, user, now, is_abandoned=is_abandoned)
    return {"Status": True}


def _instances_of(space: Space, request: ManageInstances) -> list[Instance]:
    """Return the instances, each once."""
    ids = dict.fromkeys(request.instance_id_list)
    return [instance_of(space, instance_id) for instance_id in ids]


def _task_in(space: Space, instance_id: str, task_id: str) -> Task:
    instance = instance_of(space, instance_id)
    task = space.tasks.get(task_id)
    if task is None or task.instance_id != instance.id:
        raise FailedOperationError("任务不存在、已结束或失效")
    return task
