"""The judging code in a locustfile judges as ``run`` does."""

import json
import os
import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.answers.test_intermediaries import (
    APACHE,
    GO,
    HAPROXY,
    LOGIN,
    NGINX,
    REFRESH,
    SCRIPT,
    URL,
    page,
)
from tests.core.runs.test_assertions import BODY, HELD, NOT_HELD
from tests.core.runs.test_assertions import answer as core_answer
from weda_tui.core.answers.intermediaries import name_foreign
from weda_tui.core.answers.layers import DOCUMENTED
from weda_tui.core.answers.verdict import Verdict, judge
from weda_tui.core.collections.saved_request import Assertion, AssertionOperator, Expected
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.runs.answer_values import Captured, capture
from weda_tui.core.runs.assertions import AssertionHeld, judge_assertion
from weda_tui.core.sending.exchange import Response
from weda_tui.formats.load import judging
from weda_tui.formats.load.judging import JudgedAnswer, plain_code, verdict

JSON = "application/json; charset=utf-8"
WORDS = st.sampled_from(
    ["", "0", "200", "ok", "false", "InvalidParameter", "not_found", "坏", "E 1"]
)
SCALARS = st.one_of(
    WORDS, st.sampled_from([None, True, False, 0, 1, -1, 200, 10**18 + 1, 1.5, 1e300])
)
ERRORS = ["Error", "error", "Code", "code", "Message", "message", "error_description", "value"]
FLAGS = ["Result", "Status", "success", "errcode", "errCode", "errmsg", "msg"]
IDS = ["RequestId", "requestId", "request_id", "cloudObjectId", "objectId", "access_token", "sub"]
LISTS = ["records", "legalIdList", "illegalIdList", "updateCount", "deleteCount", "@odata.context"]
NAMES = ["Response", "response", "Data", "data", *ERRORS, *FLAGS, *IDS, *LISTS]
ANSWERS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=2).map(json.dumps),
    ),
    max_leaves=8,
)
STATUSES = st.sampled_from([200, 200, 200, 201, 204, 302, 400, 401, 404, 407, 500])


@pytest.mark.skipif(os.name == "nt", reason="no such timer")
def test_a_pattern_that_takes_too_long_does_not_hold() -> None:
    body = json.dumps({"s": "a" * 40 + "!"}).encode()
    begun = time.monotonic()
    assert JudgedAnswer(204, Headers(), body, 1.0).failure([("$.s", "matches", "^(a+)+$")])
    assert time.monotonic() - begun < 5


class Headers(dict[str, str]):
    def get(self, name: str, default: Any = None) -> Any:  # ignores case
        return {key.lower(): value for key, value in self.items()}.get(name.lower(), default)


@pytest.fixture(autouse=True)
def book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "DOCUMENTED", frozenset(DOCUMENTED))


def named(status: int, body: bytes, location: str, content_type: str, *, nothing: bool) -> Verdict:
    verdict = judge(status, content_type, body, answers_nothing=nothing)
    headers = (("Location", location),) if location else ()
    return name_foreign(
        verdict, URL, Response(status=status, reason="", headers=headers, body=body)
    )


def compare(
    status: int, content_type: str, body: bytes, *, nothing: bool, location: str = ""
) -> None:
    expected = named(status, body, location, content_type, nothing=nothing)
    found = {"answers_nothing": nothing, "url": URL, "location": location}
    mark, code = verdict(status, content_type, body, **found)  # type: ignore[arg-type]
    headers = Headers({"Content-Type": content_type, "Location": location})
    answer = JudgedAnswer(status, headers, body, 1.0, answers_nothing=nothing, url=URL)
    assert (answer.mark, answer.code) == (mark, code)
    assert (mark, code) == (expected.mark.value, expected.code or ("UNKNOWN" * (mark == "unknown")))


@settings(max_examples=600)
@given(value=ANSWERS, status=STATUSES, nothing=st.booleans())
@example(value={"data": {"legalIdList": ["1"], "illegalIdList": ["2"]}}, status=200, nothing=False)
@example(value={"data": {"legalIdList": [], "illegalIdList": ["2"]}}, status=200, nothing=False)
@example(value=[{"cloudObjectId": "a"}, {"code": "NO"}], status=200, nothing=False)
@example(value={"Response": {"Data": '{"code": "EXCEED_RATELIMIT"}'}}, status=200, nothing=False)
@example(
    value={"Response": {"Data": {"Result": False}, "RequestId": "1"}}, status=200, nothing=True
)
def test_the_verdict_is_that_of_a_run(value: object, status: int, nothing: bool) -> None:
    compare(status, JSON, json.dumps(value, ensure_ascii=False).encode(), nothing=nothing)


