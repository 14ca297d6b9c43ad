"""The answer that is shown, as values: what came of a send, and what may be done with it."""

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

if TYPE_CHECKING:  # what comes with an answer, a failure or a saved request
    from weda_tui.core.doctor.diagnosis import Diagnosis
    from weda_tui.core.history.entry import HistoryEntry, HistoryRecord
    from weda_tui.core.history.last_success import LastSuccess
    from weda_tui.core.requests.paging import ListPage
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.runs.saved_request_sender import SavedOutcome


class ExchangeFacts(NamedTuple):
    """What came down to the pane, and what follows from it."""

    settled: Settled | None = None
    """What the last send came to; it stays while the next one is on its way."""
    send_state: SendState = Idle()
    request: PreparedRequest | None = None
    """What was sent."""
    preview: DryRun | None = None
    """What F8 shows instead of an answer."""
    preflight: Preflight | None = None
    endpoint: Endpoint | None = None
    """The one that is open."""
    outcome: "SavedOutcome | RunResult | None" = None
    """What the file of a saved request says of an answer."""
    recalled: "HistoryRecord | None" = None
    """The entry of the history whose answer this is."""
    last_entry: "HistoryEntry | None" = None
    """What is shown where nothing was sent yet."""
    since: "LastSuccess | None" = None
    """What changed since the call that failed last worked."""
    diagnosis: "Diagnosis | None" = None
    """What the doctor says of the failure in view."""
    waiting: float | None = None
    """Seconds after which a step that waits sends."""
    page: "ListPage | None" = None
    """Which page of its list the answer of the open endpoint is, if its call has pages."""
    catalogue: Catalogue | None = None
    models: ModelsShown = ModelsShown()
    saved_path: str = ""
    """The path of the saved request that is open; empty for none."""
    answer_of: str = ""
    """That of the one whose answer it is."""
    send_keys: str = SEND_KEYS
    """What sends the draft from where the focus is."""
    sought_by: str = ""
    """The call that one came from to find an id; empty for none."""

    @property
    def exchange(self) -> Exchange | None:
        """The exchange that was answered last."""
        return self.settled.exchange if isinstance(self.settled, Answered) else None

    @property
    def has_answer(self) -> bool:
        """Whether an answer is in view."""
        return self.exchange is not None and self.preview is None

    @property
    def part(self) -> Response | None:
        """What had come of an answer before it failed, where that is in view."""
        settled = self.settled if self.preview is None else None
        return settled.response if isinstance(settled, Failed) else None

    @property
    def is_of_endpoint(self) -> bool:
        """Whether an answer of the open endpoint is in view."""
        if self.exchange is None or self.preview is not None or self.endpoint is None:
            return False
        is_own = not self.is_of_other_request
        return is_own and self.exchange.endpoint_id == self.endpoint.id

    @property
    def is_of_other_request(self) -> bool:
        """Whether the state is of another saved request than the open one, or only one is of any.

        An entry of the history stands in the open draft, which is of none.
        """
        return self.recalled is None and self.answer_of != self.saved_path

    @property
    def is_success(self) -> bool:
        """Whether there is an answer that is no failure."""
        return self.exchange is not None and self.exchange.verdict.outcome is not Outcome.FAILURE

    @property
    def is_judged(self) -> bool:
        """Whether there is an answer that can be judged."""
        return self.exchange is not None and self.exchange.verdict.outcome is not Outcome.UNKNOWN

    @property
    def code(self) -> str:
        """The code of a failed answer that the error book may have; empty for none."""
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
        """Whether the status of the answer is one of success."""
        return self.exchange is not None and self.exchange.response.status < 300

    @property
    def is_open_to_a_rule(self) -> bool:
        """Whether the verdict waits for a rule, or stands on one."""
        if self.exchange is None:
            return False
        verdict = self.exchange.verdict
        return verdict.outcome is Outcome.UNKNOWN or bool(verdict.rule)

    @property
    def failure(self) -> Failed | None:
        """The failure in view whose system has words of its own about it."""
        settled = self.settled if self.preview is None else None
        return settled if isinstance(settled, Failed) and settled.error.detail else None

    @property
    def has_log(self) -> bool:
        """Whether the doctor offers to search the server's log."""
        diagnosis = self.diagnosis if self.has_doctor else None
        return diagnosis is not None and any(step.log for step in diagnosis.steps)

    @property
    def request_id(self) -> str:
        """The requestId of the answer; empty for none."""
        return self.exchange.verdict.request_id if self.exchange is not None else ""

    @property
    def has_doctor(self) -> bool:
        """Whether a failure is in view of which the doctor says something."""
        is_failure = isinstance(self.settled, Failed) or (
            self.exchange is not None and not self.is_success
        )
        return self.diagnosis is not None and is_failure and self.preview is None

    @property
    def has_causes(self) -> bool:
        """Whether the doctor names causes of the failure in view."""
        return self.has_doctor and bool(self.diagnosis and self.diagnosis.causes)

    @property
    def checked(self) -> "SavedOutcome | RunResult | None":
        """What the file of a saved request says of the answer that is shown."""
        if self.exchange is None or self.outcome is None:
            return None
        return self.outcome if self.outcome.exchange is self.exchange else None

    @property
    def request_shown(self) -> PreparedRequest | None:
        """The request that F8 shows, else the one that was sent."""
        return self.request if self.preview is None else self.preview.preflight.request

    @property
    def sent_with(self) -> tuple[Target | None, TokenKind]:
        """The place of the request that is shown, as far as it is known, and its token's kind."""
        if self.preview is not None:
            return self.preview.preflight.where, self.preview.preflight.token.kind
        if self.exchange is None or self.preflight is None:
            return None, TokenKind.NONE
        where, exchange = self.preflight.where, self.exchange
        is_there = exchange.request.url.startswith(f"{where.environment.host}/")
        is_same = is_there and exchange.environment == where.environment.name
        return (where if is_same else None), exchange.token_kind


class AnswerPages:
    """Finds which page of its list an answer is, once for each answer."""

    def __init__(self) -> None:
        self._known: tuple[Exchange, ListPage | None] | None = None

    def find(self, facts: ExchangeFacts) -> "ListPage | None":
        """Return the page that an answer of the open endpoint is, if its call has pages."""
        exchange, endpoint = facts.exchange, facts.endpoint
        if not facts.is_of_endpoint or exchange is None or endpoint is None:
            return None
        if self._known is None or self._known[0] is not exchange:
            self._known = (exchange, page_of_exchange(exchange, endpoint))
        return self._known[1]
