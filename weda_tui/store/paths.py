"""The folders of a session: the workspace, which a team can commit, and this machine's state."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

PROGRAM = "weda-tui"
WORKSPACE_VARIABLE = "WEDA_TUI_WORKSPACE"
STATE_VARIABLE = "WEDA_TUI_STATE"


class _Below:
    """A path below the workspace or the state folder."""

    def __init__(self, folder: str, *names: str) -> None:
        self._folder, self._names = folder, names

    def __get__(self, paths: "Paths", _: type) -> Path:
        return Path(getattr(paths, self._folder), *self._names)


class Paths(msgspec.Struct, frozen=True):
    """The two folders of a session. Neither has to exist."""

    workspace: Path
    """The folder with small text files, without secrets."""
    state: Path
    """The folder with tokens, secrets and preferences, private to this user and this machine."""

    environments = _Below("workspace", "environments")
    """The folder with one TOML file for each environment."""
    modules = _Below("workspace", "modules")
    """The folder with imported documents and the user's definitions of calls."""
    rules = _Below("workspace", "rules", "success.toml")
    """The user's success rules, by endpoint."""
    ignored = _Below("workspace", "rules", "ignored.toml")
    """The values to ignore when two responses are compared."""
    notes = _Below("workspace", "notes", "codes.toml")
    """A team's notes on the codes of the error book."""
    collections = _Below("workspace", "collections")
    """The folder with the saved requests, one TOML file each."""

    @property
    def drafts(self) -> Path:
        """The folder with the unsaved drafts of this workspace, one file for each running program.

        Another workspace, which has other hosts, never reads them.
        """
        return self._folder_of_workspace("drafts")

    tokens = _Below("state", "tokens.json")
    """The cache of access tokens."""
    approved_routes = _Below("state", "approved_routes.json")
    """The routes that the user has approved for secrets."""
    approved_agents = _Below("state", "approved_agents.json")
    """The user's approvals of what agents may do."""

    @property
    def agent_questions(self) -> Path:
        """The folder with the questions of agents in this workspace."""
        return self.state / "agents" / self.workspace_digest

    @property
    def runs(self) -> Path:
        """The folder with the ledgers of runs in this workspace."""
        return self._folder_of_workspace("runs")

    secrets = _Below("state", "secrets.json")
    """The file for secrets on a system without a keyring."""
    models = _Below("state", "models")
    """The folder with the data models of each deployment, as they were last listed."""

    @property
    def workspace_digest(self) -> str:
        """The name of this workspace in the state folder, which all workspaces share."""
        return self.workspace_digests[0]

    @property
    def workspace_digests(self) -> tuple[str, ...]:
        """``workspace_digest``, which does not depend on the path in use, and that of old versions.

        Earlier versions used a digest of the path as typed. Files under that name are still read,
        but no new ones are created.
        """
        from hashlib import sha256

        named = dict.fromkeys((os.path.realpath(self.workspace), str(self.workspace.absolute())))
        texts = (each.encode("utf-8", "surrogateescape") for each in named)
        return tuple(sha256(text).hexdigest()[:16] for text in texts)

    def _folder_of_workspace(self, name: str) -> Path:
        """Return a folder of this workspace alone; a folder of an earlier version is still used."""
        places = [self.state / name / digest for digest in self.workspace_digests]
        return next((place for place in places if place.exists()), places[0])

    @property
    def trash(self) -> Path:
        """The environments that were deleted from this workspace."""
        return self._folder_of_workspace("trash")

    history = _Below("state", "history.sqlite3")
    """The database of sent requests."""
    copied = _Below("state", "copied.txt")
    """The last copy that was too long for the terminal's clipboard."""
    bodies = _Below("state", "bodies")
    """The folder with bodies that are too large for memory, as unnamed files."""
    log_places = _Below("state", "log_places.json")
    """Where each deployment keeps its logs: on a single machine or in a cluster."""
    keys = _Below("state", "keys.toml")
    """The user's key bindings for commands."""
    themes = _Below("state", "themes")
    """The folder with the user's themes, one TOML file each."""
    preferences = _Below("state", "preferences.json")
    """The choices that the user interface restores at the next start."""


def find_paths(workspace: str | None, environ: Mapping[str, str]) -> Paths:
    """Return the folders to use.

    The workspace is ``workspace`` (the flag), else ``$WEDA_TUI_WORKSPACE``, else the platform's
    data folder; the state is ``$WEDA_TUI_STATE``, else the platform's state folder. If a platform
    has one folder for both (macOS, Windows), the workspace is a folder inside it, so that the
    secrets are never in the folder that a team commits.
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
    """Return a path that the user typed, with ``~`` expanded."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no such user: like the shell, leave the tilde as it is
        return Path(text)
