import json

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.jsonpath.conditions import LARGEST, LONGEST, read_condition

ANSWER = {"ok": False, "status": "done", "n": 1893450276920229889, "items": [{"a": 1}], "no": None}


def holds(condition: str, answer: object = ANSWER) -> bool | None:
    return read_condition(condition)(json.dumps(answer).encode())


def test_a_condition_holds_or_not() -> None:
    for condition, expected in [
        ("$.items", True),
        ("$.items[*]", True),
        ("$.items[?@.a == 1]", True),
        ("$.items[?@.a == 2]", False),
        ("$.ok", False),
        ("$.no", False),
        ("$.absent", False),
        ("$.status == 'done'", True),
        ("$.status == 'done' && $.n > 3", True),
        ("$.ok == true", False),
        ("!$.error", True),
        ("count($.items[*]) >= 1", True),
        ("match($.status, 'do.*')", True),
    ]:
        assert holds(condition) is expected, condition


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[" * 100_000, b"9" * 5000, b"x" * (LARGEST + 1)]
)
def test_what_is_no_json_settles_nothing(body: bytes) -> None:
    assert read_condition("$.a")(body) is None


@pytest.mark.parametrize(
    ("condition", "column"),
    [
        ("$.status = 'done'", 10),
        ("status", 1),
        ("$.", 3),
        ("nofn($.a)", 1),
        ("", 1),
        ("(" * 400, 401),
        ("$.a == 1e400", 5),
        ("$" * (LONGEST + 1), LONGEST),
    ],
)
def test_what_is_no_condition_is_refused_with_its_place(condition: str, column: int) -> None:
    with pytest.raises(FileError) as refused:
        read_condition(condition)
    assert (refused.value.code, refused.value.parameters["column"]) == (
        ErrorCode.RULE_INVALID,
        column,
    )
