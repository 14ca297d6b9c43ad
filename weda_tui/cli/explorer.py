"""The explorer, on the workspace or, as ``demo``, on a temporary one over the sandbox.

It needs a terminal that can show a full screen and read keys.
"""

import codecs
import os
import signal
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.core.catalogue.endpoint import Language
from weda_tui.i18n.language import choose_language
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.store.paths import Paths

_UTF_8 = "utf-8"


def can_open_screen(*, keys_come_later: bool = False) -> bool:
    """Return whether a full screen can open; if not, show why.

    ``keys_come_later`` skips the check of stdin, from which a body is read first.
    """
    words = current().strings.cli.program
    is_terminal = keys_come_later or output.is_terminal(sys.stdin)
    if not is_terminal or not output.is_terminal(sys.stdout):
        output.talk(words.no_terminal)
        return False
    if os.environ.get("TERM") == "dumb":
        output.talk(words.dumb_terminal)
        return False
    encoding = sys.stdout.encoding or _UTF_8
    if codecs.lookup(encoding).name != _UTF_8:
        output.talk(words.no_utf_8.format(encoding=encoding))
        return False
    return True


def explore_workspace() -> int:
    """Open the explorer on the workspace; return the exit status."""
    return _explore(open_session()) if can_open_screen() else ExitStatus.USAGE


def build(strings: Strings) -> click.Command:
    """Return ``demo``."""
    details = strings.cli.sandbox.demo_details
    return CliCommand("demo", HelpPage(strings, (strings.cli.program.demo, details)), _demo)


def _demo() -> int:
    if not can_open_screen():
        return ExitStatus.USAGE
    with _ended_by_signals(), tempfile.TemporaryDirectory(prefix="weda-tui-demo-") as folder:
        return _explore(demo_session(Path(folder), current().strings.cli.sandbox.environment))


def demo_session(folder: Path, name: str) -> Session:
    """Return a session over a sandbox named ``name``, with all its files in ``folder``."""
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    session = Session(paths, environ=os.environ, use_keyring=False)
    session.is_demo = True
    session.environments.use_sandbox(name, is_written=True)
    return session


def _explore(session: Session) -> int:
    """Open the explorer in the requested language, else in the language last chosen there."""
    invocation = current()
    wanted = invocation.wanted_language or session.settings.preferences.language
    language: Language = choose_language(os.environ, wanted)
    return invocation.explore(session, language)


@contextmanager
def _ended_by_signals() -> Generator[None]:
    """End the program in order on SIGTERM and SIGHUP, with status 128 + the signal's number.

    The explorer has its own handlers while it runs.
    """

    def end(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
