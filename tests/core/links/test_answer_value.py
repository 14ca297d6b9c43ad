"""The selected value and its siblings."""

import pytest

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.line_values import key_at, node_at, whole_text
from weda_tui.core.collections.saved_request import AssertionOperator
from weda_tui.core.links.answer_value import LONGEST_WHOLE, AnswerValue, value_at
from weda_tui.core.links.saved_values import assertions_on, scalar_of, variable_name

BODY = b"""{"Data": {"Result": [
  {"InstanceId": 1893450276618240001, "Who": {"UserId": "15", "Source": 4}, "TaskId": "t\\u00e9", "Amount": 1.50, "Tags": ["a", "b"], "None": {}}
]}}"""  # noqa: E501 - as received


@pytest.fixture
def document() -> Document:
    document = Document(BODY, "application/json")
    while not document.is_settled:
        document.grow()
    return document


def line_of(document: Document, key: str) -> int:
    lines = range(document.index.line_count)
    return next(line for line in lines if key_at(document, line) == key)


def test_a_member_knows_its_path_and_its_neighbours(document: Document) -> None:
    held = value_at(document, line_of(document, "TaskId"))
    assert held is not None
    assert held.path == ("Data", "Result", 0, "TaskId")
    assert held.text == "té"
    assert dict(held.siblings) == {
        "InstanceId": "1893450276618240001", "TaskId": '"t\\u00e9"', "Amount": "1.50",
    }  # fmt: skip


def test_inside_an_object_only_its_own_members_count(document: Document) -> None:
    held = value_at(document, line_of(document, "UserId"))
    assert held is not None
    assert dict(held.siblings) == {"UserId": '"15"', "Source": "4"}


def test_a_container_has_no_value_but_members(document: Document) -> None:
    held = value_at(document, line_of(document, "Who"))
    assert held is not None
    assert held.is_container
    assert held.siblings[0] == ("UserId", '"15"')
    tags = value_at(document, line_of(document, "Tags"))
    empty = value_at(document, line_of(document, "None"))
    assert tags == AnswerValue(("Data", "Result", 0, "Tags"), "")
    assert empty == AnswerValue(("Data", "Result", 0, "None"), "")


def test_a_long_value_is_whole_and_says_where_it_is_not() -> None:
    token, text = "t" * 900, "x" * (LONGEST_WHOLE + 1)
    document = Document(f'{{"jwt": "{token}", "text": "{text}", "id": 1}}'.encode())
    document.grow_whole()
    jwt, long = (value_at(document, line_of(document, name)) for name in ("jwt", "text"))
    assert jwt is not None
    assert long is not None
    assert (jwt.text, jwt.is_cut, jwt.siblings) == (token, False, (("id", "1"),))
    assert long.is_cut
    assert len(long.raw) == LONGEST_WHOLE


def test_an_item_goes_by_the_name_of_its_array(document: Document) -> None:
    held = value_at(document, line_of(document, "Tags") + 1)
    assert held is not None
    assert (held.name, held.text, held.siblings) == ("Tags", "a", ())


def test_every_line_of_any_document_has_a_value_or_none(document: Document) -> None:
    for line in range(-1, document.index.line_count + 1):
        value_at(document, line)
    assert value_at(Document(b"plain text"), 0) is None


def test_a_node_is_copied_exactly_as_received(document: Document) -> None:
    line = line_of(document, "Who")
    assert node_at(document, line) == '{"UserId": "15", "Source": 4}'
    assert node_at(document, line_of(document, "TaskId")) == '"t\\u00e9"'
    assert node_at(document, 0) == BODY.decode()


def test_a_whole_body_says_what_was_mended() -> None:
    assert whole_text(Document(BODY)) == (BODY.decode(), 0)
    broken = b'{"a": "x\xff\xfe", "b": "\xef\xbf\xbd"}'
    document = Document(broken, charset="utf-8")
    assert whole_text(document) == (broken.decode("utf-8", "replace"), 2)
    gbk = Document("中文正文".encode("gbk"), "text/plain; charset=gbk")
    assert whole_text(gbk) == ("中文正文", 0)


def test_a_value_is_written_digit_for_digit() -> None:
    for raw, value in [
        ("1893450276618240001", 1893450276618240001),
        ("18934502766182400011", "18934502766182400011"),
        ("1.5", 1.5),
        ("1.50", "1.50"),
        ("0.12345678901234567890", "0.12345678901234567890"),
        ("1e400", "1e400"),
        ("-0", "-0"),
        ("true", True),
        ('"a\\"b"', 'a"b'),
        ("null", None),
    ]:
        found = scalar_of(raw)
        assert found == value, raw
        assert type(found) is type(value), raw


def test_the_assertions_fit_the_value() -> None:
    def operators(raw: str, count: int | None = None) -> list[AssertionOperator]:
        return [each.operator for each in assertions_on(AnswerValue(("a", 0), raw), count)]

    assert operators("3")[:3] == [
        AssertionOperator.EQUALS,
        AssertionOperator.NOT_EQUALS,
        AssertionOperator.GREATER_THAN,
    ]
    assert AssertionOperator.CONTAINS in operators('"x"')
    assert operators("true") == [
        AssertionOperator.EQUALS,
        AssertionOperator.NOT_EQUALS,
        AssertionOperator.EXISTS,
    ]
    assert operators("null") == [AssertionOperator.EXISTS]
    assert operators("", 3) == [AssertionOperator.LENGTH, AssertionOperator.EXISTS]
    assert assertions_on(AnswerValue(("a b", 0, "c"), "3"), None)[0].on == '$["a b"][0].c'


@pytest.mark.parametrize(
    ("name", "variable"), [("TaskId", "taskId"), ("a b{c}", "a_b_c"), ("", "value"), ("_id", "id")]
)
def test_a_variable_is_called_after_the_key(name: str, variable: str) -> None:
    assert variable_name(AnswerValue((name,), "1")) == variable