@pytest.mark.parametrize("status", [200, 204, 302, 407, 502])
@pytest.mark.parametrize("content_type", ["", JSON, "text/html", "text/plain; charset=gbk"])
@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b" { } ", b"null", b"[]", b"{", b"<html>", b"<!-- a --><!DOCTYPE html><p>",
     b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", b"<Error><Code></Code></Error>",
     b'\xef\xbb\xbf{"code": "E1"}', b'{"code": NaN}', b'{"code": "E1", "code": "E2"}', b"plain",
     '{"code": "错"}'.encode("gbk"), b'{"code": "\\ud83d"}', b"[" * 100_000],
)  # fmt: skip
def test_the_verdict_on_anything_is_that_of_a_run(
    body: bytes, content_type: str, status: int
) -> None:
    compare(status, content_type, body, nothing=False)
    compare(status, content_type, body, nothing=True)


FOREIGN = [
    LOGIN, NGINX, GO, APACHE, REFRESH, SCRIPT, HAPROXY, page("502 Bad Gateway"),
    page("404 Not Found", "<center>nginx/1.24.0</center>"), "网站防火墙".encode(),
    "<html>您的访问已被拒绝".encode(), b"upstream request timeout", b"<html>Request Rejected",
]  # fmt: skip
LOCATIONS = ("", "/b", "https://sso.example.cn/login", "http://a.cn/x")


@pytest.mark.parametrize("content_type", ["text/html", JSON, "text/plain"])
@pytest.mark.parametrize("body", [*FOREIGN, b"", '{"success": false, "message": "云盾"}'.encode()])
def test_an_answer_that_no_weda_gave_is_named_as_in_a_run(body: bytes, content_type: str) -> None:
    for status in (200, 302, 400, 403, 405, 407, 502, 503, 511):
        for location in LOCATIONS:
            compare(status, content_type, body, nothing=False, location=location)


def judged(headers: Mapping[str, str] | None = None) -> JudgedAnswer:
    return JudgedAnswer(200, Headers(headers or {}), BODY, 84.4)


def exact(expected: Expected) -> Any:
    if isinstance(expected, tuple):
        return tuple(map(exact, expected))
    return Decimal(str(expected)) if isinstance(expected, float) else expected


ALL = [*HELD, *(each[:3] for each in NOT_HELD)]
WRITABLE = [each for each in ALL if not each[0].startswith("$") or judging.read_path(each[0])]


@pytest.mark.parametrize(("on", "operator", "expected"), WRITABLE)
def test_an_assertion_holds_as_in_a_run(on: str, operator: str, expected: Expected) -> None:
    ours = judge_assertion(Assertion(on, AssertionOperator(operator), expected), core_answer())
    failure = judged().failure([(on, operator, exact(expected))])
    assert (failure == "") is isinstance(ours, AssertionHeld)


PATHS = ["Data.Items[0].Id", "Data.Items[-1]", "Data.Items[9]", "Data['Name']", "Data.Items[*].Id",
         "Data.*", "Data.Nothing", "Gone", "RequestId", "Data.InstanceId", "Data.Tags",
         "Data.Rate"]  # fmt: skip
VALUES = st.sampled_from(
    [None, True, False, 0, 1, 2, 3, 100, "", "1", "done", "r-1", "null", "a", "Price", 10**18,
     Decimal("0.1"), Decimal("1e2"), '["a", "b", 3]', ("a", 1), (2,)]
)  # fmt: skip


@settings(max_examples=600)
@given(
    on=st.one_of(st.sampled_from(PATHS).map("$.Response.{}".format),
                 st.sampled_from(["$", "status", "size", "time", "header X-N", "header Gone"])),
    operator=st.sampled_from(list(AssertionOperator)),
    expected=VALUES,
)  # fmt: skip
def test_any_assertion_holds_as_in_a_run(
    on: str, operator: AssertionOperator, expected: Expected
) -> None:
    headers = {"x-n": "12.0"}
    ours = judge_assertion(Assertion(on, operator, expected), core_answer(headers=headers))
    if operator is not AssertionOperator.ONE_OF and isinstance(expected, tuple):
        return
    failure = judged(headers).failure([(on, operator.value, exact(expected))])
    assert (failure == "") is isinstance(ours, AssertionHeld)


