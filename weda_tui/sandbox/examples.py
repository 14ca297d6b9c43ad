"""The data that the catalogue's examples refer to, so that each example succeeds at first.

The catalogue's made-up ids are people, flows, instances, tasks and a message of every env type:

    1500000000000000001…3    the approver, a fellow approver, a colleague (copied, asked to sign)
    1800000000000000001…3    the flow ``flow_demo01``, two more for calls that it does not suit
    17000000000000000NN      an instance, started by a user of the company
    16000000000000000NN      its task that a call acts on; NN + 50 is the task to go back to
    1900000000000000001      the message that informs the approver about task 01

Calls that only read share instance 01, which no example changes. Every call that changes something
has an instance of its own, so that the examples succeed in any order, once each.
"""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from weda_tui.sandbox.flows import state_machine
from weda_tui.sandbox.flows.model import ButtonAction, Flow, Instance, Task, TaskStatus, User
from weda_tui.sandbox.flows.state_machine import Decision
from weda_tui.sandbox.flows.world import Space
from weda_tui.sandbox.people.company import COMPANY

_MINUTE = 60_000
_HOUR = 60 * _MINUTE


def _id(prefix: int, number: int) -> str:
    return f"{prefix}{number:017d}"


def _person(number: int, name: str, *roles: str) -> User:
    return User(id=_id(15, number), name=name, department="人力资源部", roles=roles)


APPROVER = _person(1, "钱晓岚", "考勤主管", "假期管理员")
PEOPLE = (APPROVER, _person(2, "孟知行", "考勤主管", "假期管理员"), _person(3, "贺兰亭"))


def _flow(number: int, key: str, name: str, description: str, app_code: str, *nodes: str) -> Flow:
    return Flow(
        code=_id(18, number),
        process_key=key,
        name=name,
        description=description,
        version="3.0",
        app_code=app_code,
        nodes=tuple(COMPANY.nodes[each] for each in nodes),
    )


def _flows(app_code: str) -> tuple[Flow, ...]:
    visit = "访客到访与接待，由提交人选接待人"
    nodes = ("apply", "attendance", "leave-quota")
    leave = _flow(1, "flow_demo01", "年假申请", "员工年假与额度复核", app_code, *nodes)
    return (
        msgspec.structs.replace(leave, group="人事", inputs=("form",), entity="leave"),
        _flow(2, "flow_demo02", "访客预约", visit, app_code, "apply", "reception"),
        _flow(3, "flow_demo03", "考勤月报汇总", "每月汇总考勤，无需审批", app_code),
    )


class ExampleStage(NamedTuple):
    """The space, flow, starter, time and subject of an example's instance."""

    space: Space
    flow: Flow
    starter: User
    at: int
    subject: str

    def start(self) -> Instance:
        """Start the instance, which then waits until its application is submitted."""
        inputs: dict[str, object] = {name: {"days": "3"} for name in self.flow.inputs}
        return state_machine.start(
            self.space, self.flow, self.starter, now=self.at, inputs=inputs, subject=self.subject
        )

    def act(self, task: Task, action: ButtonAction, minutes: int) -> None:
        """Complete a task some minutes after the start."""
        decision = Decision(action=action, user=task.assignee, outputs=frozenset(task.node.outputs))
        state_machine.complete(self.space, task, decision, self.at + minutes * _MINUTE)


def _to_do(stage: ExampleStage) -> list[Task]:
    """Create an open task for the approver."""
    instance = stage.start()
    stage.act(instance.current_task, ButtonAction.SUBMIT, 2)
    return [_of_approver(instance)]


def _approved(stage: ExampleStage) -> list[Task]:
    """Approve the approver's task, and leave the next node untouched."""
    (task,) = _to_do(stage)
    stage.act(task, ButtonAction.APPROVE, 15)
    return [task]


def _at_second_node(stage: ExampleStage) -> list[Task]:
    """Create an open task for the approver after a task that the approver has approved."""
    (earlier,) = _approved(stage)
    return [_of_approver(stage.space.instances[earlier.instance_id]), earlier]


def _draft(stage: ExampleStage) -> list[Task]:
    """Save the application as a draft."""
    task = stage.start().current_task
    stage.act(task, ButtonAction.SAVE_DRAFT, 3)
    return [task]


def _to_choose(stage: ExampleStage) -> list[Task]:
    """Submit, and leave the choice of the next assignee open."""
    instance = stage.start()
    stage.act(instance.current_task, ButtonAction.SUBMIT, 2)
    return [instance.current_task]


def _of_approver(instance: Instance) -> Task:
    return next(
        task
        for task in instance.tasks
        if task.assignee is APPROVER and task.status is TaskStatus.TO_DO
    )


class Scene(NamedTuple):
    """The instance of one example."""

    call: str
    play: Callable[[ExampleStage], list[Task]] = _to_do
    flow: int = 0
    subject: str = "3 天"


SCENES = (
    Scene("the calls that read"),
    Scene("CompleteTask"),
    Scene("StopFlow", subject="2 天"),
    Scene("SubmitFlowTaskList", _to_choose, flow=1, subject="供应商来访 4 人"),
    Scene("PressTask", subject="国庆前 1 天"),
    Scene("Revoke", _approved),
    Scene("AddCounterSignAssignee", subject="8 天"),
    Scene("RollBack", _at_second_node, subject="5 天"),
    Scene("DeleteDraftProcessInstance", _draft, subject="探亲 4 天"),
    Scene("ManageSkipTask", subject="半天"),
    Scene("ManageRevokeProcessList", subject="2 天"),
    Scene("ManageStopProcessList", subject="1 天"),
    Scene("ManageAbandonProcessList", subject="10 天"),
    Scene("ManageTurnTask", subject="6 天"),
    Scene("ManageRollBackTask", _at_second_node, subject="7 天"),
    Scene("ManageStopAndClearProcessInstance", subject="1 天"),
)
"""The scenes in the order of the numbers in their ids, from 1."""


def add_examples(space: Space, now: int) -> None:
    """Add the people, flows and instances of the examples; ``now`` in epoch milliseconds."""
    staff = [user for user in space.users.values() if not user.is_head and not user.roles]
    for person in PEOPLE:
        space.users[person.id] = person
    flows = _flows(space.flows[0].app_code)
    space.add_flows(*flows)
    for number, scene in enumerate(SCENES, 1):
        is_own = scene.play is _draft
        stage = ExampleStage(
            space=space,
            flow=flows[scene.flow],
            starter=APPROVER if is_own else staff[number % len(staff)],
            at=now - number * 3 * _HOUR - number % 7 * 11 * _MINUTE,
            subject=scene.subject,
        )
        _name(space, number, scene.play(stage))
    _name_message(space)


def _name(space: Space, number: int, tasks: list[Task]) -> None:
    """Give an instance and its tasks the ids of the example."""
    instance = space.instances.pop(tasks[0].instance_id)
    instance.id = _id(17, number)
    space.instances[instance.id] = instance
    for task in instance.tasks:
        task.instance_id = instance.id
    for place, task in enumerate(tasks):
        del space.tasks[task.id]
        task.id = _id(16, number + 50 * place)
        space.tasks[task.id] = task


def _name_message(space: Space) -> None:
    task = space.tasks[_id(16, 1)]
    instance = space.instances[task.instance_id]
    message = next(message for message in instance.messages if message.task is task)
    del space.messages[message.id]
    message.id = _id(19, 1)
    space.messages[message.id] = message
