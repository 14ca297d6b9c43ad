"""RESULT: did it really work, and what came back."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.binding import Binding
from textual.getters import query_one
from textual.timer import Timer
from textual.widget import Widget

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
    Settled,
)
from weda_tui.core.json_tree import Path
from weda_tui.i18n.quantities import size as byte_size
from weda_tui.session import Session
from weda_tui.tui.bodies.messages import BodyChanged
from weda_tui.tui.bodies.reader import BodyReader
from weda_tui.tui.commands import (
    ALL_CAUSES,
    ASSERT_VALUE,
    BUNDLE,
    CHANGE_RULE,
    COMPARE,
    COPY_CURL,
    COPY_REQUEST_ID,
    DETAIL,
    END_SEARCH,
    FOLLOW_LIST,
    GO_BACK,
    KEEP_VARIABLE,
    LOOK_UP_CODE,
    NEXT_PAGE,
    NEXT_TAB,
    PICK_STEP,
    PREVIOUS_PAGE,
    SAVE_EXAMPLE,
    SEARCH,
    SUCCESS_RULE,
    TAKE_STEP,
    Command,
    CommandSource,
    Handler,
    Handlers,
    bindings,
    screen_bindings,
    when,
)
from weda_tui.tui.drawings.explanation import explanation_lines
from weda_tui.tui.drawings.heading import stage_name
from weda_tui.tui.drawings.request import header_lines, request_lines
from weda_tui.tui.drawings.unsent import (
    QUIET,
    key_line,
    preview_lines,
    progress_run,
    unsent_lines,
)
from weda_tui.tui.parts.doctor_block import DoctorBlock
from weda_tui.tui.parts.leading_answer import LeadingAnswer
from weda_tui.tui.parts.next_block import NextBlock
from weda_tui.tui.widgets.line_rows import FoldedRows
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.tabs import Tab, Tabs

if TYPE_CHECKING:
    from weda_tui.core.doctor import Diagnosis


class ResponsePane(LeadingAnswer):
    """The stage RESULT."""

    _verdict = query_one("#verdict", Lines)

    BINDINGS = [
        Binding("left_square_bracket,【", "tab(-1)", show=False),
        *bindings(SEARCH, NEXT_TAB, COPY_REQUEST_ID, DETAIL, ALL_CAUSES),
        *bindings(ASSERT_VALUE, KEEP_VARIABLE),
        *screen_bindings(BUNDLE, SAVE_EXAMPLE, NEXT_PAGE, PREVIOUS_PAGE, COMPARE, LOOK_UP_CODE),
        Binding("1,１", "pick_step(1)", show=False),
        Binding("2,２", "pick_step(2)", show=False),
        Binding("3,３", "pick_step(3)", show=False),
        Binding("4,４", "pick_step(4)", show=False),
        Binding("5,５", "pick_step(5)", show=False),
        Binding("6,６", "pick_step(6)", show=False),
        Binding("7,７", "pick_step(7)", show=False),
        Binding("8,８", "pick_step(8)", show=False),
        Binding("9,９", "pick_step(9)", show=False),
    ]

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(session, id=id)
        self._head = b""
        self._receiving_since = 0.0
        self._headers: list[Line] = []
        self._ticking: Timer | None = None
        self._has_detail = False
        """Whether the system's own words about a failure are shown."""
        self._place: tuple[str, Path] = ("", ())
        """The call whose answer was read last, and the path that was in hand."""

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
        yield NextBlock(self.strings, id="next")

    def start(self) -> None:
        """Show what came down before."""
        self._reader.document_view.expects_json = True
        self._reader.table_mode.clock = self._clock
        self._reader.view.leads = self.leads_on
        self.watch_send_state(self.send_state)

    # -- state that comes down ---------------------------------------------------------------

    def watch_strings(self) -> None:
        """Speak the other language."""
        if self.is_ready:
            self._reader.strings = self.strings
            self._next.say_again(self.strings)
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

    def watch_diagnosis(self, old: "Diagnosis | None", new: "Diagnosis | None") -> None:
        """Show what the doctor says; he takes the focus from no field and from no other stage."""
        if not self.is_ready:
            return
        if old is not new:
            self._has_all_causes = False
        self._redraw()
        is_reading = self.screen.focused in {self._reader.active_rows, self._facts}
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
                    self._keep_place()
                    self._ticking = self.set_interval(0.1, self._tick)
                    self.prepare_leads()
            case Answered(exchange):
                self._settle(state)
                self._show_exchange(exchange)
                self._return_to_place(exchange)
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

    def _keep_place(self) -> None:
        """Remember where the reader is in a whole answer, for the next one to the same call."""
        settled, self._place = self._settled, ("", ())
        if isinstance(settled, Answered) and settled.exchange.verdict.ok:
            path = self._reader.document_view.path if self._reader.part is None else ()
            self._place = (settled.exchange.endpoint_id, path)

    def _return_to_place(self, exchange: Exchange) -> None:
        (endpoint_id, path), self._place = self._place, ("", ())
        if path and exchange.verdict.ok and exchange.endpoint_id == endpoint_id:
            self._reader.go_to_path(path)

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
                self._reader.notes.annotate(None)
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
        self._reader.copying.beside = self._beside(exchange)
        self._reader.table_mode.page = self.page
        endpoint = self._endpoint_of(exchange)
        module = self._session.catalogue.module_of(endpoint) if endpoint is not None else None
        self._reader.notes.annotate(endpoint, module, is_success=exchange.verdict.ok)
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
        self._reader.notes.annotate(None)
        content_type = response.header("Content-Type")
        self._reader.show(response.received, content_type, self._masker().text)

    @on(BodyChanged)
    def _on_reader_changed(self, event: BodyChanged) -> None:
        event.stop()
        if self.is_ready:
            self._show_facts()
            if self._has_doctor:
                self._lay_out()
            self._show_next()
            self.post_message(self.KeysChanged())

    def _show_facts(self) -> None:
        is_shown = self._tabs.display and self._tabs.current == "body"
        runs = self._reader.facts(self.size.width // 2) if is_shown else []
        if runs != self._tabs.right:
            self._tabs.right = runs

    def acting_parts(self) -> Sequence[CommandSource]:
        """The reader has the actions of the body."""
        return (self._reader, *self._reader.table_mode.acting_parts())

    # -- focus, tabs, search -----------------------------------------------------------------

    def focus_stage(self) -> None:
        """Land on the doctor's first step, else in the open tab."""
        self.land_in(self._doctor if self._doctor.display else self._open_rows())

    def leave_field(self) -> None:
        """Go from the search to the body."""
        self._reader.leave_field()

    def step_back(self) -> bool:
        """Step back in the body; else show no more than there is room for; else to the doctor."""
        if self._reader.display and self._reader.step_back():
            return True
        if self._has_all_causes:
            self.action_all_causes()
            return True
        if self._next.has_focus:
            self.land_in(self._open_rows())
            return True
        is_away = self._doctor.display and self.has_focus_within and not self._doctor.has_focus
        if is_away:
            self.land_in(self._doctor)
        return is_away

    def take_offer(self) -> bool:
        """Write the name that is offered into the path that is typed."""
        return self._reader.complete()

    def action_end_search(self) -> None:
        """End the search."""
        self._reader.close_search()

    def handlers(self) -> Handlers:
        """Return what is done with the answer, here and by others, and when."""
        acts = {
            NEXT_TAB: self.action_next_tab,
            SEARCH: self.action_search,
            END_SEARCH: self.action_end_search,
            COPY_CURL: self.action_copy_curl,
            COPY_REQUEST_ID: self.action_copy_request_id,
            SUCCESS_RULE: self.action_success_rule,
            CHANGE_RULE: self.action_change_rule,
            DETAIL: self.action_detail,
            TAKE_STEP: self.action_take_step,
            PICK_STEP: self.action_pick_step,
            ALL_CAUSES: self.action_all_causes,
            FOLLOW_LIST: self.action_follow_list,
            ASSERT_VALUE: self.action_assert_value,
            KEEP_VARIABLE: self.action_keep_variable,
        }
        of_screen = (NEXT_PAGE, PREVIOUS_PAGE, BUNDLE, SAVE_EXAMPLE, COMPARE, LOOK_UP_CODE, GO_BACK)
        mine = {command: Handler(act, self._when(command)) for command, act in acts.items()}
        others = [each for each in (*of_screen, *self._reader.handlers()) if each not in mine]
        return mine | {each: Handler(why_not=self._when(each)) for each in others}

    def _when(self, command: Command) -> Callable[[], str | None]:
        return when(lambda: self.works(command.id))

    def works(self, action: str) -> bool:
        """Return whether there is something to search, copy or turn to."""
        has_answer = isinstance(self._settled, Answered) and self.preview is None
        takes_rule = has_answer and self._is_2xx
        works = {
            "": True,
            "show": True,
            "next_tab": has_answer,
            "next_page": self.page is not None and self.page.has_next,
            "previous_page": self.page is not None and self.page.has_previous,
            "search": (has_answer or self._has_part) and self._reader.works("search"),
            "copy_curl": self._request_shown is not None,
            "bundle": self.preview is None and isinstance(self._settled, Answered | Failed),
            "save_example": has_answer,
            "compare": has_answer,
            "copy_request_id": has_answer and bool(self._request_id),
            "look_up_code": has_answer and bool(self.code_in_hand),
            "success_rule": takes_rule and self._is_open_to_a_rule,
            "change_rule": takes_rule and not self._is_open_to_a_rule,
            "detail": self._failure is not None,
            "take_step": self.step_in_hand is not None and self._doctor.has_focus,
            "pick_step": self._has_doctor,
            "all_causes": self._has_doctor and bool(self.diagnosis and self.diagnosis.causes),
            "follow_list": self._takes_digits and bool(self._found and self._found[1].leads),
            "assert_value": self._has_next and not self._reader.nested.is_in_string,
            "keep_variable": self._has_next,
            "go_back": bool(self.came_from),
        }
        if action in works:
            return works[action]
        is_body = (has_answer and self._tabs.current == "body") or self._has_part
        return is_body and self._reader.works(action)

    def action_detail(self) -> None:
        """Show the system's own words about a failure, or hide them again."""
        if self.works("detail"):
            self._has_detail = not self._has_detail
            self._verdict.redraw()

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
            self.post_message(Noticed(self.strings.tui.result.nothing_yet))
            return
        self._tabs.open("body")
        self._reader.action_search()

    # -- the doctor --------------------------------------------------------------------------

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
                Tab("timing", self.strings.timing.tab),
                *self._checks_tab(),
            ]
        )
        for lines in self.query(Lines):
            lines.redraw()
        self._show_parts()
        self._lay_out()

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
        self._show_next()
        if self.screen.focused in {self._reader.active_rows, self._facts}:
            self.land_in(self._open_rows())
        self.post_message(self.KeysChanged())

    def _facts_of(self, tab: str) -> list[Line]:
        """Return the rows of a tab other than the body; without tabs those of the request."""
        if tab == "body":
            return []
        if tab == "headers":
            return self._headers
        if tab == "timing" and isinstance(self._settled, Answered):
            from weda_tui.tui.drawings.timing import timing_lines

            return timing_lines(self._settled.exchange, self._clock.wall(), self.strings)
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
            return preview_lines(self.strings, with_key=with_key)
        state, now = self.send_state, self._clock.monotonic()
        if isinstance(state, Sending) and now - state.since > QUIET:
            receiving = now - self._receiving_since
            run = progress_run(state, now - state.since, receiving, self.strings)
            return [key_line(run, with_key=with_key), Line()]
        if self._settled is None:
            return self._draw_unsent(width, with_key=with_key)
        from weda_tui.tui.drawings.verdict import verdict_lines

        code = self.code_in_hand
        page = self._session.error_book.pages.find(code) if code else None
        lines = verdict_lines(
            self._settled,
            self.strings,
            width,
            with_key=with_key,
            page=page,
            is_explained=not self._has_doctor,
            of_list=self.page,
        )
        lines += self._detail(width)
        if self.recalled is not None:
            from weda_tui.tui.drawings.history import recalled_lines

            lines += recalled_lines(self.recalled, self._clock.wall(), self.strings)
        return [*lines, *self._origin(self._settled)]

    def _detail(self, width: int) -> list[Line]:
        """Return the system's own words, or the key that shows them."""
        if self._failure is None:
            return []
        if self._has_detail:
            from weda_tui.tui.drawings.verdict import detail_lines

            return detail_lines(self._failure, self.strings, width)
        return [Line([Run(f"  {self.strings.network.detail_key}", "faint", "detail")])]

    def _origin(self, settled: Settled) -> list[Line]:
        """Name the endpoint of an answer that came after another one was opened."""
        endpoint_id = (
            settled.exchange.endpoint_id if isinstance(settled, Answered) else settled.endpoint_id
        )
        if self.endpoint is None or endpoint_id == self.endpoint.id:
            return []
        words = self.strings.tui.result
        said = words.cancelled_other if isinstance(settled, Cancelled) else words.of_other
        text = said.format(action=endpoint_id.partition(".")[2])
        return [Line([Run("  "), Run(text, "caution")])]

    def _draw_unsent(self, width: int, *, with_key: bool) -> list[Line]:
        lines = unsent_lines(self.endpoint, self.preflight, width, self.strings, with_key=with_key)
        if self.endpoint is not None and self.last_entry is not None:
            from weda_tui.tui.drawings.history import last_line

            lines += [Line(), last_line(self.last_entry, self._clock.wall(), self.strings)]
        return lines

    def _draw_remark(self, width: int) -> list[Line]:
        """Say that there is no body, or not all of it."""
        state = self._settled
        if isinstance(state, Failed) and state.response is not None and self.preview is None:
            told = self.strings.body.incomplete.format(size=byte_size(state.response.size))
            return [Line([Run("  "), Run(told, "caution")])]
        if not isinstance(state, Answered):
            return []
        lines: list[Line] = []
        if state.exchange.response.has_stray_bytes and self.preview is None:
            lines.append(Line([Run("  "), Run(self.strings.network.stray_bytes, "caution")]))
        if not state.exchange.response.body:
            lines.append(Line([Run("  "), Run(self.strings.tui.result.no_body, "dim")]))
        return lines
