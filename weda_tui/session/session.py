"""The session: the entry point to all services of one workspace, each loaded when first used."""

import asyncio
import importlib
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weda_tui.core.clock import Clock
from weda_tui.core.requests.variables import new_id
from weda_tui.core.sending.unkept import Unkept
from weda_tui.session.agents.limits import AgentLimits
from weda_tui.session.catalogue import Endpoints
from weda_tui.session.environments.file_gate import FileGate
from weda_tui.session.environments.service import Environments
from weda_tui.session.lazy_network import LazyNetwork
from weda_tui.session.route_approvals import RouteApprovals
from weda_tui.session.routes import Routes
from weda_tui.session.secrets import Secrets
from weda_tui.session.settings import Settings
from weda_tui.session.tokens import Tokens
from weda_tui.store.agents.approved_bounds import BoundsFile
from weda_tui.store.environments.approved_routes import ApprovedRoutes
from weda_tui.store.paths import Paths
from weda_tui.store.secrets import SecretStore
from weda_tui.store.tokens import TokenFile

if TYPE_CHECKING:  # loaded when first needed
    from weda_tui.core.runs.results import RunChoice
    from weda_tui.session.agents.service import AgentService
    from weda_tui.session.collections.service import Collections
    from weda_tui.session.collections.unsaved_drafts import Drafts
    from weda_tui.session.environments.checks import EnvironmentChecks
    from weda_tui.session.error_book import CodeBook
    from weda_tui.session.history import History
    from weda_tui.session.models import LiveModels
    from weda_tui.session.modules import OwnModules
    from weda_tui.session.renewals import Renewals
    from weda_tui.session.runs.memory import Memory
    from weda_tui.session.sending.all_pages import PageService
    from weda_tui.session.sending.judging import Judging
    from weda_tui.session.sending.service import SendingService
    from weda_tui.session.storage.transfers import Storage


