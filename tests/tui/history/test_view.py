"""Rows of the history name the target of a call, as far as there is space."""

import pytest
from msgspec.structs import replace

from tests.core.recordings import record
from tests.tui.views.values import ZH, text
from weda_tui.core.history.entry import HistoryEntry
from weda_tui.tui.history.view import entry_line, has_several_environments, name_width, record_lines


def entry(environment: str) -> HistoryEntry:
    found = record().entry
    return replace(found, conditions=replace(found.conditions, environment=environment))


@pytest.mark.parametrize(
    ("width", "name_cells", "row"),
    [
        (50, 8, "  ✓ 09:42 查询流程任务              总部     dev "),
        (50, 0, "  ✓ 09:42 查询流程任务                       dev "),
        (37, 8, "  ✓ 09:42 查询流程任务 总部     dev "),
        (30, 8, "  ✓ 09:42 查询流程任务   dev "),
    ],
)
def test_the_environment_is_the_first_to_go(width: int, name_cells: int, row: str) -> None:
    line = entry_line(entry("总部"), width, ZH, is_marked=False, name_cells=name_cells)
    drawn = text([line], width)[0]
    assert " ".join(drawn.split()) == " ".join(row.split())
    assert ("总部" in drawn) is ("总部" in row)


def test_what_was_sent_from_a_saved_request_has_its_name() -> None:
    sent = replace(entry("总部"), saved="1f0c/审批/本周待办")
    row = text([entry_line(sent, 60, ZH, is_marked=False)], 60)[0]
    assert "本周待办 · 查询流程任务" in row
    found = record()
    lines = record_lines(replace(found, entry=sent), found.entry.started_at, ZH)
    assert "本周待办 · 查询流程任务" in text(lines, 60)[0]


def test_what_an_agent_sent_says_so_in_its_own_name_and_on_one_line() -> None:
    sent = replace(entry("总部"), agent="Cur\x1bsor\n")
    for width in (70, 38):
        row = text([entry_line(sent, width, ZH, is_marked=False)], width)[0]
        assert "09:42 智能体 查询流程任务" in row
    found = record()
    lines = record_lines(replace(found, entry=sent), found.entry.started_at, ZH)
    assert "总部 · dev · 智能体：Cur␛sor␊" in "\n".join(text(lines, 60))


def test_a_list_across_environments_says_so_and_how_wide_their_names_are() -> None:
    here, there = entry("总部"), entry("a-very-long-environment")
    assert not has_several_environments([here, here])
    assert has_several_environments([here, there])
    assert (name_width([here]), name_width([here, there]), name_width([])) == (4, 12, 0)
