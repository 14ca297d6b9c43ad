"""Token calls carry the values of the environment, in the format that the environment sets."""

from urllib.parse import parse_qs

import msgspec
import pytest
from msgspec.structs import replace

from tests.core.recordings import environment
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment, TokenBody
from weda_tui.core.tokens.token_call import token_call


def user(**more: object) -> Environment:
    return replace(environment(), username="zhangwei", **more)


def test_a_key_travels_in_a_basic_header_alone() -> None:
    call = token_call(user(client_id="c", device_id="d"), TokenKind.KEY, "secret")
    assert [name for name, _ in call.headers] == ["Content-Type", "Authorization"]
    assert msgspec.json.decode(call.body) == {"grant_type": "client_credentials"}


@pytest.mark.parametrize("refresh", ["", "r-1"])
def test_a_users_calls_say_client_and_device_where_there_are_any(refresh: str) -> None:
    plain = token_call(user(), TokenKind.USER, "p", refresh)
    call = token_call(user(client_id="c", device_id="d"), TokenKind.USER, "p", refresh)
    assert call.url == plain.url
    assert ("x-device-id", "d") in call.headers
    assert msgspec.json.decode(call.body) == {"client_id": "c", **msgspec.json.decode(plain.body)}
    assert "x-device-id" not in dict(plain.headers)


def test_an_environment_may_ask_for_a_form() -> None:
    call = token_call(user(token_body=TokenBody.FORM), TokenKind.USER, "p&q")
    assert call.headers[0] == ("Content-Type", "application/x-www-form-urlencoded")
    assert parse_qs(call.body.decode()) == {"username": ["zhangwei"], "password": ["p&q"]}
