import base64
import json
from typing import Any

from weda_tui.core.answers.nested_answers import DEEPEST, MOST, NestedAnswer, answers_inside

BODY = '{"code":"INVALID_ENV_STATUS"}'


def har(text: str, status: Any = 200, **content: str) -> dict[str, Any]:
    """Return an entry of a HAR file."""
    return {"response": {"status": status, "content": {"text": text, **content}}}


def test_the_entries_of_a_har_are_read_the_last_one_first() -> None:
    value = {"log": {"entries": [har("a", 401), har("b", "502", mimeType="text/html")]}}
    found = [each for each in answers_inside(value) if each.body in {b"a", b"b"}]
    assert found == [NestedAnswer(b"b", "text/html", 502), NestedAnswer(b"a", "", 401)]


def test_a_body_in_base64_is_decoded_and_a_broken_one_left_out() -> None:
    whole = base64.b64encode(BODY.encode()).decode()
    assert next(answers_inside(har(whole, encoding="base64"))).body == BODY.encode()
    broken = har("a", encoding="base64")
    assert all(each.status is None for each in answers_inside(broken))


def test_a_status_that_is_none_is_left_open() -> None:
    assert next(answers_inside(har("a", 0))).status is None


def test_json_in_a_string_in_a_string_is_found() -> None:
    value = {"msg": json.dumps({"body": BODY})}
    assert NestedAnswer(BODY.encode()) in list(answers_inside(value))


def test_the_search_ends() -> None:
    deep: Any = BODY
    for _ in range(DEEPEST + 1):
        deep = [deep]
    assert list(answers_inside(deep)) == []
    assert len(list(answers_inside([{"a": 1}] * (MOST * 10)))) <= MOST
