"""Unsaved drafts are private and complete, and only those of ended programs are restored."""

from pathlib import Path

from weda_tui.core.requests.draft import RequestDraft
from weda_tui.store.collections.drafts import DraftFile, KeptDrafts

DRAFT = RequestDraft(endpoint_id="a.b", method="POST", url="/x", body='{"a": "说"}')
KEPT = KeptDrafts({"a.b": DRAFT, "/审批/x": DRAFT}, "a.b")


def test_drafts_of_a_run_that_is_over_come_back_once(tmp_path: Path):
    first = DraftFile(tmp_path)
    first.keep(KEPT)
    second = DraftFile(tmp_path)
    assert second.recover() == KeptDrafts()
    first.close()
    assert second.recover() == KEPT
    second.drop_taken()
    assert DraftFile(tmp_path).recover() == KeptDrafts()
    assert list(tmp_path.iterdir()) == []


def test_they_are_private(tmp_path: Path):
    folder = tmp_path / "drafts"
    DraftFile(folder).keep(KEPT)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_without_drafts_there_is_no_file(tmp_path: Path):
    file = DraftFile(tmp_path)
    file.keep(KEPT)
    file.keep(KeptDrafts())
    assert list(tmp_path.glob("*.json")) == []


def test_a_damaged_file_is_left_alone(tmp_path: Path):
    (tmp_path / "a.json").write_bytes(b'{"drafts": {"a":')
    file = DraftFile(tmp_path)
    assert file.recover() == KeptDrafts()
    file.drop_taken()
    assert (tmp_path / "a.json").exists()
