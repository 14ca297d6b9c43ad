"""The mapping of results to exit statuses, on which scripts depend."""

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
    """The exit statuses and their meanings."""

    OK = 0
    VERDICT = 1
    """The response is not a verified success."""
    USAGE = 2
    """The command line, a file, or the text of a request is wrong."""
    UNREACHABLE = 3
    LIMIT = 4
    TOKEN = 5
    ASSERTION = 6
    """An assertion of a saved request does not hold, or a captured value is missing."""
    GUARD = 7
    INTERRUPTED = 130


def exit_status(result: Verdict | WedaError) -> ExitStatus:
    """Return the status for the verdict of a response, or for the error if there is none."""
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
