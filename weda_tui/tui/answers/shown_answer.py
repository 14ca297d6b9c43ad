"""The displayed response as values: the result of a send, and what can be done with it."""

from typing import TYPE_CHECKING, NamedTuple

from weda_tui.core.answers.verdict import ErrorLayer, Outcome
from weda_tui.core.catalogue.endpoint import Endpoint, TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.sending.all_pages import page_of_exchange
from weda_tui.core.sending.exchange import (
    Answered,
    Exchange,
    Failed,
    Idle,
    Response,
    SendState,
    Settled,
)
from weda_tui.session.sending.preflight import DryRun, Preflight
from weda_tui.tui.models.view import ModelsShown
from weda_tui.tui.workbench.state import SEND_KEYS

if TYPE_CHECKING:  # imported with a response, a failure or a saved request
    from weda_tui.core.doctor.diagnosis import Diagnosis
    from weda_tui.core.history.entry import HistoryEntry, HistoryRecord
    from weda_tui.core.history.last_success import LastSuccess
    from weda_tui.core.requests.paging import ListPage
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.runs.saved_request_sender import SavedOutcome


class ExchangeFacts(NamedTuple):
    """The state of the RESULT pane, and what follows from it."""

    settled: Settled | None = None
    """The result of the last send; it remains until the next send is finished."""
    send_state: SendState = Idle()
    request: PreparedRequest | None = None
    """The request that was sent."""
    preview: DryRun | None = None
    """The dry run of F8, which is shown instead of a response."""
    preflight: Preflight | None = None
    endpoint: Endpoint | None = None
    """The open endpoint."""
    outcome: "SavedOutcome | RunResult | None" = None
    """The results of the checks of a saved request for a response."""
    recalled: "HistoryRecord | None" = None
    """The history entry that the response was loaded from; ``None`` for a new response."""
    last_entry: "HistoryEntry | None" = None
    """The last history entry, which is shown if nothing was sent yet."""
    since: "LastSuccess | None" = None
    """The changes since the last success of the failed call."""
    diagnosis: "Diagnosis | None" = None
    """The doctor's diagnosis of the displayed failure."""
    waiting: float | None = None
    """Seconds until a step that waits sends the request."""
    page: "ListPage | None" = None
    """The page of the list that the response is, if the open endpoint has pages."""
    catalogue: Catalogue | None = None
    models: ModelsShown = ModelsShown()
    saved_path: str = ""
    """The path of the open saved request; empty for none."""
    answer_of: str = ""
    """The path of the saved request that the response belongs to; empty for none."""
    send_keys: str = SEND_KEYS
    """The keys that send the draft from the widget with the focus."""
    sought_by: str = ""
    """The id of the call from which the user came here to find an id; empty for none."""

    @property
    def exchange(self) -> Exchange | None:
        """The exchange, if the last send got a response."""
        return self.settled.exchange if isinstance(self.settled, Answered) else None

    @property
    def has_answer(self) -> bool:
        """Whether a response is displayed."""
        return self.exchange is not None and self.preview is None

    @property
    def part(self) -> Response | None:
        """The part of a response that was received before a failure, if that is displayed."""
        settled = self.settled if self.preview is None else None
        return settled.response if isinstance(settled, Failed) else None

    @property
    def is_of_endpoint(self) -> bool:
        """Whether a response of the open endpoint is displayed."""
        if self.exchange is None or self.preview is not None or self.endpoint is None:
            return False
        is_own = not self.is_of_other_request
        return is_own and self.exchange.endpoint_id == self.endpoint.id

    @property
    def is_of_other_request(self) -> bool:
        """Whether the state belongs to another saved request than the open one.

        This includes that only one of the two is a saved request. An entry of the history is shown
        in the open draft, so it never belongs to another request.
        """
        return self.recalled is None and self.answer_of != self.saved_path

    @property
    def is_success(self) -> bool:
        """Whether there is a response whose verdict is not a failure."""
        return self.exchange is not None and self.exchange.verdict.outcome is not Outcome.FAILURE

    @property
    def is_judged(self) -> bool:
        """Whether there is a response whose verdict is known."""
        return self.exchange is not None and self.exchange.verdict.outcome is not Outcome.UNKNOWN

    @property
    def code(self) -> str:
        """The code of a failed response that the error book may contain; empty for none."""
        if self.exchange is None:
            return ""
        verdict = self.exchange.verdict
        is_code = (
            verdict.layer not in {ErrorLayer.HTTP, ErrorLayer.PROXY, ErrorLayer.NONE}
            and not verdict.rule
        )
        return verdict.code if is_code else ""

    @property
    def is_2xx(self) -> bool:
        """Whether the status of the response means success."""
        return self.exchange is not None and self.exchange.response.status < 300

    @property
    def is_open_to_a_rule(self) -> bool:
        """Whether the verdict is unknown for lack of a rule, or comes from a rule."""
        if self.exchange is None:
            return False
        verdict = self.exchange.verdict
        return verdict.outcome is Outcome.UNKNOWN or bool(verdict.rule)

    @property
    def failure(self) -> Failed | None:
        """The displayed failure, if there is a system message about it."""
        settled = self.settled if self.preview is None else None
        return settled if isinstance(settled, Failed) and settled.error.detail else None

    @property
    def has_log(self) -> bool:
        """Whether the doctor offers to search the log of the server."""
        diagnosis = self.diagnosis if self.has_doctor else None
        return diagnosis is not None and any(step.log for step in diagnosis.steps)

    @property
    def request_id(self) -> str:
        """The requestId of the response; empty for none."""
        return self.exchange.verdict.request_id if self.exchange is not None else ""

    @property
    def has_doctor(self) -> bool:
        """Whether a failure with a diagnosis is displayed."""
        is_failure = isinstance(self.settled, Failed) or (
            self.exchange is not None and not self.is_success
        )
        return self.diagnosis is not None and is_failure and self.preview is None

    @property
    def has_causes(self) -> bool:
        """Whether the doctor names causes of the displayed failure."""
        return self.has_doctor and bool(self.diagnosis and self.diagnosis.causes)

    @property
    def checked(self) -> "SavedOutcome | RunResult | None":
        """The results of the checks of a saved request for the displayed response."""
        if self.exchange is None or self.outcome is None:
            return None
        return self.outcome if self.outcome.exchange is self.exchange else None

    @property
    def request_shown(self) -> PreparedRequest | None:
        """The request of the dry run of F8, otherwise the request that was sent."""
        return self.request if self.preview is None else self.preview.preflight.request

    @property
    def sent_with(self) -> tuple[Target | None, TokenKind]:
        """The target of the displayed request, if known, and the kind of its token."""
        if self.preview is not None:
            return self.preview.preflight.where, self.preview.preflight.token.kind
        if self.exchange is None or self.preflight is None:
            return None, TokenKind.NONE
        where, exchange = self.preflight.where, self.exchange
        is_there = exchange.request.url.startswith(f"{where.environment.host}/")
        is_same = is_there and exchange.environment == where.environment.name
        return (where if is_same else None), exchange.token_kind


class AnswerPages:
    """Finds which page of its list a response is, once per response."""

    def __init__(self) -> None:
        self._known: tuple[Exchange, ListPage | None] | None = None

    def find(self, facts: ExchangeFacts) -> "ListPage | None":
        """Return the page of a response of the open endpoint, if the call has pages."""
        exchange, endpoint = facts.exchange, facts.endpoint
        if not facts.is_of_endpoint or exchange is None or endpoint is None:
            return None
        if self._known is None or self._known[0] is not exchange:
            self._known = (exchange, page_of_exchange(exchange, endpoint))
        return self._known[1]
