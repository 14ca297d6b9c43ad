"""Going about the stages: which one is selected, how wide it is, one step back."""

from typing import TYPE_CHECKING

from textual import events
from textual.getters import query_one
from textual.reactive import var

from weda_tui.core.sending.exchange import Sending, SendState
from weda_tui.session import Session
from weda_tui.tui.doctor.controller import DoctorController
from weda_tui.tui.history.controller import HistoryController
from weda_tui.tui.layout.command_screen import CommandPage
from weda_tui.tui.screens.summary_strip import SentenceStrip
from weda_tui.tui.widgets.footer import Hint
from weda_tui.tui.widgets.type_ahead import Takes, takes_text
from weda_tui.tui.workbench.shown_answer import AnswerView

if TYPE_CHECKING:  # the stages come after the first picture
    from weda_tui.tui.screens.pane_layout import Stages
    from weda_tui.tui.widgets.pane import Stage


class StagesPage(CommandPage[None]):
    """A page of three stages of which one is selected."""

    send_state: var[SendState]
    answer: AnswerView
    doctor: DoctorController
    history: HistoryController

    _session: Session
    _stages: "Stages"

    takes: Takes = "nothing"
    """What there is somebody to answer to."""

    _strip = query_one("#strip", SentenceStrip)

    @property
    def focused_place(self) -> str:
        """The selected stage, the tab of WHAT, and the form of WITH, or the field of its row."""
        if self.stage == "what" and self._stages.what_tab != "endpoints":
            return self._stages.what_tab
        if self.stage != "with" or self._stages.editor.tab != "form":
            return super().focused_place
        is_typing = self.focused is not None and self.focused.id == "form-field"
        return "form-field" if is_typing else "form"

    def focused_pane(self) -> "Stage":
        """Return the pane of the selected stage."""
        return self._stages.pane(self.stage)

    def keys_here(self) -> list[Hint]:
        """Return the keys that work where the focus is; none before there is a stage."""
        if self.takes == "nothing":
            return []
        hints, words = super().keys_here(), self.strings.tui.keys
        is_sending = isinstance(self.send_state, Sending)
        if not is_sending and not self.doctor.is_waiting:
            return hints
        others = [hint for hint in hints if hint.key != "Esc"]
        does = words.cancel if is_sending else words.dont_send
        return [*others, Hint("Esc", does, "step_back")]

    def watch_send_state(self, state: SendState) -> None:
        """Esc cancels while a send is under way."""
        self.history.answer_changed(state)
        self.doctor.answer_changed(state)
        self._show_keys_of_waiting()

    def watch_waiting(self) -> None:
        """Esc ends the wait of a step."""
        self._show_keys_of_waiting()

    def _show_keys_of_waiting(self) -> None:
        if self.is_ready:
            self.show_keys()

    def action_zoom(self) -> None:
        """The selected stage wide, or back; of the history and the saved that is a screen."""
        match self.focused_place:
            case "history":
                self.open_whole_history()
                return
            case "saved":
                self.open_whole_saved()
                return
            case _:
                pass
        self._stages.zoom(not self._stages.is_zoomed)

    def cancel_send(self) -> object:
        """Cancel the running send."""
        raise NotImplementedError

    def open_whole_saved(self) -> None:
        """Show what is saved on a screen of its own."""
        raise NotImplementedError

    def open_whole_history(self) -> None:
        """Show the history on a screen of its own."""
        raise NotImplementedError

    def go_or_zoom(self, stage: str) -> None:
        """Go to a stage; again: wide; again: back."""
        if stage == self.stage and self._stages.pane(stage).has_focus_within:
            self.action_zoom()
        else:
            self._stages.zoom(False)
            self._go(stage)

    def go_to_stage(self, stage: str) -> None:
        """Select a stage."""
        self._go(stage)

    def _go(self, stage: str) -> None:
        self.stage = stage
        self._stages.pane(stage).focus_stage()

    def watch_stage(self, stage: str) -> None:
        """One stage is lit, and the footer shows its keys."""
        if self.is_ready:
            self._stages.light(stage)
            self.show_keys()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The selected stage is the one that has the focus; it may have moved on since."""
        self.stage = self._stages.stage_of(self.focused or event.widget) or self.stage
        self.show_keys()

    def action_next_field(self, by: int) -> None:
        """Move the focus within the stage; Tab takes a name that is offered."""
        pane = self.focused_pane()
        if by > 0 and pane.is_ready and pane.accept_completion():
            return
        chain = [w for w in self.focus_chain if pane in w.ancestors_with_self]
        if chain:
            at = chain.index(self.focused) if self.focused in chain else -1
            chain[(at + by) % len(chain)].focus()

    def action_step_back(self) -> None:
        """Cancel the send, leave a field or search, end the zoom, go to RESULT: one step."""
        pane = self.focused_pane()
        if self.doctor.stop_waiting():
            self.notice(self.strings.doctor.wait_stopped)
        elif isinstance(self.send_state, Sending):
            self.cancel_send()
        elif takes_text(self.focused):
            pane.leave_field()
        elif pane.step_back():
            return
        elif self.answer.current.preview is not None:
            self.answer.show_preview(None)
        elif self._stages.is_zoomed:
            self.action_zoom()
        elif self.stage != "result":
            self._go("result")

    def on_resize(self) -> None:
        """Nothing is rebuilt: the arrangement follows the size."""
        self._strip.is_too_small = self.size.width < 72 or self.size.height < 20
        if self.takes != "nothing":
            self._stages.rearrange()
        self.show_keys()

    def action_widen(self, by: int) -> None:
        """Move the rule left of the selected stage."""
        self._stages.move_rule(self.stage, by)

    def on_stages_moved(self, event: "Stages.Moved") -> None:
        """Keep the widths of the columns."""
        event.stop()
        self._session.remember(widths=event.widths)
