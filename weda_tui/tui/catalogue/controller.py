"""The catalogue: open its calls, and edit the calls of the user's own."""

import asyncio
from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, Preset, TokenKind, preset_words
from weda_tui.core.catalogue.modules import GUIDE_EXAMPLE, Catalogue, EndpointGroup, Module
from weda_tui.core.catalogue.own_call import OWN_MODULE, CallTexts
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.links.finder import fill_preset
from weda_tui.core.sending.exchange import Idle, Sending
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import count
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.workbench.bench import TargetBench
from weda_tui.tui.workbench.state import SharedState

if TYPE_CHECKING:  # Imported only after the first picture
    from weda_tui.core.catalogue.own_call import OwnCall
    from weda_tui.core.requests.draft import RequestDraft
    from weda_tui.tui.catalogue.endpoint_tree import EndpointTree


class CallEditor(Protocol):
    """The editor, as opening calls uses it."""

    @property
    def draft(self) -> "RequestDraft | None":
        """The draft of the open call."""
        ...

    def apply_edit(self, draft: "RequestDraft") -> None:
        """Apply a draft as one edit, which can be undone."""

    def set_draft(self, draft: "RequestDraft") -> None:
        """Replace the draft by one that the fields already show, so that it is sent next."""

    def show_kept(self) -> None:
        """Show the kept draft of the open call."""

    def show_draft(self, draft: "RequestDraft") -> None:
        """Replace the draft."""


class CatalogueBench(TargetBench, Protocol):
    """The part of the main screen that the catalogue uses."""

    @property
    def editor(self) -> CallEditor:
        """The editor of the request."""
        ...

    def selected_row(self) -> Module | EndpointGroup | Endpoint | None:
        """Return the row under the cursor of the tree; without its focus, the open endpoint."""

    def reveal(self, endpoint: Endpoint) -> None:
        """Show an endpoint in the tree."""

    def go_to_stage(self, stage: str) -> None:
        """Focus a stage."""


