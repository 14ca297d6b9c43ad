"""What is known of failures without a page in the error book, and what each cause asks for.

The facts are in ``failures.toml``, which is read when the first failure is looked at.
"""

from functools import cache

import msgspec

from weda_tui.core.answers.foreign import Foreign
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.errors import ErrorCode
from weda_tui.core.files import read_packaged_toml


class KnownFailure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an error code of ours says when no answer came."""

    causes: tuple[CauseId, ...] = ()
    """The most frequent first."""
    is_certain: bool = False
    """Whether it names its cause itself: the first one is the one."""
    needs_edit: bool = False
    """Whether sending again does not cure it: the environment is to be changed."""


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
    """Return what a cause asks for, before what the page of a code says."""
    return _load().steps.get(cause, ())


def known_failure(code: ErrorCode) -> KnownFailure:
    """Return what an error code says; nothing for errors before the network."""
    return _load().failures.get(code, KnownFailure())


def judge_foreign(code: str) -> Judgement | None:
    """Return what an answer that no WeDa gave says, by the code of its verdict."""
    return _load().foreign.get(code)


def judge_status(status: int, *, is_page: bool) -> Judgement:
    """Say of an HTTP status alone whether anything was executed, why it may be, and the steps."""
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
