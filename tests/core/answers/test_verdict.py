import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import json_bodies
from weda_tui.core.answers.item_failures import MOST_ITEMS, ItemFailure
from weda_tui.core.answers.verdict import ErrorLayer, Mark, Outcome, Verdict, judge
from weda_tui.core.masking import Masker

JSON = "application/json; charset=utf-8"
ID = "79e7c0fc8286e"
NO_FIELDS: dict[str, str] = {}


def judged(value: object, status: int = 200) -> Verdict:
    return judge(status, JSON, json.dumps(value, ensure_ascii=False).encode())


@pytest.mark.parametrize("status", [200, 401])
def test_a_gateway_refusal_fails_whatever_the_status(status: int) -> None:
    message = "access token verify failed: jwt expired"
    verdict = judged({"code": "INVALID_ACCESS_TOKEN", "requestId": ID, "message": message}, status)
    assert verdict == Verdict(
        outcome=Outcome.FAILURE,
        layer=ErrorLayer.GATEWAY,
        code="INVALID_ACCESS_TOKEN",
        message=message,
        request_id=ID,
    )


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize(
    "body",
    [
        {"Response": {"RequestId": ID, "Error": {"Code": "InvalidParameter", "Message": "坏"}}},
        {"Response": {"RequestId": ID, "Data": {}, "Error": {"Code": "InvalidParameter",
                                                             "Message": "坏"}}},
        {"response": {"requestId": ID, "error": {"code": "InvalidParameter", "message": "坏"}}},
        {"code": 0, "data": {"Response": {"RequestId": ID, "Error": {
            "Code": "InvalidParameter", "Message": "坏"}}}},
    ],
)  # fmt: skip
def test_a_business_error_fails_in_every_envelope(body: object, status: int) -> None:
    assert judged(body, status) == Verdict(
        outcome=Outcome.FAILURE,
        layer=ErrorLayer.BUSINESS,
        code="InvalidParameter",
        message="坏",
        request_id=ID,
    )


@pytest.mark.parametrize(
    "error",
    [
        None,
        {},
        "",
        {"Code": ""},
        {"Code": "", "Message": ""},
        {"Code": "", "Message": "success"},
        {"Code": None, "Message": None},
        {"Code": 0},
    ],
)
def test_an_error_without_a_code_is_a_success(error: object) -> None:
    verdict = judged({"Response": {"RequestId": ID, "Error": error, "Data": {"Result": True}}})
    assert (verdict.outcome, verdict.request_id) == (Outcome.OK, ID)


@pytest.mark.parametrize(
    ("data", "flag"),
    [
        ({"Result": False, "Status": False}, "Result=false"),
        ({"Result": False}, "Result=false"),
        ({"Status": False}, "Status=false"),
        (False, "Data=false"),
    ],
)
def test_a_flag_that_says_it_did_not_work_is_a_failure(data: object, flag: str) -> None:
    for body in (
        {"Response": {"RequestId": ID, "Data": data}},
        {"code": 0, "data": {"Response": {"RequestId": ID, "Data": data}}},
    ):
        assert judged(body) == Verdict(
            outcome=Outcome.FAILURE, layer=ErrorLayer.BUSINESS, code=flag, request_id=ID
        )


@pytest.mark.parametrize(
    "data",
    [
        {"Result": False, "Status": True},
        {"Result": True},
        {"Status": 0},
        {"Status": None},
        {"Result": []},
        {"Result": [{"Status": False}]},
        True,
    ],
)
def test_one_flag_that_says_it_worked_is_enough_and_other_values_are_no_flags(data: object) -> None:
    assert judged({"Response": {"RequestId": ID, "Data": data}}).ok


@pytest.mark.parametrize("message", ["坏", {"lang": "zh-CN", "value": "坏"}])
@pytest.mark.parametrize("status", [200, 400])
def test_an_odata_error_is_read_as_the_standard_writes_it(message: object, status: int) -> None:
    verdict = judged({"error": {"code": "RecordNotFound", "message": message}}, status)
    assert (verdict.outcome, verdict.layer) == (Outcome.FAILURE, ErrorLayer.BUSINESS)
    assert (verdict.code, verdict.message) == ("RecordNotFound", "坏")


def test_an_odata_error_without_a_code_fails_by_its_status_with_its_words() -> None:
    body = {"error": {"code": "", "message": {"lang": "zh-CN", "value": "坏"}}}
    assert (judged(body, 400).code, judged(body, 400).message) == ("HTTP 400", "坏")
    assert judged(body, 200).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("error", [{"Message": "boom"}, [{"Code": "X"}], []])
def test_an_error_of_no_documented_shape_is_unknown(error: object) -> None:
    verdict = judged({"Response": {"RequestId": ID, "Error": error, "Data": {}}})
    assert verdict.outcome is Outcome.UNKNOWN


