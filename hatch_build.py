"""Writes into a package the commit that it is built from; a checkout itself is left as it is."""

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DESCRIBE = ("git", "describe", "--always", "--dirty", "--exclude=*", "--abbrev=12")


class CommitHook(BuildHookInterface):
    """Adds ``weda_tui/commit.txt``, which ``weda_tui/store/commit.py`` reads.

    In a source package the file is there already: what is built of that has no Git.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file to all but an editable install, whose commit changes."""
        self._folder = tempfile.TemporaryDirectory()
        if version == "editable" or not (Path(self.root) / ".git").exists():
            return
        try:
            commit = subprocess.check_output(DESCRIBE, cwd=self.root)
        except (OSError, subprocess.CalledProcessError) as error:
            self.app.display_warning(f"No commit is written into the package: {error}")
            return
        written = Path(self._folder.name, "commit.txt")
        written.write_bytes(commit)
        build_data["force_include"][str(written)] = "weda_tui/commit.txt"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the file once it is in the package."""
        self._folder.cleanup()
