"""Opens the session of an invocation.

Only commands import this module, because it loads more than the start needs.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from weda_tui.cli import output
from weda_tui.cli.invocation import current
from weda_tui.core.environments.deployment import Environment, SecretName
from weda_tui.i18n.phrases.facts import unkept_words
from weda_tui.session import Session
from weda_tui.store.leftovers import sweep_leftovers
from weda_tui.store.paths import find_paths

Result = TypeVar("Result")


def open_session(*, use_keyring: bool = True) -> Session:
    """Open the workspace named by the command line or an environment variable.

    Nothing is connected. Files that killed processes left behind in its folders are removed.
    """
    paths = find_paths(current().workspace, os.environ)
    sweep_leftovers(paths)
    session = Session(paths, environ=os.environ, use_keyring=use_keyring)
    current().hide = lambda text: session.tokens.masker().text(text)
    session.secrets.ask = _ask_secret
    click.get_current_context().call_on_close(lambda: _report_files(session))
    return session


def _report_files(session: Session) -> None:
    """Report private files that other users could read, and data that could not be stored."""
    strings = current().strings
    for path in session.narrowed:
        output.talk(f"! {strings.facts.narrowed.format(file=path)}")
    for each in session.unkept:
        output.talk(f"! {unkept_words(each, strings)}")


async def _ask_secret(environment: Environment, name: SecretName) -> str:
    """Ask on the terminal for a secret that is not stored; return ``""`` without a terminal."""
    if not output.is_terminal(sys.stdin):
        return ""
    words = current().strings.cli.env
    secret = words.secret_key_name if name is SecretName.KEY else words.password_name
    question = words.ask_again.format(secret=secret, environment=environment.name)
    return click.prompt(question, default="", show_default=False, hide_input=True, err=True)


def run(session: Session, task: Callable[[Session], Awaitable[Result]]) -> Result:
    """Run a task of a session on its own event loop, then close the session.

    Ctrl+C cancels the task, and raises ``KeyboardInterrupt`` after the session is closed.
    """

    async def run_and_close() -> Result:
        try:
            return await task(session)
        finally:
            await session.aclose()

    return asyncio.run(run_and_close())
