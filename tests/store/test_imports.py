"""An import is written completely or not at all."""

import subprocess
import sys
from pathlib import Path

import pytest

from weda_tui.core.collections.saved_request import FolderSettings, SavedRequest
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.store.collections.files import load_collections
from weda_tui.store.imports import STAGING, write_imported

DRAFT = RequestDraft(endpoint_id="", method="POST", url="{{vars.host}}/a", body="{}\r\n")


def requests(*paths: str) -> list[SavedRequest]:
    return [SavedRequest(path=path, draft=DRAFT) for path in paths]


def test_everything_is_there_afterwards_in_its_order(tmp_path: Path) -> None:
    root = tmp_path / "collections"
    folders = [
        FolderSettings(path="c", variables={"a": "1"}, order=("z", "a", "空")),
        FolderSettings(path="c/空", name="空/的"),
    ]
    write_imported(root, "c", requests("c/a", "c/z"), folders)
    got = load_collections(root)
    assert [each.path for each in got.requests] == ["c/z", "c/a"]
    assert got.requests[0].draft == DRAFT
    assert got.folders == tuple(folders)
    assert got.problems == ()
    assert not (root / STAGING).exists()


def test_a_request_that_no_file_may_hold_leaves_nothing_behind(tmp_path: Path) -> None:
    bad = SavedRequest(path="c/b", draft=RequestDraft(endpoint_id="", method="A B", url="x"))
    with pytest.raises(FileError):
        write_imported(tmp_path, "c", [*requests("c/a"), bad], [])
    assert [each.name for each in tmp_path.iterdir() if not each.name.startswith(".")] == []
    assert not (tmp_path / STAGING).exists()


@pytest.mark.parametrize("number", range(1, 6))
def test_a_disk_that_fails_in_the_middle_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    calls = 0

    def fail(folder: Path, file: str, text: str) -> None:
        nonlocal calls
        calls += 1
        if calls == number:
            raise OSError(28, "No space left on device")
        (folder / file).write_text(text, "utf-8")

    monkeypatch.setattr("weda_tui.store.imports._write", fail)
    with pytest.raises(FileError) as caught:
        write_imported(tmp_path, "a/c", requests(*(f"a/c/{n}" for n in range(5))), [])
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert caught.value.parameters["reason"] == "No space left on device"
    assert [each.name for each in tmp_path.iterdir() if not each.name.startswith(".")] == []


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    write_imported(tmp_path, "c", requests("c/a"), [])
    with pytest.raises(FileError) as caught:
        write_imported(tmp_path, "C", requests("C/b"), [])
    assert caught.value.code is ErrorCode.FILE_EXISTS
    assert [each.path for each in load_collections(tmp_path).requests] == ["c/a"]


def test_what_a_killed_import_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / STAGING / "c").mkdir(parents=True)
    (tmp_path / STAGING / "c" / "half.toml").write_text("half")
    write_imported(tmp_path, "c", requests("c/a"), [])
    assert [each.path for each in load_collections(tmp_path).requests] == ["c/a"]


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.store.test_imports import requests
from weda_tui.store import imports as import_files

def die_at(number):
    if number == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

paths = [f"c/{n}" for n in range(300)]
import_files.write_imported(Path(sys.argv[1]), "c", requests(*paths), [], die_at)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(("number", "count"), [(1, 0), (150, 0), (300, 0), (301, 300)])
def test_a_kill_in_the_middle_leaves_nothing_that_counts(
    tmp_path: Path, number: int, count: int
) -> None:
    write_imported(tmp_path, "there", requests("there/a"), [])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(number)],
        check=False,
        cwd=Path(__file__).parents[2],
        timeout=60,
    )
    assert (done.returncode == 0) is (count > 0)
    got = load_collections(tmp_path)
    assert (len(got.requests), got.problems) == (count + 1, ())
    write_imported(tmp_path, "d", requests("d/a"), [])
    assert not (tmp_path / STAGING).exists()


def test_how_many_are_written_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    write_imported(tmp_path, "c", requests("c/a", "c/b"), [], told.append)
    assert told == [1, 2]
