import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.calling import NOW, is_approval, new_world
from weda_tui.core.clock import Clock
from weda_tui.sandbox.flows import backward, instance_lists, signers, state_machine
from weda_tui.sandbox.flows.model import (
    OPEN,
    ButtonAction,
    Instance,
    InstanceStatus,
    MessageType,
    TaskStatus,
    User,
)
from weda_tui.sandbox.flows.requests import Json, NoFields
from weda_tui.sandbox.flows.seeding import build_world
from weda_tui.sandbox.flows.state_machine import Decision
from weda_tui.sandbox.flows.world import Space, World
from weda_tui.sandbox.server.refusal import BusinessError

CHOICES = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000))
)


def names_of(world: World) -> bytes:
    """Return everything except the times, as bytes to compare."""
    spaces = [
        [
            [instance.id, instance.title, instance.status, [task.id for task in instance.tasks]]
            for instance in space.instances.values()
        ]
        for space in world.spaces.values()
    ]
    users = [[user.id, user.name] for user in world.spaces["prod"].users.values()]
    return msgspec.json.encode([spaces, users, world.credentials, world.request_id()])


def check(space: Space, now: int) -> None:
    """Assert the invariants of a state."""
    for instance in space.instances.values():
        check_instance(instance, now)
    ids = [*space.instances, *space.tasks, *space.users, *space.messages]
    assert len(ids) == len(set(ids))
    check_messages(space)
    assert {task.id for i in space.instances.values() for task in i.tasks} == set(space.tasks)
    approvers = {int(t.assignee.id) for t in space.tasks.values() if is_approval(t)}
    assert _uids(instance_lists.list_approvers(space, NoFields())) == sorted(approvers)
    starters = {int(instance.starter.id) for instance in space.instances.values()}
    assert _uids(instance_lists.list_starters(space, NoFields())) == sorted(starters)


def check_instance(instance: Instance, now: int) -> None:
    assert instance.is_running == bool(instance.live_tasks) == (instance.ended_at is None)
    assert len({task.node.id for task in instance.live_tasks}) <= 1
    for task in instance.tasks:
        assert (task in instance.live_tasks) == (task.ended_at is None)
        assert instance.started_at <= task.started_at <= (task.ended_at or now) <= now
        assert bool(task.result) == (task.status is TaskStatus.DONE)
    if instance.status is InstanceStatus.APPROVED and not instance.flow.is_logic:
        last = instance.flow.nodes[-1]
        assert any(t.node == last and t.status is TaskStatus.DONE for t in instance.tasks)


def check_messages(space: Space) -> None:
    messages = [message for i in space.instances.values() for message in i.messages]
    assert {message.id for message in messages} == set(space.messages)
    assert len(messages) == len(space.messages)
    waiting = {m.task.id for m in messages if m.type is MessageType.TO_DO and not m.is_read}
    assert waiting == {task.id for task in space.tasks.values() if task.status in OPEN}


def act(space: Space, choice: tuple[int, int, int], now: int) -> None:
    """Do an action, valid or not, chosen by three numbers."""
    what, which, who = choice
    users = list(space.users.values())
    if what % 3 == 0:
        go_back(space, which, users[who % len(users)], now)
        return
    if what % 4 == 0:
        flow = space.flows[which % len(space.flows)]
        inputs: dict[str, object] = {name: {"days": 1} for name in flow.inputs}
        state_machine.start(space, flow, users[who % len(users)], now=now, inputs=inputs)
        return
    tasks = [task for task in space.tasks.values() if task.status in OPEN or what % 5 == 0]
    task = tasks[which % len(tasks)]
    decision = Decision(
        action=list(ButtonAction)[what % len(ButtonAction)],
        user=task.assignee if who % 7 else users[who % len(users)],
        outputs=frozenset(task.node.outputs),
        turn_to=users[who % len(users)],
    )
    state_machine.complete(space, task, decision, now)


def go_back(space: Space, which: int, user: User, now: int) -> None:
    """Roll back, revoke, skip, stop, add a signer or choose, as the number selects."""
    tasks = list(space.tasks.values())
    task = tasks[-1 - which % min(len(tasks), 200)]
    instance = space.instances[task.instance_id]
    match which % 7:
        case 0:
            earlier = backward.earlier_tasks(instance, task.node.id)
            backward.roll_back(space, task, earlier[0] if earlier else task, task.assignee, now)
        case 1:
            backward.revoke_approval(space, task, task.assignee, now)
        case 2:
            backward.revoke_start(space, instance, instance.starter, now)
        case 3:
            signers.add_signers(space, task, task.assignee, [user], now)
        case 4:
            signers.choose(space, [task], now)
        case 5:
            state_machine.skip(space, task, ButtonAction.APPROVE, user, now)
        case _:
            state_machine.stop(space, instance, user, now, is_abandoned=True)


@settings(max_examples=40, deadline=None)
@given(CHOICES)
def test_whatever_is_done_the_state_agrees_with_itself(choices: list[tuple[int, int, int]]) -> None:
    space = new_world(5).spaces["dev"]
    now = int(NOW * 1000)
    for choice in choices:
        now += 1
        try:
            act(space, choice, now)
        except BusinessError:
            continue
    check(space, now)


@settings(max_examples=20, deadline=None)
@given(st.integers())
def test_every_seeded_world_agrees_with_itself(seed: int) -> None:
    for space in new_world(seed).spaces.values():
        check(space, int(NOW * 1000))


def test_the_same_seed_is_the_same_world_on_any_day() -> None:
    one, other = new_world(11), build_world(11, Clock(wall=lambda: NOW + 86_400))
    assert names_of(one) == names_of(other)
    ages = [
        [round(now * 1000) - i.started_at for i in world.spaces["prod"].instances.values()]
        for world, now in ((one, NOW), (other, NOW + 86_400))
    ]
    assert ages[0] == ages[1]


def test_another_seed_is_another_world() -> None:
    assert names_of(new_world(11)) != names_of(new_world(12))
    assert names_of(new_world(None)) != names_of(new_world(None))


def test_the_past_holds_every_kind_of_thing() -> None:
    space = new_world().spaces["prod"]
    assert {instance.status for instance in space.instances.values()} == set(InstanceStatus)
    assert {task.status for task in space.tasks.values()} == set(TaskStatus)
    assert any(instance.copies for instance in space.instances.values())
    assert all(len(i) == 19 for i in (*space.users, *space.instances, *space.tasks))


def _uids(users: list[Json]) -> list[object]:
    return [user["Uid"] for user in users]
