"""The end of one request of a run: how far it came, and whether it was executed."""

from http import HTTPStatus

from weda_tui.core.answers.intermediaries import is_in_front, may_follow_execution
from weda_tui.core.answers.verdict import Outcome, VerdictState, is_token_refusal, unanswered_state
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.doctor.causes import CauseId, Executed
from weda_tui.core.doctor.diagnosis import what_was_executed
from weda_tui.core.errors import Delivery, LimitError, NotReachableError
from weda_tui.core.runs.ledger import Arrival, RequestEnd
from weda_tui.core.runs.results import RunResult
from weda_tui.core.sending.exchange import Exchange
from weda_tui.session.session import Session


def end_of(session: Session, result: RunResult) -> RequestEnd:
    """Return how a request ended, masked."""
    exchange, masker = result.exchange, session.tokens.masker()
    if exchange is None:
        is_unsent = result.delivery is Delivery.NOT_SENT
        return RequestEnd(
            is_ok=False, is_write=result.is_write, arrival=_unanswered(result),
            verdict=unanswered_state(result.delivery),
            is_unreachable=is_unsent and isinstance(result.error, NotReachableError | LimitError),
            code=result.error.code.value if result.error is not None else "",
        )  # fmt: skip
    verdict = exchange.verdict
    executed = _executed(session, exchange)
    arrival = _arrival(session, result, exchange, executed)
    in_front = arrival is Arrival.NOTHING and is_in_front(verdict, exchange.response.status)
    return RequestEnd(
        is_ok=result.ok, is_write=result.is_write, arrival=arrival,
        verdict=verdict.state if result.ok == verdict.ok else VerdictState.FAILURE,
        is_executed=executed is Executed.YES, is_in_front=in_front,
        code=masker.text(verdict.code), request_id=masker.text(verdict.request_id),
    )  # fmt: skip


def is_too_many(session: Session, exchange: Exchange) -> bool:
    """Return whether a request was refused by any system because there were too many requests."""
    verdict = exchange.verdict
    if not verdict.ok and exchange.response.status == HTTPStatus.TOO_MANY_REQUESTS:
        return True
    page = None if verdict.ok else session.error_book.pages.find(verdict.code)
    return page is not None and page.executed is Executed.NO and CauseId.RATE in page.causes


def _executed(session: Session, exchange: Exchange) -> Executed:
    """Return whether an answered request was executed, judging a read as if it were a write."""
    if exchange.verdict.ok:
        return Executed.YES
    page = session.error_book.pages.find(exchange.verdict.code)
    return what_was_executed(exchange, page, Effect.WRITE)


def _arrival(
    session: Session, result: RunResult, exchange: Exchange, executed: Executed
) -> Arrival:
    """Return how far an answered request came."""
    verdict = exchange.verdict
    if verdict.ok or result.ok:
        return Arrival.ANSWERED
    if may_follow_execution(verdict, exchange.response.status):
        return Arrival.MAYBE if result.is_write else Arrival.NOTHING
    is_passing = (
        is_too_many(session, exchange)
        or is_token_refusal(verdict)
        or is_in_front(verdict, exchange.response.status)
    )
    if executed is Executed.NO and is_passing:
        return Arrival.NOTHING
    if executed is not Executed.MAYBE:
        return Arrival.ANSWERED
    if result.is_write:
        return Arrival.MAYBE
    is_refused = verdict.outcome is Outcome.FAILURE and not verdict.rule
    return Arrival.NOTHING if is_refused else Arrival.ANSWERED


def _unanswered(result: RunResult) -> Arrival:
    is_lost = result.is_write and result.delivery is not Delivery.NOT_SENT
    return Arrival.MAYBE if is_lost else Arrival.NOTHING
