"""What is remembered from one start to the next. Losing it costs nothing, or one question."""

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
"""Workspaces of which it is remembered what was open and chosen; the oldest goes first."""


class OpenCall(msgspec.Struct, frozen=True):
    """What was open in a workspace; it may be gone by now."""

    endpoint: str = ""
    """The id of the endpoint."""
    saved: str = ""
    """The path of the saved request; empty for a call that is not saved."""


class ChosenPlace(msgspec.Struct, frozen=True):
    """What was chosen to send to; an empty string is "not chosen", and it may be gone by now."""

    environment: str = ""
    env_type: str = ""


class Preferences(msgspec.Struct, frozen=True):
    """The last choices; an empty string is "not chosen"."""

    environment: str = ""
    env_type: str = ""
    """What was chosen to send to, as earlier versions kept it: for all workspaces together."""
    language: str = ""
    theme: str = ""
    endpoint: str = ""
    saved: str = ""
    """What was open, as earlier versions kept it: for all workspaces together."""
    body_in_memory: int = 200
    """Mebibytes of an answer's body beyond which it is kept in a file."""
    body_limit: int = 256
    """Mebibytes of an answer's body beyond which the call is given up."""
    page_limit: int = 100
    """Pages of a list that are fetched in one go, at most."""
    agent_calls: int = CALLS_A_MINUTE
    """Calls that agents may make in a minute, at most."""
    collection: str = ""
    """The folder that a request was saved in last."""
    widths: dict[str, list[int]] = {}
    """Widths of panes in cells, by the name of the layout."""
    opened: dict[str, OpenCall] = {}
    """What was open, by ``Paths.workspace_digest``."""
    chosen: dict[str, ChosenPlace] = {}
    """What was chosen to send to, by ``Paths.workspace_digest``."""
    has_sent: bool = False
    """Whether a request was ever sent from the explorer."""

    def open_call(self, *workspace: str) -> OpenCall:
        """Return what was open in a workspace, by its digests."""
        there = (self.opened[each] for each in workspace if each in self.opened)
        return next(there, OpenCall(self.endpoint, self.saved))

    def with_open_call(self, workspace: str, call: OpenCall) -> "Preferences":
        """Return preferences by which ``call`` is open in a workspace."""
        opened = _with_newest(self.opened, workspace, call)
        return replace(self, endpoint="", saved="", opened=opened)

    def with_place(self, workspace: str, place: ChosenPlace) -> "Preferences":
        """Return preferences by which ``place`` is chosen in a workspace.

        What an earlier version kept stays: the other workspaces may have no choice of their own.
        """
        return replace(self, chosen=_with_newest(self.chosen, workspace, place))


def _with_newest(kept: dict[str, _Kept], workspace: str, newest: _Kept) -> dict[str, _Kept]:
    """Return what is kept by workspace with one more, the oldest beyond the limit left out."""
    others = [(name, each) for name, each in kept.items() if name != workspace]
    return dict([*others, (workspace, newest)][-MOST_WORKSPACES:])


def load_preferences(path: Path) -> Preferences:
    """Return what is remembered; a missing, unreadable or corrupt file is nothing."""
    return find_json(path, Preferences) or Preferences()


def save_preferences(path: Path, preferences: Preferences, workspace: str = "") -> None:
    """Remember, without a wait for the disk. Raises ``FileError`` (``FILE_UNWRITABLE``).

    With ``workspace``, what is open and chosen in the others stays as it is in the file: their own
    windows know better.
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
"""Deployments that are remembered; the oldest goes first."""


def load_log_places(path: Path) -> Mapping[str, LogPlace]:
    """Return where the logs of each deployment are, by its address, as a person said once.

    Those with a wrong name are left out; a missing or damaged file has none.
    """
    places = find_json(path, dict[str, LogPlace]) or {}
    return {host: place for host, place in places.items() if place.is_valid}


def save_log_place(path: Path, host: str, place: LogPlace) -> None:
    """Remember one, beside those of other deployments. Raises ``FileError``."""
    with locked(path.parent, private=True):
        others = [each for each in load_log_places(path).items() if each[0] != host]
        places = dict([*others, (host, place)][-MOST_PLACES:])
        data = msgspec.json.format(msgspec.json.encode(places), indent=2)
        write_atomic(path, data + b"\n", private=True, durable=False)