@pytest.mark.parametrize("path", PATHS)
def test_a_capture_is_that_of_a_run(path: str) -> None:
    (taken,) = capture({"x": f"$.Response.{path}"}, core_answer())
    expected = taken.value if isinstance(taken, Captured) else None
    assert judged().capture(f"$.Response.{path}") == expected


@pytest.mark.parametrize("path", ["$..Id", "$.a[?@.b]", "$.a[0:2]", "$['a','b']", "a", "$.a b"])
def test_a_path_that_cannot_be_written_is_known(path: str) -> None:
    assert judging.read_path(path) is None


def test_the_length_of_a_packed_answer_is_not_judged() -> None:
    packed = {"Content-Length": "194", "content-encoding": "gzip"}
    for operator, expected in (("equals", 194), ("notEquals", 194), ("lessThan", 195)):
        assert judged(packed).failure([("header content-length", operator, expected)])
    assert judged(packed).capture("header Content-Length") is None
    assert judged({"Content-Length": "194"}).capture("header Content-Length") == "194"


def test_a_failure_is_named_by_its_code_and_by_what_does_not_hold() -> None:
    body = b'{"Response": {"Error": {"Code": "InvalidParameter"}}}'
    failing = JudgedAnswer(200, Headers(), body, 1.0)
    assert failing.failure([("status", "equals", 200)]) == "InvalidParameter"
    assert failing.failure([("verdict", "equals", "failure")]) == ""
    assert judged().failure([("status", "equals", 201)]) == "assert status equals"


SECRET = "s3cret-of-the-deployment-0123"
REPEATED = json.dumps(
    {"code": f"NO.{SECRET}", "data": {"seen": SECRET, "other": "x", "access_token": "t-1"}}
).encode()


def repeating(**more: Any) -> JudgedAnswer:
    headers = Headers({"x-seen": SECRET})
    return JudgedAnswer(200, headers, REPEATED, 1.0, mask=Masker([SECRET]).text, **more)


def test_of_a_value_with_a_secret_it_is_said_whether_it_exists() -> None:
    answer, is_failure = repeating(), ("verdict", "equals", "failure")
    for on in ("$.data.seen", "$.data", "$", "header x-seen"):
        assert answer.failure([is_failure, (on, "exists", True)]) == ""
        for check in ((on, "matches", "^s"), (on, "matches", "."), (on, "notEquals", "a")):
            assert answer.failure([is_failure, check]) == f"assert {on} {check[1]}"
        assert answer.capture(on) is None
    assert answer.code == f"NO.{MASK}"
    assert answer.capture("$.data.other") == "x"
    assert answer.failure([is_failure, ("size", "equals", len(REPEATED))]) == ""


def test_a_secret_in_another_character_set_is_found() -> None:
    body = json.dumps({"data": {"seen": SECRET}}).encode("utf-16")
    answer = JudgedAnswer(200, Headers(), body, 1.0, mask=Masker([SECRET]).text)
    assert (answer.mark, answer.capture("$.data.seen")) == ("ok", None)


def test_of_an_answer_to_a_key_little_counts() -> None:
    answer, is_failure = repeating(is_withheld=True), ("verdict", "equals", "failure")
    assert answer.code == "OTHER"
    assert answer.failure([is_failure, ("status", "equals", 200)]) == ""
    assert answer.failure([is_failure, ("$.data.other", "exists", True)]) == ""
    for check in (("$.data.other", "equals", "x"), ("size", "lessThan", 9999)):
        assert answer.failure([is_failure, check]) == f"assert {check[0]} {check[1]}"
    assert answer.capture("$.data.other") is None
    assert answer.capture("$.data.access_token") == "t-1"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("EXCEED_RATELIMIT", "EXCEED_RATELIMIT"),
        ("HTTP 502", "HTTP 502"),
        ("HTTP 5020", "OTHER"),
        ("invalid_client", "invalid_client"),
        ("success=false", "success=false"),
        ("KEY_HAS_NO_RIGHT.s3cr", "OTHER"),
        ("", ""),
    ],
)
def test_a_code_is_shown_where_it_is_documented(code: str, shown: str) -> None:
    assert plain_code(code) == shown
