"""The choices that are restored at the next start. Losing them costs at most one question."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from weda_tui.core.agents.budget import CALLS_A_MINUTE
from weda_tui.core.doctor.server_logs import LogPlace
from weda_tui.store.atomic import find_json, write_atomic
from weda_tui.store.locks import locked

_Kept = TypeVar("_Kept")

MOST_WORKSPACES = 100
"""Workspaces whose open call and chosen environment are remembered; the oldest is dropped."""


class OpenCall(msgspec.Struct, frozen=True):
    """The call that was open in a workspace; it may no longer exist."""

    endpoint: str = ""
    """The id of the endpoint."""
    saved: str = ""
    """The path of the saved request; empty for a call that is not saved."""


class ChosenPlace(msgspec.Struct, frozen=True):
    """The chosen environment and env type; empty for "not chosen". They may no longer exist."""

    environment: str = ""
    env_type: str = ""


class Preferences(msgspec.Struct, frozen=True):
    """The last choices; an empty string is "not chosen"."""

    environment: str = ""
    env_type: str = ""
    """The chosen environment and env type of earlier versions, for all workspaces together."""
    language: str = ""
    theme: str = ""
    endpoint: str = ""
    saved: str = ""
    """The open call of earlier versions, for all workspaces together."""
    body_in_memory: int = 200
    """Mebibytes of a response's body beyond which it is stored in a file."""
    body_limit: int = 256
    """Mebibytes of a response's body beyond which the call fails."""
    page_limit: int = 100
    """The maximum number of pages of a list that are fetched in one go."""
    agent_calls: int = CALLS_A_MINUTE
    """Calls that agents may make in a minute, at most."""
    collection: str = ""
    """The folder that a request was saved in last."""
    widths: dict[str, list[int]] = {}
    """Widths of panes in cells, by the name of the layout."""
    opened: dict[str, OpenCall] = {}
    """The open call of each workspace, by ``Paths.workspace_digest``."""
    chosen: dict[str, ChosenPlace] = {}
    """The chosen environment and env type, by ``Paths.workspace_digest``."""
    has_sent: bool = False
    """Whether a request was ever sent from the explorer."""

    def open_call(self, *workspace: str) -> OpenCall:
        """Return the call that was open in a workspace, given by its digests."""
        there = (self.opened[each] for each in workspace if each in self.opened)
        return next(there, OpenCall(self.endpoint, self.saved))

    def with_open_call(self, workspace: str, call: OpenCall) -> "Preferences":
        """Return preferences in which ``call`` is open in a workspace."""
        opened = _with_newest(self.opened, workspace, call)
        return replace(self, endpoint="", saved="", opened=opened)

    def with_place(self, workspace: str, place: ChosenPlace) -> "Preferences":
        """Return preferences in which ``place`` is chosen in a workspace.

        The choice of an earlier version is kept, for workspaces without a choice of their own.
        """
        return replace(self, chosen=_with_newest(self.chosen, workspace, place))


def _with_newest(kept: dict[str, _Kept], workspace: str, newest: _Kept) -> dict[str, _Kept]:
    """Return ``kept`` with a new entry at the end; the oldest beyond the limit are dropped."""
    others = [(name, each) for name, each in kept.items() if name != workspace]
    return dict([*others, (workspace, newest)][-MOST_WORKSPACES:])


def load_preferences(path: Path) -> Preferences:
    """Return the stored preferences; the defaults if the file is missing, unreadable or corrupt."""
    return find_json(path, Preferences) or Preferences()


def save_preferences(path: Path, preferences: Preferences, workspace: str = "") -> None:
    """Write the preferences without waiting for the disk.

    With ``workspace``, the open calls and choices of all other workspaces are kept as in the file,
    since their own windows may have changed them. Raises ``FileError`` (``FILE_UNWRITABLE``).
    """
    if workspace:
        there = load_preferences(path)
        call, place = preferences.opened.get(workspace), preferences.chosen.get(workspace)
        there = there if call is None else there.with_open_call(workspace, call)
        there = there if place is None else there.with_place(workspace, place)
        preferences = replace(preferences, opened=there.opened, chosen=there.chosen)
    data = msgspec.json.format(msgspec.json.encode(preferences), indent=2)
    write_atomic(path, data + b"\n", private=True, durable=False)


# -- where the logs of each deployment are ---------------------------------------------------------

MOST_PLACES = 200
"""Deployments that are remembered; the oldest is dropped."""


def load_log_places(path: Path) -> Mapping[str, LogPlace]:
    """Return where each deployment keeps its logs, by its address, as the user entered it.

    Places with an invalid name are ignored; a missing or damaged file has none.
    """
    places = find_json(path, dict[str, LogPlace]) or {}
    return {host: place for host, place in places.items() if place.is_valid}


def save_log_place(path: Path, host: str, place: LogPlace) -> None:
    """Store the place of one deployment; keep those of others. Raises ``FileError``."""
    with locked(path.parent, private=True):
        others = [each for each in load_log_places(path).items() if each[0] != host]
        places = dict([*others, (host, place)][-MOST_PLACES:])
        data = msgspec.json.format(msgspec.json.encode(places), indent=2)
        write_atomic(path, data + b"\n", private=True, durable=False)
