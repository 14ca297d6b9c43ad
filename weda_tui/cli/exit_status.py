"""From a result to an exit status: a contract that scripts stand on."""

from enum import IntEnum

from weda_tui.core.answers.verdict import Verdict, is_token_refusal
from weda_tui.core.errors import (
    GuardError,
    LimitError,
    NotReachableError,
    RouteError,
    TokenError,
    WedaError,
)


class ExitStatus(IntEnum):
    """What each number means."""

    OK = 0
    VERDICT = 1
    """The answer is no verified success."""
    USAGE = 2
    """The command line, a file, or the text of a request."""
    UNREACHABLE = 3
    LIMIT = 4
    TOKEN = 5
    ASSERTION = 6
    """What a saved request expects does not hold, or what it captures is not there."""
    GUARD = 7
    INTERRUPTED = 130


def exit_status(result: Verdict | WedaError) -> ExitStatus:
    """Return the status for an answer's verdict, or for the failure that came instead of one."""
    if isinstance(result, Verdict):
        if result.ok:
            return ExitStatus.OK
        return ExitStatus.TOKEN if is_token_refusal(result) else ExitStatus.VERDICT
    match result:
        case NotReachableError():
            return ExitStatus.UNREACHABLE
        case LimitError():
            return ExitStatus.LIMIT
        case TokenError():
            return ExitStatus.TOKEN
        case GuardError() | RouteError():
            return ExitStatus.GUARD
        case _:
            return ExitStatus.USAGE
