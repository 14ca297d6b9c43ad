from typing import Any

import pytest

from tests.sandbox.calling import NOW, Calling, basic, new_world
from weda_tui.sandbox.models.catalogue import OPTION_SETS
from weda_tui.sandbox.people.accounts import CAPTCHA_SECONDS, MOST_FAILURES, REFRESH_LIFETIME

TOKEN = "/auth/v1/token"
ME = "/auth/v1/user/me"


async def refused(sandbox: Calling, path: str, body: Any, **options: Any) -> tuple[int, str]:
    answer = await sandbox.client.post(path, json=body, **options)
    assert set(answer.json()) == {"error", "error_description"}, answer.text
    assert answer.json()["error_description"]
    return answer.status_code, answer.json()["error"]


async def refresh(sandbox: Calling, token: str) -> Any:
    body = {"grant_type": "refresh_token", "refresh_token": token}
    return (await sandbox.client.post(TOKEN, json=body)).json()


class TestSignIn:
    async def test_the_answer_holds_both_tokens(self, sandbox: Calling) -> None:
        answer = await sandbox.sign_in_user()
        assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 7200)
        assert {"access_token", "refresh_token", "sub", "scope", "groups"} <= set(answer)
        me = await sandbox.ask("GET", ME)
        assert (me["sub"], me["user_id"]) == (answer["sub"], answer["sub"])
        assert (me["username"], me["has_password"]) == ("admin", True)
        assert me["status"] in OPTION_SETS["user_status"].options
        user = sandbox.space.users[answer["sub"]]
        assert me["name"] == user.name

    async def test_the_grant_type_password_is_the_same(self, sandbox: Calling) -> None:
        credentials = sandbox.world.credentials
        body = {
            "grant_type": "password",
            "username": credentials.username,
            "password": credentials.password,
            "client_id": credentials.env_id,
        }
        answer = (await sandbox.client.post(TOKEN, json=body)).json()
        sandbox.user_authorization = f"Bearer {answer['access_token']}"
        assert (await sandbox.ask("GET", ME))["sub"] == answer["sub"]

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ({"username": "admin", "password": "wrong"}, "invalid_username_or_password"),
            ({"username": "nobody", "password": "wrong"}, "invalid_username_or_password"),
            ({"username": "wd0001", "password": "wrong"}, "invalid_username_or_password"),
            ({"username": "admin"}, "invalid_argument"),
            ({}, "invalid_argument"),
            ({"username": 1, "password": "x"}, "invalid_argument"),
            ({"verification_token": "x"}, "login_method_disabled"),
            ({"username": "a", "password": "b", "client_id": "other"}, "unauthorized_client"),
        ],
    )
    async def test_a_sign_in_that_fails(
        self, sandbox: Calling, body: dict[str, Any], error: str
    ) -> None:
        assert await refused(sandbox, "/auth/v1/signin", body) == (400, error)

    async def test_repeated_failures_ask_for_a_captcha_for_a_while(self, sandbox: Calling) -> None:
        for _ in range(MOST_FAILURES):
            answer = await sandbox.sign_in_user(password="wrong")
            assert answer["error"] == "invalid_username_or_password"
        assert (await sandbox.sign_in_user())["error"] == "captcha_required"
        answer = await sandbox.sign_in_user("somebody-else", "wrong")
        assert answer["error"] == "invalid_username_or_password"
        sandbox.now += CAPTCHA_SECONDS
        assert "access_token" in await sandbox.sign_in_user()

    async def test_a_success_forgets_the_failures(self, sandbox: Calling) -> None:
        for _ in range(3):
            for _ in range(MOST_FAILURES - 1):
                await sandbox.sign_in_user(password="wrong")
            assert "access_token" in await sandbox.sign_in_user()

    async def test_a_blocked_user_stays_out(self, office: Calling) -> None:
        body = {"Name": "visitor", "Password": "secret"}
        path = "/weda/auth/v1.1/prod/addUser"
        added = await office.ask("POST", path, body, as_user=False)
        assert "access_token" in await office.sign_in_user("visitor", "secret")
        await office.sign_in_user()
        change = {
            "filter": {"where": {"_id": {"$eq": added["Response"]["Data"]}}},
            "data": {"userStatus": "BLOCKED"},
        }
        await office.ask("PUT", "/v1/model/prod/sys_user/update", change)
        assert (await office.sign_in_user("visitor", "secret"))["error"] == "user_blocked"


class TestRefresh:
    async def test_the_old_token_dies_at_once(self, sandbox: Calling) -> None:
        first = await sandbox.sign_in_user()
        second = await refresh(sandbox, first["refresh_token"])
        assert second["refresh_token"] != first["refresh_token"]
        assert (await refresh(sandbox, first["refresh_token"]))["error"] == "invalid_grant"
        third = await refresh(sandbox, second["refresh_token"])
        sandbox.user_authorization = f"Bearer {third['access_token']}"
        assert (await sandbox.ask("GET", ME))["sub"] == first["sub"]

    async def test_it_outlives_the_access_token_but_not_its_own_end(self, sandbox: Calling) -> None:
        answer = await sandbox.sign_in_user()
        sandbox.now = NOW + REFRESH_LIFETIME - 1
        answer = await refresh(sandbox, answer["refresh_token"])
        assert "access_token" in answer
        sandbox.now += REFRESH_LIFETIME
        assert (await refresh(sandbox, answer["refresh_token"]))["error"] == "invalid_grant"

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_grant"),
            ({"grant_type": "refresh_token"}, "invalid_request"),
            ({"grant_type": "magic"}, "unsupported_grant_type"),
            ({}, "invalid_request"),
            ({"grant_type": 1}, "invalid_argument"),
        ],
    )
    async def test_a_wrong_request(
        self, sandbox: Calling, body: dict[str, Any], error: str
    ) -> None:
        assert await refused(sandbox, TOKEN, body) == (400, error)


