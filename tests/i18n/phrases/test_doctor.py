"""Causes, evidence and steps as sentences, in both languages."""

import pytest
from msgspec import structs

from tests.core.doctor.test_diagnosis import MODEL, NOW, WRITE, context, of
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.doctor.cause_checks import Cause, CauseState, CauseText, Kinds, TimeLeft
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.remedies import Remedy
from weda_tui.core.json.text import JsonFault
from weda_tui.i18n.phrases.diagnosis import act_words
from weda_tui.i18n.phrases.doctor import (
    cause_words,
    checked_words,
    evidence_words,
    executed_words,
    state_words,
    step_words,
)
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.store.bundled_error_book import load_error_book


@pytest.mark.parametrize("strings", [ZH, EN])
def test_every_id_has_its_words(strings: Strings) -> None:
    causes = [cause_words(each, strings) for each in CauseId]
    steps = [step_words(each, strings) for each in StepId]
    others = [executed_words(each, strings) for each in Executed]
    others += [state_words(each, strings) for each in CauseState]
    for words in (causes, steps, others):
        assert all(words)
        assert len(set(words)) == len(words)


def lines(diagnosis: Diagnosis, strings: Strings) -> list[str]:
    said = [checked_words(each, strings) for each in diagnosis.causes]
    said += [evidence_words(each, strings) for each in diagnosis.causes]
    for step in diagnosis.steps:
        words = act_words(step, strings)
        said += [words.what, words.hint]
    return said


@pytest.mark.parametrize("strings", [ZH, EN])
def test_the_diagnosis_of_every_code_can_be_said(strings: Strings) -> None:
    codes = [entry.code for entry in load_error_book().entries]
    assert codes
    for code in codes:
        for endpoint in (WRITE, MODEL):
            said = lines(of(code, endpoint), strings)
            assert not any("{" in text or "\n" in text for text in said), (code, endpoint)


def test_evidence_names_what_was_looked_at() -> None:
    slow = of("INVALID_ACCESS_TOKEN", skew=307.0, known=context(token_left=221.0))
    said = "\n".join(lines(slow, ZH))
    assert "相差 5m07s" in said
    assert "按本机时钟，3m41s 后到期" in said
    assert "接口要求密钥令牌，发送的是密钥令牌" in said
    models = context(MODEL, models=frozenset({"customer"}))
    said = "\n".join(
        lines(of("TABLE_NOT_EXIST", MODEL, models, path="/v1/model/prd/custmer/list"), ZH)
    )
    assert "custmer 不是已知名称，最接近的是 customer" in said
    assert "换到 prod" in said
    rate = of("EXCEED_RATELIMIT", WRITE, context(WRITE, sent_at=(NOW - 1,)), Retry_After="12")
    said = "\n".join(lines(rate, ZH))
    assert "最近一分钟发送了 1 次请求" in said
    assert "等待 12 s 后发送\n写：上次未执行，直接发送" in said


def test_what_nobody_can_tell_is_said_to_be_so_and_a_token_that_is_over_says_since_when() -> None:
    unknown = Cause(id=CauseId.TOKEN_REVOKED)
    assert evidence_words(unknown, ZH) == "无法在本机检查"
    assert evidence_words(structs.replace(unknown, state=CauseState.NO), ZH) == ""
    over = Cause(id=CauseId.TOKEN_EXPIRED, state=CauseState.YES, evidence=TimeLeft(-90.0))
    assert evidence_words(over, ZH) == "按本机时钟，1m30s 前已到期"
    kinds = Cause(id=CauseId.TOKEN_KIND, evidence=Kinds(TokenKind.USER, TokenKind.KEY))
    assert evidence_words(kinds, EN) == "required: user token, sent: key token"


def test_words_of_the_server_are_cleaned() -> None:
    cause = Cause(id=CauseId.PATH, evidence=CauseText("/a\x1b]0;t\x07"))
    assert "\x1b" not in evidence_words(cause, ZH)
    assert "\x1b" not in act_words(Remedy(id=StepId.FIX_SPELLING, text="\x1b"), ZH).what


def test_a_fault_of_the_body_says_where_and_what() -> None:
    fault = JsonFault(12, 3, "Illegal trailing comma before end of object")
    cause = Cause(id=CauseId.BODY_SYNTAX, state=CauseState.YES, evidence=fault)
    assert evidence_words(cause, ZH) == "第 12 行第 3 列：最后一项后有多余的逗号"
    assert evidence_words(cause, EN) == "line 12, column 3: a comma after the last item"
