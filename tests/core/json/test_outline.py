"""A small part of a large response gives the same verdict as the whole response."""

import json
from functools import partial
from typing import Any

import msgspec
import pytest

from weda_tui.core.answers.verdict import judge
from weda_tui.core.json.outline import ends, outline
from weda_tui.core.sending.exchange import Response
from weda_tui.session.sending.judging import judge_large

RECORD = {"_id": "66f0", "n": {"a": [{"b": "}],"}]}, "text": "中文 ]},{", "x": [1, [2]]}
MANY = [RECORD] * 20_000


def response(body: bytes) -> Response:
    return Response(status=200, reason="", headers=(), body=body)


def body_of(value: Any, indent: int | None = None) -> bytes:
    """Return JSON as ``json.dumps`` writes it without escapes, in a fraction of the time."""
    return msgspec.json.format(msgspec.json.encode(value), indent=indent or 0)


def judged(value: Any, *, indent: int | None = None) -> bytes:
    """Return the body of ``value``; assert that its outline and the whole give the same verdict."""
    body = body_of(value, indent)
    whole = partial(judge, 200, "application/json")
    assert judge_large(whole, response(body)) == whole(body)
    return body


def test_the_verdict_is_that_of_the_whole():
    for value in [
        {"data": {"records": MANY, "total": 20_000}, "requestId": "r"},
        {"Response": {"RequestId": "r", "Data": {"List": MANY, "TotalCount": 7}}},
        {"Response": {"Data": MANY, "RequestId": "r"}},
        {"data": MANY, "code": "E", "message": "failed after all"},
        {"records": MANY, "total": 3, "requestId": "r"},
        {"data": {"other": MANY, "records": [1, 2]}},
    ]:
        for indent in [None, 1]:
            body = judged(value, indent=indent)
            short = outline(body)
            assert short is not None, (value, indent)
            assert len(short.text) < len(body) // 3, (value, indent)
            assert msgspec.json.decode(short.text), (value, indent)


@pytest.mark.parametrize(
    "value",
    [
        {"data": "x" * 2_000_000},
        {"data": {str(n): n for n in range(100_000)}},
        [{"objectId": "x", "code": ""}] * 60_000,
        [1] * 600_000,
        {"data": ["x" * 600_000, "y" * 600_000]},
    ],
)
def test_what_has_no_long_array_in_an_object_is_judged_whole(value: Any):
    judged(value)


def test_a_long_array_of_plain_values_is_counted():
    body = json.dumps({"data": [1893450276618240001] * 200_000}).encode()
    assert judge_large(partial(judge, 200, ""), response(body)).count == 200_000


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_an_answer_that_was_cut_is_no_success(kept: float):
    body = body_of({"data": {"records": MANY}})
    body = body[: int(len(body) * kept)]
    whole = partial(judge, 200, "application/json")
    assert judge_large(whole, response(body)) == whole(body)
    assert not whole(body).ok


def test_one_that_breaks_in_the_middle_is_no_success():
    body = body_of({"data": {"records": MANY}})
    middle = body.index(b'"text"', len(body) // 2)
    broken = body[:middle] + b"#" + body[middle:]
    assert not judge_large(partial(judge, 200, ""), response(broken)).ok


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "value",
    [
        {"data": {"records": MANY, "total": 20_000}, "requestId": "r"},
        {"Response": {"RequestId": "r", "Data": {"List": MANY, "TotalCount": 7}}},
        {"data": MANY, "code": "E", "message": "failed after all"},
    ],
)
def test_beginning_and_end_of_a_huge_body_tell_how_it_went(value: Any, indent: int | None):
    body = body_of(value, indent)
    short = ends(body)
    assert short is not None
    assert len(short) < 2**20
    whole = partial(judge, 200, "application/json")
    assert (whole(short).outcome, whole(short).code) == (whole(body).outcome, whole(body).code)


@pytest.mark.parametrize("body", [b"", b"{}", bytes(2**20), b'["' + b"x" * 2**20 + b'"]'])
def test_other_bodies_have_no_such_ends(body: bytes):
    assert ends(body) is None
