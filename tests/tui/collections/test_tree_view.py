"""The rows and columns of saved requests, as pure values."""

from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.core.recordings import EXPIRED, NOW, environment, record
from tests.tui.workbench.fakes import session_in
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.collections.saved_request import Assertion, AssertionOperator, Poll, SavedRequest
from weda_tui.core.comparison.ignored import USUAL
from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import HistoryRecord, LastResult, SendEnding
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.runs.answer_values import Captured, Unfit, Unjudged
from weda_tui.core.runs.assertions import AssertionHeld, NotHeld
from weda_tui.core.runs.results import Check
from weda_tui.i18n.strings import EN, ZH
from weda_tui.session.collections.request_summaries import RequestSummary
from weda_tui.tui.collections.results_pane import difference_lines, moment_words, result_line
from weda_tui.tui.collections.rows import SavedRows
from weda_tui.tui.collections.tree_view import SavedNode, SavedRowState, folder_line, request_line
from weda_tui.tui.comparison.pair_view import AnswerPair, compare_pair
from weda_tui.tui.history.view import history_rows
from weda_tui.tui.requests.saved_tabs import Judged, saved_check_lines, toml_lines
from weda_tui.tui.widgets.drawing.paint import Line, cells

NODE = SavedNode(1, "审批/list")
LAST = LastResult(SendEnding.OK, NOW, "总部", "prod")


def text(line: Line) -> str:
    return "".join(run.text for run in (*line.left, *line.right))


def texts(lines: list[Line]) -> str:
    return "\n".join(text(line) for line in lines)


def kept(number: int, answer: str | None = '{"code": 0}', *, at: float = NOW) -> HistoryRecord:
    made = record(answer, at=at)
    entry = msgspec.structs.replace(made.entry, id=number)
    return msgspec.structs.replace(made, entry=entry)


def test_a_row_has_verdict_title_time_and_method() -> None:
    look = SavedRowState(RequestSummary("本周待办", "POST", ""), LAST, "09:42")
    line = request_line(NODE, look, 50, Catalogue(()), ZH)
    assert text(line).startswith("    ✓ 本周待办")
    assert text(line).endswith(" 09:42    POST ")


def test_the_time_of_a_result_stands_behind_what_is_not_as_chosen(tmp_path: Path) -> None:
    rows = SavedRows(id="saved-rows")
    rows.session, rows.strings = session_in(tmp_path), ZH
    rows.catalogue = Catalogue(())
    rows.nodes = (SavedNode(0, "审批", is_folder=True), NODE, SavedNode(0, "", is_gap=True))
    for name, env_type, shown in (
        ("总部", "prod", ""),
        ("总部", "dev", "prod "),
        ("分公司", "prod", "总部 prod "),
    ):
        rows.where = Target(msgspec.structs.replace(environment(), name=name), env_type)
        rows.last = {NODE.path: LAST}
        assert f" {shown}09:42 " in text(rows.row(1, 80)), (name, env_type)
    rows.row_count = 3
    assert rows.rank() == (0, 1), "folders are not counted"


def test_the_method_goes_before_a_title_is_cut() -> None:
    title = "每一个还在走的流程实例都列"
    look = SavedRowState(RequestSummary(title, "POST", ""), LAST, "09:42")
    assert "POST" in text(request_line(NODE, look, 60, Catalogue(()), ZH))
    narrow = text(request_line(NODE, look, 44, Catalogue(()), ZH))
    assert title in narrow
    assert "POST" not in narrow
    assert "…" in text(request_line(NODE, look, 38, Catalogue(()), ZH))


def test_a_long_folder_keeps_both_ends_beside_its_count() -> None:
    title = "Quarterly expense approvals of the north"
    line = folder_line(SavedNode(0, title, is_folder=True, title=title, count=3), 40, EN)
    assert text(line) == "  ▸ Quarterly expens…als of the north 3 "


def test_an_edit_stands_beside_the_verdict() -> None:
    look = SavedRowState(RequestSummary("a"), LAST, "09:42", is_edited=True)
    assert text(request_line(NODE, look, 50, Catalogue(()), ZH)).startswith("  ● ✓ a")


@given(st.text(max_size=60), st.integers(30, 90), st.booleans())
def test_no_row_is_wider_than_its_room(title: str, width: int, is_edited: bool) -> None:
    look = SavedRowState(
        RequestSummary(title, "POST", tags=("x",)), LAST, "09:42", is_edited=is_edited
    )
    line = request_line(NODE, look, width, Catalogue(()), ZH)
    assert cells(line.left) + cells(line.right) <= width


