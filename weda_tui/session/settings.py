"""The settings kept from one start to the next: the chosen target, the open request, the look."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from msgspec.structs import replace

from weda_tui.core.doctor.server_logs import LogPlace
from weda_tui.core.errors import FileError
from weda_tui.store.paths import Paths
from weda_tui.store.preferences import (
    ChosenPlace,
    OpenCall,
    load_log_places,
    load_preferences,
    save_log_place,
    save_preferences,
)


class KnownEnvironments(Protocol):
    """The environments of a workspace, as far as the settings need them."""

    @property
    def has_transient(self) -> bool:
        """Whether there is an environment that lives only as long as the session."""
        ...

    def knows(self, name: str) -> bool:
        """Return whether there is an environment of this name."""
        ...


class Settings:
    """The preferences of this machine, as one workspace reads and changes them."""

    def __init__(self, paths: Paths, environments: Callable[[], KnownEnvironments]) -> None:
        """``environments`` returns the workspace's; with a transient one nothing is stored."""
        self._file, self._workspace = paths.preferences, paths.workspace_digest
        self._workspaces = paths.workspace_digests
        self._log_places = paths.log_places
        self._own_log_places: dict[str, LogPlace] = {}
        """The log places set in this process, by the address of the deployment."""
        self._environments = environments
        self.preferences = load_preferences(self._file)

    @property
    def body_limit(self) -> int:
        """The largest body of a response that is received and printed, in bytes."""
        return max(1, self.preferences.body_limit) * 2**20

    @property
    def body_in_memory(self) -> int:
        """The largest body of a response that is kept in memory instead of a file, in bytes."""
        return self.preferences.body_in_memory * 2**20

    @property
    def page_limit(self) -> int:
        """The largest number of pages of a list that are fetched together."""
        return max(1, self.preferences.page_limit)

    @property
    def agent_calls(self) -> int:
        """The largest number of calls that agents may make in a minute."""
        return self.preferences.agent_calls

    def remember(self, **changes: Any) -> None:
        """Remember a choice (fields of ``Preferences``), and store it if that is possible."""
        self.preferences = replace(self.preferences, **changes)
        if not self._environments().has_transient:
            with suppress(FileError):
                save_preferences(self._file, self.preferences, self._workspace)

    @property
    def chosen(self) -> ChosenPlace:
        """The target chosen in this workspace; its environment may not exist any more.

        A choice that an earlier version stored for all workspaces is used if its environment
        exists.
        """
        kept = self.preferences
        own = next((kept.chosen[each] for each in self._workspaces if each in kept.chosen), None)
        if own is None and self._environments().knows(kept.environment):
            return ChosenPlace(kept.environment, kept.env_type)
        return own or ChosenPlace()

    @property
    def gone(self) -> str:
        """The environment chosen in this workspace, if it no longer exists; else empty."""
        chosen = self.chosen.environment
        return "" if self._environments().knows(chosen) else chosen

    def remember_place(self, environment: str, env_type: str) -> None:
        """Remember the chosen target for the next start in this workspace."""
        place = ChosenPlace(environment, env_type)
        self.remember(chosen=self.preferences.with_place(self._workspace, place).chosen)

    def keep_only_one(self, name: str) -> None:
        """Choose the environment that was the only one until now, if none was ever chosen."""
        chosen = self.chosen
        if not chosen.environment:
            self.remember_place(name, chosen.env_type)

    def forget_place(self, name: str) -> None:
        """Clear the chosen environment if it is the one of this name, which the user removed."""
        chosen = self.chosen
        if chosen.environment == name:
            self.remember_place("", chosen.env_type)

    @property
    def opened(self) -> OpenCall:
        """The request that was open last in this workspace; it may not exist any more."""
        return self.preferences.open_call(*self._workspaces)

    def remember_open(self, **changes: str) -> None:
        """Remember what is open (fields of ``OpenCall``), for the next start in this workspace."""
        call = replace(self.opened, **changes)
        opened = self.preferences.with_open_call(self._workspace, call).opened
        self.remember(opened=opened, endpoint="", saved="")

    def log_place(self, host: str) -> LogPlace | None:
        """Return where the logs of a deployment are; ``None`` if this was never set."""
        return self._own_log_places.get(host) or load_log_places(self._log_places).get(host)

    def remember_log_place(self, host: str, place: LogPlace) -> None:
        """Remember where the logs of a deployment are, and write it for the next start if possible.

        Raises ``FileError`` if it cannot be written; it is then known until this process ends.
        """
        self._own_log_places[host] = place
        if not self._environments().has_transient:
            save_log_place(self._log_places, host, place)
