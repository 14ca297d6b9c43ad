"""Access tokens: fetched when needed, once for everybody who waits, renewed before their end.

    none ── get ──► renewing ──► valid ──► expiring ── get ──► renewing
                        └── TokenError, the old token stays    refuse ──► refused ── get ──► …

The call is that of the private-deployment guide (1.2.2): ``POST {host}/auth/v1/token/
clientCredential``, a Basic header of the plain ``SecretId:SecretKey``, a JSON body.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

import msgspec

from weda_tui.core.access_token import (
    AccessToken,
    TokenKey,
    TokenState,
    TokenStatus,
    basic_authorization,
    key_of,
    renewal_margin,
    state_of,
)
from weda_tui.core.clock import Clock
from weda_tui.core.environment import Environment
from weda_tui.core.errors import WedaError
from weda_tui.core.exchange import Sending
from weda_tui.core.masking import Masker
from weda_tui.core.request import PreparedRequest
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.token_answer import read_token

_ADDRESS = "/auth/v1/token/clientCredential"
SHORTEST_RENEWAL = 10.0
"""Seconds that ``next_renewal`` leaves between two token calls, however short a token lives."""
_CLOCK_TOLERANCE = 1.0
"""Seconds a saved token may seem to be from the future."""

Keep = Callable[[TokenKey, AccessToken | None], None]


class ClientCredentials(msgspec.Struct, frozen=True):
    """A deployment and the secret that goes with its SecretId."""

    environment: Environment
    secret_key: str

    def __repr__(self) -> str:
        return f"ClientCredentials({self.environment.name!r})"


class _Held(msgspec.Struct):
    token: AccessToken
    expires: float
    """Monotonic clock, seconds."""
    fetched: float
    """Monotonic clock, seconds; minus infinity for a saved token."""
    is_refused: bool = False


class _Flight(msgspec.Struct):
    """A token call in the air, with what, and how many wait for it."""

    task: asyncio.Task[AccessToken]
    credentials: ClientCredentials
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
    ) -> None:
        """Take over ``saved``, the tokens of earlier processes.

        ``keep`` is called with each new token, and with ``None`` when one is worthless. When it
        raises ``WedaError`` for a new token, that token is used all the same.
        """
        self._gateway = gateway
        self._clock = clock
        self._keep = keep
        self._flights: dict[TokenKey, _Flight] = {}
        self._seen = dict.fromkeys(token.value for token in saved.values())
        self._held = {key: self._from_saved(token) for key, token in saved.items()}

    async def get(self, credentials: ClientCredentials, *, force: bool = False) -> AccessToken:
        """Return a token that is good now: the one there is, else a new one.

        ``force`` asks for a new one in any case. Everybody who asks while a call with the same
        secret is in the air shares its token or its error. At most one call a ``get``. Cancelling
        stops the call once nobody waits for it. Raises ``TokenError``, or what
        ``Gateway.exchange`` raises.
        """
        key = key_of(credentials.environment)
        if not force and (token := self.ready(key)):
            return token
        flight = self._flights.get(key)
        if flight is None or flight.credentials.secret_key != credentials.secret_key:
            flight = self._take_off(key, credentials)
        flight.waiters += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiters -= 1
            if flight.waiters == 0 and not flight.task.done():
                self._land(key, flight)
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
            return TokenStatus(kind=key.kind, state=state)
        remaining = self._remaining(held)
        state = state_of(remaining, held.token.lifetime)
        if held.is_refused:
            state = TokenState.REFUSED
        if key in self._flights:
            state = TokenState.RENEWING
        return TokenStatus(kind=key.kind, state=state, remaining=remaining, token=held.token)

    def refuse(self, key: TokenKey, value: str) -> None:
        """Note that the server refused the token ``value``; a newer one is not affected."""
        held = self._held.get(key)
        if held is not None and held.token.value == value:
            held.is_refused = True
            with contextlib.suppress(WedaError):
                self._keep(key, None)

    def forget(self, key: TokenKey) -> None:
        """Drop a token here and where it is kept; a call in the air will not bring it back.

        Raises ``WedaError`` as ``keep`` does.
        """
        self._held.pop(key, None)
        self._flights.pop(key, None)
        self._keep(key, None)

    def secrets(self) -> tuple[str, ...]:
        """Return the value of every token seen in this process, to be masked."""
        return tuple(self._seen)

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

    def _take_off(self, key: TokenKey, credentials: ClientCredentials) -> _Flight:
        task = asyncio.create_task(self._fetch(credentials), name="token")
        flight = _Flight(task, credentials)
        self._flights[key] = flight
        flight.task.add_done_callback(lambda _task: self._arrive(key, flight))
        return flight

    def _arrive(self, key: TokenKey, flight: _Flight) -> None:
        """Store what a call brought, before anybody who waits goes on."""
        is_current = self._land(key, flight)
        if flight.task.cancelled() or flight.task.exception() is not None:
            return
        token = flight.task.result()
        self._seen[token.value] = None
        if is_current:
            now = self._clock.monotonic()
            expires = now - token.elapsed + token.lifetime
            self._held[key] = _Held(token, expires, now)
            with contextlib.suppress(WedaError):
                self._keep(key, token)

    def _land(self, key: TokenKey, flight: _Flight) -> bool:
        """Make room for the next call; return whether this one still counted."""
        if self._flights.get(key) is not flight:
            return False
        del self._flights[key]
        return True

    async def _fetch(self, credentials: ClientCredentials) -> AccessToken:
        environment, secret = credentials.environment, credentials.secret_key
        url = environment.host + _ADDRESS
        basic = basic_authorization(environment.secret_id, secret)
        request = PreparedRequest(
            method="POST",
            url=url,
            headers=(("Content-Type", "application/json"), ("Authorization", basic)),
            body=b'{"grant_type":"client_credentials"}',
        )
        issued_at, started = self._clock.wall(), self._clock.monotonic()
        response = await self._gateway.exchange(
            request, environment, started=started, on_progress=_ignore
        )
        return read_token(
            response,
            url=url,
            issued_at=issued_at,
            elapsed=self._clock.monotonic() - started,
            masker=Masker((secret,), basic=((environment.secret_id, secret),)),
        )


def _ignore(_sending: Sending) -> None:
    """Report nothing: a token call is short."""
