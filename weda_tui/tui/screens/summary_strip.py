"""The summary on narrow screens: a row each for call, request and send.

While a response fills the screen, call and request share one row.
"""

from typing import TYPE_CHECKING

from textual.reactive import var

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.clock import Clock
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.form import has_fields, read_form
from weda_tui.core.sending.exchange import Sending, SendState
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.phrases.facts import effect_words
from weda_tui.i18n.strings import Strings
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.requests.form_view import filled_fields
from weda_tui.tui.sending.preflight_view import preflight_sentence, send_chip, sending_runs
from weda_tui.tui.views.endpoints import EFFECT_ROLES, body_words
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.pane import MEDIUM
from weda_tui.tui.workbench.state import SEND_KEYS

if TYPE_CHECKING:  # loaded after the first picture
    from weda_tui.session.collections.service import LoadedRequest

AROUND_TITLE = 20
"""Cells of the first row that show neither a name nor the way back."""
MOST_SUMMED_UP = 4096
"""Characters of a body up to which its filled fields are read again at each key press."""


class SummaryStrip(Lines):
    """Three rows, for F3, F4 and F5; a wide window shows only the warning that it is too small."""

    strings: var[Strings] = var(default_strings)
    endpoint: var[Endpoint | None] = var(None)
    saved: "var[LoadedRequest | None]" = var(None)
    draft: var[RequestDraft | None] = var(None)
    preflight: var[Preflight | None] = var(None)
    send_state: var[SendState | None] = var(None)
    stage: var[str] = var("")
    send_keys: var[str] = var(SEND_KEYS)
    came_from: var[str] = var("")
    """The title of the call from which a value led to this call; empty for none."""
    is_too_small: var[bool] = var(False)
    """Whether the window is too small for the screens; if so, a row says this."""
    is_brief: var[bool] = var(False)
    """Whether the call and its fields share one row, because a response fills the screen."""

    def __init__(self, clock: Clock, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(self._draw_strip, id=id)
        self._clock = clock

    watch_strings = watch_endpoint = watch_came_from = watch_draft = Lines.redraw
    watch_preflight = watch_send_state = watch_is_too_small = watch_stage = Lines.redraw
    watch_is_brief = watch_saved = watch_send_keys = Lines.redraw

    def _draw_strip(self, width: int) -> list[Line]:
        strings = self.strings
        if width >= MEDIUM:
            lines: list[Line] = []
        elif self.is_brief:
            lines = [self._brief(strings, width)]
        else:
            what = self._stage_row("what", self._what(strings))
            with_what = self._stage_row("with", self._with(strings, width - 6))
            lines = [what, with_what, self._send(strings)]
        if self.is_too_small:
            lines.append(Line([Run(" "), Run(self.strings.tui.stage.too_small, "caution")]))
        return lines

    def _brief(self, strings: Strings, width: int) -> Line:
        """Return call and fields in one row; the fields are truncated first."""
        what = self._what(strings)
        name = [*what.left[:2], Run("  ")]
        return Line([*name, *self._with(strings, width - cells(name)).left], what.right[-3:])

    def _stage_row(self, stage: str, line: Line) -> Line:
        """Return the row of a stage, with a background colour if the stage is selected."""
        return line._replace(fill="sel" if stage == self.stage else "")

    def _key(self, key: str, stage: str) -> Run:
        return Run(f" {key} ", "focus bold" if self.stage == stage else "dim", stage)

    def _what(self, strings: Strings) -> Line:
        key = self._key("F3", "what")
        if self.endpoint is None:
            return Line([key, Run(strings.tui.what.choose_step, "dim", "what")])
        effect = self.endpoint.effect
        if not self.endpoint.id and self.preflight is not None:
            effect = self.preflight.effect
        title, beside = self.endpoint.title.text(strings.language), self.endpoint.action
        if self.saved is not None:
            title, beside = self.saved.request.title, title if self.endpoint.id else ""
        return Line(
            [key, Run(title, "bold", "what"), Run(f"  {beside}", "dim", "what")],
            [
                *self._way_back(strings),
                Run(f" {self.endpoint.method} ", "faint"),
                Run(effect_words(effect, strings), EFFECT_ROLES[effect]),
                Run(" "),
            ],
        )

    def _way_back(self, strings: Strings) -> list[Run]:
        """Return the call from which a value led here, if there is room; a click goes back."""
        if not self.came_from or self.endpoint is None:
            return []
        run = Run(strings.following.back_to.format(title=self.came_from), "dim", "go_back")
        title = self.endpoint.title.text(strings.language)
        taken = cells([Run(title), Run(self.endpoint.action), Run(self.endpoint.method), run])
        return [run, Run(" ")] if taken + AROUND_TITLE <= self.size.width else []

    def _with(self, strings: Strings, width: int) -> Line:
        key = self._key("F4", "with")
        body = self.draft.body.strip() if self.draft else ""
        if not body and not (self.endpoint and has_fields(self.endpoint)):
            text = body_words(self.endpoint, strings) if self.endpoint else ""
            return Line([key, Run(text, "dim", "with")])
        return Line([key, Run(self._summary(strings, body, width), "text", "with")])

    def _summary(self, strings: Strings, body: str, width: int) -> str:
        """Return the filled fields in a few words, or the body if there is no form."""
        draft, endpoint = self.draft, self.endpoint
        if draft and endpoint and has_fields(endpoint) and len(body) <= MOST_SUMMED_UP:
            filled = filled_fields(read_form(endpoint, draft), strings, width)
            if filled:
                return filled
        return " ".join(part.strip() for part in body.split("\n"))

    def _send(self, strings: Strings) -> Line:
        if isinstance(self.send_state, Sending):
            waited = self._clock.monotonic() - self.send_state.since
            return Line([Run(" "), *sending_runs(waited, strings)])
        if self.preflight is None:
            return Line([Run(" "), send_chip(strings, self.send_keys, is_refused=True)])
        return Line([Run(" "), *preflight_sentence(self.preflight, strings, self.send_keys)])