class TestKeyAtTheTokenAddress:
    async def test_by_header_or_in_the_body(self, sandbox: Calling) -> None:
        credentials = sandbox.world.credentials
        pair = {"client_id": credentials.secret_id, "client_secret": credentials.secret_key}
        grant = {"grant_type": "client_credentials"}
        headers = {"authorization": basic(credentials)}
        by_header = await sandbox.client.post(TOKEN, json=grant, headers=headers)
        in_body = await sandbox.client.post(TOKEN, json=grant | pair)
        for answer in (by_header, in_body):
            token = answer.json()["access_token"]
            bearer = {"authorization": f"Bearer {token}"}
            assert await sandbox.data("DescribeInstanceApproverList", headers=bearer)

    async def test_a_wrong_secret(self, sandbox: Calling) -> None:
        body = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}
        assert await refused(sandbox, TOKEN, body) == (401, "invalid_client")


class TestIntrospection:
    async def test_it_tells_what_a_token_is(self, office: Calling) -> None:
        user = await office.ask("GET", "/auth/v1/token/introspect")
        me = await office.ask("GET", ME)
        assert (user["sub"], user["scope"], user["token_type"]) == (me["sub"], "user", "Bearer")
        key = await office.ask("GET", "/auth/v1/token/introspect", as_user=False)
        assert key["sub"] == office.world.credentials.secret_id

    @pytest.mark.parametrize("authorization", ["", "Bearer x", "Basic abc"])
    async def test_a_bad_token_is_an_empty_object(
        self, sandbox: Calling, authorization: str
    ) -> None:
        sandbox.user_authorization = authorization
        assert await sandbox.ask("GET", "/auth/v1/token/introspect") == {}

    async def test_an_expired_token_is_a_bad_one(self, office: Calling) -> None:
        office.now += 7200
        assert await office.ask("GET", "/auth/v1/token/introspect") == {}


class TestSigningOut:
    async def test_the_session_ends_with_all_its_tokens(self, sandbox: Calling) -> None:
        signed_in = await sandbox.sign_in_user()
        answer = await sandbox.send("POST", "/auth/v1/revoke")
        assert (answer.status_code, answer.json()) == (200, {})
        assert await sandbox.ask("GET", "/auth/v1/token/introspect") == {}
        refused = await sandbox.ask("GET", "/v1/model/prod/todo/list")
        assert (refused["code"], refused["message"]) == (
            "INVALID_ACCESS_TOKEN",
            "access token verify failed: jwt revoked",
        )
        assert (await refresh(sandbox, signed_in["refresh_token"]))["error"] == "invalid_grant"

    @pytest.mark.parametrize("which", ["access_token", "refresh_token"])
    async def test_a_given_token_is_the_one_that_ends(self, sandbox: Calling, which: str) -> None:
        first = await sandbox.sign_in_user()
        await sandbox.sign_in_user()
        await sandbox.ask("POST", "/auth/v1/revoke", {"token": first[which]})
        assert (await sandbox.ask("GET", ME))["sub"] == first["sub"]
        sandbox.user_authorization = f"Bearer {first['access_token']}"
        assert (await sandbox.ask("GET", ME))["error"] == "unauthenticated"

    async def test_nobody_ends_the_session_of_somebody_else(self, office: Calling) -> None:
        admin = office.user_authorization
        body = {"Name": "visitor", "Password": "secret"}
        await office.ask("POST", "/weda/auth/v1.1/prod/addUser", body, as_user=False)
        await office.sign_in_user("visitor", "secret")
        token = {"token": admin.removeprefix("Bearer ")}
        await office.ask("POST", "/auth/v1/revoke", token)
        office.user_authorization = admin
        assert "sub" in await office.ask("GET", ME)


class TestTokens:
    async def test_the_key_is_no_user(self, sandbox: Calling) -> None:
        answer = await sandbox.send("GET", ME, as_user=False)
        assert (answer.status_code, answer.json()) == (
            401,
            {
                "error": "permission_denied",
                "error_description": "want user token but you got client_credentials token",
            },
        )

    async def test_a_user_token_expires_by_the_clock(self, office: Calling) -> None:
        office.now += 7199
        assert "sub" in await office.ask("GET", ME)
        office.now += 1
        answer = await office.ask("GET", "/v1/model/prod/todo/list")
        assert answer["message"] == "access token verify failed: jwt expired"

    async def test_one_lifetime_is_for_both_kinds(self) -> None:
        sandbox = Calling(new_world(), lifetime=90)
        async with sandbox.client:
            assert (await sandbox.fetch_token()).json()["expires_in"] == 90
            assert (await sandbox.sign_in_user())["expires_in"] == 90

    async def test_a_user_who_is_gone_has_no_token(self, office: Calling) -> None:
        body = {"Name": "visitor", "Password": "secret"}
        path = "/weda/auth/v1.1/prod/addUser"
        added = await office.ask("POST", path, body, as_user=False)
        admin = office.user_authorization
        visitor = await office.sign_in_user("visitor", "secret")
        own = office.user_authorization
        office.user_authorization = admin
        record = f"/v1/model/prod/sys_user/{added['Response']['Data']}/delete"
        assert (await office.ask("DELETE", record))["data"] == {"count": 1}
        office.user_authorization = own
        assert (await office.ask("GET", ME))["error"] == "user_not_found"
        answer = await office.ask("GET", "/v1/model/prod/todo/list")
        assert answer["code"] == "PERMISSION_DENIED"
        assert (await refresh(office, visitor["refresh_token"]))["error"] == "invalid_grant"
