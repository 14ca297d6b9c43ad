"""A diagnosis as sentences, in both languages."""

import pytest
from msgspec import structs

from tests.core.doctor.test_diagnosis import READ, WRITE, context, exchange, of
from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.doctor.causes import StepId
from weda_tui.core.doctor.diagnosis import diagnose
from weda_tui.core.doctor.remedies import Remedy
from weda_tui.core.sending.exchange import Answered
from weda_tui.i18n.phrases.diagnosis import (
    CommandValues,
    act_words,
    details_of,
    executed_line,
    finding_of,
    left_out_words,
    plain_lines,
)
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.store.bundled_error_book import load_error_book

BOOK = load_error_book()
KNOWN = CommandValues("总部", "https://weda.example.cn", READ, "X")


@pytest.mark.parametrize("strings", [ZH, EN])
def test_every_step_says_what_it_will_do_before_it_does_it(strings: Strings) -> None:
    for step in StepId:
        words = act_words(Remedy(id=step, text="dev", seconds=12.0), strings)
        assert words.what, step
        assert words.hint, step
        assert not any("{" in text or "\n" in text for text in (words.what, words.hint)), step


def test_what_repeats_a_write_says_whether_it_asks() -> None:
    write = Remedy(id=StepId.SEND_AGAIN, repeats_write=True)
    assert act_words(write, ZH).hint == "写：上次未执行，直接发送"
    assert act_words(structs.replace(write, asks=True), ZH).hint == "写：发送前需确认"
    read = Remedy(id=StepId.WAIT_AND_SEND, seconds=12.0)
    assert act_words(read, ZH) == act_words(structs.replace(read, seconds=12.2), ZH)
    assert act_words(read, ZH).what == "等待 12 s 后发送"
    assert act_words(read, ZH, left=7.0).hint == "7 s 后发送，Esc 取消"


@pytest.mark.parametrize("strings", [ZH, EN])
def test_of_every_code_it_can_be_said_what_it_is_and_what_was_executed(strings: Strings) -> None:
    assert BOOK.entries
    for entry in BOOK.entries:
        for endpoint in (READ, WRITE):
            diagnosis = of(entry.code, endpoint)
            state = Answered(exchange(entry.code, entry.layer, endpoint))
            said = [executed_line(diagnosis, state, strings)]
            said += plain_lines(diagnosis, KNOWN, strings)
            assert finding_of(diagnosis, state, strings).what, (entry.code, endpoint)
            assert all(said), (entry.code, endpoint)
            assert not any("{" in text for text in said), (entry.code, endpoint)


@pytest.mark.parametrize("strings", [ZH, EN])
def test_a_code_nobody_documents_is_said_to_be_unknown(strings: Strings) -> None:
    for layer in set(ErrorLayer) - {ErrorLayer.NONE}:
        answered = exchange("NOBODYS\x1b_CODE", layer)
        diagnosis = diagnose(answered, None, context())
        assert diagnosis is not None, layer
        finding = finding_of(diagnosis, Answered(answered), strings)
        assert "\x1b" not in finding.what, layer
        is_code = layer not in {ErrorLayer.HTTP, ErrorLayer.PROXY, ErrorLayer.PARTIAL}
        unknown = strings.doctor.not_documented.format(code="NOBODYS␛_CODE")
        assert finding.what.startswith(unknown) is is_code, layer


def test_what_is_left_out_is_counted() -> None:
    diagnosis = of("INVALID_ACCESS_TOKEN")
    assert left_out_words(diagnosis, ZH) == "已排除 3 个，未知 1 个"
    assert left_out_words(structs.replace(diagnosis, causes=()), EN) == ""


def test_a_command_line_is_told_commands_and_no_keys() -> None:
    said = plain_lines(of("FailedOperation"), KNOWN._replace(code="a b;c"), ZH)
    assert said[1] == f"2 查看接口文档   weda-tui catalogue show {READ}"
    with_book = structs.replace(of("FailedOperation"), steps=(Remedy(id=StepId.ERROR_BOOK),))
    assert plain_lines(with_book, KNOWN._replace(code="a b;c"), ZH) == [
        "1 查看该错误码   weda-tui errors 'a b;c'"
    ]
    assert plain_lines(with_book, KNOWN._replace(code=""), ZH) == []
    only_on_screen = structs.replace(with_book, steps=(Remedy(id=StepId.SUPPORT_BUNDLE),))
    assert plain_lines(only_on_screen, KNOWN, EN) == []


def test_a_new_token_that_was_refused_too_is_not_to_be_got_again() -> None:
    diagnosis = of("INVALID_ACCESS_TOKEN")
    answered = exchange("INVALID_ACCESS_TOKEN", ErrorLayer.GATEWAY)
    assert finding_of(diagnosis, Answered(answered), ZH).hint == "下一步：刷新令牌并重新发送"
    assert details_of(diagnosis, Answered(answered), ZH) == "刷新令牌后重新发送。"
    replayed = Answered(structs.replace(answered, is_replay=True))
    assert details_of(diagnosis, replayed, ZH) == "新令牌也被拒绝，请先检查环境。"


@pytest.mark.parametrize("strings", [ZH, EN])
def test_a_call_without_an_endpoint_has_no_page_to_show(strings: Strings) -> None:
    steps = (Remedy(id=StepId.OPEN_DOCS), Remedy(id=StepId.GO_TO_FIELD))
    unknown = structs.replace(of("FailedOperation"), steps=steps)
    said = plain_lines(unknown, KNOWN._replace(endpoint=""), strings)
    assert len(said) == 1
    assert not any("catalogue show" in line for line in said)
    assert all("--body" in line for line in said)
