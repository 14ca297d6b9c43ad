"""Fields of records are read from a response with any envelope."""

import pytest

from weda_tui.core.models.answer_fields import LARGEST, fields_in
from weda_tui.core.models.data_model import FieldKind

RECORD = b'{"_id":"a","n":19.0,"at":1,"signedAt":1795570938000,"ok":true,"list":[1],"x":null}'
FOUND = [
    ("_id", FieldKind.TEXT), ("n", FieldKind.NUMBER), ("at", FieldKind.NUMBER),
    ("signedAt", FieldKind.TIME), ("ok", FieldKind.BOOLEAN), ("list", FieldKind.JSON),
    ("x", FieldKind.UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b"[%s]" % RECORD,
        b' {"code":"","data":{"records":[%s],"total":1}}' % RECORD,
        b'{"@odata.count":1,"value":[%s]}' % RECORD,
        b'{"data":{"record":%s}}' % RECORD,
        b'{"data":{"tags":["a"],"list":[%s]}}' % RECORD,
    ],
)
def test_the_fields_of_the_first_records_are_found(body: bytes) -> None:
    assert [(field.name, field.kind) for field in fields_in(body)] == FOUND


def test_a_later_record_says_what_a_null_is_and_adds_its_own() -> None:
    found = fields_in(b'[{"a":null},{"a":"x","b":1},5]')
    assert [(field.name, field.kind) for field in found] == [
        ("a", FieldKind.TEXT),
        ("b", FieldKind.NUMBER),
    ]


def test_where_no_record_is_shown_there_are_none() -> None:
    for body in [b"", b"{", b"[]", b"[1]", b'{"a":1}', b"[{}]" + b" " * LARGEST, b'"x"', b"\xff"]:
        assert fields_in(body) == (), body[:9]


def test_names_that_no_field_has_are_left_out() -> None:
    many = b",".join(b'"f%d":1' % number for number in range(2000))
    found = fields_in(b'[{"%s":1,%s}]' % (b"x" * 200, many))
    assert len(found) == 500
    assert found[0].name == "f0"
