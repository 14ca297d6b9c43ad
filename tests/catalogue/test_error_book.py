"""The error book agrees with the collected facts, for every code, in both languages."""

import json
from typing import Any

import pytest

from tests.catalogue.facts import FACTS
from weda_tui.core.answers.layers import ErrorLayer, layer_of_code
from weda_tui.core.catalogue.endpoint import Confidence
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.failures import steps_of
from weda_tui.store.bundled_error_book import load_error_book

BOOK = load_error_book()
SHARED = {ErrorLayer.GATEWAY, ErrorLayer.MODEL, ErrorLayer.STORAGE}


def test_it_has_the_guides_thirteen_first_and_124_in_all() -> None:
    assert len(BOOK.entries) == 172
    guide = [entry.code for entry in BOOK.entries if entry.guide]
    assert guide == [entry.code for entry in BOOK.entries[:13]]
    assert (guide[0], guide[-1]) == ("INVALID_ACCESS_TOKEN", "SERVER_TIMEOUT")


@pytest.mark.parametrize("entry", BOOK.entries, ids=lambda entry: entry.code)
def test_a_page_is_whole(entry: CodeEntry) -> None:
    texts = (entry.meaning.zh, entry.meaning.en, entry.hint.zh, entry.hint.en, entry.source)
    assert all(texts)
    assert entry.causes
    assert entry.steps
    assert len(set(entry.causes)) == len(entry.causes)
    assert len(set(entry.steps)) == len(entry.steps)
    assert entry.confidence in {Confidence.DOCUMENTED, Confidence.CLIENT_CODE}
    assert (entry.status is None) == (not entry.status_scope.zh)
    if entry.code.isupper():
        assert layer_of_code(entry.code) is entry.layer


@pytest.mark.parametrize("entry", BOOK.entries, ids=lambda entry: entry.code)
def test_what_may_have_worked_is_looked_at_before_a_second_send(entry: CodeEntry) -> None:
    if entry.executed is Executed.MAYBE and StepId.SEND_AGAIN in entry.steps:
        is_sign_in = entry.layer in {ErrorLayer.AUTH, ErrorLayer.STORAGE}
        assert is_sign_in or entry.steps[0] is StepId.LOOK_FIRST


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


def facts() -> list[dict[str, Any]]:
    return json.loads(FACTS.read_text("utf-8"))["error_codes"] if FACTS.exists() else []


@pytest.mark.skipif(not FACTS.exists(), reason="the collected facts are not beside this checkout")
@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact["code"])
def test_it_has_every_code_of_the_facts(fact: dict[str, Any]) -> None:
    entry = BOOK.exactly(fact["code"])
    assert entry is not None
    assert entry.layer == fact["layer"]
    assert all([entry.meaning.en, entry.hint.en, entry.meaning.zh, entry.hint.zh])
    assert entry.source == fact["source"]
    assert entry.status == next(iter(fact.get("http_status", [])), None)