class CatalogueController:
    """Shows the catalogue, opens its calls, and edits the calls of the user's own."""

    def __init__(
        self,
        bench: CatalogueBench,
        shared: SharedState,
        publish: Callable[[Catalogue, tuple[FileError, ...]], None],
        leave_saved: Callable[[], None],
    ) -> None:
        """``publish`` shows a catalogue and the module files with problems.

        ``leave_saved`` detaches the draft from its file.
        """
        self._bench = bench
        self._session, self._request, self._answer, self._answers = shared
        self._publish, self._leave_saved = publish, leave_saved
        self.current = Catalogue(())
        """The shown catalogue."""

    # -- what is shown -----------------------------------------------------------------------

    def show(self, catalogue: Catalogue) -> None:
        """Show a catalogue, and the problems of the user's module files."""
        self.current = catalogue
        self._publish(catalogue, self._session.modules.problems)

    def update(self) -> None:
        """Show the current catalogue; the open endpoint stays open, in its current definition."""
        target, endpoint = self._bench.target, self._request.current.endpoint
        endpoints, opened = self._session.endpoints, endpoint.id if endpoint else ""
        self.show(endpoints.at(target))
        known = self.current.by_id.get(opened)
        if known is None:
            is_there = endpoints.knows(opened, target)
            known = endpoints.get(opened if is_there else GUIDE_EXAMPLE, target)
        if opened and known != endpoint:
            self._request.replace_endpoint(known)

    async def prepare(self) -> None:
        """Build in a thread what search and guards need; for large imports this takes a second."""
        await asyncio.to_thread(_prepare, self._session.endpoints.at(self._bench.target))

    # -- the open call -----------------------------------------------------------------------

    def find(self, endpoint_id: str) -> Endpoint | None:
        """Return the call with an id; ``None`` if it no longer exists."""
        try:
            return self._session.endpoints.get(endpoint_id, self._bench.target)
        except FileError:
            return None

    def open_first(self) -> None:
        """Show the catalogue, and open the call of the last run, else the guide's example."""
        self.show(self._session.modules.catalogue)
        last = self._session.settings.opened.endpoint
        self._request.open((last and self.find(last)) or self.find(GUIDE_EXAMPLE))

    def open(self, endpoint: Endpoint, preset: Preset | None = None) -> None:
        """Open an endpoint, with the last response to it.

        ``preset`` is the value that the words of the search set in the draft.
        """
        opened = self._request.current
        is_other = endpoint is not opened.endpoint
        self._leave_saved()
        self._request.open(endpoint)
        if not is_other:
            self._bench.reveal(endpoint)
        if opened.saved is not None and not is_other:
            self._bench.editor.show_kept()
        is_other = is_other or opened.saved is not None
        if is_other and not isinstance(self._answer.current.state, Sending):
            self._answer.show(self._answers.latest(self._bench.target, endpoint.id) or Idle())
        self._session.settings.remember_open(endpoint=endpoint.id)
        self._bench.go_to_stage("with")
        if preset is not None:
            self._apply_preset(endpoint, preset)

    def _apply_preset(self, endpoint: Endpoint, preset: Preset) -> None:
        editor, words = self._bench.editor, self._bench.words
        if (draft := editor.draft) is not None:
            editor.apply_edit(filled := fill_preset(endpoint, draft, preset))
            editor.set_draft(filled)
            setting = preset_words(endpoint, preset, words.language)
            self._bench.notice(words.tui.go_to.was_set.format(setting=setting))

    def open_draft(self, endpoint: Endpoint, draft: "RequestDraft") -> None:
        """Open an endpoint with a draft."""
        self.open(endpoint)
        self._bench.editor.show_draft(draft)

    def open_kept(self, endpoint_id: str) -> None:
        """Open an endpoint with its kept draft; the focus does not move."""
        if (endpoint := self.find(endpoint_id)) is not None:
            self._request.replace_endpoint(endpoint)
            self._bench.editor.show_kept()

    def on_chosen(self, event: "EndpointTree.Chosen") -> None:
        """Open the endpoint that was chosen in the tree."""
        self.open(event.endpoint, event.preset)

    # -- calls of one's own ------------------------------------------------------------------

    def _selected_item(self) -> Module | Endpoint | None:
        """Return the module or endpoint that an action applies to; for a group, its module."""
        row = self._bench.selected_row()
        if not isinstance(row, EndpointGroup):
            return row
        return next((each for each in self.current.modules if row in each.groups), None)

    def new_call(self) -> None:
        """Open the form of a new call, in the selected workspace module or in ``OWN_MODULE``."""
        item, modules = self._selected_item(), self._session.modules
        module = item.id if isinstance(item, Module) else item.module if item else ""
        if not module or modules.is_bundled(module):
            module = OWN_MODULE
        texts = CallTexts(method="POST", effect=Effect.WRITE, token_kind=TokenKind.KEY)
        title = self._bench.words.tui.own.new_title.format(module=module)
        self._show_form(title, texts, module, modules.actions(module))

    def edit_call(self) -> None:
        """Open the form of a call of the workspace, or of one of which only the title is known."""
        item, words = self._selected_item(), self._bench.words.tui.own
        modules = self._session.modules
        if not isinstance(item, Endpoint):
            self._bench.notice(words.choose)
            return
        if not modules.is_editable(item):
            self._bench.notice(words.bundled)
            return
        own_call = modules.own_call_of(item)
        texts = CallTexts(
            title=item.title.text(self._bench.words.language),
            method=item.method or "POST",
            path=item.path,
            action=item.action,
            parameters=own_call.parameters.strip() if own_call else "",
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
        names: Collection[str],
        *,
        has_fixed_name: bool = False,
    ) -> None:
        from weda_tui.tui.catalogue.own_call_dialog import OwnCallForm

        async def keep(call: "OwnCall") -> Endpoint:
            return await asyncio.to_thread(self._session.modules.save_call, module, call)

        form = OwnCallForm(
            heading, texts, keep, self._bench.words, taken=names, has_fixed_name=has_fixed_name
        )
        self._bench.ask(form, self._on_saved)

    def _on_saved(self, endpoint: Endpoint | None) -> None:
        if endpoint is None:
            return
        self.update()
        self._bench.start(self.prepare, "catalogue")
        self._bench.notice(self._bench.words.tui.own.saved.format(id=endpoint.id))
        self.open(self.current.get(endpoint.id))

    # -- removing ----------------------------------------------------------------------------

    def remove(self) -> None:
        """Remove the user's definition of a call, or a whole module, after a question."""
        item, words = self._selected_item(), self._bench.words.tui.own
        modules = self._session.modules
        if isinstance(item, Module) and not modules.is_bundled(item.id):
            question = words.remove_module.format(name=item.id, count=count(len(item.endpoints)))
            self._confirm(question, partial(modules.remove_module, item.id))
        elif isinstance(item, Endpoint) and modules.own_call_of(item) is not None:
            title = item.title.text(self._bench.words.language)
            self._confirm(words.remove_call.format(title=title), partial(modules.forget_call, item))
        elif isinstance(item, Endpoint) and not modules.is_bundled(item.module):
            self._bench.notice(words.from_document)
        else:
            self._bench.notice(words.bundled)

    def _confirm(self, question: str, remove: Callable[[], None]) -> None:
        words = self._bench.words.tui.own
        items = [MenuItem("1", words.keep, "Esc", ""), MenuItem("2", words.remove, "", "remove")]

        def chosen(action: str | None) -> None:
            if action:
                self._bench.start(partial(self._remove, remove), "catalogue")

        self._bench.ask(Menu(question, items), chosen)

    async def _remove(self, remove: Callable[[], None]) -> None:
        words = self._bench.words
        try:
            await asyncio.to_thread(remove)
        except WedaError as error:
            self._bench.notice(explain(error, words).what)
        else:
            self._bench.notice(words.tui.own.removed)
        self.update()


def _prepare(catalogue: Catalogue) -> None:
    _ = catalogue.search_texts, catalogue.templates
