"""Worlds for tests: each is built once per process, and tests get copies that they may change.

The records of the same people at the same time are computed once per process too.
"""

import copy
import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache, lru_cache
from typing import Any, NamedTuple

import msgspec

from weda_tui.core.clock import Clock
from weda_tui.sandbox.flows.model import Instance, Message, Operation, Task, User
from weda_tui.sandbox.flows.seeding import build_world
from weda_tui.sandbox.flows.world import Space, World
from weda_tui.sandbox.models.catalogue import MODELS
from weda_tui.sandbox.models.database import Database
from weda_tui.sandbox.models.seeding import fill
from weda_tui.sandbox.people import accounts
from weda_tui.sandbox.server import deployment


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


class FilledRecords(NamedTuple):
    """What ``fill`` leaves behind."""

    administrator: str
    tables: dict[str, list[tuple[object, ...]]]
    """The rows by the name of their table."""
    state: tuple[Any, ...]
    """The state of the random generator."""
    last_id: int
    changed: set[str]
    """The names of the models that have records."""


def fill_from_memory(
    database: Database, env_type: str, users: Iterable[User], chance: random.Random, now: int
) -> str:
    """Do what ``fill`` does, with the rows that it once computed for the same arguments."""
    ids = database._ids
    found = _filled(env_type, tuple(users), chance.getstate(), ids._last, now)
    for table, rows in found.tables.items():
        marks = ", ".join("?" * len(rows[0]))
        database._connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)  # noqa: S608
    chance.setstate(found.state)
    ids._last = found.last_id
    database._changed |= found.changed
    return found.administrator


@lru_cache(maxsize=32)
def _filled(
    env_type: str, users: tuple[User, ...], state: tuple[Any, ...], last_id: int, now: int
) -> FilledRecords:
    chance = random.Random()  # noqa: S311
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        database = Database(connection, env_type, MODELS, chance)
        chance.setstate(state)
        database._ids._last = last_id
        with database.transaction():
            database.create_tables()
            administrator = fill(database, env_type, users, chance, now)
            changed = set(database._changed)
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()  # noqa: S608
            for (name,) in names
        }
    kept = {name: rows for name, rows in tables.items() if rows}
    return FilledRecords(administrator, kept, chance.getstate(), database._ids._last, changed)


deployment.fill = fill_from_memory
accounts._hash = lru_cache(accounts._hash)  # a password is set and checked with the same salt
