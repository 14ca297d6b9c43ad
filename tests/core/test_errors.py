import pytest

from weda_tui.core import errors
from weda_tui.core.errors import ErrorCode, FileError, NotReachableError, WedaError
from weda_tui.core.masking import MASK, Masker


def test_a_failure_says_its_code_and_values() -> None:
    error = NotReachableError(ErrorCode.CONNECTION_REFUSED, host="10.20.4.11", port=8080)
    assert str(error) == "connection_refused host='10.20.4.11' port=8080"
    assert error.parameters == {"host": "10.20.4.11", "port": 8080}


def test_a_failure_without_values_is_its_code() -> None:
    assert str(WedaError(ErrorCode.HOST_EMPTY)) == "host_empty"


def test_what_a_failure_repeats_is_masked_and_nothing_else_changes() -> None:
    error = FileError(ErrorCode.TIMED_OUT, url="http://h/?k=s3cr3t", seconds=1.5)
    masked = error.masked(Masker(["s3cr3t"]))
    assert (type(masked), masked.code) == (FileError, ErrorCode.TIMED_OUT)
    assert masked.parameters == {"url": f"http://h/?k={MASK}", "seconds": 1.5}


@pytest.mark.parametrize("name", ["FileError", "LimitError", "TokenError", "GuardError"])
def test_every_kind_is_a_weda_error(name: str) -> None:
    assert issubclass(getattr(errors, name), WedaError)
