"""The RESULT pane: whether the call succeeded, and its response."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.binding import Binding
from textual.reactive import var
from textual.timer import Timer
from textual.widget import Widget

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.sending.exchange import (
    Answered,
    Cancelled,
    Failed,
    Idle,
    Sending,
    SendState,
    Settled,
)
from weda_tui.session import Session
from weda_tui.session.sending.preflight import DryRun, Preflight
from weda_tui.tui.answers import messages
from weda_tui.tui.answers.answer_body import AnswerBody
from weda_tui.tui.answers.doctor_section import DoctorSection
from weda_tui.tui.answers.links_section import LinksSection
from weda_tui.tui.answers.section_host import AnswerWidgets
from weda_tui.tui.answers.shown_answer import AnswerPages, ExchangeFacts
from weda_tui.tui.answers.verdict_block import VerdictBlock
from weda_tui.tui.bodies.messages import BodyChanged
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.bodies.text_view import BodyView
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import (
    Command,
    CommandSource,
    Handler,
    Handlers,
    bindings,
    screen_bindings,
    when,
)
from weda_tui.tui.doctor.block import DoctorBlock
from weda_tui.tui.layout.headings import heading, stage_name
from weda_tui.tui.links.block import NextBlock
from weda_tui.tui.models.view import ModelsShown
from weda_tui.tui.sending.preflight_view import QUIET
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.pane import Pane
from weda_tui.tui.widgets.rows import FoldedRows, Rows
from weda_tui.tui.widgets.tabs import Tab, Tabs
from weda_tui.tui.workbench.state import SEND_KEYS

if TYPE_CHECKING:  # imported with a response, a failure or a saved request
    from weda_tui.core.doctor.diagnosis import Diagnosis
    from weda_tui.core.history.entry import HistoryEntry, HistoryRecord
    from weda_tui.core.history.last_success import LastSuccess
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.runs.saved_request_sender import SavedOutcome


class ResponsePane(Pane):
    """The RESULT pane: its tabs, its state, and the parts that draw and act."""

    endpoint: var[Endpoint | None] = var(None)
    send_state: var[SendState] = var[SendState](Idle())
    preview: var[DryRun | None] = var(None)
    preflight: var[Preflight | None] = var(None)
    recalled: "var[HistoryRecord | None]" = var(None)
    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    last_entry: "var[HistoryEntry | None]" = var(None)
    since: "var[LastSuccess | None]" = var(None)
    diagnosis: "var[Diagnosis | None]" = var(None)
    waiting: var[float | None] = var(None)
    is_zoomed: var[bool] = var(False)
    catalogue: var[Catalogue | None] = var[Catalogue | None](None)
    models: var[ModelsShown] = var(ModelsShown())
    saved_path: var[str] = var("")
    """The path of the open saved request; empty for none."""
    answer_of: var[str] = var("")
    """The path of the saved request that the state belongs to; empty for a draft of a call."""
    send_keys: var[str] = var(SEND_KEYS)
    """The keys that send the draft from the widget with the focus."""
    came_from: var[str] = var("")
    """The title of the call whose value opened this one; empty for none."""
    sought_by: var[str] = var("")
    """The id of the call from which the user came here to find an id; empty for none."""

    RuleRequested = messages.RuleRequested
    StepTaken = messages.StepTaken
    FollowRequested = messages.FollowRequested
    LinkListRequested = messages.LinkListRequested
    ActRequested = messages.ActRequested

    BINDINGS = [
        Binding("left_square_bracket,【", "tab(-1)", show=False),
        *bindings(
            commands.SEARCH,
            commands.NEXT_TAB,
            commands.COPY_REQUEST_ID,
            commands.DETAIL,
            commands.ALL_CAUSES,
        ),
        *bindings(commands.ASSERT_VALUE, commands.KEEP_VARIABLE),
        *screen_bindings(
            commands.BUNDLE,
            commands.SAVE_EXAMPLE,
            commands.NEXT_PAGE,
            commands.PREVIOUS_PAGE,
            commands.ALL_PAGES,
            commands.COMPARE,
            commands.LOOK_UP_CODE,
        ),
        # digits, also full-width digits
        *(Binding(f"{n},{chr(0xFF10 + n)}", f"pick_step({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._clock = session.clock
        self._settled: Settled | None = None
        self._request: PreparedRequest | None = None
        self._ticking: Timer | None = None
        self._pages = AnswerPages()
        self._verdict = VerdictBlock(self, session)
        self._body = AnswerBody(self, session)
        self.doctor = DoctorSection(self, self._verdict, session.clock)
        self.links = LinksSection(self)
        self.action_copy_request_id = self._body.copy_request_id
        self.action_change_rule = self.doctor.edit_rule
        self.action_follow_list = self.links.list_calls

    def inside(self) -> Iterator[Widget]:
        """Lay out heading, verdict, tabs and the open tab."""
        self.widgets = AnswerWidgets(
            Lines(self._draw_heading, id="result-heading"),
            Lines(self._draw_verdict, id="verdict"),
            DoctorBlock(id="doctor"),
            Tabs(id="result-tabs"),
            Lines(self._verdict.draw_remark, id="empty-remark"),
            BodyReader(self.strings, id="reader"),
            FoldedRows(id="facts"),
            Lines(self.doctor.draw_since, id="since"),
            NextBlock(self.strings, id="next"),
        )
        yield from self.widgets

    def start(self) -> None:
        """Show the state that was set before the widgets were mounted, and watch later changes."""
        reader = self.widgets.reader
        reader.document_view.expects_json = True
        reader.table_mode.clock, reader.view.links = self._clock, self.links.has_links
        shows: dict[str, Callable[[], None]] = {
            "outcome": self.redraw, "recalled": self.redraw, "preview": self.redraw,
            "is_focused": self.redraw, "is_zoomed": self.redraw, "preflight": self._show_plan,
            "send_keys": self._show_plan,
            "last_entry": self._show_plan, "since": self.doctor.lay_out,
            "waiting": self.doctor.lay_out, "catalogue": self.links.show_catalogue,
            "models": self.links.show_models, "came_from": self.show_keys,
            "sought_by": self.links.show_models,
            "saved_path": self.redraw, "answer_of": self.redraw,
        }  # fmt: skip
        for name, show in shows.items():
            self.watch(self, name, show, init=False)
        self.watch_send_state(self.send_state, self.send_state)

    # -- what the parts see ------------------------------------------------------------------

    @property
    def facts(self) -> ExchangeFacts:
        """The displayed response, as values."""
        facts = ExchangeFacts(
            self._settled, self.send_state, self._request, self.preview, self.preflight,
            self.endpoint, self.outcome, self.recalled, self.last_entry, self.since,
            self.diagnosis, self.waiting, None, self.catalogue, self.models, self.saved_path,
            self.answer_of, sought_by=self.sought_by, send_keys=self.send_keys,
        )  # fmt: skip
        return facts._replace(page=self._pages.find(facts))

    def show_keys(self) -> None:
        """Post a message that the set of active keys changed."""
        self.post_message(self.KeysChanged())

    def show_table(self) -> None:
        """Show the list of the response as a table if the pane has the focus."""
        if self.has_focus_within:
            self.widgets.reader.start(self.widgets.reader.table_mode.show_table, "table")

    # -- state that comes down ---------------------------------------------------------------

    def watch_strings(self) -> None:
        """Show the texts in the new language."""
        if self.is_ready:
            self.widgets.reader.strings = self.strings
            self.widgets.next.show_language(self.strings)
        self.redraw()

    def watch_endpoint(self) -> None:
        """Show what this endpoint will return, if there is no response yet."""
        if self.is_ready:
            self.widgets.tabs.open("body")
        self.redraw()

    def _show_plan(self) -> None:
        """If there is no response yet, show what F5 will do and the result of the last send."""
        if self._settled is None:
            self.widgets.verdict.redraw()

    def watch_diagnosis(self, old: "Diagnosis | None", new: "Diagnosis | None") -> None:
        """Show the diagnosis; the doctor gets the focus only from the rows of the response."""
        if not self.is_ready:
            return
        if old is not new:
            self.doctor.has_all_causes = False
        self.redraw()
        widgets = self.widgets
        is_reading = self.screen.focused in {widgets.reader.active_rows, widgets.rows}
        if widgets.doctor.display and is_reading and old is not new:
            widgets.focus(widgets.doctor)
            self.doctor.lay_out()

    def on_resize(self) -> None:
        """Distribute the rows again."""
        self.redraw()

    def watch_send_state(self, old: SendState, state: SendState) -> None:
        """Draw the response or the progress of a send; another request opens the body tab."""
        if not self.is_ready:
            return
        if not isinstance(old, Sending) and not isinstance(state, Sending):
            self.widgets.tabs.open("body")
        match state:
            case Idle():
                self._settle(None, None)
                self.widgets.reader.clear()
            case Sending():
                self._verdict.note_progress(state)
                if self._ticking is None:
                    self._body.keep_place()
                    self._ticking = self.set_interval(0.1, self._tick)
                    self.links.prepare()
            case Answered(exchange):
                self._settle(state, exchange.request)
                self._body.show(exchange)
            case Failed():
                self._settle(state, state.request)
                self._body.show_part(state.response)
            case Cancelled():
                self._settle(state, None)
                self.widgets.reader.clear()
        self.redraw()

    def _settle(self, state: Settled | None, request: PreparedRequest | None) -> None:
        self._settled, self._request = state, request
        self._verdict.settle()
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    def _tick(self) -> None:
        state = self.send_state
        if isinstance(state, Sending) and self._clock.monotonic() - state.since > QUIET:
            if self._body.show_head(state):
                self._show_parts()
            self.widgets.verdict.redraw()

    # -- focus, tabs, search -----------------------------------------------------------------

    def acting_parts(self) -> Sequence[CommandSource]:
        """Return the reader and its table, which have the commands of the body."""
        return (self.widgets.reader, *self.widgets.reader.table_mode.acting_parts())

    def focus_stage(self) -> None:
        """Focus the doctor's first step, or the open tab if there is no doctor."""
        widgets = self.widgets
        widgets.focus(widgets.doctor if widgets.doctor.display else widgets.open_rows)

    def focus_next(self) -> None:
        """Focus the calls for the value under the cursor, the doctor's steps, or the open tab."""
        block = self.widgets.next
        if block.display and not block.has_focus:
            self.widgets.focus(block)
        else:
            self.focus_stage()

    def leave_field(self) -> None:
        """Move the focus from the search field to the body."""
        self.widgets.reader.leave_field()

    def step_back(self) -> bool:
        """Go one step back, and return whether there was a step.

        The first of these steps that is possible is done: a step back in the body, hiding the full
        list of causes, from the next calls to the body, from elsewhere in the pane to the doctor.
        """
        widgets = self.widgets
        if widgets.reader.display and widgets.reader.step_back():
            return True
        if self.doctor.has_all_causes:
            self.doctor.toggle_causes()
            return True
        if widgets.next.has_focus:
            widgets.focus(widgets.open_rows)
            return True
        is_away = widgets.doctor.display and self.has_focus_within and not widgets.doctor.has_focus
        if is_away:
            widgets.focus(widgets.doctor)
        return is_away

    def accept_completion(self) -> bool:
        """Write the offered name into the path that the user types."""
        return self.widgets.reader.complete()

    def handlers(self) -> Handlers:
        """Return the handlers for the response, with the conditions of those that others run."""
        reader, links, doctor = self.widgets.reader, self.links, self.doctor

        def answered(holds: Callable[[ExchangeFacts], object]) -> Callable[[], str | None]:
            return when(lambda: (facts := self.facts).has_answer and holds(facts))

        def known(holds: Callable[[ExchangeFacts], object]) -> Callable[[], str | None]:
            return when(lambda: holds(self.facts))

        of_reader = reader.handlers()

        def shown(command: Command) -> Callable[[], str | None]:
            why_not = of_reader[command].why_not
            return when(lambda: self._shows_body(command) and why_not() is None)

        of_body = {each: Handler(None, shown(each)) for each in of_reader}
        has_answer = known(lambda facts: facts.has_answer)
        return of_body | {
            commands.NEXT_TAB: Handler(partial(self.action_tab, 1), has_answer),
            commands.SEARCH: Handler(self.action_search, shown(commands.SEARCH)),
            commands.END_SEARCH: Handler(reader.close_search, shown(commands.END_SEARCH)),
            commands.NEXT_PAGE: Handler(None, known(lambda f: f.page and f.page.has_next)),
            commands.PREVIOUS_PAGE: Handler(None, known(lambda f: f.page and f.page.has_previous)),
            commands.ALL_PAGES: Handler(
                None, known(lambda f: f.page and (f.page.has_next or f.page.has_previous))
            ),
            commands.COPY_CURL: Handler(self._body.copy_curl, known(lambda f: f.request_shown)),
            commands.BUNDLE: Handler(
                None,
                known(lambda f: f.preview is None and isinstance(f.settled, Answered | Failed)),
            ),
            commands.SAVE_EXAMPLE: Handler(None, has_answer),
            commands.COMPARE: Handler(None, has_answer),
            commands.COPY_REQUEST_ID: Handler(
                self._body.copy_request_id, answered(lambda f: f.request_id)
            ),
            commands.LOOK_UP_CODE: Handler(None, answered(lambda f: f.code)),
            commands.SUCCESS_RULE: Handler(
                doctor.write_rule, answered(lambda f: f.is_2xx and f.is_open_to_a_rule)
            ),
            commands.CHANGE_RULE: Handler(
                doctor.edit_rule, answered(lambda f: f.is_2xx and not f.is_open_to_a_rule)
            ),
            commands.LOG_PLACE: Handler(None, known(lambda f: f.has_log)),
            commands.DETAIL: Handler(
                self._verdict.toggle_detail, known(lambda f: f.failure is not None)
            ),
            commands.TAKE_STEP: Handler(
                doctor.start_current,
                when(lambda: doctor.step is not None and self.widgets.doctor.has_focus),
            ),
            commands.PICK_STEP: Handler(self.action_pick_step, known(lambda f: f.has_doctor)),
            commands.ALL_CAUSES: Handler(doctor.toggle_causes, known(lambda f: f.has_causes)),
            commands.FOLLOW_LIST: Handler(links.list_calls, when(lambda: links.has_calls)),
            commands.ASSERT_VALUE: Handler(
                links.assert_value,
                when(
                    lambda: links.has_checks or (links.has_value and not reader.nested.is_in_string)
                ),
            ),
            commands.KEEP_VARIABLE: Handler(links.keep_variable, when(lambda: links.has_value)),
            commands.GO_BACK: Handler(None, when(lambda: self.came_from)),
        }

    def _shows_body(self, command: Command) -> bool:
        """Return whether a command's body is shown already, or the command will show it."""
        facts = self.facts
        is_open = command is commands.SEARCH or self.widgets.tabs.current == "body"
        return facts.part is not None or (facts.has_answer and is_open)

    def action_tab(self, by: int) -> None:
        """Open the next or previous tab."""
        self.widgets.tabs.step(by)

    def action_search(self) -> None:
        """Open the search row."""
        if not self.can_run(commands.SEARCH):
            self.post_message(Noticed(self.strings.tui.result.nothing_yet))
            return
        self.widgets.tabs.open("body")
        self.widgets.reader.action_search()

    def action_pick_step(self, number: int = 0) -> None:
        """Open a call, counted from 1, with the value under the cursor; else start a step."""
        if number and self.links.takes_digits:
            self.links.open_call(number)
        else:
            self.doctor.start_step(number)

    # -- messages of the widgets -------------------------------------------------------------

    @on(BodyChanged)
    def _on_reader_changed(self, event: BodyChanged) -> None:
        event.stop()
        if self.is_ready:
            self._show_reader_facts()
            if self.facts.has_doctor:
                self.doctor.lay_out()
            self.links.show()
            self.show_keys()

    @on(Tabs.TabOpened, "#result-tabs")
    def _on_tab_opened(self, event: Tabs.TabOpened) -> None:
        event.stop()
        had_focus = self.has_focus_within and not self.widgets.tabs.has_focus
        self._show_parts()
        if event.by_click or had_focus:
            self.widgets.focus(self.widgets.open_rows)

    @on(Tabs.TabEntered, "#result-tabs")
    @on(NextBlock.LeftAtTop)
    def _on_left_for_body(self, event: Tabs.TabEntered | NextBlock.LeftAtTop) -> None:
        event.stop()
        self.widgets.focus(self.widgets.open_rows)

    @on(DoctorBlock.RowChosen, "#doctor")
    def _on_step_chosen(self, event: DoctorBlock.RowChosen) -> None:
        event.stop()
        self.doctor.start_chosen(event.index)

    @on(DoctorBlock.CursorMoved, "#doctor")
    def _on_step_moved(self, event: DoctorBlock.CursorMoved) -> None:
        event.stop()
        self.show_keys()

    @on(Rows.CursorMoved, "#body")
    def _on_cursor_moved(self) -> None:
        self.links.follow_cursor()

    @on(BodyView.RowChosen, "#body")
    async def _on_value_chosen(self, event: BodyView.RowChosen) -> None:
        event.stop()
        if self.links.has_value:
            self.links.list_acts()
        elif self.widgets.reader.table is not None:
            await self.run_action(f"screen.run('{commands.MORE.id}')")

    @on(NextBlock.LinkChosen)
    async def _on_next_chosen(self, event: NextBlock.LinkChosen) -> None:
        if event.action == "next":
            self.widgets.focus(self.widgets.next)
        elif event.action == "save":
            await self.run_action(f"screen.run('{commands.SAVE.id}')")
        elif event.action == "copy_value":
            self.widgets.reader.copying.copy_value()
        else:
            await self.run_action(event.action)

    # -- drawing -----------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw everything again."""
        if not self.is_ready:
            return
        words, facts = self.strings.tui.result, self.facts
        tabs = [
            Tab("body", words.body),
            Tab("headers", words.headers.format(count=len(self._verdict.headers))),
            Tab("sent", words.as_sent),
            Tab("timing", self.strings.timing.tab),
        ]
        if (checked := facts.checked) is not None:
            failed = sum(not check.ok for check in checked.checks)
            mark = f"✗ {failed}" if failed else f"✓ {len(checked.checks)}"
            tabs.append(Tab("checks", self.strings.run.results.format(count=mark)))
        self.widgets.tabs.show(tabs)
        for lines in self.query(Lines):
            lines.redraw()
        self._show_parts()
        self.doctor.lay_out()

    def _show_parts(self) -> None:
        """Show the existing parts: tabs only with a response, the request also without one."""
        facts, widgets = self.facts, self.widgets
        tab = widgets.tabs.current if facts.has_answer else ""
        rows = self._verdict.rows_of(tab)
        widgets.tabs.display = facts.has_answer
        is_partial = widgets.reader.document.is_partial or facts.part is not None
        is_body = tab == "body" or (not facts.has_answer and not rows) or is_partial
        widgets.reader.display, widgets.rows.display = is_body, not is_body
        widgets.rows.show(rows)
        self._show_reader_facts()
        self.links.show()
        if self.screen.focused in {widgets.reader.active_rows, widgets.rows}:
            widgets.focus(widgets.open_rows)
        self.show_keys()

    def _show_reader_facts(self) -> None:
        """Show facts about the body at the right of the tabs."""
        tabs = self.widgets.tabs
        is_shown = tabs.display and tabs.current == "body"
        runs = self.widgets.reader.facts(self.size.width // 2) if is_shown else []
        if runs != tabs.right:
            tabs.right = runs

    def _draw_verdict(self, width: int) -> list[Line]:
        first, *rest = self._verdict.draw(width)
        if not self.is_focused and not self.widgets.heading.display:
            key, *others = first.left
            first = first._replace(left=[key._replace(role="dim"), *others])
        return [first, *rest]

    def _draw_heading(self, width: int) -> list[Line]:
        words = self.strings.tui.stage
        zoom = words.unzoom if self.is_zoomed else words.zoom
        right = [Run(f"F6 {zoom} ", "dim", "result")] if self.is_focused else []
        left = stage_name("F6", words.result, "result", is_focused=self.is_focused)
        return [heading(left, right, is_focused=self.is_focused)]
