"""Every documented code is available as a fault, with its layer, HTTP status and envelope."""

import json
from typing import Any

import pytest

from tests.sandbox.calling import Calling, new_world
from weda_tui.core.answers.layers import DOCUMENTED, ErrorLayer
from weda_tui.core.answers.verdict import Mark, Verdict, judge
from weda_tui.sandbox.server.faults import CODES, fail_some, message_of
from weda_tui.store.bundled_error_book import load_error_book

BOOK = load_error_book()
STARTERS = "/weda/workflow/v1/prod/DescribeInstanceStarterList"
DOWNLOADS = "/v1/storages/get-objects-download-info"
MODULES = {ErrorLayer.MODEL: "model", ErrorLayer.STORAGE: "storage"}


def judged(answer: Any, module: str = "") -> Verdict:
    content_type = answer.headers.get("content-type", "")
    return judge(answer.status_code, content_type, answer.content, module=module)


@pytest.mark.parametrize("layer", sorted({entry.layer for entry in BOOK.entries}))
async def test_a_code_is_answered_at_its_layer(sandbox: Calling, layer: ErrorLayer) -> None:
    entries = [entry for entry in BOOK.entries if entry.layer is layer]
    for entry in entries:
        headers = {"X-Sandbox-Fault": entry.code}
        answer = await sandbox.client.post(STARTERS, headers=headers, json={})
        verdict = judged(answer)
        assert (verdict.layer, verdict.code) == (layer, entry.code)
        assert verdict.message == message_of(entry.code)
        is_oauth = layer is ErrorLayer.AUTH and entry.code.islower()
        assert answer.status_code == (entry.status or (400 if is_oauth else 200)), entry.code
        assert is_oauth or verdict.request_id, entry.code


def test_the_sandbox_knows_the_codes_of_the_book_and_no_others() -> None:
    assert set(CODES) == set(DOCUMENTED) == {entry.code for entry in BOOK.entries}
    assert {code: DOCUMENTED[code] for code in CODES} == {
        entry.code: entry.layer for entry in BOOK.entries
    }


@pytest.mark.parametrize(
    ("code", "by_item"),
    [("OBJECT_NOT_EXIST", True), ("COS_ACTION_FAILED", True), ("OBJECT_BATCH_TOO_LARGE", False)],
)
async def test_a_storage_call_fails_object_by_object(
    sandbox: Calling, code: str, by_item: bool
) -> None:
    asked = [{"cloudObjectId": "cloud://e.b/a"}, {"cloudObjectId": "cloud://e.b/b"}]
    answer = await sandbox.client.post(DOWNLOADS, headers={"X-Sandbox-Fault": code}, json=asked)
    verdict = judged(answer, "storage")
    assert (verdict.layer, verdict.code) == (ErrorLayer.STORAGE, code)
    assert len(verdict.items) == (2 if by_item else 0)


async def test_partial_lets_every_other_object_fail(sandbox: Calling) -> None:
    user = await sandbox.sign_in_user()
    asked = [{"objectId": name} for name in ("a", "b", "c", "d", "e")]
    answer = await sandbox.client.post(
        "/v1/storages/get-objects-upload-info",
        headers={"X-Sandbox-Fault": "partial", "Authorization": f"Bearer {user['access_token']}"},
        json=asked,
    )
    verdict = judged(answer, "storage")
    assert (verdict.mark, verdict.failed, verdict.count) == (Mark.PARTIAL, 3, 5)


def test_partial_refuses_records_of_a_batch_and_leaves_other_answers_alone() -> None:
    body = fail_some(b'{"data":{"legalIdList":["a","b","c"],"illegalIdList":[]}}')
    assert json.loads(body)["data"] == {"legalIdList": ["b"], "illegalIdList": ["a", "c"]}
    assert fail_some(b'{"data":[1]}') == b'{"data":[1]}'
    assert fail_some(b"<html>") == b"<html>"


@pytest.mark.parametrize("code", ["FailedOperation", "AUTH_FAILURE", "OBJECT_NOT_EXIST"])
async def test_a_standing_code_leaves_the_tokens_alone(code: str) -> None:
    calling = Calling(new_world(), fault=code)
    async with calling.client:
        assert (await calling.fetch_token()).status_code == 200
        assert judged(await calling.client.post(STARTERS, json={})).code == code


async def test_a_standing_code_of_sign_in_strikes_the_tokens(sandbox: Calling) -> None:
    calling = Calling(new_world(), fault="captcha_required")
    async with calling.client:
        answer = await calling.fetch_token()
        assert (answer.status_code, judged(answer).code) == (400, "captcha_required")
        assert judged(await calling.client.post(STARTERS, json={})).layer is ErrorLayer.AUTH
