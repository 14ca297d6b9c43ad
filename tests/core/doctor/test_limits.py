"""Documented limits compared with the request, and signed URLs known only to the deployment."""

import pytest

from tests.core.doctor.test_diagnosis import CATALOGUE, HQ, context, exchange
from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.doctor.causes import CauseId, StepId
from weda_tui.core.doctor.diagnosis import diagnose
from weda_tui.core.doctor.unanswered import diagnose_failure
from weda_tui.core.errors import ErrorCode, NotReachableError
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.sending.exchange import Failed
from weda_tui.i18n.phrases.doctor import checked_words, evidence_words
from weda_tui.i18n.strings import EN, ZH
from weda_tui.store.bundled_error_book import load_error_book

PRESS = "workflow.PressTask"
PUT = next(each.id for each in CATALOGUE.by_id.values() if each.path.startswith("{uploadUrl"))


def test_the_documented_limit_stands_beside_what_was_sent() -> None:
    answered = exchange(
        "INVALID_PARAMETER",
        ErrorLayer.MODEL,
        "model.list",
        message="pageSize 超出限制",
        body=b'{"pageSize": 1000, "pageNumber": 1}',
    )
    page = load_error_book().find("INVALID_PARAMETER")
    diagnosis = diagnose(answered, page, context("model.list"))
    assert diagnosis is not None
    assert diagnosis.causes[0].id is CauseId.OVER_LIMIT
    assert evidence_words(diagnosis.causes[0], ZH).endswith(
        "；文档规定的上限为 200，实际发送 1,000"
    )


def test_a_call_that_may_be_made_three_times_a_day_says_so() -> None:
    refused = exchange("Result=false", ErrorLayer.BUSINESS, PRESS)
    diagnosis = diagnose(refused, None, context(PRESS))
    assert diagnosis is not None
    assert diagnosis.causes[0].id is CauseId.QUOTA
    assert checked_words(diagnosis.causes[0], EN) == "at most 3 times per task per day"
    said = exchange("X", ErrorLayer.BUSINESS, PRESS, message="催办次数已用完，超过配额")
    diagnosis = diagnose(said, None, context(PRESS))
    assert diagnosis is not None
    assert "每个任务每天最多催办 3 次" in evidence_words(diagnosis.causes[0], ZH)


@pytest.mark.parametrize(
    ("host", "is_inner"),
    [("minio:9000", True), ("172.18.0.5:9000", True), ("cos.example.cn", False)],
)
def test_a_signed_address_may_name_a_host_that_only_the_deployment_knows(
    host: str, is_inner: bool
) -> None:
    failed = Failed(
        error=NotReachableError(ErrorCode.DNS_FAILED, host=host),
        endpoint_id=PUT,
        request=PreparedRequest(method="PUT", url=f"http://{host}/b/a.pdf", headers=(), body=b""),
        started_at=0.0,
        elapsed=0.1,
    )
    diagnosis = diagnose_failure(failed, context(PUT, sent_kind=None))
    assert diagnosis is not None
    assert (diagnosis.causes[0].id is CauseId.INNER_HOST) is is_inner
    assert (diagnosis.steps[0].id is StepId.ASK_ADMIN) is is_inner
    assert HQ.host not in evidence_words(diagnosis.causes[0], EN) or not is_inner
