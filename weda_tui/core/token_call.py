"""The calls that a token comes from, as they leave.

    key   POST /auth/v1/token/clientCredential   Basic header of the plain SecretId:SecretKey
    user  POST /auth/v1/signin                   {username, password}
          POST /auth/v1/token                    {grant_type: refresh_token, refresh_token}

The first is that of the private-deployment guide (1.2.2), the others those of the public pages on
sign-in and refresh (docs.cloudbase.net/http-api/auth), which the guide points to (4.1).
"""

import msgspec

from weda_tui.core.access_token import basic_authorization
from weda_tui.core.endpoint import TokenKind
from weda_tui.core.environment import Environment
from weda_tui.core.request import Header, PreparedRequest

_KEY_ADDRESS = "/auth/v1/token/clientCredential"
_SIGN_IN_ADDRESS = "/auth/v1/signin"
_REFRESH_ADDRESS = "/auth/v1/token"


def token_call(
    environment: Environment, kind: TokenKind, secret: str, refresh_token: str = ""
) -> PreparedRequest:
    """Return the call for a new token; of a user by ``refresh_token`` where there is one.

    ``secret`` is the SecretKey, or the password.
    """
    if kind is TokenKind.KEY:
        basic = basic_authorization(environment.secret_id, secret)
        body = {"grant_type": "client_credentials"}
        return _request(environment, _KEY_ADDRESS, body, (("Authorization", basic),))
    if refresh_token:
        body = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return _request(environment, _REFRESH_ADDRESS, body)
    body = {"username": environment.username, "password": secret}
    return _request(environment, _SIGN_IN_ADDRESS, body)


def _request(
    environment: Environment, address: str, body: dict[str, str], headers: tuple[Header, ...] = ()
) -> PreparedRequest:
    return PreparedRequest(
        method="POST",
        url=environment.host + address,
        headers=(("Content-Type", "application/json"), *headers),
        body=msgspec.json.encode(body),
    )
