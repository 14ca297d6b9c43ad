"""Copies of a world for tests are complete and independent."""

import pickle

from tests.sandbox.calling import NOW
from tests.sandbox.worlds import world_of
from weda_tui.core.clock import Clock
from weda_tui.sandbox.flows.seeding import build_world
from weda_tui.sandbox.flows.world import World


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
