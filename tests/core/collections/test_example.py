"""The part of a response stored as an example: short, masked, and marked where it is cut."""

from tests.core.recordings import JSON_TYPE, OK, record, sent
from weda_tui.core.collections.example import LONGEST_BODY, example_of, replace_secrets
from weda_tui.core.collections.saved_request import Example
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import Header
from weda_tui.core.sending.exchange import Answered, Exchange


def answer(body: str | bytes = OK, *headers: Header, status: int = 200) -> Exchange:
    result = sent(body, headers=headers or (JSON_TYPE,), status=status).result
    assert isinstance(result, Answered)
    return result.exchange


def kept(exchange: Exchange, *, secrets: tuple[str, ...] = (), size: int | None = None) -> Example:
    size = exchange.response.size if size is None else size
    return example_of(exchange, name="好", env_type="dev", size=size, masker=Masker(secrets))


def test_an_answer_is_kept_with_when_and_where_it_came() -> None:
    exchange = answer(OK, JSON_TYPE, ("X-Request-Id", "r-1"), ("Server", "nginx"))
    assert kept(exchange) == Example(
        name="好",
        status=200,
        verdict="ok",
        at="2026-11-25T01:42:18Z",
        env_type="dev",
        headers=(JSON_TYPE, ("X-Request-Id", "r-1")),
        body=OK,
    )


def test_a_failure_is_kept_with_its_code() -> None:
    refused = '{"Response": {"RequestId": "r", "Error": {"Code": "NotFound", "Message": "no"}}}'
    example = kept(answer(refused))
    assert (example.verdict, example.code) == ("failure", "NotFound")


def test_a_long_body_is_cut_at_a_character_and_says_so() -> None:
    body = '{"a": "' + "审" * LONGEST_BODY + '"}'
    example = kept(answer(body))
    assert example.size == len(body.encode())
    assert body.startswith(example.body)
    assert LONGEST_BODY - 3 < len(example.body.encode()) <= LONGEST_BODY


def test_what_the_history_has_cut_says_its_whole_size() -> None:
    settled = record('{"a": "' + "x" * 90_000 + '"}', largest=1000).settled
    assert isinstance(settled, Answered)
    example = kept(settled.exchange, size=90_009)
    assert example.size == 90_009
    assert 0 < len(example.body) <= 1000


def test_of_what_is_no_text_only_size_and_type_are_kept() -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(100)
    example = kept(answer(png, ("Content-Type", "image/png")))
    assert (example.body, example.size) == ("", len(png))
    assert example.headers == (("Content-Type", "image/png"),)


def test_secrets_are_hidden_known_ones_and_those_that_look_like_one() -> None:
    body = '{"who": "c4n4ry-Secret", "access_token": "eyJhbGciOi.abc.def"}'
    example = kept(
        answer(body, JSON_TYPE, ("x-trace-id", "c4n4ry-Secret")), secrets=("c4n4ry-Secret",)
    )
    assert example.body == f'{{"who": "{MASK}", "access_token": "{MASK}"}}'
    assert example.headers[1] == ("x-trace-id", MASK)
    assert replace_secrets(example, Masker(("c4n4ry-Secret",))) == example


def test_a_secret_across_the_cut_leaves_no_half() -> None:
    secret = "c4n4ry-" + "s" * 60
    body = "x" * (LONGEST_BODY - 20) + secret + "y" * 100
    example = kept(answer(body, ("Content-Type", "text/plain")), secrets=(secret,))
    assert "c4n4ry" not in example.body


def test_the_env_type_of_an_example_is_masked() -> None:
    example = Example(name="x", status=200, env_type="c4n4ry-Secret")
    assert replace_secrets(example, Masker(("c4n4ry-Secret",))).env_type == MASK


def test_no_part_of_a_secret_comes_in_where_masks_are_shorter() -> None:
    secret = "c4n4ry-" + "0123456789" * 5
    head = '{"a": "'
    for cut in (64 * 1024, 80 * 1024, 128 * 1024):
        padding = "x" * ((cut - len(head) - len(secret) + 1) % (len(secret) + 30))
        body = head + padding + (secret + "." * 30) * 3000
        assert "c4n4ry" not in kept(answer(body), secrets=(secret,)).body
