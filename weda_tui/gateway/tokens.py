"""Access tokens: fetched when needed, once for everybody who waits, renewed before their end.

    none ── get ──► renewing ──► valid ──► expiring ── get ──► renewing
                        └── TokenError, the old token stays    refuse ──► refused ── get ──► …

A user's token is renewed by its refresh token, which dies of it; see ``token_calls``.
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
from weda_tui.core.tokens.refusal import HOLDS_FOR, LASTING
from weda_tui.core.tokens.token_call import TokenStep, token_call
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


SHORTEST_RENEWAL = 10.0
"""Seconds that ``next_renewal`` leaves between two token calls, however short a token lives."""
_CLOCK_TOLERANCE = 1.0
"""Seconds a saved token may seem to be from the future."""


class Keep(Protocol):
    """Keeps tokens for other processes and for later ones."""

    def __call__(self, key: TokenKey, token: AccessToken | None, *, only_over: str = "") -> None:
        """Keep a token, or forget it; ``only_over`` is the value of the one it may replace."""
        ...


Turn = Callable[[TokenKey, float], AbstractAsyncContextManager[AccessToken | None]]
"""The turn, among processes, to fetch a token, waited for at most some seconds. Gives what is kept,
and ends once everything is kept that was to be."""


class Refusals(Protocol):
    """Shares lasting refusals with other processes; asked by whoever has the turn."""

    async def find(self, key: TokenKey, call: PreparedRequest) -> TokenError | None:
        """Return how ``call`` was refused of late, if it was."""
        ...

    async def save(
        self, key: TokenKey, call: PreparedRequest, error: TokenError, masker: Masker
    ) -> None:
        """Let ``error`` hold for a while for whoever would make ``call``."""
        ...

    async def forget(self, key: TokenKey) -> None:
        """Let no refusal of a token hold any more."""
        ...


@contextlib.asynccontextmanager
async def alone(_key: TokenKey, _patience: float) -> AsyncGenerator[AccessToken | None]:
    """Take the turn where there is no other process."""
    yield None


def _holding(credentials: Credentials) -> Mapping[str, Parameter]:
    """Return what an error says of a refusal that holds: for how long, and for which token."""
    return {
        "holds": HOLDS_FOR,
        "holds_kind": credentials.kind.value,
        "holds_in": credentials.environment.name,
    }


class _Held(msgspec.Struct):
    token: AccessToken
    expires: float
    """Monotonic clock, seconds."""
    fetched: float
    """Monotonic clock, seconds; minus infinity for a saved token."""
    is_refused: bool = False


class _Flight(msgspec.Struct):
    """A token call in the air, with what, and how many wait for it."""

    task: asyncio.Task[_Held]
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
        keep: Keep,
        hide: Callable[[Mapping[str, float]], None] = lambda _: None,
        turn: Turn = alone,
        refusals: Refusals | None = None,
    ) -> None:
        """Take over ``saved``, the tokens of earlier processes.

        ``keep`` is called with each new token, and with ``None`` when one is worthless. When it
        raises ``WedaError`` for a new token, that token is used all the same. ``hide`` is called
        with what is good and used by nobody, each with its end, to be masked.
        """
        self._turn, self._refusals = turn, refusals
        self._calls = TokenCalls(gateway, clock)
        self._clock = clock
        self._keep, self._hide = keep, hide
        self._flights: dict[TokenKey, _Flight] = {}
        self._errors: dict[TokenKey, WedaError] = {}
        """Why the last call gave none, until one gives one."""
        self._seen = {value: key.route for key, token in saved.items() for value in ends_of(token)}
        """Tokens, each with the fingerprint of the route it is of."""
        self._held = {key: self._from_saved(token) for key, token in saved.items()}

    async def get(
        self, credentials: Credentials, *, force: bool = False, adopt: bool = True
    ) -> AccessToken:
        """Return a token that is good now: the one there is, else a new one.

        ``force`` asks for another one in any case: one that another process has fetched since,
        unless ``adopt`` is false, else a new one. Without ``adopt`` a refusal that still holds is
        no reason not to ask either. Everybody who asks while a call with the same
        secret is in the air shares its token or its error. At most one call a ``get``, and a
        second one where a refresh token is dead or a short ``Retry-After`` is over. Cancelling
        stops the call once nobody waits. Raises ``TokenError``, or what ``Gateway.exchange``
        raises.
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
        """Return the token if it is good now, so that no credentials need to be read."""
        held = self._held.get(key)
        return held.token if held is not None and self._is_good(held) else None

    def status(self, key: TokenKey) -> TokenStatus:
        """Return how a token is doing now. Never connects."""
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
        """Note that the server refused the token ``value``; a newer one is not affected."""
        held = self._held.get(key)
        if held is not None and held.token.value == value:
            held.is_refused = True
            with contextlib.suppress(WedaError):
                self._keep(key, None, only_over=value)

    def forget(self, key: TokenKey) -> None:
        """Drop a token here and where it is kept; a call in the air will not bring it back.

        Raises ``WedaError`` as ``keep`` does.
        """
        for known in (self._held, self._flights, self._errors):
            known.pop(key, None)
        self._calls.forget(key)
        self._keep(key, None)

    def move(self, old: TokenKey, new: TokenKey | None) -> None:
        """Let a token follow its credential to another name; ``None`` forgets it.

        Raises ``WedaError`` as ``keep`` does.
        """
        held = self._held.get(old)
        self.forget(old)
        if held is not None and new is not None:
            self._held[new] = held
            if not held.is_refused:
                self._keep(new, held.token)

    def adopt(self, key: TokenKey, token: AccessToken) -> None:
        """Take over a token that was fetched elsewhere. Raises ``WedaError`` as ``keep`` does."""
        self._seen |= dict.fromkeys(ends_of(token), key.route)
        self._held[key] = self._from_saved(token)
        self._keep(key, token)

    def secrets(self) -> dict[str, str]:
        """Return every access and refresh token seen in this process, to be masked.

        Each with the fingerprint of its route.
        """
        return dict(self._seen)

    def steps(self, key: TokenKey) -> tuple[TokenStep, ...]:
        """Return the calls of the last time that a token was fetched here, masked."""
        return self._calls.steps(key)

    def next_renewal(self, key: TokenKey) -> float | None:
        """Return the seconds until a token should be renewed, ``None`` without one to renew."""
        held = self._held.get(key)
        if held is None or held.is_refused:
            return None
        now = self._clock.monotonic()
        due = held.expires - renewal_margin(held.token.lifetime)
        return max(due - now, held.fetched + SHORTEST_RENEWAL - now, 0.0)

    def _from_saved(self, token: AccessToken) -> _Held:
        """Carry a token over from the wall clock to the monotonic one."""
        wall = self._clock.wall()
        is_possible = token.issued_at <= wall + _CLOCK_TOLERANCE
        remaining = max(0.0, min(token.expires_at - wall, token.lifetime)) if is_possible else 0.0
        return _Held(token, self._clock.monotonic() + remaining, float("-inf"))

    def _remaining(self, held: _Held) -> float:
        return max(0.0, held.expires - self._clock.monotonic())

    def _is_good(self, held: _Held) -> bool:
        margin = renewal_margin(held.token.lifetime)
        return not held.is_refused and self._remaining(held) > margin

    def _start_flight(self, key: TokenKey, credentials: Credentials, *, adopt: bool) -> _Flight:
        call = self._fetch(key, credentials, adopt=adopt and not credentials.is_trial)
        flight = _Flight(asyncio.create_task(call, name="token"), credentials)
        self._flights[key] = flight
        flight.task.add_done_callback(lambda _task: self._arrive(key, flight))
        return flight

    async def _fetch(self, key: TokenKey, credentials: Credentials, *, adopt: bool) -> _Held:
        """Fetch a token in turn with other processes, or take one that they have fetched since."""
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
            return _Held(token, now - token.elapsed + token.lifetime, now)

    async def _call(
        self, key: TokenKey, credentials: Credentials, refresh_token: str, *, asks_again: bool
    ) -> AccessToken:
        """Fetch a token, unless this very call was refused a moment ago; ``asks_again`` does so."""
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
        """Let a refusal hold that another program met with this key, and its token be none.

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
        """Return the refresh token of the newest token: the older ones are dead."""
        held = self._held.get(key)
        tokens = [token for token in (held.token if held else None, kept) if token is not None]
        return max(tokens, key=lambda token: token.issued_at).refresh_token if tokens else ""

    def _arrive(self, key: TokenKey, flight: _Flight) -> None:
        """Store what a call brought, before anybody who waits goes on."""
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
        """Make room for the next call; return whether this one still counted."""
        if self._flights.get(key) is not flight:
            return False
        del self._flights[key]
        return True
