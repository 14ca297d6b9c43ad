"""The session: the front of everything a user can ask for, each part opened when it is needed."""

import asyncio
import importlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import new_id
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.sending.unkept import Unkept
from weda_tui.core.tokens.access_token import AccessToken, TokenStatus
from weda_tui.session.catalogue import Endpoints
from weda_tui.session.environments.service import Environments
from weda_tui.session.routes import Routes
from weda_tui.session.secrets import AskSecret, Secrets
from weda_tui.session.sending.lazy_services import LazyServices
from weda_tui.session.sending.service import SendingService
from weda_tui.session.settings import Settings
from weda_tui.session.tokens import AskRoute, Tokens
from weda_tui.store.atomic import write_atomic
from weda_tui.store.environments.approved_routes import ApprovedRoutes
from weda_tui.store.paths import Paths
from weda_tui.store.secrets import SecretStore
from weda_tui.store.tokens import TokenFile

if TYPE_CHECKING:  # loaded when first needed
    from weda_tui.core.environments.check import StepResult
    from weda_tui.core.environments.route import RouteStatus, RouteUse
    from weda_tui.core.runs.results import RunChoice
    from weda_tui.core.tokens.token_step import TokenStep
    from weda_tui.session.collections.service import Collections
    from weda_tui.session.collections.unsaved_drafts import Drafts
    from weda_tui.session.error_book import CodeBook
    from weda_tui.session.history import History
    from weda_tui.session.models import LiveModels
    from weda_tui.session.modules import OwnModules
    from weda_tui.session.runs.memory import Memory
    from weda_tui.session.sending.judging import Judging


