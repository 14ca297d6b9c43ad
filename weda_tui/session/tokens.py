"""The tokens of a session: fetched when a call needs one, renewed before they expire, masked."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from weda_tui.core.answers.verdict import Verdict, is_token_refusal, wanted_token
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, SecretName
from weda_tui.core.errors import ErrorCode, FileError, TokenError
from weda_tui.core.masking import SHORTEST_UNGUESSED, Masker
from weda_tui.core.tokens.access_token import (
    KINDS,
    LONGEST_LIFETIME,
    LONGEST_TOKEN,
    REFRESHABLE,
    AccessToken,
    TokenKey,
    TokenState,
    TokenStatus,
    basic_authorization,
    bearer,
    ends_of,
    key_of,
    secret_name,
    state_of,
)
from weda_tui.core.tokens.jwt import expiry_of
from weda_tui.gateway.route_files import LoadedRoute
from weda_tui.gateway.system_proxy import seen_proxy_logins
from weda_tui.session.lazy_network import LazyNetwork
from weda_tui.session.route_approvals import RouteApprovals
from weda_tui.store.tokens import MOST_MASKED

if TYPE_CHECKING:  # loaded with the first token
    from weda_tui.core.tokens.token_call import TokenStep

MOST_GOT = 16
"""Tokens of one response, at most, that other processes mask too."""

_Known = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
"""Tokens and credentials, and pairs of an identity and its secret."""


class Tokens:
    """Both kinds of token of every environment, and the masker for tokens and recorded secrets."""

    def __init__(self, approvals: RouteApprovals, network: LazyNetwork, clock: Clock) -> None:
        """``approvals`` decide what a secret or a token may reach."""
        self.secrets, self.routes = approvals.secrets, approvals.routes
        self.approvals, self.network = approvals, network
        self._clock = clock
        self._forgotten: set[str] = set()
        """Tokens dropped before the network library was loaded; they still have to be masked."""
        self._tried: dict[TokenKey, str] = {}
        """The secret that the last renewal used, by token."""
        self._on_trial: dict[TokenKey, tuple[str, AccessToken]] = {}
        """Secrets and tokens of environment checks; no call uses such a token yet."""
        self._used: set[str] = set()
        """Fingerprints of the routes for which a token was requested in this session."""
        self._maskers: dict[tuple[bool, bool, str | None], tuple[_Known, Masker]] = {}
        """The last maskers and what they hide; cached, as a masker is needed at every key press."""
        self._single: dict[str, Masker] = {}

    # -- what is masked ----------------------------------------------------------------------

    def masker(
        self, *, unguessed: bool = False, for_files: bool = False, over: str | None = None
    ) -> Masker:
        """Return a masker for every secret and token that this session has seen.

        It also hides the login of this machine's own proxy, because an error page of that proxy may
        repeat the login.

        ``for_files`` adds what was read only to mask files; see ``FileGate``.

        ``over`` is the fingerprint of the route that a response came over. If nothing was approved
        in the workspace, the server never got a secret of another route, but the time until the
        next request would show it how long the response was searched for one. So the masker then
        hides only secrets and tokens of that route. Without ``over`` it hides the tokens of those
        routes for which this session requested a token.

        ``unguessed`` leaves out secrets that are short enough to be guessed. It is for text that
        decides what is sent next or that leaves this machine in another way: an attacker who chose
        the text could see from the masked places which of many guesses is right.
        """
        is_whole, others = for_files or self._is_known(), frozenset[str]()
        if is_whole:
            others = self.network.elsewhere if unguessed else self.network.others
            tokens, over = self._values(), None
        else:
            tokens = self._values(self._used if over is None else {over})
        forgotten = self._forgotten if over is None else ()
        passed_by = self.secrets.passed_by()
        secrets = self.secrets.seen(for_files=is_whole, over=over)
        if unguessed:
            passed_by = tuple(each for each in passed_by if len(each) >= SHORTEST_UNGUESSED)
            secrets = tuple(each for each in secrets if len(each[1]) >= SHORTEST_UNGUESSED)
        else:
            secrets += seen_proxy_logins()
        known = (*tokens, *others, *forgotten, *passed_by), secrets
        kind = (unguessed, for_files, over)
        if kind not in self._maskers or self._maskers[kind][0] != known:
            many = [self._masker_of(each) for each in {*others, *passed_by}]
            masker = Masker((*tokens, *forgotten), basic=secrets, others=many)
            self._maskers[kind] = (known, masker)
        return self._maskers[kind][1]

    def _masker_of(self, value: str) -> Masker:
        """Return the masker for one value, cached so that a new value rebuilds no others."""
        if len(self._single) > 4 * MOST_MASKED:
            self._single.clear()
        return self._single.get(value) or self._single.setdefault(value, Masker((value,)))

    def _is_known(self) -> bool:
        try:
            return self.routes.is_known()
        except FileError:  # the approvals are unreadable, so nothing is sent
            return True

    def _values(self, routes: Collection[str] | None = None) -> tuple[str, ...]:
        """Return the tokens of the routes with these fingerprints; ``None`` means all routes."""
        saved = {v: key.route for key, token in self.network.saved.items() for v in ends_of(token)}
        if self.network.is_online:
            saved |= self.network.online.tokens.secrets()
        if routes is not None:
            return tuple(value for value, route in saved.items() if route in routes)
        replaced = (value for token in self.network.replaced for value in ends_of(token))
        return (*saved, *replaced)

    def see(self, credentials: Iterable[str], *, is_got: bool = False) -> None:
        """Mask from now on the credentials that a hand-written call sends or a response contains.

        Credentials from a response (``is_got``) are masked in the files of other processes too.
        """
        if values := set(filter(None, credentials)):
            self.secrets.pass_by(values, is_got=is_got)
            if is_got:
                self._hide(values)

    def _hide(self, credentials: Collection[str]) -> None:
        """Let other processes mask these credentials.

        Values short enough to be guessed are left out, and so are secrets, because a secret may not
        be stored in that file.
        """
        secrets = {secret for _, secret in self.secrets.seen(for_files=True)}
        now = self._clock.wall()
        sizes = range(SHORTEST_UNGUESSED, LONGEST_TOKEN + 1)
        long = {each for each in credentials if len(each) in sizes} - secrets
        ends = {
            each: min(expiry_of(f"Bearer {each}") or now + REFRESHABLE, now + LONGEST_LIFETIME)
            for each in sorted(long, key=len, reverse=True)[:MOST_GOT]
        }
        if ends:
            self.network.online.hide(ends)

    def see_trial(
        self, environment: Environment, kind: TokenKind, secret: str, token: AccessToken
    ) -> None:
        """Record a token that a check obtained: it is masked, and used once its secret is saved."""
        self._forgotten |= ends_of(token).keys()
        self.network.online.hide(ends_of(token))
        self._on_trial[self._key(environment, kind)] = (secret, token)

    # -- tokens ------------------------------------------------------------------------------

    def status(self, environment: Environment | None, kind: TokenKind) -> TokenStatus:
        """Return the state of a token and its remaining lifetime. Never connects."""
        if kind not in KINDS:
            return TokenStatus(kind=kind, state=TokenState.NOT_NEEDED)
        if environment is None:
            return TokenStatus(kind=kind, state=TokenState.NONE)
        key = self._key(environment, kind)
        if self.network.is_online:
            return self.network.online.tokens.status(key)
        token = self.network.saved.get(key)
        if token is None or token.issued_at > self._clock.wall() + 1:
            return TokenStatus(kind=kind, state=TokenState.NONE)
        remaining = max(0.0, token.expires_at - self._clock.wall())
        state = state_of(remaining, token.lifetime)
        return TokenStatus(kind=kind, state=state, remaining=remaining, token=token)

    def _key(self, environment: Environment, kind: TokenKind) -> TokenKey:
        """Return the key of an environment's token for its current route."""
        return key_of(environment, kind, self.routes.fingerprint(environment))

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

    async def get(self, environment: Environment, kind: TokenKind = TokenKind.KEY) -> AccessToken:
        """Return a valid token, fetching a new one if needed. Raises ``WedaError``."""
        return await self.get_over(await self.approvals.open(environment, kind), kind)

    async def get_over(self, route: LoadedRoute, kind: TokenKind) -> AccessToken:
        """Return a valid token that was obtained over a route. Raises ``WedaError``."""
        await self.network.warm_up()
        self._used.add(route.fingerprint)
        key = key_of(route.environment, kind, route.fingerprint)
        if ready := self.network.online.tokens.ready(key):
            return ready
        return await self.fetch(route, kind, await self.secrets.read(route, kind))

    async def fetch(
        self, route: LoadedRoute, kind: TokenKind, secret: str, **how: bool
    ) -> AccessToken:
        """Fetch a token over a route; ``how`` has the keyword arguments of ``TokenManager.get``.

        Raises ``WedaError``.
        """
        from weda_tui.gateway.token_requests import Credentials

        self._used.add(route.fingerprint)
        try:
            return await self.network.online.tokens.get(Credentials(route, kind, secret), **how)
        except TokenError as error:
            if error.code in {ErrorCode.TOKEN_WRONG_SECRET, ErrorCode.TOKEN_WRONG_PASSWORD}:
                self.secrets.forget_asked(route.environment, secret_name(kind))
            raise

    async def renew(self, environment: Environment, kind: TokenKind = TokenKind.KEY) -> AccessToken:
        """Fetch a new token even if the current one is still valid. Raises ``WedaError``."""
        return await self.renew_over(await self.approvals.open(environment, kind), kind)

    async def renew_over(self, route: LoadedRoute, kind: TokenKind) -> AccessToken:
        """Fetch a new token over a route. Raises ``WedaError``."""
        value = await self.secrets.read(route, kind)
        await self.network.warm_up()
        token = await self.fetch(route, kind, value, force=True, adopt=False)
        self._tried[key_of(route.environment, kind, route.fingerprint)] = value
        return token

    async def forget(self, environment: Environment, kind: TokenKind = TokenKind.KEY) -> None:
        """Drop a token, here and in the state file. Raises ``WedaError`` if it remains there."""
        await self.network.warm_up()
        await self.network.online.forget(self._key(environment, kind))

    def steps(
        self, environment: Environment, kind: TokenKind = TokenKind.KEY
    ) -> "tuple[TokenStep, ...]":
        """Return the masked calls of the last time that this process fetched a token."""
        if not self.network.is_online:
            return ()
        masker, key = self.masker(), self._key(environment, kind)
        return tuple(step.masked(masker) for step in self.network.online.tokens.steps(key))

    def note_refusal(
        self, route: LoadedRoute, kind: TokenKind, token: AccessToken, verdict: Verdict
    ) -> bool:
        """Record that a response refuses its token; return whether a new token may be accepted.

        ``False`` if the call needs a token of the other kind.
        """
        if not is_token_refusal(verdict):
            return False
        key = key_of(route.environment, kind, route.fingerprint)
        self.network.online.tokens.refuse(key, token.value)
        return wanted_token(verdict) is None

    def follow_edit(
        self, saved: Environment, replaced: Environment | None, typed: Mapping[SecretName, str]
    ) -> None:
        """Drop the tokens of credentials that an edit changed. Raises ``FileError``.

        ``typed`` are the new secrets: a token that was fetched with one of them is not dropped. If
        only the name of the environment changed, its tokens are not dropped either.
        """
        for kind in KINDS:
            key, secret = self._key(saved, kind), typed.get(secret_name(kind), "")
            if replaced is not None and (old := self._key(replaced, kind)) != key:
                self._move(old, None if secret or not _is_renamed(old, key) else key)
            if secret:
                self.network.file.forget_refusal(key)
            if secret and self._tried.get(key) != secret:
                self._move(key, None)
            tried, token = self._on_trial.pop(key, ("", None))
            if token is not None and secret == tried:
                self.network.online.tokens.adopt(key, token)

    def drop(self, environment: Environment) -> None:
        """Drop both tokens without loading the network library. Raises ``FileError``."""
        for kind in KINDS:
            self._move(self._key(environment, kind), None)

    def _move(self, old: TokenKey, new: TokenKey | None) -> None:
        """Move the token of ``old`` to ``new``; drop it if ``new`` is ``None``."""
        if self.network.is_online:
            self.network.online.tokens.move(old, new)
        elif token := self.network.saved.pop(old, None):
            self.network.file.put(old, None)
            if new is None:
                self._forgotten |= {token.value, token.refresh_token}
            else:
                self.network.saved[new] = token
                self.network.file.put(new, token)


def _is_renamed(old: TokenKey, new: TokenKey) -> bool:
    """Return whether only the name of the environment, which keeps the secret, changed."""
    is_kept = not old.secret.startswith("env:") and not new.secret.startswith("env:")
    places = ((key.host, key.identity, key.route) for key in (old, new))
    return is_kept and len(set(places)) == 1
