"""Opens the session of an invocation.

Only commands import this module: it loads what the start does not need.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

from weda_tui.cli.invocation import current
from weda_tui.session import Session
from weda_tui.store.paths import find_paths

Result = TypeVar("Result")


def open_session(*, use_keyring: bool = True) -> Session:
    """Open the workspace that the command line or the environment names; nothing connects."""
    paths = find_paths(current().workspace, os.environ)
    session = Session(paths, environ=os.environ, use_keyring=use_keyring)
    current().hide = lambda text: session.masker().text(text)
    return session


def run(session: Session, task: Callable[[Session], Awaitable[Result]]) -> Result:
    """Run a task of a session on a loop of its own, then close the session.

    Ctrl+C cancels the task, and raises ``KeyboardInterrupt`` once it is closed.
    """

    async def run_and_close() -> Result:
        try:
            return await task(session)
        finally:
            await session.aclose()

    return asyncio.run(run_and_close())
