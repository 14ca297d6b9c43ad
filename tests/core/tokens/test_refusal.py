import msgspec
import pytest

from weda_tui.core.errors import ErrorCode, TokenError
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.tokens.refusal import LASTS_FOR, TokenRefusal, refusal_of

CALL = PreparedRequest(
    method="POST",
    url="https://weda.example.cn/auth/v1/token/clientCredential",
    headers=(("Authorization", "Basic QUtJRDpzM2NyZXQ="),),
    body=b'{"grant_type":"client_credentials"}',
)
ERROR = TokenError(ErrorCode.TOKEN_WRONG_SECRET, status=401, detail="not s3cret-key")
NOW = 1_800_000_000.0


def refusal() -> TokenRefusal:
    return refusal_of(ERROR, CALL, Masker(("s3cret-key",)), now=NOW)


@pytest.mark.parametrize(
    ("seconds", "is_recent"),
    [(0, True), (-0.5, True), (LASTS_FOR - 0.1, True), (LASTS_FOR, False), (-3600, False)],
)
def test_it_holds_for_a_while_by_a_clock_that_may_have_been_set(seconds: float, is_recent: bool):
    assert refusal().is_recent(NOW + seconds) is is_recent


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://other.example.cn/auth/v1/token/clientCredential"},
        {"headers": (("Authorization", "Basic QUtJRDpvdGhlcg=="),)},
        {"headers": ()},
        {"body": b"grant_type=client_credentials"},
    ],
)
def test_it_is_of_one_call_alone(changes: dict[str, object]):
    assert refusal().is_of(CALL)
    assert not refusal().is_of(msgspec.structs.replace(CALL, **changes))


def test_two_refusals_of_one_call_have_nothing_in_common():
    first, second = refusal(), refusal()
    assert first.salt != second.salt
    assert first.digest != second.digest


def test_what_is_written_is_read_again_without_the_secret():
    written = msgspec.json.encode(refusal())
    assert b"s3cret" not in written
    read = msgspec.json.decode(written, type=TokenRefusal)
    assert read.is_of(CALL)
    error = read.error()
    assert error.code is ErrorCode.TOKEN_WRONG_SECRET
    assert error.parameters == {"status": 401, "detail": "not ••••••••"}


def test_a_header_that_is_no_text_can_be_compared_too():
    odd = msgspec.structs.replace(CALL, headers=(("x-device-id", "\udcff"),))
    assert refusal_of(ERROR, odd, Masker(()), now=NOW).is_of(odd)
