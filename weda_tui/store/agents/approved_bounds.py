"""What a person has approved for agents on this machine, in one private file."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from weda_tui.core.agents.rules import AgentBounds
from weda_tui.core.errors import writing
from weda_tui.store.atomic import read_json, write_atomic
from weda_tui.store.locks import locked


class ApprovedBounds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The most that agents may do in one env type over one route."""

    workspace: str
    """See ``Paths.workspace_digest``."""
    environment: str
    """The name of the environment that it was approved in."""
    route: str
    """The fingerprint: another address is another deployment."""
    env_type: str
    bounds: AgentBounds


class KnownEnvironment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An environment as a person knows it, over whatever route."""

    workspace: str
    """See ``Paths.workspace_digest``."""
    environment: str
    env_types: dict[str, str]
    """Those that a person has approved or saved, or that it had when it was first seen.

    Each with ``agent_identity`` of then.
    """


class BoundsContents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it, the oldest first."""

    approved: tuple[ApprovedBounds, ...]
    known: tuple[KnownEnvironment, ...] = ()
    version: int = 1


class BoundsFile:
    """A file of mode 0600 in the state folder, never in a workspace; shared by all processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> BoundsContents:
        """Return all of it. Raises ``FileError`` for a file that is damaged: nothing goes then.

        Reads the disk.
        """
        return read_json(self._path, BoundsContents) or BoundsContents(())

    def change(self, change: Callable[[BoundsContents], BoundsContents]) -> None:
        """Put what ``change`` returns in place of what there is. Raises ``FileError``."""
        with locked(self._path.parent, private=True):
            contents = change(self.load())
            with writing(self._path):
                data = msgspec.json.format(msgspec.json.encode(contents), indent=2)
            write_atomic(self._path, data + b"\n", private=True)
