import os
import time
from pathlib import Path

import pytest

from weda_tui.store.atomic import STALE_AFTER
from weda_tui.store.collections.files import list_folder
from weda_tui.store.leftovers import sweep_leftovers
from weda_tui.store.paths import Paths

LEFT = ".0123456789abcdef.tmp"
FOLDERS = (
    *("workspace/environments", "workspace/modules", "workspace/rules", "workspace/notes"),
    *("state", "state/drafts", "state/models", "state/bodies", "state/token-turns"),
)


def leave(folder: Path, age: float) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / LEFT
    file.write_bytes(b"half")
    written = time.time() - age
    os.utime(file, (written, written))
    return file


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_old_goes_and_what_is_young_stays(tmp_path: Path, folder: str):
    paths = Paths(workspace=tmp_path / "workspace", state=tmp_path / "state")
    file = leave(tmp_path / folder, STALE_AFTER - 60)
    sweep_leftovers(paths)
    assert file.exists()
    leave(tmp_path / folder, STALE_AFTER + 60)
    sweep_leftovers(paths)
    assert not file.exists()


def test_between_saved_requests_they_go_when_these_are_listed(tmp_path: Path):
    root = tmp_path / "collections"
    file = leave(root / "approvals" / "deep", STALE_AFTER + 60)
    list_folder(root, "approvals/deep")
    assert not file.exists()


def test_a_folder_that_cannot_be_written_is_listed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    root = tmp_path / "collections"
    file = leave(root / "approvals", STALE_AFTER + 60)

    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    assert not list_folder(root, "approvals").problems
    assert file.exists()


def test_drafts_of_this_workspace_are_swept_too(tmp_path: Path):
    paths = Paths(workspace=tmp_path / "workspace", state=tmp_path / "state")
    file = leave(paths.drafts, STALE_AFTER + 60)
    sweep_leftovers(paths)
    assert not file.exists()
