"""The actions of users on their tasks: complete, choose the next assignees, add a signer, urge."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from weda_tui.sandbox.flows import notices, signers, state_machine
from weda_tui.sandbox.flows.model import ButtonAction, Task, TaskStatus
from weda_tui.sandbox.flows.requests import CHINA, Json, UserInfo, extra_info
from weda_tui.sandbox.flows.state_machine import Decision
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.server.refusal import FailedOperationError
from weda_tui.sandbox.workflow.calls import instance_of, task_of, user_of, users_of

PRESSES_A_DAY = 3
"""How often a task can be urged per day (public page 1301/94470)."""


class PageParam(msgspec.Struct, frozen=True, rename="pascal"):
    """One output variable of an approval page."""

    type: Literal["object"]
    value: dict[str, object]


class CompleteTask(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The action on a task."""

    task_id: str
    button_action: ButtonAction
    approver: UserInfo
    comment: Annotated[str, msgspec.Meta(max_length=500)] = ""
    page_params: dict[str, PageParam] | None = None
    turn_to_user: UserInfo | None = None
    cc_user_ids: list[str] | None = None
    opinion_user_map: dict[str, str] | None = None
    need_user_extra_info: bool = False


class SubmitFlowTaskList(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The tasks to begin, of those that wait after ``CompleteTask``."""

    flow_task_ids: list[str]


class AddCounterSignAssignee(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The users who are asked to sign as well."""

    task_id: str
    approver: UserInfo
    assignee_ids: Annotated[list[str], msgspec.Meta(min_length=1)]


class PressTask(msgspec.Struct, frozen=True, kw_only=True, rename="pascal"):
    """The instance whose open tasks are urged."""

    instance_id: str


def complete_task(space: Space, request: CompleteTask, now: int) -> Json:
    """Act on a task as its assignee."""
    task = task_of(space, request.task_id)
    target = request.turn_to_user
    copied = users_of(space, request.cc_user_ids or [])
    decision = Decision(
        action=request.button_action,
        user=user_of(space, request.approver),
        comment=request.comment,
        outputs=frozenset(request.page_params or ()),
        turn_to=user_of(space, target) if target else None,
        mentions=request.opinion_user_map or {},
    )
    state_machine.complete(space, task, decision, now)
    state_machine.copy_to(space, task, copied, now)
    instance = space.instances[task.instance_id]
    waiting = [
        _waiting(other, with_extra=request.need_user_extra_info)
        for other in instance.tasks
        if other.status is TaskStatus.WAITING
    ]
    return {
        "ToBeSubmittedFlowTaskFlag": bool(waiting),
        "ToBeSubmittedFlowTaskInfo": waiting,
        "OpenPageFlag": False,
        "ClosePageFlag": True,
        "RefreshPageFlag": True,
    }


def submit_flow_task_list(space: Space, request: SubmitFlowTaskList, now: int) -> Json:
    """Choose the assignees of the next node."""
    tasks = [task_of(space, task_id, "入参无效") for task_id in request.flow_task_ids]
    signers.choose(space, tasks, now)
    return {"Result": True, "Status": True}


def add_counter_sign_assignee(space: Space, request: AddCounterSignAssignee, now: int) -> Json:
    """Ask other users to sign as well."""
    task = task_of(space, request.task_id, "任务不存在、已结束或失效")
    user = user_of(space, request.approver)
    signers.add_signers(space, task, user, users_of(space, request.assignee_ids), now)
    return {"Result": True}


def press_task(space: Space, request: PressTask, now: int) -> Json:
    """Urge the assignees of an instance's open tasks.

    A task over its limit is not an error: the official front end reads ``Status`` false as that.
    """
    instance = instance_of(space, request.instance_id)
    state_machine.check_running(instance)
    tasks = [task for task in instance.open_tasks if _may_be_pressed(task, now)]
    if not instance.open_tasks:
        raise FailedOperationError("没有待办任务")
    for task in tasks:
        notices.urge(space, instance, task, now)
    return {"Result": bool(tasks), "Status": bool(tasks)}


def _may_be_pressed(task: Task, now: int) -> bool:
    today = _day(now)
    return sum(_day(at) == today for at in task.pressed_at) < PRESSES_A_DAY


def _day(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds // 1000, CHINA).date().isoformat()


def _waiting(task: Task, *, with_extra: bool) -> Json:
    user = task.assignee
    named: Json = {"Assignee": user.id, "AssigneeName": user.name, "WaitFlowTaskId": task.id}
    return named | extra_info(user) if with_extra else named
