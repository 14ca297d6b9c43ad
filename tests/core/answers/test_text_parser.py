import json
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.answers.text_parser import judge_pasted
from weda_tui.core.answers.verdict import ErrorLayer, Outcome

GATEWAY = '{"code":"INVALID_ENV_STATUS","requestId":"r-1","message":"env status is abnormal"}'
BUSINESS = (
    '{"Response":{"RequestId":"r-2","Error":{"Code":"FailedOperation","Message":"任务不存在"}}}'
)


class Case(NamedTuple):
    text: str
    layer: ErrorLayer
    code: str
    message: str = ""
    request_id: str = ""
    status: int | None = None


CASES = [
    Case(GATEWAY, ErrorLayer.GATEWAY, "INVALID_ENV_STATUS", "env status is abnormal", "r-1"),
    Case("\ufeff" + BUSINESS + "\n", ErrorLayer.BUSINESS, "FailedOperation", "任务不存在", "r-2"),
    Case(json.dumps(GATEWAY), ErrorLayer.GATEWAY, "INVALID_ENV_STATUS", "env status is abnormal",
         "r-1"),
    Case(
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: x\r\n\r\n{GATEWAY}\r\n",
        ErrorLayer.GATEWAY, "INVALID_ENV_STATUS", "env status is abnormal", "r-1", 200,
    ),
    Case(f"HTTP/1.1 100 Continue\n\nHTTP/2 401\nserver: x\n\n{GATEWAY}",
         ErrorLayer.GATEWAY, "INVALID_ENV_STATUS", "env status is abnormal", "r-1", 401),
    Case(
        "* Connected to x\n> POST /a HTTP/1.1\n> Host: x\n>\n< HTTP/1.1 200 OK\n"
        f"< Content-Type: application/json\n< \n{{ [12 bytes data]\n{BUSINESS}\n* Closing",
        ErrorLayer.BUSINESS, "FailedOperation", "任务不存在", "r-2", 200,
    ),
    Case("HTTP/1.1 502 Bad Gateway\nContent-Type: text/html\n\n<html>", ErrorLayer.PROXY,
         "HTTP 502",
         status=502),
    Case("HTTP/1.1 503 Service Unavailable\n", ErrorLayer.HTTP, "HTTP 503", status=503),
    Case(f"2026-11-24 09:47:03 [main] ERROR weda answered {GATEWAY} after 31 ms",
         ErrorLayer.GATEWAY, "INVALID_ENV_STATUS", "env status is abnormal", "r-1"),
    Case('level=error status=500 body="' + BUSINESS.replace('"', '\\"') + '"',
         ErrorLayer.BUSINESS, "FailedOperation", "任务不存在", "r-2", 500),
    Case("[INFO] {} [1] " + GATEWAY, ErrorLayer.GATEWAY, "INVALID_ENV_STATUS",
         "env status is abnormal", "r-1"),
    Case('{"ts":1,"ok":true} then ' + BUSINESS,
         ErrorLayer.BUSINESS, "FailedOperation", "任务不存在", "r-2"),
    Case('t=1 code=INVALID_ENV_STATUS requestId=r-3 message="env status is abnormal" status=200',
         ErrorLayer.GATEWAY, "INVALID_ENV_STATUS", "env status is abnormal", "r-3", 200),
    Case("Code: FailedOperation, Message: '任务不存在', RequestId: r-4",
         ErrorLayer.BUSINESS, "FailedOperation", "任务不存在", "r-4"),
    Case('error=invalid_grant error_description="token is used"',
         ErrorLayer.AUTH, "invalid_grant", "token is used"),
    Case("err_code=OBJECT_NOT_EXIST err_msg=gone", ErrorLayer.STORAGE, "OBJECT_NOT_EXIST", "gone"),
    Case("the call failed with INVALID_ENV_STATUS again", ErrorLayer.GATEWAY, "INVALID_ENV_STATUS"),
    Case("INVALID_ENV_STATUS", ErrorLayer.GATEWAY, "INVALID_ENV_STATUS"),
    Case("unauthenticated", ErrorLayer.AUTH, "unauthenticated"),
    Case(" NOBODYS_CODE\n", ErrorLayer.GATEWAY, "NOBODYS_CODE"),
    Case("<!DOCTYPE html><title>Sign in</title>", ErrorLayer.PROXY, "HTML"),
    Case("<html><title>502 Bad Gateway</title><hr><center>nginx</center>", ErrorLayer.HTTP,
         "GATEWAY_DOWN", "502 Bad Gateway · nginx", status=502),
    Case("upstream connect error or disconnect/reset before headers. reset reason: overflow",
         ErrorLayer.HTTP, "GATEWAY_DOWN", "503 · envoy", status=503),
    Case(json.dumps({"verdict": {}, "status": 200, "body": json.loads(GATEWAY)}),
         ErrorLayer.GATEWAY, "INVALID_ENV_STATUS", "env status is abnormal", "r-1", 200),
    Case(json.dumps({"verdict": {}, "status": 503, "body": "<html>"}), ErrorLayer.PROXY, "HTTP 503",
         status=503),
    Case(f"\x1b[31mERROR\x1b[0m \x1b[1m{GATEWAY}\x1b[0m", ErrorLayer.GATEWAY, "INVALID_ENV_STATUS",
         "env status is abnormal", "r-1"),
    Case('{"data":{}} and later ' + GATEWAY, ErrorLayer.GATEWAY, "INVALID_ENV_STATUS",
         "env status is abnormal", "r-1"),
    Case(f'status code 401, sent {{"a":1}}, got {GATEWAY}', ErrorLayer.GATEWAY,
         "INVALID_ENV_STATUS", "env status is abnormal", "r-1"),
    Case("{ code: 'ERR_BAD_REQUEST', data: { code: 'INVALID_ENV_STATUS', requestId: 'r-5' } }",
         ErrorLayer.GATEWAY, "INVALID_ENV_STATUS", "", "r-5"),
    Case("resp status=502 body=<html><title>502 Bad Gateway</title>", ErrorLayer.HTTP, "HTTP 502",
         status=502),
    Case("resp status=405 body=<html><title>Not allowed</title>", ErrorLayer.PROXY, "HTTP 405",
         status=405),
    Case('{"timestamp":"2026-11-24","status":404,"error":"Not Found","path":"/x"}',
         ErrorLayer.HTTP, "HTTP 404", "Not Found", status=404),
    Case("< HTTP/1.1 200 OK\n< Content-Type: application/json\n<\n" + GATEWAY
         + "* Connection #0 to host x left intact", ErrorLayer.GATEWAY, "INVALID_ENV_STATUS",
         "env status is abnormal", "r-1", 200),
    Case('{"code":"ECONNREFUSED","message":"connect ECONNREFUSED 10.0.0.8:80"}',
         ErrorLayer.NETWORK, "connection_refused", "10.0.0.8:80"),
    Case("Error: socket hang up", ErrorLayer.NETWORK, "connection_lost"),
    Case("2026/11/24 [error] 3#3: *8 connect() failed (111: Connection refused) while connecting to"
         " upstream", ErrorLayer.HTTP, "HTTP 502"),
    Case('[{"objectId":"a"},{"code":"OBJECT_NOT_EXIST"}]', ErrorLayer.PARTIAL, "OBJECT_NOT_EXIST"),
]  # fmt: skip


