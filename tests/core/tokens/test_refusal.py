import msgspec

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


def test_it_holds_for_a_while_by_a_clock_that_may_have_been_set():
    held = refusal()
    for seconds in (0, -0.5, LASTS_FOR - 0.1):
        assert held.is_recent(NOW + seconds), seconds
    for seconds in (LASTS_FOR, -3600):
        assert not held.is_recent(NOW + seconds), seconds


def test_it_is_of_one_call_alone():
    held = refusal()
    assert held.is_of(CALL)
    for other in (
        msgspec.structs.replace(
            CALL, url="https://other.example.cn/auth/v1/token/clientCredential"
        ),
        msgspec.structs.replace(CALL, headers=(("Authorization", "Basic QUtJRDpvdGhlcg=="),)),
        msgspec.structs.replace(CALL, headers=()),
        msgspec.structs.replace(CALL, body=b"grant_type=client_credentials"),
    ):
        assert not held.is_of(other), other


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
