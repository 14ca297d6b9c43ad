from weda_tui.core.answers.intermediaries import Foreign
from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.doctor.causes import CauseId, StepId
from weda_tui.core.doctor.verdict_causes import causes_of_verdict, no_answer_code, steps_of_verdict
from weda_tui.core.errors import ErrorCode
from weda_tui.store.bundled_error_book import load_error_book


def failure(layer: ErrorLayer, code: str, message: str = "") -> Verdict:
    """Return a verdict of a failure."""
    return Verdict(outcome=Outcome.FAILURE, layer=layer, code=code, message=message)


def test_a_call_without_an_answer_has_the_causes_of_its_error() -> None:
    refused = failure(ErrorLayer.NETWORK, ErrorCode.CONNECTION_REFUSED)
    assert no_answer_code(refused) is ErrorCode.CONNECTION_REFUSED
    assert causes_of_verdict(refused, None)[0] is CauseId.SERVICE_DOWN
    assert steps_of_verdict(refused) == (StepId.CHECK_ENVIRONMENT,)
    proxy = failure(ErrorLayer.PROXY, ErrorCode.PROXY_FAILED)
    assert causes_of_verdict(proxy, None) == (CauseId.PROXY,)


def test_a_code_of_a_server_is_none_of_ours() -> None:
    assert no_answer_code(failure(ErrorLayer.GATEWAY, ErrorCode.TIMED_OUT)) is None
    assert no_answer_code(failure(ErrorLayer.PROXY, "HTML")) is None


def test_a_status_tells_causes_and_steps_where_there_is_no_code() -> None:
    named = failure(ErrorLayer.HTTP, "HTTP 504")
    assert causes_of_verdict(named, None)[0] is CauseId.SLOW
    assert StepId.LOOK_FIRST in steps_of_verdict(named)
    refused = failure(ErrorLayer.HTTP, Foreign.GATEWAY_REFUSED)
    assert causes_of_verdict(refused, None, 413) == (CauseId.SIZE,)
    assert causes_of_verdict(refused, None) == ()
    blocked = failure(ErrorLayer.PROXY, Foreign.FIREWALL)
    assert causes_of_verdict(blocked, None) == (CauseId.BLOCK_PAGE,)


def test_the_status_is_not_asked_where_the_code_says_more() -> None:
    gateway = failure(ErrorLayer.GATEWAY, "INVALID_ACCESS_TOKEN")
    assert steps_of_verdict(gateway, 413) == ()


def test_what_the_message_names_comes_first() -> None:
    page = load_error_book().find("FailedOperation")
    assert page is not None
    said = failure(ErrorLayer.BUSINESS, "FailedOperation", "任务不存在")
    assert causes_of_verdict(said, page)[0] is CauseId.NOT_FOUND
    assert set(page.causes) <= set(causes_of_verdict(said, page))
    assert causes_of_verdict(failure(ErrorLayer.BUSINESS, "FailedOperation"), page) == page.causes
