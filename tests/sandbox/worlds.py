"""Worlds, each built once in a process and handed out as copies that a test may change."""

import pickle
from functools import cache

from weda_tui.core.clock import Clock
from weda_tui.sandbox.flows.seeding import build_world
from weda_tui.sandbox.flows.world import World


def world_of(seed: int, at: float) -> World:
    """Return a world of a seed as of ``at`` (epoch seconds), which is the caller's alone."""
    world = pickle.loads(_built(seed, at))  # noqa: S301 - its own
    assert isinstance(world, World)
    return world


@cache
def _built(seed: int, at: float) -> bytes:
    return pickle.dumps(build_world(seed, Clock(wall=lambda: at)))
