"""What the screen remembers from one start to the next. Losing it costs nothing."""

from pathlib import Path

import msgspec
from msgspec.structs import replace

from weda_tui.core.errors import FileError
from weda_tui.store.atomic import read_whole, write_atomic

MOST_WORKSPACES = 100
"""Workspaces of which it is remembered what was open; the one opened longest ago goes first."""


class OpenCall(msgspec.Struct, frozen=True):
    """What was open in a workspace; it may be gone by now."""

    endpoint: str = ""
    """The id of the endpoint."""
    saved: str = ""
    """The path of the saved request; empty for a call that is not saved."""


class Preferences(msgspec.Struct, frozen=True):
    """The last choices; an empty string is "not chosen"."""

    environment: str = ""
    env_type: str = ""
    language: str = ""
    theme: str = ""
    endpoint: str = ""
    saved: str = ""
    """What was open, as earlier versions kept it: for all workspaces together."""
    body_in_memory: int = 200
    """Mebibytes of an answer's body beyond which it is kept in a file."""
    body_limit: int = 256
    """Mebibytes of an answer's body beyond which the call is given up."""
    collection: str = ""
    """The folder that a request was saved in last."""
    widths: dict[str, list[int]] = {}
    """Widths of panes in cells, by the name of the layout."""
    opened: dict[str, OpenCall] = {}
    """What was open, by ``Paths.workspace_digest``."""

    def open_call(self, workspace: str) -> OpenCall:
        """Return what was open in a workspace, by its digest."""
        return self.opened.get(workspace) or OpenCall(self.endpoint, self.saved)

    def with_open_call(self, workspace: str, call: OpenCall) -> "Preferences":
        """Return preferences by which ``call`` is open in a workspace."""
        others = {name: each for name, each in self.opened.items() if name != workspace}
        newest = [*others.items(), (workspace, call)][-MOST_WORKSPACES:]
        return replace(self, endpoint="", saved="", opened=dict(newest))


def load_preferences(path: Path) -> Preferences:
    """Return what is remembered; a missing, unreadable or corrupt file is nothing."""
    try:
        data = read_whole(path, private=True)
        return msgspec.json.decode(data, type=Preferences) if data else Preferences()
    except (FileError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Preferences()


def save_preferences(path: Path, preferences: Preferences, workspace: str = "") -> None:
    """Remember, without a wait for the disk. Raises ``FileError`` (``FILE_UNWRITABLE``).

    With ``workspace``, what is open in the others stays as it is in the file: their own windows
    know better.
    """
    if workspace:
        there, call = load_preferences(path), preferences.opened.get(workspace)
        there = there if call is None else there.with_open_call(workspace, call)
        preferences = replace(preferences, opened=there.opened)
    data = msgspec.json.format(msgspec.json.encode(preferences), indent=2)
    write_atomic(path, data + b"\n", private=True, durable=False)
