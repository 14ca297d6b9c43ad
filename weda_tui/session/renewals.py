"""Renewing tokens in the background.

living ── due ──► renewed ──► living
             └──► failed ── back off ──► due      a fault that may pass
                    └── the token changes ──► …   a secret that is wrong stays wrong
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.tokens.access_token import (
    KINDS,
    RENEW_EARLY,
    AccessToken,
    TokenState,
    find_fault,
    key_of,
)
from weda_tui.core.tokens.refusal import LASTING
from weda_tui.session.tokens import Tokens

LONGEST_SLEEP = 30.0
"""Seconds after which a token is checked again, to notice that the machine was suspended."""
FIRST_WAIT = 10.0
"""The longest pause after the first failure, in seconds."""
LONGEST_WAIT = 600.0
"""The longest pause between two attempts, in seconds; a server may ask for a longer one."""
_HOPELESS = LASTING | {ErrorCode.ROUTE_NOT_APPROVED, ErrorCode.ROUTE_CHANGED}
"""Errors that do not pass by themselves; the user is not asked for approvals in background."""


class _Trouble(msgspec.Struct):
    """The failed renewals of one token."""

    failures: int = 0
    until: float = 0.0
    """When the next attempt is due, in seconds of the monotonic clock."""
    without: AccessToken | None = None
    """The token for which no further renewal is tried."""


class Renewals:
    """Renews living tokens shortly before they expire."""

    def __init__(
        self, tokens: Tokens, clock: Clock, spread: Callable[[], float] | None = None
    ) -> None:
        """``spread`` returns numbers in [0, 1) for the pauses after failures; see ``back_off``."""
        self._tokens, self._clock, self._spread = tokens, clock, spread or random.random

    async def keep_fresh(self, environment: Environment) -> AsyncIterator[WedaError | None]:
        """Renew the living tokens of an environment for as long as the iteration runs.

        An expired token is not renewed until the next send: opening the program does not connect.
        Yields ``None`` after each attempt that got a new token, otherwise the error.
        """
        troubles = {kind: _Trouble() for kind in KINDS if find_fault(environment, kind) is None}
        while troubles:
            waits = {kind: self._wait(environment, kind, troubles[kind]) for kind in troubles}
            due = [kind for kind, wait in waits.items() if wait <= 0]
            if not due:
                await asyncio.sleep(min(*waits.values(), LONGEST_SLEEP))
            for kind in due:
                error = await self.renew(environment, kind)
                troubles[kind] = self._after(error, troubles[kind])
                if error is not None and error.code in _HOPELESS:
                    troubles[kind].without = self._tokens.status(environment, kind).token
                yield error

    async def renew(self, environment: Environment, kind: TokenKind) -> WedaError | None:
        """Fetch a token before the current one expires, or use one that another process fetched.

        Returns the error if there is no new token. The user is not asked for a secret.
        """
        tokens = self._tokens
        try:
            await tokens.network.warm_up()
            route = await tokens.routes.open(environment, kind)
            secret = await tokens.secrets.read(route, kind, may_ask=False)
            await tokens.fetch(route, kind, secret, force=True)
        except WedaError as error:
            return error
        return None

    def _wait(self, environment: Environment, kind: TokenKind, trouble: _Trouble) -> float:
        """Return the seconds until a token has to be renewed, as known at this moment."""
        if trouble.without is not None:
            if self._tokens.status(environment, kind).token == trouble.without:
                return LONGEST_SLEEP
            trouble.without, trouble.failures, trouble.until = None, 0, 0.0
        due = self._until_due(environment, kind)
        return max(due, trouble.until - self._clock.monotonic())

    def _until_due(self, environment: Environment, kind: TokenKind) -> float:
        """Return the seconds until a living token is due; one second without a living token."""
        network = self._tokens.network
        key = key_of(environment, kind, self._tokens.routes.fingerprint(environment))
        if not network.is_online:
            token = network.saved.get(key)
            remaining = token.expires_at - self._clock.wall() if token else 0.0
            return max(0.0, remaining - RENEW_EARLY) if remaining > 0 else 1.0
        due = network.online.tokens.next_renewal(key)
        if due is None or network.online.tokens.status(key).state is TokenState.EXPIRED:
            return 1.0
        return due

    def _after(self, error: WedaError | None, before: _Trouble) -> _Trouble:
        if error is None:
            return _Trouble()
        failures = before.failures + 1
        asked_for = error.parameters.get("retry_after", 0)
        pause = back_off(failures, self._spread, float(asked_for))
        return _Trouble(failures, self._clock.monotonic() + pause)


def back_off(failures: int, spread: Callable[[], float], asked_for: float = 0.0) -> float:
    """Return the seconds to wait after ``failures`` (at least one) failures in a row.

    The pause doubles with each failure. ``spread`` returns a number in [0, 1) and shortens the
    pause by up to half, so that many processes do not try again at the same moment. A pause that
    the server asked for is never shortened.
    """
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - 1, 30))
    return max(asked_for, longest * (1.0 - spread() / 2.0))
