"""The error book agrees with the collected facts, for every code, in both languages."""

import json

import pytest

from tests.catalogue.facts import FACTS
from weda_tui.core.answers.layers import ErrorLayer, layer_of_code
from weda_tui.core.catalogue.endpoint import Confidence
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.failures import steps_of
from weda_tui.store.bundled_error_book import load_error_book

BOOK = load_error_book()
SHARED = {ErrorLayer.GATEWAY, ErrorLayer.MODEL, ErrorLayer.STORAGE}


def test_it_has_the_guides_thirteen_first_and_124_in_all() -> None:
    assert len(BOOK.entries) == 172
    guide = [entry.code for entry in BOOK.entries if entry.guide]
    assert guide == [entry.code for entry in BOOK.entries[:13]]
    assert (guide[0], guide[-1]) == ("INVALID_ACCESS_TOKEN", "SERVER_TIMEOUT")


def test_a_page_is_whole() -> None:
    for entry in BOOK.entries:
        code = entry.code
        assert all((entry.meaning.zh, entry.meaning.en, entry.source)), code
        assert all((entry.hint.zh, entry.hint.en)), code
        assert entry.causes, code
        assert entry.steps, code
        assert len(set(entry.causes)) == len(entry.causes), code
        assert len(set(entry.steps)) == len(entry.steps), code
        assert entry.confidence in {Confidence.DOCUMENTED, Confidence.CLIENT_CODE}, code
        assert (entry.status is None) == (not entry.status_scope.zh), code
        if code.isupper():
            assert layer_of_code(code) is entry.layer, code


def test_what_may_have_worked_is_looked_at_before_a_second_send() -> None:
    at_once = {
        entry.code: entry.layer
        for entry in BOOK.entries
        if entry.executed is Executed.MAYBE
        and StepId.SEND_AGAIN in entry.steps
        and entry.steps[0] is not StepId.LOOK_FIRST
    }
    assert set(at_once.values()) <= {ErrorLayer.AUTH, ErrorLayer.STORAGE}, at_once


def test_every_cause_and_step_is_of_some_use() -> None:
    causes = {cause for entry in BOOK.entries for cause in entry.causes}
    elsewhere = {
        CauseId.PROXY_PAGE, CauseId.BLOCK_PAGE, CauseId.REDIRECT, CauseId.DOCUMENTED,
    }  # fmt: skip
    unanswered = {
        CauseId.UNREACHABLE,
        CauseId.INNER_HOST,
        CauseId.CERTIFICATE,
        CauseId.PROXY,
        CauseId.SERVICE_DOWN,
    }  # causes of calls without a response, which have no code
    in_messages = {CauseId.NOT_APPROVER, CauseId.NO_APPROVER, CauseId.OVER_LIMIT}
    assert set(CauseId) - causes == elsewhere | unanswered | in_messages
    steps = {step for entry in BOOK.entries for step in entry.steps}
    offered_by_the_doctor = {StepId.ERROR_BOOK, StepId.SUPPORT_BUNDLE, StepId.USE_ADDRESS}
    of_causes = {step for cause in CauseId for step in steps_of(cause)}
    assert set(StepId) - steps - of_causes == {
        StepId.OPEN_BROWSER,
        StepId.SUCCESS_RULE,
        *offered_by_the_doctor,
    }


@pytest.mark.skipif(not FACTS.exists(), reason="the collected facts are not beside this checkout")
def test_it_has_every_code_of_the_facts() -> None:
    facts = json.loads(FACTS.read_text("utf-8"))["error_codes"]
    assert facts
    for fact in facts:
        entry = BOOK.exactly(fact["code"])
        assert entry is not None, fact
        assert entry.layer == fact["layer"], fact
        assert all([entry.meaning.en, entry.hint.en, entry.meaning.zh, entry.hint.zh]), fact
        assert entry.source == fact["source"], fact
        assert entry.status == next(iter(fact.get("http_status", [])), None), fact
