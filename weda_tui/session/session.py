"""The session: environments, catalogue, tokens, and sending."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

from weda_tui.core import template
from weda_tui.core.access_token import (
    RENEW_EARLY,
    AccessToken,
    TokenKey,
    TokenState,
    TokenStatus,
    basic_authorization,
    key_of,
    state_of,
)
from weda_tui.core.catalogue import Catalogue
from weda_tui.core.clock import Clock
from weda_tui.core.draft_check import Finding, check_draft
from weda_tui.core.endpoint import Effect, Endpoint, TokenKind
from weda_tui.core.environment import Environment, Where
from weda_tui.core.errors import ErrorCode, FileError, GuardError, TokenError, WedaError
from weda_tui.core.exchange import Answered, Exchange, Failed, Phase, Sending
from weda_tui.core.guard import Ruling, rule, stricter
from weda_tui.core.json_text import JsonFault, find_fault
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.request import PreparedRequest, RequestDraft, prepare
from weda_tui.core.target import Target, find_target
from weda_tui.core.verdict import TOKEN_CODES, Layer, Verdict, judge
from weda_tui.session.environments import Environments
from weda_tui.session.preflight import Preflight
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.paths import Paths
from weda_tui.store.preferences import load_preferences, save_preferences
from weda_tui.store.token_file import TokenFile

REPEAT_WINDOW = 10.0
"""Seconds in which the same write asks again, under every guard."""
RETRY_RENEWAL = 30.0
"""Seconds until a renewal in the background that failed is tried again."""
CHECKED_WHILE_TYPING = 256 * 1024
"""Characters up to which a body is checked as JSON at each key."""
CHECKED_ON_THE_LOOP = 16 * 1024
"""Characters up to which a body is compared with the documents at each key."""
JUDGED_ON_THE_LOOP = 64 * 1024
"""Bytes up to which an answer is judged at once rather than in a thread."""

_MASKED_AUTHORIZATIONS = {
    TokenKind.KEY: f"Bearer {MASK}",
    TokenKind.USER: f"Bearer {MASK}",
    TokenKind.BASIC: f"Basic {MASK}",
    TokenKind.NONE: "",
}

Progress = Callable[[Sending], None]


class Session:
    """Everything a user can ask for, over one workspace."""

    def __init__(
        self,
        paths: Paths,
        *,
        environ: Mapping[str, str],
        clock: Clock | None = None,
        use_keyring: bool = True,
        transport: Any = None,
    ) -> None:
        """Open a workspace; nothing is written and nothing connects.

        ``transport`` is an ``httpx.AsyncBaseTransport`` that stands in for the network.
        """
        self.paths = paths
        self.clock = clock or Clock()
        self._transport = transport
        self._environments = Environments(paths, environ, use_keyring=use_keyring)
        self._token_file = TokenFile(paths.tokens)
        self._seen_secrets: set[tuple[str, str]] = set()
        self._forgotten_tokens: set[str] = set()
        self._looked_up: set[tuple[str, str, str]] = set()
        self._tried_secrets: dict[TokenKey, str] = {}
        self._last_write: tuple[str, float] | None = None
        self._is_online = False
        self.preferences = load_preferences(paths.preferences)

    # -- what there is -----------------------------------------------------------------------

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every endpoint that can be called."""
        return load_bundled_catalogue()

    @property
    def environments(self) -> tuple[Environment, ...]:
        """Those of the workspace, then those that live only as long as this session."""
        return self._environments.all

    @property
    def problems(self) -> tuple[FileError, ...]:
        """Environment files that do not open, each with its reason."""
        return self._environments.problems

    @property
    def is_empty(self) -> bool:
        """Whether there is no environment yet, not even a broken one."""
        return self._environments.is_empty

    def reload_environments(self) -> None:
        """Read the environments folder again."""
        self._environments.reload()

    # -- where -------------------------------------------------------------------------------

    def where(self, name: str = "", env_type: str = "") -> Where | None:
        """Return the place last used; see ``Environments.where``."""
        return self._environments.where(self.preferences, name, env_type)

    def where_exactly(self, name: str | None = None, env_type: str | None = None) -> Where:
        """Return the place that is named; see ``Environments.where_exactly``."""
        return self._environments.where_exactly(self.preferences, name, env_type)

    def remember(self, **changes: Any) -> None:
        """Keep a choice (fields of ``Preferences``), for the next start too where that can be."""
        import msgspec

        self.preferences = msgspec.structs.replace(self.preferences, **changes)
        if not self._environments.has_transient:
            with suppress(FileError):
                save_preferences(self.paths.preferences, self.preferences)

    def save_environment(
        self, environment: Environment, *, secret: str, replaces: Environment | None = None
    ) -> Environment:
        """Write an environment; see ``Environments.save``.

        The token of credentials that changed goes, also one that another environment with the
        same SecretId fetched with another secret. Raises ``FileError``.
        """
        saved = self._environments.save(environment, secret=secret, replaces=replaces)
        if replaces and key_of(replaces) != key_of(saved):
            self._drop_token(replaces)
        if secret and self._tried_secrets.get(key_of(saved)) != secret:
            self._drop_token(saved)
        return saved

    def remove_environment(self, environment: Environment) -> None:
        """Delete an environment's file, its secret and its token. Raises ``FileError``."""
        self._environments.remove(environment)
        self._drop_token(environment)

    def _drop_token(self, environment: Environment) -> None:
        key = key_of(environment)
        if self._is_online:
            self._online.tokens.forget(key)
        elif token := self._saved_tokens.pop(key, None):
            self._forgotten_tokens.add(token.value)
            self._token_file.put(key, None)

    async def try_environment(
        self, environment: Environment, *, secret: str, replaces: Environment | None
    ) -> AccessToken:
        """Fetch one token for an environment that is not saved yet. Raises ``WedaError``.

        ``secret`` empty takes the one kept for ``replaces``, as long as the host stays.
        """
        if not secret and replaces is not None and replaces.host == environment.host:
            secret = await asyncio.to_thread(self._secret_of, replaces)
        return await self.renew_token(environment, secret=secret)

    def has_keyring(self) -> bool:
        """Return whether a new secret goes to the system keyring rather than to a file."""
        return self._environments.has_keyring()

    async def start_sandbox(self, name: str) -> Environment:
        """Start the sandbox off the event loop; see ``use_sandbox``."""
        return await asyncio.to_thread(self.use_sandbox, name)

    def use_sandbox(self, name: str, *, seed: int | None = None) -> Environment:
        """Start the sandbox in this process; see ``Environments.use_sandbox``."""
        return self._environments.use_sandbox(name, seed=seed)

    # -- secrets and tokens ------------------------------------------------------------------

    def _secret_of(self, environment: Environment) -> str:
        secret = self._environments.secret_of(environment)
        self._seen_secrets.add((environment.secret_id, secret))
        return secret

    def masker(self) -> Masker:
        """Return what hides every secret and token this session has seen."""
        saved = [token.value for token in self._saved_tokens.values()]
        fresh = self._online.tokens.secrets() if self._is_online else ()
        return Masker((*saved, *fresh, *self._forgotten_tokens), basic=self._seen_secrets)

    @cached_property
    def _saved_tokens(self) -> dict[TokenKey, AccessToken]:
        return self._token_file.load()

    @cached_property
    def _online(self):
        """The gateway and the tokens; loads the network library."""
        from weda_tui.session.online import Online

        self._is_online = True
        return Online(self.clock, self._transport, self._saved_tokens, self._token_file.put)

    async def warm_up(self) -> None:
        """Load the network library off the event loop; afterwards ``_online`` is at hand."""
        import importlib

        if not self._is_online:
            await asyncio.to_thread(importlib.import_module, "weda_tui.session.online")
            _ = self._online

    def token_status(self, where: Where | None, kind: TokenKind) -> TokenStatus:
        """Return how long the token of a place is good for. Never connects."""
        if kind in {TokenKind.NONE, TokenKind.BASIC}:
            return TokenStatus(kind=kind, state=TokenState.NOT_NEEDED)
        if where is None or kind is TokenKind.USER:
            return TokenStatus(kind=kind, state=TokenState.NONE)
        key = key_of(where.environment)
        if self._is_online:
            return self._online.tokens.status(key)
        token = self._saved_tokens.get(key)
        if token is None or token.issued_at > self.clock.wall() + 1:
            return TokenStatus(kind=kind, state=TokenState.NONE)
        remaining = max(0.0, token.expires_at - self.clock.wall())
        state = state_of(remaining, token.lifetime)
        return TokenStatus(kind=kind, state=state, remaining=remaining, token=token)

    async def renew_token(self, environment: Environment, *, secret: str = "") -> AccessToken:
        """Fetch a new token whatever the old one is worth. Raises ``WedaError``.

        ``secret`` tries a SecretKey that is not kept yet; its token is kept all the same.
        """
        if secret:
            self._seen_secrets.add((environment.secret_id, secret))
        value = secret or await asyncio.to_thread(self._secret_of, environment)
        await self.warm_up()
        token = await self._online.token(environment, value, force=True)
        self._tried_secrets[key_of(environment)] = value
        return token

    async def forget_token(self, environment: Environment) -> None:
        """Drop the token, here and in the state file. Raises ``WedaError`` when it stays there."""
        await self.warm_up()
        await self._online.forget(key_of(environment))

    async def _see_secret(self, environment: Environment) -> None:
        """Read the kept SecretKey once, so that an answer that repeats it is masked."""
        place = (environment.name, environment.host, environment.secret_id)
        if place not in self._looked_up:
            self._looked_up.add(place)
            with suppress(FileError):
                await asyncio.to_thread(self._secret_of, environment)

    async def keep_token_fresh(self, environment: Environment) -> AsyncIterator[WedaError | None]:
        """Renew a living token shortly before it expires, for as long as this is iterated.

        A token that is dead already waits for the next send: opening the program connects nowhere.
        Yields after each attempt: ``None`` for a new token, else why there is none.
        """
        key = key_of(environment)
        while True:
            wait = self._until_renewal(key)
            if wait > 0:
                await asyncio.sleep(min(wait, 30.0))
                continue
            await self.warm_up()
            try:
                secret = await asyncio.to_thread(self._secret_of, environment)
                await self._online.token(environment, secret, force=True)
            except WedaError as error:
                yield error
                await asyncio.sleep(RETRY_RENEWAL)
            else:
                yield None

    def _until_renewal(self, key: TokenKey) -> float:
        """Return the seconds until a living token is due; a second where there is none."""
        if not self._is_online:
            token = self._saved_tokens.get(key)
            remaining = token.expires_at - self.clock.wall() if token else 0.0
            return max(0.0, remaining - RENEW_EARLY) if remaining > 0 else 1.0
        due = self._online.tokens.next_renewal(key)
        if due is None or self._online.tokens.status(key).state is TokenState.EXPIRED:
            return 1.0
        return due

    # -- sending -----------------------------------------------------------------------------

    def endpoint_of(self, draft: RequestDraft) -> Endpoint:
        """Return the endpoint a draft came from. Raises ``FileError``."""
        return self.catalogue.get(draft.endpoint_id)

    def check(self, draft: RequestDraft, where: Where) -> tuple[Finding, ...]:
        """Return what a draft lacks, by the documents of its call.

        Pure, and off the event loop for a body of more than ``CHECKED_ON_THE_LOOP``.
        """
        variables = template.built_in_variables(where)
        return check_draft(self.endpoint_of(draft), draft, variables)

    def preflight(
        self, draft: RequestDraft, where: Where, findings: tuple[Finding, ...] | None = None
    ) -> Preflight:
        """Say what sending ``draft`` to ``where`` would do. Sends nothing, reads no secret.

        ``findings`` are those of ``check``, where they are at hand; a large body has none else.
        """
        endpoint = self.endpoint_of(draft)
        target = Target(endpoint, endpoint.effect, where.env_type)
        request: PreparedRequest | None = None
        error: WedaError | None = None
        authorization = _MASKED_AUTHORIZATIONS[endpoint.token_kind]
        variables = {**template.built_in_variables(where), template.ACCESS_TOKEN: MASK}
        try:
            prepared = prepare(draft, where, variables, authorization)
            target = find_target(self.catalogue, endpoint, prepared.method, prepared.url, where)
            request = prepared.masked(self.masker())
        except WedaError as problem:
            error = problem
        if findings is None and len(draft.body) <= CHECKED_ON_THE_LOOP:
            findings = self.check(draft, where)
        if target.endpoint.id != endpoint.id:
            findings = ()
        repeated_after = self._repeated_after(draft, where, target.effect)
        guard = where.environment.guard_of(target.env_type)
        ruling = stricter(rule(where.guard, target.effect), rule(guard, target.effect))
        if repeated_after is not None and ruling is Ruling.SEND:
            ruling = Ruling.ASK
        return Preflight(
            where=where,
            env_type=target.env_type,
            endpoint=target.endpoint,
            effect=target.effect,
            ruling=ruling,
            token=self.token_status(where, endpoint.token_kind),
            request=request,
            error=error,
            body_fault=_body_fault(draft.body),
            findings=findings or (),
            repeated_after=repeated_after,
        )

    async def send(
        self,
        draft: RequestDraft,
        where: Where,
        *,
        consent: Ruling = Ruling.SEND,
        on_progress: Progress = lambda _: None,
    ) -> Answered | Failed:
        """Send a draft, fetching a token first when one is needed.

        ``consent`` is the ruling that the user has answered. Every expected failure comes back as
        ``Failed``; cancelling the task stops the call.
        """
        begun, started_at = self.clock.monotonic(), self.clock.wall()
        prepared: PreparedRequest | None = None
        try:
            endpoint = self.endpoint_of(draft)
            preflight = self.preflight(draft, where)
            if preflight.error is not None:
                raise preflight.error
            _check_consent(preflight, consent)
            on_progress(Sending(phase=Phase.TOKEN, since=begun))
            await self.warm_up()
            token = await self._token_for(endpoint, where)
            prepared = await self._prepare(draft, where, endpoint.token_kind, token)
            self._note_write(draft, where, preflight.effect)
            return Answered(await self._exchange(endpoint, where, prepared, token, on_progress))
        except WedaError as error:
            return Failed(
                error=error,
                endpoint_id=draft.endpoint_id,
                request=prepared.masked(self.masker()) if prepared else None,
                started_at=started_at,
                elapsed=self.clock.monotonic() - begun,
            )

    async def _token_for(self, endpoint: Endpoint, where: Where) -> AccessToken | None:
        if endpoint.token_kind in {TokenKind.NONE, TokenKind.BASIC}:
            return None
        if endpoint.token_kind is TokenKind.USER:
            raise TokenError(ErrorCode.TOKEN_KIND_UNSUPPORTED, kind=endpoint.token_kind.value)
        environment = where.environment
        if ready := self._online.tokens.ready(key_of(environment)):
            await self._see_secret(environment)
            return ready
        secret = await asyncio.to_thread(self._secret_of, environment)
        return await self._online.token(environment, secret)

    async def _prepare(
        self, draft: RequestDraft, where: Where, kind: TokenKind, token: AccessToken | None
    ) -> PreparedRequest:
        variables, environment = template.built_in_variables(where), where.environment
        if kind is TokenKind.BASIC:
            secret = await asyncio.to_thread(self._secret_of, environment)
            basic = basic_authorization(environment.secret_id, secret)
            return prepare(draft, where, variables, basic)
        if token is None:
            return prepare(draft, where, variables, "")
        variables[template.ACCESS_TOKEN] = token.value
        return prepare(draft, where, variables, f"Bearer {token.value}")

    async def _exchange(
        self,
        endpoint: Endpoint,
        where: Where,
        request: PreparedRequest,
        token: AccessToken | None,
        on_progress: Progress,
    ) -> Exchange:
        begun, started_at = self.clock.monotonic(), self.clock.wall()
        response = await self._online.gateway.exchange(
            request, where.environment, started=begun, on_progress=on_progress
        )
        elapsed = self.clock.monotonic() - begun
        arguments = (response.status, response.header("Content-Type"), response.body)
        if len(response.body) > JUDGED_ON_THE_LOOP:
            verdict = await asyncio.to_thread(judge, *arguments)
        else:
            verdict = judge(*arguments)
        if token and verdict.layer is Layer.GATEWAY and verdict.code in TOKEN_CODES:
            self._online.tokens.refuse(key_of(where.environment), token.value)
        masker = self.masker()
        return Exchange(
            endpoint_id=endpoint.id,
            request=request.masked(masker),
            response=response,
            verdict=_masked(verdict, masker),
            started_at=started_at,
            elapsed=elapsed,
        )

    # -- the same write twice ----------------------------------------------------------------

    def _note_write(self, draft: RequestDraft, where: Where, effect: Effect) -> None:
        if effect is not Effect.READ:
            self._last_write = (_fingerprint(draft, where), self.clock.monotonic())

    def _repeated_after(self, draft: RequestDraft, where: Where, effect: Effect) -> float | None:
        if effect is Effect.READ or self._last_write is None:
            return None
        fingerprint, at = self._last_write
        age = self.clock.monotonic() - at
        return age if age < REPEAT_WINDOW and fingerprint == _fingerprint(draft, where) else None

    async def aclose(self) -> None:
        """Close connections and end the sandbox."""
        if self._is_online:
            await self._online.aclose()
        await asyncio.to_thread(self._environments.close)


