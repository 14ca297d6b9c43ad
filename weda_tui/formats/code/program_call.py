"""One request of a program to be written."""

import msgspec

from weda_tui.core.requests.draft import PreparedRequest


class ProgramCall(msgspec.Struct, frozen=True):
    """One request with its name."""

    name: str
    request: PreparedRequest
    token: str = ""
    """A command that prints the value of the Authorization header, which the request then lacks."""
    answers_tokens: bool = False
    """Whether the response may hold tokens; if so, Python and Node.js print the status only."""
