"""Temporary folders: the next process deletes the folders of a killed process."""

import tempfile
from pathlib import Path

import pytest

from weda_tui.store.runs.held_folders import LOCK, held_folder


def test_what_nobody_holds_any_more_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    names = ("weda-left", "weda-linked", "other-left", "weda-new")
    left, linked, other, new = (tmp_path / name for name in names)
    for folder in (left, other, new):
        folder.mkdir()
        (folder / "rows.json").write_text("[]")
    for folder in (left, other):
        (folder / LOCK).touch()
    linked.symlink_to(other)
    with held_folder("weda-") as first:
        (first / "rows.json").write_text("[]")
        with held_folder("weda-") as second:
            assert {*tmp_path.iterdir()} == {linked, other, new, first, second}
    assert {*tmp_path.iterdir()} == {linked, other, new}
    assert (other / LOCK).exists()
