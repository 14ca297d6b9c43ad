"""The calls that changed the flows' world, stored and replayed.

The world is a function of its seed, its time of birth and these calls, in their order.
"""

import msgspec

from weda_tui.sandbox.flows.model import User
from weda_tui.sandbox.flows.world import World
from weda_tui.sandbox.server.refusal import BusinessError
from weda_tui.sandbox.server.state import USERS, State, StateEntry
from weda_tui.sandbox.workflow.actions import ACTIONS

_READS = ("Describe", "Get", "List")


def note_call(state: State, env_type: str, action: str, body: dict[str, object], now: int) -> None:
    """Store a workflow call that succeeded at ``now`` (epoch ms), unless the call only reads."""
    if state.is_kept and not action.startswith(_READS):
        state.note(StateEntry(env_type, action, msgspec.json.encode(body), now))


def replay(world: World, state: State) -> None:
    """Replay the stored calls on a new world. Calls that are refused now are skipped."""
    for entry in state.entries():
        space = world.spaces[entry.env_type]
        if entry.what == USERS:
            users = msgspec.json.decode(entry.content, type=list[User])
            space.users = {user.id: user for user in users}
        elif action := ACTIONS.get(entry.what):
            body = msgspec.json.decode(entry.content, type=dict[str, object])
            try:
                action(space, body, entry.at)
            except BusinessError:
                continue
