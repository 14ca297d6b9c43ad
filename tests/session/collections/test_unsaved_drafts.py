"""Drafts on the disk contain no secret and are restored only once."""

from pathlib import Path

from msgspec.structs import replace

from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.session.collections.unsaved_drafts import Drafts

SECRET = "s3cret/Key+of the deployment"


def test_no_secret_lands_in_the_file(tmp_path: Path):
    drafts = Drafts(tmp_path, lambda: Masker([SECRET]))
    draft = RequestDraft(
        endpoint_id="a.b",
        method="POST",
        url=f"/x?k={SECRET}",
        headers=(("Authorization", "Bearer eyJhbGciOi.x"), ("Cookie", "{{cookie}}")),
        body=f'{{"k": "{SECRET}", "n": 1}}',
        layers=(VariableLayer(VariableOrigin.COLLECTION, {"k": SECRET}),),
    )
    drafts.keep({"a.b": draft}, "a.b")
    (file,) = tmp_path.glob("*.json")
    written = file.read_text()
    assert SECRET not in written
    assert "eyJhbGciOi" not in written
    assert "{{cookie}}" in written
    assert MASK in written
    drafts.close()
    back = Drafts(tmp_path, Masker).recover()
    assert back.drafts["a.b"].body == f'{{"k": "{MASK}", "n": 1}}'
    assert back.open_key == "a.b"


def test_what_was_taken_back_is_kept_by_the_run_that_took_it(tmp_path: Path):
    draft = RequestDraft(endpoint_id="a.b", method="POST", url="/x")
    first = Drafts(tmp_path, Masker)
    first.keep({"a.b": draft}, "a.b")
    first.close()
    second = Drafts(tmp_path, Masker)
    assert second.recover().drafts == {"a.b": draft}
    assert len(list(tmp_path.glob("*.json"))) == 1
    second.close()
    assert Drafts(tmp_path, Masker).recover().drafts == {"a.b": draft}


def written(folder: Path) -> dict[str, RequestDraft]:
    return Drafts(folder, Masker).recover().drafts


def test_an_older_look_never_lands_after_a_newer_one(tmp_path: Path):
    draft = RequestDraft(endpoint_id="a.b", method="POST", url="/x")
    newer = replace(draft, url="/newer")
    drafts = Drafts(tmp_path, Masker)
    turn = drafts.turn()
    drafts.keep({"a.b": newer}, "a.b")
    drafts.keep({"a.b": draft}, "a.b", turn)
    drafts.close()
    assert written(tmp_path) == {"a.b": newer}


def test_nothing_is_written_after_the_end(tmp_path: Path):
    draft = RequestDraft(endpoint_id="a.b", method="POST", url="/x")
    drafts = Drafts(tmp_path, Masker)
    drafts.keep({"a.b": draft}, "a.b")
    drafts.close()
    drafts.keep({}, "")
    drafts.keep({"a.c": draft}, "")
    assert not drafts.recover().drafts
    assert written(tmp_path) == {"a.b": draft}


def test_what_was_typed_before_the_drafts_came_back_stays_written(tmp_path: Path):
    old = RequestDraft(endpoint_id="a.b", method="POST", url="/old")
    first = Drafts(tmp_path, Masker)
    first.keep({"a.b": old, "a.c": old}, "a.c")
    first.close()
    typed = replace(old, url="/typed")
    second = Drafts(tmp_path, Masker)
    second.keep({"a.b": typed, "a.d": typed}, "a.d")
    assert second.recover().drafts == {"a.b": old, "a.c": old}
    second.close()
    back = Drafts(tmp_path, Masker).recover()
    assert back.drafts == {"a.b": typed, "a.c": old, "a.d": typed}
    assert back.open_key == "a.d"


def test_a_secret_by_its_name_is_not_written(tmp_path: Path):
    drafts = Drafts(tmp_path, Masker)
    headers = (("X-Api-Key", "hunter2!"), ("X-Auth", "Bearer hunter2!"), ("X-Mode", "fast"))
    sign_in = RequestDraft(
        endpoint_id="auth.signin",
        method="POST",
        url="/x?token=hunter2!&a=1",
        headers=headers,
        body='{"username": "ann", "password": "hunter2!", "mfa_token": "{{mfa}}"}',
    )
    form = replace(sign_in, body="username=ann&client_secret=hunter2!")
    drafts.keep({"auth.signin": sign_in, "auth.token": form}, "auth.signin")
    (file,) = tmp_path.glob("*.json")
    assert "hunter2!" not in file.read_text()
    drafts.close()
    back = written(tmp_path)
    assert back["auth.signin"].body == (
        f'{{"username": "ann", "password": "{MASK}", "mfa_token": "{{{{mfa}}}}"}}'
    )
    assert back["auth.token"].body == f"username=ann&client_secret={MASK}"
    assert back["auth.signin"].headers[2] == ("X-Mode", "fast")