def test_documented_successes() -> None:
    cases: list[object] = [
        {"Response": {"RequestId": ID}},
        {"Response": {"Data": None}},
        {"Response": {"RequestId": ID, "Data": "1500000000000000001"}},
        {"response": {"requestId": ID, "error": {"code": "", "message": ""}, "data": {}}},
        {"data": {"id": "rec001"}, "requestId": ID},
        {"data": None, "requestId": ID},
        {"code": 0, "data": {"a": 1}},
        {"code": "0", "message": "ok", "requestId": ID},
        {"code": 0},
        {"code": "", "data": {}},
        {"code": None, "data": {}},
        {"error": "", "data": {}},
        {"error": {}, "data": {}},
        {"token_type": "Bearer", "access_token": "t", "expires_in": 259200},
        {"token_type": "Bearer", "client_id": "env-demo", "sub": "uid", "scope": "user"},
        {"updateCount": 2},
        {"deleteCount": 0},
        {"@odata.context": "$metadata#demo", "_id": "r", "code": "A-17", "error": "a field"},
    ]
    for body in cases:
        assert judged(body).ok, body


def test_undocumented_shapes_are_no_success() -> None:
    cases: list[object] = [
        {},
        {"a": 1},
        {"Response": {}},
        {"Response": None},
        {"Response": "x"},
        {"requestId": ID},
        {"code": ""},
        {"code": {}, "requestId": ID},
        {"access_token": ""},
        {"message": "ok"},
        [],
        [1, 2],
        [{"a": 1}],
        [{"objectId": "a"}, {"b": 1}],
        "text",
        1,
        None,
        True,
    ]
    for body in cases:
        verdict = judged(body)
        assert (verdict.outcome, verdict.ok) == (Outcome.UNKNOWN, False), body


def test_a_success_body_under_an_error_status_fails() -> None:
    cases: list[object] = [
        {"Response": {"RequestId": ID, "Data": {}}},
        {"data": {}, "requestId": ID},
        {"code": 0, "requestId": ID},
        {"requestId": ID, "message": "m"},
    ]
    for body in cases:
        for status in [302, 404, 500, 503]:
            case = body, status
            verdict = judged(body, status)
            assert (verdict.outcome, verdict.layer) == (Outcome.FAILURE, ErrorLayer.HTTP), case
            assert (verdict.code, verdict.request_id) == (f"HTTP {status}", ID), case


def test_the_admin_list_answers_without_response() -> None:
    verdict = judged(
        {"records": [NO_FIELDS] * 2, "total": 12, "pageSize": 2, "pageNo": 1, "requestId": ID}
    )
    assert verdict == Verdict(outcome=Outcome.OK, request_id=ID, count=2, total=12)


def test_the_approval_history_is_wrapped_twice() -> None:
    inner = {"RequestId": ID, "Data": {"ElementInfos": [NO_FIELDS] * 3}}
    assert judged({"code": 0, "data": {"Response": inner}}) == Verdict(
        outcome=Outcome.OK, request_id=ID, count=3
    )


def test_an_outer_code_counts_beside_a_good_response() -> None:
    verdict = judged({"code": "SYS_ERR", "Response": {"RequestId": ID, "Data": {}}})
    assert (verdict.layer, verdict.code) == (ErrorLayer.GATEWAY, "SYS_ERR")


def test_records_are_counted() -> None:
    cases: list[tuple[object, int | None, int | None]] = [
        ([{"Uid": 1}, {"Uid": 2}], 2, None),
        ([], 0, None),
        ({"Result": [NO_FIELDS] * 2, "TotalCount": 1204}, 2, 1204),
        ({"Result": [NO_FIELDS] * 1, "TotalCount": "31"}, 1, 31),
        ({"RoleList": [], "Total": 0}, 0, 0),
        ({"TaskList": [NO_FIELDS] * 1}, 1, None),
        ({"idList": ["a", "b"]}, 2, None),
        ({"Result": True}, None, None),
        ({"Flag": False, "ToBeSubmittedFlowTaskInfo": []}, None, None),
        ({"legalIdList": [], "illegalIdList": []}, None, None),
        ({"Result": [NO_FIELDS] * 1, "TotalCount": "many"}, 1, None),
        ({"Result": [NO_FIELDS] * 1, "TotalCount": 10**30}, 1, None),
        ("text", None, None),
        (None, None, None),
    ]
    for data, count, total in cases:
        verdict = judged({"Response": {"RequestId": ID, "Data": data}})
        assert (verdict.ok, verdict.count, verdict.total) == (True, count, total), data


@pytest.mark.parametrize("status", [200, 400, 401])
def test_an_oauth_error_is_the_auth_layers(status: int) -> None:
    body = {"error": "invalid_grant", "error_code": 4001, "error_description": "过期"}
    verdict = judged(body, status)
    assert (verdict.layer, verdict.code, verdict.message) == (
        ErrorLayer.AUTH,
        "invalid_grant",
        "过期",
    )


