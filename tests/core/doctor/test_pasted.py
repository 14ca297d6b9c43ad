import pytest

from weda_tui.core.answers.foreign import Foreign
from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.doctor.cause_checks import CauseState
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.pasted import (
    UNKNOWN_ENDPOINT,
    diagnose_pasted,
    no_answer_code,
    pasted_state,
)
from weda_tui.core.errors import ErrorCode
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.bundled_error_book import load_error_book

BOOK, CATALOGUE = load_error_book(), load_bundled_catalogue()


def failure(layer: ErrorLayer, code: str, message: str = "") -> Verdict:
    return Verdict(outcome=Outcome.FAILURE, layer=layer, code=code, message=message)


def diagnosed(verdict: Verdict, status: int | None = None, endpoint: str = "") -> Diagnosis:
    call = CATALOGUE.by_id[endpoint] if endpoint else UNKNOWN_ENDPOINT
    diagnosis = diagnose_pasted(pasted_state(verdict, status, call), BOOK.find(verdict.code), call)
    assert diagnosis is not None
    return diagnosis


def causes(diagnosis: Diagnosis) -> list[CauseId]:
    return [each.id for each in diagnosis.causes]


def steps(diagnosis: Diagnosis) -> list[StepId]:
    return [each.id for each in diagnosis.steps]


def test_a_call_without_an_answer_has_the_causes_of_its_error() -> None:
    refused = failure(ErrorLayer.NETWORK, ErrorCode.CONNECTION_REFUSED)
    assert no_answer_code(refused) is ErrorCode.CONNECTION_REFUSED
    assert causes(diagnosed(refused))[0] is CauseId.SERVICE_DOWN
    assert StepId.CHECK_ENVIRONMENT in steps(diagnosed(refused))
    proxy = failure(ErrorLayer.PROXY, ErrorCode.PROXY_FAILED)
    assert causes(diagnosed(proxy)) == [CauseId.PROXY]


@pytest.mark.parametrize(
    ("code", "endpoint", "executed"),
    [
        (ErrorCode.TIMED_OUT, "", Executed.MAYBE),
        (ErrorCode.TIMED_OUT, "workflow.CompleteTask", Executed.MAYBE),
        (ErrorCode.TIMED_OUT, "workflow.DescribeInstanceApproverList", Executed.NO),
        (ErrorCode.CONNECTION_REFUSED, "workflow.CompleteTask", Executed.NO),
    ],
)
def test_a_call_that_was_lost_may_have_run(
    code: ErrorCode, endpoint: str, executed: Executed
) -> None:
    lost = diagnosed(failure(ErrorLayer.NETWORK, code), endpoint=endpoint)
    assert lost.executed is executed
    if executed is Executed.MAYBE:
        assert steps(lost)[0] is StepId.LOOK_FIRST


def test_a_code_of_a_server_is_none_of_ours() -> None:
    assert no_answer_code(failure(ErrorLayer.GATEWAY, ErrorCode.TIMED_OUT)) is None
    assert no_answer_code(failure(ErrorLayer.PROXY, "HTML")) is None


def test_a_status_tells_causes_and_steps_where_there_is_no_code() -> None:
    named = diagnosed(failure(ErrorLayer.HTTP, "HTTP 504"), 504)
    assert causes(named)[0] is CauseId.SLOW
    assert StepId.LOOK_FIRST in steps(named)
    refused = failure(ErrorLayer.HTTP, Foreign.GATEWAY_REFUSED)
    assert causes(diagnosed(refused, 413)) == [CauseId.SIZE]
    assert causes(diagnosed(refused)) == []
    blocked = failure(ErrorLayer.PROXY, Foreign.FIREWALL)
    assert causes(diagnosed(blocked)) == [CauseId.BLOCK_PAGE]


def test_what_the_message_names_comes_first() -> None:
    page = BOOK.find("FailedOperation")
    assert page is not None
    said = diagnosed(failure(ErrorLayer.BUSINESS, "FailedOperation", "任务不存在"))
    assert causes(said)[0] is CauseId.NOT_FOUND
    assert set(page.causes) <= set(causes(said))
    alone = diagnosed(failure(ErrorLayer.BUSINESS, "FailedOperation"))
    assert causes(alone) == [*page.causes]


def test_nothing_is_claimed_of_what_was_not_seen() -> None:
    assert BOOK.entries
    for page in BOOK.entries:
        diagnosis = diagnosed(failure(page.layer, page.code))
        assert {each.state for each in diagnosis.causes[1:]} <= {CauseState.UNKNOWN}, page.code
        looked_at = [each for each in diagnosis.causes if each.evidence is not None]
        assert looked_at == [], page.code
        assert diagnosis.executed in {page.executed, Executed.MAYBE}, page.code


def test_the_request_of_the_text_is_checked() -> None:
    call = CATALOGUE.by_id["workflow.CompleteTask"]
    assert call.effect is not Effect.READ
    request = PreparedRequest(
        method="POST",
        url=f"https://weda.example.cn{call.path.replace('{envType}', 'prod')}",
        headers=(("Cookie", "a=b"),),
        body=b'{"TaskId": "1728000000000000525", "ButtonAction": 99}',
    )
    verdict = failure(ErrorLayer.BUSINESS, "InvalidParameter")
    state = pasted_state(verdict, 200, call, request)
    diagnosis = diagnose_pasted(state, BOOK.find(verdict.code), call)
    assert diagnosis is not None
    assert CauseId.VALUE_NOT_LISTED in {
        each.id for each in diagnosis.causes if each.state is CauseState.YES
    }


def test_a_success_has_no_diagnosis() -> None:
    worked = Verdict(outcome=Outcome.OK, layer=ErrorLayer.NONE)
    assert diagnose_pasted(pasted_state(worked, 200), None) is None
