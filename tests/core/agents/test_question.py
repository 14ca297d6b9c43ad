"""A yes counts for one question, once, and in time."""

import msgspec
import pytest

from weda_tui.core.agents.question import (
    ANSWERED_WITHIN,
    AgentQuestion,
    AskedWrite,
    PersonAnswer,
    agreed_to,
    request_digest,
    seal_of,
    shows_all,
)
from weda_tui.core.catalogue.endpoint import Bilingual, Effect, TokenKind
from weda_tui.core.errors import ErrorCode, GuardError
from weda_tui.core.guard.affected_records import AffectedRecords
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import PreparedRequest

REQUEST = PreparedRequest(method="POST", url="https://h/a", headers=(("A", "b"),), body=b"{}")
SEAL = seal_of("1", ("hq", "dev"), [request_digest(REQUEST, TokenKind.KEY)])
WRITE = AskedWrite(
    endpoint_id="", title=Bilingual(), env_type="dev", effect=Effect.WRITE, reach=AffectedRecords(),
    decision=GuardDecision.ASK, token_kind=TokenKind.KEY, request=REQUEST,
)  # fmt: skip
YES = PersonAnswer(seal=SEAL, is_yes=True)


def question(decision: GuardDecision = GuardDecision.ASK) -> AgentQuestion:
    return AgentQuestion(
        seal=SEAL, client="Cursor", reason="", environment="hq", host="https://h",
        decision=decision, writes=(WRITE,), asked_at=0.0,
    )  # fmt: skip


def test_a_yes_in_time_is_the_decision_that_was_asked_for() -> None:
    assert agreed_to(question(), YES, ANSWERED_WITHIN) is GuardDecision.ASK
    named = msgspec.structs.replace(YES, typed="hq")
    assert agreed_to(question(GuardDecision.ASK_NAME), named, 1.0) is GuardDecision.ASK_NAME


@pytest.mark.parametrize(
    ("answer", "waited", "code"),
    [
        (None, 1.0, ErrorCode.AGENT_NOT_ANSWERED),
        (PersonAnswer(seal=SEAL, is_yes=False), 1.0, ErrorCode.AGENT_DECLINED),
        (PersonAnswer(seal="0" * 64, is_yes=True), 1.0, ErrorCode.AGENT_ANSWER_OTHER),
        (PersonAnswer(seal="", is_yes=True), 1.0, ErrorCode.AGENT_ANSWER_OTHER),
        (YES, ANSWERED_WITHIN + 0.1, ErrorCode.AGENT_ANSWER_LATE),
        (YES, -1.0, ErrorCode.AGENT_ANSWER_LATE),
    ],
)
def test_anything_else_is_no_consent(
    answer: PersonAnswer | None, waited: float, code: ErrorCode
) -> None:
    with pytest.raises(GuardError) as caught:
        agreed_to(question(), answer, waited)
    assert caught.value.code is code
    assert caught.value.parameters == {"environment": "hq", "env_type": "dev"}


@pytest.mark.parametrize("typed", ["", "HQ", "hq ", "yes", "dev"])
def test_a_name_is_typed_as_it_is(typed: str) -> None:
    answer = msgspec.structs.replace(YES, typed=typed)
    with pytest.raises(GuardError) as caught:
        agreed_to(question(GuardDecision.ASK_NAME), answer, 1.0)
    assert caught.value.code is ErrorCode.AGENT_NAME_WRONG


def test_no_two_requests_have_one_digest() -> None:
    for other in [
        {"method": "PUT"},
        {"url": "https://h/b"},
        {"headers": (("A", "c"),)},
        {"headers": (("A", "b"), ("A", "b"))},
        {"headers": ()},
        {"body": b"{ }"},
        {"url": "https://h/aA", "headers": (("", "b"),)},
        {"headers": (("Ab", ""),)},
    ]:
        changed = msgspec.structs.replace(REQUEST, **other)
        assert request_digest(changed, TokenKind.KEY) != request_digest(REQUEST, TokenKind.KEY), (
            other
        )


def test_no_two_tokens_have_one_digest() -> None:
    assert len({request_digest(REQUEST, kind) for kind in TokenKind}) == len(TokenKind)


def test_a_seal_says_where_which_requests_and_for_which_question() -> None:
    digest = request_digest(REQUEST, TokenKind.KEY)
    seals = {
        SEAL,
        seal_of("2", ("hq", "dev"), [digest]),
        seal_of("1", ("hq", "prod"), [digest]),
        seal_of("1", ("hq",), ["dev", digest]),
        seal_of("1", ("hqd", "ev"), [digest]),
        seal_of("1", ("hq", "dev"), [digest, digest]),
        seal_of("1", ("hq", "dev"), []),
    }
    assert len(seals) == 7


def test_a_question_stands_for_five_minutes_and_not_for_ever_where_the_clock_was_set_back() -> None:
    moments = (0.0, 1.0, ANSWERED_WITHIN, 301.0, -60.0, -301.0)
    left = [question().seconds_left(now) for now in moments]
    assert left == [300.0, 299.0, 0.0, -1.0, 240.0, -1.0]


def test_a_body_that_is_drawn_like_another_one_is_not_shown() -> None:
    for body in [
        "\ufeff{}",
        "{\r\n}",
        "a\rb",
        "a\x00b",
        "a\x1bb",
        "a\x85b",
        "a\u200bb",
        "☀\u200d☀",
        "a\u00adb",
        "\u0332" * 260,
        "a\u2028b",
        "a\u202eb",
        "a␉b",
        f"a{MASK}b",
        '["אב", 11, 22, "גד"]',
        '["ا", 1]',
        "\u0661",
    ]:
        request = msgspec.structs.replace(REQUEST, body=body.encode())
        assert not shows_all(request, ()), body


@pytest.mark.parametrize(
    "body", [b"", b"{}", "␀".encode(), '{\n\t"名": "张伟 ☀\ufe0f"\n}\n'.encode(), rb"a\u200b"]
)
def test_any_other_body_is_shown(body: bytes) -> None:
    assert shows_all(msgspec.structs.replace(REQUEST, body=body), (("X-A", "名 1"),))


@pytest.mark.parametrize("body", [b"\xff\xfea\x00", b"\xc4\xe3", b"\xed\xa0\x80"])
def test_a_body_in_no_utf_8_is_not_shown(body: bytes) -> None:
    assert not shows_all(msgspec.structs.replace(REQUEST, body=body), ())


def test_an_address_and_headers_are_shown_as_they_are() -> None:
    address = msgspec.structs.replace(REQUEST, url="https://h/a\u200b")
    assert not shows_all(address, ())
    assert not shows_all(REQUEST, (("X-A", f"a{MASK}"),))
    assert not shows_all(REQUEST, (("X-A", "a\tb"),))