def test_a_web_frameworks_error_page_in_json_is_http() -> None:
    verdict = judged({"status": 404, "error": "Not Found", "path": "/x"}, 404)
    assert (verdict.layer, verdict.code, verdict.message) == (
        ErrorLayer.HTTP,
        "HTTP 404",
        "Not Found",
    )


@pytest.mark.parametrize("error", ["It broke", {"code": "X", "message": "It broke"}, 5, True])
def test_any_error_under_200_is_no_success(error: object) -> None:
    assert judged({"error": error, "data": {}}).outcome is Outcome.FAILURE


def test_one_failed_object_fails_a_storage_answer() -> None:
    item = {"cloudObjectId": "cloud://e.b/a.jpg"}
    failed = {"code": "OBJECT_NOT_EXIST", "message": "not found"}
    assert judged([item, failed, item]) == Verdict(
        outcome=Outcome.FAILURE,
        layer=ErrorLayer.PARTIAL,
        part_of=ErrorLayer.STORAGE,
        code="OBJECT_NOT_EXIST",
        message="not found",
        count=3,
        failed=1,
        items=(ItemFailure(index=1, code="OBJECT_NOT_EXIST", message="not found"),),
    )
    assert judged([item, failed]).mark is Mark.PARTIAL
    assert (judged([failed, failed]).layer, judged([failed]).mark) == (
        ErrorLayer.STORAGE,
        Mark.FAILURE,
    )
    assert judged([item, item]) == Verdict(outcome=Outcome.OK, count=2)
    assert judged([item], 500).layer is ErrorLayer.HTTP


def test_refused_ids_of_a_batch_are_its_failed_items() -> None:
    ids = {"legalIdList": ["r1", "r2", "r3"], "illegalIdList": ["r4", 1893450276920229889]}
    verdict = judged({"data": ids, "requestId": ID})
    assert (verdict.layer, verdict.part_of) == (ErrorLayer.PARTIAL, ErrorLayer.MODEL)
    assert (verdict.failed, verdict.count, verdict.request_id) == (2, 5, ID)
    assert [item.name for item in verdict.items] == ["r4", "1893450276920229889"]
    all_refused = judged({"data": {"legalIdList": [], "illegalIdList": ["r4"]}})
    assert (all_refused.layer, all_refused.failed, all_refused.count) == (ErrorLayer.MODEL, 1, 1)
    assert judged({"data": {"legalIdList": ["r1"], "illegalIdList": []}}).ok
    assert judged({"data": {"illegalIdList": "x"}}).ok, "another model's own field"


def test_many_failed_items_are_counted_and_the_first_kept() -> None:
    verdict = judged([{"code": "OBJECT_NOT_EXIST"}] * (MOST_ITEMS + 2))
    assert (len(verdict.items), verdict.failed) == (MOST_ITEMS, MOST_ITEMS + 2)


def test_secrets_in_items_are_masked() -> None:
    verdict = judged([{"code": "X", "message": "of hush-hush"}, {"objectId": "a"}])
    assert "hush" not in str(verdict.masked(Masker(["hush-hush"])))


@pytest.mark.parametrize(
    ("code", "module", "layer"),
    [
        ("SYS_ERR", "model", ErrorLayer.GATEWAY),
        ("AUTH_FAILURE", "", ErrorLayer.MODEL),
        ("OBJECT_NOT_EXIST", "", ErrorLayer.STORAGE),
        ("REFRESH_TOKEN_EXPIRED", "", ErrorLayer.AUTH),
        ("NOBODYS_CODE", "", ErrorLayer.GATEWAY),
        ("NOBODYS_CODE", "workflow", ErrorLayer.GATEWAY),
        ("NOBODYS_CODE", "model", ErrorLayer.MODEL),
        ("NOBODYS_CODE", "storage", ErrorLayer.STORAGE),
    ],
)
def test_the_shared_envelope_is_told_apart_by_code_then_by_module(
    code: str, module: str, layer: ErrorLayer
) -> None:
    body = json.dumps({"code": code, "message": "m", "requestId": ID}).encode()
    assert judge(200, JSON, body, module=module).layer is layer


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"message":"m"}'])
def test_a_proxy_that_asks_for_a_sign_in_is_a_proxy(body: bytes) -> None:
    assert judge(407, "", body).layer is ErrorLayer.PROXY


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><title>Sign in</title>",
        b"\xef\xbb\xbf  \n<HTML lang=zh>",
        b"<!-- a --><!-- b -->\n<html>",
        b'<?xml version="1.0"?><html xmlns="x">',
        "<html>".encode("utf-16"),
    ],
)
@pytest.mark.parametrize("content_type", ["text/html", "application/json"])
def test_a_web_page_is_a_proxys(page: bytes, content_type: str) -> None:
    ok = judge(200, content_type, page)
    assert (ok.outcome, ok.layer, ok.code) == (Outcome.FAILURE, ErrorLayer.PROXY, "HTML")
    bad = judge(502, content_type, page)
    assert (bad.layer, bad.code) == (ErrorLayer.PROXY, "HTTP 502")


