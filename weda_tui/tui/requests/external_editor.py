"""Runs the user's own editor, which uses the terminal exclusively while it runs."""

import os
import signal
import subprocess
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from textual.app import SuspendNotSupported

from weda_tui.core.errors import FileError
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.session.external_editor import EditorExit, EditorResult, edit_outside, editor_command
from weda_tui.store.programs import find_program

NAME = "body.json"
"""The name of the file; editors choose their mode by the extension."""


class EditedBody(NamedTuple):
    """The body after editing, or the old body after a failure, and a notice for the user."""

    text: str
    notice: str
    kept: str = ""
    """The file that the notice names; empty for none."""


def edit_body(
    text: str, suspend: Callable[[], AbstractContextManager[None]], strings: Strings
) -> EditedBody:
    """Open a body in the user's own editor and return the result.

    ``suspend`` releases the terminal until its context ends; the event loop is blocked too.
    """
    command, words = editor_command(os.environ), strings.tui.outside

    def run(file: Path) -> int | None:
        program = find_program(command[0])
        if program is None:
            return None
        arguments = [program, *command[1:], str(file)]
        with suspend(), _interrupts_left_to_the_editor():
            try:
                return subprocess.run(arguments, check=False).returncode  # noqa: S603
            except OSError:
                return None

    try:
        edited = edit_outside(text, NAME, run)
    except FileError as error:
        return EditedBody(text, explain(error, strings).what)
    except SuspendNotSupported:
        return EditedBody(text, words.not_here)
    editor = strip_control_characters(Path(command[0]).name)
    kept = strip_control_characters(str(edited.kept)) if edited.kept else ""
    return EditedBody(edited.text, _said(edited, editor, kept, strings), kept)


@contextmanager
def _interrupts_left_to_the_editor() -> Generator[None]:
    """Let Ctrl+C end the editor but not this program.

    The signal is handled rather than ignored, because the editor would inherit an ignored signal.
    """
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _said(edited: EditorResult, editor: str, kept: str, strings: Strings) -> str:
    words = strings.tui.outside
    text = {
        EditorExit.CHANGED: words.taken,
        EditorExit.SAME: words.same,
        EditorExit.NOT_STARTED: words.not_started,
        EditorExit.FAILED: words.failed,
        EditorExit.UNREADABLE: words.unreadable,
    }[edited.ending]
    message = text.format(editor=editor, status=edited.status)
    return f"{message}{words.kept.format(file=kept)}" if kept else message
