"""Navigation between the panes of the main screen: the selected one, its width, one step back."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from textual.widget import Widget

from weda_tui.core.sending.exchange import Sending
from weda_tui.tui.commands.table import RESULT, STEP_BACK, WHAT, WITH_WHAT, ZOOM, Handler, Handlers
from weda_tui.tui.layout.command_menus import place_of
from weda_tui.tui.widgets.type_ahead import takes_text
from weda_tui.tui.workbench.state import AnswerView

if TYPE_CHECKING:  # the stages come after the first picture
    from weda_tui.tui.screens.pane_layout import Stages
    from weda_tui.tui.widgets.pane import Pane


class PaneNavigator:
    """Selects one of the three stages, and passes its name on to ``publish``."""

    def __init__(self, publish: Callable[[str], None]) -> None:
        self.stage = "with"
        """The selected stage: what, with or result."""
        self._publish = publish
        self._stages: Stages | None = None

    def attach(self, stages: "Stages") -> None:
        """Navigate between stages that are mounted now."""
        self._stages = stages

    @property
    def stages(self) -> "Stages":
        """The three stages. Raises ``LookupError`` before they are there."""
        if self._stages is None:
            raise LookupError
        return self._stages

    def pane(self) -> "Pane":
        """Return the pane of the selected stage. Raises ``LookupError`` before there is one."""
        return self.stages.pane(self.stage)

    def place(self, focused: Widget | None) -> str:
        """Return the key of ``PLACES``: a tab of WHAT, the form of WITH or a field of its row."""
        if self.stage == "what" and self.stages.what_tab != "endpoints":
            return self.stages.what_tab
        if self.stage != "with" or not self.stages.editor.acting_parts():
            return place_of(focused, self.stage)
        places = {"form-field": "form-field", "with-tabs": "with"}
        return places.get((focused and focused.id) or "", "form")

    def go_to(self, stage: str) -> None:
        """Select a stage, and give its pane the focus."""
        self._select(stage)
        self.pane().focus_stage()

    def select_focused(self, focused: Widget) -> None:
        """Select the stage that has the focus."""
        if stage := self.stages.stage_of(focused):
            self._select(stage)

    def _select(self, stage: str) -> None:
        self.stage = stage
        self._publish(stage)

    def move_focus(self, by: int) -> None:
        """Move the focus within the stage; Tab takes a name that is offered."""
        pane = self.pane()
        if by > 0 and pane.is_ready and pane.accept_completion():
            return
        chain = [each for each in pane.screen.focus_chain if pane in each.ancestors_with_self]
        if chain:
            focused = pane.screen.focused
            at = chain.index(focused) if focused in chain else -1
            chain[(at + by) % len(chain)].focus()

    def widen(self, by: int) -> None:
        """Move the rule left of the selected stage."""
        self.stages.move_rule(self.stage, by)


class RunningWork(Protocol):
    """What a step back ends first."""

    def stop_waiting(self) -> bool:
        """End the wait of a step of the doctor; return whether there was one."""
        ...

    def cancel_send(self) -> object:
        """Cancel the running send."""


class PaneCommands:
    """Does the commands that go to a stage, make it wide, or take one step back."""

    def __init__(
        self,
        panes: PaneNavigator,
        answer: AnswerView,
        running: RunningWork,
        whole_screens: Mapping[str, Callable[[], None]],
    ) -> None:
        """``whole_screens`` open a screen of its own for tabs of WHAT, in place of the zoom."""
        self._panes, self._answer, self._running = panes, answer, running
        self._whole_screens = whole_screens

    def handlers(self) -> Handlers:
        """Return what is done for which commands."""
        return {
            WHAT: Handler(lambda: self.go_or_zoom("what")),
            WITH_WHAT: Handler(lambda: self.go_or_zoom("with")),
            RESULT: Handler(lambda: self.go_or_zoom("result")),
            ZOOM: Handler(self.zoom),
            STEP_BACK: Handler(self.step_back),
        }

    def go_or_zoom(self, stage: str) -> None:
        """Go to a stage; again: wide; again: back."""
        stages = self._panes.stages
        if stage == self._panes.stage and stages.pane(stage).has_focus_within:
            self.zoom()
        else:
            stages.zoom(False)
            self._panes.go_to(stage)

    def zoom(self) -> None:
        """Make the selected stage wide, or end that; a tab may have a screen of its own."""
        stages = self._panes.stages
        tab = stages.what_tab if self._panes.stage == "what" else ""
        open_screen = self._whole_screens.get(tab)
        if open_screen is not None:
            open_screen()
        else:
            stages.zoom(not stages.is_zoomed)

    def step_back(self) -> None:
        """Cancel the send, leave a field or search, end the zoom, go to RESULT: one step."""
        pane = self._panes.pane()
        if self._running.stop_waiting():
            return
        if isinstance(self._answer.current.state, Sending):
            self._running.cancel_send()
        elif takes_text(focused := pane.screen.focused) or self._panes.place(focused) == "form":
            pane.leave_field()
        elif pane.step_back():
            return
        elif self._answer.current.preview is not None:
            self._answer.show_preview(None)
        elif self._panes.stages.is_zoomed:
            self.zoom()
        elif self._panes.stage != "result":
            self._panes.go_to("result")
