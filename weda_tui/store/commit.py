"""The commit that this program was built from, or that its checkout is at."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
WRITTEN = "commit.txt"
"""The file in a package built from a checkout, see ``hatch_build.py``; never in a checkout."""
LENGTH = 12
"""Digits that are shown."""


def find_commit(package: Path = PACKAGE) -> str:
    """Return the commit, shortened; empty if unknown. Git's files are read; Git is not started."""
    try:
        if (package / WRITTEN).exists():
            return (package / WRITTEN).read_text("utf-8").strip()
        commit = _checked_out(package.parent / ".git")
    except (OSError, ValueError):
        return ""
    return commit[:LENGTH] if re.fullmatch(r"[0-9a-f]{40,64}", commit) else ""


def _checked_out(git: Path) -> str:
    if git.is_file():  # a linked worktree
        git = git.parent / git.read_text("utf-8").strip().removeprefix("gitdir: ")
    head = (git / "HEAD").read_text("utf-8").strip()
    name = head.removeprefix("ref: ")
    if name == head:  # a detached HEAD
        return head
    if (git / "commondir").exists():
        git /= (git / "commondir").read_text("utf-8").strip()
    if (git / name).exists():
        return (git / name).read_text("utf-8").strip()
    packed = (git / "packed-refs").read_text("utf-8").splitlines()
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
