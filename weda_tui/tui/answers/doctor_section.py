"""The doctor of the RESULT pane, which explains a failure in the rows beside verdict and body."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from weda_tui.core.clock import Clock
from weda_tui.core.doctor.remedies import Remedy
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.i18n.phrases.diagnosis import act_words
from weda_tui.tui.answers.messages import RuleRequested, StepTaken
from weda_tui.tui.answers.section_host import AnswerHost
from weda_tui.tui.answers.verdict_block import VerdictBlock
from weda_tui.tui.bodies.header_view import deciding_lines
from weda_tui.tui.doctor.view import DoctorRow, DoctorView, doctor_rows, fewest_rows, whole_rows
from weda_tui.tui.history.view import since_lines
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.footer import Hint
from weda_tui.tui.widgets.messages import Noticed


class BlockHeights(NamedTuple):
    """The number of rows that each block of a failure needs."""

    verdict: int
    """The verdict, with the heading, the blank rows around it, and remarks."""
    body: int
    """The part of the body that must be visible, with its tabs and the rows around its lines."""
    doctor: int
    """The doctor's shortest form."""
    since: int
    """The changes since the last success; 0 if none are known."""


class RowShares(NamedTuple):
    """The number of rows that a block may use."""

    doctor: int
    since: int


def share_rows(height: int, blocks: BlockHeights) -> RowShares:
    """Return the rows for the doctor and for the changes since the last success.

    The changes are shown only if the doctor still has the rows that its shortest form needs.
    """
    room = height - blocks.verdict - blocks.body
    since = blocks.since if room - blocks.since >= blocks.doctor else 0
    return RowShares(room - since, since)


ROOM_FOR_SINCE = 30
"""Rows of the pane from which the changes since the last success are shown."""
LEAST_PART = 3
"""The number of lines of a truncated response that must be visible."""
MOST_DECIDING = 6
"""The maximum number of lines that must be visible because they decided a failure."""


class DoctorHost(AnswerHost, Protocol):
    """What ``DoctorSection`` needs from the pane."""

    def redraw(self) -> None:
        """Draw everything again."""


