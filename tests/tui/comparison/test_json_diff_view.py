"""The differences between two responses, as rows and as text, in both languages."""

import pytest

from weda_tui.core.catalogue.endpoint import Language
from weda_tui.core.comparison.ignored import Ignored
from weda_tui.core.comparison.json_diff import compare_json
from weda_tui.i18n.language import strings_for
from weda_tui.tui.comparison.json_diff_view import (
    MOST_CHARACTERS,
    MOST_PATHS,
    MOST_ROWS,
    comparison_rows,
    comparison_text,
    whole_lines,
)
from weda_tui.tui.widgets.drawing.paint import Line, plain_text

BEFORE = b'{"id": 1, "Rows": [{"_id": 1, "Name": "a"}, {"_id": 2}, {"_id": 3}], "requestId": "x"}'
AFTER = b'{"id": "1", "Rows": [{"_id": 1, "Name": "b"}, {"_id": 3}, {"_id": 4}], "requestId": "y"}'


def drawn(before: bytes, after: bytes, language: Language = "zh", *, is_on: bool = True) -> str:
    found = compare_json(before, after, ignored=Ignored(is_on=is_on))
    rows = comparison_rows(found, strings_for(language), is_on=is_on)
    return "\n".join("".join(run.text for run in row.line.left).rstrip() for row in rows)


@pytest.mark.parametrize("body", [b"{}", b"no JSON"])
def test_of_answers_that_were_cut_no_more_is_said_to_be_the_same_than_was_compared(
    body: bytes,
) -> None:
    found = compare_json(body, body, ignored=Ignored(), are_cut=(False, True))
    said = comparison_text(found, strings_for("en"), is_on=True)
    rows = comparison_rows(found, strings_for("en"), is_on=True)
    shown = ["".join(run.text for run in row.line.left).strip() for row in rows]
    assert shown[0] == "No difference in the part that was compared"
    assert "identical" not in said


def test_changes_stand_below_their_counts() -> None:
    assert (
        drawn(BEFORE, AFTER)
        == """\
  变更 2 · 新增 1 · 删除 1
  已忽略：requestId

  变更  id
        - 1
        + "1"
  变更  Rows[0].Name
        - a
        + b
  删除  Rows[1]
        - {"_id": 2}
  新增  Rows[2]
        + {"_id": 4}"""
    )
    assert drawn(BEFORE, AFTER, "en").startswith("  2 changed · 1 added · 1 removed\n")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"{}", b"{ }", "  响应相同"),
        (
            b'{"requestId": "x"}',
            b'{"requestId": "y"}',
            "  除已忽略的内容外，响应相同\n  已忽略：requestId",
        ),
        (b"", b"", "  响应相同"),
        (b"[1, 2, 3]", b"[2, 3, 1]", "  移动 1\n\n  移动  [2]  原为 [0]  1"),
    ],
)
def test_what_is_the_same_is_said(before: bytes, after: bytes, said: str) -> None:
    assert drawn(before, after) == said


def test_many_paths_are_counted_and_nothing_is_left_out_is_said() -> None:
    one, other = (
        ("{" + ", ".join(f'"p{n}": {{"requestId": "{mark}"}}' for n in range(9)) + "}").encode()
        for mark in "xy"
    )

    assert f"p{MOST_PATHS - 1}.requestId 等 9 处" in drawn(one, other)
    assert "未忽略任何内容" in drawn(one, other, is_on=False)


def test_as_text_old_and_new_are_as_received() -> None:
    found = compare_json(BEFORE, AFTER)

    assert (
        comparison_text(found, strings_for("en"), is_on=True)
        == """\
2 changed · 1 added · 1 removed
Ignored: requestId
changed id
- 1
+ "1"
changed Rows[0].Name
- "a"
+ "b"
removed Rows[1]
- {"_id": 2}
added Rows[2]
+ {"_id": 4}"""
    )


def test_a_value_is_shown_whole_up_to_a_number_of_rows() -> None:
    items = ", ".join(map(str, range(MOST_ROWS)))
    found = compare_json(b'{"a": 1}', f'{{"a": [{items}]}}'.encode())

    lines = [plain_text([line]) for line in whole_lines(found.changes[0], strings_for("zh"))]

    assert lines[:5] == ["a", "", "- 1", "+ [", "+   0,"]
    assert lines[-1] == "内容过长，只显示开头；y 复制全部"
    assert len(lines) == MOST_ROWS + 4
    long = compare_json(b"[1]", b'["%s"]' % (b"x" * 10**6))
    row = whole_lines(long.changes[0], strings_for("zh"))[-2]
    assert len(plain_text([row])) < MOST_CHARACTERS + 10


def test_a_name_cannot_act_on_the_terminal() -> None:
    found = compare_json(b"{}", b'{"\\u001b[2J": "\\u001b[31m"}')
    rows = comparison_rows(found, strings_for("en"), is_on=True)

    assert rows[-1].line != Line()
    assert "\x1b" not in comparison_text(found, strings_for("en"), is_on=True)
