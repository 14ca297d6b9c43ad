"""The doctor is right for every documented code, and says nothing about other codes."""

from email.utils import formatdate
from typing import Any

import pytest
from msgspec import structs

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import RULE_CODE, Outcome, Verdict
from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.doctor.cause_checks import (
    CauseState,
    Clocks,
    Context,
    Count,
    Fields,
    Kinds,
    Names,
    Quote,
    Renewed,
    Value,
)
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.diagnosis import CATCH_ALL, Diagnosis, diagnose
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.failures import steps_of
from weda_tui.core.doctor.remedies import MOST_STEPS
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.json.text import JsonFault
from weda_tui.core.requests.draft import CONTENT_TYPE, PreparedRequest, draft_for
from weda_tui.core.requests.draft_check import check_draft
from weda_tui.core.sending.exchange import Exchange, Response
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.bundled_error_book import load_error_book

BOOK, CATALOGUE = load_error_book(), load_bundled_catalogue()
NOW = 1_795_570_938.0
READ, WRITE, MODEL = "workflow.GetFlowInstanceTasks", "workflow.CompleteTask", "model.list"
GUARDS = tuple(EnvTypeSetting(name, Guard.NONE) for name in ("prod", "dev"))
HQ = Environment(name="总部", host="https://weda.example.cn", env_types=GUARDS)


def context(endpoint: str = READ, **known: Any) -> Context:
    values: dict[str, Any] = {
        "sent_kind": CATALOGUE.get(endpoint).token_kind,
        "token_left": 3600.0,
        "findings": (),
    }
    where = known.pop("where", Target(HQ, "prod"))
    return Context(where=where, endpoint=CATALOGUE.get(endpoint), **(values | known))


def exchange(  # noqa: PLR0913 - each is a fact that a test is about
    code: str,
    layer: ErrorLayer,
    endpoint: str = READ,
    *,
    message: str = "",
    status: int = 200,
    path: str = "",
    body: bytes = b"{}",
    skew: float = 0.0,
    **headers: str,
) -> Exchange:
    call = CATALOGUE.get(endpoint)
    wanted = call.path.replace("{envType}", "prod").replace("{modelName}", "customer")
    sent = (CONTENT_TYPE, ("Authorization", "Bearer ***"))
    told = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Exchange(
        endpoint_id=endpoint,
        request=PreparedRequest(
            method=call.method, url=f"{HQ.host}{path or wanted}", headers=sent, body=body
        ),
        response=Response(
            status=status,
            reason="",
            headers=(("Date", formatdate(NOW + skew, usegmt=True)), *told),
            body=b"",
        ),
        verdict=Verdict(
            outcome=Outcome.FAILURE if layer else Outcome.UNKNOWN,
            layer=layer,
            code=code,
            message=message,
            request_id="r-1",
        ),
        started_at=NOW,
        elapsed=0.0,
        token_kind=call.token_kind,
    )


def of(code: str, endpoint: str = READ, known: Context | None = None, **made: Any) -> Diagnosis:
    entry = BOOK.find(code)
    layer = made.pop("layer", entry.layer if entry else ErrorLayer.GATEWAY)
    answered = exchange(code, layer, endpoint, **made)
    diagnosis = diagnose(answered, entry, known or context(endpoint))
    assert diagnosis is not None
    return diagnosis


def _executed(entry: CodeEntry, endpoint: str) -> Executed:
    """Return what a code means for a call: a read changes nothing, a write with a catch-all may."""
    if CATALOGUE.get(endpoint).effect is Effect.READ:
        return Executed.NO
    return Executed.MAYBE if entry.code in CATCH_ALL else entry.executed


def states(diagnosis: Diagnosis) -> dict[CauseId, CauseState]:
    return {cause.id: cause.state for cause in diagnosis.causes}


