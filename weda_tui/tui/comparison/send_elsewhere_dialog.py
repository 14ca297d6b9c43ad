"""Sends a request to another target: what would be sent, the progress, and the response."""

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answered, Failed, Phase, Sending
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.sending.preflight_view import effect_runs, first_step, progress_run
from weda_tui.tui.views.requests import body_rows, header_lines
from weda_tui.tui.views.targets import env_type_role
from weda_tui.tui.widgets.drawing.paint import Line, Run, fold, wrap
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, panel_keys
from weda_tui.tui.widgets.rows import SCROLL_KEYS, BodyRows

WIDTH = 96
TICK = 0.1
"""The seconds between two updates of the progress."""


class SendElsewhere(Modal[Answered | Failed]):
    """Returns the result of the send, or ``None`` if it was not sent or was cancelled."""

    BINDINGS = [Binding("f5,ctrl+r,1,１", "send", show=False, priority=True), *SCROLL_KEYS]
    AUTO_FOCUS = ""

    _content = query_one("#elsewhere-content", BodyRows)
    _state = query_one("#elsewhere-state", Lines)

    def __init__(
        self, session: Session, draft: RequestDraft, preflight: Preflight, strings: Strings
    ) -> None:
        """``preflight`` is that of a read, and contains the target."""
        super().__init__(classes="elsewhere")
        self._session, self._draft = session, draft
        self._preflight, self._strings = preflight, strings
        self._sending: Sending | None = None
        self._is_long = False

    def compose(self) -> ComposeResult:
        """Lay out the question, the request, and the keys."""
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield Lines(self._draw_request, surface="panel")
            yield BodyRows(id="elsewhere-content", surface="panel")
            yield Lines(self._draw_state, id="elsewhere-state", surface="panel")

    def on_mount(self) -> None:
        """Show as many rows of headers and body as fit."""
        self._content.can_focus = False
        self._lay_out()
        self.watch(self._content, "scroll_y", self._state.redraw, init=False)

    def on_resize(self) -> None:
        """Fit the rows to the screen."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Give headers and body the remaining rows."""
        width = min(WIDTH, self.app.size.width)
        rows = self._content_lines(width)
        self._is_long = False
        room = self._room(width)
        self._is_long = len(rows) > room  # The hint about hidden rows needs a row itself
        self._content.display = bool(rows)
        self._content.show_in(room - self._is_long, rows)
        self._state.redraw()

    def _room(self, width: int) -> int:
        others = (self._draw_title, self._draw_request, self._draw_state)
        return self.app.size.height - sum(len(draw(width)) for draw in others) - 2

    def action_move(self, by: int) -> None:
        """Scroll headers and body."""
        self._content.action_move(by)

    def action_page(self, by: int) -> None:
        """Show the next or previous page of headers and body."""
        self._content.action_page(by)

    @work(group="send-elsewhere", exclusive=True)
    async def action_send(self) -> None:
        """Send the request, and close with the result."""
        if self._sending is not None:
            return
        self._on_progress(Sending(phase=Phase.TOKEN, since=self._session.clock.monotonic()))
        self.set_interval(TICK, self._state.redraw)
        where = self._preflight.where
        result = await self._session.sending.send(self._draft, where, on_progress=self._on_progress)
        self.dismiss(result)

    def _on_progress(self, progress: Sending) -> None:
        self._sending = progress
        self._state.redraw()

    def action_close(self) -> None:
        """Cancel a running send, and close."""
        self.workers.cancel_group(self, "send-elsewhere")
        super().action_close()

    def help_title(self, strings: Strings) -> str:
        """Return the title, which names the target."""
        place = self._preflight.target
        named = f"{place.environment.name} · {place.env_type}"
        return strings.comparison.send_title.format(place=named)

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys that work now, which the foot shows too."""
        words = strings.comparison
        if self._sending is not None:
            return [HelpRow("Esc", strings.tui.with_.cancel)]
        return [HelpRow("F5", words.send), HelpRow("Esc", words.dont_send)]

    # -- drawing -----------------------------------------------------------------------------

    def _draw_title(self, width: int) -> list[Line]:
        parts = wrap(self.help_title(self._strings), width - 4)
        return [*(Line([Run("  "), Run(part, "bold")]) for part in parts), Line()]

    def _draw_request(self, width: int) -> list[Line]:
        preflight, place = self._preflight, self._preflight.target
        role = f"{env_type_role(place.env_type)} bold"
        target = [Run(place.environment.name, "bold"), Run(" · ", "dim"), Run(place.env_type, role)]
        arrow = Run("  → ", "dim")
        effect = effect_runs(preflight, self._strings)
        lines = [Line([arrow, *target, Run(" · ", "dim"), *effect])]
        lines.append(Line([arrow, first_step(preflight, self._strings)]))
        request = preflight.request
        if request is not None:
            parts = wrap(f"{request.method} {request.url}", width - 6)
            lines += [Line([Run("    "), Run(part, "dim")]) for part in parts]
        return lines

    def _content_lines(self, width: int) -> list[Line]:
        """Return headers and body as they would be sent, with secrets masked."""
        request = self._preflight.request
        if request is None:
            return []
        lines = header_lines(request.headers)
        if request.body:
            lines.append(Line())
            lines += [Line([Run("  "), *row]) for row in body_rows(request.body, self._strings)]
        indented = [line._replace(left=[Run("  "), *line.left]) for line in lines]
        return [row for line in indented for row in fold(line, width - 4, 6)]

    def _draw_state(self, width: int) -> list[Line]:
        part = [self._content.draw_part(self._strings, 4)] if self._is_long else []
        foot = panel_keys(self.help_rows(self._strings), width)
        return [*part, Line(), *self._draw_step(foot)]

    def _draw_step(self, foot: Line) -> list[Line]:
        if self._sending is None:
            return [foot]
        waited = self._session.clock.monotonic() - self._sending.since
        run = progress_run(self._sending, waited, waited, self._strings)
        return [Line([Run("  "), run])] if "Esc" in run.text else [Line([Run("  "), run]), foot]
