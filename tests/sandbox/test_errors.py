import re
from typing import Any

import pytest

from tests.sandbox.calling import LEAVE, Calling, info, start_body
from weda_tui.sandbox.server.whole_body import LARGEST

GATEWAY_ID = re.compile(r"[0-9a-f]{13}")
BUSINESS_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def gateway_error(sandbox: Calling, action: str, **options: Any) -> tuple[int, str, str]:
    answer = await sandbox.post(action, **options)
    body = answer.json()
    assert set(body) == {"code", "requestId", "message"}
    assert GATEWAY_ID.fullmatch(body["requestId"])
    return answer.status_code, body["code"], body["message"]


async def test_an_unknown_env_type(sandbox: Calling) -> None:
    found = await gateway_error(sandbox, "GetFlowInstances", env_type="pre")
    assert found == (200, "INVALID_ENV", "env not found: pre")


async def test_an_unknown_action_and_path(sandbox: Calling) -> None:
    found = await gateway_error(sandbox, "NoSuchAction")
    assert found == (
        404,
        "RESOURCE_NOT_FOUND",
        "the sandbox does not play this action: NoSuchAction",
    )
    answer = await sandbox.client.post("/v1/nothing/prod/x/list")
    assert (answer.status_code, answer.json()["code"]) == (404, "RESOURCE_NOT_FOUND")


async def test_a_wrong_method(sandbox: Calling) -> None:
    answer = await sandbox.client.get("/weda/workflow/v1/prod/GetFlowInstances")
    assert (answer.status_code, answer.json()["code"]) == (405, "BAD_REQUEST")


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"a":"\xff"}', b"[" * 100_000]
)
async def test_a_body_that_is_no_json_object(sandbox: Calling, content: bytes) -> None:
    headers = {"content-type": "application/json;charset=utf-8"}
    status, code, _ = await gateway_error(
        sandbox, "GetFlowInstances", content=content, headers=headers
    )
    assert (status, code) == (200, "BAD_REQUEST")


async def test_a_content_type_that_is_not_json(sandbox: Calling) -> None:
    headers = {"content-type": "text/plain"}
    found = await gateway_error(sandbox, "GetFlowInstances", content=b"{}", headers=headers)
    assert found[:2] == (200, "BAD_REQUEST")


async def test_a_body_over_the_limit_is_read_and_refused(sandbox: Calling) -> None:
    piece = b" " * (LARGEST // 4)
    read = 0

    async def pieces() -> Any:
        nonlocal read
        for _ in range(5):
            read += 1
            yield piece

    headers = {"content-type": "application/json"}
    found = await gateway_error(sandbox, "GetFlowInstances", content=pieces(), headers=headers)
    message = "request body is over 100 MiB, the limit of the sandbox"
    assert found == (413, "EXCEED_MAX_PAYLOAD_SIZE", message)
    assert read == 5


async def test_the_token_is_checked_before_anything_else(sandbox: Calling) -> None:
    sandbox.authorization = ""
    found = await gateway_error(sandbox, "NoSuchAction", env_type="pre", content=b"{")
    assert found[:2] == (200, "INVALID_ACCESS_TOKEN")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"FlowCode": None}, "缺少必填参数 FlowCode"),
        ({"FlowCode": 7}, "参数 FlowCode 类型错误：应为 string，实为 integer"),
        ({"StartUser": {"Type": 4}}, "缺少必填参数 StartUser.UserId"),
        ({"StartUser": "x"}, "参数 StartUser 类型错误：应为 object，实为 string"),
        ({"StartUser": {"UserId": "1", "Type": 3}}, "参数 StartUser.Type 取值不符合要求"),
        ({"StartParams": []}, "参数 StartParams 类型错误：应为 object，实为 array"),
    ],
)
async def test_a_wrong_parameter_is_named(
    sandbox: Calling, change: dict[str, Any], message: str
) -> None:
    body = start_body(sandbox.flow(LEAVE), sandbox.clerk()) | change
    assert await sandbox.error("StartFlow", body) == ("InvalidParameter", message)


@pytest.mark.parametrize("page", [{"PageNumber": 0}, {"PageSize": 0}, {"PageSize": "10"}])
async def test_a_page_is_counted_from_one(sandbox: Calling, page: dict[str, Any]) -> None:
    code, message = await sandbox.error("GetFlowInstances", page)
    assert code == "InvalidParameter"
    assert next(iter(page)) in message


async def test_unknown_parameters_are_let_through(sandbox: Calling) -> None:
    assert await sandbox.data("DescribeInstanceStarterList", {"AppVersion": 1})


async def test_business_answers_carry_a_request_id(sandbox: Calling) -> None:
    good = (await sandbox.post("DescribeInstanceApproverList")).json()
    assert set(good) == {"Response"}
    assert set(good["Response"]) == {"RequestId", "Data"}
    bad = (await sandbox.post("ListProcessInstances", {"UserInfo": info("1")})).json()
    assert set(bad["Response"]) == {"RequestId", "Error"}
    ids = {good["Response"]["RequestId"], bad["Response"]["RequestId"]}
    assert len(ids) == 2
    assert all(BUSINESS_ID.fullmatch(request_id) for request_id in ids)
