"""Token calls at the pace that the token endpoint asks for, each of them kept to be looked at.

fetch ──► token
└── 429, Retry-After ── bearable ──► wait, once more
└── longer ───► error, and no call before that time
"""

import asyncio
import math

from weda_tui.core.clock import Clock
from weda_tui.core.errors import ErrorCode, Parameter, TokenError
from weda_tui.core.tokens.access_token import AccessToken, TokenKey
from weda_tui.core.tokens.token_step import TokenStep
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.token_requests import Credentials, fetch_token

LONGEST_WAIT = 10.0
"""Seconds that a ``Retry-After`` is waited for; a longer one is an error."""


class TokenCalls:
    """The token calls of every deployment."""

    def __init__(self, gateway: Gateway, clock: Clock) -> None:
        self._gateway, self._clock = gateway, clock
        self._steps: dict[TokenKey, list[TokenStep]] = {}
        self._limits: dict[TokenKey, tuple[float, Parameter]] = {}
        """Monotonic clock, seconds, until when the endpoint asked to be left alone, and with which
        HTTP status."""

    async def fetch(
        self, key: TokenKey, credentials: Credentials, refresh_token: str
    ) -> AccessToken:
        """Fetch a token; once more when the server asks for a wait that is bearable.

        Raises what ``fetch_token`` raises.
        """
        self._steps[key] = []
        try:
            return await self._call(key, credentials, refresh_token)
        except TokenError as error:
            seconds = _wait_asked_for(error)
            if not 0 < seconds <= min(LONGEST_WAIT, credentials.environment.timeout):
                raise
        await asyncio.sleep(seconds)
        return await self._call(key, credentials, refresh_token)

    async def _call(
        self, key: TokenKey, credentials: Credentials, refresh_token: str
    ) -> AccessToken:
        on_step = self._steps.setdefault(key, []).append
        self._limits.pop(key, None)
        try:
            return await fetch_token(
                self._gateway, self._clock, credentials, refresh_token, on_step
            )
        except TokenError as error:
            if error.code is ErrorCode.TOKEN_RATE_LIMITED:
                until = self._clock.monotonic() + _wait_asked_for(error)
                self._limits[key] = until, error.parameters["status"]
            raise

    def check_rate(self, key: TokenKey) -> None:
        """Refuse to ask before the time that the server named. Raises ``TokenError``."""
        until, status = self._limits.get(key, (0.0, 0))
        left = until - self._clock.monotonic()
        if left > 0:
            wait = math.ceil(left)
            raise TokenError(ErrorCode.TOKEN_RATE_LIMITED, status=status, retry_after=wait)

    def steps(self, key: TokenKey) -> tuple[TokenStep, ...]:
        """Return the calls of the last time that a token was fetched, masked."""
        return tuple(self._steps.get(key, ()))

    def forget(self, key: TokenKey) -> None:
        """Know nothing of a token any more."""
        self._steps.pop(key, None)
        self._limits.pop(key, None)


def _wait_asked_for(error: TokenError) -> float:
    """Return the seconds that the endpoint asked to be left alone, 0 for none."""
    is_limit = error.code is ErrorCode.TOKEN_RATE_LIMITED
    return float(error.parameters["retry_after"]) if is_limit else 0.0
