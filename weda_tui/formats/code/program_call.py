"""One request of a program that is written."""

import msgspec

from weda_tui.core.requests.draft import PreparedRequest


class ProgramCall(msgspec.Struct, frozen=True):
    """One request with what it is called."""

    name: str
    request: PreparedRequest
    token: str = ""
    """A command that prints the Authorization header, which is no part of the request then."""
    answers_tokens: bool = False
    """Whether its answer may hold tokens: a program that can prints the status alone."""