def test_results_stand_under_their_days() -> None:
    entries = [kept(2).entry, kept(1, EXPIRED, at=NOW - 86400).entry]
    rows = history_rows(entries, NOW, ZH, has_reasons=False)
    assert [row.day or (row.entry and row.entry.id) for row in rows] == ["今天", 2, None, "昨天", 1]
    where = entries[0].conditions.where
    fine = result_line(entries[0], 56, where, ZH, is_marked=False)
    wrong = result_line(entries[1], 56, None, EN, is_marked=True)
    assert "✓ 09:42  dev " in text(fine)
    assert text(fine).endswith(" 84 ms ")
    assert "=✗ 09:42  总部 dev " in text(wrong)


def test_two_results_of_one_minute_are_told_by_their_seconds() -> None:
    one, other = kept(1).entry, kept(2, at=NOW + 1).entry
    assert (moment_words(one, other, NOW, ZH), moment_words(other, one, NOW, ZH)) == (
        "09:42:18",
        "09:42:19",
    )
    before = kept(1, at=NOW - 87000).entry
    assert moment_words(before, other, NOW, ZH) == "昨天 09:32"


def difference(before: str, after: str) -> str:
    one, other = kept(1, before), kept(2, after)
    found = compare_pair(AnswerPair(one, other), USUAL, ZH, lambda: False)
    lines = difference_lines(found, ZH, 50)
    assert all(cell_len(text(line)) <= 50 for line in lines)
    return texts(lines)


def test_a_difference_names_what_changed_and_what_was_left_out() -> None:
    said = difference(
        '{"code": 0, "requestId": "a", "list": [{"Name": "林岚的差旅报销"}]}',
        '{"code": 0, "requestId": "b", "list": [{"Name": "王磊的用印申请"}]}',
    )
    assert "同  地址、环境类型、参数、令牌" in said
    assert "list[0].Name" in said
    assert "- 林岚的差旅报销" in said
    assert "+ 王磊的用印申请" in said
    assert "requestId" in said


def test_equal_answers_are_said_to_be_equal() -> None:
    assert "相同" in difference('{"a": 1}', '{"a": 1}')


ASSERT = Assertion("$.total", AssertionOperator.GREATER_THAN, 3)
REQUEST = SavedRequest(
    path="审批/a",
    draft=RequestDraft(endpoint_id="", method="POST", url="", body=""),
    asserts=(ASSERT,),
    captures={"task": "$.TaskId"},
    depends=("审批/b",),
    poll=Poll(Assertion("$.State", AssertionOperator.EQUALS, "done")),
)


def test_a_file_says_what_it_checks() -> None:
    said = texts(saved_check_lines(REQUEST, None, ZH, 60, Masker()))
    assert "$.total 大于 3" in said
    assert "task = $.TaskId" in said
    assert "审批/b.toml" in said
    assert '$.State 等于 "done"' in said
    empty = SavedRequest(path="a", draft=REQUEST.draft)
    assert "判定结果为成功" in texts(saved_check_lines(empty, None, ZH, 60, Masker()))


def test_checks_are_shown_as_they_went_with_secrets_masked() -> None:
    checks = (Check(ASSERT, NotHeld("2")), Check(ASSERT, Unjudged(Unfit.NOT_JSON, "")))
    judged = Judged(checks, (Captured("task", "s3cr3t-value"),), "09:42 的结果")
    said = texts(saved_check_lines(REQUEST, judged, ZH, 60, Masker({"s3cr3t-value"})))
    assert "断言 · 09:42 的结果" in said
    assert said.count("✗ 预期：$.total 大于 3") == 2
    assert "s3cr3t-value" not in said
    fine = Judged((Check(ASSERT, AssertionHeld("9")),), (), "09:42 的结果")
    assert "✓ $.total 大于 3" in texts(saved_check_lines(REQUEST, fine, ZH, 60, Masker()))


TOML = """\
# 一个请求
url = "{{vars.host}}/x"
body = '''
{ "UserId": "{{user}}", "n": 1 }
'''
[[assert]]
equals = 3
"""


def test_a_file_has_numbers_tables_and_variables_that_can_be_followed() -> None:
    lines = toml_lines(TOML, 60)
    roles = {run.text: run.role for line in lines for run in line.left}
    assert roles["{{user}}"] == roles["{{vars.host}}"] == "key underline"
    assert roles["[[assert]]"] == "bold"
    assert roles["   1  "] == "faint"
    assert roles["equals"] == "key"
    assert roles["3"] == "num"
    assert roles["# 一个请求"] == "dim"


@given(st.text(alphabet="ab{}'\" =[]#\n字", max_size=80), st.integers(20, 60))
def test_no_character_of_a_file_is_lost(content: str, width: int) -> None:
    lines = toml_lines(content, width)
    shown = "".join("".join(run.text for run in line.left)[6:] for line in lines)
    assert shown == content.rstrip("\n").replace("\n", "")
    assert all(cells(line.left) <= width for line in lines)
