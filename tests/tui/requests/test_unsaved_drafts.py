"""Unsaved edits of saved requests: detected, moved with their files, restored."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.tui.requests.unsaved_drafts import DraftCache, saved_key

CALL = "workflow.DescribeInstanceApproverList"
DRAFT = RequestDraft(endpoint_id=CALL, method="POST", url="", body="{}")
EDIT = replace(DRAFT, body='{"a": 1}')


@pytest.fixture
def kept(tmp_path: Path) -> DraftCache:
    paths = Paths(workspace=tmp_path / "w", state=tmp_path / "s")
    return DraftCache(Session(paths, environ={}, use_keyring=False))


def saved(kept: DraftCache, path: str = "审批/a") -> None:
    kept.note_saved(SavedRequest(path=path, draft=DRAFT), DRAFT)


def test_an_edit_is_told_from_what_is_saved(kept: DraftCache) -> None:
    saved(kept)
    assert kept.draft("/审批/a") == DRAFT
    assert not kept.edited_saved
    kept.keep_saved("审批/a", EDIT)
    assert kept.draft("/审批/a") == EDIT
    assert kept.edited_saved == {"审批/a"}
    assert kept.unsaved(None) == {"/审批/a": EDIT}
    kept.drop_saved("审批/a")
    assert kept.draft("/审批/a") == kept.base("/审批/a") == DRAFT


def test_edits_follow_their_requests_and_folders(kept: DraftCache) -> None:
    saved(kept)
    kept.keep_saved("审批/a", EDIT)
    kept.follow("审批", "别处/里面")
    assert kept.edited_saved == {"别处/里面/a"}


def test_edits_of_what_is_gone_wait_for_it(kept: DraftCache) -> None:
    saved(kept)
    saved(kept, "审批/b")
    kept.keep_saved("审批/a", EDIT)
    kept.keep_saved("审批/b", DRAFT)
    kept.follow("审批", "")
    assert kept.edited_saved == {"审批/a"}
    assert kept.draft(saved_key("审批/a")) == EDIT
    saved_anew = replace(DRAFT, body='{"b": 2}')
    kept.note_saved(SavedRequest(path="审批/b", draft=saved_anew), saved_anew)
    assert kept.draft(saved_key("审批/b")) == saved_anew


def test_a_draft_of_before_yields_to_one_of_this_run(kept: DraftCache) -> None:
    first = draft_for(kept._session.modules.catalogue.get(CALL))
    kept.keep(CALL, first)
    kept.restore(CALL, EDIT, None)
    assert kept.draft(CALL) == EDIT
    kept.restore(CALL, DRAFT, None)
    assert kept.draft(CALL) == EDIT
    kept.drop_untouched(CALL, first)
    assert kept.draft(CALL) == EDIT
    kept.drop_untouched(CALL, EDIT)
    assert kept.draft(CALL) is None
