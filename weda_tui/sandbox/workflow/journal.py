"""The calls that changed the flows' world, remembered and played again.

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
    """Remember a workflow call that succeeded, at ``now`` in epoch ms, unless it only read."""
    if state.is_kept and not action.startswith(_READS):
        state.note(StateEntry(env_type, action, msgspec.json.encode(body), now))


def replay(world: World, state: State) -> None:
    """Bring a world that was just born to where it was. What it refuses now is left out."""
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
