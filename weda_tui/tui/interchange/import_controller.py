"""Imports: show what a file would change, import it, and open the result."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.interchange.environment_import import EnvironmentPlan
from weda_tui.session import Session
from weda_tui.tui.workbench.bench import Bench

ShowSaved = Callable[[str], Awaitable[None]]
"""Shows the saved requests, with the cursor on a request."""

if TYPE_CHECKING:  # Imported only with an import
    from weda_tui.core.interchange.import_plan import RequestPlan
    from weda_tui.session.interchange.imports import Plan
    from weda_tui.session.modules import ImportPlan


class ImportedCalls(Protocol):
    """The catalogue that imported calls are added to."""

    @property
    def current(self) -> Catalogue:
        """The shown catalogue."""
        ...

    async def prepare(self) -> None:
        """Build in a thread what search and guards need."""

    def update(self) -> None:
        """Show the current catalogue."""

    def open(self, endpoint: Endpoint) -> None:
        """Open a call."""


class ImportController:
    """Imports documents, collections and environments."""

    def __init__(
        self, bench: Bench, calls: ImportedCalls, session: Session, show_saved: ShowSaved
    ) -> None:
        self._bench, self._calls, self._session = bench, calls, session
        self._show_saved = show_saved

    def open(self) -> None:
        """Ask for a file, show its changes, and import it."""
        from weda_tui.tui.interchange.import_dialog import ImportDialog

        self._bench.ask(ImportDialog(self._session, self._bench.words), self.show_imported)

    def show_imported(self, plan: "Plan | None") -> None:
        """Show a notice about an import, and the imported calls or requests."""
        from weda_tui.session.modules import ImportPlan

        bench, words = self._bench, self._bench.words.tui
        if isinstance(plan, ImportPlan):
            bench.start(partial(self._show_calls, plan), "catalogue")
        elif isinstance(plan, EnvironmentPlan):
            bench.notice(words.form.saved_elsewhere.format(name=plan.environment.name))
        elif plan is not None:
            bench.start(partial(self._show_requests, plan), "saved-imported")

    async def _show_requests(self, plan: "RequestPlan") -> None:
        """Show the first imported request, and which key sends it."""
        await self._show_saved(plan.requests[0].path)
        self._bench.notice(self._bench.words.tui.importing.next_key.format(name=plan.name))

    async def _show_calls(self, plan: "ImportPlan") -> None:
        """Show the catalogue with the imported calls, and open the first new call."""
        await self._calls.prepare()
        self._calls.update()
        self._bench.notice(self._bench.words.tui.importing.done.format(name=plan.name))
        catalogue = self._calls.current
        module = next(each for each in catalogue.modules if each.id == plan.name)
        first = next(iter(plan.changes.new or module.endpoints), None)
        if first is not None:
            self._calls.open(catalogue.get(first.id))
