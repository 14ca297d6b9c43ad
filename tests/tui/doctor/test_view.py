"""The rows of the doctor: what is omitted for lack of space, and what is always shown."""

from itertools import pairwise

import pytest
from rich.cells import cell_len

from tests.core.doctor.test_diagnosis import WRITE, context, exchange, of
from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.doctor.causes import Executed
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.unanswered import diagnose_failure
from weda_tui.core.errors import ErrorCode, TokenError
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.i18n.phrases.diagnosis import act_words
from weda_tui.i18n.strings import EN, ZH, Strings
from weda_tui.i18n.text import FailureText
from weda_tui.store.bundled_error_book import load_error_book
from weda_tui.tui.doctor.view import DoctorView, doctor_rows, fewest_rows, step_rows, whole_rows

CODE = "INVALID_ACCESS_TOKEN"


def told(strings: Strings = ZH, diagnosis: Diagnosis | None = None) -> DoctorView:
    said = diagnosis or of(CODE, skew=307.0, known=context(token_left=221.0))
    return DoctorView(said, Answered(exchange(CODE, ErrorLayer.GATEWAY)), strings)


def texts(told: DoctorView, width: int, room: int) -> list[str]:
    return ["".join(run.text for run in row.line.left) for row in doctor_rows(told, width, room)]


@pytest.mark.parametrize("strings", [ZH, EN])
@pytest.mark.parametrize("width", [48, 60, 74, 120])
@pytest.mark.parametrize("room", [40, 20, 16, 12, 9, 3])
def test_the_first_line_the_finding_the_cause_and_the_steps_are_always_there(
    room: int, width: int, strings: Strings
) -> None:
    rows = doctor_rows(told(strings), width, room)
    said = "".join("".join(run.text for run in row.line.left).strip() for row in rows)
    words = strings.doctor
    assert words.title in said
    assert words.causes.clock_skew.replace(" ", "") in said.replace(" ", "")
    assert sorted(step_rows(rows)) == [0, 1]
    assert len(rows) <= max(room, fewest_rows(told(strings), width))
    for row in rows:
        assert sum(cell_len(run.text) for run in row.line.left) <= width


def test_what_goes_first_are_blank_rows_then_the_causes_that_are_not_it() -> None:
    whole = texts(told(), 74, 40)
    assert whole[1] == "        下一步：刷新令牌并重新发送"
    assert whole[4] == ""
    assert "  可能的原因，已逐项检查" in whole
    assert whole[-1] == ""
    tight = texts(told(), 74, len(whole) - 1)
    assert tight[-1] != ""
    folded = texts(told(), 74, 12)
    assert "  已排除 1 个，未知 1 个    I 查看全部" in folded
    assert not any("令牌种类错误" in text for text in folded)
    all_there = ["".join(run.text for run in row.line.left) for row in whole_rows(told(), 74)]
    assert set(whole) <= set(all_there)


def test_without_a_cause_that_is_it_they_are_named_before_they_are_counted() -> None:
    nobody = told(diagnosis=of("SERVER_TIMEOUT"))
    rows = [len(texts(nobody, 74, room)) for room in range(30, 0, -1)]
    assert rows == sorted(rows, reverse=True)
    named = texts(nobody, 74, fewest_rows(nobody, 74) + 2)
    assert any("查询过慢" in text for text in named)
    assert not any("无法在本机检查" in text for text in named)


@pytest.mark.parametrize("entry", load_error_book().entries, ids=lambda entry: entry.code)
def test_every_code_is_drawn_within_the_width(entry: CodeEntry) -> None:
    state = Answered(exchange(entry.code, entry.layer, WRITE))
    for strings in (ZH, EN):
        for width in (48, 74):
            rows = whole_rows(DoctorView(of(entry.code, WRITE), state, strings), width)
            for row in rows:
                drawn = sum(cell_len(run.text) for run in row.line.left)
                assert drawn <= width, (row.line, width)


def test_what_stands_in_the_head_is_not_said_again_as_the_only_cause() -> None:
    words = "invalid_client: client authentication failed"
    error = TokenError(ErrorCode.TOKEN_WRONG_SECRET, detail=words, status=401, code="x")
    state = Failed(error=error, endpoint_id=WRITE, request=None, started_at=0.0, elapsed=0.1)
    diagnosis = diagnose_failure(state, context(WRITE))
    assert diagnosis is not None
    shown = texts(DoctorView(diagnosis, state, ZH), 74, 40)
    assert "".join(shown).count("client authentication failed") == 1
    assert "  可能的原因，已逐项检查" not in shown
    assert all(any(pair) for pair in pairwise(shown)), "one blank row between two parts"
    tight = texts(DoctorView(diagnosis, state, ZH), 74, 9)
    assert any(words in text for text in tight), "without the details it is a cause"


def test_a_write_that_was_refused_is_looked_at_for_its_state() -> None:
    said = "该待办已由他人办结"
    done = of("FailedOperation", WRITE, message=said)
    assert done.executed is Executed.NO
    words = [act_words(step, ZH) for step in done.steps]
    assert FailureText("先检查当前状态", "选择一个读接口；本次没有改动") in words
    maybe = of("FailedOperation", WRITE, message="pool is closed")
    assert maybe.executed is Executed.MAYBE
    assert "先检查结果" in [act_words(step, ZH).what for step in maybe.steps]