@pytest.mark.parametrize("endpoint", [READ, WRITE, MODEL])
def test_for_every_code_it_says_what_its_page_says_and_claims_nothing_without_a_fact(
    endpoint: str,
) -> None:
    is_read = CATALOGUE.get(endpoint).effect is Effect.READ
    assert BOOK.entries
    for entry in BOOK.entries:
        code, diagnosis = entry.code, of(entry.code, endpoint)
        assert (diagnosis.page, diagnosis.is_exact) == (entry, True), code
        assert diagnosis.executed is _executed(entry, endpoint), code
        named = [cause for cause in diagnosis.causes if cause.id is not CauseId.DOCUMENTED]
        assert {cause.id for cause in named} <= set(entry.causes), code
        certain = [cause for cause in diagnosis.causes if cause.state is CauseState.YES]
        if len(diagnosis.causes) > 1:
            assert all(cause.evidence is not None for cause in certain), code
            assert certain == [], code
        of_cause = {step for cause in certain for step in steps_of(cause.id)}
        assert {step.id for step in diagnosis.steps} <= {*entry.steps, *of_cause}, code
        assert len(diagnosis.steps) <= MOST_STEPS, code
        assert diagnosis.steps, (code, "there is always something to do")
        assert not any(step.repeats_write for step in diagnosis.steps if is_read), code
        if len(diagnosis.steps) > 1:
            assert not diagnosis.steps[0].repeats_write, code


@pytest.mark.parametrize("code", ["NOBODYS_CODE", "40003", "\x1b]0;t\x07"])
def test_it_is_quiet_for_a_code_nobody_documents(code: str) -> None:
    diagnosis = of(code)
    assert (diagnosis.page, diagnosis.causes, diagnosis.executed) == (None, (), Executed.NO)
    assert of(code, WRITE).executed is Executed.MAYBE
    assert [step.id for step in diagnosis.steps] == [StepId.OPEN_DOCS, StepId.COPY_REQUEST_ID]


def test_a_success_has_no_diagnosis_and_an_unknown_shape_asks_for_a_rule() -> None:
    answered = exchange("", ErrorLayer.NONE)
    unknown = diagnose(answered, None, context())
    assert unknown is not None
    assert unknown.steps[0].id is StepId.SUCCESS_RULE
    ok = structs.replace(answered, verdict=Verdict(outcome=Outcome.OK))
    assert diagnose(ok, None, context()) is None
    by_rule = structs.replace(answered.verdict, code=RULE_CODE, rule="$.a")
    ruled = diagnose(structs.replace(answered, verdict=by_rule), None, context())
    assert ruled is not None
    assert ruled.causes == ()


# -- each check ----------------------------------------------------------------------------------


def test_a_slow_clock_is_the_cause_and_there_is_no_clock_to_set() -> None:
    diagnosis = of("INVALID_ACCESS_TOKEN", skew=307.0, known=context(token_left=221.0))
    first = diagnosis.causes[0]
    assert states(diagnosis)[CauseId.CLOCK_SKEW] is CauseState.YES
    assert states(diagnosis)[CauseId.TOKEN_EXPIRED] is CauseState.YES
    assert states(diagnosis)[CauseId.TOKEN_KIND] is CauseState.NO
    assert states(diagnosis)[CauseId.TOKEN_REVOKED] is CauseState.UNKNOWN
    assert first.state is CauseState.YES
    clock = next(c for c in diagnosis.causes if c.id is CauseId.CLOCK_SKEW)
    assert isinstance(clock.evidence, Clocks)
    assert clock.evidence.skew == 307.0
    steps = [step.id for step in diagnosis.steps]
    assert steps == [StepId.RENEW_AND_SEND, StepId.CHECK_ENVIRONMENT]


