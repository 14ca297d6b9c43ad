"""The context of a command: the language, the global options and the other front ends."""

from collections.abc import Callable

import click
import msgspec

from weda_tui.i18n.strings import Strings

Explore = Callable[..., int]
"""``explore(session, language)`` runs the explorer until the user quits; returns the exit status.

``explore(session, language, (name, body))`` runs the viewer on a body.
"""


Serve = Callable[..., int]
"""``serve(open_session, strings, environment, env_type)`` serves a coding agent over MCP."""


def no_server(*_: object) -> int:
    """Stand in for a missing server. Raises ``LookupError``."""
    raise LookupError


class Invocation(msgspec.Struct):
    """One run of the program; the global options are collected here."""

    strings: Strings
    explore: Explore
    serve: Serve = no_server
    workspace: str | None = None
    """The value of ``--workspace``, at any position of the command line."""
    wanted_language: str | None = None
    """The value of ``--lang``."""
    hide: Callable[[str], str] = str
    """Masks the secrets that the session has read, once there is a session."""


def current() -> Invocation:
    """Return the invocation of the running command."""
    invocation = click.get_current_context().find_object(Invocation)
    if invocation is None:
        raise LookupError
    return invocation
