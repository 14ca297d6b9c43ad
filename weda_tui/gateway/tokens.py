"""Access tokens: fetched when needed, in one call for all waiters, and renewed before they expire.

    none ── get ──► renewing ──► valid ──► expiring ── get ──► renewing
                        └── TokenError, the old token stays    refuse ──► refused ── get ──► …

A user's token is renewed with its refresh token, which can be used once; see ``token_requests``.
"""

import asyncio
import contextlib
import math
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import msgspec

from weda_tui.core.clock import Clock
from weda_tui.core.errors import ErrorCode, Parameter, TokenError, WedaError
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.tokens.access_token import (
    AccessToken,
    TokenKey,
    TokenState,
    TokenStatus,
    ends_of,
    renewal_margin,
    state_of,
)
from weda_tui.core.tokens.refusal import LASTING, LASTS_FOR
from weda_tui.core.tokens.token_call import TokenStep, token_call
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.token_requests import Credentials, fetch_token

LONGEST_WAIT = 10.0
"""The longest ``Retry-After`` in seconds that is waited for; a longer one is an error."""


class TokenCalls:
    """The token calls to all deployments, with their steps and rate limits."""

    def __init__(self, gateway: Gateway, clock: Clock) -> None:
        self._gateway, self._clock = gateway, clock
        self._steps: dict[TokenKey, list[TokenStep]] = {}
        self._limits: dict[TokenKey, tuple[float, Parameter]] = {}
        """Until when the endpoint refuses calls (monotonic clock, seconds), and its HTTP status."""

    async def fetch(
        self, key: TokenKey, credentials: Credentials, refresh_token: str
    ) -> AccessToken:
        """Fetch a token; try once more if the server asks for a short wait.

        The wait is at most ``LONGEST_WAIT`` and the environment's timeout. Raises the errors of
        ``fetch_token``.
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
        """Raise ``TokenError`` if the time that the server asked to wait is not over."""
        until, status = self._limits.get(key, (0.0, 0))
        left = until - self._clock.monotonic()
        if left > 0:
            wait = math.ceil(left)
            raise TokenError(ErrorCode.TOKEN_RATE_LIMITED, status=status, retry_after=wait)

    def steps(self, key: TokenKey) -> tuple[TokenStep, ...]:
        """Return the calls of the most recent fetch of a token, masked."""
        return tuple(self._steps.get(key, ()))

    def forget(self, key: TokenKey) -> None:
        """Remove the steps and the rate limit of a token."""
        self._steps.pop(key, None)
        self._limits.pop(key, None)


def _wait_asked_for(error: TokenError) -> float:
    """Return the seconds that the endpoint asked to wait, 0 for none."""
    is_limit = error.code is ErrorCode.TOKEN_RATE_LIMITED
    return float(error.parameters["retry_after"]) if is_limit else 0.0


SHORTEST_RENEWAL = 10.0
"""The least seconds that ``next_renewal`` puts between two token calls of a short-lived token."""
_CLOCK_TOLERANCE = 1.0
"""Seconds by which a saved token's issue time may be in the future."""


class StoreToken(Protocol):
    """Stores tokens for other processes and later ones."""

    def __call__(self, key: TokenKey, token: AccessToken | None, *, only_over: str = "") -> None:
        """Store a token, or delete it; ``only_over`` is the value of the token it may replace."""
        ...


Turn = Callable[[TokenKey, float], AbstractAsyncContextManager[AccessToken | None]]
"""Waits, at most the given seconds, for this process's turn to fetch a token.

The context gives the stored token, and ends when everything that had to be stored is stored.
"""


class Refusals(Protocol):
    """Shares lasting refusals with other processes; called only during the process's turn."""

    async def find(self, key: TokenKey, call: PreparedRequest) -> TokenError | None:
        """Return the recent refusal of ``call``, ``None`` if there is none."""
        ...

    async def save(
        self, key: TokenKey, call: PreparedRequest, error: TokenError, masker: Masker
    ) -> None:
        """Share ``error`` for a while with every process that would make ``call``."""
        ...

    async def forget(self, key: TokenKey) -> None:
        """Delete the shared refusals of a token."""
        ...


