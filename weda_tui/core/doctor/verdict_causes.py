"""Why an answer may be a failure where nothing is known but its verdict: one that was pasted."""

from contextlib import suppress

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.doctor.causes import CauseId, StepId
from weda_tui.core.doctor.diagnosis import OF_FOREIGN, of_status
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.said_causes import causes_by_words
from weda_tui.core.doctor.unanswered import causes_of
from weda_tui.core.errors import ErrorCode


def no_answer_code(verdict: Verdict) -> ErrorCode | None:
    """Return by which error of our own a call would fail like this; ``None`` for an answer."""
    if verdict.layer in {ErrorLayer.NETWORK, ErrorLayer.TLS, ErrorLayer.PROXY}:
        with suppress(ValueError):
            return ErrorCode(verdict.code)
    return None


def causes_of_verdict(
    verdict: Verdict, page: CodeEntry | None, status: int | None = None
) -> tuple[CauseId, ...]:
    """Return why it may be, what the message names first.

    ``page`` is that of the code, ``status`` the HTTP status where the code is none.
    """
    if code := no_answer_code(verdict):
        return causes_of(code)
    if page is None and verdict.layer in {ErrorLayer.HTTP, ErrorLayer.PROXY}:
        return _of_status(verdict, status)[0]
    return causes_by_words(page, verdict.message)


def steps_of_verdict(verdict: Verdict, status: int | None = None) -> tuple[StepId, ...]:
    """Return what can be done about a call without an answer, or one of which a status is known."""
    if no_answer_code(verdict):
        return (StepId.CHECK_ENVIRONMENT,)
    return _of_status(verdict, status)[1]


def _of_status(
    verdict: Verdict, status: int | None
) -> tuple[tuple[CauseId, ...], tuple[StepId, ...]]:
    if told := OF_FOREIGN.get(verdict.code):
        return told[1:]
    is_page = verdict.layer is ErrorLayer.PROXY
    is_of_status = verdict.outcome is Outcome.FAILURE and (
        is_page or verdict.layer is ErrorLayer.HTTP
    )
    named = verdict.code.removeprefix("HTTP ")
    status = int(named) if named.isdecimal() else status
    return of_status(status, is_page=is_page)[1:] if is_of_status and status else ((), ())
