"""What is remembered from one start to the next: the place chosen, what is open, how it looks."""

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
    """What settings ask of the environments of a workspace."""

    @property
    def has_transient(self) -> bool:
        """Whether one lives only as long as the session."""
        ...

    def knows(self, name: str) -> bool:
        """Return whether there is one of a name."""
        ...


class Settings:
    """The preferences of this machine, as one workspace reads and changes them."""

    def __init__(self, paths: Paths, environments: Callable[[], KnownEnvironments]) -> None:
        """``environments`` returns those of the workspace; with a transient one nothing is kept."""
        self._file, self._workspace = paths.preferences, paths.workspace_digest
        self._workspaces = paths.workspace_digests
        self._log_places = paths.log_places
        self._own_log_places: dict[str, LogPlace] = {}
        """What was said in this process, by the address of the deployment."""
        self._environments = environments
        self.preferences = load_preferences(self._file)

    @property
    def body_limit(self) -> int:
        """The largest body of an answer that is received and printed, in bytes."""
        return max(1, self.preferences.body_limit) * 2**20

    @property
    def body_in_memory(self) -> int:
        """The largest body of an answer that is not kept in a file, in bytes."""
        return self.preferences.body_in_memory * 2**20

    @property
    def page_limit(self) -> int:
        """The pages of a list that are fetched in one go, at most."""
        return max(1, self.preferences.page_limit)

    @property
    def agent_calls(self) -> int:
        """The calls that agents may make in a minute, at most."""
        return self.preferences.agent_calls

    def remember(self, **changes: Any) -> None:
        """Keep a choice (fields of ``Preferences``), for the next start too where that can be."""
        self.preferences = replace(self.preferences, **changes)
        if not self._environments().has_transient:
            with suppress(FileError):
                save_preferences(self._file, self.preferences, self._workspace)

    @property
    def chosen(self) -> ChosenPlace:
        """What was chosen to send to in this workspace; it may be gone by now.

        What an earlier version kept for all workspaces counts where there is such an environment.
        """
        kept = self.preferences
        own = next((kept.chosen[each] for each in self._workspaces if each in kept.chosen), None)
        if own is None and self._environments().knows(kept.environment):
            return ChosenPlace(kept.environment, kept.env_type)
        return own or ChosenPlace()

    @property
    def gone(self) -> str:
        """The environment that was chosen in this workspace and is gone; empty where none is."""
        chosen = self.chosen.environment
        return "" if self._environments().knows(chosen) else chosen

    def remember_place(self, environment: str, env_type: str) -> None:
        """Keep what was chosen to send to, for the next start in this workspace."""
        place = ChosenPlace(environment, env_type)
        self.remember(chosen=self.preferences.with_place(self._workspace, place).chosen)

    def keep_only_one(self, name: str) -> None:
        """Stay with the environment that was the only one, where none was ever chosen."""
        chosen = self.chosen
        if not chosen.environment:
            self.remember_place(name, chosen.env_type)

    def forget_place(self, name: str) -> None:
        """Choose no environment where the one of a name is chosen, which the person removed."""
        chosen = self.chosen
        if chosen.environment == name:
            self.remember_place("", chosen.env_type)

    @property
    def opened(self) -> OpenCall:
        """What was open last in this workspace; it may be gone by now."""
        return self.preferences.open_call(*self._workspaces)

    def remember_open(self, **changes: str) -> None:
        """Keep what is open (fields of ``OpenCall``), for the next start in this workspace."""
        call = replace(self.opened, **changes)
        opened = self.preferences.with_open_call(self._workspace, call).opened
        self.remember(opened=opened, endpoint="", saved="")

    def log_place(self, host: str) -> LogPlace | None:
        """Return where the logs of a deployment are; ``None`` where nobody said so yet."""
        return self._own_log_places.get(host) or load_log_places(self._log_places).get(host)

    def remember_log_place(self, host: str, place: LogPlace) -> None:
        """Keep where the logs of a deployment are, for the next start too where that can be.

        Raises ``FileError``; it is known until the end of this process then.
        """
        self._own_log_places[host] = place
        if not self._environments().has_transient:
            save_log_place(self._log_places, host, place)