def test_json_labelled_as_a_page_is_judged_as_json() -> None:
    assert judge(200, "text/html", b'{"Response":{"RequestId":"r"}}').ok
    assert judge(200, "text/html", b"[1]").outcome is Outcome.UNKNOWN


def test_many_comments_are_no_burden() -> None:
    assert judge(200, "", b"<!--x-->" * 250 + b"y").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("body", [b"", b"{}", b" { }\n"])
@pytest.mark.parametrize("status", [200, 201, 204])
def test_nothing_is_a_success_where_nothing_is_documented(body: bytes, status: int) -> None:
    assert judge(status, "", body, answers_nothing=True).ok
    assert judge(status, "", b'{"code":"X"}', answers_nothing=True).code == "X"
    assert judge(500, "", body, answers_nothing=True).outcome is Outcome.FAILURE
    assert judge(301, "", body, answers_nothing=True).outcome is Outcome.FAILURE
    assert judge(200, "", b"<html>", answers_nothing=True).layer is ErrorLayer.PROXY


def test_an_empty_body_is_a_success_only_with_204() -> None:
    assert judge(204, "", b"").ok
    assert judge(200, "", b"").outcome is Outcome.UNKNOWN
    assert judge(500, "", b"").code == "HTTP 500"


@pytest.mark.parametrize("content_type", ["application/json;charset=gbk", "application/json"])
def test_gbk_is_read(content_type: str) -> None:
    body = '{"code":"BAD_REQUEST","message":"参数\\"格式\\"错误倒闭"}'.encode("gbk")
    verdict = judge(200, content_type, body)
    assert (verdict.code, verdict.message) == ("BAD_REQUEST", '参数"格式"错误倒闭')


@pytest.mark.parametrize("end", [1, 10, 40, 60])
def test_half_a_body_is_no_success(end: int) -> None:
    body = json.dumps({"Response": {"RequestId": ID, "Data": {"Result": [1, 2, 3]}}}).encode()
    assert judge(200, JSON, body[:-end]).outcome is Outcome.UNKNOWN


def test_half_an_emoji_spoils_nothing() -> None:
    body = rb'{"Response":{"RequestId":"r","Data":{"Comment":"\ud83d"}}}'
    assert judge(200, JSON, body).ok
    refused = judge(200, JSON, rb'{"code":"X","message":"a\ud83d"}')
    assert (refused.code, refused.message) == ("X", "a\ufffd")


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_deep_nesting_does_not_raise(opening: bytes) -> None:
    deep = opening * 100_000
    assert judge(200, JSON, deep).outcome is Outcome.UNKNOWN
    assert judge(200, JSON, b'{"Response":{"RequestId":"r","Data":' + deep).ok is False


def test_numbers_keep_their_digits() -> None:
    body = b'{"code":' + b"9" * 4301 + b',"requestId":1528933366865600513}'
    verdict = judge(200, JSON, body)
    assert (verdict.code, verdict.request_id) == ("9" * 4301, "1528933366865600513")


def test_the_last_of_two_equal_keys_counts() -> None:
    assert judge(200, JSON, b'{"code":0,"data":{},"code":"SYS_ERR"}').code == "SYS_ERR"


def test_a_large_list_is_judged_without_being_built() -> None:
    body = b'{"Response":{"RequestId":"r","Data":[' + b'{"a":1},' * 200_000 + b'{"a":1}]}}'
    assert judge(200, JSON, body).count == 200_001


@given(st.integers(100, 599), st.binary() | json_bodies, st.sampled_from(["", JSON, "text/html"]))
def test_judging_never_raises_and_no_error_status_succeeds(
    status: int, body: bytes, content_type: str
) -> None:
    verdict = judge(status, content_type, body)
    assert not (verdict.ok and status >= 300)
    assert (verdict.outcome is Outcome.FAILURE) == (verdict.layer is not ErrorLayer.NONE)


@given(json_bodies, st.sampled_from(["InvalidParameter", "X", "5"]))
def test_a_response_with_an_error_code_never_succeeds(data: bytes, code: str) -> None:
    body = b'{"Response":{"RequestId":"r","Data":%s,"Error":{"Code":"%s"}}}' % (data, code.encode())
    verdict = judge(200, JSON, body)
    assert (verdict.layer, verdict.code) == (ErrorLayer.BUSINESS, code)
