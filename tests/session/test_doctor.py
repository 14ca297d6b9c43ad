"""The doctor with the knowledge of a session."""

import json
from base64 import urlsafe_b64encode
from itertools import product

import httpx
import pytest
from msgspec import structs

from tests.session.sending.test_sender import refuse_first
from tests.session.weda import EXPIRED_ANSWER, READ, WRITE, Weda, draft, place, place_of_user
from weda_tui.core.answers.layers import DOCUMENTED
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.doctor.cause_checks import CauseState, Count, Fields, Kinds, TimeLeft
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.remedies import MOST_STEPS, VARIABLES
from weda_tui.core.doctor.server_logs import LogPlace, Service
from weda_tui.core.environments.deployment import EnvTypeSetting, Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.session import Session
from weda_tui.session.doctor import diagnose_call, use_own_address
from weda_tui.session.history import entry_of


async def diagnosed(
    session: Session, sent: RequestDraft, guard: Guard = Guard.CONFIRM
) -> tuple[Answered | Failed, Diagnosis]:
    if not session.environments.all:
        types = (EnvTypeSetting("prod", guard), EnvTypeSetting("dev", Guard.NONE))
        place_of_user(session, env_types=types)
    where = Target(session.environments.all[0], "prod")
    result = await session.sending.send(sent, where, consent=GuardDecision.ASK_NAME)
    diagnosis = diagnose_call(session, result, where)
    assert diagnosis is not None
    return result, diagnosis


def ids(diagnosis: Diagnosis) -> list[StepId]:
    return [step.id for step in diagnosis.steps]


def saying(code: str) -> httpx.Response:
    return httpx.Response(200, json={"code": code, "requestId": "r-1", "message": "m"})


async def test_a_success_has_none(session: Session):
    where = place(session)
    answer = await session.sending.send(draft(session), where)
    assert diagnose_call(session, answer, where) is None


async def test_a_token_refused_twice_is_known_by_kind_and_age(session: Session, weda: Weda):
    refuse_first(weda, 2, httpx.Response(200, json=EXPIRED_ANSWER))
    _, diagnosis = await diagnosed(session, draft(session))
    causes = {cause.id: cause for cause in diagnosis.causes}
    assert causes[CauseId.TOKEN_KIND].evidence == Kinds(TokenKind.KEY, TokenKind.KEY)
    assert causes[CauseId.TOKEN_EXPIRED].state is CauseState.NO, "the second one was new"
    assert diagnosis.executed is Executed.NO
    assert ids(diagnosis) == [
        StepId.CHECK_ENVIRONMENT,
        StepId.RENEW_AND_SEND,
        StepId.ERROR_BOOK,
        StepId.SUPPORT_BUNDLE,
    ], "no clock is set: tokens do not stand on it"


async def test_a_refused_token_without_a_new_one_is_for_the_reason_that_there_is_none(
    session: Session, weda: Weda
):
    await session.tokens.renew(place_of_user(session).environment)
    refuse_first(weda)
    weda.token_answer = lambda _: httpx.Response(401, json={"error": "invalid_client"})
    result, diagnosis = await diagnosed(session, draft(session))
    assert diagnosis.executed is Executed.NO
    assert diagnosis.page is not None
    assert diagnosis.page.code == "INVALID_ACCESS_TOKEN"
    entry = await entry_of(session.history, result)
    assert entry is not None
    recalled = (await session.history.read(entry.id)).settled
    assert isinstance(recalled, Answered)
    again = diagnose_call(session, recalled, Target(session.environments.all[0], "prod"))
    assert again == diagnosis, "it says the same when it is opened again"
    assert [(cause.id, cause.state) for cause in diagnosis.causes] == [
        (CauseId.CREDENTIALS, CauseState.YES)
    ]
    assert ids(diagnosis)[0] is StepId.EDIT_ENVIRONMENT


async def test_how_long_the_token_was_good_for_is_what_was_known_when_it_left(
    session: Session, weda: Weda
):
    weda.call_answer = lambda _: saying("INVALID_CREDENTIALS")
    _, diagnosis = await diagnosed(session, draft(session))
    left = next(c.evidence for c in diagnosis.causes if c.id is CauseId.TOKEN_EXPIRED)
    assert isinstance(left, TimeLeft)
    assert 259000 < left.seconds <= 259200


