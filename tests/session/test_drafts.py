"""Drafts on the disk hold no secret, and change hands once."""

from pathlib import Path

from weda_tui.core.masking import MASK, Masker
from weda_tui.core.request import RequestDraft
from weda_tui.core.variables import Layer, Origin
from weda_tui.session.drafts import Drafts

SECRET = "s3cret/Key+of the deployment"


def test_no_secret_lands_in_the_file(tmp_path: Path):
    drafts = Drafts(tmp_path, lambda: Masker([SECRET]))
    draft = RequestDraft(
        endpoint_id="a.b",
        method="POST",
        url=f"/x?k={SECRET}",
        headers=(("Authorization", "Bearer eyJhbGciOi.x"), ("Cookie", "{{cookie}}")),
        body=f'{{"k": "{SECRET}", "n": 1}}',
        layers=(Layer(Origin.COLLECTION, {"k": SECRET}),),
    )
    drafts.keep({"a.b": draft}, "a.b")
    (file,) = tmp_path.glob("*.json")
    written = file.read_text()
    assert SECRET not in written
    assert "eyJhbGciOi" not in written
    assert "{{cookie}}" in written
    assert MASK in written
    drafts.close()
    back = Drafts(tmp_path, Masker).take_back()
    assert back.drafts["a.b"].body == f'{{"k": "{MASK}", "n": 1}}'
    assert back.in_hand == "a.b"


def test_what_was_taken_back_is_kept_by_the_run_that_took_it(tmp_path: Path):
    draft = RequestDraft(endpoint_id="a.b", method="POST", url="/x")
    first = Drafts(tmp_path, Masker)
    first.keep({"a.b": draft}, "a.b")
    first.close()
    second = Drafts(tmp_path, Masker)
    assert second.take_back().drafts == {"a.b": draft}
    assert len(list(tmp_path.glob("*.json"))) == 1
    second.close()
    assert Drafts(tmp_path, Masker).take_back().drafts == {"a.b": draft}
