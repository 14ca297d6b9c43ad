"""Sending: consent, token, call, verdict, and every way in which there is no response."""

import asyncio
import base64
import json
import mmap
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.session.sending.test_preflight import with_kind
from tests.session.weda import (
    DESTRUCTIVE,
    EXPIRED_ANSWER,
    READ,
    SECRET,
    WRITE,
    Weda,
    draft,
    environment,
    open_session,
    place,
)
from weda_tui.core.answers.verdict import ErrorLayer, Outcome
from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.environments.deployment import SecretRef, Target
from weda_tui.core.errors import ErrorCode
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.history.entry import HistoryQuery
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.runs.answer_values import Captured
from weda_tui.core.sending.exchange import Answered, Exchange, Failed, Phase, Sending
from weda_tui.core.tokens.access_token import TokenState
from weda_tui.session import Session
from weda_tui.session.history import entry_of
from weda_tui.session.runs.memory import SentRequest
from weda_tui.session.sending.judging import JUDGED_ON_THE_LOOP
from weda_tui.session.sending.repeated_writes import REPEAT_WINDOW


def answered(state: Answered | Failed) -> Exchange:
    assert isinstance(state, Answered), state
    return state.exchange


def failed(state: Answered | Failed) -> ErrorCode:
    assert isinstance(state, Failed), state
    return state.error.code


# -- the whole way ---------------------------------------------------------------------------


async def test_a_call_fetches_a_token_and_carries_it(session: Session, weda: Weda):
    where = place(session)
    phases: list[Sending] = []
    exchange = answered(
        await session.sending.send(draft(session, READ), where, on_progress=phases.append)
    )
    assert exchange.endpoint_id == READ
    assert exchange.verdict.outcome is Outcome.OK
    (call,) = weda.calls
    assert call.url.path == "/weda/workflow/v1/dev/DescribeInstanceApproverList"
    assert call.headers["Authorization"].startswith("Bearer token-1-")
    assert [sending.phase for sending in phases][:2] == [Phase.TOKEN, Phase.WAITING]


@pytest.mark.parametrize("body", ['{"password": "p"}', "{}"])
async def test_the_beginning_of_an_answer_to_a_password_is_not_shown(
    session: Session, weda: Weda, body: str
) -> None:
    async def slowly() -> AsyncGenerator[bytes]:
        for _ in range(8):
            weda.passed += 1.0
            yield b'{"access_token": "fresh"' + b" " * 32 * 1024

    weda.call_answer = lambda _: httpx.Response(200, content=slowly())
    seen: list[Sending] = []
    await session.sending.send(
        draft(session, READ, body=body), place(session), on_progress=seen.append
    )
    assert any(each.received for each in seen)
    assert any(each.head for each in seen) is (body == "{}")


async def test_the_token_is_used_again_also_at_the_next_start(tmp_path: Path, weda: Weda):
    session = open_session(tmp_path, weda)
    where = place(session)
    for _ in range(2):
        answered(await session.sending.send(draft(session, READ), where))
    await session.aclose()
    later = open_session(tmp_path, weda)
    assert later.tokens.status(where.environment, TokenKind.KEY).state is TokenState.VALID
    answered(await later.sending.send(draft(later, READ), where))
    await later.aclose()
    assert len(weda.token_calls) == 1
    assert len(weda.calls) == 3


async def test_elapsed_is_the_call_without_the_token(session: Session, weda: Weda):
    token, call = weda.token_answer, weda.call_answer

    def slow_token(request: httpx.Request) -> httpx.Response:
        weda.passed += 5.0
        return token(request)

    def slow_call(request: httpx.Request) -> httpx.Response:
        weda.passed += 0.25
        return call(request)

    weda.token_answer, weda.call_answer = slow_token, slow_call
    exchange = answered(await session.sending.send(draft(session, READ), place(session)))
    assert exchange.elapsed == 0.25
    assert exchange.started_at == 1_800_000_005.0


async def test_http_200_may_be_a_failure(session: Session, weda: Weda):
    stated = {"Response": {"Error": {"Code": "FlowNotFound", "Message": "no such flow"}}}
    weda.call_answer = lambda _: httpx.Response(200, json=stated)
    verdict = answered(await session.sending.send(draft(session, READ), place(session))).verdict
    assert (verdict.outcome, verdict.layer, verdict.code) == (
        Outcome.FAILURE,
        ErrorLayer.BUSINESS,
        "FlowNotFound",
    )


