"""The rows of F7: what is omitted first when there is little space."""

import pytest
from rich.cells import cell_len

from tests.tui.views.values import EN, ZH, text
from weda_tui.core.links.accepting_parameters import AcceptingParameters
from weda_tui.core.links.answer_value import AnswerValue
from weda_tui.core.links.finder import LinkOrigin, Links, find_links
from weda_tui.i18n.strings import Strings
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.tui.links.view import NextShown, next_lines, next_rows

ACTS = (
    ("Ctrl+S", "save"), ("y", "copy_value"), ("a", "assert_value"), ("v", "keep_variable"),
)  # fmt: skip


@pytest.fixture(scope="module")
def task() -> Links:
    catalogue = load_bundled_catalogue()
    held = AnswerValue(("Response", "Data", "Result", 0, "TaskId"), "1893450276920229889")
    origin = LinkOrigin(catalogue.get("workflow.GetFlowInstanceTasks"))
    return find_links(held, origin, AcceptingParameters(catalogue))


def drawn(
    following: Links | None, strings: Strings, width: int, *, is_short: bool, chosen: int = -1
) -> list[str]:
    shown = NextShown(following, ACTS)
    rows = next_rows(shown, strings, width, is_short=is_short)
    lines = next_lines(shown, rows, strings, width, is_short=is_short, chosen=chosen)
    return [row.rstrip() for row in text(lines, width)]


@pytest.mark.parametrize("strings", [ZH, EN])
@pytest.mark.parametrize("is_short", [True, False])
@pytest.mark.parametrize("width", [40, 48, 59, 72, 80, 120, 200])
def test_calls_go_from_the_last_and_the_rest_is_always_counted(
    task: Links, strings: Strings, width: int, is_short: bool
) -> None:
    rows = drawn(task, strings, width, is_short=is_short)
    assert len(rows) == (1 if is_short else 4)
    assert all(cell_len(row) <= width for row in rows)
    assert not any("…" in row for row in rows)
    shown = next_rows(NextShown(task, ACTS), strings, width, is_short=is_short).calls
    calls = len(shown) - 1
    assert shown[-1].action == "follow_list"
    assert strings.following.rest.format(count=len(task.links) - calls) in "\n".join(rows)
    assert [each.action for each in shown[:-1]] == [f"pick_step({n})" for n in range(1, calls + 1)]


def test_the_value_is_named_and_what_writes_is_marked(task: Links) -> None:
    rows = drawn(task, ZH, 200, is_short=False)
    assert rows[0].strip("─ ") == ""
    assert rows[1] == " F7 下一步   TaskId 1893450276920229889"
    assert "4 完成审批任务 写" in rows[2]
    assert rows[2].index("查询") < rows[2].index("写")
    assert rows[3] == "  或    Ctrl+S 保存请求   y 复制值   a 添加断言   v 保存为变量"


def test_without_a_call_it_says_so_and_keeps_its_height() -> None:
    rows = drawn(Links("Source", "4"), ZH, 70, is_short=False)
    assert rows[1:3] == [" F7 下一步   Source 4", "  用于  没有接口接受该值"]
    assert drawn(Links("Source", "4"), ZH, 78, is_short=True) == [
        " F7 Source   Ctrl+S 保存请求   y 复制值   a 添加断言   v 保存为变量"
    ]
    assert len(drawn(None, ZH, 70, is_short=False)) == 4


def test_what_a_server_says_is_cut_and_never_acts() -> None:
    name, value = "k\x1b[31m" * 40, '"v\x1b]0;x\x07' + "长" * 200 + '"'
    for is_short in (True, False):
        for row in drawn(Links(name, value), EN, 60, is_short=is_short):
            assert cell_len(row) <= 60
            assert "\x1b" not in row


def test_secrets_are_masked(task: Links) -> None:
    def mask(said: str) -> str:
        return said.replace("s3", "••")

    shown = NextShown(Links("token", '"s3cr3t"'), ACTS, mask)
    rows = next_rows(shown, ZH, 70, is_short=False)
    lines = next_lines(shown, rows, ZH, 70, is_short=False, chosen=-1)
    assert "s3cr3t" not in "\n".join(text(lines, 70))


def test_the_selected_item_is_told_from_the_others(task: Links) -> None:
    shown = NextShown(task, ACTS)
    rows = next_rows(shown, ZH, 120, is_short=False)
    lines = next_lines(shown, rows, ZH, 120, is_short=False, chosen=1)
    marked = "".join(run.text for run in lines[2].left if "underline" in run.role)
    assert marked == "2 查询审批页面详情"
