import base64

import jwt
import pytest

from tests.sandbox.calling import NOW, Calling, basic, new_world
from weda_tui.core.clock import Clock
from weda_tui.sandbox.server.refusal import GatewayError
from weda_tui.sandbox.server.tokens import SandboxTokens, new_credentials

APPROVERS = "DescribeInstanceApproverList"
TOKEN_PATH = "/auth/v1/token/clientCredential"


async def refusal(sandbox: Calling, authorization: str | bytes) -> str:
    answer = await sandbox.post(APPROVERS, headers={"authorization": authorization})
    assert (answer.status_code, answer.reason_phrase) == (200, "OK")
    body = answer.json()
    assert set(body) == {"code", "requestId", "message"}
    assert body["code"] == "INVALID_ACCESS_TOKEN"
    prefix, _, reason = body["message"].partition("access token verify failed: ")
    assert prefix == ""
    return reason


def token_like_ours(sandbox: Calling, **claims: object) -> str:
    credentials = sandbox.world.credentials
    ours = {"aud": credentials.env_id, "exp": int(NOW) + 60}
    return "Bearer " + jwt.encode(ours | claims, credentials.signing_key, algorithm="HS256")


async def test_a_token_comes_with_its_documented_lifetime(sandbox: Calling) -> None:
    answer = await sandbox.fetch_token()
    assert (answer.status_code, answer.reason_phrase) == (200, "OK")
    body = answer.json()
    assert set(body) == {"token_type", "access_token", "expires_in"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 259200)
    bearer = {"authorization": f"bearer {body['access_token']}"}
    assert await sandbox.data(APPROVERS, headers=bearer)


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"AKID:wrong").decode(),
        "Basic " + base64.b64encode("密钥:密钥".encode()).decode(),
        "Bearer abc",
    ],
)
async def test_a_wrong_secret_is_an_auth_error(sandbox: Calling, authorization: str) -> None:
    answer = await sandbox.fetch_token(headers={"authorization": authorization})
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"
    assert answer.json()["error_description"]


async def test_the_right_pair_under_another_scheme_is_refused(sandbox: Calling) -> None:
    pair = basic(sandbox.world.credentials).removeprefix("Basic ")
    answer = await sandbox.fetch_token(headers={"authorization": f"Digest {pair}"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {"content": b"grant_type=client_credentials"},
        {"content": b"{"},
        {"content": b"[]", "type": "application/json"},
        {"content": b"", "type": "application/json"},
        {"content": b'{"grant_type":"password"}', "type": "application/json"},
        {"content": b"grant_type=client_credentials", "type": "application/x-www-form-urlencoded"},
    ],
)
async def test_a_token_call_that_is_no_json_is_a_bad_request(
    sandbox: Calling, body: dict[str, str | bytes]
) -> None:
    headers = {"authorization": basic(sandbox.world.credentials)}
    if "type" in body:
        headers["content-type"] = str(body["type"])
    answer = await sandbox.client.post(TOKEN_PATH, headers=headers, content=body["content"])
    assert answer.json()["code"] == "BAD_REQUEST"


async def test_a_token_expires_by_the_clock() -> None:
    sandbox = Calling(new_world(), lifetime=120)
    await sandbox.sign_in()
    sandbox.now = NOW + 119
    assert await sandbox.data(APPROVERS)
    sandbox.now = NOW + 120
    assert await refusal(sandbox, sandbox.authorization) == "jwt expired"
    await sandbox.sign_in()
    assert await sandbox.data(APPROVERS)
    await sandbox.client.aclose()


async def test_no_token_is_refused(sandbox: Calling) -> None:
    assert await refusal(sandbox, "") == "jwt must be provided"
    assert await refusal(sandbox, basic(sandbox.world.credentials)) == "jwt must be provided"


async def test_a_tampered_token_is_refused(sandbox: Calling) -> None:
    head, claims, signature = sandbox.authorization.split(".")
    first = "A" if signature[0] != "A" else "B"
    changed = f"{head}.{claims}.{first}{signature[1:]}"
    assert await refusal(sandbox, changed) == "invalid signature"
    assert await refusal(sandbox, "Bearer not-a-token") == "jwt malformed"
    nested = base64.urlsafe_b64encode(b"[" * 30_000).decode()
    assert await refusal(sandbox, f"Bearer {nested}.{claims}.{signature}") == "jwt malformed"
    assert await refusal(sandbox, "Bearer 令牌".encode()) == "jwt malformed"


async def test_a_token_of_another_environment_is_refused(sandbox: Calling) -> None:
    assert await sandbox.data(APPROVERS, headers={"authorization": token_like_ours(sandbox)})
    other = token_like_ours(sandbox, aud="lowcode-other")
    reason = await refusal(sandbox, other)
    assert reason == f"jwt audience invalid. expected: {sandbox.world.credentials.env_id}"


async def test_a_token_of_another_deployment_is_refused(sandbox: Calling) -> None:
    other = Calling(new_world(8))
    await other.sign_in()
    assert await refusal(sandbox, other.authorization) == "invalid signature"
    await other.client.aclose()


async def test_an_unsigned_token_and_one_without_an_end_are_refused(sandbox: Calling) -> None:
    claims = {"aud": sandbox.world.credentials.env_id, "exp": int(NOW) + 60}
    unsigned = jwt.encode(claims, "", algorithm="none")
    assert await refusal(sandbox, f"Bearer {unsigned}") == "invalid algorithm"
    key = sandbox.world.credentials.signing_key
    endless = jwt.encode({"aud": claims["aud"]}, key, algorithm="HS256")
    assert await refusal(sandbox, f"Bearer {endless}") == "invalid token"
    worded = jwt.encode(claims | {"exp": "soon"}, key, algorithm="HS256")
    assert await refusal(sandbox, f"Bearer {worded}") == "invalid exp value"


def test_credentials_follow_the_seed_and_cannot_be_guessed_without_one() -> None:
    assert new_credentials(3) == new_credentials(3)
    assert new_credentials(3).secret_key != new_credentials(4).secret_key
    assert new_credentials(None).secret_key != new_credentials(None).secret_key
    assert new_credentials(None).secret_id.startswith("AKID")


def test_credentials_do_not_show_their_secrets() -> None:
    credentials = new_credentials(3)
    shown = repr(credentials) + str(credentials)
    assert credentials.secret_key not in shown
    assert credentials.password not in shown


def test_a_token_lives_for_whole_seconds_of_its_own_clock() -> None:
    now = [100.9]
    tokens = SandboxTokens(new_credentials(1), Clock(wall=lambda: now[0]), 10)
    bearer = "Bearer " + tokens.issue("1")
    now[0] = 109.9
    tokens.check(bearer)
    now[0] = 110.0
    with pytest.raises(GatewayError):
        tokens.check(bearer)
