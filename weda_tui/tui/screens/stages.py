"""The three stages side by side, over each other or one at a time: nothing is rebuilt."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.dom import DOMNode
from textual.getters import query_one
from textual.message import Message

from weda_tui.tui.panes.endpoint_tree import EndpointTree
from weda_tui.tui.panes.history_pane import HistoryPane
from weda_tui.tui.panes.request_editor import RequestEditor
from weda_tui.tui.panes.response_pane import ResponsePane
from weda_tui.tui.panes.saved_pane import SavedPane
from weda_tui.tui.screens.columns import Columns
from weda_tui.tui.widgets.stage import Stage

STAGES = ("what", "with", "result")


class Stages(Horizontal):
    """Arranges WHAT, WITH and RESULT by the screen's size, the stage in hand and the zoom."""

    @dataclass
    class Moved(Message):
        """A rule was moved: the widths of the columns to keep."""

        widths: dict[str, list[int]]

    _left = query_one("#left", Container)

    def __init__(
        self,
        endpoints: EndpointTree,
        editor: RequestEditor,
        response: ResponsePane,
        history: HistoryPane,
        saved: SavedPane,
        widths: Mapping[str, list[int]],
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id, classes="-at-with")
        self.endpoints, self.editor, self.response = endpoints, editor, response
        self.history, self.saved = history, saved
        self.what_tab = "endpoints"
        """What WHAT shows: what can be called, what is saved, what was sent."""
        self._columns = Columns(widths)
        self._dragged: str | None = None
        self.stage = "with"
        """The stage in hand."""
        editor.is_focused = True

    def compose(self) -> ComposeResult:
        """Place the frames; the insides come once these are painted."""
        yield Container(self.endpoints, self.saved, self.history, self.editor, id="left")
        yield self.response

    def on_mount(self) -> None:
        """Take the widths of the first picture."""
        self.rearrange()

    def pane(self, stage: str) -> Stage:
        """Return the pane of a stage."""
        tabs: dict[str, Stage] = {"history": self.history, "saved": self.saved}
        panes: dict[str, Stage] = {
            "what": tabs.get(self.what_tab, self.endpoints),
            "with": self.editor,
            "result": self.response,
        }
        return panes[stage]

    def light(self, stage: str) -> None:
        """Take a stage in hand: it is lit, and in narrow arrangements it is the one shown."""
        if stage == self.stage:
            return
        self.stage = stage
        self.update_classes({f"-at-{name}": name == stage for name in STAGES})
        self.light_panes()
        self.rearrange()

    def light_panes(self) -> None:
        """Light the pane in hand."""
        for name in STAGES:
            self.pane(name).is_focused = name == self.stage

    def show_tab(self, tab: str) -> None:
        """Let WHAT show another tab."""
        self.pane("what").is_focused = False
        self.what_tab = tab
        self.update_classes({"-history": tab == "history", "-saved": tab == "saved"})
        self.light_panes()
        self.rearrange()

    @property
    def is_zoomed(self) -> bool:
        """Whether the stage in hand has the screen for itself."""
        return self.has_class("-zoom")

    def zoom(self, is_zoomed: bool) -> None:
        """Give the stage in hand the whole screen, or share it again."""
        if is_zoomed != self.is_zoomed:
            self.set_class(is_zoomed, "-zoom")
            self.rearrange()

    def stage_of(self, widget: DOMNode) -> str:
        """Return the stage that a widget belongs to, empty for none."""
        return next((name for name in STAGES if self.pane(name) in widget.ancestors), "")

    # -- widths ------------------------------------------------------------------------------

    @property
    def arrangement(self) -> str:
        """The arrangement that the width allows: wide, medium or narrow."""
        width = self.app.size.width
        return "wide" if width >= 140 else "medium" if width >= 100 else "narrow"

    def rearrange(self) -> None:
        """Let widths, and what is folded, follow size, stage and zoom."""
        arrangement = self.arrangement
        columns = {} if self.is_zoomed else self._columns.of(arrangement, self.app.size.width)
        self._left.styles.width = sum(columns.values()) or "1fr"
        self.endpoints.styles.width = columns.get("what", "1fr")
        self.history.styles.width = columns.get("what", "1fr")
        self.saved.styles.width = columns.get("what", "1fr")
        self.editor.styles.width = columns.get("with", "1fr")
        self.endpoints.fold(arrangement == "medium" and self.stage != "what" and not self.is_zoomed)
        is_folded = arrangement == "medium" and self.stage == "what"
        is_titleless = arrangement != "wide" and not self.is_zoomed
        self.editor.update_classes({"-folded": is_folded, "-titleless": is_titleless})
        self.response.is_zoomed = self.is_zoomed

    def move_rule(self, stage: str, by: int) -> None:
        """Move the rule left of a stage by cells, and keep it there."""
        self._pull_rule(stage, by)
        self.post_message(self.Moved(self._columns.kept()))

    def _pull_rule(self, stage: str, by: int) -> None:
        arrangement = self.arrangement
        column = {"with": "what", "result": "with" if arrangement == "wide" else "left"}.get(stage)
        if column is not None:
            self._columns.move(arrangement, column, by, self.app.size.width)
            self.rearrange()

    def _rule_at(self, x: int) -> str | None:
        return next((name for name in ("with", "result") if self.pane(name).region.x == x), None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a rule."""
        if self._rule_at(event.screen_x) is not None:
            self._dragged = self._rule_at(event.screen_x)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the rule."""
        if self._dragged is not None:
            self._pull_rule(self._dragged, event.screen_x - self.pane(self._dragged).region.x)

    def on_mouse_up(self) -> None:
        """Let go of the rule."""
        if self._dragged is not None:
            self._dragged = None
            self.release_mouse()
            self.post_message(self.Moved(self._columns.kept()))

    def on_click(self, event: events.Click) -> None:
        """A double click on a rule puts it back."""
        if event.chain == 2 and self._rule_at(event.screen_x) is not None:
            self._columns.reset(self.arrangement)
            self.rearrange()
            self.post_message(self.Moved(self._columns.kept()))
