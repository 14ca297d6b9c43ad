import pytest

from weda_tui.cli.exit_status import exit_status
from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.errors import (
    ErrorCode,
    FileError,
    GuardError,
    LimitError,
    NotReachableError,
    TokenError,
    WedaError,
)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (FileError(ErrorCode.FILE_UNREADABLE), 2),
        (WedaError(ErrorCode.HOST_EMPTY), 2),
        (NotReachableError(ErrorCode.DNS_FAILED), 3),
        (LimitError(ErrorCode.TIMED_OUT), 4),
        (TokenError(ErrorCode.TOKEN_EMPTY), 5),
        (GuardError(ErrorCode.GUARD_READ_ONLY), 7),
    ],
)
def test_each_kind_of_failure_has_its_number(error: WedaError, status: int) -> None:
    assert exit_status(error) == status


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (Verdict(outcome=Outcome.OK), 0),
        (Verdict(outcome=Outcome.UNKNOWN), 1),
        (Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.BUSINESS, code="X"), 1),
        (Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.GATEWAY, code="SYS_ERR"), 1),
        (
            Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.GATEWAY, code="INVALID_ACCESS_TOKEN"),
            5,
        ),
        (
            Verdict(
                outcome=Outcome.FAILURE, layer=ErrorLayer.BUSINESS, code="INVALID_ACCESS_TOKEN"
            ),
            1,
        ),
    ],
)
def test_only_a_verified_success_is_zero(verdict: Verdict, status: int) -> None:
    assert exit_status(verdict) == status
