"""What an agent sees of a response, in whatever form the server repeats a secret."""

import base64
import json
from urllib.parse import quote

import msgspec
import pytest

from tests.core.recordings import JSON_TYPE, sent
from weda_tui.core.agents import masking
from weda_tui.core.agents.masking import (
    AnswerSecrets,
    masked_exchange,
    masked_failure,
    masked_record,
    masked_result,
    masked_step,
    quoted_title,
)
from weda_tui.core.catalogue.endpoint import Bilingual
from weda_tui.core.environments.check import CheckStep, Faulty, StepKind, StepResult
from weda_tui.core.errors import ErrorCode, NotReachableError
from weda_tui.core.history.recording import record_of
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.runs.results import RunResult
from weda_tui.core.secrets.detection import MOST_FOUND
from weda_tui.core.sending.exchange import Answered, Exchange, Failed, Response

SECRET = "s3cr3t/value+of==it"
MASKER = Masker([SECRET])
FORMS = {
    "raw": SECRET,
    "base64": base64.b64encode(SECRET.encode()).decode(),
    "in base64": base64.b64encode(f'{{"k": "{SECRET}"}}'.encode()).decode(),
    "hex": SECRET.encode().hex(),
    "url": quote(SECRET, safe=""),
    "json": "".join(f"\\u{ord(each):04x}" for each in SECRET),
}


def exchange(body: str | bytes, headers: tuple[tuple[str, str], ...] = ()) -> Exchange:
    result = sent(body, headers=(JSON_TYPE, *headers)).result
    assert isinstance(result, Answered)
    return result.exchange


@pytest.mark.parametrize("form", list(FORMS))
def test_a_secret_is_masked_in_every_form(form: str) -> None:
    seen = masked_exchange(
        exchange(f'{{"x": "{FORMS[form]}"}}', (("X-Echo", FORMS[form]),)), MASKER
    )
    assert FORMS[form] not in seen.response.body.decode()
    assert MASK in seen.response.body.decode()
    assert FORMS[form] not in str(seen.response.headers)


def test_what_looks_like_a_secret_is_masked_as_well() -> None:
    body = '{"access_token": "unknown-token-1", "again": "unknown-token-1", "name": "张伟"}'
    seen = masked_exchange(exchange(body, (("Set-Cookie", "sid=unknown-sid-1; Path=/"),)), MASKER)
    assert "unknown-token-1" not in seen.response.body.decode()
    assert "unknown-sid-1" not in str(seen.response.headers)
    assert "张伟" in seen.response.body.decode()


def test_a_short_secret_is_masked_in_its_own_answer_as_in_the_history() -> None:
    body = '{"password": "hunt3r2", "token": "tk12", "code": "tk1", "again": "hunt3r2"}'
    cookie = ("Set-Cookie", "sid=abc1234; Path=/")
    seen = masked_exchange(exchange(body, (cookie,)), MASKER).response
    kept = record_of(sent(body, headers=(JSON_TYPE, cookie)), len(body)).response
    assert kept is not None
    assert seen.body == kept.body
    assert seen.headers == kept.headers
    assert b"hunt3r2" not in seen.body
    assert b'"tk1"' in seen.body


def test_a_secret_of_an_answer_is_masked_in_those_that_follow() -> None:
    secrets = AnswerSecrets()
    body = '{"access_token": "unknown-token-1", "password": "hunt3r2"}'
    answer = exchange(body, (("Set-Cookie", "sid=unknown-sid-1; Path=/"),)).response
    text = '{"note": "unknown-sid-1 hunt3r2", "id": "unknown-token-1"}'
    assert secrets.hide(answer).text(text) == f'{{"note": "{MASK} {MASK}", "id": "{MASK}"}}'
    assert secrets.masker.text(text) == f'{{"note": "{MASK} hunt3r2", "id": "{MASK}"}}'


def test_no_more_secrets_of_answers_are_remembered_than_can_be_masked() -> None:
    secrets = AnswerSecrets()
    for first in (0, MOST_FOUND):
        rows = [{"token": f"unknown-{n:06d}"} for n in range(first, first + MOST_FOUND)]
        secrets.note(exchange(json.dumps(rows)).response)
    assert len(secrets.found) == MOST_FOUND
    assert f"unknown-{MOST_FOUND:06d}" in secrets.found
    assert "unknown-000000" not in secrets.found


