import base64
import json
from urllib.parse import quote

import msgspec
import pytest

from tests.core.recordings import EXPIRED, JSON_TYPE, NOW, cancelled, record, sent
from weda_tui.core.errors import Delivery, ErrorCode, GuardError, LimitError
from weda_tui.core.guard.resolved_call import UNNAMED
from weda_tui.core.history.entry import HistoryEntry, SendEnding
from weda_tui.core.history.recording import (
    LONGEST_ENV_TYPE,
    LONGEST_NAME,
    MOST_ENV_TYPES,
    is_worth_keeping,
    record_of,
)
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.sending.exchange import Answered, Cancelled, Failed
from weda_tui.core.tokens.access_token import AccessToken

CANARY = "c4n4ry/Secret+of the house"
CODED = base64.b64encode(CANARY.encode()).decode()


@pytest.mark.parametrize(
    "spelling",
    [
        CANARY,
        CODED,
        base64.b64encode(f"AKID:{CANARY}".encode()).decode(),
        quote(CANARY, safe=""),
        CANARY.encode().hex(),
        CANARY.replace("/", r"\/"),
    ],
)
def test_no_spelling_of_a_secret_is_kept(spelling: str) -> None:
    answer = f'{{"Response": {{"RequestId": "{spelling}", "Data": "{spelling}"}}}}'
    kept = record(
        answer,
        body=f'{{"x": "{spelling}"}}',
        headers=(JSON_TYPE, ("X-Echo", spelling)),
        secrets=(CANARY,),
    )
    assert spelling.encode() not in msgspec.msgpack.encode(kept)
    assert kept.draft.lacks_secret


def test_credentials_that_nobody_knew_are_hidden_too() -> None:
    answer = '{"access_token": "eyJ.unknown.token", "refresh_token": "refresh-unknown"}'
    kept = record(answer, body='{"username": "zhangwei", "password": "typed-by-hand"}')
    whole = msgspec.msgpack.encode(kept)
    for secret in (b"eyJ.unknown.token", b"refresh-unknown", b"typed-by-hand"):
        assert secret not in whole
    assert b"zhangwei" in whole


def test_a_variable_that_came_with_the_request_is_hidden_where_it_is_a_secret() -> None:
    whole = sent(body='{"password": "{{pw}}", "n": {{n}}}', secrets=())
    layer = VariableLayer(VariableOrigin.SET, {"pw": "typed-as-variable", "n": "5"})
    left = PreparedRequest(
        method="POST", url="", headers=(), body=b'{"password": "typed-as-variable", "n": 5}'
    )
    draft = msgspec.structs.replace(whole.draft, layers=(layer,))
    kept = record_of(msgspec.structs.replace(whole, draft=draft, request=left), 1000)
    assert b"typed-as-variable" not in msgspec.msgpack.encode(kept)
    assert kept.draft.layers[0].values["n"] == "5"
    assert kept.draft.lacks_secret


def test_a_long_body_is_cut_and_says_so_and_no_secret_is_cut_in_two() -> None:
    filler = "x" * 995
    kept = record(filler + CANARY + "y" * 200_000, largest=1000, secrets=(CANARY,))
    assert kept.response is not None
    assert kept.is_response_cut
    assert 990 < len(kept.response.body) <= 1000
    assert b"c4n4" not in kept.response.body
    assert kept.entry.size == 995 + len(CANARY) + 200_000
    whole = record("short", largest=1000)
    assert not whole.is_response_cut