@pytest.mark.parametrize(("ended", "state"), [(60.0, CauseState.YES), (-60.0, CauseState.NO)])
async def test_a_token_that_was_typed_has_ended_where_it_says_so(
    session: Session, weda: Weda, ended: float, state: CauseState
):
    exp = int(session.clock.wall() - ended)
    claims = urlsafe_b64encode(json.dumps({"exp": exp}).encode()).decode().rstrip("=")
    typed = ("Authorization", f"Bearer eyJhbGciOiJIUzI1NiJ9.{claims}.c2lnbmF0dXJlLW9mLWl0")
    weda.call_answer = lambda _: saying("INVALID_ACCESS_TOKEN")
    _, diagnosis = await diagnosed(session, structs.replace(draft(session), headers=(typed,)))
    found = {cause.id: cause.state for cause in diagnosis.causes}
    assert found[CauseId.TOKEN_EXPIRED] is state
    if state is CauseState.YES:
        assert diagnosis.causes[0].id is CauseId.TOKEN_EXPIRED
        assert diagnosis.steps[0].id is StepId.USE_BUILT_IN_TOKEN


async def test_a_new_token_is_fetched_and_the_call_sent_again(session: Session, weda: Weda):
    where = place(session)
    await session.sending.send(draft(session), where)
    again = await session.sending.send(draft(session), where, renews=True)
    assert isinstance(again, Answered)
    assert len(weda.token_calls) == 2
    assert weda.calls[-1].headers["Authorization"].startswith("Bearer token-2-")


async def test_the_calls_of_the_last_minute_are_counted_by_deployment(session: Session, weda: Weda):
    where = place(session)
    await session.sending.send(draft(session), where)
    weda.passed += 61
    await session.sending.send(draft(session), where)
    weda.call_answer = lambda _: saying("EXCEED_RATELIMIT")
    _, diagnosis = await diagnosed(session, draft(session))
    assert diagnosis.causes[0].evidence == Count(2)
    assert ids(diagnosis)[0] is StepId.WAIT_AND_SEND
    assert diagnosis.steps[0].seconds == 10.0, "the server does not say how long"


async def test_what_the_documents_object_to_in_what_was_sent(session: Session, weda: Weda):
    weda.call_answer = lambda _: saying("InvalidParameter")
    sent = structs.replace(draft(session, WRITE), body='{"ButtonAction": 99}')
    _, diagnosis = await diagnosed(session, sent)
    assert isinstance(diagnosis.causes[0].evidence, Fields)
    field = next(step.field for step in diagnosis.steps if step.id is StepId.GO_TO_FIELD)
    assert field is not None
    assert field.name == "TaskId"


async def test_who_may_not_know_the_history_is_told_nothing_of_it(
    session: Session, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    weda.call_answer = lambda _: saying("INVALID_PARAM")
    result, _ = await diagnosed(session, draft(session))
    asked: list[object] = []

    def note(endpoint_id: str, *_: object) -> None:
        asked.append(endpoint_id)

    monkeypatch.setattr(session.history, "last_sent_body", note)
    where = Target(session.environments.all[0], "prod")
    assert diagnose_call(session, result, where, knows_history=False) is not None
    assert asked == []
    diagnose_call(session, result, where)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("guard", "code", "asks"),
    [
        (Guard.NONE, "SERVER_TIMEOUT", True),
        (Guard.NONE, "EXCEED_RATELIMIT", False),
        (Guard.CONFIRM, "EXCEED_RATELIMIT", True),
    ],
)
async def test_a_step_that_repeats_a_write_asks_unless_nothing_was_executed(
    session: Session, weda: Weda, guard: Guard, code: str, *, asks: bool
):
    weda.call_answer = lambda _: saying(code)
    _, diagnosis = await diagnosed(session, draft(session, WRITE), guard)
    assert not diagnosis.steps[0].repeats_write
    repeating = [step for step in diagnosis.steps if step.repeats_write]
    assert repeating
    assert all(step.asks is asks for step in repeating)