def test_of_an_answer_with_too_many_secrets_those_of_its_head_are_remembered() -> None:
    secrets = AnswerSecrets()
    rows = [{"token": f"unknown-{n:06d}"} for n in range(MOST_FOUND + 1)]
    cookie = ("Set-Cookie", "sid=unknown-sid-1; Path=/")
    secrets.hide(exchange(json.dumps(rows), (cookie,)).response)
    assert secrets.found == ("unknown-sid-1",)


def test_an_entry_of_the_history_is_masked_again() -> None:
    answer = f'{{"code": "E", "message": "no {SECRET}"}}'
    for record in (record_of(sent(answer, body=SECRET), 1000), record_of(sent(None), 1000)):
        seen = masked_record(record, MASKER)
        assert SECRET not in f"{seen.entry}{seen.request}{seen.response}"
        assert seen.entry.problem == record.entry.problem
        assert (seen.response is None) is (record.response is None)


def test_a_body_of_more_secrets_than_can_be_masked_is_withheld() -> None:
    rows = [{"token": f"unknown-{n:06d}"} for n in range(MOST_FOUND + 1)]
    few, many = (
        json.dumps({"message": "unknown-000000", "rows": each}) for each in (rows[1:], rows)
    )
    assert not masked_exchange(exchange(few), MASKER).response.withheld
    seen = masked_exchange(exchange(many), MASKER)
    assert seen.response.withheld == len(many)
    assert not seen.response.body
    assert "unknown-" not in str(seen)


def test_other_character_sets_hide_nothing() -> None:
    wide = exchange(f'{{"x": "{SECRET}"}}'.encode("utf-16"))
    assert SECRET.encode("utf-16-le") not in masked_exchange(wide, MASKER).response.body
    unknown = exchange(b"\xff\xfe\x00" + SECRET.encode("utf-16-be"), (("Content-Type", "x/y"),))
    assert SECRET.encode("utf-16-be") not in masked_exchange(unknown, MASKER).response.body


def test_of_a_large_body_the_beginning_is_seen_and_no_half_of_a_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = f'{{"x": "{"0" * MASKER.overlap}'
    monkeypatch.setattr(masking, "LARGEST_SHOWN", len(begun) + 6)
    seen = masked_exchange(exchange(f'{begun}{SECRET}"}}'), MASKER)
    assert seen.response.body == b'{"x": "000000'
    assert seen.response.is_beginning
    assert seen.response.size == len(begun) + len(SECRET) + 2


def test_a_failure_and_what_had_come_are_masked() -> None:
    failed = sent(None).result
    assert isinstance(failed, Failed)
    response = Response(status=200, reason="OK", headers=(JSON_TYPE,), body=SECRET.encode())
    seen = masked_failure(msgspec.structs.replace(failed, response=response), MASKER)
    assert seen.response is not None
    assert seen.response.body == MASK.encode()
    assert masked_failure(failed, MASKER).response is None


def test_a_result_without_an_answer_stays_what_it_is() -> None:
    result = RunResult(order=(0, 0), path="a", title="A", is_unsent=True)
    assert masked_result(result, MASKER) == result


def test_a_title_of_a_file_is_safe_to_draw() -> None:
    assert quoted_title(Bilingual("读\x1b", "read\n")) == Bilingual("“读␛”", "“read␊”")


def test_the_words_of_a_proxy_are_masked_as_those_of_an_answer() -> None:
    failed, said = sent(None).result, f"403 no {SECRET} password=hunt3r2-Q9"
    assert isinstance(failed, Failed)
    error = NotReachableError(ErrorCode.PROXY_DENIED, proxy="http://p:1", reason=said)
    failed = msgspec.structs.replace(failed, error=error)
    result = RunResult(order=(0, 0), path="a", title="A", error=error)
    record = record_of(msgspec.structs.replace(sent(None), result=failed), 1000)
    step = StepResult(CheckStep(StepKind.PORT), Faulty(error))
    for seen in (
        masked_failure(failed, MASKER),
        masked_result(result, MASKER),
        masked_record(record, MASKER),
        masked_step(step, MASKER),
    ):
        assert f"403 no {MASK} password={MASK}" in str(seen)
        assert SECRET not in str(seen)
        assert "hunt3r2" not in str(seen)
