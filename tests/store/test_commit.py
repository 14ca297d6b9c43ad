"""``--version`` names the same commit as Git."""

import subprocess
from pathlib import Path

import pytest

from weda_tui.store.commit import LENGTH, WRITTEN, find_commit


def git(folder: Path, *arguments: str) -> str:
    said = ("-c", "user.name=x", "-c", "user.email=x@example.cn", "-c", "commit.gpgsign=false")
    command = ["git", *said, *arguments]
    return subprocess.check_output(command, cwd=folder, text=True, stderr=subprocess.DEVNULL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    (folder / "weda_tui").mkdir(parents=True)
    git(folder, "init", "--initial-branch", "main")
    git(folder, "commit", "--allow-empty", "--message", "Begin")
    return folder


def said_by_git(folder: Path) -> str:
    return git(folder, "rev-parse", "HEAD").strip()[:LENGTH]


def test_in_a_checkout_it_is_what_git_says(checkout: Path) -> None:
    package, commit = checkout / "weda_tui", said_by_git(checkout)
    assert len(commit) == LENGTH
    assert find_commit(package) == commit
    git(checkout, "pack-refs", "--all")
    assert find_commit(package) == commit
    git(checkout, "checkout", "--detach")
    assert find_commit(package) == commit


def test_in_a_further_worktree_it_is_that_of_its_branch(checkout: Path) -> None:
    git(checkout, "worktree", "add", "-b", "topic/one", "../other")
    other = checkout.parent / "other"
    (other / "weda_tui").mkdir()
    git(other, "commit", "--allow-empty", "--message", "Go on")
    assert said_by_git(other) != said_by_git(checkout)
    assert find_commit(other / "weda_tui") == said_by_git(other)
    git(other, "pack-refs", "--all")
    assert find_commit(other / "weda_tui") == said_by_git(other)


def test_what_was_built_says_what_was_written(tmp_path: Path) -> None:
    (tmp_path / WRITTEN).write_text("0123456789ab-dirty\n")
    assert find_commit(tmp_path) == "0123456789ab-dirty"


def test_elsewhere_there_is_none(checkout: Path, tmp_path: Path) -> None:
    assert find_commit(tmp_path / "site-packages" / "weda_tui") == ""
    head = checkout / ".git" / "HEAD"
    for text in ("", "ref: refs/heads/unborn", "ref: ../../HEAD", "nothing of Git", "0123"):
        head.write_text(text)
        assert find_commit(checkout / "weda_tui") == ""
    head.write_bytes(b"\xff")
    assert find_commit(checkout / "weda_tui") == ""