@pytest.mark.parametrize("endpoint_id", [READ, WRITE, "model.list", "storage.getDownloadInfo"])
async def test_for_every_documented_code_there_is_something_to_do_and_unknown_ones_are_quiet(
    session: Session, weda: Weda, endpoint_id: str
):
    sent = draft(session, endpoint_id)
    sent = structs.replace(sent, url=sent.url.replace("{{modelName}}", "customer"))
    for code in (*DOCUMENTED, "NOBODYS_CODE", "40003", "\x1b]0;t\x07"):
        weda.call_answer = lambda _, code=code: saying(code)
        result, diagnosis = await diagnosed(session, sent)
        assert isinstance(result, Answered)
        assert 1 <= len(diagnosis.steps) <= MOST_STEPS
        assert not diagnosis.steps[0].repeats_write, code
        if code not in DOCUMENTED:
            is_read = endpoint_id != WRITE
            executed = Executed.NO if is_read else Executed.MAYBE
            assert (diagnosis.causes, diagnosis.executed) == ((), executed), code
            assert diagnosis.only_reads is is_read


async def test_a_call_that_got_no_answer_may_have_been_executed(session: Session, weda: Weda):
    def fail(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    weda.call_answer = fail
    result, diagnosis = await diagnosed(session, draft(session))
    assert isinstance(result, Failed)
    assert (diagnosis.executed, ids(diagnosis)[0]) == (Executed.NO, StepId.SEND_AGAIN)
    assert diagnosis.only_reads
    _, write = await diagnosed(session, draft(session, WRITE))
    assert write.executed is Executed.MAYBE
    assert ids(write)[0] is StepId.LOOK_FIRST
    assert all(step.asks for step in write.steps if step.repeats_write)


async def test_a_wrong_secret_is_the_cause_and_the_environment_is_edited(
    session: Session, weda: Weda
):
    weda.token_answer = lambda _: httpx.Response(
        401, json={"error": "unauthorized_client", "error_description": "secret wrong"}
    )
    result, diagnosis = await diagnosed(session, draft(session))
    assert isinstance(result, Failed)
    assert diagnosis.executed is Executed.NO
    assert diagnosis.causes[0].state is CauseState.YES
    assert diagnosis.steps[0].id is StepId.EDIT_ENVIRONMENT


async def test_what_this_machine_stopped_is_not_diagnosed(session: Session):
    where = place(session)
    sent = structs.replace(draft(session), url="{{vars.host}}/{{nobody}}")
    result = await session.sending.send(sent, where)
    assert isinstance(result, Failed)
    assert diagnose_call(session, result, where) is None


ID = "489e4ae1-4c58-4c58-9668-489e937f9739"


def failing(code: str, request_id: str = ID) -> httpx.Response:
    return httpx.Response(200, json={"code": code, "requestId": request_id, "message": "m"})


async def test_every_failure_with_a_request_id_offers_the_log(session: Session, weda: Weda):
    for code, endpoint in product((*DOCUMENTED, "NOBODY_KNOWS"), (READ, WRITE)):
        weda.call_answer = lambda _, code=code: failing(code)
        _, diagnosis = await diagnosed(session, draft(session, endpoint))
        log = [step for step in diagnosis.steps if step.id is StepId.SERVER_LOG]
        assert len(log) == 1, code
        assert ID in log[0].text, code
        assert StepId.COPY_REQUEST_ID not in ids(diagnosis), code
        assert len(diagnosis.steps) <= MOST_STEPS, code


@pytest.mark.parametrize(("code", "at"), [("INVALID_ENV", -1), ("SYS_ERR", 1)])
async def test_the_log_comes_early_where_the_server_is_at_fault_else_last(
    session: Session, weda: Weda, code: str, at: int
):
    weda.call_answer = lambda _: failing(code)
    _, diagnosis = await diagnosed(session, draft(session, WRITE))
    assert ids(diagnosis)[at] is StepId.SERVER_LOG


async def test_what_is_no_request_id_is_only_copied(session: Session, weda: Weda):
    weda.call_answer = lambda _: failing("SYS_ERR", "x'; rm -rf /")
    _, diagnosis = await diagnosed(session, draft(session))
    assert StepId.SERVER_LOG not in ids(diagnosis)


async def test_a_header_may_hold_the_request_id(session: Session, weda: Weda):
    weda.call_answer = lambda _: httpx.Response(502, headers={"X-Request-Id": ID}, text="bad")
    result, diagnosis = await diagnosed(session, draft(session))
    assert isinstance(result, Answered)
    assert result.exchange.verdict.request_id == ID
    step = diagnosis.steps[1]
    assert step.text == f"docker logs proxy 2>&1 | grep -F -- '{ID}'"


async def test_a_refused_token_is_searched_where_sign_ins_are_logged(session: Session, weda: Weda):
    weda.token_answer = lambda _: httpx.Response(
        500, json={"code": "SYS_ERR", "message": "m", "requestId": ID}
    )
    _, diagnosis = await diagnosed(session, draft(session))
    log = next(step.log for step in diagnosis.steps if step.id is StepId.SERVER_LOG)
    assert log is not None
    assert (log.service, log.request_id) == (Service.SIGN_IN, ID)


async def test_the_log_of_an_old_failure_is_gone(session: Session, weda: Weda):
    weda.call_answer = lambda _: failing("SYS_ERR")
    result, _ = await diagnosed(session, draft(session))
    weda.passed += 8 * 86400
    old = diagnose_call(session, result, Target(session.environments.all[0], "prod"))
    assert old is not None
    last = old.steps[-1]
    assert last.id is StepId.SERVER_LOG
    assert isinstance(result, Answered)
    assert last.log is not None
    assert last.log.gone_since == result.exchange.started_at + 7 * 86400


async def test_a_cluster_is_remembered_by_its_address(session: Session, weda: Weda):
    weda.call_answer = lambda _: failing("SYS_ERR")
    await diagnosed(session, draft(session))
    host = session.environments.all[0].host
    assert session.settings.log_place(host) is None
    session.settings.remember_log_place(host, LogPlace("weda", {Service.PROXY: "proxy-0"}))
    _, diagnosis = await diagnosed(session, draft(session))
    text = next(step.text for step in diagnosis.steps if step.id is StepId.SERVER_LOG)
    assert text == f"kubectl -n weda logs proxy-0 | grep -F -- '{ID}'"
    session.paths.log_places.write_text(json.dumps({host: {"namespace": "; rm"}}))
    again = Session(session.paths, environ={}, use_keyring=False)
    assert again.settings.log_place(host) is None, "a name that is none is nobody's answer"
    await again.aclose()


async def test_a_token_variable_without_a_value_gives_way_to_the_built_in_token(session: Session):
    sent = draft(session)
    typed = structs.replace(sent, headers=(("authorization", "Bearer {{token}}"),))
    _, diagnosis = await diagnosed(session, typed)
    assert [(step.id, step.text) for step in diagnosis.steps[:2]] == [
        (StepId.USE_BUILT_IN_TOKEN, "Authorization"),
        (StepId.EDIT_ENVIRONMENT, VARIABLES),
    ]
    other = structs.replace(sent, headers=(("X-Id", "{{token}}"),))
    where = Target(session.environments.all[0], "prod")
    assert diagnose_call(session, await session.sending.send(other, where), where) is None


@pytest.mark.parametrize(
    ("url", "values"),
    [
        ("{{host}}/weda/workflow/v1/dev/StartFlow?a=1", {"host": "https://weda.old.cn"}),
        ("{{base}}/StartFlow?a=1", {"base": "https://weda.old.cn/weda/workflow/v1/{{env}}"}),
        ("https://weda.old.cn/weda/workflow/v1/{{WeDa.EnvType}}/StartFlow?a=1", {}),
    ],
)
def test_a_request_of_another_deployment_becomes_one_of_this(
    session: Session, url: str, values: dict[str, str]
):
    where, other = place(session), ("X-A", "Bearer abcdefghij")
    sent = RequestDraft(
        endpoint_id="",
        method="POST",
        url=url,
        headers=(("authorization", "Bearer {{token}}"), other),
        layers=(VariableLayer(VariableOrigin.COLLECTION, {"env": "prod", **values}),),
    )
    used = use_own_address(session, sent, where)
    assert used.endpoint_id == "workflow.StartFlow"
    assert used.url == "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/StartFlow?a=1"
    assert used.headers == (other,)
    unknown = structs.replace(sent, url="https://weda.old.cn/own/dev/x")
    used = use_own_address(session, unknown, where)
    assert (used.endpoint_id, used.url) == ("", "{{vars.host}}/own/dev/x")
    assert used.headers == sent.headers
