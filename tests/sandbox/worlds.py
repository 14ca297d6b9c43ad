"""Worlds for tests: each is built once per process, and tests get copies that they may change."""

import copy
from functools import cache
from typing import Any

import msgspec

from weda_tui.core.clock import Clock
from weda_tui.sandbox.flows.model import Instance, Message, Operation, Task
from weda_tui.sandbox.flows.seeding import build_world
from weda_tui.sandbox.flows.world import Space, World


def world_of(seed: int, at: float) -> World:
    """Return an independent copy of the world of a seed, at the time ``at`` (epoch seconds).

    Users, flows and their nodes are immutable, so the copies share them.
    """
    world = _built(seed, at)
    spaces = {name: _copied(space) for name, space in world.spaces.items()}
    memo = dict[int, Any]()  # the spaces of one world share a source of ids
    for each in spaces.values():
        each.ids, each.side_ids = copy.deepcopy((each.ids, each.side_ids), memo)
    return World(world.credentials, spaces, seed)


@cache
def _built(seed: int, at: float) -> World:
    return build_world(seed, Clock(wall=lambda: at))


def _copied(space: Space) -> Space:
    """Return a copy of a space that still has the same source of ids as the original."""
    made = copy.copy(space)
    made.users = dict(space.users)
    made.favourites, made.groups = set(space.favourites), dict(space.groups)
    made.tasks = {key: _copied_task(task) for key, task in space.tasks.items()}
    made.messages = {
        key: _copied_message(message, made.tasks) for key, message in space.messages.items()
    }
    made.instances = {
        key: _copied_instance(instance, made) for key, instance in space.instances.items()
    }
    return made


def _copied_task(task: Task) -> Task:
    made = copy.copy(task)
    made.pressed_at = list(task.pressed_at)
    return made


def _copied_message(message: Message, tasks: dict[str, Task]) -> Message:
    made = copy.copy(message)
    made.task = tasks[message.task.id]
    return made


def _copied_instance(instance: Instance, space: Space) -> Instance:
    made = copy.copy(instance)
    made.inputs = {name: copy.copy(fields) for name, fields in instance.inputs.items()}
    made.tasks = [space.tasks[task.id] for task in instance.tasks]
    made.copies = list(instance.copies)
    made.operations = [_copied_operation(each, space.tasks) for each in instance.operations]
    made.messages = [space.messages[message.id] for message in instance.messages]
    return made


def _copied_operation(operation: Operation, tasks: dict[str, Task]) -> Operation:
    if operation.task is None:
        return operation
    return msgspec.structs.replace(operation, task=tasks[operation.task.id])
