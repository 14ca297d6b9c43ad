"""What a user adds to the catalogue: imports, calls of their own, edits; and takes away again."""

import asyncio
from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.reactive import var

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, TokenKind
from weda_tui.core.catalogue.modules import GUIDE_EXAMPLE, Catalogue, Module
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import count
from weda_tui.session import Session
from weda_tui.tui.layout.command_screen import CommandPage
from weda_tui.tui.workbench.open_request import OpenRequest, RequestEditing

if TYPE_CHECKING:
    from weda_tui.core.catalogue.own_call import CallTexts, OwnCall
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.interchange.imports import Plan
    from weda_tui.session.modules import ImportPlan
    from weda_tui.tui.screens.pane_layout import Stages


class OwnCallsPage(CommandPage[None]):
    """A page with a catalogue that its user can change."""

    endpoint: var[Endpoint | None] = var(None)
    draft: var[RequestDraft | None] = var(None)
    saved: "var[LoadedRequest | None]" = var(None)
    saved_path: var[str] = var("")
    edited: var[frozenset[str]] = var(frozenset[str]())

    catalogue: var[Catalogue] = var(Catalogue(()))
    module_problems: var[tuple[FileError, ...]] = var[tuple[FileError, ...]](())
    where: var[Target | None] = var(None)

    _session: Session
    _stages: "Stages"

    def __init__(self) -> None:
        super().__init__()
        self.request = RequestEditing(self._show_request)

    def _show_request(self, request: OpenRequest) -> None:
        """Hand the request down to the panes."""
        self.saved, self.saved_path, self.edited = request.saved, request.path, request.edited
        self.endpoint, self.draft = request.endpoint, request.draft

    def selected_item(self) -> Module | Endpoint | None:
        """Return what an action is about: the tree's row, elsewhere the open endpoint."""
        raise NotImplementedError

    def open_endpoint(self, endpoint: Endpoint) -> None:
        """Open an endpoint."""
        raise NotImplementedError

    @work(group="catalogue", exclusive=True)
    async def prepare_catalogue(self) -> None:
        """Make what search and guards need off the loop: large imports take a second."""
        await asyncio.to_thread(_prepare, self._session.endpoints.at(self.where))

    def show_catalogue(self, catalogue: Catalogue) -> None:
        """Show what can be called, and which files of the user do not open."""
        self.catalogue = catalogue
        self.module_problems = self._session.modules.problems

    def _update_catalogue(self) -> None:
        """Show the catalogue as it is now; the open endpoint stays, as it is now."""
        catalogue = self._session.endpoints.at(self.where)
        opened = self.endpoint.id if self.endpoint else ""
        self.show_catalogue(catalogue)
        known = catalogue.by_id.get(opened)
        if known is None:
            is_there = self._session.endpoints.knows(opened, self.where)
            known = self._session.endpoints.get(opened if is_there else GUIDE_EXAMPLE, self.where)
        if opened and known != self.endpoint:
            self.request.replace_endpoint(known)

    # -- importing ---------------------------------------------------------------------------

    def action_import_document(self) -> None:
        """Ask for a file, show what it would change, import it."""
        from weda_tui.tui.interchange.import_dialog import ImportDialog

        self.app.push_screen(ImportDialog(self._session, self.strings), self._on_imported)

    def _on_imported(self, plan: "Plan | None") -> None:
        from weda_tui.core.interchange.environment_import import EnvironmentPlan
        from weda_tui.session.modules import ImportPlan

        if isinstance(plan, ImportPlan):
            self._show_imported(plan)
        elif isinstance(plan, EnvironmentPlan):
            name = plan.environment.name
            self.notice(self.strings.tui.form.saved_elsewhere.format(name=name))
        elif plan is not None:
            self.notice(self.strings.tui.importing.done.format(name=plan.name))
            only = len(plan.requests) == 1
            self._stages.refresh_saved(plan.requests[0].path if only else plan.path)

    @work(group="catalogue", exclusive=True, description="catalogue")
    async def _show_imported(self, plan: "ImportPlan") -> None:
        await asyncio.to_thread(lambda: _prepare(self._session.endpoints.at(self.where)))
        self._update_catalogue()
        self.notice(self.strings.tui.importing.done.format(name=plan.name))
        module = next(each for each in self.catalogue.modules if each.id == plan.name)
        first = next(iter(plan.changes.new or module.endpoints), None)
        if first is not None:
            self.open_endpoint(self.catalogue.get(first.id))

    # -- calls of one's own ------------------------------------------------------------------

    def action_new_call(self) -> None:
        """Add a call: to the workspace's module selected, else to the one for all others."""
        from weda_tui.core.catalogue.own_call import OWN_MODULE, CallTexts

        item = self.selected_item()
        module = item.id if isinstance(item, Module) else item.module if item else ""
        if not module or self._session.modules.is_bundled(module):
            module = OWN_MODULE
        words = self.strings.tui.own
        texts = CallTexts(method="POST", effect=Effect.WRITE, token_kind=TokenKind.KEY)
        taken = self._session.modules.actions(module)
        self._show_form(words.new_title.format(module=module), texts, module, taken)

    def action_edit_call(self) -> None:
        """Change a call of the workspace, or say how one is sent whose title alone is known."""
        from weda_tui.core.catalogue.own_call import CallTexts

        item, words = self.selected_item(), self.strings.tui.own
        modules = self._session.modules
        if not isinstance(item, Endpoint):
            self.notice(words.choose)
            return
        if not modules.is_editable(item):
            self.notice(words.bundled)
            return
        said = modules.said_of(item)
        texts = CallTexts(
            title=item.title.text(self.strings.language),
            method=item.method or "POST",
            path=item.path,
            action=item.action,
            parameters=said.parameters.strip() if said else "",
            effect=item.effect,
            token_kind=item.token_kind,
        )
        heading = words.edit_title if item.has_path else words.define_title
        title = heading.format(title=texts.title)
        self._show_form(title, texts, item.module, (), has_fixed_name=True)

    def _show_form(
        self,
        heading: str,
        texts: "CallTexts",
        module: str,
        taken: Collection[str],
        *,
        has_fixed_name: bool = False,
    ) -> None:
        from weda_tui.tui.catalogue.own_call_dialog import OwnCallForm

        async def keep(call: "OwnCall") -> Endpoint:
            return await asyncio.to_thread(self._session.modules.save_call, module, call)

        form = OwnCallForm(
            heading, texts, keep, self.strings, taken=taken, has_fixed_name=has_fixed_name
        )
        self.app.push_screen(form, self._on_saved)

    def _on_saved(self, endpoint: Endpoint | None) -> None:
        if endpoint is None:
            return
        self._update_catalogue()
        self.prepare_catalogue()
        self.notice(self.strings.tui.own.saved.format(id=endpoint.id))
        self.open_endpoint(self.catalogue.get(endpoint.id))

    # -- taking away -------------------------------------------------------------------------

    def action_remove_call(self) -> None:
        """Take away what the user said of a call, or a whole module, once that is confirmed."""
        item, words = self.selected_item(), self.strings.tui.own
        modules = self._session.modules
        if isinstance(item, Module) and not modules.is_bundled(item.id):
            question = words.remove_module.format(name=item.id, count=count(len(item.endpoints)))
            self._confirm(question, partial(modules.remove_module, item.id))
        elif isinstance(item, Endpoint) and modules.said_of(item) is not None:
            question = words.remove_call.format(title=item.title.text(self.strings.language))
            self._confirm(question, partial(modules.forget_call, item))
        elif isinstance(item, Endpoint) and not modules.is_bundled(item.module):
            self.notice(words.from_document)
        else:
            self.notice(words.bundled)

    def _confirm(self, question: str, remove: Callable[[], None]) -> None:
        from weda_tui.tui.layout.menu_dialog import Menu, MenuItem

        words = self.strings.tui.own
        items = [MenuItem("1", words.keep, "Esc", ""), MenuItem("2", words.remove, "", "remove")]

        def chosen(action: str | None) -> None:
            if action:
                self._remove(remove)

        self.app.push_screen(Menu(question, items), chosen)

    @work(group="catalogue", exclusive=True, description="catalogue")
    async def _remove(self, remove: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(remove)
        except WedaError as error:
            self.notice(explain(error, self.strings).what)
        else:
            self.notice(self.strings.tui.own.removed)
        self._update_catalogue()


def _prepare(catalogue: Catalogue) -> None:
    _ = catalogue.folded, catalogue.templates
