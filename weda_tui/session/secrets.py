"""The secrets of environments: read from where they are kept, or asked of the user."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import suppress

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Environment, SecretName, SecretRef
from weda_tui.core.environments.route import RouteUse, source_of, uses_of
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.masking import SHORTEST_UNGUESSED, Masker
from weda_tui.core.tokens.access_token import KINDS, find_fault, identity_of, secret_name
from weda_tui.gateway.route_files import LoadedRoute
from weda_tui.gateway.system_proxy import seen_proxy_logins
from weda_tui.store.environments.approved_routes import Approval
from weda_tui.store.secrets import KeptSecret, SecretStore
from weda_tui.store.tokens import MOST_MASKED

AskSecret = Callable[[Environment, SecretName], Awaitable[str]]


class Secrets:
    """The secrets of environments; each secret that was read is recorded, so that it is masked."""

    def __init__(self, store: SecretStore, fingerprint: Callable[[Environment], str]) -> None:
        """``fingerprint`` returns the fingerprint of an environment's current route."""
        self.store, self._fingerprint = store, fingerprint
        self.ask: AskSecret | None = None
        """Asks the user for a secret that is kept nowhere; returns an empty text for none."""
        self._seen: set[tuple[str, str, str]] = set()  # threads use it too: iterate over a copy
        """Fingerprints of routes, each with an identity and its secret."""
        self._for_files: set[tuple[str, str, str]] = set()
        """Entries as in ``_seen``, but read only to mask what is written; see ``FileGate``."""
        self._passed_by: dict[str, bool] = {}
        """Credentials in hand-written calls and their responses, the newest last.

        The value is true if only responses contained the credential.
        """
        self._given: dict[tuple[str, str, SecretName], str] = {}
        self._looked_up: set[tuple[str, str, str, TokenKind]] = set()
        self._approved: dict[tuple[str, str], str] = {}
        """Secrets of approvals as last read, by source and origin; empty if there is none."""
        self._asking = asyncio.Lock()

    async def read(
        self,
        route: LoadedRoute,
        kind: TokenKind,
        *,
        keeper: Environment | None = None,
        may_ask: bool = True,
    ) -> str:
        """Return a secret to be sent over a route; may wait for the keyring or for the user.

        ``keeper`` is the environment that keeps the secret, if it is not the route's environment.
        Raises ``FileError``.
        """
        if not route.uses.issuperset(uses_of(route.environment, kind)):
            raise RuntimeError("the route was not opened for this secret")
        secret = await self._read(keeper or route.environment, kind, may_ask=may_ask)
        self.see(route.environment, kind, secret)
        return secret

    async def _read(self, environment: Environment, kind: TokenKind, *, may_ask: bool) -> str:
        name = secret_name(kind)
        try:
            secret = await asyncio.to_thread(self._find, environment, name)
        except FileError as error:
            if not may_ask or error.parameters.get("ref") != "prompt" or self.ask is None:
                raise
            secret = await self._ask_for(environment, name, error)
        self.see(environment, kind, secret)
        return secret

    def find_fault(self, environment: Environment, name: SecretName) -> FileError | None:
        """Return why a secret that should be kept or be in a variable cannot be read.

        ``None`` if it can be read or if the user is asked for it. May wait for the keyring.
        """
        reference = environment.secret_ref(name)
        if reference is None or reference.kind == "prompt":
            return None
        try:
            self._find(environment, name)
        except FileError as error:
            return error
        return None

    def find_place(self, environment: Environment, name: SecretName) -> SecretRef | None:
        """Return where a secret is kept on this machine. Raises ``FileError``."""
        return self.store.find_place(environment, name)

    def has_keyring(self) -> bool:
        """Return whether a new secret goes to the system keyring rather than to a file."""
        return self.store.has_keyring()

    def find_absent(self, environment: Environment) -> frozenset[SecretName]:
        """Return the secrets that should be kept for the environment's address but are missing.

        May wait for the keyring.
        """
        kept = (n for n in SecretName if (r := environment.secret_ref(n)) is not None and r.is_kept)
        lacks = {name: self.find_fault(environment, name) for name in kept}
        missing = {ErrorCode.SECRET_MISSING, ErrorCode.PASSWORD_MISSING}
        return frozenset(n for n, lack in lacks.items() if lack and lack.code in missing)

    async def _ask_for(self, environment: Environment, name: SecretName, lack: FileError) -> str:
        """Ask the user once for all calls that wait; raise ``lack`` if no secret is given."""
        async with self._asking:
            with suppress(FileError):
                return await asyncio.to_thread(self._find, environment, name)
            secret = await self.ask(environment, name) if self.ask is not None else ""
            if not secret:
                raise lack
            self.give(environment, name, secret)
            return secret

    def _find(self, environment: Environment, name: SecretName) -> str:
        given = self._given.get((environment.name, environment.host, name))
        return self.store.read(environment, name) if given is None else given

    def see(self, environment: Environment, kind: TokenKind, secret: str) -> None:
        """Record a secret, kept or not, so that it is masked wherever it is repeated."""
        self._seen.add((self._fingerprint(environment), identity_of(environment, kind), secret))

    def seen(
        self, *, for_files: bool = False, over: str | None = None
    ) -> tuple[tuple[str, str], ...]:
        """Return the recorded pairs of identity and secret.

        ``for_files`` adds the secrets that were read only to mask files; ``over`` restricts the
        result to the route with this fingerprint.
        """
        seen = (*self._seen, *self._for_files) if for_files else tuple(self._seen)  # threads add
        return tuple((name, secret) for at, name, secret in seen if over in {None, at})

    def pass_by(self, credentials: Iterable[str], *, is_got: bool = False) -> None:
        """Record credentials that hand-written calls sent, or with ``is_got`` received.

        Of those from responses, only the newest ``MOST_MASKED`` are remembered.
        """
        for each in credentials:
            self._passed_by[each] = self._passed_by.pop(each, True) and is_got
        got = [each for each, was_got in self._passed_by.items() if was_got]
        for each in got[:-MOST_MASKED]:
            del self._passed_by[each]

    def passed_by(self) -> tuple[str, ...]:
        """Return the credentials that ``pass_by`` recorded."""
        return tuple(self._passed_by)

    def guessable(self) -> Masker:
        """Return a masker for the secrets that are short enough to be guessed.

        A text that contains one is refused instead of masked: the gap in a text that is written or
        sent would show an attacker which guess is right.
        """
        pairs = (*self.seen(for_files=True), *seen_proxy_logins())
        values = (*(secret for _, secret in pairs), *self.passed_by())
        return Masker(each for each in values if len(each) < SHORTEST_UNGUESSED)

    def see_kept(
        self,
        environment: Environment,
        may_read: Callable[[TokenKind], bool],
        *,
        for_files: bool = False,
    ) -> None:
        """Read the kept secrets of an environment once, so that they are masked where repeated.

        Blocks, so it is called in a thread. ``for_files`` reads again, because another process may
        have changed a secret, and uses the result only to mask files. ``may_read`` says for which
        kinds of token a secret may be read. An attacker who chooses the next request can see what
        was masked in a response, so nothing is read for an environment that the user did not
        approve. What ``see_approved`` has read is not read again.
        """
        for kind in KINDS:
            place = (environment.name, environment.host, identity_of(environment, kind), kind)
            is_new = for_files or place not in self._looked_up
            is_due = is_new and find_fault(environment, kind) is None
            is_due = is_due and _place(environment, kind) not in self._approved
            if is_due and may_read(kind):
                with suppress(FileError):
                    secret = self._find(environment, secret_name(kind))
                    if for_files:
                        self._for_files.add((self._fingerprint(environment), place[2], secret))
                    else:
                        self.see(environment, kind, secret)
                        self._looked_up.add(place)

    def see_approved(
        self,
        approvals: Collection[Approval],
        environments: Iterable[Environment],
        over: LoadedRoute | None = None,
        *,
        with_rest: bool = True,
    ) -> None:
        """Read the secrets kept for approved routes, so that they are masked.

        Blocks, so it is called in a thread. The files of the workspace have no influence: a secret
        stays masked if its file is removed or names another secret.

        ``over`` is the route of a call whose server may repeat a secret: only secrets of the same
        origin are read, each once. Without ``over``, all are read again, to mask what is written.
        ``with_rest`` adds the other secrets of the private file that are too long to be guessed.
        The identities of ``environments`` are recorded with their secrets.
        """
        names = {
            _place(each, kind): identity_of(each, kind) for each in environments for kind in KINDS
        }
        due, own = list(approvals), None
        if over is not None:
            due = [each for each in due if each.route.origin == over.route.origin]
            own = (over.environment.name, over.route)
        places = {(each.source, each.route.origin) for each in due}
        wanted = [each for each in places if over is None or not self._approved.get(each)]
        rest = self._read_approved(wanted)
        found: set[tuple[str, str, str]] = set()
        for each in due:
            place = (each.source, each.route.origin)
            secret, is_own = self._approved.get(place, ""), (each.environment, each.route) == own
            if secret and (over is None or is_own or len(secret) >= SHORTEST_UNGUESSED):
                found.add(((over or each).route.fingerprint, names.get(place, ""), secret))
        for each in rest if with_rest else ():
            is_due = over is None or each.origin == over.route.origin
            if is_due and len(each.secret) >= SHORTEST_UNGUESSED:
                found.add((over.fingerprint if over else "", "", each.secret))
        seen = self._for_files if over is None else self._seen
        known = {(route, secret) for route, _, secret in tuple(seen)}
        seen |= {each for each in found if each[1] or (each[0], each[2]) not in known}

    def _read_approved(self, places: Collection[tuple[str, str]]) -> tuple[KeptSecret, ...]:
        """Read the secrets for sources and origins; return all secrets of the private file."""
        for source, origin in places:
            use, _, name = source.partition(":")
            with suppress(FileError):
                if use == "env":
                    self._approved[source, origin] = self.store.read_variable(name)
                elif use in {*SecretName}:
                    secret = self.store.read_kept(name, origin, SecretName(use))
                    self._approved[source, origin] = secret
        with suppress(FileError):
            return self.store.load_kept()
        return ()

    def give(self, environment: Environment, name: SecretName, secret: str) -> None:
        """Remember a secret that is kept nowhere, for its host, until the session ends."""
        self._given[environment.name, environment.host, name] = secret

    def forget(self, environment: Environment, name: SecretName) -> None:
        """Forget a secret of this session, because another one is now kept."""
        self._given.pop((environment.name, environment.host, name), None)

    def forget_asked(self, environment: Environment, name: SecretName) -> None:
        """Forget a typed secret that the server refused, so that the user is asked again."""
        reference = environment.secret_ref(name)
        if reference is not None and reference.kind == "prompt":
            self.forget(environment, name)


def _place(environment: Environment, kind: TokenKind) -> tuple[str, str]:
    """Return the source and the origin of the secret for a kind of token."""
    use = RouteUse(secret_name(kind).value)
    return source_of(environment, use), environment.origin
