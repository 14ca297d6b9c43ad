"""RESULT: did it really work, and what came back."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.binding import Binding
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.timer import Timer
from textual.widget import Widget

from weda_tui.core.clock import Clock
from weda_tui.core.doctor import Diagnosis, Step
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.exchange import (
    Answered,
    Cancelled,
    Exchange,
    Failed,
    Idle,
    Phase,
    Response,
    Sending,
    SendState,
)
from weda_tui.core.history import HistoryEntry, HistoryRecord
from weda_tui.core.last_success import LastSuccess
from weda_tui.core.request import PreparedRequest
from weda_tui.core.verdict import Layer, Outcome
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.quantities import elapsed
from weda_tui.i18n.quantities import size as byte_size
from weda_tui.i18n.strings import Strings
from weda_tui.session import Explanation, Preflight, Session
from weda_tui.tui.drawings.body import deciding_lines
from weda_tui.tui.drawings.doctor import DoctorRow, Told, doctor_rows, fewest_rows, whole_rows
from weda_tui.tui.drawings.endpoint import field_names
from weda_tui.tui.drawings.explanation import explanation_lines
from weda_tui.tui.drawings.heading import stage_name
from weda_tui.tui.drawings.history import last_line, recalled_lines, since_lines
from weda_tui.tui.drawings.preflight import effect_runs, first_step
from weda_tui.tui.drawings.request import header_lines, request_lines
from weda_tui.tui.drawings.verdict import Settled, detail_lines, verdict_lines
from weda_tui.tui.parts.body_reader import BodyReader
from weda_tui.tui.parts.doctor_block import DoctorBlock
from weda_tui.tui.widgets.body_view import BodyView
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.line_rows import FoldedRows
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.stage import Stage
from weda_tui.tui.widgets.tabs import Tab, Tabs
from weda_tui.tui.widgets.wrap import wrap

ROOM_FOR_SINCE = 30
"""Rows of the stage from which what changed since the last success is said."""
if TYPE_CHECKING:  # only a saved request has assertions
    from weda_tui.core.run import RunResult
    from weda_tui.session.saved_sending import SavedOutcome

QUIET = 0.15
"""Seconds in which a send changes nothing on the screen."""
BAR = 10
"""Cells of the bar of what has been received."""
MOST_DECIDING = 6
"""Lines of a body that are kept in view for what decided a failure."""


class ResponsePane(Stage):
    """The stage RESULT."""

    strings: var[Strings] = var(default_strings)
    endpoint: var[Endpoint | None] = var(None)
    send_state: var[SendState] = var[SendState](Idle())
    preview: var[Explanation | None] = var(None)
    """What F8 shows instead of an answer."""
    preflight: var[Preflight | None] = var(None)
    recalled: var[HistoryRecord | None] = var(None)
    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    """What the file of a saved request says of an answer."""
    """The entry of the history whose answer this is."""
    last_entry: var[HistoryEntry | None] = var(None)
    """What is shown where nothing was sent yet."""
    since: var[LastSuccess | None] = var(None)
    """What changed since the call that failed last worked."""
    diagnosis: var[Diagnosis | None] = var(None)
    """What the doctor says of the failure in view."""
    waiting: var[float | None] = var(None)
    """Seconds after which a step that waits sends."""
    is_zoomed: var[bool] = var(False)

    _reader = query_one("#reader", BodyReader)
    _doctor = query_one("#doctor", DoctorBlock)
    _facts = query_one("#facts", FoldedRows)
    _tabs = query_one("#result-tabs", Tabs)
    _verdict = query_one("#verdict", Lines)

    BINDINGS = [
        Binding("slash,／,、", "search", show=False),
        Binding("left_square_bracket,【", "tab(-1)", show=False),
        Binding("right_square_bracket,】", "tab(1)", show=False),
        Binding("r", "copy_request_id", show=False),
        Binding("p", "screen.bundle", show=False),
        Binding("x", "screen.save_example", show=False),
        Binding("d", "detail", show=False),
        Binding("1,１", "pick_step(1)", show=False),
        Binding("2,２", "pick_step(2)", show=False),
        Binding("3,３", "pick_step(3)", show=False),
        Binding("4,４", "pick_step(4)", show=False),
        Binding("5,５", "pick_step(5)", show=False),
        Binding("b", "screen.error_book", show=False),
    ]

    class RuleWanted(Message):
        """The success rule of this answer's endpoint is to be written."""

        def __init__(self, exchange: Exchange) -> None:
            super().__init__()
            self.exchange = exchange

    class StepTaken(Message):
        """A step of the doctor is to be taken."""

        def __init__(self, diagnosis: Diagnosis, step: Step) -> None:
            super().__init__()
            self.diagnosis, self.step = diagnosis, step

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._session = session
        self._clock: Clock = session.clock
        self._masker = session.masker
        self._curl = session.curl
        self._settled: Settled | None = None
        self._head = b""
        self._receiving_since = 0.0
        self._headers: list[Line] = []
        self._request: PreparedRequest | None = None
        self._ticking: Timer | None = None
        self._has_detail = False
        """Whether the system's own words about a failure are shown."""
        self._failed_line = -1
        self._shows_since = False
        self._has_all_causes = False
        """Whether the doctor has the room of the body too."""

    def inside(self) -> Iterator[Widget]:
        """Lay out heading, verdict, tabs and the open tab."""
        yield Lines(self._draw_heading, id="result-heading")
        yield Lines(self._draw_verdict, id="verdict")
        yield DoctorBlock(id="doctor")
        yield Tabs(id="result-tabs")
        yield Lines(self._draw_remark, id="empty-remark")
        yield BodyReader(self.strings, id="reader")
        yield FoldedRows(id="facts")
        yield Lines(self._draw_since, id="since")

    def start(self) -> None:
        """Show what came down before."""
        self._reader.expects_json = True
        self.watch_send_state(self.send_state)

    # -- state that comes down ---------------------------------------------------------------

    def watch_strings(self) -> None:
        """Speak the other language."""
        if self.is_ready:
            self._reader.strings = self.strings
        self._redraw()

    def watch_endpoint(self) -> None:
        """Without an answer, say what this endpoint will give."""
        if self.is_ready:
            self._tabs.open("body")
        self._redraw()

    def watch_preflight(self) -> None:
        """Without an answer, say what F5 will do."""
        if self._settled is None and self.is_ready:
            self._verdict.redraw()

    def watch_outcome(self) -> None:
        """Say what the file expects."""
        self._redraw()

    def watch_recalled(self) -> None:
        """Say that the answer is of the past."""
        self._redraw()

    def watch_last_entry(self) -> None:
        """Say how it went the last time."""
        if self._settled is None and self.is_ready:
            self._verdict.redraw()

    def watch_since(self) -> None:
        """Say what changed."""
        if self.is_ready:
            self._lay_out()

    def watch_diagnosis(self, old: Diagnosis | None, new: Diagnosis | None) -> None:
        """Show what the doctor says; he takes the focus from no field and from no other stage."""
        if not self.is_ready:
            return
        if old is not new:
            self._has_all_causes = False
        self._redraw()
        is_reading = self.screen.focused in {self._reader.view, self._facts}
        if self._doctor.display and is_reading and old is not new:
            self.land_in(self._doctor)

    def watch_waiting(self) -> None:
        """Count the seconds down."""
        if self.is_ready:
            self._lay_out()

    def watch_is_focused(self) -> None:
        """Light the heading."""
        self._redraw()

    def watch_is_zoomed(self) -> None:
        """Say how to go back."""
        self._redraw()

    def on_resize(self) -> None:
        """The band names F6 where the heading is gone."""
        self._redraw()

    def watch_preview(self) -> None:
        """Show what would leave."""
        self._redraw()

    def watch_send_state(self, state: SendState) -> None:
        """Draw the answer, or that one is awaited."""
        if not self.is_ready:
            return
        match state:
            case Idle():
                self._settle(None)
                self._headers, self._request = [], None
                self._reader.clear()
            case Sending():
                if state.phase is not Phase.RECEIVING:
                    self._receiving_since = self._clock.monotonic()
                if self._ticking is None:
                    self._ticking = self.set_interval(0.1, self._tick)
            case Answered(exchange):
                self._settle(state)
                self._show_exchange(exchange)
            case Failed():
                self._settle(state)
                self._headers = []
                self._request = state.request
                self._show_part(state.response)
            case Cancelled():
                self._settle(state)
                self._reader.clear()
                self._headers, self._request = [], None
        self._redraw()

    def _settle(self, state: Settled | None) -> None:
        self._settled, self._has_detail = state, False
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    def _tick(self) -> None:
        state = self.send_state
        if isinstance(state, Sending) and self._clock.monotonic() - state.since > QUIET:
            if state.head and state.head is not self._head:
                self._head = state.head
                self._reader.show_head(state.head, state.content_type, self._masker().text)
                self._show_parts()
            elif not state.head:
                self._reader.dim()
            self._verdict.redraw()

    # -- the answer --------------------------------------------------------------------------

    def _show_exchange(self, exchange: Exchange) -> None:
        self._request = exchange.request
        masker = self._masker()
        headers = tuple((name, masker.text(value)) for name, value in exchange.response.headers)
        self._headers = header_lines(headers)
        content_type = exchange.response.header("Content-Type")
        self._reader.document_name = exchange.endpoint_id.rpartition(".")[2]
        if exchange.response.body:
            self._reader.show(exchange.response.received, content_type, masker.text)
        else:
            self._reader.clear()

    def _show_part(self, response: Response | None) -> None:
        """Show what had come of an answer before it failed."""
        if response is None:
            self._reader.clear()
            return
        self._reader.document_name = "partial"
        content_type = response.header("Content-Type")
        self._reader.show(response.received, content_type, self._masker().text)

    @property
    def _has_part(self) -> bool:
        state = self._settled
        is_failed = isinstance(state, Failed) and state.response is not None
        return is_failed and self.preview is None

    @on(BodyReader.Changed)
    def _on_reader_changed(self, event: BodyReader.Changed) -> None:
        event.stop()
        if self.is_ready:
            self._show_facts()
            if self._has_doctor:
                self._lay_out()
            self.post_message(self.KeysChanged())

    def _show_facts(self) -> None:
        is_shown = self._tabs.display and self._tabs.current == "body"
        runs = self._reader.facts(self.size.width // 2) if is_shown else []
        if runs != self._tabs.right:
            self._tabs.right = runs

    def acting_parts(self) -> Sequence[Widget]:
        """The reader has the actions of the body."""
        return (self._reader,)

    # -- focus, tabs, search -----------------------------------------------------------------

    def focus_stage(self) -> None:
        """Land on the doctor's first step, else in the open tab."""
        self.land_in(self._doctor if self._doctor.display else self._open_rows())

    def leave_field(self) -> None:
        """Go from the search to the body."""
        self._reader.leave_field()

    def step_back(self) -> bool:
        """End the search; else show no more than there is room for; else go to the doctor."""
        if self._reader.is_searching:
            self._reader.close_search()
            return True
        if self._has_all_causes:
            self.action_all_causes()
            return True
        is_away = self._doctor.display and self.has_focus_within and not self._doctor.has_focus
        if is_away:
            self.land_in(self._doctor)
        return is_away

    def action_end_search(self) -> None:
        """End the search."""
        self._reader.close_search()

    def works(self, action: str) -> bool:
        """Return whether there is something to search, copy or turn to."""
        has_answer = isinstance(self._settled, Answered) and self.preview is None
        takes_rule = has_answer and self._is_2xx
        works = {
            "": True,
            "show": True,
            "next_tab": has_answer,
            "search": (has_answer or self._has_part) and self._reader.works("search"),
            "copy_curl": self._request_shown is not None,
            "bundle": self.preview is None and isinstance(self._settled, Answered | Failed),
            "save_example": has_answer,
            "copy_request_id": has_answer and bool(self._request_id),
            "error_book": has_answer and bool(self.code_in_hand),
            "success_rule": takes_rule and self._is_open_to_a_rule,
            "change_rule": takes_rule and not self._is_open_to_a_rule,
            "detail": self._failure is not None,
            "take_step": self.step_in_hand is not None and self._doctor.has_focus,
            "pick_step": self._has_doctor,
            "all_causes": self._has_doctor and bool(self.diagnosis and self.diagnosis.causes),
        }
        if action in works:
            return works[action]
        is_body = (has_answer and self._tabs.current == "body") or self._has_part
        return is_body and self._reader.works(action)

    @property
    def code_in_hand(self) -> str:
        """The code of a failed answer that the error book may have; empty for none."""
        if not isinstance(self._settled, Answered):
            return ""
        verdict = self._settled.exchange.verdict
        is_code = verdict.layer not in {Layer.HTTP, Layer.PROXY, Layer.NONE} and not verdict.rule
        return verdict.code if is_code else ""

    @property
    def _is_2xx(self) -> bool:
        state = self._settled
        return isinstance(state, Answered) and state.exchange.response.status < 300

    @property
    def _is_open_to_a_rule(self) -> bool:
        """Whether the verdict waits for a rule, or stands on one."""
        if not isinstance(self._settled, Answered):
            return False
        verdict = self._settled.exchange.verdict
        return verdict.outcome is Outcome.UNKNOWN or bool(verdict.rule)

    @property
    def _failure(self) -> Failed | None:
        """The failure in view whose system has words of its own about it."""
        settled = self._settled
        if isinstance(settled, Failed) and self.preview is None and settled.error.detail:
            return settled
        return None

    @property
    def _request_id(self) -> str:
        if isinstance(self._settled, Answered):
            return self._settled.exchange.verdict.request_id
        return ""

    def action_detail(self) -> None:
        """Show the system's own words about a failure, or hide them again."""
        if self.works("detail"):
            self._has_detail = not self._has_detail
            self._verdict.redraw()

    def _open_rows(self) -> BodyView | FoldedRows:
        return self._facts if self._facts.display else self._reader.view

    def action_tab(self, by: int) -> None:
        """Open the next or previous tab."""
        self._tabs.step(by)

    def action_next_tab(self) -> None:
        """Open the next tab."""
        self._tabs.step(1)

    @on(Tabs.Opened, "#result-tabs")
    def _on_tab_opened(self, event: Tabs.Opened) -> None:
        event.stop()
        had_focus = self.has_focus_within and not self._tabs.has_focus
        self._show_parts()
        if event.by_click or had_focus:
            self.land_in(self._open_rows())

    @on(Tabs.Entered, "#result-tabs")
    def _on_tab_entered(self, event: Tabs.Entered) -> None:
        event.stop()
        self.land_in(self._open_rows())

    def action_search(self) -> None:
        """Open the search row."""
        if not self.works("search"):
            return
        self._tabs.open("body")
        self._reader.action_search()

    # -- the doctor --------------------------------------------------------------------------

    @property
    def _has_doctor(self) -> bool:
        """Whether a failure is in view of which the doctor says something."""
        is_failure = isinstance(self._settled, Failed) or (
            isinstance(self._settled, Answered)
            and self._settled.exchange.verdict.outcome is Outcome.FAILURE
        )
        return self.diagnosis is not None and is_failure and self.preview is None

    @property
    def step_in_hand(self) -> Step | None:
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
        if self.works("all_causes"):
            self._has_all_causes = not self._has_all_causes
            self._redraw()

    def focus_next(self) -> None:
        """Land on the steps, or say that there are none."""
        if self._doctor.display:
            self.land_in(self._doctor)
        else:
            self.focus_stage()

    # -- settling ----------------------------------------------------------------------------

    def action_success_rule(self) -> None:
        """Write the success rule of an answer that nobody can judge, or that a rule judges."""
        if self.works("success_rule"):
            self.action_change_rule()

    def action_change_rule(self) -> None:
        """Write the success rule of the answer's endpoint."""
        if isinstance(self._settled, Answered) and self._is_2xx:
            self.post_message(self.RuleWanted(self._settled.exchange))
        else:
            self.post_message(Noticed(self.strings.rules.no_answer))

    # -- copying -----------------------------------------------------------------------------

    @property
    def _request_shown(self) -> PreparedRequest | None:
        """The request that F8 shows, else the one that was sent."""
        return self._request if self.preview is None else self.preview.preflight.request

    def action_copy_curl(self) -> None:
        """Copy the request as a curl command, secrets masked."""
        request = self._request_shown
        if request is not None:
            place = self.preview.preflight.where if self.preview is not None else None
            what = self.strings.explanation.curl
            self.post_message(CopyRequested(self._curl(request, place), what))

    def action_copy_request_id(self) -> None:
        """Copy the requestId, or say why there is none."""
        words = self.strings.tui.result
        if self.works("copy_request_id"):
            self.post_message(CopyRequested(self._request_id, "requestId"))
        elif self.preview is not None or self._settled is None:
            self.post_message(Noticed(words.nothing_yet))
        elif isinstance(self._settled, Answered):
            self.post_message(Noticed(words.no_request_id))
        else:
            self.post_message(Noticed(words.no_answer))

    # -- drawing -----------------------------------------------------------------------------

    def _redraw(self) -> None:
        if not self.is_ready:
            return
        words = self.strings.tui.result
        self._tabs.show(
            [
                Tab("body", words.body),
                Tab("headers", words.headers.format(count=len(self._headers))),
                Tab("sent", words.as_sent),
                *self._checks_tab(),
            ]
        )
        for lines in self.query(Lines):
            lines.redraw()
        self._show_parts()
        self._lay_out()

    @property
    def _checked(self) -> "SavedOutcome | RunResult | None":
        """What is said of the answer that is shown."""
        settled, outcome = self._settled, self.outcome
        if not isinstance(settled, Answered) or outcome is None:
            return None
        return outcome if outcome.exchange is settled.exchange else None

    def _checks_tab(self) -> list[Tab]:
        checked = self._checked
        if checked is None:
            return []
        failed = sum(not check.ok for check in checked.checks)
        mark = f"✗ {failed}" if failed else f"✓ {len(checked.checks)}"
        return [Tab("checks", self.strings.run.results.format(count=mark))]

    def _show_parts(self) -> None:
        """Show what there is: tabs come with an answer, the request also without one."""
        has_answer = isinstance(self._settled, Answered) and self.preview is None
        tab = self._tabs.current if has_answer else ""
        facts = self._facts_of(tab)
        self._tabs.display = has_answer
        is_partial = self._reader.document.is_partial or self._has_part
        self._reader.display = tab == "body" or (not has_answer and not facts) or is_partial
        self._facts.display = not self._reader.display
        self._facts.show(facts)
        self._show_facts()
        if self.screen.focused in {self._reader.view, self._facts}:
            self.land_in(self._open_rows())
        self.post_message(self.KeysChanged())

    def _lay_out(self) -> None:
        """Give the doctor the rows that the verdict and what decided it in the body leave."""
        had_focus = self._doctor.has_focus
        diagnosis, state = self.diagnosis, self._settled
        self._reader.styles.height = "1fr"
        self._reader.set_class(self._has_doctor, "-beside-doctor")
        self._doctor.display = self._has_doctor
        if diagnosis is None or not self._has_doctor or not isinstance(state, Answered | Failed):
            self._reader.view.show_decided(range(0), -1)
            if had_focus:
                self.land_in(self._open_rows())
            self.query_one("#since", Lines).redraw()
            return
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

    def _doctor_rows(self, told: Told, room: int) -> list[DoctorRow]:
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
        return self.size.height - taken - len(self._draw_remark(self.size.width))

    def _facts_of(self, tab: str) -> list[Line]:
        """Return the rows of a tab other than the body; without tabs those of the request."""
        if tab == "body":
            return []
        if tab == "headers":
            return self._headers
        if tab == "checks" and (checked := self._checked) is not None:
            from weda_tui.tui.drawings.run import check_lines

            strings, masker = self.strings, self._masker()
            return [*check_lines(checked.checks, checked.captures, strings, masker)]
        if self.preview is not None:
            return explanation_lines(self.preview, self.strings)
        return request_lines(self._request, self.strings) if self._request else []

    def _draw_heading(self, width: int) -> list[Line]:
        words = self.strings.tui.stage
        zoom = words.unzoom if self.is_zoomed else words.zoom
        right = [Run(f"F6 {zoom} ", "dim", "result")] if self.is_focused else []
        left = stage_name("F6", words.result, "result", is_focused=self.is_focused)
        return [Line([Run(" "), *left], right)]

    def _draw_verdict(self, width: int) -> list[Line]:
        with_key = not self._has_heading()
        if self.preview is not None:
            return _preview_lines(self.strings, with_key=with_key)
        state = self.send_state
        if isinstance(state, Sending) and self._clock.monotonic() - state.since > QUIET:
            return [_key_line(self._progress(state), with_key=with_key), Line()]
        if self._settled is None:
            return self._draw_empty(width, with_key=with_key)
        code = self.code_in_hand
        page = self._session.error_book.pages.find(code) if code else None
        lines = verdict_lines(
            self._settled,
            self.strings,
            width,
            with_key=with_key,
            page=page,
            is_explained=not self._has_doctor,
        )
        lines += self._detail(width)
        if self.recalled is not None:
            lines += recalled_lines(self.recalled, self._clock.wall(), self.strings)
        return [*lines, *self._origin(self._settled)]

    def _detail(self, width: int) -> list[Line]:
        """Return the system's own words, or the key that shows them."""
        if self._failure is None:
            return []
        if self._has_detail:
            return detail_lines(self._failure, self.strings, width)
        return [Line([Run(f"  {self.strings.network.detail_key}", "faint", "detail")])]

    def _draw_since(self, width: int) -> list[Line]:
        """Say what changed since it last worked, where all that is needed more has room."""
        is_shown = self._shows_since or not self._has_doctor
        return self._since_rows(width) if is_shown and not self._has_all_causes else []

    def _since_rows(self, width: int) -> list[Line]:
        if self.since is None or self.preview is not None or self.size.height < ROOM_FOR_SINCE:
            return []
        return [Line(), *since_lines(self.since, self._clock.wall(), self.strings, width)]

    def _origin(self, settled: Settled) -> list[Line]:
        """Name the endpoint of an answer that came after another one was opened."""
        endpoint_id = (
            settled.exchange.endpoint_id if isinstance(settled, Answered) else settled.endpoint_id
        )
        if self.endpoint is None or endpoint_id == self.endpoint.id:
            return []
        text = self.strings.tui.result.of_other.format(action=endpoint_id.partition(".")[2])
        return [Line([Run("  "), Run(text, "caution")])]

    def _has_heading(self) -> bool:
        return bool(self.query_one("#result-heading").display)

    def _progress(self, state: Sending) -> Run:
        words = self.strings.tui.result
        spent = elapsed(self._clock.monotonic() - state.since)
        match state.phase:
            case Phase.TOKEN:
                return Run(words.fetching_token.format(elapsed=spent), "focus")
            case Phase.WAITING:
                return Run(words.waiting.format(elapsed=spent), "focus")
            case Phase.RECEIVING:
                return Run(f"{self._received(state)}   {words.esc_cancels}", "focus")

    def _received(self, state: Sending) -> str:
        """Return how much has come, of how much, how fast, and a bar of it."""
        words, received = self.strings.tui.result, byte_size(state.received)
        spent = self._clock.monotonic() - self._receiving_since
        rate = f"   {byte_size(round(state.received / spent))}/s" if spent > QUIET else ""
        if not state.total:
            return words.receiving.format(received=received) + rate
        text = words.receiving_of.format(received=received, total=byte_size(state.total))
        full = min(BAR, BAR * state.received // state.total)
        return f"{text}{rate}   {'━' * full}{'─' * (BAR - full)}"

    def _draw_empty(self, width: int, *, with_key: bool) -> list[Line]:
        """Say what F5 will do and what the answer will contain."""
        words = self.strings.tui.result
        if self.endpoint is None:
            return [_key_line(Run(words.choose_first, "dim"), with_key=with_key)]
        lines = [_key_line(Run(words.nothing_yet, "dim"), with_key=with_key), Line()]
        if self.preflight is not None:
            lines += [
                Line([Run("  "), Run(words.f5_will, "dim")]),
                Line([Run("  → ", "dim"), *effect_runs(self.preflight, self.strings)]),
                Line([Run("  → ", "dim"), first_step(self.preflight, self.strings)]),
                Line(),
            ]
        if self.endpoint.response:
            names = field_names(self.endpoint.response, 12)
            lines.append(Line([Run("  "), Run(words.answer_has, "dim")]))
            lines += [Line([Run("  "), Run(part)]) for part in wrap(names, width - 4)]
        if self.last_entry is not None:
            lines += [Line(), last_line(self.last_entry, self._clock.wall(), self.strings)]
        return lines

    def _draw_remark(self, width: int) -> list[Line]:
        """Say that there is no body, or not all of it."""
        state = self._settled
        if isinstance(state, Failed) and state.response is not None and self.preview is None:
            told = self.strings.body.incomplete.format(size=byte_size(state.response.size))
            return [Line([Run("  "), Run(told, "caution")])]
        if not isinstance(state, Answered) or state.exchange.response.body:
            return []
        return [Line([Run("  "), Run(self.strings.tui.result.no_body, "dim")])]


def _key_line(run: Run, *, with_key: bool) -> Line:
    key = [Run(" F6  ", "focus bold", "result")] if with_key else [Run("  ")]
    return Line([*key, run])


def _preview_lines(strings: Strings, *, with_key: bool) -> list[Line]:
    words = strings.tui.result
    return [
        _key_line(Run(words.shown_only, "bold"), with_key=with_key),
        Line([Run("  "), Run(words.shown_hint, "dim")]),
        Line(),
    ]
