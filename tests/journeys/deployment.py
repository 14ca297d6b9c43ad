"""A separate workspace with an environment for a sandbox."""

import sys
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo

PROGRAM = (sys.executable, "-m", "weda_tui")


def surroundings(folder: Path, secret: str) -> dict[str, str]:
    return {
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "HQ_SECRET": secret,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }


def add_environment(folder: Path, made: SandboxInfo) -> None:
    command = ["env", "add", "总部", "--host", made.base, "--secret-id", made.secret_id]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in surroundings(folder, made.secret_key).items():
            patch.setenv(name, value)
        added = run_cli(*command, "--secret-key", "env:HQ_SECRET", "--workspace", str(folder / "w"))
    assert added.status == 0, added.talk
