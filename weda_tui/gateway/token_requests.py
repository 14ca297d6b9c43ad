"""Fetches a token in one call, or two where a refresh token is dead: ``core.tokens.token_call``."""

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
"""Bytes of a token endpoint's answer beyond which it is given up."""

_new_buffer = partial(BodyBuffer, limit=TOKEN_LIMIT, code=ErrorCode.TOKEN_TOO_BIG)

_NOT_THE_PASSWORDS = {
    ErrorCode.TOKEN_SERVER_ERROR,
    ErrorCode.TOKEN_RATE_LIMITED,
    ErrorCode.TOKEN_PROXY_PAGE,
    ErrorCode.TOKEN_NOT_JSON,
}
"""Refusals of a refresh token that would meet the password too: it does not die by them."""


class Credentials(msgspec.Struct, frozen=True):
    """Who asks for which kind of token, and with what."""

    route: LoadedRoute
    """Whose, and the route that the secret may take."""
    kind: TokenKind
    secret: str
    """The SecretKey, or the password."""
    is_trial: bool = False
    """Whether the secret is being tried: no refresh token takes its place, and a refusal says
    nothing of the token there is."""

    @property
    def environment(self) -> Environment:
        """The deployment, and who signs in there."""
        return self.route.environment

    @property
    def key(self) -> TokenKey:
        """What their token is kept under."""
        return key_of(self.environment, self.kind, self.route.fingerprint)

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
    if refresh_token and credentials.kind is TokenKind.USER and not credentials.is_trial:
        try:
            token = await _send(gateway, clock, credentials, on_step, refresh_token)
        except TokenError as error:
            if error.code in _NOT_THE_PASSWORDS:
                raise
        else:  # a refresh token dies of its use; one that is not replaced is kept
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
    """Use the SecretKey or the password, or a refresh token in its place."""
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
    """Report nothing: a token call is short."""
