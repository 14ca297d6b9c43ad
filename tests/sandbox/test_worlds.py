"""Copies of a world for tests are complete and independent."""

import pickle
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.sandbox.calling import NOW
from tests.sandbox.worlds import fill_from_memory, world_of
from weda_tui.core.clock import Clock
from weda_tui.sandbox.flows.seeding import build_world
from weda_tui.sandbox.flows.world import World
from weda_tui.sandbox.models.catalogue import MODELS
from weda_tui.sandbox.models.database import Database
from weda_tui.sandbox.models.seeding import fill


def shape(world: World) -> bytes:
    """Return all content of a world, including which objects are shared."""
    whole = pickle.loads(pickle.dumps(world))  # noqa: S301 - its own
    return pickle.dumps(whole)


def test_a_copy_is_as_the_world_that_is_built() -> None:
    assert shape(world_of(7, NOW)) == shape(build_world(7, Clock(wall=lambda: NOW)))


def test_a_change_of_one_copy_is_in_no_other() -> None:
    changed, other = world_of(7, NOW), world_of(7, NOW)
    before = shape(other)
    changed.request_id()
    for space in changed.spaces.values():
        space.ids.new()
        space.side_ids.new()
        space.users.clear()
        space.favourites.add(("1", "flow"))
        space.groups.clear()
        for task in space.tasks.values():
            task.comment = "changed"
            task.pressed_at.append(1)
        for message in space.messages.values():
            message.is_read = not message.is_read
        for instance in space.instances.values():
            instance.title = "changed"
            instance.inputs["form"] = {}
            for kept in (instance.tasks, instance.copies, instance.operations, instance.messages):
                kept.clear()
        space.instances.clear()
    assert shape(other) == before
    assert shape(world_of(7, NOW)) == before


def filled(
    filling: Callable[..., str], env_type: str, seed: int
) -> tuple[str, list[str], list[str], str]:
    """Return what a filling leaves behind, and what follows from its random generator."""
    chance = random.Random(seed)  # noqa: S311
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        database, told = Database(connection, env_type, MODELS, chance), list[str]()
        database.on_change = told.append
        with database.transaction():
            database.create_tables()
            people = world_of(7, NOW).spaces[env_type].users.values()
            administrator = filling(database, env_type, people, chance, int(NOW))
        return administrator, list(connection.iterdump()), told, database._ids.new()


@pytest.mark.parametrize("env_type", ["prod", "dev"])
def test_records_from_memory_are_those_that_are_computed(env_type: str) -> None:
    for seed in (1, 1, 2):
        remembered = filled(fill_from_memory, env_type, seed)
        assert remembered == filled(fill, env_type, seed)
        assert len(remembered[1]) > 100