@contextlib.asynccontextmanager
async def alone(_key: TokenKey, _patience: float) -> AsyncGenerator[AccessToken | None]:
    """Give the turn at once, for use without other processes."""
    yield None


def _holding(credentials: Credentials) -> Mapping[str, Parameter]:
    """Return the error parameters of a shared refusal: how long it holds, and for which token."""
    return {
        "holds": LASTS_FOR,
        "holds_kind": credentials.kind.value,
        "holds_in": credentials.environment.name,
    }


class _CachedToken(msgspec.Struct):
    token: AccessToken
    expires: float
    """Monotonic clock, seconds."""
    fetched: float
    """Monotonic clock, seconds; minus infinity for a saved token."""
    is_refused: bool = False


class _Flight(msgspec.Struct):
    """A token call in progress, its credentials, and the number of its waiters."""

    task: asyncio.Task[_CachedToken]
    credentials: Credentials
    waiters: int = 0


class TokenManager:
    """The tokens of every deployment. Belongs to one event loop."""

    def __init__(
        self,
        gateway: Gateway,
        clock: Clock,
        *,
        saved: Mapping[TokenKey, AccessToken],
        keep: StoreToken,
        hide: Callable[[Mapping[str, float]], None] = lambda _: None,
        turn: Turn = alone,
        refusals: Refusals | None = None,
    ) -> None:
        """Create a manager that starts with ``saved``, the tokens of earlier processes.

        ``keep`` is called with each new token, and with ``None`` when a token has become worthless.
        If it raises ``WedaError`` for a new token, the token is used all the same. ``hide`` is
        called with valid tokens that are not going to be used, each with its expiry time, so that
        they are masked.
        """
        self._turn, self._refusals = turn, refusals
        self._calls = TokenCalls(gateway, clock)
        self._clock = clock
        self._keep, self._hide = keep, hide
        self._flights: dict[TokenKey, _Flight] = {}
        self._errors: dict[TokenKey, WedaError] = {}
        """The error of a token's last call, until a call succeeds."""
        self._seen = {value: key.route for key, token in saved.items() for value in ends_of(token)}
        """Every token seen, with the fingerprint of its route."""
        self._held = {key: self._from_saved(token) for key, token in saved.items()}

    async def get(
        self, credentials: Credentials, *, force: bool = False, adopt: bool = True
    ) -> AccessToken:
        """Return a valid token: the present one, or else a new one.

        ``force`` asks for a different token in any case: the token that another process has fetched
        since, unless ``adopt`` is false, or else a new one. Without ``adopt``, the endpoint is
        asked even if a shared refusal still holds. All callers with the same secret share the token
        or the error of a call in progress. Each ``get`` makes at most one call, and a second one if
        a refresh token is dead or a short ``Retry-After`` is over. Cancelling the last waiter stops
        the call. Raises ``TokenError``, or the errors of ``Gateway.exchange``.
        """
        key = credentials.key
        if not force and (token := self.ready(key)):
            return token
        flight = self._flights.get(key)
        if flight is None or not flight.credentials.ask_the_same(credentials):
            if not force:
                self._calls.check_rate(key)
            flight = self._start_flight(key, credentials, adopt=adopt)
        flight.waiters += 1
        try:
            return (await asyncio.shield(flight.task)).token
        finally:
            flight.waiters -= 1
            if flight.waiters == 0 and not flight.task.done():
                self._end_flight(key, flight)
                flight.task.cancel()

    def ready(self, key: TokenKey) -> AccessToken | None:
        """Return the token if it is valid now, so that no credentials have to be read."""
        held = self._held.get(key)
        return held.token if held is not None and self._is_good(held) else None

    def status(self, key: TokenKey) -> TokenStatus:
        """Return the present status of a token. Never connects."""
        held = self._held.get(key)
        if held is None:
            state = TokenState.RENEWING if key in self._flights else TokenState.NONE
            return TokenStatus(kind=key.kind, state=state, error=self._errors.get(key))
        remaining = self._remaining(held)
        state = state_of(remaining, held.token.lifetime)
        if held.is_refused:
            state = TokenState.REFUSED
        if key in self._flights:
            state = TokenState.RENEWING
        return TokenStatus(
            kind=key.kind,
            state=state,
            remaining=remaining,
            token=held.token,
            error=self._errors.get(key),
        )

    def refuse(self, key: TokenKey, value: str) -> None:
        """Note that the server refused the token ``value``; a newer token is not affected."""
        held = self._held.get(key)
        if held is not None and held.token.value == value:
            held.is_refused = True
            with contextlib.suppress(WedaError):
                self._keep(key, None, only_over=value)

    def forget(self, key: TokenKey) -> None:
        """Delete a token here and in the store; a call in progress does not restore it.

        Raises ``WedaError`` as ``keep`` does.
        """
        for known in (self._held, self._flights, self._errors):
            known.pop(key, None)
        self._calls.forget(key)
        self._keep(key, None)

    def move(self, old: TokenKey, new: TokenKey | None) -> None:
        """Move a token to the new name of its credential; delete it if ``new`` is ``None``.

        Raises ``WedaError`` as ``keep`` does.
        """
        held = self._held.get(old)
        self.forget(old)
        if held is not None and new is not None:
            self._held[new] = held
            if not held.is_refused:
                self._keep(new, held.token)

    def adopt(self, key: TokenKey, token: AccessToken) -> None:
        """Store and use a token from elsewhere. Raises ``WedaError`` as ``keep`` does."""
        self._seen |= dict.fromkeys(ends_of(token), key.route)
        self._held[key] = self._from_saved(token)
        self._keep(key, token)

    def secrets(self) -> dict[str, str]:
        """Return every access and refresh token seen in this process, so that it can be masked.

        Each is mapped to the fingerprint of its route.
        """
        return dict(self._seen)

    def steps(self, key: TokenKey) -> tuple[TokenStep, ...]:
        """Return the calls of this process's most recent fetch of a token, masked."""
        return self._calls.steps(key)

    def next_renewal(self, key: TokenKey) -> float | None:
        """Return the seconds until a token should be renewed, ``None`` if there is none."""
        held = self._held.get(key)
        if held is None or held.is_refused:
            return None
        now = self._clock.monotonic()
        due = held.expires - renewal_margin(held.token.lifetime)
        return max(due - now, held.fetched + SHORTEST_RENEWAL - now, 0.0)

    def _from_saved(self, token: AccessToken) -> _CachedToken:
        """Convert a token's expiry from the wall clock to the monotonic clock."""
        wall = self._clock.wall()
        is_possible = token.issued_at <= wall + _CLOCK_TOLERANCE
        remaining = max(0.0, min(token.expires_at - wall, token.lifetime)) if is_possible else 0.0
        return _CachedToken(token, self._clock.monotonic() + remaining, float("-inf"))

    def _remaining(self, held: _CachedToken) -> float:
        return max(0.0, held.expires - self._clock.monotonic())

    def _is_good(self, held: _CachedToken) -> bool:
        margin = renewal_margin(held.token.lifetime)
        return not held.is_refused and self._remaining(held) > margin

    def _start_flight(self, key: TokenKey, credentials: Credentials, *, adopt: bool) -> _Flight:
        call = self._fetch(key, credentials, adopt=adopt and not credentials.is_trial)
        flight = _Flight(asyncio.create_task(call, name="token"), credentials)
        self._flights[key] = flight
        flight.task.add_done_callback(lambda _task: self._arrive(key, flight))
        return flight

    async def _fetch(self, key: TokenKey, credentials: Credentials, *, adopt: bool) -> _CachedToken:
        """Fetch a token when it is this process's turn, or use one that another process fetched."""
        async with self._turn(key, credentials.environment.timeout) as kept:
            if adopt and kept is not None and self._is_another(key, kept):
                held = self._from_saved(kept)
                held.fetched = self._clock.monotonic()
                if self._is_good(held):
                    return held
            refresh_token = self._latest_refresh_token(key, kept)
            token = await self._call(key, credentials, refresh_token, asks_again=not adopt)
            now = self._clock.monotonic()
            flight = self._flights.get(key)
            if flight is not None and flight.task is asyncio.current_task():
                with contextlib.suppress(WedaError):
                    self._keep(key, token)
            else:
                self._hide(ends_of(token))
            return _CachedToken(token, now - token.elapsed + token.lifetime, now)

    async def _call(
        self, key: TokenKey, credentials: Credentials, refresh_token: str, *, asks_again: bool
    ) -> AccessToken:
        """Fetch a token, unless a refusal of the same call holds; ``asks_again`` ignores it."""
        refusals = self._refusals
        if refusals is None or credentials.is_trial:
            return await self._calls.fetch(key, credentials, refresh_token)
        environment, secret = credentials.environment, credentials.secret
        call = token_call(environment, credentials.kind, secret)
        if not asks_again and (error := await refusals.find(key, call)):
            error.parameters.update(_holding(credentials))
            raise error
        try:
            token = await self._calls.fetch(key, credentials, refresh_token)
        except TokenError as error:
            if error.code in LASTING:
                await self._save_refusal(refusals, key, credentials, error)
            raise
        await refusals.forget(key)
        return token

    async def note_wrong_key(
        self, key: TokenKey, credentials: Credentials, detail: str, status: int
    ) -> None:
        """Share the refusal of a key that another program met, and forget the key's token.

        Raises ``WedaError`` as ``forget`` does.
        """
        error = TokenError(ErrorCode.TOKEN_WRONG_SECRET, status=status, detail=detail)
        if self._refusals is not None:
            await self._save_refusal(self._refusals, key, credentials, error)
        self.forget(key)

    @staticmethod
    async def _save_refusal(
        refusals: Refusals, key: TokenKey, credentials: Credentials, error: TokenError
    ) -> None:
        environment, secret = credentials.environment, credentials.secret
        error.parameters.update(_holding(credentials))
        masker = Masker((secret,), basic=((environment.secret_id, secret),))
        await refusals.save(key, token_call(environment, credentials.kind, secret), error, masker)

    def _is_another(self, key: TokenKey, token: AccessToken) -> bool:
        held = self._held.get(key)
        return held is None or held.token.value != token.value

    def _latest_refresh_token(self, key: TokenKey, kept: AccessToken | None) -> str:
        """Return the refresh token of the newest token: older refresh tokens are dead."""
        held = self._held.get(key)
        tokens = [token for token in (held.token if held else None, kept) if token is not None]
        return max(tokens, key=lambda token: token.issued_at).refresh_token if tokens else ""

    def _arrive(self, key: TokenKey, flight: _Flight) -> None:
        """Store the result of a call, before any waiter continues."""
        is_current = self._end_flight(key, flight)
        if flight.task.cancelled():
            return
        if error := flight.task.exception():
            is_trial = flight.credentials.is_trial
            if is_current and isinstance(error, WedaError) and not is_trial:
                self._errors[key] = error
            return
        held = flight.task.result()
        self._seen |= dict.fromkeys(ends_of(held.token), key.route)
        if is_current:
            self._errors.pop(key, None)
            self._held[key] = held

    def _end_flight(self, key: TokenKey, flight: _Flight) -> bool:
        """Remove a call, so that the next one can start; return whether it was the current call."""
        if self._flights.get(key) is not flight:
            return False
        del self._flights[key]
        return True