class DoctorSection:
    """Lays out doctor, body and changes since the last success; starts the doctor's steps."""

    def __init__(self, host: DoctorHost, verdict: VerdictBlock, clock: Clock) -> None:
        self._host, self._verdict, self._clock = host, verdict, clock
        self._shows_since = False
        self.has_all_causes = False
        """Whether the doctor uses the rows of the body too."""

    # -- steps -------------------------------------------------------------------------------

    @property
    def step(self) -> "Remedy | None":
        """The doctor's step under the cursor."""
        facts = self._host.facts
        if facts.diagnosis is None or not facts.has_doctor or self._host.widgets.doctor.step < 0:
            return None
        return facts.diagnosis.steps[self._host.widgets.doctor.step]

    def adapt_keys(self, hints: Sequence[Hint]) -> list[Hint]:
        """Return key hints with what Enter does on the focused step, and the steps' digits."""
        diagnosis, step = self._host.facts.diagnosis, self.step
        count = len(diagnosis.steps) if diagnosis is not None else 0
        if not count:
            return [*hints]
        return [
            Hint(hint.key, act_words(step, self._host.words).what, hint.action)
            if hint.action == "take_step" and step is not None
            else Hint(f"1-{count}" if count > 1 else "1", hint.word, "")
            if hint.action == "pick_step"
            else hint
            for hint in hints
        ]

    def start_chosen(self, index: int) -> None:
        """Start the step at a row."""
        if (step := self._host.widgets.doctor.step_at(index)) >= 0:
            self.start_step(step + 1)

    def start_current(self) -> None:
        """Start the step under the cursor."""
        if self.step is not None:
            self.start_step(self._host.widgets.doctor.step + 1)

    def start_step(self, number: int) -> None:
        """Start a step of the doctor, counted from 1; 0 focuses the steps.

        Without a doctor, 1 opens the success rule.
        """
        facts = self._host.facts
        if facts.diagnosis is not None and facts.has_doctor:
            if not number:
                self._host.widgets.focus(self._host.widgets.doctor)
            if 0 < number <= len(facts.diagnosis.steps):
                step = facts.diagnosis.steps[number - 1]
                self._host.post_message(StepTaken(facts.diagnosis, step))
        elif number == 1:
            self.write_rule()

    def write_rule(self) -> None:
        """Edit the success rule of a response with an unknown verdict or a verdict by a rule."""
        facts = self._host.facts
        if facts.has_answer and facts.is_2xx and facts.is_open_to_a_rule:
            self.edit_rule()

    def edit_rule(self) -> None:
        """Edit the success rule of the response's endpoint."""
        facts = self._host.facts
        if facts.exchange is not None and facts.is_2xx:
            self._host.post_message(RuleRequested(facts.exchange))
        else:
            self._host.post_message(Noticed(self._host.words.rules.no_answer))

    def toggle_causes(self) -> None:
        """Show all causes in place of the body, or the body again."""
        if self._host.facts.has_causes:
            self.has_all_causes = not self.has_all_causes
            self._host.redraw()

    # -- room --------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Give the doctor the rows that the verdict and the body's deciding lines do not need."""
        widgets, facts = self._host.widgets, self._host.facts
        doctor, reader = widgets.doctor, widgets.reader
        had_focus, diagnosis, state = doctor.has_focus, facts.diagnosis, facts.settled
        reader.styles.height = "1fr"
        reader.query_one("#body-crumb").set_class(facts.has_doctor, "-beside-doctor")
        doctor.display = facts.has_doctor
        if diagnosis is None or not facts.has_doctor or not isinstance(state, Answered | Failed):
            reader.view.show_decided(range(0), -1)
            if had_focus:
                widgets.focus(widgets.open_rows)
            widgets.since.redraw()
            return

        told = DoctorView(diagnosis, state, self._host.words, facts.waiting)
        decided, code_line = self._deciding_lines(state)
        width, height = self._host.size
        since = len(self._since_rows(width))
        blocks = self._blocks(decided, fewest_rows(told, width) if since else 0, since)
        shares = share_rows(height, blocks)
        self._shows_since = bool(shares.since)
        rows = self._doctor_rows(told, shares.doctor)
        doctor.show(diagnosis, rows, shares.doctor, is_whole=self.has_all_causes)
        reader.view.show_decided(decided, code_line)
        if shares.since and reader.display:
            left = max(0, shares.doctor - len(rows))
            lines = min(reader.view.row_count, left + self._least_body(decided))
            reader.styles.height = lines + reader.rows_around(width)
        widgets.since.redraw()

    def _doctor_rows(self, told: "DoctorView", room: int) -> "list[DoctorRow]":
        widgets = self._host.widgets
        if self.has_all_causes:
            for widget in (widgets.reader, widgets.rows, widgets.tabs):
                widget.display = False
            return whole_rows(told, self._host.size.width)
        return doctor_rows(told, self._host.size.width, room)

    def _deciding_lines(self, state: Answered | Failed) -> tuple[range, int]:
        """Return the lines of the body that decided the failure, and the line of its code."""
        if not isinstance(state, Answered):
            return range(0), -1
        lines = deciding_lines(self._host.widgets.reader.document, state.exchange.verdict)
        if not lines:
            return range(0), -1
        return range(min(lines.values()), max(lines.values()) + 1), lines.get("code", -1)

    def _least_body(self, decided: range) -> int:
        """Return the number of body lines that must be visible."""
        return min(len(decided), MOST_DECIDING) or min(self._host.widgets.reader.view.row_count, 1)

    def _blocks(self, decided: range, doctor: int, since: int) -> BlockHeights:
        """Return the number of rows that each block needs."""
        widgets, facts = self._host.widgets, self._host.facts
        width, has_heading = self._host.size.width, widgets.heading.display
        blank = 1 if widgets.reader.screen.has_class("-tall") else 0
        verdict = (1 + blank if has_heading else 0) + blank
        verdict += len(self._verdict.draw(width))
        if self.has_all_causes:
            return BlockHeights(verdict, 0, doctor, since)
        verdict += len(self._verdict.draw_remark(width))
        body = 0
        if facts.exchange is not None:
            body = 1 + blank + self._least_body(decided) + widgets.reader.rows_around(width)
        elif facts.part is not None:
            body = LEAST_PART + widgets.reader.rows_around(width)
        return BlockHeights(verdict, body, doctor, since)

    def draw_since(self, width: int) -> list[Line]:
        """Return the changes since the last success, if more important blocks have enough room."""
        is_shown = self._shows_since or not self._host.facts.has_doctor
        return self._since_rows(width) if is_shown and not self.has_all_causes else []

    def _since_rows(self, width: int) -> list[Line]:
        host, facts = self._host, self._host.facts
        if facts.since is None or facts.preview or host.size.height < ROOM_FOR_SINCE:
            return []
        return [Line(), *since_lines(facts.since, self._clock.wall(), host.words, width)]
