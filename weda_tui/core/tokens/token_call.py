"""The calls that return a token, as they are sent.

    key   POST /auth/v1/token/clientCredential   Basic header of the plain SecretId:SecretKey
    user  POST /auth/v1/signin                   {username, password}
          POST /auth/v1/token                    {grant_type: refresh_token, refresh_token}

The first call is from the private-deployment guide (1.2.2), the others are from the public pages on
sign-in and refresh (docs.cloudbase.net/http-api/auth), to which the guide refers (4.1). A user's
calls carry ``client_id`` and ``x-device-id`` if the environment has them: older pages and the SDKs
send both.
"""

from urllib.parse import urlencode

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment, TokenBody
from weda_tui.core.errors import WedaError
from weda_tui.core.json.text import utf8_body
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.sending.exchange import Response
from weda_tui.core.tokens.access_token import basic_authorization

KEY_ADDRESS = "/auth/v1/token/clientCredential"
"""The endpoint that returns a token for the deployment's key (guide, 1.2.2)."""
_SIGN_IN_ADDRESS = "/auth/v1/signin"
_REFRESH_ADDRESS = "/auth/v1/token"


def token_call(
    environment: Environment, kind: TokenKind, secret: str, refresh_token: str = ""
) -> PreparedRequest:
    """Return the call for a new token; for a user with ``refresh_token`` a refresh.

    ``secret`` is the SecretKey or the password.
    """
    if kind is TokenKind.KEY:
        basic = basic_authorization(environment.secret_id, secret)
        body = {"grant_type": "client_credentials"}
        return _request(environment, KEY_ADDRESS, body, (("Authorization", basic),))
    client = {"client_id": environment.client_id} if environment.client_id else {}
    device = (("x-device-id", environment.device_id),) if environment.device_id else ()
    if refresh_token:
        body = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return _request(environment, _REFRESH_ADDRESS, client | body, device)
    body = {"username": environment.username, "password": secret}
    return _request(environment, _SIGN_IN_ADDRESS, client | body, device)


def _request(
    environment: Environment, address: str, body: dict[str, str], headers: tuple[Header, ...]
) -> PreparedRequest:
    is_form = environment.token_body is TokenBody.FORM
    media_type = "application/x-www-form-urlencoded" if is_form else "application/json"
    return PreparedRequest(
        method="POST",
        url=environment.host + address,
        headers=(("Content-Type", media_type), *headers),
        body=urlencode(body).encode() if is_form else msgspec.json.encode(body),
    )


class TokenStep(msgspec.Struct, frozen=True, kw_only=True):
    """A token call and its response. It contains no secret: everything is masked."""

    request: PreparedRequest
    response: Response | None
    """The response with its body in UTF-8; ``None`` if there was none."""
    error: WedaError | None
    """Why the call returned no token."""
    started_at: float
    """Wall clock, seconds since the epoch."""
    elapsed: float
    """Seconds."""

    def masked(self, masker: Masker) -> "TokenStep":
        """Return the step with the secrets masked that became known since."""
        return msgspec.structs.replace(
            self,
            request=self.request.masked(masker),
            response=masked_answer(self.response, masker) if self.response else None,
            error=self.error.masked(masker) if self.error else None,
        )


def masked_answer(response: Response, masker: Masker) -> Response:
    """Return a response that can be shown: headers and body masked, the body in UTF-8."""
    return msgspec.structs.replace(
        response,
        reason=masker.text(response.reason),
        headers=tuple((name, masker.text(value)) for name, value in response.headers),
        body=masker.data(utf8_body(response.body, response.header("Content-Type"))),
    )
