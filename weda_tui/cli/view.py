"""``view``: shows any file in the response viewer; into a pipe, prints the formatted text."""

import contextlib
import mmap
import os
import sys
from pathlib import Path

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.explorer import can_open_screen
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session
from weda_tui.core.bodies.document import Document
from weda_tui.core.json.formatting import laid_out
from weda_tui.i18n.language import choose_language
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.store.bodies import READ_AT_ONCE, FileBody, read_body
from weda_tui.store.paths import typed_path
from weda_tui.store.workspace_files import check_typed

_KEYBOARD = "CONIN$" if os.name == "nt" else "/dev/tty"


def build(strings: Strings) -> click.Command:
    """Return ``view``."""
    words = strings.view
    examples = (
        "weda-tui view answer.json",
        "curl -s https://weda.example.cn/data.json | weda-tui view -",
        "weda-tui view answer.json | less",
    )
    file = argument("file", "FILE|-")
    return CliCommand(
        "view", HelpPage(strings, (words.summary, words.details), examples), _view, [file]
    )


def _view(file: str) -> int:
    session, invocation = open_session(), current()
    body = _open(file, session)
    if not output.is_terminal(sys.stdout):
        return _print(body.read() if isinstance(body, FileBody) else body)
    if not can_open_screen(keys_come_later=True):
        return ExitStatus.USAGE
    if not _open_keyboard():
        output.talk(invocation.strings.view.no_file)
        return ExitStatus.USAGE
    language = choose_language(
        os.environ, invocation.wanted_language or session.settings.preferences.language
    )
    name = "stdin" if file == "-" else Path(file).name
    return invocation.explore(session, language, (name, body))


def _open(file: str, session: Session) -> bytes | mmap.mmap | FileBody:
    """Return a body, or a large file of which only the beginning is read. Raises ``FileError``."""
    in_memory, folder = session.settings.body_in_memory, session.paths.bodies
    if file == "-":
        return read_body(sys.stdin.buffer, in_memory, folder) if sys.stdin is not None else b""
    path = check_typed(session.paths.workspace, typed_path(file))
    body = FileBody(path, in_memory, folder)
    return body if body.size > READ_AT_ONCE else body.read()


def _open_keyboard() -> bool:
    """Read keys from the terminal if stdin was the body; return whether there is a terminal."""
    if output.is_terminal(sys.stdin):
        return True
    with contextlib.suppress(OSError, ValueError):
        keyboard = os.open(_KEYBOARD, os.O_RDWR)
        os.dup2(keyboard, 0)
        os.close(keyboard)
        return os.isatty(0)
    return False


def _print(body: bytes | mmap.mmap) -> int:
    """Print JSON formatted, with every token as received; print anything else unchanged."""
    document = Document(body)
    document.grow_whole()
    if document.tree is None:
        if document.fault is not None:
            line, column = document.fault
            output.talk(current().strings.view.not_json.format(line=line, column=column))
        output.exact(body[:])
        return ExitStatus.OK
    for piece in laid_out(document.tree):
        output.exact(piece)
    output.exact(b"\n")
    return ExitStatus.OK
