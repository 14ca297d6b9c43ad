"""The user's approvals of what agents may do on this machine, in one private file."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from weda_tui.core.agents.rules import AgentBounds
from weda_tui.core.errors import writing
from weda_tui.store.atomic import read_json, write_atomic
from weda_tui.store.locks import locked


class ApprovedBounds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The limits of what agents may do in one env type over one route."""

    workspace: str
    """See ``Paths.workspace_digest``."""
    environment: str
    """The name of the environment in which it was approved."""
    route: str
    """The fingerprint of the route: another address is another deployment."""
    env_type: str
    bounds: AgentBounds


class KnownEnvironment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An environment as the user knows it, over any route."""

    workspace: str
    """See ``Paths.workspace_digest``."""
    environment: str
    env_types: dict[str, str]
    """The env types that the user has approved or saved, or that existed when it was first seen.

    Each is mapped to the ``agent_identity`` at that time.
    """


class BoundsContents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of the file, the oldest entries first."""

    approved: tuple[ApprovedBounds, ...]
    known: tuple[KnownEnvironment, ...] = ()
    version: int = 1


class BoundsFile:
    """A file of mode 0600 in the state folder, never in a workspace; shared by all processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> BoundsContents:
        """Return the content of the file, reading the disk.

        Raises ``FileError`` for a damaged file: agents may do nothing then.
        """
        return read_json(self._path, BoundsContents) or BoundsContents(())

    def change(self, change: Callable[[BoundsContents], BoundsContents]) -> None:
        """Replace the content by what ``change`` returns for it. Raises ``FileError``."""
        with locked(self._path.parent, private=True):
            contents = change(self.load())
            with writing(self._path):
                data = msgspec.json.format(msgspec.json.encode(contents), indent=2)
            write_atomic(self._path, data + b"\n", private=True)
