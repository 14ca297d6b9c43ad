"""What every command is given: the language, the global options and the other front ends."""

from collections.abc import Callable

import click
import msgspec

from weda_tui.i18n.strings import Strings

Explore = Callable[..., int]
"""``explore(session, language)`` runs the explorer until it is quit; returns the exit status.

``explore(session, language, (name, body))`` runs the viewer on a body.
"""


Serve = Callable[..., int]
"""``serve(open_session, strings, environment, env_type)`` serves a coding agent until it goes."""


def no_server(*_: object) -> int:
    """Stand in where no server was handed over. Raises ``LookupError``."""
    raise LookupError


class Invocation(msgspec.Struct):
    """One run of the program; the global options are collected in it."""

    strings: Strings
    explore: Explore
    serve: Serve = no_server
    workspace: str | None = None
    """``--workspace``, wherever on the command line it stood."""
    wanted_language: str | None = None
    """``--lang``."""
    hide: Callable[[str], str] = str
    """Masks the secrets that the session has seen, once there is one."""


def current() -> Invocation:
    """Return the invocation that the running command belongs to."""
    invocation = click.get_current_context().find_object(Invocation)
    if invocation is None:
        raise LookupError
    return invocation
