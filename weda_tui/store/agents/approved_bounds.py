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


class _BoundsContents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    approved: tuple[ApprovedBounds, ...]
    version: int = 1


class BoundsFile:
    """A file of mode 0600 in the state folder, never in a workspace; shared by all processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[ApprovedBounds, ...]:
        """Return all of them. Raises ``FileError`` for a file that is damaged: nothing goes then.

        Reads the disk.
        """
        contents = read_json(self._path, _BoundsContents)
        return contents.approved if contents is not None else ()

    def change(
        self, change: Callable[[tuple[ApprovedBounds, ...]], tuple[ApprovedBounds, ...]]
    ) -> None:
        """Put what ``change`` returns in place of what there is. Raises ``FileError``."""
        with locked(self._path.parent, private=True):
            contents = _BoundsContents(change(self.load()))
            with writing(self._path):
                data = msgspec.json.format(msgspec.json.encode(contents), indent=2)
            write_atomic(self._path, data + b"\n", private=True)
