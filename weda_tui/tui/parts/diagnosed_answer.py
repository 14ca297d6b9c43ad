"""The doctor beside an answer: what he says has the rows that verdict and body leave him."""

from typing import TYPE_CHECKING

from textual import on
from textual.getters import query_one

from weda_tui.core.exchange import Answered, Failed
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.commands import ALL_CAUSES
from weda_tui.tui.drawings.body import deciding_lines
from weda_tui.tui.parts.answer_in_hand import AnswerInHand
from weda_tui.tui.parts.doctor_block import DoctorBlock
from weda_tui.tui.widgets.line_rows import FoldedRows
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.tabs import Tabs

if TYPE_CHECKING:  # he comes with the first failure
    from weda_tui.core.doctor import Step
    from weda_tui.tui.drawings.doctor import DoctorRow, Told

ROOM_FOR_SINCE = 30
"""Rows of the stage from which what changed since the last success is said."""
LEAST_PART = 3
"""Lines of an answer that broke off that are kept in view."""
MOST_DECIDING = 6
"""Lines of a body that are kept in view for what decided a failure."""


class DiagnosedAnswer(AnswerInHand):
    """Lays doctor, body and what changed out; a step in hand is taken from here."""

    _reader = query_one("#reader", BodyReader)
    _doctor = query_one("#doctor", DoctorBlock)
    _facts = query_one("#facts", FoldedRows)
    _tabs = query_one("#result-tabs", Tabs)

    _failed_line = -1
    _shows_since = False
    _has_all_causes = False
    """Whether the doctor has the room of the body too."""

    @property
    def step_in_hand(self) -> "Step | None":
        """The doctor's step under the cursor."""
        if self.diagnosis is None or not self._has_doctor or self._doctor.step < 0:
            return None
        return self.diagnosis.steps[self._doctor.step]

    @on(DoctorBlock.Chosen, "#doctor")
    def _on_step_chosen(self, event: DoctorBlock.Chosen) -> None:
        event.stop()
        if (step := self._doctor.step_at(event.index)) >= 0:
            self.action_pick_step(step + 1)

    @on(DoctorBlock.Moved, "#doctor")
    def _on_step_moved(self, event: DoctorBlock.Moved) -> None:
        event.stop()
        self.post_message(self.KeysChanged())

    def action_take_step(self) -> None:
        """Take the step in hand."""
        if self.step_in_hand is not None:
            self.action_pick_step(self._doctor.step + 1)

    def action_pick_step(self, number: int = 0) -> None:
        """Take a step of the doctor, from 1; 0 goes to them. Without him 1 is the success rule."""
        if self.diagnosis is not None and self._has_doctor:
            if not number:
                self.land_in(self._doctor)
            if 0 < number <= len(self.diagnosis.steps):
                step = self.diagnosis.steps[number - 1]
                self.post_message(self.StepTaken(self.diagnosis, step))
        elif number == 1:
            self.action_success_rule()

    def action_all_causes(self) -> None:
        """Show all causes in place of the body, or both again."""
        if self.can_run(ALL_CAUSES):
            self._has_all_causes = not self._has_all_causes
            self._redraw()

    def focus_next(self) -> None:
        """Land on the steps, or say that there are none."""
        if self._doctor.display:
            self.land_in(self._doctor)
        else:
            self.focus_stage()

    # -- room --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Give the doctor the rows that the verdict and what decided it in the body leave."""
        had_focus = self._doctor.has_focus
        diagnosis, state = self.diagnosis, self._settled
        self._reader.styles.height = "1fr"
        self._reader.query_one("#body-crumb").set_class(self._has_doctor, "-beside-doctor")
        self._doctor.display = self._has_doctor
        if diagnosis is None or not self._has_doctor or not isinstance(state, Answered | Failed):
            self._reader.view.show_decided(range(0), -1)
            if had_focus:
                self.land_in(self._open_rows())
            self.query_one("#since", Lines).redraw()
            return
        from weda_tui.tui.drawings.doctor import Told, fewest_rows

        told = Told(diagnosis, state, self.strings, self.waiting)
        decided = self._decided(state)
        room = self._room(decided)
        since = len(self._since_rows(self.size.width))
        if since and room - since < fewest_rows(told, self.size.width):
            since = 0
        self._shows_since = bool(since)
        rows = self._doctor_rows(told, room - since)
        self._doctor.show(diagnosis, rows, room - since, is_whole=self._has_all_causes)
        left = max(0, room - since - len(rows))
        self._reader.view.show_decided(decided, self._failed_line)
        if since and self._reader.display:
            rows_shown = min(self._reader.view.row_count, left + self._least_body(decided))
            self._reader.styles.height = rows_shown + self._reader.rows_around(self.size.width)
        self.query_one("#since", Lines).redraw()

    def _doctor_rows(self, told: "Told", room: int) -> "list[DoctorRow]":
        from weda_tui.tui.drawings.doctor import doctor_rows, whole_rows

        if self._has_all_causes:
            for widget in (self._reader, self._facts, self._tabs):
                widget.display = False
            return whole_rows(told, self.size.width)
        return doctor_rows(told, self.size.width, room)

    def _decided(self, state: Answered | Failed) -> range:
        """Return the lines of the body that decided the failure, from the first to the last."""
        if not isinstance(state, Answered):
            return range(0)
        lines = deciding_lines(self._reader.document, state.exchange.verdict)
        self._failed_line = lines.get("code", -1)
        return range(min(lines.values()), max(lines.values()) + 1) if lines else range(0)

    def _least_body(self, decided: range) -> int:
        """Return the lines of the body that are always in view."""
        return min(len(decided), MOST_DECIDING) or min(self._reader.view.row_count, 1)

    def _room(self, decided: range) -> int:
        """Return the rows that the doctor and what changed may fill."""
        has_heading = self._has_heading()
        blank = 1 if self.screen.has_class("-tall") else 0
        taken = (1 + blank if has_heading else 0) + blank
        taken += len(self._draw_verdict(self.size.width))
        if self._has_all_causes:
            return self.size.height - taken
        if isinstance(self._settled, Answered):
            around = self._reader.rows_around(self.size.width)
            taken += 1 + blank + self._least_body(decided) + around
        elif self._has_part:
            taken += LEAST_PART + self._reader.rows_around(self.size.width)
        return self.size.height - taken - len(self._draw_remark(self.size.width))

    def _draw_since(self, width: int) -> list[Line]:
        """Say what changed since it last worked, where all that is needed more has room."""
        is_shown = self._shows_since or not self._has_doctor
        return self._since_rows(width) if is_shown and not self._has_all_causes else []

    def _since_rows(self, width: int) -> list[Line]:
        if self.since is None or self.preview is not None or self.size.height < ROOM_FOR_SINCE:
            return []
        from weda_tui.tui.drawings.history import since_lines

        return [Line(), *since_lines(self.since, self._clock.wall(), self.strings, width)]

    def _has_heading(self) -> bool:
        return bool(self.query_one("#result-heading").display)

    def _open_rows(self) -> Rows:
        return self._facts if self._facts.display else self._reader.active_rows

    def _draw_verdict(self, width: int) -> list[Line]:
        raise NotImplementedError

    def _draw_remark(self, width: int) -> list[Line]:
        raise NotImplementedError

    def _redraw(self) -> None:
        raise NotImplementedError
