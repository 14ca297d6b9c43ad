"""Fetches a token in one call, or two if a refresh token is dead: ``core.tokens.token_call``."""

from collections.abc import Callable
from functools import partial

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, TokenError, WedaError
from weda_tui.core.masking import Masker
from weda_tui.core.secrets.key_answers import masked_but_words, words_of_failure
from weda_tui.core.secrets.token_answers import read_answer
from weda_tui.core.sending.exchange import Response, Sending
from weda_tui.core.tokens.access_token import AccessToken, TokenKey, key_of
from weda_tui.core.tokens.token_call import TokenStep, masked_answer, token_call
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.content_encoding import BodyBuffer
from weda_tui.gateway.route_files import LoadedRoute
from weda_tui.gateway.token_response import read_token

TOKEN_LIMIT = 2**18
"""The limit in bytes of a token endpoint's response; a call with a larger response fails."""

_new_buffer = partial(BodyBuffer, limit=TOKEN_LIMIT, code=ErrorCode.TOKEN_TOO_BIG)

_NOT_THE_PASSWORDS = {
    ErrorCode.TOKEN_SERVER_ERROR,
    ErrorCode.TOKEN_RATE_LIMITED,
    ErrorCode.TOKEN_PROXY_PAGE,
    ErrorCode.TOKEN_NOT_JSON,
}
"""Failures of a refresh that a sign-in with the password would meet too.

The refresh token is still valid after them.
"""


class Credentials(msgspec.Struct, frozen=True):
    """The identity, the kind of token and the secret of a token call."""

    route: LoadedRoute
    """The environment, and the route over which the secret may be sent."""
    kind: TokenKind
    secret: str
    """The SecretKey, or the password."""
    is_trial: bool = False
    """Whether the secret is only being tested.

    Then no refresh token is used, and a refusal does not affect the existing token.
    """

    @property
    def environment(self) -> Environment:
        """The deployment, with the user name and the SecretId for it."""
        return self.route.environment

    @property
    def key(self) -> TokenKey:
        """The key under which the token for these credentials is stored."""
        return key_of(self.environment, self.kind, self.route.fingerprint)

    def __repr__(self) -> str:
        return f"Credentials({self.environment.name!r}, {self.kind.value})"

    def ask_the_same(self, other: "Credentials") -> bool:
        """Return whether one call can serve both credentials."""
        return (self.secret, self.is_trial) == (other.secret, other.is_trial)


async def fetch_token(
    gateway: Gateway,
    clock: Clock,
    credentials: Credentials,
    refresh_token: str,
    on_step: Callable[[TokenStep], None],
) -> AccessToken:
    """Return a new token; for a user by ``refresh_token`` if there is one.

    Makes one call, or two if the refresh token is dead; ``on_step`` is called for each. Raises
    ``TokenError``, or the errors of ``Gateway.exchange``.
    """
    if refresh_token and credentials.kind is TokenKind.USER and not credentials.is_trial:
        try:
            token = await _send(gateway, clock, credentials, on_step, refresh_token)
        except TokenError as error:
            if error.code in _NOT_THE_PASSWORDS:
                raise
        else:  # a refresh token can be used once; one that is not replaced is kept
            kept = token.refresh_token or refresh_token
            return msgspec.structs.replace(token, refresh_token=kept)
    return await _send(gateway, clock, credentials, on_step)


async def _send(
    gateway: Gateway,
    clock: Clock,
    asked: Credentials,
    on_step: Callable[[TokenStep], None],
    refresh_token: str = "",
) -> AccessToken:
    """Make one token call, with the refresh token if given, else with the secret."""
    environment = asked.environment
    request = token_call(environment, asked.kind, asked.secret, refresh_token)
    secrets = tuple(filter(None, (asked.secret, refresh_token)))
    issued_at, started = clock.wall(), clock.monotonic()
    response: Response | None = None
    elapsed = 0.0
    failure: WedaError | None = None
    basic = ((environment.secret_id, asked.secret),)
    masker = Masker(secrets, basic)
    try:
        response = await gateway.exchange(
            request, asked.route, started=started, on_progress=_ignore, new_buffer=_new_buffer
        )
        elapsed = clock.monotonic() - started
        return read_token(
            response,
            kind=asked.kind,
            url=request.url,
            issued_at=issued_at,
            elapsed=elapsed,
            masker=masker,
        )
    except WedaError as error:
        failure = error.masked(masker)
        error.detail = failure.detail = words_of_failure(failure)
        raise
    finally:
        answer = read_answer(request, response) if response else None
        given = answer.secrets if answer else ()
        whole = Masker((*secrets, *given), basic=basic)
        on_step(
            TokenStep(
                request=request.masked(whole),
                response=masked_answer(masked_but_words(answer.response, request), whole)
                if answer
                else None,
                error=failure,
                started_at=issued_at,
                elapsed=elapsed or clock.monotonic() - started,
            )
        )


def _ignore(_sending: Sending) -> None:
    """Ignore a progress report: a token call is short."""