@pytest.mark.parametrize("elapsed", [0.0, 200.0])
def test_an_answer_that_took_long_is_no_slow_clock(elapsed: float) -> None:
    answered = structs.replace(
        exchange("INVALID_ACCESS_TOKEN", ErrorLayer.GATEWAY, skew=elapsed), elapsed=elapsed
    )
    diagnosis = diagnose(answered, BOOK.find("INVALID_ACCESS_TOKEN"), context(token_left=50.0))
    assert diagnosis is not None
    assert states(diagnosis)[CauseId.CLOCK_SKEW] is CauseState.NO
    assert states(diagnosis)[CauseId.TOKEN_EXPIRED] is CauseState.NO


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b"<t.json: 12 B>", CauseState.UNKNOWN),
        (b'{"a": <t.json: 12 B>}', CauseState.UNKNOWN),
        (b'{"a": <t.json: 12 B>', CauseState.YES),
        (b'{"a": 1}', CauseState.NO),
    ],
)
def test_what_a_file_did_to_a_body_is_not_known(body: bytes, state: CauseState) -> None:
    assert states(of("BAD_REQUEST", body=body))[CauseId.BODY_SYNTAX] is state


def test_a_token_of_the_wrong_kind_is_told_by_the_servers_words() -> None:
    message = "want user token but you got client_credentials token"
    diagnosis = of("PERMISSION_DENIED", message=message)
    assert diagnosis.causes[0].id is CauseId.TOKEN_KIND
    assert diagnosis.causes[0].evidence == Kinds(TokenKind.USER, TokenKind.KEY)


def test_an_env_type_that_the_environment_has_not_is_the_cause() -> None:
    path = "/weda/workflow/v1/prd/GetFlowInstanceTasks"
    diagnosis = of("INVALID_ENV", path=path)
    assert diagnosis.causes[0].id is CauseId.ENV_TYPE
    assert diagnosis.causes[0].evidence == Names("prd", ("prod", "dev"), "prod")
    assert (diagnosis.steps[0].id, diagnosis.steps[0].text) == (StepId.SWITCH_ENV_TYPE, "prod")
    fits = of("INVALID_ENV")
    assert states(fits)[CauseId.ENV_TYPE] is CauseState.UNKNOWN, "the deployment may lack it"
    assert fits.steps[0].text == "dev"


def test_what_the_documents_object_to_is_the_cause_and_the_field_is_gone_to() -> None:
    endpoint = CATALOGUE.get(WRITE)
    draft = structs.replace(draft_for(endpoint), body='{"ButtonAction": 99}')
    findings = check_draft(endpoint, draft)
    diagnosis = of("InvalidParameter", WRITE, context(WRITE, findings=findings))
    assert states(diagnosis)[CauseId.REQUIRED_MISSING] is CauseState.YES
    assert states(diagnosis)[CauseId.VALUE_NOT_LISTED] is CauseState.YES
    assert states(diagnosis)[CauseId.VALUE_TYPE] is CauseState.NO
    assert isinstance(diagnosis.causes[0].evidence, Fields)
    assert diagnosis.steps[0].id is StepId.GO_TO_FIELD
    assert diagnosis.steps[0].field is not None


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b'{"InstanceId": "189345027661824000"}', CauseState.YES),
        (b'{"InstanceId": "flow_leave"}', CauseState.YES),
        (b'{"InstanceId": 1893450276618240001}', CauseState.NO),
        (b'{"InstanceId": 1893450276618240000}', CauseState.YES),
        (b'{"InstanceId": "1893450276618241100"}', CauseState.NO),
        (b'{"PageSize": 10}', None),
    ],
)
def test_an_id_has_nineteen_digits(body: bytes, state: CauseState | None) -> None:
    assert states(of("InvalidParameter", body=body)).get(CauseId.ID_SHAPE) is state


@pytest.mark.parametrize("code", ["InvalidParameter", "FailedOperation", "ResourceNotFound"])
def test_a_wrong_id_is_named_and_the_first_step_goes_to_it(code: str) -> None:
    body = b'{"TaskId": "1893450276618240001", "List": [{"FlowTaskId": 999}]}'
    diagnosis = of(code, body=body)
    cause = next(each for each in diagnosis.causes if each.id is CauseId.ID_SHAPE)
    assert cause.evidence == Value(("List", 0, "FlowTaskId"), "999")
    assert diagnosis.steps[0].id is StepId.GO_TO_FIELD
    assert diagnosis.steps[0].field is not None
    assert diagnosis.steps[0].field.key == ("body", ("List", 0, "FlowTaskId"))


