"""A folder of saved requests: broken files are named, and no save overwrites another's change."""

import os
from pathlib import Path

import msgspec
import pytest

from tests.store.faults import CALLS, attempt, fail_nth
from weda_tui.core.collections.saved_request import FolderSettings, SavedRequest
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.store.collections.files import (
    list_folder,
    load_collections,
    load_request,
    load_settings,
    save_request,
    save_settings,
)
from weda_tui.store.collections.moves import make, move, remove, restore

DRAFT = RequestDraft(endpoint_id="workflow.Start", method="POST", url="{{vars.host}}/a", body="{}")


def saved(root: Path, path: str, body: str = "{}", known: str | None = None) -> str:
    draft = msgspec.structs.replace(DRAFT, body=body)
    return save_request(root, SavedRequest(path=path, draft=draft), known_text=known)


def held(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def refusal(root: Path, act: object) -> FileError:
    before = held(root)
    with pytest.raises(FileError) as caught:
        act()  # type: ignore[operator]
    assert held(root) == before
    return caught.value


def test_what_is_saved_is_loaded_in_the_folders_order(tmp_path: Path):
    for path in ("审批/b", "审批/a", "审批/排查/c", "附件/d e"):
        saved(tmp_path, path)
    settings = FolderSettings(path="审批", order=("b", "排查"), variables={"who": "1"})
    text = save_settings(tmp_path, settings, known_text=None)
    loaded = load_collections(tmp_path)
    assert [request.path for request in loaded.requests] == [
        "审批/b",
        "审批/排查/c",
        "审批/a",
        "附件/d e",
    ]
    assert [folder.path for folder in loaded.folders] == ["审批", "审批/排查", "附件"]
    assert loaded.folders[0] == settings
    assert loaded.texts["审批"] == text
    assert loaded.problems == ()
    assert load_collections(tmp_path, "审批/排查").requests == (loaded.requests[1],)


def test_a_missing_folder_is_empty(tmp_path: Path):
    assert load_collections(tmp_path / "no").requests == ()
    (tmp_path / "file").write_bytes(b"")
    assert list_folder(tmp_path / "file").problems[0].code is ErrorCode.FILE_UNREADABLE


def test_broken_files_are_named_and_the_rest_opens(tmp_path: Path):
    saved(tmp_path, "a/good")
    broken: dict[str, bytes] = {
        "a/cut.toml": b'url = "http',
        "a/empty.toml": b"",
        "a/gbk.toml": "# 总部".encode("gbk"),
        "a/zeroed.toml": bytes(100),
        "a/nul.toml": b"",
        "b/folder.toml": b"order = 1",
    }
    for name, data in broken.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "a/.git").mkdir()
    (tmp_path / "a/README.md").write_bytes(b"x")
    loaded = load_collections(tmp_path)
    assert [request.path for request in loaded.requests] == ["a/good"]
    assert {
        error.parameters.get("file", error.parameters.get("text")) for error in loaded.problems
    } == {*broken.keys() - {"a/nul.toml"}, "nul"}


def test_a_request_that_is_not_there_is_told_with_the_nearest(tmp_path: Path):
    saved(tmp_path, "审批/list-todo")
    error = refusal(tmp_path, lambda: load_request(tmp_path, "审批/list-tod"))
    assert (error.code, error.parameters["nearest"]) == (
        ErrorCode.ENDPOINT_UNKNOWN,
        "审批/list-todo",
    )


def test_no_save_writes_over_what_is_not_known(tmp_path: Path):
    text = saved(tmp_path, "a/b")
    assert refusal(tmp_path, lambda: saved(tmp_path, "a/b")).code is ErrorCode.FILE_EXISTS
    assert refusal(tmp_path, lambda: saved(tmp_path, "a/B")).code is ErrorCode.FILE_EXISTS
    assert refusal(tmp_path, lambda: saved(tmp_path, "A/c")).code is ErrorCode.FILE_EXISTS
    newer = saved(tmp_path, "a/b", "[]", text)
    error = refusal(tmp_path, lambda: saved(tmp_path, "a/b", "1", text))
    assert (error.code, error.parameters["file"]) == (ErrorCode.FILE_CHANGED, "a/b.toml")
    (tmp_path / "a/b.toml").unlink()
    assert refusal(tmp_path, lambda: saved(tmp_path, "a/b", "1", newer)).code is (
        ErrorCode.FILE_CHANGED
    )
    assert refusal(tmp_path, lambda: saved(tmp_path, "a/folder")).code is ErrorCode.NAME_INVALID
    assert refusal(tmp_path, lambda: saved(tmp_path, "../b")).code is ErrorCode.NAME_INVALID
    assert refusal(tmp_path, lambda: saved(tmp_path, "a/c", "\ud800")).code is (
        ErrorCode.FILE_UNWRITABLE
    )


