"""What an answer quotes of a key is masked, cut or spelled in another way; the rest stays."""

import base64
import json

import pytest

from weda_tui.core.masking import MASK, WordsMasker
from weda_tui.core.secrets.quoted_parts import LARGEST, without_parts
from weda_tui.core.sending.exchange import Response

KEY = "vaultQuotedKey0123456789abcdefgh"
MASKER = WordsMasker((KEY,))
PAIR = base64.b64encode(f"A:{KEY}".encode()).decode()


def shown(body: bytes, *, tokens: frozenset[str] = frozenset(), media: str = "") -> bytes:
    headers = (("Content-Type", media), ("WWW-Authenticate", f"Basic {PAIR[:20]}"))
    response = Response(status=401, reason=KEY[:12], headers=headers, body=body)
    found = without_parts(response, MASKER, tokens)
    assert KEY[:12] not in found.reason
    assert PAIR[:20] not in found.header("WWW-Authenticate")
    return found.body


@pytest.mark.parametrize(
    "quoted",
    [
        KEY[:20],
        KEY[3:12],
        PAIR[:30],
        KEY.encode().hex(":"),
        KEY.encode().hex(" ").upper(),
        "\n".join(PAIR[at : at + 7] for at in range(0, len(PAIR), 7)),
        base64.encodebytes(("x" * 40 + KEY).encode()).decode(),
    ],
)
def test_a_value_that_quotes_a_part_is_masked_and_the_others_stay(quoted: str) -> None:
    answer = {"error": "invalid", "said": f"malformed: {quoted}...", "rows": [{"n": 1.50}]}
    spelled = json.dumps(answer).replace(": 1.5", ": 1.50")
    masked = shown(spelled.encode())
    assert json.loads(masked) == {**answer, "said": MASK}
    assert b"1.50" in masked
    assert shown(f"malformed: {quoted}".encode()) == MASK.encode()


def test_a_part_that_is_escaped_is_masked_too() -> None:
    escaped = "".join(f"\\u{ord(each):04x}" for each in KEY[:10])
    assert (
        shown(f'{{"{escaped}": 1}}'.encode()) == json.dumps({MASK: 1}, ensure_ascii=False).encode()
    )


def test_a_token_of_the_answer_stays_for_who_asked_for_it() -> None:
    token = f"{KEY[:10]}-a-token-of-the-answer"
    body = json.dumps({"refresh_token": token}).encode()
    assert shown(body, tokens=frozenset({token})) == body


def test_what_quotes_nothing_is_as_it_came() -> None:
    for body in (b'{"rows": ["vault", "0123"]}', b"<p>no such user</p>", b""):
        assert shown(body) is body or shown(body) == body


def test_nothing_is_shown_of_what_is_too_large_to_search() -> None:
    response = Response(status=200, reason="OK", headers=(), body=b" " * (LARGEST + 1))
    found = without_parts(response, MASKER, frozenset())
    assert (found.body, found.withheld) == (b"", LARGEST + 1)
