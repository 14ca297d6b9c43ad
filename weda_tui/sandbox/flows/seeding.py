"""Builds a world with a past: flows were started, approved, rejected, transferred.

The past is created by the same state machine that runs the calls, so it cannot contradict itself.
The same seed gives the same ids and names; times have the same distance from now.
"""

import random
import secrets

import msgspec

from weda_tui.core.clock import Clock
from weda_tui.sandbox import examples
from weda_tui.sandbox.flows import state_machine
from weda_tui.sandbox.flows.model import (
    ButtonAction,
    Flow,
    Instance,
    NodeType,
    Task,
    TaskStatus,
    User,
)
from weda_tui.sandbox.flows.state_machine import Decision
from weda_tui.sandbox.flows.world import ENV_TYPES, Ids, Space, World
from weda_tui.sandbox.people.company import COMPANY, Blueprint
from weda_tui.sandbox.server.refusal import BusinessError
from weda_tui.sandbox.server.tokens import new_credentials

_INSTANCES = {"prod": 320, "dev": 60}
_HOUR = 3_600_000
_DAY = 24 * _HOUR
_PAST = 180 * _DAY
_COMMENTS = ("同意", "同意,请尽快办理", "已核对", "OK", "情况属实", "")
_REASONS = ("材料不全,请补充后重新提交", "预算不足", "金额与发票不符", "时间冲突,请调整")


def build_world(seed: int | None, clock: Clock) -> World:
    """Return the world of a seed as of now; without a seed, an unpredictable world."""
    chance = random.Random(secrets.randbits(256) if seed is None else f"world {seed}")  # noqa: S311
    ids = Ids(chance)
    users = _users(chance, ids)
    now = int(clock.wall() * 1000)
    spaces: dict[str, Space] = {}
    for env_type in ENV_TYPES:
        aside = random.Random(secrets.randbits(256) if seed is None else f"{env_type} {seed}")  # noqa: S311
        space = Space(users, _flows(env_type, chance, ids), ids, Ids(aside))
        _live(space, chance, now, _INSTANCES[env_type])
        spaces[env_type] = space
    for space in spaces.values():
        examples.add_examples(space, now)
    return World(new_credentials(seed), spaces, seed)


def _users(chance: random.Random, ids: Ids) -> list[User]:
    count = sum(COMPANY.departments.values())
    surnames = chance.sample(COMPANY.surnames, count)
    given_names = chance.sample(COMPANY.given_names, count)
    names = iter([surname + given for surname, given in zip(surnames, given_names, strict=True)])
    return [
        User(
            id=ids.new(),
            name=next(names),
            department=department,
            roles=_roles(department, place),
            is_head=place == 0,
        )
        for department, size in COMPANY.departments.items()
        for place in range(size)
    ]


def _roles(department: str, place: int) -> tuple[str, ...]:
    table = COMPANY.head_roles if place == 0 else COMPANY.department_roles
    role = table.get(department) if place < 3 else None
    return () if role is None else (role,)


def _flows(env_type: str, chance: random.Random, ids: Ids) -> list[Flow]:
    app_code = f"app-{chance.getrandbits(40):010x}"
    return [
        msgspec.structs.replace(
            blueprint,
            code=ids.new(),
            version=f"{chance.randint(1, 6) + (env_type == 'dev')}.0",
            app_code=app_code,
        )
        for blueprint in COMPANY.flows
    ]


def _live(space: Space, chance: random.Random, now: int, count: int) -> None:
    """Start ``count`` instances over the past half year and let most of them end."""
    times = sorted(now - chance.randrange(_HOUR, _PAST) for _ in range(count))
    shares = [blueprint.share for blueprint in COMPANY.flows]
    for started_at in times:
        place = chance.choices(range(len(COMPANY.flows)), weights=shares)[0]
        instance = _start(space, space.flows[place], COMPANY.flows[place], chance, started_at)
        _run_course(space, instance, chance, now)


def _start(
    space: Space, flow: Flow, blueprint: Blueprint, chance: random.Random, at: int
) -> Instance:
    subject = chance.choice(blueprint.subjects)
    inputs: dict[str, object] = {
        name: {
            "subject": subject,
            "amount": f"{chance.randrange(20, 90000)}.{chance.randrange(100):02}",
        }
        for name in flow.inputs
    }
    users = list(space.users.values())
    while True:
        try:
            return state_machine.start(
                space, flow, chance.choice(users), now=at, inputs=inputs, subject=subject
            )
        except BusinessError:
            continue


def _run_course(space: Space, instance: Instance, chance: random.Random, now: int) -> None:
    """Act on an instance, hours apart, until it ends, is left to wait, or reaches the present."""
    at = instance.started_at
    while instance.is_running:
        at += chance.randrange(_HOUR // 12, 30 * _HOUR)
        if at >= now or chance.random() < 0.04:
            return
        if chance.random() < 0.015:
            state_machine.stop(space, instance, instance.starter, at)
            return
        _act(space, chance.choice(instance.open_tasks), chance, at)
        is_draft = instance.current_task.status is TaskStatus.DRAFT
        if is_draft and chance.random() < 0.5:
            return


def _act(space: Space, task: Task, chance: random.Random, at: int) -> None:
    action, turn_to = _choose(space, task, chance)
    decision = Decision(
        action=action,
        user=task.assignee,
        comment=chance.choice(_REASONS if action is ButtonAction.REJECT else _COMMENTS),
        outputs=frozenset(task.node.outputs),
        turn_to=turn_to,
    )
    state_machine.complete(space, task, decision, at)
    if chance.random() < 0.08:
        state_machine.copy_to(space, task, [chance.choice(list(space.users.values()))], at)


def _choose(space: Space, task: Task, chance: random.Random) -> tuple[ButtonAction, User | None]:
    luck = chance.random()
    if task.node.type is NodeType.START:
        return (ButtonAction.SAVE_DRAFT if luck < 0.06 else ButtonAction.SUBMIT), None
    if luck < 0.06 and task.node.can_transfer:
        others = [user for user in space.users.values() if user.id != task.assignee.id]
        return ButtonAction.TRANSFER, chance.choice(others)
    if task.node.type is NodeType.HANDLE:
        return ButtonAction.SUBMIT, None
    return (ButtonAction.REJECT if luck > 0.9 else ButtonAction.APPROVE), None
