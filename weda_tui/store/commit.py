"""The commit that this program was built from, or that its checkout is at."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
WRITTEN = "commit.txt"
"""In a package that was built from a checkout, see ``hatch_build.py``; never in a checkout."""
LENGTH = 12
"""Digits that are shown."""


def find_commit(package: Path = PACKAGE) -> str:
    """Return it shortened; empty where nothing says it. Git is read, not started."""
    try:
        if (package / WRITTEN).exists():
            return (package / WRITTEN).read_text("utf-8").strip()
        commit = _checked_out(package.parent / ".git")
    except (OSError, ValueError):
        return ""
    return commit[:LENGTH] if re.fullmatch(r"[0-9a-f]{40,64}", commit) else ""


def _checked_out(git: Path) -> str:
    if git.is_file():  # a further worktree
        git = git.parent / git.read_text("utf-8").strip().removeprefix("gitdir: ")
    head = (git / "HEAD").read_text("utf-8").strip()
    name = head.removeprefix("ref: ")
    if name == head:  # no branch
        return head
    if (git / "commondir").exists():
        git /= (git / "commondir").read_text("utf-8").strip()
    if (git / name).exists():
        return (git / name).read_text("utf-8").strip()
    packed = (git / "packed-refs").read_text("utf-8").splitlines()
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
