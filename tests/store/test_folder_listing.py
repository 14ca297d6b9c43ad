from pathlib import Path

import pytest

from weda_tui.core.errors import ErrorCode
from weda_tui.store.folder_listing import list_folder


def test_folders_first_then_files_by_name(tmp_path: Path) -> None:
    for name in ("b", "A.txt", "报告.pdf"):
        (tmp_path / name).write_bytes(b"abc")
    (tmp_path / "Z").mkdir()
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    folder = list_folder(str(tmp_path))
    assert folder.error is None
    assert folder.path == str(tmp_path)
    assert [(each.name, each.is_folder, each.size) for each in folder.entries] == [
        ("Z", True, 0),
        ("A.txt", False, 3),
        ("b", False, 3),
        ("gone", False, 0),
        ("报告.pdf", False, 3),
    ]


def test_home_and_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert list_folder("~").path == list_folder("").path == str(tmp_path)


@pytest.mark.parametrize("text", ["none", "file", "a\0b", "~nobody-of-that-name/x"])
def test_what_cannot_be_listed_says_why(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    folder = list_folder(text)
    assert folder.entries == ()
    assert folder.error is not None
    assert folder.error.code is ErrorCode.FILE_UNREADABLE