def test_a_call_without_values_is_not_led_to_one() -> None:
    assert {StepId.GO_TO_FIELD, StepId.SMALLER_REQUEST}.isdisjoint(
        step.id
        for code in ("InvalidParameter", "FailedOperation", "EXCEED_MAX_PAYLOAD_SIZE")
        for step in of(code, "workflow.DescribeInstanceApproverList", body=b"").steps
    )


@pytest.mark.parametrize("body", [b'{"TaskId": "1', b"[" * 5000, b'{"TaskId": [null, true]}'])
def test_a_body_that_says_no_id_has_no_wrong_one(body: bytes) -> None:
    assert CauseId.ID_SHAPE not in states(of("InvalidParameter", body=body))


def test_a_misspelt_model_is_the_cause_and_the_nearest_is_offered() -> None:
    known = context(MODEL, models=frozenset({"customer", "order"}))
    diagnosis = of("DATASOURCE_NOT_EXIST", MODEL, known, path="/v1/model/prod/custmer/list")
    assert diagnosis.causes[0].evidence == Names("custmer", ("customer", "order"), "customer")
    assert (diagnosis.steps[0].id, diagnosis.steps[0].text) == (StepId.FIX_SPELLING, "customer")
    unlisted = of("DATASOURCE_NOT_EXIST", MODEL)
    assert states(unlisted)[CauseId.MODEL_UNKNOWN] is CauseState.UNKNOWN
    assert StepId.FIX_SPELLING not in {step.id for step in unlisted.steps}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("12", 12.0), ("99999", 600.0), ("soon", None), (formatdate(NOW + 30, usegmt=True), 30.0)],
)
def test_a_rate_limit_counts_the_minute_and_waits_as_told(
    header: str, seconds: float | None
) -> None:
    known = context(sent_at=(NOW - 61, NOW - 59, NOW - 1))
    diagnosis = of("EXCEED_RATELIMIT", known=known, Retry_After=header)
    assert diagnosis.causes[0].state is CauseState.YES, "the code itself says so"
    assert diagnosis.causes[0].evidence == Count(2)
    assert (diagnosis.steps[0].id, diagnosis.steps[0].seconds) == (StepId.WAIT_AND_SEND, seconds)


def test_a_documented_cause_that_the_server_names_is_the_one() -> None:
    diagnosis = of("FailedOperation", WRITE, message="任务不存在")
    first = diagnosis.causes[0]
    assert (first.id, first.state) == (CauseId.NOT_FOUND, CauseState.YES)
    assert isinstance(first.evidence, Quote)
    assert first.evidence.documented.zh == "任务不存在"
    others = [cause for cause in diagnosis.causes if cause.id is CauseId.DOCUMENTED]
    assert others
    assert all(cause.state is CauseState.UNKNOWN for cause in others)


def test_blanks_around_latin_letters_do_not_hide_what_the_server_names() -> None:
    read = "workflow.DescribeProcessInstance"
    for message in ("实例 ID 不对", "实例ID不对"):
        first = of("FailedOperation", read, message=message).causes[0]
        assert (first.id, first.state) == (CauseId.NOT_FOUND, CauseState.YES)
        assert isinstance(first.evidence, Quote)
        assert first.evidence.documented.zh == "实例 ID 不对"


def test_a_body_that_is_no_json_is_the_cause() -> None:
    diagnosis = of("BAD_REQUEST", body=b'{"a":}')
    assert (diagnosis.causes[0].id, diagnosis.causes[0].evidence) == (
        CauseId.BODY_SYNTAX,
        JsonFault(1, 6, "Expecting value"),
    )


