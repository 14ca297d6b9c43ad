"""The three stages side by side, stacked, or one at a time; no widget is rebuilt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.dom import DOMNode
from textual.getters import query_one

from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.catalogue.endpoint_tree import EndpointTree
from weda_tui.tui.requests.editor_pane import RequestEditor
from weda_tui.tui.screens.column_widths import Columns
from weda_tui.tui.screens.summary_strip import SummaryStrip
from weda_tui.tui.widgets.messages import Intent
from weda_tui.tui.widgets.pane import LEAST_HEIGHT, MEDIUM, Pane

if TYPE_CHECKING:  # loaded when it is first shown
    from weda_tui.tui.collections.pane import SavedPane
    from weda_tui.tui.history.pane import HistoryPane

STAGES = ("what", "with", "result")


class Stages(Horizontal):
    """Arranges WHAT, WITH and RESULT by the size of the screen, the selected stage and the zoom."""

    @dataclass
    class Moved(Intent):
        """The user moved a rule; carries the column widths to store."""

        widths: dict[str, list[int]]

    _left = query_one("#left", Container)

    def __init__(
        self,
        endpoints: EndpointTree,
        editor: RequestEditor,
        response: ResponsePane,
        widths: Mapping[str, list[int]],
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id, classes="-at-with")
        self.endpoints, self.editor, self.response = endpoints, editor, response
        self.history: HistoryPane | None = None
        self.saved: SavedPane | None = None
        self.what_tab = "endpoints"
        """The tab that WHAT shows: endpoints, saved requests or history."""
        self._columns = Columns(widths)
        self._dragged: str | None = None
        self.stage = "with"
        """The selected stage."""
        editor.is_focused = True

    def compose(self) -> ComposeResult:
        """Place the three stages."""
        yield Container(self.endpoints, self.editor, id="left")
        yield self.response

    def on_mount(self) -> None:
        """Set the widths for the first picture."""
        self.rearrange()

    async def add_history(self, history: "HistoryPane") -> None:
        """Mount the history tab of WHAT, which is shown for the first time."""
        self.history = history
        await self._add_tab(history)

    async def add_saved(self, saved: "SavedPane") -> None:
        """Mount the tab of saved requests of WHAT, which is shown for the first time."""
        self.saved = saved
        await self._add_tab(saved)

    async def _add_tab(self, pane: Pane) -> None:
        await self._left.mount(pane, before=self.editor)
        self.rearrange()

    def refresh_history(self) -> None:
        """List the history again, if its tab is mounted."""
        if self.history is not None:
            self.history.refresh_entries()

    def refresh_saved(self, path: str = "") -> None:
        """List the saved requests again, if shown; with a path, move the cursor to this path."""
        if self.saved is not None:
            self.saved.refresh_saved(path)

    def refresh_results(self) -> None:
        """Show the last results of the saved requests again, if their tab is mounted."""
        if self.saved is not None and self.saved.is_ready:
            self.saved.refresh_results()

    def pane(self, stage: str) -> Pane:
        """Return the pane of a stage."""
        match stage:
            case "what":
                return self.pane_of_tab(self.what_tab) or self.endpoints
            case "with":
                return self.editor
            case _:
                return self.response

    def pane_of_tab(self, tab: str) -> "EndpointTree | HistoryPane | SavedPane | None":
        """Return the pane of a tab of WHAT; ``None`` before it is mounted."""
        match tab:
            case "history":
                return self.history
            case "saved":
                return self.saved
            case _:
                return self.endpoints

    def focus_listed(self) -> None:
        """Focus the list of the tab that WHAT shows."""
        if (pane := self.pane_of_tab(self.what_tab)) is not None:
            pane.focus_inside(pane.listed)

    @property
    def _panes(self) -> dict[str, Pane]:
        """The pane of each stage."""
        return {name: self.pane(name) for name in STAGES}

    def light(self, stage: str) -> None:
        """Select a stage: highlight it, and in narrow arrangements show only this stage."""
        if stage == self.stage:
            return
        self.stage = stage
        self.update_classes({f"-at-{name}": name == stage for name in STAGES})
        self.light_panes()
        self.rearrange()

    def light_panes(self) -> None:
        """Highlight the selected pane."""
        for name, pane in self._panes.items():
            pane.is_focused = name == self.stage

    def show_tab(self, tab: str) -> None:
        """Show another tab in WHAT."""
        self.pane("what").is_focused = False
        self.what_tab = tab
        self.update_classes({"-history": tab == "history", "-saved": tab == "saved"})
        self.light_panes()
        self.rearrange()

    def update_node_styles(self, animate: bool = True) -> None:
        """Apply the CSS again to the frames only.

        Except for ``#resolved`` in the editor, no rule for the selected stage reaches into a pane.
        """
        panes = filter(None, (self.endpoints, self.history, self.saved, self.editor))
        frames = [self, *self.children, *panes, *self.editor.query("#resolved")]
        self.app.stylesheet.update_nodes(frames, animate=animate)

    @property
    def is_zoomed(self) -> bool:
        """Whether the selected stage fills the screen."""
        return self.has_class("-zoom")

    def zoom(self, is_zoomed: bool) -> None:
        """Show only the selected stage, or all stages again."""
        if is_zoomed != self.is_zoomed:
            self.set_class(is_zoomed, "-zoom")
            self.rearrange()

    def stage_of(self, widget: DOMNode) -> str:
        """Return the stage that a widget belongs to; empty for none."""
        return next((name for name, pane in self._panes.items() if pane in widget.ancestors), "")

    # -- widths ------------------------------------------------------------------------------

    @property
    def arrangement(self) -> str:
        """The arrangement for the width of the screen: wide, medium or narrow."""
        width = self.app.size.width
        return "wide" if width >= 140 else "medium" if width >= MEDIUM else "narrow"

    def rearrange(self) -> None:
        """Set widths and folded panes for the current size, stage and zoom."""
        arrangement = self.arrangement
        columns = {} if self.is_zoomed else self._columns.of(arrangement, self.app.size.width)
        self._left.styles.width = sum(columns.values()) or "1fr"
        for pane in filter(None, (self.endpoints, self.history, self.saved)):
            pane.styles.width = columns.get("what", "1fr")
        self.editor.styles.width = columns.get("with", "1fr")
        self.endpoints.fold(arrangement == "medium" and self.stage != "what" and not self.is_zoomed)
        is_folded = arrangement == "medium" and self.stage == "what"
        has_screen = self.is_zoomed or self.app.size.height < LEAST_HEIGHT
        for strip in self.screen.query(SummaryStrip):
            strip.is_brief = has_screen and self.stage == "result"
        is_titleless = arrangement != "wide" and not self.is_zoomed
        self.editor.update_classes({"-folded": is_folded, "-titleless": is_titleless})
        self.response.is_zoomed = self.is_zoomed

    def move_rule(self, stage: str, by: int) -> None:
        """Move the rule at the left of a stage by a number of cells, and store the widths."""
        self._pull_rule(stage, by)
        self.post_message(self.Moved(self._columns.kept()))

    def _pull_rule(self, stage: str, by: int) -> None:
        arrangement = self.arrangement
        column = {"with": "what", "result": "with" if arrangement == "wide" else "left"}.get(stage)
        if column is not None:
            self._columns.move(arrangement, column, by, self.app.size.width)
            self.rearrange()

    def _rule_at(self, x: int) -> str | None:
        panes = self._panes.items()
        return next((name for name, pane in panes if name != "what" and pane.region.x == x), None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Start to drag a rule."""
        if self._rule_at(event.screen_x) is not None:
            self._dragged = self._rule_at(event.screen_x)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the rule."""
        if self._dragged is not None:
            self._pull_rule(self._dragged, event.screen_x - self.pane(self._dragged).region.x)

    def on_mouse_up(self) -> None:
        """End the drag, and store the widths."""
        if self._dragged is not None:
            self._dragged = None
            self.release_mouse()
            self.post_message(self.Moved(self._columns.kept()))

    def on_click(self, event: events.Click) -> None:
        """Reset the columns after a double click on a rule."""
        if event.chain == 2 and self._rule_at(event.screen_x) is not None:
            self._columns.reset(self.arrangement)
            self.rearrange()
            self.post_message(self.Moved(self._columns.kept()))