def _check_consent(preflight: Preflight, consent: Ruling) -> None:
    where = preflight.target
    place = {"environment": where.environment.name, "env_type": where.env_type}
    if preflight.ruling is Ruling.REFUSE:
        raise GuardError(ErrorCode.GUARD_READ_ONLY, **place)
    answered = {
        Ruling.SEND: {Ruling.SEND},
        Ruling.ASK: {Ruling.SEND, Ruling.ASK},
        Ruling.ASK_NAME: {Ruling.SEND, Ruling.ASK, Ruling.ASK_NAME},
    }
    if preflight.ruling not in answered.get(consent, set()):
        raise GuardError(ErrorCode.GUARD_NEEDS_CONSENT, **place)


def _masked(verdict: Verdict, masker: Masker) -> Verdict:
    import msgspec

    return msgspec.structs.replace(
        verdict,
        code=masker.text(verdict.code),
        message=masker.text(verdict.message),
        request_id=masker.text(verdict.request_id),
    )


def _body_fault(body: str) -> JsonFault | None:
    if not body.strip() or len(body) > CHECKED_WHILE_TYPING:
        return None
    return find_fault(template.VARIABLE.sub("0", body) if "{{" in body else body)


def _fingerprint(draft: RequestDraft, where: Where) -> str:
    parts = (where.environment.host, where.env_type, draft.method, draft.url, draft.body)
    import hashlib

    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
