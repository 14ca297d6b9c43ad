"""The screen of a first run: form of the first environment, endpoints, other ways to start."""

import asyncio

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Input

from weda_tui.core.catalogue.modules import GUIDE_EXAMPLE
from weda_tui.core.errors import WedaError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.tui.catalogue.endpoint_tree import EndpointTree
from weda_tui.tui.environments.check_view import draw_afterwards
from weda_tui.tui.environments.columns import FormColumn
from weda_tui.tui.environments.form_screen import EnvironmentScreen
from weda_tui.tui.environments.form_view import ways_without
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.widgets.drawing.paint import Line


class FirstRun(EnvironmentScreen):
    """The screen while there is no environment; remembers an endpoint chosen in the tree."""

    BINDINGS = [
        Binding("f2", "where", show=False, priority=True),
        Binding("f3", "what", show=False, priority=True),
        Binding("f7", "ways", show=False, priority=True),
        Binding("space,ideographic_space", "ways", show=False),
        Binding("ctrl+o", "browse(True)", show=False, priority=True),
        Binding("tab", "next_field(1)", show=False),
        Binding("shift+tab", "next_field(-1)", show=False),
    ]

    is_first = True
    wants_import = False
    """Whether the user closed the screen in order to import something."""

    _tree_column = query_one("#tree-column", Vertical)

    def compose_left(self) -> ComposeResult:
        """Reserve the column of the tree."""
        yield Vertical(id="tree-column")

    def on_resize(self, event: events.Resize) -> None:
        """Fill the column of the tree if it is displayed, once the form is painted."""
        self.call_after_refresh(self._fill_tree_column)

    async def _fill_tree_column(self) -> None:
        if self._tree_column.display and not self._tree_column.children:
            tree = EndpointTree(self._session.modules.catalogue, id="tree-pane")
            tree.set_reactive(EndpointTree.has_environment, False)
            await self._tree_column.mount(tree.data_bind(EnvironmentScreen.strings))
            await tree.fill()
        self.show_keys()

    # -- stages ------------------------------------------------------------------------------

    @property
    def endpoints(self) -> EndpointTree | None:
        """The tree, if it is visible."""
        if not self._tree_column.display:
            return None
        return next((tree for tree in self._tree_column.query(EndpointTree) if tree.is_ready), None)

    @property
    def _is_in_tree(self) -> bool:
        return self.endpoints is not None and self.endpoints.has_focus_within

    def action_what(self) -> None:
        """Focus the tree."""
        if self.endpoints is not None:
            self.endpoints.focus_stage()

    def action_where(self) -> None:
        """Focus the form, at the field that had the focus last."""
        self.form.focus_again()

    def action_next_field(self, by: int) -> None:
        """Move the focus within the selected stage."""
        stage = "#tree-pane *" if self._is_in_tree else "#form *"
        (self.focus_next if by > 0 else self.focus_previous)(stage)

    def on_descendant_focus(self) -> None:
        """Highlight the stage that has the focus."""
        self.set_class(self._is_in_tree, "-at-what")
        if self.endpoints is not None:
            self.endpoints.is_focused = self._is_in_tree
        self.query_one(FormColumn).redraw_heading()

    @on(EndpointTree.Chosen)
    def _on_endpoint_chosen(self, event: EndpointTree.Chosen) -> None:
        if self.editor.may_leave(self.strings.tui.form.discard_for_endpoint):
            self._session.settings.remember_open(endpoint=event.endpoint.id)
            self.dismiss(None)

    def action_leave(self) -> None:
        """Go back one step in the tree, at last to the form; in the form, leave the screen."""
        if self.endpoints is None or not self._is_in_tree:
            super().action_leave()
        elif isinstance(self.focused, Input):
            self.endpoints.leave_field()
        else:
            self.action_where()

    # -- without a deployment ----------------------------------------------------------------

    def action_ways(self) -> None:
        """Open the menu of ways without a deployment."""
        words = self.strings.tui.form
        items = [MenuItem(*way) for way in ways_without(self.strings)]
        self.app.push_screen(Menu(words.no_deployment, items), self._go)

    async def _go(self, way: str | None) -> None:
        if way:
            await self.app.run_action(way, default_namespace=self)

    def action_browse(self, wants_import: bool = False) -> None:
        """Close the screen to browse the endpoints without an environment, or to import."""
        self.wants_import = wants_import
        self.dismiss(None)

    @work(group="sandbox", exclusive=True)
    async def action_sandbox(self) -> None:
        """Create an environment for the sandbox, and leave the screen with it."""
        try:
            start = self._session.environments.use_sandbox
            environment = await asyncio.to_thread(start, self.strings.tui.form.sandbox_name)
        except WedaError as error:
            self.notice(explain(error, self.strings).what)
            return
        self.leave(environment.name)

    # -- words -------------------------------------------------------------------------------

    def keys(self) -> list[tuple[str, str, str]]:
        """Return the keys, including those of the ways without a deployment and of the tree."""
        words = self.strings.tui
        tree = [("F3", words.stage.what, "what")] if self.endpoints is not None else []
        field, check, *rest = super().keys()
        return [field, check, ("F7", words.form.no_deployment, "ways"), *tree, *rest]

    def draw_below_checks(self, width: int) -> list[Line]:
        """Draw what follows after a check, if there is room and no check has been run."""
        if self.app.size.width < 100 or self.run.state.plan or not self.form.is_ready:
            return []
        example = self._session.modules.catalogue.get(GUIDE_EXAMPLE)
        return draw_afterwards(example, self.strings, width)