def _random() -> float:
    import random

    return random.random()  # noqa: S311 - spreads renewals, guards nothing


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
        random: Callable[[], float] = _random,
        new_id: Callable[[], str] = new_id,
    ) -> None:
        """Open a workspace; nothing is written and nothing connects.

        ``transport`` is an ``httpx.AsyncBaseTransport`` that stands in for the network; ``random``
        returns numbers in [0, 1), ``new_id`` makes the value of ``{{$uuid}}``.
        """
        self._random = random
        self.paths = paths
        self.clock = clock or Clock()
        self.is_demo = False
        """Whether the workspace goes when the program ends."""
        self.settings = settings = Settings(paths, lambda: self.environments)
        in_memory, limit = settings.body_in_memory, settings.body_limit
        bodies = (paths.bodies, in_memory, limit, paths.preferences)
        self._token_file = TokenFile(paths.tokens)
        secrets = Secrets(SecretStore(paths.secrets, environ, use_keyring=use_keyring))
        self.routes = Routes(ApprovedRoutes(paths.approved_routes), paths.workspace)
        self._tokens = Tokens(secrets, self.routes, self._token_file, self.clock, transport, bodies)
        self.environments = Environments(paths, self.clock, self._tokens, settings)
        self.endpoints = Endpoints(lambda: self.catalogue, lambda: self.live)
        self.sending = SendingService(
            self._tokens,
            self.environments,
            self.endpoints,
            paths,
            self.clock,
            LazyServices(
                warm_up=self.warm_up,
                captured=lambda: self.captured if "captured" in vars(self) else None,
                judging=lambda: self.judging,
                history=lambda: self.history,
                pages=lambda: self.error_book.pages,
            ),
            new_id,
        )

    # -- what there is -----------------------------------------------------------------------

    @cached_property
    def modules(self) -> "OwnModules":
        """The bundled modules and the workspace's own."""
        from weda_tui.session.modules import OwnModules

        return OwnModules(self.paths.modules)

    @property
    def catalogue(self) -> Catalogue:
        """Every endpoint that can be called anywhere."""
        return self.modules.catalogue

    @cached_property
    def collections(self) -> "Collections":
        """The saved requests of the workspace."""
        from weda_tui.session.collections.service import Collections

        return Collections(self.paths.collections, self.masker, self._follow_saved)

    def saved_name(self, path: str) -> str:
        """Return how the history calls a saved request of this workspace, or a folder of them."""
        from weda_tui.core.history.entry import saved_name

        return saved_name(self.paths.workspace_digest, path)

    def _follow_saved(self, path: str, new: str) -> None:
        """Keep what was sent of a request that has another path now; in a thread."""
        if self.has_history:
            self.history.follow_saved(self.saved_name(path), self.saved_name(new))

    @cached_property
    def captured(self) -> "Memory":
        """What answers of this session had for later requests."""
        from weda_tui.session.runs.memory import Memory

        return Memory(self.routes.fingerprint)

    @cached_property
    def run_choices(self) -> "dict[str, RunChoice]":
        """What was last chosen in this session for a run of each path."""
        return {}

    @cached_property
    def drafts(self) -> "Drafts | None":
        """What is typed and not saved; ``None`` over a throw-away workspace."""
        if self.environments.has_transient:
            return None
        from weda_tui.session.collections.unsaved_drafts import Drafts

        return Drafts(self.paths.drafts, self.masker)

    @property
    def has_drafts(self) -> bool:
        """Whether an earlier run may have left something unsaved."""
        return self.paths.drafts.exists()

    @cached_property
    def judging(self) -> "Judging":
        """The verdicts, with the success rules of the workspace."""
        from weda_tui.session.sending.judging import Judging

        return Judging(self.paths.rules, self.masker, self.settings.body_limit)

    @cached_property
    def error_book(self) -> "CodeBook":
        """The error book, with the notes of the workspace."""
        from weda_tui.session.error_book import CodeBook

        return CodeBook(self.paths.notes)

    @cached_property
    def live(self) -> "LiveModels":
        """The data models of each deployment."""
        from weda_tui.session.models import LiveModels
        from weda_tui.store.models import ModelFiles

        return LiveModels(
            ModelFiles(self.paths.models),
            self.clock,
            self.environments.is_kept,
            lambda: self.catalogue,
            self.sending.send,
        )

    @cached_property
    def history(self) -> "History":
        """What was sent on this machine."""
        from weda_tui.core.history.entry import HistoryLimits
        from weda_tui.session.history import History

        return History(self.paths.history, self.clock, HistoryLimits())

    @property
    def has_history(self) -> bool:
        """Whether anything may have been kept; asked before the database is loaded."""
        return "history" in self.__dict__ or self.paths.history.exists()

    async def open_history(self) -> "History":
        """Load the database off the event loop; afterwards ``history`` is at hand, as returned."""
        if "history" not in self.__dict__:
            await asyncio.to_thread(importlib.import_module, "weda_tui.session.history")
        return self.history

    async def check_environment(
        self,
        environment: Environment,
        *,
        env_types: Sequence[str] = (),
        secret: str = "",
        password: str = "",
        replaces: Environment | None = None,
        copied: Environment | None = None,
    ) -> "AsyncGenerator[StepResult]":
        """Look at an environment step by step, saved or not; see ``EnvironmentCheck.run``.

        ``secret`` and ``password`` are what is typed; an empty one takes the one kept for
        ``replaces``, as long as the host stays, else the environment's own. Nothing is written; a
        token is kept once the secret it was fetched with is saved. Results are masked. What was
        begun as a copy of ``copied`` goes over an approved route only, as that does.
        """
        await self.warm_up()
        from weda_tui.core.environments.check import plan_steps
        from weda_tui.session.environments.check import Trial, check_environment

        typed = {TokenKind.KEY: secret, TokenKind.USER: password}
        trial = Trial(environment, replaces, typed, copied)
        plan = plan_steps(environment, env_types)
        results = check_environment(trial, plan, self._tokens, self.catalogue, self.clock)
        async with aclosing(results):
            async for result in results:
                yield result

    def check_route(self, status: "RouteStatus") -> None:
        """Raise ``WedaError`` unless everything of a route may be sent; see ``Tokens.refusal``."""
        self._tokens.check_route(status)

    def find_lacks(self, status: "RouteStatus") -> "dict[RouteUse, FileError]":
        """Return which secrets of a route are not there; see ``Tokens.find_lacks``."""
        return self._tokens.find_lacks(status)

    # -- secrets and tokens ------------------------------------------------------------------

    @property
    def narrowed(self) -> tuple[Path, ...]:
        """Our private files that were found readable by others, and closed to them: worth a word.

        What is in them may have been read.
        """
        secrets = (self.paths.secrets,) if self._tokens.secrets.store.narrowed else ()
        return (*secrets, self.paths.tokens) if self._token_file.narrowed else secrets

    @property
    def unkept(self) -> tuple[Unkept, ...]:
        """What of this session's calls could not be kept on this machine: worth a word each."""
        token = self._tokens.unwritten
        tokens = (Unkept(token, is_token=True),) if token is not None else ()
        if "history" not in self.__dict__:
            return tokens
        return (*tokens, *map(Unkept, self.history.losses))

    def masker(self) -> Masker:
        """Return what hides every secret and token this session has seen."""
        return self._tokens.masker()

    def note_secrets(self, values: Iterable[str]) -> None:
        """Mask values from now on."""
        self._tokens.see(values)

    def ask_secrets_by(self, ask: AskSecret) -> None:
        """Say how a person is asked for a secret whose reference is ``prompt``.

        ``ask(environment, name)`` returns it, or an empty string for none.
        """
        self._tokens.secrets.ask = ask

    def ask_routes_by(self, ask: AskRoute) -> None:
        """Say how a person is asked to approve a route; without that nobody is.

        ``ask(status)`` shows the route and returns whether the person approved it.
        """
        self._tokens.ask_route = ask

    async def warm_up(self) -> None:
        """Load the network library and the database off the event loop."""
        await self._tokens.warm_up()
        await self.open_history()

    async def see_secrets(self, environment: Environment) -> None:
        """Read the secrets of an environment, so that what repeats them is masked."""
        await self._tokens.secrets.see_kept(environment)

    def token_status(self, where: Target | None, kind: TokenKind) -> TokenStatus:
        """Return how long a token of a place is good for. Never connects."""
        return self._tokens.status(where.environment if where else None, kind)

    def token_steps(
        self, environment: Environment, kind: TokenKind = TokenKind.KEY
    ) -> "tuple[TokenStep, ...]":
        """Return the calls of the last time that a token was fetched in this run, masked."""
        masker = self.masker()
        return tuple(step.masked(masker) for step in self._tokens.steps(environment, kind))

    async def get_token(
        self, environment: Environment, kind: TokenKind = TokenKind.KEY
    ) -> AccessToken:
        """Return a token that is good now, fetching one when needed. Raises ``WedaError``."""
        return await self._tokens.get(environment, kind)

    async def renew_token(
        self, environment: Environment, kind: TokenKind = TokenKind.KEY, *, secret: str = ""
    ) -> AccessToken:
        """Fetch a new token whatever the old one is worth; see ``Tokens.renew``."""
        return await self._tokens.renew(environment, kind, secret=secret)

    async def forget_token(self, environment: Environment, kind: TokenKind = TokenKind.KEY) -> None:
        """Drop a token, here and in the state file. Raises ``WedaError`` when it stays there."""
        await self._tokens.forget(environment, kind)

    def keep_tokens_fresh(self, environment: Environment) -> AsyncIterator[WedaError | None]:
        """Renew living tokens in the background; see ``renewals.keep_fresh``."""
        from weda_tui.session.renewals import keep_fresh

        return keep_fresh(self._tokens, self.clock, self._random, environment)

    async def open_storage(self):
        """Return cloud storage: the service of transfers; loads the network library."""
        await self.warm_up()
        from weda_tui.session.storage.transfers import Storage

        async def send(
            draft: RequestDraft, where: Target, consent: GuardDecision
        ) -> Answered | Failed:
            return await self.sending.send(draft, where, consent=consent)

        store, route = self._tokens.online.store, self._tokens.open_route
        workspace = self.paths.workspace
        return Storage(self.catalogue, send, store, route, self.clock, self.masker, workspace)

    def keep_copy(self, text: str) -> Path:
        """Write text that no clipboard takes into a private file; raises ``FileError``."""
        from weda_tui.core.json.long_text import encoded

        write_atomic(self.paths.copied, encoded(text), private=True)
        return self.paths.copied

    async def aclose(self) -> None:
        """Write the last of the history, close connections and end the sandbox."""
        if "history" in self.__dict__:
            await self.history.aclose()
        await self._tokens.aclose()
        await asyncio.to_thread(self.environments.close)