def test_an_address_without_tls_may_be_the_cause() -> None:
    plain = structs.replace(HQ, host="http://10.0.0.1")
    known = context(where=Target(plain, "prod"))
    answered = exchange("INVALID_HOST", ErrorLayer.GATEWAY)
    request = structs.replace(answered.request, url="http://10.0.0.1/weda/x")
    diagnosis = diagnose(
        structs.replace(answered, request=request), BOOK.find("INVALID_HOST"), known
    )
    assert diagnosis is not None
    assert states(diagnosis)[CauseId.HTTP_NOT_HTTPS] is CauseState.UNKNOWN
    assert states(of("INVALID_HOST"))[CauseId.HTTP_NOT_HTTPS] is CauseState.NO


def test_without_an_envelope_the_status_speaks() -> None:
    for status, layer, executed, step in [
        (200, ErrorLayer.PROXY, Executed.NO, StepId.CHECK_ENVIRONMENT),
        (302, ErrorLayer.HTTP, Executed.NO, StepId.EDIT_ENVIRONMENT),
        (401, ErrorLayer.HTTP, Executed.NO, StepId.RENEW_AND_SEND),
        (404, ErrorLayer.HTTP, Executed.NO, StepId.OPEN_DOCS),
        (418, ErrorLayer.HTTP, Executed.NO, StepId.OPEN_DOCS),
        (429, ErrorLayer.HTTP, Executed.NO, StepId.WAIT_AND_SEND),
        (502, ErrorLayer.HTTP, Executed.MAYBE, StepId.SEND_AGAIN),
    ]:
        diagnosis = of(f"HTTP {status}", layer=layer, status=status)
        assert (diagnosis.executed, diagnosis.steps[0].id) == (Executed.NO, step), (status, layer)
        write = of(f"HTTP {status}", WRITE, layer=layer, status=status)
        assert write.executed is executed, (status, layer)
        assert not write.steps[0].repeats_write or len(write.steps) == 1, (status, layer)


def test_a_batch_that_failed_in_part_was_executed() -> None:
    assert of("OBJECT_NOT_EXIST", WRITE, layer=ErrorLayer.PARTIAL).executed is Executed.YES
    assert of("OBJECT_NOT_EXIST", layer=ErrorLayer.PARTIAL).executed is Executed.NO  # a read


def test_a_write_that_may_have_worked_is_looked_at_first() -> None:
    diagnosis = of("SERVER_TIMEOUT", WRITE)
    assert diagnosis.steps[0].id is StepId.LOOK_FIRST
    assert diagnosis.steps[-1].repeats_write
    assert StepId.LOOK_FIRST not in {step.id for step in of("SERVER_TIMEOUT").steps}


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Foo 2026 99:99:99 GMT"])
def test_a_server_that_tells_no_time_tells_nothing_of_the_clock(date: str) -> None:
    answered = exchange("INVALID_ACCESS_TOKEN", ErrorLayer.GATEWAY)
    response = structs.replace(answered.response, headers=(("Date", date),))
    entry = BOOK.find("INVALID_ACCESS_TOKEN")
    diagnosis = diagnose(structs.replace(answered, response=response), entry, context())
    assert diagnosis is not None
    assert states(diagnosis)[CauseId.CLOCK_SKEW] is CauseState.UNKNOWN


@pytest.mark.parametrize("message", ["", "jwt expired"])
def test_a_new_token_that_was_refused_too_is_neither_old_nor_to_be_renewed(message: str) -> None:
    entry = BOOK.find("INVALID_ACCESS_TOKEN")
    answered = exchange("INVALID_ACCESS_TOKEN", ErrorLayer.GATEWAY, message=message)
    diagnosis = diagnose(structs.replace(answered, is_replay=True), entry, context())
    assert diagnosis is not None
    known = {cause.id: cause for cause in diagnosis.causes}
    for each in (CauseId.TOKEN_EXPIRED, CauseId.TOKEN_REVOKED):
        assert (known[each].state, known[each].evidence) == (CauseState.NO, Renewed())
    assert diagnosis.steps[0].id is StepId.CHECK_ENVIRONMENT
    assert diagnosis.steps[-1].id is StepId.RENEW_AND_SEND, "once something else is mended"
    first = diagnose(answered, entry, context())
    assert first is not None
    assert first.steps[0].id is StepId.RENEW_AND_SEND
