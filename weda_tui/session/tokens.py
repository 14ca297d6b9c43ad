"""The tokens of a session: fetched when a call needs one, renewed before their end, masked."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from weda_tui.core.access_token import (
    KINDS,
    RENEW_EARLY,
    AccessToken,
    TokenKey,
    TokenState,
    TokenStatus,
    basic_authorization,
    find_lack,
    identity_of,
    key_of,
    secret_name,
    state_of,
)
from weda_tui.core.clock import Clock
from weda_tui.core.endpoint import TokenKind
from weda_tui.core.environment import Environment, SecretName
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.masking import Masker
from weda_tui.session.environments import Environments
from weda_tui.store.token_file import TokenFile

RETRY_RENEWAL = 30.0
"""Seconds until a renewal in the background that failed is tried again."""
LONGEST_SLEEP = 30.0
"""Seconds after which a token is looked at again, so that a suspended machine is noticed."""


_Known = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
"""Tokens, and pairs of an identity and its secret."""


class Tokens:
    """Both kinds of token of every environment, and every secret that this session has seen."""

    def __init__(
        self,
        environments: Environments,
        file: TokenFile,
        clock: Clock,
        transport: Any,
        bodies: tuple[Path, int],
    ) -> None:
        """``bodies`` are the folder for large ones, and the bytes from which one is large."""
        self._environments = environments
        self._file = file
        self._clock = clock
        self._transport = transport
        self._bodies = bodies
        self._seen: set[tuple[str, str]] = set()
        """Pairs of an identity and its secret."""
        self._forgotten: set[str] = set()
        """Tokens dropped before anything was online, still to be masked."""
        self._looked_up: set[tuple[str, str, str, TokenKind]] = set()
        self._tried: dict[TokenKey, str] = {}
        """The secret that the last renewal took."""
        self._masker: tuple[_Known, Masker] | None = None
        """The last one and what it hides: it is asked for at every key."""
        self._is_online = False

    @cached_property
    def _saved(self) -> dict[TokenKey, AccessToken]:
        return self._file.load()

    @cached_property
    def online(self):
        """The gateway and the tokens got through it; loads the network library."""
        from weda_tui.session.online import LargeBodies, Online

        self._is_online = True
        bodies = LargeBodies(*self._bodies)
        return Online(self._clock, self._transport, self._saved, self._file.put, bodies)

    async def warm_up(self) -> None:
        """Load the network library off the event loop; afterwards ``online`` is at hand."""
        import importlib

        if not self._is_online:
            await asyncio.to_thread(importlib.import_module, "weda_tui.session.online")
            _ = self.online

    async def aclose(self) -> None:
        """Close connections."""
        if self._is_online:
            await self.online.aclose()

    # -- secrets -----------------------------------------------------------------------------

    def masker(self) -> Masker:
        """Return what hides every secret and token this session has seen."""
        saved = [v for token in self._saved.values() for v in (token.value, token.refresh_token)]
        fresh = self.online.tokens.secrets() if self._is_online else ()
        known = (*saved, *fresh, *self._forgotten), tuple(self._seen)
        if self._masker is None or self._masker[0] != known:
            self._masker = (known, Masker(known[0], basic=known[1]))
        return self._masker[1]

    async def see_secrets(self, environment: Environment) -> None:
        """Read the kept secrets of an environment once, so that whatever repeats them is masked."""
        for kind in KINDS:
            place = (environment.name, environment.host, identity_of(environment, kind), kind)
            if place not in self._looked_up and find_lack(environment, kind) is None:
                self._looked_up.add(place)
                with suppress(FileError):
                    await self.read_secret(environment, kind)

    async def read_secret(self, environment: Environment, kind: TokenKind) -> str:
        """Return a kept secret; may wait for the keyring. Raises ``FileError``."""
        name = secret_name(kind)
        secret = await asyncio.to_thread(self._environments.secret_of, environment, name)
        self._seen.add((identity_of(environment, kind), secret))
        return secret

    # -- tokens ------------------------------------------------------------------------------

    def status(self, environment: Environment | None, kind: TokenKind) -> TokenStatus:
        """Return how long a token is good for. Never connects."""
        if kind not in KINDS:
            return TokenStatus(kind=kind, state=TokenState.NOT_NEEDED)
        if environment is None:
            return TokenStatus(kind=kind, state=TokenState.NONE)
        key = key_of(environment, kind)
        if self._is_online:
            return self.online.tokens.status(key)
        token = self._saved.get(key)
        if token is None or token.issued_at > self._clock.wall() + 1:
            return TokenStatus(kind=kind, state=TokenState.NONE)
        remaining = max(0.0, token.expires_at - self._clock.wall())
        state = state_of(remaining, token.lifetime)
        return TokenStatus(kind=kind, state=state, remaining=remaining, token=token)

    async def authorize(
        self, environment: Environment, kind: TokenKind
    ) -> tuple[str, AccessToken | None]:
        """Return the Authorization header of a call, empty for none, and the token in it.

        Raises ``WedaError``.
        """
        if kind is TokenKind.BASIC:
            secret = await self.read_secret(environment, TokenKind.KEY)
            return basic_authorization(environment.secret_id, secret), None
        if kind not in KINDS:
            return "", None
        token = await self.get(environment, kind)
        return f"Bearer {token.value}", token

    async def get(self, environment: Environment, kind: TokenKind) -> AccessToken:
        """Return a token that is good now, fetching one when needed. Raises ``WedaError``."""
        await self.warm_up()
        if ready := self.online.tokens.ready(key_of(environment, kind)):
            return ready
        secret = await self.read_secret(environment, kind)
        return await self.online.token(environment, kind, secret)

    async def renew(
        self,
        environment: Environment,
        kind: TokenKind,
        *,
        secret: str = "",
        is_trial: bool = False,
    ) -> AccessToken:
        """Fetch a new token whatever the old one is worth. Raises ``WedaError``.

        ``secret`` tries one that is not kept yet; its token is kept all the same.
        ``is_trial`` signs a user in anew, where a refresh token would do, and leaves what is known
        of the old token alone when that fails.
        """
        if secret:
            self._seen.add((identity_of(environment, kind), secret))
        value = secret or await self.read_secret(environment, kind)
        await self.warm_up()
        token = await self.online.token(environment, kind, value, force=True, is_trial=is_trial)
        self._tried[key_of(environment, kind)] = value
        return token

    async def forget(self, environment: Environment, kind: TokenKind) -> None:
        """Drop a token, here and in the state file. Raises ``WedaError`` when it stays there."""
        await self.warm_up()
        await self.online.forget(key_of(environment, kind))

    def refuse(self, environment: Environment, kind: TokenKind, value: str) -> None:
        """Note that the server refused the token ``value``."""
        self.online.tokens.refuse(key_of(environment, kind), value)

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
            key, secret = key_of(saved, kind), typed.get(secret_name(kind), "")
            if replaced is not None and (old := key_of(replaced, kind)) != key:
                self._move(old, None if secret or not _is_renamed(old, key) else key)
            if secret and self._tried.get(key) != secret:
                self._move(key, None)

    def drop(self, environment: Environment) -> None:
        """Drop both tokens without loading the network library. Raises ``FileError``."""
        for kind in KINDS:
            self._move(key_of(environment, kind), None)

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

    async def keep_fresh(self, environment: Environment) -> AsyncIterator[WedaError | None]:
        """Renew living tokens shortly before they expire, for as long as this is iterated.

        A token that is dead already waits for the next send: opening the program connects nowhere.
        Yields after each attempt: ``None`` for a new token, else why there is none.
        """
        kinds = [kind for kind in KINDS if find_lack(environment, kind) is None]
        while kinds:
            waits = {kind: self._until_renewal(key_of(environment, kind)) for kind in kinds}
            due = [kind for kind in kinds if waits[kind] <= 0]
            if not due:
                await asyncio.sleep(min(*waits.values(), LONGEST_SLEEP))
            has_failed = False
            for kind in due:
                error = await self._try_to_renew(environment, kind)
                has_failed |= error is not None
                yield error
            if has_failed:
                await asyncio.sleep(RETRY_RENEWAL)

    async def _try_to_renew(self, environment: Environment, kind: TokenKind) -> WedaError | None:
        try:
            await self.warm_up()
            secret = await self.read_secret(environment, kind)
            await self.online.token(environment, kind, secret, force=True)
        except WedaError as error:
            return error
        return None

    def _until_renewal(self, key: TokenKey) -> float:
        """Return the seconds until a living token is due; a second where there is none."""
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
    return is_kept and (old.host, old.identity) == (new.host, new.identity)
