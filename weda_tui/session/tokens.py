"""The tokens of a session: fetched when a call needs one, renewed before their end, masked."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weda_tui.core.answers.verdict import Verdict, is_token_refusal, wanted_token
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, SecretName
from weda_tui.core.environments.route import RouteStatus, RouteUse
from weda_tui.core.errors import ErrorCode, FileError, RouteError, TokenError, WedaError
from weda_tui.core.masking import Masker
from weda_tui.core.tokens.access_token import (
    KINDS,
    RENEW_EARLY,
    AccessToken,
    TokenKey,
    TokenState,
    TokenStatus,
    basic_authorization,
    bearer,
    key_of,
    secret_name,
    state_of,
)
from weda_tui.gateway.route_files import LoadedRoute
from weda_tui.session.routes import Routes
from weda_tui.session.secrets import Secrets
from weda_tui.store.tokens import TokenFile

if TYPE_CHECKING:  # they come with the first token
    from weda_tui.core.tokens.token_step import TokenStep

AskRoute = Callable[[RouteStatus], Awaitable[bool]]

_Known = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
"""Tokens, and pairs of an identity and its secret."""


class Tokens:
    """Both kinds of token of every environment, and what hides them with every secret seen."""

    def __init__(
        self,
        secrets: Secrets,
        routes: Routes,
        file: TokenFile,
        clock: Clock,
        transport: Any,
        bodies: tuple[Path, int, int, Path],
    ) -> None:
        """``bodies`` are the fields of ``LargeBodies``.

        ``routes`` says what a secret or a token may reach.
        """
        self.secrets, self.routes = secrets, routes
        self._file = file
        self._clock = clock
        self._transport = transport
        self._bodies = bodies
        self._forgotten: set[str] = set()
        """Tokens dropped before anything was online, still to be masked."""
        self._passed_by: set[str] = set()
        """Credentials that calls written by hand took along or brought back."""
        self._tried: dict[TokenKey, str] = {}
        """The secret that the last renewal took."""
        self._on_trial: dict[TokenKey, tuple[str, AccessToken]] = {}
        """Secrets and tokens of checks, kept nowhere yet."""
        self._masker: tuple[_Known, Masker] | None = None
        """The last one and what it hides: it is asked for at every key."""
        self._is_online = False
        self.ask_route: AskRoute | None = None
        """Asks a person to approve a route that is shown."""
        self._looking_up = asyncio.Lock()
        self._asking_route, self._route_answers = asyncio.Lock(), 0
        self._refused_routes: dict[tuple[str, str], int] = {}
        """Fingerprints and sources that a person refused, with the number of that answer."""

    @cached_property
    def _saved(self) -> dict[TokenKey, AccessToken]:
        return self._file.load()

    @cached_property
    def online(self):
        """The gateway and the tokens got through it; loads the network library."""
        from weda_tui.session.network import LargeBodies, Online

        self._is_online = True
        bodies = LargeBodies(*self._bodies)
        return Online(self._clock, self._transport, self._saved, self._file, bodies)

    async def warm_up(self) -> None:
        """Load the network library off the event loop; afterwards ``online`` is at hand."""
        import importlib

        if not self._is_online:
            await asyncio.to_thread(importlib.import_module, "weda_tui.session.network")
            _ = self.online

    async def aclose(self) -> None:
        """Close connections."""
        if self._is_online:
            await self.online.aclose()

    # -- what is masked ----------------------------------------------------------------------

    def masker(self) -> Masker:
        """Return what hides every secret and token this session has seen."""
        saved = [v for token in self._saved.values() for v in (token.value, token.refresh_token)]
        fresh = self.online.tokens.secrets() if self._is_online else ()
        known = (*saved, *fresh, *self._forgotten, *self._passed_by), tuple(self.secrets.seen)
        if self._masker is None or self._masker[0] != known:
            self._masker = (known, Masker(known[0], basic=known[1]))
        return self._masker[1]

    @property
    def unwritten(self) -> WedaError | None:
        """Why the last token that was fetched is kept nowhere; ``None`` when it is."""
        return self.online.unwritten if self._is_online else None

    def see(self, credentials: Iterable[str]) -> None:
        """Mask from now on what a call written by hand takes along or brings back."""
        self._passed_by.update(filter(None, credentials))

    def see_trial(
        self, environment: Environment, kind: TokenKind, secret: str, token: AccessToken
    ) -> None:
        """Note a token that a trial brought: it is masked, and kept once its secret is saved."""
        self._forgotten |= {token.value, token.refresh_token}
        self._on_trial[self._key(environment, kind)] = (secret, token)

    # -- tokens ------------------------------------------------------------------------------

    def status(self, environment: Environment | None, kind: TokenKind) -> TokenStatus:
        """Return how long a token is good for. Never connects."""
        if kind not in KINDS:
            return TokenStatus(kind=kind, state=TokenState.NOT_NEEDED)
        if environment is None:
            return TokenStatus(kind=kind, state=TokenState.NONE)
        key = self._key(environment, kind)
        if self._is_online:
            return self.online.tokens.status(key)
        token = self._saved.get(key)
        if token is None or token.issued_at > self._clock.wall() + 1:
            return TokenStatus(kind=kind, state=TokenState.NONE)
        remaining = max(0.0, token.expires_at - self._clock.wall())
        state = state_of(remaining, token.lifetime)
        return TokenStatus(kind=kind, state=state, remaining=remaining, token=token)

    def _key(self, environment: Environment, kind: TokenKind) -> TokenKey:
        """Return what the token of an environment is kept under, over its route of now."""
        return key_of(environment, kind, self.routes.fingerprint(environment))

    async def open_route(
        self,
        environment: Environment,
        kind: TokenKind,
        *,
        keeper: Environment | None = None,
        is_typed: bool = False,
        replaces: Environment | None = None,
    ) -> LoadedRoute:
        """Return the route for a call; see ``Routes.open``.

        A secret that is not there is the reason before a route that is not approved, which is asked
        about where somebody is there to ask; see ``refusal``.
        """
        answers = self._route_answers
        try:
            return await self.routes.open(
                environment, kind, keeper=keeper, is_typed=is_typed, replaces=replaces
            )
        except RouteError as error:
            if not is_typed:
                status = self.routes.status(environment, kind, keeper=keeper)
                is_own = replaces is not None and self.routes.has_approved(replaces)
                async with self._looking_up:  # whoever came first is asked about first
                    reason = await asyncio.to_thread(
                        self.refusal, error, status, keeper, is_own=is_own
                    )
                if reason is not error:
                    raise reason from error
            if not await self._is_approved_now(environment, kind, keeper, answers):
                raise
        return await self.routes.open(
            environment, kind, keeper=keeper, is_typed=is_typed, replaces=replaces
        )

    def find_lacks(
        self, status: RouteStatus, keeper: Environment | None = None
    ) -> dict[RouteUse, FileError]:
        """Return which secrets of a status are not there, each with the reason.

        What is kept is kept for one address. May wait for the keyring.
        """
        lacks: dict[RouteUse, FileError] = {}
        for each in status.uses:
            name = each.use.secret
            if name is None:
                continue
            if lack := self.secrets.find_lack(keeper or status.environment, name):
                lacks[each.use] = lack
        return lacks

    def refusal(
        self,
        error: RouteError,
        status: RouteStatus,
        keeper: Environment | None = None,
        *,
        is_own: bool = False,
    ) -> WedaError:
        """Return why nothing is sent over a route that is not approved, the first reason alone.

        A secret that is not there is not asked to be approved: it has to be entered, which approves
        the route that it is entered for. Where that route is another one than before, the change is
        named beside it, because whoever enters a secret has to know that it goes elsewhere;
        ``is_own`` says that the person edits an approved environment and knows.
        """
        lacks = self.find_lacks(status, keeper)
        for use, lack in lacks.items():
            if is_own or error.code is not ErrorCode.ROUTE_CHANGED:
                return lack
            if lack.parameters.get("ref") in {"keyring", "file"}:
                return RouteError(error.code, **error.parameters, lacks=use.value)
        return error

    def check_route(self, status: RouteStatus) -> None:
        """Raise ``WedaError`` unless all of a status may be sent. May wait for the keyring."""
        try:
            status.check()
        except RouteError as error:
            raise self.refusal(error, status) from None

    async def _is_approved_now(
        self, environment: Environment, kind: TokenKind, keeper: Environment | None, answers: int
    ) -> bool:
        """Ask a person once for all who wait for the same, and approve exactly what was shown.

        ``answers`` is how many questions had been answered when the call began to wait: of what
        was refused since, it asks no second time.
        """
        if self.ask_route is None:
            return False
        async with self._asking_route:
            status = self.routes.status(environment, kind, keeper=keeper)
            if status.is_approved:
                return True
            fingerprint = status.route.fingerprint
            asked = [(fingerprint, use.source) for use in status.unapproved]
            if all(self._refused_routes.get(each, 0) > answers for each in asked):
                return False
            is_approved = await self.ask_route(status)
            self._route_answers += 1
            if is_approved:
                await asyncio.to_thread(self.routes.approve, status)
            else:
                self._refused_routes |= dict.fromkeys(asked, self._route_answers)
            return is_approved

    async def authorize(
        self, route: LoadedRoute, kind: TokenKind
    ) -> tuple[str, AccessToken | None]:
        """Return the Authorization header of a call, empty for none, and the token in it.

        Raises ``WedaError``.
        """
        if kind is TokenKind.BASIC:
            secret = await self.secrets.read(route, kind)
            return basic_authorization(route.environment.secret_id, secret), None
        if kind not in KINDS:
            return "", None
        token = await self.get_over(route, kind)
        return bearer(token), token

    async def get(self, environment: Environment, kind: TokenKind) -> AccessToken:
        """Return a token that is good now, fetching one when needed. Raises ``WedaError``."""
        return await self.get_over(await self.open_route(environment, kind), kind)

    async def get_over(self, route: LoadedRoute, kind: TokenKind) -> AccessToken:
        """Return a token that is good now and was obtained over a route. Raises ``WedaError``."""
        await self.warm_up()
        if ready := self.online.tokens.ready(key_of(route.environment, kind, route.fingerprint)):
            return ready
        return await self._fetch(route, kind, await self.secrets.read(route, kind))

    async def _fetch(
        self, route: LoadedRoute, kind: TokenKind, secret: str, **how: bool
    ) -> AccessToken:
        """Fetch a token; ``how`` is as for ``TokenManager.get``."""
        from weda_tui.gateway.token_requests import Credentials

        try:
            return await self.online.tokens.get(Credentials(route, kind, secret), **how)
        except TokenError as error:
            if error.code in {ErrorCode.TOKEN_WRONG_SECRET, ErrorCode.TOKEN_WRONG_PASSWORD}:
                self.secrets.forget_asked(route.environment, secret_name(kind))
            raise

    async def renew(
        self, environment: Environment, kind: TokenKind, *, secret: str = ""
    ) -> AccessToken:
        """Fetch a new token whatever the old one is worth. Raises ``WedaError``.

        ``secret`` tries one that is not kept yet; its token is kept all the same.
        """
        if secret:
            self.secrets.see(environment, kind, secret)
        route = await self.open_route(environment, kind, is_typed=bool(secret))
        return await self.renew_over(route, kind, secret=secret)

    async def renew_over(
        self, route: LoadedRoute, kind: TokenKind, *, secret: str = ""
    ) -> AccessToken:
        """Fetch a new token over a route. Raises ``WedaError``."""
        value = secret or await self.secrets.read(route, kind)
        await self.warm_up()
        token = await self._fetch(route, kind, value, force=True, adopt=False)
        self._tried[key_of(route.environment, kind, route.fingerprint)] = value
        return token

    async def forget(self, environment: Environment, kind: TokenKind) -> None:
        """Drop a token, here and in the state file. Raises ``WedaError`` when it stays there."""
        await self.warm_up()
        await self.online.forget(self._key(environment, kind))

    def steps(self, environment: Environment, kind: TokenKind) -> "tuple[TokenStep, ...]":
        """Return the calls of the last time that a token was fetched in this run, masked."""
        return self.online.tokens.steps(self._key(environment, kind)) if self._is_online else ()

    def note_refusal(
        self, route: LoadedRoute, kind: TokenKind, token: AccessToken, verdict: Verdict
    ) -> bool:
        """Note it when an answer refuses its token; return whether another one may do better.

        None does where the call wants a token of the other kind.
        """
        if not is_token_refusal(verdict):
            return False
        key = key_of(route.environment, kind, route.fingerprint)
        self.online.tokens.refuse(key, token.value)
        return wanted_token(verdict) is None

    def follow_edit(
        self,
        saved: Environment,
        replaced: Environment | None,
        typed: Mapping[SecretName, str],
    ) -> None:
        """Drop the tokens of credentials that an edit changed; raises ``FileError``.

        ``typed`` are the secrets that are new: a token that was fetched with one stays. Under
        another name alone a token stays too.
        """
        for kind in KINDS:
            key, secret = self._key(saved, kind), typed.get(secret_name(kind), "")
            if replaced is not None and (old := self._key(replaced, kind)) != key:
                self._move(old, None if secret or not _is_renamed(old, key) else key)
            if secret:
                self._file.forget_refusal(key)
            if secret and self._tried.get(key) != secret:
                self._move(key, None)
            tried, token = self._on_trial.pop(key, ("", None))
            if token is not None and secret == tried:
                self.online.tokens.adopt(key, token)

    def drop(self, environment: Environment) -> None:
        """Drop both tokens without loading the network library. Raises ``FileError``."""
        for kind in KINDS:
            self._move(self._key(environment, kind), None)

    def _move(self, old: TokenKey, new: TokenKey | None) -> None:
        """Keep the token of ``old`` for ``new``, or for nobody."""
        if self._is_online:
            self.online.tokens.move(old, new)
        elif token := self._saved.pop(old, None):
            self._file.put(old, None)
            if new is None:
                self._forgotten |= {token.value, token.refresh_token}
            else:
                self._saved[new] = token
                self._file.put(new, token)

    # -- in the background -------------------------------------------------------------------

    async def renew_early(self, environment: Environment, kind: TokenKind) -> WedaError | None:
        """Fetch a token before the one there is ends, or take what another process fetched.

        Returns why there is none; nobody is asked for a secret.
        """
        try:
            await self.warm_up()
            route = await self.routes.open(environment, kind)
            secret = await self.secrets.read(route, kind, may_ask=False)
            await self._fetch(route, kind, secret, force=True)
        except WedaError as error:
            return error
        return None

    def until_renewal(self, environment: Environment, kind: TokenKind) -> float:
        """Return the seconds until a living token is due; a second where there is none."""
        key = self._key(environment, kind)
        if not self._is_online:
            token = self._saved.get(key)
            remaining = token.expires_at - self._clock.wall() if token else 0.0
            return max(0.0, remaining - RENEW_EARLY) if remaining > 0 else 1.0
        due = self.online.tokens.next_renewal(key)
        if due is None or self.online.tokens.status(key).state is TokenState.EXPIRED:
            return 1.0
        return due


def _is_renamed(old: TokenKey, new: TokenKey) -> bool:
    """Return whether nothing but the name of the environment, which keeps the secret, changed."""
    is_kept = not old.secret.startswith("env:") and not new.secret.startswith("env:")
    places = ((key.host, key.identity, key.route) for key in (old, new))
    return is_kept and len(set(places)) == 1
