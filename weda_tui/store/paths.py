"""Where things are kept: the workspace that a team can commit, and this machine's own state."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

PROGRAM = "weda-tui"
WORKSPACE_VARIABLE = "WEDA_TUI_WORKSPACE"
STATE_VARIABLE = "WEDA_TUI_STATE"


class Paths(msgspec.Struct, frozen=True):
    """The two folders of a session. Neither has to exist."""

    workspace: Path
    """Small text files without a secret in them."""
    state: Path
    """Tokens, secrets and preferences: private to this user and this machine."""

    @property
    def environments(self) -> Path:
        """The folder with one TOML file an environment."""
        return self.workspace / "environments"

    @property
    def modules(self) -> Path:
        """The folder with imported documents and what the user says of calls."""
        return self.workspace / "modules"

    @property
    def rules(self) -> Path:
        """What the user says is a success, endpoint by endpoint."""
        return self.workspace / "rules" / "success.toml"

    @property
    def ignored(self) -> Path:
        """What is left out when two answers are compared."""
        return self.workspace / "rules" / "ignored.toml"

    @property
    def notes(self) -> Path:
        """What a team writes beside the codes of the error book."""
        return self.workspace / "notes" / "codes.toml"

    @property
    def collections(self) -> Path:
        """The folder with the saved requests, one TOML file each."""
        return self.workspace / "collections"

    @property
    def drafts(self) -> Path:
        """The folder with what is typed in this workspace and not saved, one file a program.

        Another workspace has hosts of its own, and never opens them.
        """
        return self.state / "drafts" / self.workspace_digest

    @property
    def tokens(self) -> Path:
        """The cache of access tokens."""
        return self.state / "tokens.json"

    @property
    def approved_routes(self) -> Path:
        """What the person has approved that secrets may reach."""
        return self.state / "approved_routes.json"

    @property
    def secrets(self) -> Path:
        """The store that stands in where the system has no keyring."""
        return self.state / "secrets.json"

    @property
    def models(self) -> Path:
        """The folder with the data models of each deployment, as they were last listed."""
        return self.state / "models"

    @property
    def workspace_digest(self) -> str:
        """What this workspace is called in the state folder, which all of them share."""
        from hashlib import sha256

        digest = sha256(str(self.workspace.absolute()).encode("utf-8", "surrogateescape"))
        return digest.hexdigest()[:16]

    @property
    def trash(self) -> Path:
        """The environments that were deleted from this workspace."""
        return self.state / "trash" / self.workspace_digest

    @property
    def history(self) -> Path:
        """The database of what was sent."""
        return self.state / "history.sqlite3"

    @property
    def copied(self) -> Path:
        """The last copy that was too long for the terminal's clipboard."""
        return self.state / "copied.txt"

    @property
    def bodies(self) -> Path:
        """The folder with bodies that are too large for memory, each without a name."""
        return self.state / "bodies"

    @property
    def keys(self) -> Path:
        """The keys that the user has given to commands."""
        return self.state / "keys.toml"

    @property
    def preferences(self) -> Path:
        """What the screen remembers from one start to the next."""
        return self.state / "preferences.json"


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
