"""The calls that a token comes from.

    key   POST /auth/v1/token/clientCredential   Basic header of the plain SecretId:SecretKey
    user  POST /auth/v1/signin                   {username, password}
          POST /auth/v1/token                    {grant_type: refresh_token, refresh_token}

The first is that of the private-deployment guide (1.2.2), the others those of the public pages on
sign-in and refresh (docs.cloudbase.net/http-api/auth), which the guide points to (4.1). A user's
calls carry ``client_id`` and ``x-device-id`` where the environment has them: older pages and the
SDKs send both.
"""

from collections.abc import Callable
from urllib.parse import urlencode

import msgspec

from weda_tui.core.access_token import AccessToken, basic_authorization
from weda_tui.core.clock import Clock
from weda_tui.core.credentials import in_body
from weda_tui.core.endpoint import TokenKind
from weda_tui.core.environment import Environment, TokenBody
from weda_tui.core.errors import ErrorCode, TokenError, WedaError
from weda_tui.core.exchange import Response, Sending
from weda_tui.core.masking import Masker
from weda_tui.core.request import Header, PreparedRequest
from weda_tui.core.token_step import TokenStep, masked_answer
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.token_answer import read_token

_KEY_ADDRESS = "/auth/v1/token/clientCredential"
_SIGN_IN_ADDRESS = "/auth/v1/signin"
_REFRESH_ADDRESS = "/auth/v1/token"

_NOT_THE_PASSWORDS = {
    ErrorCode.TOKEN_SERVER_ERROR,
    ErrorCode.TOKEN_RATE_LIMITED,
    ErrorCode.TOKEN_PROXY_PAGE,
    ErrorCode.TOKEN_NOT_JSON,
}
"""Refusals of a refresh token that would meet the password too: it does not die by them."""


class Credentials(msgspec.Struct, frozen=True):
    """Who asks for which kind of token, and with what."""

    environment: Environment
    kind: TokenKind
    secret: str
    """The SecretKey, or the password."""
    is_trial: bool = False
    """Whether the secret is being tried: no refresh token takes its place, and a refusal says
    nothing of the token there is."""

    def __repr__(self) -> str:
        return f"Credentials({self.environment.name!r}, {self.kind.value})"

    def ask_the_same(self, other: "Credentials") -> bool:
        """Return whether the answer to one call serves the other too."""
        return (self.secret, self.is_trial) == (other.secret, other.is_trial)


async def fetch_token(
    gateway: Gateway,
    clock: Clock,
    credentials: Credentials,
    refresh_token: str,
    on_step: Callable[[TokenStep], None],
) -> AccessToken:
    """Return a new token, of a user by ``refresh_token`` where there is one.

    One call; two where the refresh token is dead; each is told to ``on_step``. Raises
    ``TokenError``, or what ``Gateway.exchange`` raises.
    """
    call = _Call(gateway, clock, credentials, on_step)
    if credentials.kind is TokenKind.KEY:
        return await call.by_key()
    if refresh_token and not credentials.is_trial:
        try:
            return await call.refresh(refresh_token)
        except TokenError as error:
            if error.code in _NOT_THE_PASSWORDS:
                raise
    return await call.sign_in()


class _Call:
    """The calls on one deployment, for one identity."""

    def __init__(
        self,
        gateway: Gateway,
        clock: Clock,
        credentials: Credentials,
        on_step: Callable[[TokenStep], None],
    ) -> None:
        self._gateway = gateway
        self._clock = clock
        self._credentials = credentials
        self._on_step = on_step

    async def by_key(self) -> AccessToken:
        environment, secret = self._credentials.environment, self._credentials.secret
        basic = basic_authorization(environment.secret_id, secret)
        body = {"grant_type": "client_credentials"}
        return await self._send(_KEY_ADDRESS, body, (("Authorization", basic),))

    async def sign_in(self) -> AccessToken:
        body = {
            "username": self._credentials.environment.username,
            "password": self._credentials.secret,
        }
        return await self._send_as_user(_SIGN_IN_ADDRESS, body)

    async def refresh(self, refresh_token: str) -> AccessToken:
        """Use a refresh token, which dies of it; one that is not replaced is kept."""
        body = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        token = await self._send_as_user(_REFRESH_ADDRESS, body, secrets=(refresh_token,))
        if token.refresh_token:
            return token
        return msgspec.structs.replace(token, refresh_token=refresh_token)

    async def _send_as_user(
        self, address: str, body: dict[str, str], secrets: tuple[str, ...] = ()
    ) -> AccessToken:
        environment = self._credentials.environment
        if environment.client_id:
            body = {"client_id": environment.client_id, **body}
        device = (("x-device-id", environment.device_id),) if environment.device_id else ()
        return await self._send(address, body, device, secrets)

    async def _send(
        self,
        address: str,
        body: dict[str, str],
        headers: tuple[Header, ...] = (),
        secrets: tuple[str, ...] = (),
    ) -> AccessToken:
        environment, secret = self._credentials.environment, self._credentials.secret
        media_type, data = _written(body, environment.token_body)
        request = PreparedRequest(
            method="POST",
            url=environment.host + address,
            headers=(("Content-Type", media_type), *headers),
            body=data,
        )
        issued_at, started = self._clock.wall(), self._clock.monotonic()
        response: Response | None = None
        elapsed = 0.0
        failure: WedaError | None = None
        basic = ((environment.secret_id, secret),)
        masker = Masker((secret, *secrets), basic=basic)
        try:
            response = await self._gateway.exchange(
                request, environment, started=started, on_progress=_ignore
            )
            elapsed = self._clock.monotonic() - started
            return read_token(
                response,
                kind=self._credentials.kind,
                url=request.url,
                issued_at=issued_at,
                elapsed=elapsed,
                masker=masker,
            )
        except WedaError as error:
            failure = error.masked(masker)
            raise
        finally:
            given = in_body(response.body, response.header("Content-Type")) if response else ()
            whole = Masker((secret, *secrets, *given), basic=basic)
            self._on_step(
                TokenStep(
                    request=request.masked(whole),
                    response=masked_answer(response, whole) if response else None,
                    error=failure,
                    started_at=issued_at,
                    elapsed=elapsed or self._clock.monotonic() - started,
                )
            )


def _written(body: dict[str, str], form: TokenBody) -> tuple[str, bytes]:
    """Return a body's media type and its bytes."""
    if form is TokenBody.FORM:
        return "application/x-www-form-urlencoded", urlencode(body).encode()
    return "application/json", msgspec.json.encode(body)


def _ignore(_sending: Sending) -> None:
    """Report nothing: a token call is short."""