@pytest.mark.parametrize(
    ("endpoint", "method", "outcome"),
    [
        ("odata.delete", "DELETE", Outcome.OK),
        ("odata.delete", "GET", Outcome.UNKNOWN),
        (READ, "POST", Outcome.UNKNOWN),
    ],
)
async def test_an_empty_answer_is_a_success_where_that_is_documented(
    session: Session, weda: Weda, endpoint: str, method: str, outcome: Outcome
):
    where = place(session)
    weda.call_answer = lambda _: httpx.Response(200)
    url = "{{vars.host}}/weda/odata/v1/dev/demo('1')" if endpoint == "odata.delete" else ""
    call = draft(session, endpoint, headers=(), method=method, **({"url": url} if url else {}))
    exchange = answered(await session.sending.send(call, where, consent=GuardDecision.ASK_NAME))
    assert exchange.verdict.outcome is outcome


async def test_a_large_answer_is_judged_all_the_same(session: Session, weda: Weda):
    data = {"Response": {"Data": {"Result": ["x" * 1024] * (JUDGED_ON_THE_LOOP // 1024 + 1)}}}
    weda.call_answer = lambda _: httpx.Response(200, json=data)
    exchange = answered(await session.sending.send(draft(session, READ), place(session)))
    assert len(exchange.response.body) > JUDGED_ON_THE_LOOP
    assert exchange.verdict.count == JUDGED_ON_THE_LOOP // 1024 + 1


async def test_secrets_in_a_request_are_masked_in_what_is_kept_of_it(session: Session, weda: Weda):
    where = place(session)
    body = msgspec.json.encode({"note": f"key {SECRET}"}).decode()
    headers = (("Authorization", "Bearer  {{access_token}}"),)
    call = draft(session, WRITE, body=body, headers=headers)
    exchange = answered(await session.sending.send(call, where))
    shown = f"{exchange.request.headers} {exchange.request.body.decode()}"
    assert SECRET in weda.calls[0].content.decode()
    assert weda.calls[0].headers["Authorization"].startswith("Bearer  token-1-")
    assert SECRET not in shown
    assert "token-1-" not in shown
    assert shown.count(MASK) == 2


# -- consent ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("endpoint_id", "guard", "consent", "code"),
    [
        (READ, Guard.CONFIRM, GuardDecision.SEND, None),
        (WRITE, Guard.CONFIRM, GuardDecision.SEND, ErrorCode.GUARD_NEEDS_CONSENT),
        (WRITE, Guard.CONFIRM, GuardDecision.ASK, None),
        (WRITE, Guard.CONFIRM, GuardDecision.ASK_NAME, None),
        (DESTRUCTIVE, Guard.CONFIRM, GuardDecision.ASK, ErrorCode.GUARD_NEEDS_NAME),
        (DESTRUCTIVE, Guard.CONFIRM, GuardDecision.ASK_NAME, None),
        (WRITE, Guard.READ_ONLY, GuardDecision.ASK_NAME, ErrorCode.GUARD_READ_ONLY),
        (WRITE, Guard.READ_ONLY, GuardDecision.REFUSE, ErrorCode.GUARD_READ_ONLY),
        (WRITE, Guard.CONFIRM, GuardDecision.REFUSE, ErrorCode.GUARD_NEEDS_CONSENT),
    ],
)
async def test_nothing_leaves_without_the_consent_that_is_needed(
    session: Session,
    weda: Weda,
    endpoint_id: str,
    guard: Guard,
    consent: GuardDecision,
    code: ErrorCode | None,
):
    where = place(session, "prod", guard)
    state = await session.sending.send(draft(session, endpoint_id), where, consent=consent)
    if code is None:
        answered(state)
        assert len(weda.calls) == 1
    else:
        assert failed(state) is code
        assert weda.token_calls == weda.calls == []


# -- the same write twice --------------------------------------------------------------------


async def test_the_same_write_asks_again_within_ten_seconds(session: Session, weda: Weda):
    where = place(session, "dev")
    write = draft(session, WRITE)
    answered(await session.sending.send(write, where))
    weda.passed += REPEAT_WINDOW - 0.5
    preflight = session.sending.preflight(write, where)
    assert preflight.decision is GuardDecision.ASK
    assert preflight.repeated_after == REPEAT_WINDOW - 0.5
    assert failed(await session.sending.send(write, where)) is ErrorCode.GUARD_NEEDS_CONSENT
    assert len(weda.calls) == 1
    weda.passed += 0.5
    assert session.sending.preflight(write, where).decision is GuardDecision.SEND
    answered(await session.sending.send(write, where))
    answered(await session.sending.send(write, where, consent=GuardDecision.ASK))
    assert len(weda.calls) == 3


async def test_only_the_same_write_is_a_repetition(session: Session):
    where = place(session, "dev")
    write = draft(session, WRITE)
    answered(await session.sending.send(write, where))
    other_body = msgspec.structs.replace(write, body="{}")
    prod = Target(where.environment, "prod")
    assert session.sending.preflight(other_body, where).repeated_after is None
    assert session.sending.preflight(write, prod).repeated_after is None
    assert session.sending.preflight(draft(session, READ), where).repeated_after is None
    answered(await session.sending.send(draft(session, READ), where))
    answered(await session.sending.send(other_body, where))
    assert session.sending.preflight(write, where).repeated_after is not None


async def test_a_name_is_still_asked_for_on_a_repetition(session: Session):
    where = place(session, "prod", Guard.TYPE_NAME)
    write = draft(session, WRITE)
    answered(await session.sending.send(write, where, consent=GuardDecision.ASK_NAME))
    assert session.sending.preflight(write, where).decision is GuardDecision.ASK_NAME


async def test_a_write_whose_answer_was_lost_counts_as_sent(session: Session, weda: Weda):
    def cut_off(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("cut off", request=request)

    weda.call_answer = cut_off
    where = place(session, "dev")
    write = draft(session, WRITE)
    assert failed(await session.sending.send(write, where)) is ErrorCode.CONNECTION_RESET
    assert session.sending.preflight(write, where).decision is GuardDecision.ASK


async def test_a_write_that_never_left_does_not_count(session: Session, weda: Weda):
    weda.token_answer = lambda _: httpx.Response(500, json={"code": "SYS_ERR", "message": "busy"})
    where = place(session, "dev")
    write = draft(session, WRITE)
    assert failed(await session.sending.send(write, where)) is ErrorCode.TOKEN_SERVER_ERROR
    assert session.sending.preflight(write, where).repeated_after is None


async def test_a_write_that_was_refused_does_not_count(session: Session, weda: Weda):
    where = place(session, "dev")
    write = draft(session, WRITE)
    refusal = {"code": "EXCEED_RATELIMIT", "requestId": "r-1", "message": "too many"}
    weda.call_answer = lambda _: httpx.Response(200, json=refusal)
    answered(await session.sending.send(write, where))
    assert session.sending.preflight(write, where).repeated_after is None


async def test_a_write_that_nobody_could_read_does_not_count(session: Session, weda: Weda):
    def unsendable(request: httpx.Request) -> httpx.Response:
        raise httpx.LocalProtocolError("Illegal header value b'x'", request=request)

    weda.call_answer = unsendable
    where = place(session, "dev")
    write = draft(session, WRITE)
    assert failed(await session.sending.send(write, where)) is ErrorCode.HEADER_INVALID
    assert session.sending.preflight(write, where).repeated_after is None


async def test_a_write_that_may_have_been_done_counts(session: Session, weda: Weda):
    where = place(session, "dev")
    write = draft(session, WRITE)
    busy = {"code": "SERVER_TIMEOUT", "requestId": "r-1", "message": "no answer in time"}
    weda.call_answer = lambda _: httpx.Response(200, json=busy)
    answered(await session.sending.send(write, where))
    assert session.sending.preflight(write, where).repeated_after is not None


async def test_the_same_write_before_a_refused_one_still_counts(session: Session, weda: Weda):
    where = place(session, "dev")
    write = draft(session, WRITE)
    answered(await session.sending.send(write, where))
    weda.passed += 4.0
    weda.call_answer = lambda _: httpx.Response(429)
    answered(await session.sending.send(write, where, consent=GuardDecision.ASK))
    assert session.sending.preflight(write, where).repeated_after == 4.0


# -- no answer -------------------------------------------------------------------------------


async def test_what_cannot_be_resolved_does_not_leave(session: Session, weda: Weda):
    state = await session.sending.send(draft(session, READ, url="{{nowhere}}/x"), place(session))
    assert failed(state) is ErrorCode.VARIABLE_UNKNOWN
    assert isinstance(state, Failed)
    assert state.request is None
    assert weda.token_calls == []


async def test_credentials_do_not_go_to_another_host(session: Session, weda: Weda):
    state = await session.sending.send(
        draft(session, READ, url="https://evil.example/x"), place(session)
    )
    assert failed(state) is ErrorCode.URL_OTHER_HOST
    assert weda.token_calls == weda.calls == []


async def test_no_spelling_of_the_address_takes_a_token_elsewhere(session: Session, weda: Weda):
    where = place(session)
    for end in (
        "\\@evil.cn/x",
        "@evil.cn/x",
        "\t@evil.cn",
        ".evil.cn",
        "／@evil.cn",
        "%2eevil.cn/",
    ):
        state = await session.sending.send(draft(session, url="{{vars.host}}" + end), where)
        assert failed(state) in {ErrorCode.URL_OTHER_HOST, ErrorCode.URL_INVALID}
    assert weda.calls == weda.token_calls == []


async def test_a_secret_in_what_is_refused_is_masked(session: Session):
    where = place(session)
    await session.tokens.renew(where.environment)
    bad = draft(session, url="{{vars.host}}/ " + SECRET)
    state = await session.sending.send(bad, where)
    assert isinstance(state, Failed)
    error = session.sending.preflight(bad, where).error
    assert error is not None
    for refusal in (state.error, error):
        assert refusal.code is ErrorCode.URL_INVALID
        assert str(refusal.parameters["url"]).endswith(f"/ {MASK}")


async def test_an_unknown_endpoint_fails(session: Session):
    state = await session.sending.send(draft(session, endpoint_id="no.Such"), place(session))
    assert failed(state) is ErrorCode.ENDPOINT_UNKNOWN


async def test_a_lost_connection_keeps_the_masked_request(session: Session, weda: Weda):
    def refuse(request: httpx.Request) -> httpx.Response:
        weda.passed += 2.0
        raise httpx.ReadError("cut off", request=request)

    weda.call_answer = refuse
    state = await session.sending.send(draft(session, READ), place(session))
    assert failed(state) is ErrorCode.CONNECTION_RESET
    assert isinstance(state, Failed)
    assert state.request is not None
    assert ("Authorization", f"Bearer {MASK}") in state.request.headers
    assert state.elapsed == 2.0
    assert state.endpoint_id == READ


async def test_without_a_secret_there_is_no_token(session: Session, weda: Weda):
    saved = session.environments.save(
        msgspec.structs.replace(environment(), secret_key=SecretRef("env", "UNSET")), secret=""
    )
    state = await session.sending.send(draft(session, READ), Target(saved, "dev"))
    assert failed(state) is ErrorCode.SECRET_MISSING
    assert weda.token_calls == []


async def test_a_call_that_needs_no_token_goes_without(session: Session, weda: Weda):
    where = place(session)
    answered(await session.sending.send(draft(session, with_kind(session, TokenKind.NONE)), where))
    assert "Authorization" not in weda.calls[0].headers
    assert weda.token_calls == []


async def test_a_call_that_takes_the_key_itself_carries_it_and_no_trace_keeps_it(
    session: Session, weda: Weda
):
    where = place(session)
    state = await session.sending.send(draft(session, with_kind(session, TokenKind.BASIC)), where)
    pair = base64.b64encode(f"AKID-1234567890:{SECRET}".encode()).decode()
    assert weda.calls[0].headers["Authorization"] == f"Basic {pair}"
    assert weda.token_calls == []
    kept = dict(answered(state).request.headers)["Authorization"]
    assert kept == "Basic ••••••••"


async def test_a_call_known_by_its_title_alone_is_not_sent(session: Session, weda: Weda):
    where = place(session)
    state = await session.sending.send(draft(session, "permissions.title.createRole"), where)
    assert failed(state) is ErrorCode.ENDPOINT_TITLE_ONLY
    assert weda.token_calls == weda.calls == []


async def test_cancelling_stops_the_call(session: Session, weda: Weda):
    arrived, left = asyncio.Event(), asyncio.Event()

    async def never(_: httpx.Request) -> httpx.Response:
        arrived.set()
        try:
            await asyncio.Event().wait()
        finally:
            left.set()
        raise AssertionError

    weda.call_answer = never
    task = asyncio.create_task(session.sending.send(draft(session, READ), place(session)))
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left.is_set()


async def test_a_call_cancelled_before_its_token_came_is_no_call_of_the_history(
    session: Session, weda: Weda
):
    arrived = asyncio.Event()

    async def never(_: httpx.Request) -> httpx.Response:
        arrived.set()
        await asyncio.Event().wait()
        raise AssertionError

    weda.token_answer = never
    task = asyncio.create_task(session.sending.send(draft(session, WRITE), place(session)))
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await session.history.find(HistoryQuery())).entries == ()


# -- the token is refused --------------------------------------------------------------------


def tokens_sent(weda: Weda) -> list[str]:
    return [call.headers["Authorization"][7:14] for call in weda.calls]


def refuse_first(weda: Weda, count: int = 1, answer: httpx.Response | None = None) -> None:
    """Let the gateway refuse the token of the first ``count`` calls."""
    good = weda.call_answer
    refusal = answer or httpx.Response(200, json=EXPIRED_ANSWER)

    def answer_call(request: httpx.Request) -> httpx.Response:
        is_refused = len(weda.calls) <= count
        return (
            httpx.Response(refusal.status_code, content=refusal.content, headers=refusal.headers)
            if is_refused
            else good(request)
        )

    weda.call_answer = answer_call


@pytest.mark.parametrize("endpoint", [READ, WRITE])
async def test_a_refused_token_is_replaced_and_the_call_sent_again(
    session: Session, weda: Weda, endpoint: str
):
    where = place(session)
    headers = (("Authorization", "Bearer {{access_token}}"),)
    refuse_first(weda)
    phases: list[Phase] = []
    state = await session.sending.send(
        draft(session, endpoint, headers=headers),
        where,
        on_progress=lambda s: phases.append(s.phase),
    )
    exchange = answered(state)
    assert exchange.verdict.ok
    assert exchange.is_replay
    assert tokens_sent(weda) == ["token-1", "token-2"]
    assert exchange.request.headers == (("Authorization", f"Bearer {MASK}"),)
    assert phases == [Phase.TOKEN, Phase.WAITING, Phase.TOKEN, Phase.WAITING]
    assert session.tokens.status(where.environment, TokenKind.KEY).state is TokenState.VALID
    again = answered(await session.sending.send(draft(session, READ), where))
    assert not again.is_replay
    assert len(weda.token_calls) == 2


async def test_a_second_refusal_is_shown(session: Session, weda: Weda):
    where = place(session)
    refuse_first(weda, 2)
    exchange = answered(await session.sending.send(draft(session, WRITE), where))
    assert exchange.verdict.code == "INVALID_ACCESS_TOKEN"
    assert exchange.is_replay
    assert session.tokens.status(where.environment, TokenKind.KEY).state is TokenState.REFUSED
    assert (len(weda.calls), len(weda.token_calls)) == (2, 2)
    assert answered(await session.sending.send(draft(session, READ), where)).verdict.ok
    assert tokens_sent(weda) == ["token-1", "token-2", "token-3"]


async def test_without_a_new_token_the_refusal_stays_the_answer(session: Session, weda: Weda):
    where = place(session)
    await session.tokens.renew(where.environment)
    refuse_first(weda)
    weda.token_answer = lambda _: httpx.Response(401, json={"error": "invalid_client"})
    state = await session.sending.send(draft(session, WRITE), where)
    exchange = answered(state)
    assert exchange.verdict.code == "INVALID_ACCESS_TOKEN"
    assert exchange.no_new_token is not None
    assert exchange.no_new_token.code is ErrorCode.TOKEN_WRONG_SECRET
    assert not exchange.is_replay
    assert (len(weda.calls), len(weda.token_calls)) == (1, 2)
    entry = await entry_of(session.history, state)
    assert entry is not None
    assert entry.verdict == exchange.verdict
    assert (entry.url, entry.status, entry.problem) == (exchange.request.url, 200, None)


async def test_many_refused_at_once_share_one_new_token(session: Session, weda: Weda):
    where = place(session)
    await session.tokens.renew(where.environment)
    good = weda.call_answer

    def refuse_the_old(request: httpx.Request) -> httpx.Response:
        is_old = request.headers["Authorization"].startswith("Bearer token-1-")
        return httpx.Response(401, json=EXPIRED_ANSWER) if is_old else good(request)

    weda.call_answer = refuse_the_old
    states = await asyncio.gather(
        *(session.sending.send(draft(session, READ), where) for _ in range(20))
    )
    assert all(answered(state).verdict.ok for state in states)
    assert len(weda.token_calls) == 2
    assert len(weda.calls) <= 40


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(401, text="<html><body>proxy: sign in</body></html>"),
        httpx.Response(401, json={"message": "Unauthorized"}),
        httpx.Response(403, json={"code": "PERMISSION_DENIED", "requestId": "r", "message": "x"}),
        httpx.Response(200, json={"code": "SYS_ERR", "requestId": "r", "message": "token"}),
        httpx.Response(200, json={"code": "SERVER_TIMEOUT", "requestId": "r", "message": "x"}),
        httpx.Response(502, text="bad gateway"),
        httpx.Response(
            200, json={"Response": {"Error": {"Code": "INVALID_ACCESS_TOKEN", "Message": "x"}}}
        ),
        httpx.Response(200, content=b""),
    ],
)
async def test_after_any_other_fault_a_call_is_never_sent_again(
    session: Session, weda: Weda, answer: httpx.Response
):
    refuse_first(weda, 9, answer)
    exchange = answered(await session.sending.send(draft(session, WRITE), place(session)))
    assert not exchange.is_replay
    assert (len(weda.calls), len(weda.token_calls)) == (1, 1)


async def test_a_call_that_wants_the_other_kind_of_token_is_not_sent_again(
    session: Session, weda: Weda
):
    said = "want user token but you got client_credentials token"
    answer = httpx.Response(401, json={**EXPIRED_ANSWER, "message": said})
    refuse_first(weda, 9, answer)
    answered(await session.sending.send(draft(session, READ), place(session)))
    assert (len(weda.calls), len(weda.token_calls)) == (1, 1)


async def test_a_token_of_ones_own_is_not_replaced(session: Session, weda: Weda):
    refuse_first(weda, 9)
    own = (("Authorization", "Bearer written-by-hand"),)
    answered(await session.sending.send(draft(session, READ, headers=own), place(session)))
    assert (len(weda.calls), len(weda.token_calls)) == (1, 0)


async def test_the_same_code_from_the_business_side_refuses_no_token(session: Session, weda: Weda):
    stated = {"Response": {"Error": {"Code": "INVALID_ACCESS_TOKEN", "Message": "of a connector"}}}
    weda.call_answer = lambda _: httpx.Response(200, json=stated)
    where = place(session)
    answered(await session.sending.send(draft(session, READ), where))
    assert session.tokens.status(where.environment, TokenKind.KEY).state is TokenState.VALID


async def test_a_token_in_a_verdict_is_masked(session: Session, weda: Weda):
    def echo(request: httpx.Request) -> httpx.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        return httpx.Response(
            200, json={"code": f"c{token}", "message": f"bad {token}", "requestId": f"q{token}"}
        )

    weda.call_answer = echo
    verdict = answered(await session.sending.send(draft(session, READ), place(session))).verdict
    assert (verdict.code, verdict.message) == (f"c{MASK}", f"bad {MASK}")
    assert verdict.request_id == f"q{MASK}"


async def test_a_kept_secret_is_masked_though_the_token_is_kept_too(tmp_path: Path, weda: Weda):
    first = open_session(tmp_path, weda)
    where = place(first)
    await first.tokens.renew(where.environment)
    await first.aclose()
    later = open_session(tmp_path, weda)
    weda.call_answer = lambda _: httpx.Response(200, json={"code": "E", "message": SECRET})
    exchange = answered(await later.sending.send(draft(later, READ), where))
    assert exchange.verdict.message == MASK
    assert len(weda.token_calls) == 1
    await later.aclose()


# -- large and broken off --------------------------------------------------------------------


async def test_a_body_beyond_the_limit_is_read_from_a_file(tmp_path: Path, weda: Weda):
    """``body_in_memory`` of the preferences is the limit in mebibytes."""
    records = [{"_id": str(number), "text": "x" * 50} for number in range(20_000)]
    body = msgspec.json.encode({"Response": {"RequestId": "r", "Data": records}})
    assert len(body) > 2**20
    (tmp_path / "state").mkdir(exist_ok=True)
    (tmp_path / "state" / "preferences.json").write_text('{"body_in_memory": 1}')
    weda.call_answer = lambda _: httpx.Response(200, content=body)
    session = open_session(tmp_path, weda)
    try:
        exchange = answered(await session.sending.send(draft(session, READ), place(session)))
    finally:
        await session.aclose()
    assert isinstance(exchange.response.file, mmap.mmap)
    assert exchange.response.received[:] == body
    assert exchange.response.size == len(body)
    assert exchange.verdict.count == 20_000
    assert body.startswith(exchange.response.body)


async def test_what_came_before_a_failure_is_kept(session: Session, weda: Weda):
    class Cut(httpx.AsyncByteStream):
        async def __aiter__(self):
            yield b'{"Response": {"RequestId": "r"'
            message = "cut"
            raise httpx.ReadError(message)

    weda.call_answer = lambda _: httpx.Response(200, stream=Cut())
    state = await session.sending.send(draft(session, READ), place(session))
    assert isinstance(state, Failed)
    assert state.response is not None
    assert state.response.body == b'{"Response": {"RequestId": "r"'


# -- what was judged is what leaves ----------------------------------------------------------


READ_ACTION = READ.partition(".")[2]


def open_action(session: Session, **changes: object) -> RequestDraft:
    """Return a draft whose path contains a variable that a response can capture."""
    action = VariableLayer(VariableOrigin.REQUEST, {"action": READ_ACTION})
    url = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/{{action}}"
    return draft(session, READ, url=url, layers=(action,), **changes)


def capture(session: Session, where: Target, **values: str) -> None:
    """Store values as the captures of another request's response."""
    captured = [Captured(name, value) for name, value in values.items()]
    session.captured.scope(where).note("b", SentRequest(ok=True, at=0.0), captured)


async def test_a_value_captured_while_a_token_is_fetched_changes_nothing_that_was_judged(
    session: Session, weda: Weda
):
    where, token = place(session, "prod"), weda.token_answer

    def capture_meanwhile(request: httpx.Request) -> httpx.Response:
        capture(session, where, action="StopFlow")
        return token(request)

    weda.token_answer = capture_meanwhile
    assert session.sending.preflight(open_action(session), where).decision is GuardDecision.SEND
    answered(await session.sending.send(open_action(session), where))
    assert [call.url.path for call in weda.calls] == [f"/weda/workflow/v1/prod/{READ_ACTION}"]
    assert session.sending.preflight(open_action(session), where).effect is Effect.DESTRUCTIVE


async def test_a_replay_with_a_new_token_is_the_same_request_but_for_the_token(
    session: Session, weda: Weda
):
    where, answers = place(session, "prod"), [json.dumps(EXPIRED_ANSWER), '{"Response": {}}']

    def refuse_first(_: httpx.Request) -> httpx.Response:
        capture(session, where, action="StopFlow")
        weda.passed += 5
        return httpx.Response(200, text=answers.pop(0))

    weda.call_answer = refuse_first
    body = '{"id": "{{$uuid}}", "at": {{$timestamp}}, "b": "{{$guid}}"}'
    exchange = answered(await session.sending.send(open_action(session, body=body), where))
    assert exchange.is_replay
    first, second = weda.calls
    assert (first.url, second.url.path) == (second.url, f"/weda/workflow/v1/prod/{READ_ACTION}")
    values, again = (json.loads(call.content) for call in weda.calls)
    assert tokens_sent(weda) == ["token-1", "token-2"]
    assert values == again
    assert values["id"] != values["b"]


async def test_a_token_in_an_address_is_not_sent(session: Session, weda: Weda):
    where = place(session, "prod")
    url = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/{{access_token}}"
    sent = draft(session, READ, method="GET", url=url)
    state = await session.sending.send(sent, where, consent=GuardDecision.ASK_NAME)
    assert failed(state) is ErrorCode.TOKEN_MISPLACED
    assert weda.calls == weda.token_calls == []


async def test_a_file_that_turns_a_call_into_another_one_is_not_sent(
    session: Session, weda: Weda, tmp_path: Path
):
    where = place(session, "prod")
    (tmp_path / "workspace/form.txt").write_text("a=1&_method=DELETE", "utf-8")
    form = ("Content-Type", "application/x-www-form-urlencoded")
    sent = draft(session, READ, headers=(form,), body="{{$file form.txt}}")
    assert session.sending.preflight(sent, where).decision is GuardDecision.SEND
    assert failed(await session.sending.send(sent, where)) is ErrorCode.GUARD_CALL_CHANGED
    assert weda.calls == []
