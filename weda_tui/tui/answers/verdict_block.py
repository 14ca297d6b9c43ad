"""Draws the verdict band of the RESULT pane, and the rows of its tabs other than the body."""

from weda_tui.core.requests.free_call import call_name
from weda_tui.core.secrets.detection import masked_headers
from weda_tui.core.sending.exchange import (
    Answered,
    Cancelled,
    Exchange,
    Phase,
    Sending,
    SendState,
    Settled,
)
from weda_tui.i18n.quantities import size as byte_size
from weda_tui.session import Session
from weda_tui.tui.answers.section_host import AnswerHost
from weda_tui.tui.answers.timing_view import timing_lines
from weda_tui.tui.answers.verdict_view import detail_lines, pages_lines, verdict_lines
from weda_tui.tui.history.view import last_line, recalled_lines
from weda_tui.tui.runs.view import check_lines
from weda_tui.tui.sending.dry_run_view import explanation_lines
from weda_tui.tui.sending.preflight_view import (
    QUIET,
    key_line,
    preview_lines,
    progress_run,
    unsent_lines,
)
from weda_tui.tui.views.requests import header_lines, request_lines
from weda_tui.tui.widgets.drawing.paint import Line, Run


class VerdictBlock:
    """Draws the result of a send, the progress of a send, or what the next send will do."""

    def __init__(self, host: AnswerHost, session: Session) -> None:
        self._host, self._session, self._clock = host, session, session.clock
        self._has_detail = False
        """Whether the system message about a failure is shown."""
        self._receiving_since = 0.0
        self._headers: tuple[Exchange | None, list[Line]] = (None, [])
        """An exchange and its drawn headers."""

    # -- state -------------------------------------------------------------------------------

    def settle(self) -> None:
        """Reset the view of the previous failure."""
        self._has_detail = False

    def note_progress(self, state: SendState) -> None:
        """Store the time at which the first byte of a response arrives."""
        if isinstance(state, Sending) and state.phase is not Phase.RECEIVING:
            self._receiving_since = self._clock.monotonic()

    def toggle_detail(self) -> None:
        """Show or hide the system message about a failure."""
        self._has_detail = self._host.facts.failure is not None and not self._has_detail
        self._host.widgets.verdict.redraw()

    # -- the band ----------------------------------------------------------------------------

    def draw(self, width: int) -> list[Line]:
        """Return the band; it names ``F6`` if there is no heading above it."""
        facts, words = self._host.facts, self._host.words
        with_key = not self._host.widgets.heading.display
        if facts.preview is not None:
            return preview_lines(words, with_key=with_key)
        state, now = facts.send_state, self._clock.monotonic()
        if isinstance(state, Sending) and now - state.since > QUIET:
            receiving = now - self._receiving_since
            run = progress_run(state, now - state.since, receiving, words)
            return [key_line(run, with_key=with_key), Line()]
        if facts.settled is None:
            return self._draw_unsent(width, with_key=with_key)

        lines = verdict_lines(
            facts.settled,
            words,
            width,
            with_key=with_key,
            page=self._session.error_book.pages.find(facts.code) if facts.code else None,
            is_explained=not facts.has_doctor,
            of_list=facts.page,
        )
        lines += pages_lines(facts.exchange, words, width) if facts.exchange is not None else []
        lines += self._detail(width)
        if facts.recalled is not None:
            lines += recalled_lines(facts.recalled, self._clock.wall(), words)
        return [*lines, *self._origin(facts.settled)]

    def _detail(self, width: int) -> list[Line]:
        """Return the system message about a failure, or the key that shows it."""
        failure, words = self._host.facts.failure, self._host.words
        if failure is None:
            return []
        if self._has_detail:
            return detail_lines(failure, words, width)
        return [Line([Run(f"  {words.network.detail_key}", "faint", "detail")])]

    def _origin(self, settled: Settled) -> list[Line]:
        """Return the name of the request if the response belongs to another than the open one.

        The URL of a saved request may name a call that its file does not name.
        """
        facts, words = self._host.facts, self._host.words.tui.result
        endpoint = facts.endpoint
        endpoint_id = (settled.exchange if isinstance(settled, Answered) else settled).endpoint_id
        is_call = endpoint is None or endpoint.id in {"", endpoint_id} or bool(facts.saved_path)
        if endpoint is None or (is_call and not facts.is_of_other_request):
            return []
        sentence = words.cancelled_other if isinstance(settled, Cancelled) else words.of_other
        request = facts.request
        call = call_name(request.method, request.url) if request is not None else "—"
        text = sentence.format(action=facts.answer_of or endpoint_id.partition(".")[2] or call)
        return [Line([Run("  "), Run(text, "caution")])]

    def _draw_unsent(self, width: int, *, with_key: bool) -> list[Line]:
        facts, words = self._host.facts, self._host.words
        lines = unsent_lines(
            facts.endpoint, facts.preflight, width, words, with_key=with_key, keys=facts.send_keys
        )
        if facts.endpoint is not None and facts.last_entry is not None:
            lines += [Line(), last_line(facts.last_entry, self._clock.wall(), words)]
        return lines

    # -- below the tabs ----------------------------------------------------------------------

    def draw_remark(self, width: int) -> list[Line]:
        """Return a remark if there is no body, or only a part of it."""
        facts, words = self._host.facts, self._host.words
        if facts.part is not None:
            remark = words.body.incomplete.format(size=byte_size(facts.part.size))
            return [Line([Run("  "), Run(remark, "caution")])]
        if facts.exchange is None:
            return []
        lines: list[Line] = []
        if facts.exchange.response.has_stray_bytes and facts.preview is None:
            lines.append(Line([Run("  "), Run(words.network.stray_bytes, "caution")]))
        if facts.exchange.response.withheld:
            lines.append(Line([Run("  "), Run(words.network.withheld, "caution")]))
        elif not facts.exchange.response.body:
            lines.append(Line([Run("  "), Run(words.tui.result.no_body, "dim")]))
        return lines

    @property
    def headers(self) -> list[Line]:
        """The headers of the response, with secrets masked."""
        exchange = self._host.facts.exchange
        if exchange is not self._headers[0]:
            mask = self._session.tokens.masker().text
            received = exchange.response.headers if exchange else ()
            lines = header_lines(tuple(masked_headers(received, mask)))
            self._headers = (exchange, lines if exchange else [])
        return self._headers[1]

    def rows_of(self, tab: str) -> list[Line]:
        """Return the rows of a tab other than the body; without tabs, the rows of the request."""
        facts, words = self._host.facts, self._host.words
        if tab == "body":
            return []
        if tab == "headers":
            return self.headers
        if tab == "timing" and facts.exchange is not None:
            return timing_lines(facts.exchange, self._clock.wall(), words)
        if tab == "checks" and (checked := facts.checked) is not None:
            masker = self._session.tokens.masker()
            return [*check_lines(checked.checks, checked.captures, words, masker)]
        if facts.preview is not None:
            return explanation_lines(facts.preview, words)
        return request_lines(facts.request, words) if facts.request else []
