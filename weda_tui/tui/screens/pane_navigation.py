"""Navigation between the panes of the main screen: selection, width, and one step back."""

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
        """Navigate between these stages, which are mounted now."""
        self._stages = stages

    @property
    def stages(self) -> "Stages":
        """The three stages. Raises ``LookupError`` before they are mounted."""
        if self._stages is None:
            raise LookupError
        return self._stages

    def pane(self) -> "Pane":
        """Return the pane of the selected stage. Raises ``LookupError`` before it is mounted."""
        return self.stages.pane(self.stage)

    def place(self, focused: Widget | None) -> str:
        """Return the key of ``PLACES`` for the focus, such as a tab of WHAT or the form of WITH."""
        if self.stage == "what" and self.stages.what_tab != "endpoints":
            return self.stages.what_tab
        if self.stage != "with" or not self.stages.editor.acting_parts():
            return place_of(focused, self.stage)
        places = {"form-field": "form-field", "with-tabs": "with"}
        return places.get((focused and focused.id) or "", "form")

    def go_to(self, stage: str) -> None:
        """Select a stage, and focus its pane."""
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
        """Move the focus within the stage; Tab first accepts an offered name."""
        pane = self.pane()
        if by > 0 and pane.is_ready and pane.accept_completion():
            return
        chain = [each for each in pane.screen.focus_chain if pane in each.ancestors_with_self]
        if chain:
            focused = pane.screen.focused
            at = chain.index(focused) if focused in chain else -1
            chain[(at + by) % len(chain)].focus()

    def widen(self, by: int) -> None:
        """Move the rule at the left of the selected stage."""
        self.stages.move_rule(self.stage, by)


class RunningWork(Protocol):
    """Work that a step back cancels before anything else."""

    def stop_waiting(self) -> bool:
        """End the wait of a step of the doctor; return whether a step was waiting."""
        ...

    def cancel_send(self) -> object:
        """Cancel the running send."""


class PaneCommands:
    """The commands that go to a stage, zoom it, or go one step back."""

    def __init__(
        self,
        panes: PaneNavigator,
        answer: AnswerView,
        running: RunningWork,
        whole_screens: Mapping[str, Callable[[], None]],
    ) -> None:
        """``whole_screens`` opens, for some tabs of WHAT, a whole screen in place of the zoom."""
        self._panes, self._answer, self._running = panes, answer, running
        self._whole_screens = whole_screens

    def handlers(self) -> Handlers:
        """Return the handlers of these commands."""
        return {
            WHAT: Handler(lambda: self.go_or_zoom("what")),
            WITH_WHAT: Handler(lambda: self.go_or_zoom("with")),
            RESULT: Handler(lambda: self.go_or_zoom("result")),
            ZOOM: Handler(self.zoom),
            STEP_BACK: Handler(self.step_back),
        }

    def go_or_zoom(self, stage: str) -> None:
        """Go to a stage; if it has the focus already, toggle its zoom."""
        stages = self._panes.stages
        if stage == self._panes.stage and stages.pane(stage).has_focus_within:
            self.zoom()
        else:
            stages.zoom(False)
            self._panes.go_to(stage)

    def zoom(self) -> None:
        """Toggle the zoom of the selected stage, or open the whole screen of its tab."""
        stages = self._panes.stages
        tab = stages.what_tab if self._panes.stage == "what" else ""
        open_screen = self._whole_screens.get(tab)
        if open_screen is not None:
            open_screen()
        else:
            stages.zoom(not stages.is_zoomed)

    def step_back(self) -> None:
        """Go one step back: do the first of these that applies.

        Stop a waiting step of the doctor, cancel the send, leave a field or a part of the pane,
        close the dry run, end the zoom, go to RESULT.
        """
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