def test_the_answer_is_found() -> None:
    for case in CASES:
        found = judge_pasted(case.text.encode())
        assert found is not None, case
        verdict, status = found
        assert (verdict.layer, verdict.code, verdict.message) == (
            case.layer,
            case.code,
            case.message,
        ), case
        assert (verdict.request_id, status) == (case.request_id, case.status), case


def test_a_success_and_an_unknown_shape_are_told_from_each_other() -> None:
    found = judge_pasted(b'{"Response":{"RequestId":"r","Data":[1,2]}}')
    assert found is not None
    assert found[0].ok
    found = judge_pasted(b'{"a":1}')
    assert found is not None
    assert found[0].outcome is Outcome.UNKNOWN


def test_a_success_is_not_judged_by_the_words_in_it() -> None:
    found = judge_pasted(b'{"Response":{"RequestId":"r","Data":{"note":"Connection refused"}}}')
    assert found is not None
    assert found[0].ok


def test_the_flag_gives_a_status_where_the_text_has_none() -> None:
    found = judge_pasted(b'{"data":{}}', status=500)
    assert found is not None
    assert (found[0].code, found[1]) == ("HTTP 500", 500)
    found = judge_pasted(b'HTTP/1.1 200 OK\n\n{"data":{}}', status=500)
    assert found is not None
    assert found[0].ok


def test_the_module_tells_who_says_a_code_nobody_documents() -> None:
    found = judge_pasted(b"code=SOMETHING_NEW", module="model")
    assert found is not None
    assert found[0].layer is ErrorLayer.MODEL


def test_gbk_is_read() -> None:
    found = judge_pasted('{"code":"BAD_REQUEST","message":"参数格式错误"}'.encode("gbk"))
    assert found is not None
    assert found[0].message == "参数格式错误"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "hello",
        "an internal error, as everybody says",
        "{{{[[[",
        "{" * 5000,
        "code=200 all is well",
        "error: could not open file",
        "status=200",
    ],
)
def test_a_text_without_an_answer_has_none(text: str) -> None:
    assert judge_pasted(text.encode()) is None


@given(st.binary(max_size=300) | st.text('{}[]":=,codeHTP/1. 20\n\\', max_size=80).map(str.encode))
def test_nothing_that_is_pasted_raises(data: bytes) -> None:
    judge_pasted(data)


@pytest.mark.parametrize("name", ["X-Request-Id", "x-cloudbase-request-id", "X-TC-RequestId"])
def test_a_dump_names_its_request_in_any_header_that_an_answer_may(name: str) -> None:
    dump = f"HTTP/1.1 504 Gateway Timeout\r\n{name}: 7f3a9c21-0b\r\n\r\n<html></html>"
    found = judge_pasted(dump.encode())
    assert found is not None
    assert found[0].request_id == "7f3a9c21-0b"


@pytest.mark.parametrize("code", ["CERT_" * 20_000 + "!", "A" * 100_000 + "!"])
@pytest.mark.parametrize(
    "text", ['{{"code": "{}", "message": "x"}}', 'code="{}"', "error code={} x"]
)
def test_a_code_without_end_is_none(code: str, text: str) -> None:
    found = judge_pasted(text.format(code).encode(), status=500)
    assert found is None or found[0].code in {code, "HTTP 500"}
