import msgspec
import pytest

from tests.core.recordings import TASKS, sent
from tests.tui.answers.test_verdict_view import OK, REFUSED, answered, failed
from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.doctor.causes import Executed
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.sending.exchange import Answered, Failed, Response, Settled
from weda_tui.tui.answers.shown_answer import AnswerPages, ExchangeFacts

DIAGNOSIS = Diagnosis(executed=Executed.NO, page=None)


def facts(settled: Settled | None, diagnosis: Diagnosis | None = None) -> ExchangeFacts:
    endpoint = msgspec.structs.replace(TASKS, id="workflow.StopFlow")
    return ExchangeFacts(settled, endpoint=endpoint, diagnosis=diagnosis)


def test_without_an_answer_nothing_follows():
    shown = facts(None)
    assert not any([shown.has_answer, shown.is_of_endpoint, shown.is_success, shown.has_doctor])
    assert (shown.exchange, shown.part, shown.code, shown.request_id) == (None, None, "", "")


def test_a_success_has_an_id_and_no_doctor():
    shown = facts(answered(OK), DIAGNOSIS)
    assert all([shown.has_answer, shown.is_of_endpoint, shown.is_success, shown.is_judged])
    assert (shown.request_id, shown.code, shown.has_doctor) == ("79e7c0fc-8286", "", False)


def test_a_failure_has_a_code_and_the_doctor():
    shown = facts(answered(REFUSED), DIAGNOSIS)
    assert (shown.code, shown.has_doctor, shown.is_success) == ("INVALID_ACCESS_TOKEN", True, False)
    assert not facts(answered(REFUSED)).has_doctor


@pytest.mark.parametrize("layer", [ErrorLayer.HTTP, ErrorLayer.PROXY])
def test_what_no_gateway_said_has_no_code(layer: ErrorLayer):
    verdict = Verdict(outcome=Outcome.FAILURE, layer=layer, code="502")
    assert facts(answered(verdict)).code == ""


@pytest.mark.parametrize(
    ("verdict", "status", "is_open"),
    [
        (Verdict(outcome=Outcome.UNKNOWN), 200, True),
        (Verdict(outcome=Outcome.OK, rule="code == 0"), 200, True),
        (OK, 200, False),
    ],
)
def test_a_rule_can_be_written_where_the_verdict_waits_for_one(
    verdict: Verdict, status: int, is_open: bool
):
    shown = facts(answered(verdict, status))
    assert (shown.is_2xx, shown.is_open_to_a_rule) == (True, is_open)
    assert not facts(answered(verdict, 404)).is_2xx


def test_what_had_come_of_an_answer_is_a_part():
    part = Response(status=200, reason="", headers=(), body=b"[1")
    broken = msgspec.structs.replace(failed(), response=part)
    assert isinstance(broken, Failed)
    assert facts(broken).part is part
    assert not facts(broken).has_answer


def test_the_page_of_a_list_is_found_once_for_each_answer():
    result = sent().result
    assert isinstance(result, Answered)
    shown, pages = ExchangeFacts(result, endpoint=TASKS), AnswerPages()
    page = pages.find(shown)
    assert pages.find(shown) is page
    assert pages.find(shown._replace(endpoint=None)) is None


def test_the_checks_of_another_answer_are_not_shown():
    assert facts(answered(OK))._replace(outcome=None).checked is None