def test_settings_that_changed_meanwhile_stay(tmp_path: Path):
    text = save_settings(tmp_path, FolderSettings(path="a", name="甲"), known_text=None)
    (tmp_path / "a/folder.toml").write_text("# ours\n" + text)
    later = FolderSettings(path="a", name="乙")
    error = refusal(tmp_path, lambda: save_settings(tmp_path, later, known_text=text))
    assert error.code is ErrorCode.FILE_CHANGED
    save_settings(tmp_path, later, known_text="# ours\n" + text)
    settings, text = load_settings(tmp_path, "a")[0], (tmp_path / "a/folder.toml").read_text()
    assert settings.name == "乙"
    assert text.startswith("# ours\n")


@pytest.mark.parametrize("call", CALLS)
def test_a_disk_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
):
    text = saved(tmp_path, "a/b")
    for nth in range(1, 12):
        with monkeypatch.context() as patch:
            has_failed = fail_nth(patch, call, nth)
            error = attempt(lambda known=text: saved(tmp_path, "a/b", "[1]", known))
        if not has_failed():
            break
        if error:
            assert held(tmp_path) == {"a/b.toml": text.encode()}
        else:
            text = (tmp_path / "a/b.toml").read_text()
    else:
        pytest.fail("the save never came through")


def test_a_request_and_a_folder_move_with_all_in_them(tmp_path: Path):
    saved(tmp_path, "a/x")
    saved(tmp_path, "a/f/y")
    move(tmp_path, "a/x", "b/x 2")
    move(tmp_path, "a/f", "b/g")
    move(tmp_path, "b/g", "b/G")
    assert sorted(held(tmp_path)) == ["b/G/y.toml", "b/x 2.toml"]


def test_a_move_takes_nobodys_place(tmp_path: Path):
    saved(tmp_path, "a/x")
    saved(tmp_path, "a/y")
    saved(tmp_path, "a/f/z")
    for path, target in (("a/x", "a/Y"), ("a/f", "a/f/g"), ("a/x", "A/q")):
        assert refusal(tmp_path, lambda p=path, t=target: move(tmp_path, p, t)).code is (
            ErrorCode.FILE_EXISTS
        )
    assert refusal(tmp_path, lambda: move(tmp_path, "a/no", "a/n")).code is (
        ErrorCode.ENDPOINT_UNKNOWN
    )


def test_what_is_removed_comes_back_byte_for_byte(tmp_path: Path):
    saved(tmp_path, "a/x")
    saved(tmp_path, "a/f/y")
    (tmp_path / "a/f/README.md").write_bytes(b"\xff")
    (tmp_path / "a/f/empty").mkdir()
    before = held(tmp_path)
    for path in ("a/x", "a"):
        removed = remove(tmp_path, path)
        assert len(held(tmp_path)) < len(before)
        restore(tmp_path, removed)
        assert held(tmp_path) == before
    assert (tmp_path / "a/f/empty").is_dir()
    assert refusal(tmp_path, lambda: restore(tmp_path, removed)).code is ErrorCode.FILE_EXISTS


@pytest.mark.skipif(os.name != "posix", reason="modes mean something")
def test_what_could_not_be_brought_back_is_not_removed(tmp_path: Path):
    saved(tmp_path, "a/x")
    with (tmp_path / "a/big.bin").open("wb") as stream:
        stream.truncate(5 * 1024 * 1024)
    with pytest.raises(FileError) as caught:
        remove(tmp_path, "a")
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert (tmp_path / "a/x.toml").exists()


def test_an_empty_folder_is_made_once(tmp_path: Path):
    make(tmp_path, "a/b")
    assert list_folder(tmp_path, "a").folders == ("b",)
    with pytest.raises(FileError) as caught:
        make(tmp_path, "a/B")
    assert caught.value.code is ErrorCode.FILE_EXISTS
