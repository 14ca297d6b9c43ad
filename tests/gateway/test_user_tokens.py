"""User tokens: signed in once, renewed by the refresh token, signed in again after it expires."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

import httpx
import msgspec
import pytest

from tests.gateway.conftest import environment_at, route_to
from tests.gateway.test_tokens import DAY, HOST, Deployment, saved_token
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import SecretRef, TokenBody
from weda_tui.core.errors import ErrorCode, TokenError
from weda_tui.core.masking import MASK
from weda_tui.core.tokens.access_token import AccessToken, TokenState, key_of
from weda_tui.gateway.token_requests import Credentials
from weda_tui.gateway.tokens import TokenManager

PASSWORD = "p4ss/word of 张伟"
ENVIRONMENT = msgspec.structs.replace(
    environment_at(HOST), username="zhangwei", password=SecretRef("env", "PW")
)
CREDENTIALS = Credentials(route_to(ENVIRONMENT), TokenKind.USER, PASSWORD)
KEY = key_of(ENVIRONMENT, TokenKind.USER, route_to(ENVIRONMENT).fingerprint)


def signed_in(number: int, **changes: Any) -> dict[str, Any]:
    """Return the response of sign-in and refresh (public pages): tokens ``t1`` and ``r1``."""
    return {
        "token_type": "Bearer",
        "access_token": f"t{number}",
        "refresh_token": f"r{number}",
        "expires_in": 7200,
        "sub": "uid",
        **changes,
    }


def refusal(code: str, status: int = 400) -> httpx.Response:
    return httpx.Response(status, json={"error": code, "error_description": f"{code} {PASSWORD}"})


def calls(deployment: Deployment) -> list[tuple[str, dict[str, str]]]:
    """Return the path and the body of each call."""
    return [(r.url.path, json.loads(r.content)) for r in deployment.requests]


SIGN_IN = ("/auth/v1/signin", {"username": "zhangwei", "password": PASSWORD})


def refresh(token: str) -> tuple[str, dict[str, str]]:
    return ("/auth/v1/token", {"grant_type": "refresh_token", "refresh_token": token})


async def test_the_first_token_is_that_of_a_sign_in() -> None:
    deployment = Deployment(signed_in(1))
    token = await deployment.manager().get(CREDENTIALS)
    assert calls(deployment) == [SIGN_IN]
    assert "Authorization" not in deployment.requests[0].headers
    assert deployment.requests[0].headers["Content-Type"] == "application/json"
    assert (token.value, token.refresh_token, token.lifetime) == ("t1", "r1", 7200.0)
    assert deployment.kept == [(KEY, token)]


@pytest.mark.parametrize(("expires_in", "lifetime"), [(7200, 7200.0), (None, 3600.0)])
async def test_it_is_renewed_a_minute_early_by_its_refresh_token(
    expires_in: int | None, lifetime: float
) -> None:
    deployment = Deployment(signed_in(1, expires_in=expires_in), signed_in(2), signed_in(3))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    deployment.pass_time(lifetime - 61)
    assert (await manager.get(CREDENTIALS)).value == "t1"
    assert manager.next_renewal(KEY) == 1
    deployment.pass_time(1)
    assert (await manager.get(CREDENTIALS)).value == "t2"
    assert (await manager.get(CREDENTIALS, force=True)).value == "t3"
    assert calls(deployment) == [SIGN_IN, refresh("r1"), refresh("r2")]


async def test_a_refresh_token_of_an_earlier_process_is_used_first() -> None:
    saved = msgspec.structs.replace(saved_token(DAY, 7200.0), refresh_token="kept")
    deployment = Deployment(signed_in(2))
    await deployment.manager(saved, key=KEY).get(CREDENTIALS)
    assert calls(deployment) == [refresh("kept")]


@pytest.mark.parametrize(
    "dead",
    [
        refusal("invalid_grant"),
        refusal("INVALID_REFRESH_TOKEN"),
        refusal("unauthenticated", 401),
        httpx.Response(404, json={"code": "RESOURCE_NOT_FOUND", "message": "no such path"}),
        httpx.Response(200, json={}),
    ],
)
async def test_a_dead_refresh_token_signs_in_again(dead: httpx.Response) -> None:
    deployment = Deployment(signed_in(1), dead, signed_in(3))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    assert (await manager.get(CREDENTIALS, force=True)).value == "t3"
    assert calls(deployment) == [SIGN_IN, refresh("r1"), SIGN_IN]
    assert manager.status(KEY).error is None


@pytest.mark.parametrize(
    "other",
    [
        refusal("server_error", 500),
        httpx.Response(429),
        httpx.Response(200, text="<html>", headers={"Content-Type": "text/html"}),
    ],
)
async def test_a_password_does_not_follow_where_the_refresh_token_is_not_the_reason(
    other: httpx.Response,
) -> None:
    deployment = Deployment(signed_in(1), other, signed_in(3))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    with pytest.raises(TokenError):
        await manager.get(CREDENTIALS, force=True)
    assert (await manager.get(CREDENTIALS, force=True)).value == "t3"
    assert calls(deployment) == [SIGN_IN, refresh("r1"), refresh("r1")]


async def test_a_refresh_token_that_is_not_replaced_stays() -> None:
    deployment = Deployment(signed_in(1), signed_in(2, refresh_token=None))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    assert (await manager.get(CREDENTIALS, force=True)).refresh_token == "r1"


async def test_a_refused_token_is_renewed_by_its_refresh_token() -> None:
    deployment = Deployment(signed_in(1), signed_in(2))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    manager.refuse(KEY, "t1")
    assert manager.status(KEY).state is TokenState.REFUSED
    assert (await manager.get(CREDENTIALS)).value == "t2"
    assert calls(deployment) == [SIGN_IN, refresh("r1")]


async def test_trying_a_password_signs_in_whatever_is_at_hand() -> None:
    deployment = Deployment(signed_in(1), refusal("invalid_username_or_password"))
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    wrong = Credentials(route_to(ENVIRONMENT), TokenKind.USER, "wrong", is_trial=True)
    with pytest.raises(TokenError) as refused:
        await manager.get(wrong, force=True)
    assert refused.value.code is ErrorCode.TOKEN_WRONG_PASSWORD
    assert [path for path, _ in calls(deployment)] == ["/auth/v1/signin", "/auth/v1/signin"]
    status = manager.status(KEY)
    assert (status.state, status.error) == (TokenState.VALID, None)


async def test_twenty_who_ask_share_one_sign_in_and_one_renewal() -> None:
    deployment = Deployment(signed_in(1), signed_in(2))
    manager = deployment.manager()
    for value in ("t1", "t2"):
        tokens = await asyncio.gather(*(manager.get(CREDENTIALS) for _ in range(20)))
        assert {token.value for token in tokens} == {value}
        deployment.pass_time(7200)
    assert calls(deployment) == [SIGN_IN, refresh("r1")]


async def test_one_dead_sign_in_fails_all_who_wait_with_one_error() -> None:
    deployment = Deployment(refusal("captcha_required"))
    manager = deployment.manager()
    errors = await asyncio.gather(
        *(manager.get(CREDENTIALS) for _ in range(20)), return_exceptions=True
    )
    assert len({id(error) for error in errors}) == 1
    assert isinstance(errors[0], TokenError)
    assert errors[0].code is ErrorCode.TOKEN_CAPTCHA
    assert errors[0].parameters["detail"] == f"captcha_required: captcha_required {MASK}"
    assert manager.status(KEY).error is errors[0]
    assert len(deployment.requests) == 1


async def test_the_two_kinds_of_one_deployment_do_not_meet() -> None:
    deployment = Deployment({"access_token": "k1", "expires_in": 259200}, signed_in(1))
    manager = deployment.manager()
    by_key = await manager.get(Credentials(route_to(ENVIRONMENT), TokenKind.KEY, "s3cret"))
    by_user = await manager.get(CREDENTIALS)
    assert (by_key.value, by_user.value) == ("k1", "t1")


def everything_of(token: AccessToken, manager: TokenManager) -> str:
    return f"{token!r} {manager.status(KEY)!r} {CREDENTIALS!r} {[CREDENTIALS]}"


async def test_nothing_secret_is_in_any_repr() -> None:
    manager = Deployment(signed_in(1, access_token="t-secret", refresh_token="r-secret")).manager()
    text = everything_of(await manager.get(CREDENTIALS), manager)
    assert not [secret for secret in ("t-secret", "r-secret", PASSWORD) if secret in text]


async def test_every_token_seen_is_named_for_masking() -> None:
    saved = msgspec.structs.replace(saved_token(DAY, 7200.0), refresh_token="kept")
    deployment = Deployment(refusal("invalid_grant"), signed_in(1), signed_in(2))
    manager = deployment.manager(saved, key=KEY)
    await manager.get(CREDENTIALS)
    await manager.get(CREDENTIALS, force=True)
    manager.forget(KEY)
    assert tuple(manager.secrets()) == ("saved", "kept", "t1", "r1", "t2", "r2")


async def test_a_refresh_token_that_the_server_echoes_is_masked() -> None:
    echo = httpx.Response(500, json={"error": "server_error", "error_description": "bad r-1/x"})
    deployment = Deployment(signed_in(1, refresh_token="r-1/x"), echo)
    manager = deployment.manager()
    await manager.get(CREDENTIALS)
    with pytest.raises(TokenError) as refused:
        await manager.get(CREDENTIALS, force=True)
    assert refused.value.parameters["detail"] == f"server_error: bad {MASK}"


async def test_extra_fields_and_the_form_of_the_body_are_the_environments() -> None:
    environment = msgspec.structs.replace(
        ENVIRONMENT,
        client_id="lowcode-1",
        device_id="weda-tui-0123456789",
        token_body=TokenBody.FORM,
    )
    credentials = Credentials(route_to(environment), TokenKind.USER, PASSWORD)
    deployment = Deployment(signed_in(1), signed_in(2))
    manager = deployment.manager()
    await manager.get(credentials)
    await manager.get(credentials, force=True)
    sign_in, renewal = deployment.requests
    assert dict(parse_qsl(sign_in.content.decode())) == {
        "client_id": "lowcode-1",
        "username": "zhangwei",
        "password": PASSWORD,
    }
    assert dict(parse_qsl(renewal.content.decode())) == {
        "client_id": "lowcode-1",
        "grant_type": "refresh_token",
        "refresh_token": "r1",
    }
    for request in deployment.requests:
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert request.headers["x-device-id"] == "weda-tui-0123456789"


async def test_a_keys_token_takes_the_form_but_no_users_fields() -> None:
    environment = environment_at(HOST, client_id="lowcode-1", token_body=TokenBody.FORM)
    deployment = Deployment({"access_token": "t1", "expires_in": DAY})
    await deployment.manager().get(Credentials(route_to(environment), TokenKind.KEY, PASSWORD))
    (request,) = deployment.requests
    assert request.content == b"grant_type=client_credentials"
    assert request.headers["Authorization"].startswith("Basic ")