@pytest.mark.parametrize("largest", [999, 1000, 1001])
def test_no_character_is_cut_in_two(largest: int) -> None:
    kept = record("名" * 100_000, largest=largest)
    assert kept.response is not None
    assert kept.response.body.decode() == "名" * (largest // 3)


def test_a_body_full_of_secrets_leaves_no_piece_at_the_cut() -> None:
    kept = record(CANARY * 20_000, largest=1000, secrets=(CANARY,))
    assert kept.response is not None
    assert b"c4n4" not in kept.response.body
    assert b"house" not in kept.response.body


def test_text_in_another_character_set_is_searched_for_secrets() -> None:
    answer = f'{{"说": "{CANARY}"}}'.encode("utf-16")
    kept = record(
        answer, headers=(("Content-Type", "text/plain; charset=utf-16"),), secrets=(CANARY,)
    )
    assert kept.response is not None
    assert "说" in kept.response.body.decode("utf-8-sig")
    assert CANARY.encode("utf-16-le") not in kept.response.body
    assert b"c4n4" not in kept.response.body


def test_the_env_type_of_a_send_is_masked() -> None:
    whole = sent(secrets=(CANARY,))
    target = msgspec.structs.replace(whole.target, env_type=CANARY)
    kept = record_of(msgspec.structs.replace(whole, target=target), 1000)
    assert kept.entry.conditions.env_type == MASK


def test_the_conditions_of_a_send() -> None:
    token = AccessToken(
        value="t" * 40, issued_at=NOW - 100, lifetime=7200, lifetime_given=True,
        url="", status=200, elapsed=0.1,
    )  # fmt: skip
    headers = (JSON_TYPE, ("Date", "Wed, 25 Nov 2026 01:47:18 GMT"))
    conditions = record(EXPIRED, headers=headers, token=token).entry.conditions
    assert (conditions.environment, conditions.env_type) == ("总部", "dev")
    assert (conditions.token_age, conditions.token_left) == (100, 7100)
    assert conditions.clock_skew == pytest.approx(300 - 0.042)
    assert record(headers=(("Date", "yesterday"),)).entry.conditions.clock_skew is None


def test_each_ending_has_its_mark_and_comes_back_as_it_was() -> None:
    fine, failed, lost = record(), record(EXPIRED), record(None)
    assert [each.entry.ending for each in (fine, failed, lost, cancelled())] == [
        SendEnding.OK, SendEnding.FAILED, SendEnding.NO_ANSWER, SendEnding.CANCELLED,
    ]  # fmt: skip
    settled = failed.settled
    assert isinstance(settled, Answered)
    assert settled.exchange.response.body.decode() == EXPIRED
    assert failed.entry.code == "INVALID_ACCESS_TOKEN"
    assert failed.entry.request_id == "r-2"
    back = lost.settled
    assert isinstance(back, Failed)
    assert (back.error.code, back.error.parameters["port"]) == (ErrorCode.CONNECTION_REFUSED, 443)
    assert isinstance(cancelled().settled, Cancelled)
    part = record('[{"cloudObjectId": "a"}, {"code": "X", "message": "no"}]').entry
    assert part.ending is SendEnding.PARTLY
    assert record("plain").entry.ending is SendEnding.UNKNOWN


def test_what_the_system_said_and_how_far_a_call_came_is_kept() -> None:
    whole = sent(None)
    assert isinstance(whole.result, Failed)
    late = LimitError(ErrorCode.TIMED_OUT, seconds=30, phase="wait")
    late.detail, late.delivery = "ReadTimeout", Delivery.SENT
    result = msgspec.structs.replace(whole.result, error=late)
    kept = record_of(msgspec.structs.replace(whole, result=result), 1000)
    back = msgspec.msgpack.decode(msgspec.msgpack.encode(kept.entry), type=HistoryEntry)
    assert back.problem is not None
    error = back.problem.error()
    assert isinstance(error, LimitError)
    assert (error.detail, error.delivery) == ("ReadTimeout", Delivery.SENT)
    assert error.parameters == {"seconds": 30, "phase": "wait"}


def test_what_never_left_is_not_kept() -> None:
    lost = sent(None).result
    assert isinstance(lost, Failed)
    stopped = GuardError(ErrorCode.GUARD_READ_ONLY, environment="总部", env_type="prod")
    late = LimitError(ErrorCode.TIMED_OUT, seconds=30, phase="wait")
    assert not is_worth_keeping(msgspec.structs.replace(lost, error=stopped))
    assert is_worth_keeping(msgspec.structs.replace(lost, error=late))
    assert is_worth_keeping(sent().result)


def test_half_a_surrogate_pair_is_kept_as_a_question() -> None:
    kept = record(body='{"x": "\ud83d"}'.encode("utf-8", "replace").decode())
    assert msgspec.msgpack.encode(kept)


def test_the_name_of_a_saved_request_is_kept_masked_and_bounded():
    kept = record(saved=f"w/s3cr3t-value/{'x' * 5000}", secrets=("s3cr3t-value",)).entry.saved
    assert kept.startswith("w/")
    assert "s3cr3t-value" not in kept
    assert len(kept) <= LONGEST_NAME


def test_every_env_type_that_a_request_names_is_kept() -> None:
    assert record().entry.conditions.env_types == ("dev",)
    named = record(body='{"envType": "PROD", "x": {"env_type": "uat"}}')
    assert named.entry.conditions.env_types == ("PROD", "dev", "uat")
    unbuilt = record_of(msgspec.structs.replace(sent(), request=None), 1000)
    assert unbuilt.entry.conditions.env_types == ()


@pytest.mark.parametrize(
    "names", [[f"e{n}" for n in range(MOST_ENV_TYPES)], ["x" * (LONGEST_ENV_TYPE + 1)]]
)
def test_of_too_many_env_types_or_too_long_ones_none_is_known(names: list[str]) -> None:
    body = json.dumps([{"envType": each} for each in names])
    assert record(body=body).entry.conditions.env_types == (UNNAMED,)
