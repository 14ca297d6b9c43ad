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
from weda_tui.tui.drawings.endpoint import field_names
from weda_tui.tui.drawings.explanation import explanation_lines
from weda_tui.tui.drawings.heading import stage_name
from weda_tui.tui.drawings.history import last_line, recalled_lines, since_lines
from weda_tui.tui.drawings.preflight import effect_runs, first_step
from weda_tui.tui.drawings.request import header_lines, request_lines
from weda_tui.tui.drawings.verdict import Settled, detail_lines, verdict_lines
from weda_tui.tui.parts.body_reader import BodyReader
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
    is_zoomed: var[bool] = var(False)

    _reader = query_one("#reader", BodyReader)
    _facts = query_one("#facts", FoldedRows)
    _tabs = query_one("#result-tabs", Tabs)
    _verdict = query_one("#verdict", Lines)

    BINDINGS = [
        Binding("slash,／,、", "search", show=False),
        Binding("left_square_bracket,【", "tab(-1)", show=False),
        Binding("right_square_bracket,】", "tab(1)", show=False),
        Binding("r", "copy_request_id", show=False),
        Binding("p", "screen.bundle", show=False),
        Binding("d", "detail", show=False),
        Binding("1,１", "success_rule", show=False),
        Binding("b", "screen.error_book", show=False),
    ]

    class RuleWanted(Message):
        """The success rule of this answer's endpoint is to be written."""

        def __init__(self, exchange: Exchange) -> None:
            super().__init__()
            self.exchange = exchange

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

    def inside(self) -> Iterator[Widget]:
        """Lay out heading, verdict, tabs and the open tab."""
        yield Lines(self._draw_heading, id="result-heading")
        yield Lines(self._draw_verdict, id="verdict")
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
            self.query_one("#since", Lines).redraw()

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
        """Land in the open tab."""
        self.land_in(self._open_rows())

    def leave_field(self) -> None:
        """Go from the search to the body."""
        self._reader.leave_field()

    def step_back(self) -> bool:
        """End the search."""
        is_searching = self._reader.is_searching
        if is_searching:
            self._reader.close_search()
        return is_searching

    def action_end_search(self) -> None:
        """End the search."""
        self.step_back()

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
            "copy_request_id": has_answer and bool(self._request_id),
            "error_book": has_answer and bool(self.code_in_hand),
            "success_rule": takes_rule and self._is_open_to_a_rule,
            "change_rule": takes_rule and not self._is_open_to_a_rule,
            "detail": self._failure is not None,
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
            self.focus_stage()

    @on(Tabs.Entered, "#result-tabs")
    def _on_tab_entered(self, event: Tabs.Entered) -> None:
        event.stop()
        self.focus_stage()

    def action_search(self) -> None:
        """Open the search row."""
        if not self.works("search"):
            return
        self._tabs.open("body")
        self._reader.action_search()

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
        lines = verdict_lines(self._settled, self.strings, width, with_key=with_key, page=page)
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
        """Say what changed since it last worked, where the body has room all the same."""
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
