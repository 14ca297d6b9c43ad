"""Runs exports with the real programs; each program is started once for all requests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.wire.recorder import TOKEN

NODE, CURL, SHELL, NEWMAN = (shutil.which(name) or "" for name in ("node", "curl", "sh", "newman"))
SECRET_ID, SECRET_KEY = "AKID-1234567890", "s3cret/Key+of the deployment"
KEY = {"SECRET_ID": SECRET_ID, "SECRET_KEY": SECRET_KEY}

COMMANDS = {"python": [sys.executable], "node": [NODE], "curl": [SHELL]}
"""The command that runs an export, by its format."""
RUN = [
    "python",
    pytest.param("node", marks=pytest.mark.skipif(not NODE, reason="no node here")),
    pytest.param("curl", marks=pytest.mark.skipif(not (CURL and SHELL), reason="no curl here")),
]
"""The export formats that this machine can run."""


def run(command: list[str], data: bytes, folder: Path, **environ: str) -> None:
    """Write an export to a file and run a program on it, with an almost empty environment."""
    file = folder / "export"
    file.write_bytes(data)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    environ = {"HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **kept, **environ}
    done = subprocess.run(
        [*command, str(file)],
        capture_output=True,
        env=environ,
        cwd=folder,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]


def run_language(language: str, data: bytes, folder: Path) -> None:
    """Run the program of an export with an access token in its environment variables."""
    run(COMMANDS[language], data, folder, ACCESS_TOKEN=TOKEN)
