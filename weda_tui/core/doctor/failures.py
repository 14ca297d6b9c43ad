"""Facts about failures without a page in the error book, and the steps for each cause.

The facts are in ``failures.toml``, which is read at the first failure.
"""

from functools import cache

import msgspec

from weda_tui.core.answers.foreign import Foreign
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.errors import ErrorCode
from weda_tui.core.files import read_packaged_toml


class KnownFailure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Facts about one of the program's own error codes after a call without a response."""

    causes: tuple[CauseId, ...] = ()
    """The causes, the most frequent first."""
    is_certain: bool = False
    """Whether the code proves its first cause."""
    needs_edit: bool = False
    """Whether sending again does not help, because the environment has to be changed."""


class Judgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether anything was executed, why it may have failed, and what to do."""

    executed: Executed
    causes: tuple[CauseId, ...] = ()
    steps: tuple[StepId, ...] = ()


class _Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    steps: dict[CauseId, tuple[StepId, ...]]
    failures: dict[ErrorCode, KnownFailure]
    foreign: dict[str, Judgement]
    statuses: dict[int, Judgement]


@cache
def _load() -> _Tables:
    return read_packaged_toml("core/doctor/failures.toml", _Tables)


def steps_of(cause: CauseId) -> tuple[StepId, ...]:
    """Return the steps for a cause, which come before those of the code's page."""
    return _load().steps.get(cause, ())


def known_failure(code: ErrorCode) -> KnownFailure:
    """Return the facts about an error code; no facts for errors before the network."""
    return _load().failures.get(code, KnownFailure())


def judge_foreign(code: str) -> Judgement | None:
    """Return the judgement of a foreign response, by the code of its verdict."""
    return _load().foreign.get(code)


def judge_status(status: int, *, is_page: bool) -> Judgement:
    """Judge an HTTP status alone: whether anything was executed, possible causes, and steps."""
    page = _load().foreign[Foreign.PORTAL]
    same = {403: 401, 405: 404}.get(status, status)
    if is_page and same == 401:
        return page
    if found := _load().statuses.get(same):
        return found
    if status >= 500:
        steps = (StepId.LOOK_FIRST, StepId.SEND_AGAIN, StepId.CHECK_ENVIRONMENT)
        return Judgement(Executed.MAYBE, (CauseId.SERVER,), steps)
    if is_page:
        return page
    if 300 <= status < 400:
        causes = (CauseId.REDIRECT, CauseId.HOST, CauseId.HTTP_NOT_HTTPS)
        steps = (StepId.EDIT_ENVIRONMENT, StepId.CHECK_ENVIRONMENT)
        return Judgement(Executed.NO, causes, steps)
    return Judgement(Executed.NO, (), (StepId.OPEN_DOCS, StepId.COPY_REQUEST_ID))
