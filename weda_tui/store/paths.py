"""Where things are kept: the workspace that a team can commit, and this machine's own state."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

PROGRAM = "weda-tui"
WORKSPACE_VARIABLE = "WEDA_TUI_WORKSPACE"
STATE_VARIABLE = "WEDA_TUI_STATE"


class _Below:
    """A path below one of the two folders."""

    def __init__(self, folder: str, *names: str) -> None:
        self._folder, self._names = folder, names

    def __get__(self, paths: "Paths", _: type) -> Path:
        return Path(getattr(paths, self._folder), *self._names)


class Paths(msgspec.Struct, frozen=True):
    """The two folders of a session. Neither has to exist."""

    workspace: Path
    """Small text files without a secret in them."""
    state: Path
    """Tokens, secrets and preferences: private to this user and this machine."""

    environments = _Below("workspace", "environments")
    """The folder with one TOML file an environment."""
    modules = _Below("workspace", "modules")
    """The folder with imported documents and what the user says of calls."""
    rules = _Below("workspace", "rules", "success.toml")
    """What the user says is a success, endpoint by endpoint."""
    ignored = _Below("workspace", "rules", "ignored.toml")
    """What is left out when two answers are compared."""
    notes = _Below("workspace", "notes", "codes.toml")
    """What a team writes beside the codes of the error book."""
    collections = _Below("workspace", "collections")
    """The folder with the saved requests, one TOML file each."""

    @property
    def drafts(self) -> Path:
        """The folder with what is typed in this workspace and not saved, one file a program.

        Another workspace has hosts of its own, and never opens them.
        """
        return self._folder_of_workspace("drafts")

    tokens = _Below("state", "tokens.json")
    """The cache of access tokens."""
    approved_routes = _Below("state", "approved_routes.json")
    """What the person has approved that secrets may reach."""
    approved_agents = _Below("state", "approved_agents.json")
    """What the person has approved that agents may do."""

    @property
    def agent_questions(self) -> Path:
        """The folder with what agents ask in this workspace."""
        return self.state / "agents" / self.workspace_digest

    @property
    def runs(self) -> Path:
        """The folder with the ledgers of runs in this workspace."""
        return self._folder_of_workspace("runs")

    secrets = _Below("state", "secrets.json")
    """The store that stands in where the system has no keyring."""
    models = _Below("state", "models")
    """The folder with the data models of each deployment, as they were last listed."""

    @property
    def workspace_digest(self) -> str:
        """What this workspace is called in the state folder, which all of them share."""
        return self.workspace_digests[0]

    @property
    def workspace_digests(self) -> tuple[str, ...]:
        """``workspace_digest``, the same by whatever path the folder is named, and an earlier one.

        Earlier versions called it by the path as it was typed. What they kept still counts;
        nothing new is kept by it.
        """
        from hashlib import sha256

        named = dict.fromkeys((os.path.realpath(self.workspace), str(self.workspace.absolute())))
        texts = (each.encode("utf-8", "surrogateescape") for each in named)
        return tuple(sha256(text).hexdigest()[:16] for text in texts)

    def _folder_of_workspace(self, name: str) -> Path:
        """Return a folder of this workspace alone; one of an earlier version is used on."""
        places = [self.state / name / digest for digest in self.workspace_digests]
        return next((place for place in places if place.exists()), places[0])

    @property
    def trash(self) -> Path:
        """The environments that were deleted from this workspace."""
        return self._folder_of_workspace("trash")

    history = _Below("state", "history.sqlite3")
    """The database of what was sent."""
    copied = _Below("state", "copied.txt")
    """The last copy that was too long for the terminal's clipboard."""
    bodies = _Below("state", "bodies")
    """The folder with bodies that are too large for memory, each without a name."""
    log_places = _Below("state", "log_places.json")
    """Where the logs of each deployment are: on a single machine or in a cluster."""
    keys = _Below("state", "keys.toml")
    """The keys that the user has given to commands."""
    themes = _Below("state", "themes")
    """The folder with the user's themes, one TOML file each."""
    preferences = _Below("state", "preferences.json")
    """What the screen remembers from one start to the next."""


def find_paths(workspace: str | None, environ: Mapping[str, str]) -> Paths:
    """Return the folders to use.

    The workspace is ``workspace`` (the flag), else ``$WEDA_TUI_WORKSPACE``, else the platform's
    data folder; the state is ``$WEDA_TUI_STATE``, else the platform's state folder. Where a
    platform has one folder for both (macOS, Windows), the workspace is a folder inside it, so that
    the secrets are never in what a team commits.
    """
    from platformdirs import user_data_path, user_state_path

    data = user_data_path(PROGRAM, appauthor=False)
    state = user_state_path(PROGRAM, appauthor=False)
    chosen_workspace = workspace or environ.get(WORKSPACE_VARIABLE)
    chosen_state = environ.get(STATE_VARIABLE)
    default_workspace = data / "workspace" if data == state else data
    return Paths(
        workspace=typed_path(chosen_workspace).absolute()
        if chosen_workspace
        else default_workspace,
        state=typed_path(chosen_state).absolute() if chosen_state else state,
    )


def typed_path(text: str) -> Path:
    """Return a path that somebody typed, ``~`` for a home folder."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # nobody has that name: the shell, too, leaves such a tilde as it is
        return Path(text)
