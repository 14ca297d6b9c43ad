"""The answer that is in view, as values: what came of a send, and what may be done with it."""

from typing import TYPE_CHECKING

from textual.reactive import var

from weda_tui.core.clock import Clock
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.exchange import Answered, Exchange, Failed, Idle, SendState, Settled
from weda_tui.core.json_text import decode_body
from weda_tui.core.request import PreparedRequest, RequestDraft
from weda_tui.core.verdict import Layer, Outcome
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.quantities import elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.session import Explanation, Preflight, Session
from weda_tui.tui.bodies.copying import Beside
from weda_tui.tui.commands import COPY_REQUEST_ID, SUCCESS_RULE
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.intent import Intent
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.stage import Stage

if TYPE_CHECKING:  # what comes with an answer, a failure or a saved request
    from weda_tui.core.doctor import Diagnosis, Step
    from weda_tui.core.history import HistoryEntry, HistoryRecord
    from weda_tui.core.last_success import LastSuccess
    from weda_tui.core.paging import Page
    from weda_tui.core.run import RunResult
    from weda_tui.session.saved_sending import SavedOutcome


class AnswerInHand(Stage):
    """Holds what comes down of an answer, and the acts that need nothing of the screen."""

    strings: var[Strings] = var(default_strings)
    endpoint: var[Endpoint | None] = var(None)
    send_state: var[SendState] = var[SendState](Idle())
    preview: var[Explanation | None] = var(None)
    """What F8 shows instead of an answer."""
    preflight: var[Preflight | None] = var(None)
    recalled: "var[HistoryRecord | None]" = var(None)
    """The entry of the history whose answer this is."""
    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    """What the file of a saved request says of an answer."""
    last_entry: "var[HistoryEntry | None]" = var(None)
    """What is shown where nothing was sent yet."""
    since: "var[LastSuccess | None]" = var(None)
    """What changed since the call that failed last worked."""
    diagnosis: "var[Diagnosis | None]" = var(None)
    """What the doctor says of the failure in view."""
    waiting: var[float | None] = var(None)
    """Seconds after which a step that waits sends."""
    is_zoomed: var[bool] = var(False)

    class RuleWanted(Intent, namespace="response_pane"):
        """The success rule of this answer's endpoint is to be written."""

        def __init__(self, exchange: Exchange) -> None:
            super().__init__()
            self.exchange = exchange

    class StepTaken(Intent, namespace="response_pane"):
        """A step of the doctor is to be taken."""

        def __init__(self, diagnosis: "Diagnosis", step: "Step") -> None:
            super().__init__()
            self.diagnosis, self.step = diagnosis, step

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._session = session
        self._clock: Clock = session.clock
        self._masker = session.masker
        self._settled: Settled | None = None
        self._request: PreparedRequest | None = None
        self._paged: tuple[Exchange, Page | None] | None = None

    def _endpoint_of(self, exchange: Exchange) -> Endpoint | None:
        """Return the endpoint that answered, if it is known."""
        if self.endpoint is not None and self.endpoint.id == exchange.endpoint_id:
            return self.endpoint
        return self._session.catalogue.by_id.get(exchange.endpoint_id)

    @property
    def _has_part(self) -> bool:
        state = self._settled
        is_failed = isinstance(state, Failed) and state.response is not None
        return is_failed and self.preview is None

    @property
    def is_of_endpoint(self) -> bool:
        """Whether there is an answer of the endpoint in hand."""
        state = self._settled
        if not isinstance(state, Answered) or self.preview is not None or self.endpoint is None:
            return False
        return state.exchange.endpoint_id == self.endpoint.id

    @property
    def page(self) -> "Page | None":
        """Which page of its list the answer of the endpoint in hand is, if its call has pages."""
        state, endpoint = self._settled, self.endpoint
        if not self.is_of_endpoint or endpoint is None or not isinstance(state, Answered):
            return None
        exchange, verdict = state.exchange, state.exchange.verdict
        if self._paged is None or self._paged[0] is not exchange:
            from weda_tui.core.paging import page_of

            request = exchange.request
            sent = RequestDraft(
                endpoint_id=endpoint.id,
                method=request.method,
                url=request.url,
                body=request.body.decode("utf-8", "replace"),
            )
            page = page_of(sent, endpoint, count=verdict.count, total=verdict.total)
            self._paged = (exchange, page)
        return self._paged[1]

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

    @property
    def _has_doctor(self) -> bool:
        """Whether a failure is in view of which the doctor says something."""
        is_failure = isinstance(self._settled, Failed) or (
            isinstance(self._settled, Answered)
            and self._settled.exchange.verdict.outcome is Outcome.FAILURE
        )
        return self.diagnosis is not None and is_failure and self.preview is None

    @property
    def _checked(self) -> "SavedOutcome | RunResult | None":
        """What is said of the answer that is shown."""
        settled, outcome = self._settled, self.outcome
        if not isinstance(settled, Answered) or outcome is None:
            return None
        return outcome if outcome.exchange is settled.exchange else None

    # -- settling ----------------------------------------------------------------------------

    def action_success_rule(self) -> None:
        """Write the success rule of an answer that nobody can judge, or that a rule judges."""
        if self.can_run(SUCCESS_RULE):
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
            self.post_message(CopyRequested(self._session.curl(request, place), what))

    def action_copy_request_id(self) -> None:
        """Copy the requestId, or say why there is none."""
        words = self.strings.tui.result
        if self.can_run(COPY_REQUEST_ID):
            self.post_message(CopyRequested(self._request_id, "requestId"))
        elif self.preview is not None or self._settled is None:
            self.post_message(Noticed(words.nothing_yet))
        elif isinstance(self._settled, Answered):
            self.post_message(Noticed(words.no_request_id))
        else:
            self.post_message(Noticed(words.no_answer))

    def _beside(self, exchange: Exchange) -> tuple[Beside, ...]:
        """Return what of an answer can be copied besides its body."""
        words = self.strings.copying
        return (
            Beside("h", words.headers, lambda: self._header_text(exchange)),
            Beside("x", words.exchange, lambda: self._exchange_text(exchange)),
        )

    def _header_text(self, exchange: Exchange) -> str:
        mask = self._masker().text
        return "\n".join(f"{name}: {mask(value)}" for name, value in exchange.response.headers)

    def _exchange_text(self, exchange: Exchange) -> str:
        """Return the request as a curl command, and the answer below it as it came."""
        response = exchange.response
        text, _ = decode_body(bytes(response.received), response.header("Content-Type"))
        curl = self._session.curl(exchange.request, None)
        spent = elapsed(exchange.elapsed)
        return f"{curl}\n# → HTTP {response.status} · {spent}\n{self._masker().text(text)}"
