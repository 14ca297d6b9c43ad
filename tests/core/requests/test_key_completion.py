import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.requests.test_form import BODY, field
from weda_tui.core.requests.key_completion import LONGEST, KeyCompletion, complete_key

NAMES = [each.name for each in BODY]


def at_mark(text: str) -> KeyCompletion | None:
    """Complete at the ``|`` in a text."""
    return complete_key(text.replace("|", ""), text.index("|"), BODY)


def offered(text: str) -> list[str]:
    found = at_mark(text)
    return [option.name for option in found.options] if found else []


def test_names_are_offered_where_a_name_is_begun() -> None:
    for text, names in [
        ('{"|', NAMES),
        ('{"T|', ["TaskId", "TurnToUser"]),
        ('{"t|', ["TaskId", "TurnToUser"]),
        ("{t|", ["TaskId", "TurnToUser"]),
        ('{"params|', ["PageParams"]),
        ('{"TaskId": "1", "T|', ["TurnToUser"]),
        ('{"T|", "TaskId": "1"}', ["TurnToUser"]),
        ('{"TaskId": "1",\n  "Approver": {"|', ["UserId", "Type"]),
        ('{"Approver": {"UserId": "}{", "|', ["Type"]),
        ('{"Steps": [{"Name": "a"}, {"|', ["Name"]),
        ('{"PageParams": {"any": {"|', ["Value"]),
        ('{"PageParams": {"|', []),
        ('{"Where": {"|', []),
        ('{"unknown": {"|', []),
        ('{"TaskId": "T|', []),
        ('{"TaskId": T|', []),
        ('{"CcUserIds": ["T|', []),
        ('{"TaskId|": 1}', []),
        ("|", []),
        ("T|", []),
        ("{|", []),
        ("{{T|", []),
        ('{"T": {"a": "x|', []),
        ('{"oops: 1,\n "T|', ["TaskId", "TurnToUser"]),
    ]:
        assert offered(text) == names, text


def test_in_the_items_of_a_whole_array_too() -> None:
    body = (field("[]", "array", field("objectId")),)
    found = complete_key('[{"ob', 5, body)
    assert found is not None
    assert found.options[0].name == "objectId"


@pytest.mark.parametrize(
    ("text", "index", "written"),
    [
        ('{"T|', 0, '{"TaskId": "|"'),
        ('{"T|"}', 0, '{"TaskId": "|"}'),
        ('{"T|": 1}', 0, '{"TaskId"|: 1}'),
        ("{app|", 0, '{"Approver": {|}'),
        ('{"Cc|', 0, '{"CcUserIds": [|]'),
        ('{"Sta|', 0, '{"Status": |'),
    ],
)
def test_an_option_is_written_with_its_quotes_and_the_start_of_a_value(
    text: str, index: int, written: str
) -> None:
    found = at_mark(text)
    assert found is not None
    plain = text.replace("|", "")
    piece, cursor = found.written(found.options[index])
    edited = plain[: found.start] + piece + plain[found.end :]
    at = found.start + cursor
    assert edited[:at] + "|" + edited[at:] == written


@given(st.text(alphabet='{}[]",: \nTaskIdApprover', max_size=40), st.integers(0, 40))
def test_whatever_is_typed_an_option_stands_for_what_was_begun(text: str, at: int) -> None:
    at = min(at, len(text))
    found = complete_key(text, at, BODY)
    if found is not None:
        assert found.start <= at <= found.end
        assert found.options
        piece, cursor = found.written(found.options[0])
        assert 0 <= cursor <= len(piece)
        assert piece.startswith('"')


def test_in_a_large_text_nothing_is_offered() -> None:
    assert complete_key('{"T' + " " * LONGEST, 3, BODY) is None