class Session:
    """The services for everything a user can ask for, over one workspace."""

    def __init__(
        self,
        paths: Paths,
        *,
        environ: Mapping[str, str],
        clock: Clock | None = None,
        use_keyring: bool = True,
        transport: Any = None,
        random: Callable[[], float] | None = None,
        new_id: Callable[[], str] = new_id,
    ) -> None:
        """Open a workspace; nothing is written and no connection is opened.

        ``transport`` is an ``httpx.AsyncBaseTransport`` that replaces the network; ``random``
        returns numbers in [0, 1), ``new_id`` returns the value of ``{{$uuid}}``.
        """
        self.paths, self._random = paths, random
        self.clock = clock or Clock()
        self.is_demo = False
        """Whether the workspace is removed when the program ends."""
        self.settings = settings = Settings(paths, lambda: self.environments)
        in_memory, limit = settings.body_in_memory, settings.body_limit
        bodies = (paths.bodies, in_memory, limit, paths.preferences)
        self.routes = Routes(
            ApprovedRoutes(paths.approved_routes), paths.workspace, *paths.workspace_digests
        )
        store = SecretStore(paths.secrets, environ, use_keyring=use_keyring)
        self.secrets = Secrets(store, self.routes.fingerprint)
        self.approvals = RouteApprovals(self.secrets, self.routes)
        self.network = LazyNetwork(TokenFile(paths.tokens), self.clock, transport, bodies)
        self.tokens = Tokens(self.approvals, self.network, self.clock)
        self.gate = FileGate(self.tokens, lambda: self.environments.all)
        self.agent_limits = AgentLimits(
            BoundsFile(paths.approved_agents), self.routes, paths.workspace_digests
        )
        self.environments = Environments(
            paths, self.clock, self.tokens, self.gate, settings, self.agent_limits
        )
        self.endpoints = Endpoints(lambda: self.modules.catalogue, lambda: self.live)
        self._new_id = new_id

    # -- what there is -----------------------------------------------------------------------

    @cached_property
    def sending(self) -> "SendingService":
        """The service that sends drafts and predicts what sending a draft would do."""
        from weda_tui.session.sending.lazy_services import LazyServices
        from weda_tui.session.sending.service import SendingService

        services = LazyServices(
            warm_up=self.warm_up,
            captured=lambda: self.captured if "captured" in vars(self) else None,
            judging=lambda: self.judging,
            history=lambda: self.history,
            pages=lambda: self.error_book.pages,
        )
        return SendingService(
            self.tokens, self.environments, self.endpoints, self.paths, self.clock, services,
            self._new_id,
        )  # fmt: skip

    @cached_property
    def renewals(self) -> "Renewals":
        """The service that renews tokens in the background."""
        from weda_tui.session.renewals import Renewals

        return Renewals(self.tokens, self.clock, self._random)

    @cached_property
    def checks(self) -> "EnvironmentChecks":
        """The service that checks environments step by step."""
        from weda_tui.session.environments.checks import EnvironmentChecks

        return EnvironmentChecks(self.tokens, lambda: self.modules.catalogue, self.clock)

    @cached_property
    def modules(self) -> "OwnModules":
        """The bundled modules and the modules of the workspace."""
        from weda_tui.session.modules import OwnModules

        return OwnModules(self.paths.modules, self.gate.masker)

    @cached_property
    def collections(self) -> "Collections":
        """The saved requests of the workspace."""
        from weda_tui.session.collections.service import Collections

        return Collections(self.paths.collections, self.gate.masker, self._follow_saved)

    def saved_name(self, path: str) -> str:
        """Return the name under which the history stores a saved request, or a folder."""
        from weda_tui.core.history.entry import saved_name

        return saved_name(self.paths.workspace_digest, path)

    def _follow_saved(self, path: str, new: str) -> None:
        """Keep the history of a saved request whose path changed; called in a thread."""
        if self.has_history:
            self.history.follow_saved(self.saved_name(path), self.saved_name(new))

    @cached_property
    def captured(self) -> "Memory":
        """The values that this session captured from responses for later requests."""
        from weda_tui.session.runs.memory import Memory

        return Memory(self.routes.fingerprint)

    @cached_property
    def run_choices(self) -> "dict[str, RunChoice]":
        """The options that were last chosen in this session for a run, by the path of the run."""
        return {}

    @cached_property
    def drafts(self) -> "Drafts | None":
        """The unsaved drafts; ``None`` in a workspace with a transient environment."""
        if self.environments.has_transient:
            return None
        from weda_tui.session.collections.unsaved_drafts import Drafts

        return Drafts(self.paths.drafts, self.tokens.masker)

    @cached_property
    def judging(self) -> "Judging":
        """The service that judges responses, with the success rules of the workspace."""
        from weda_tui.session.sending.judging import Judging

        masker, of_files = self.tokens.masker, self.gate.masker
        return Judging(self.paths.rules, masker, of_files, self.settings.body_limit)

    @cached_property
    def error_book(self) -> "CodeBook":
        """The error book, with the notes of the workspace."""
        from weda_tui.session.error_book import CodeBook

        return CodeBook(self.paths.notes, self.gate.masker)

    @cached_property
    def pages(self) -> "PageService":
        """The service that fetches all pages of a list."""
        from weda_tui.session.sending.all_pages import PageService

        return PageService(self.sending, self.settings, self.clock)

    @cached_property
    def live(self) -> "LiveModels":
        """The data models of each deployment."""
        from weda_tui.session.models import LiveModels
        from weda_tui.store.models import ModelFiles

        return LiveModels(
            ModelFiles(self.paths.models),
            self.clock,
            self.environments.is_kept,
            lambda: self.modules.catalogue,
            self.sending.send,
        )

    @cached_property
    def agents(self) -> "AgentService":
        """The service that decides what agents may send."""
        from weda_tui.session.agents.service import AgentService

        return AgentService(self)

    @cached_property
    def storage(self) -> "Storage":
        """The objects of a deployment's cloud storage."""
        from weda_tui.session.storage.transfers import Storage, StorageCalls

        calls = StorageCalls(
            lambda: self.modules.catalogue,
            lambda draft, where, consent: self.sending.send(draft, where, consent=consent),
            self.tokens.masker,
        )
        return Storage(
            calls,
            lambda: self.network.online.store,
            self.approvals.open,
            self.clock,
            self.gate.masker,
            self.paths,
        )

    @cached_property
    def history(self) -> "History":
        """The history of the requests sent on this machine."""
        from weda_tui.core.history.entry import HistoryLimits
        from weda_tui.session.history import History

        return History(self.paths.history, self.clock, HistoryLimits())

    @property
    def has_history(self) -> bool:
        """Whether the history may hold entries, found out without loading the database."""
        return "history" in self.__dict__ or self.paths.history.exists()

    async def open_history(self) -> "History":
        """Load the database off the event loop and return ``history``."""
        if "history" not in self.__dict__:
            await asyncio.to_thread(importlib.import_module, "weda_tui.session.history")
        return self.history

    # -- secrets and tokens ------------------------------------------------------------------

    @property
    def narrowed(self) -> tuple[Path, ...]:
        """Private files that were readable by other users and whose mode was narrowed.

        The user should be warned: another user may have read their contents.
        """
        secrets = (self.paths.secrets,) if self.secrets.store.narrowed else ()
        return (*secrets, self.paths.tokens) if self.network.file.narrowed else secrets

    @property
    def unkept(self) -> tuple[Unkept, ...]:
        """The tokens and history entries of this session that could not be stored on this machine.

        The user should be warned about each of them.
        """
        token = self.network.online.unwritten if self.network.is_online else None
        tokens = (Unkept(token, is_token=True),) if token is not None else ()
        if "history" not in self.__dict__:
            return tokens
        return (*tokens, *map(Unkept, self.history.losses))

    async def warm_up(self) -> None:
        """Load the network library and the database off the event loop."""
        await self.network.warm_up()
        await self.open_history()

    async def aclose(self) -> None:
        """Write the pending history entries, close connections and stop the sandbox."""
        if "agents" in self.__dict__:
            self.agents.questions.close()
        if "history" in self.__dict__:
            await self.history.aclose()
        await self.network.aclose()
        await asyncio.to_thread(self.environments.close)
