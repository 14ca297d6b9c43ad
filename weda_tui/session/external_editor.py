"""Editing a text in the user's own editor: written to a private file and read back afterwards."""

import contextlib
import os
import shlex
import shutil
import tempfile
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path

import msgspec

from weda_tui.core.errors import FileError, writing
from weda_tui.store.atomic import read_whole, write_atomic

LARGEST = 64 * 1024 * 1024
"""The largest file that is read back, in bytes."""


class EditorExit(Enum):
    """The ways in which editing can end."""

    CHANGED = "changed"
    SAME = "same"
    NOT_STARTED = "not_started"
    FAILED = "failed"
    """The editor exited with a status other than 0."""
    UNREADABLE = "unreadable"
    """The file is not UTF-8, is too large, or does not exist any more."""


class EditorResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of editing a text."""

    ending: EditorExit
    text: str
    """The new text if ``ending`` is ``CHANGED``, otherwise the old one."""
    status: int = 0
    """The exit status of the editor; a negative number is the signal that ended it."""
    kept: Path | None = None
    """The file with the edited text, if that text was not used."""


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """Return the words of ``$VISUAL``, else of ``$EDITOR``; empty if neither is set."""
    text = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    try:
        return shlex.split(text, posix=os.name == "posix")
    except ValueError:
        return []


def edit_outside(text: str, name: str, run: Callable[[Path], int | None]) -> EditorResult:
    """Return the result of editing ``text`` in a file called ``name``.

    ``run`` opens the file, waits, and returns the exit status, ``None`` if the editor did not
    start. The file is removed, unless it holds an edited text that was not used. Raises
    ``FileError`` if the file cannot be written before it is opened.
    """
    before = text.encode("utf-8", "surrogatepass")
    with writing(tempfile.gettempdir()):
        folder = Path(tempfile.mkdtemp(prefix="weda-tui-"))
    file, edited = folder / name, EditorResult(ending=EditorExit.SAME, text=text)
    try:
        write_atomic(file, before, private=True)
        edited = _edited(file, text, before, run)
    finally:
        if edited.kept is None:
            shutil.rmtree(folder, ignore_errors=True)
    return edited


def _edited(
    file: Path, text: str, before: bytes, run: Callable[[Path], int | None]
) -> EditorResult:
    status = run(file)
    if status is None:
        return EditorResult(ending=EditorExit.NOT_STARTED, text=text)
    after: bytes | None = None
    with contextlib.suppress(FileError):
        after = read_whole(file, largest=LARGEST)
    kept = file if after != before and os.path.lexists(file) else None
    if status != 0:
        return EditorResult(ending=EditorExit.FAILED, text=text, status=status, kept=kept)
    try:
        new = after.decode("utf-8", "surrogatepass") if after is not None else None
    except UnicodeDecodeError:
        new = None
    if new is None:
        return EditorResult(ending=EditorExit.UNREADABLE, text=text, kept=kept)
    new = _as_before(new, text)
    return EditorResult(ending=EditorExit.SAME if new == text else EditorExit.CHANGED, text=new)


def _as_before(new: str, old: str) -> str:
    """Return a text without the line end that editors add to the last line, if ``old`` had none."""
    if old.endswith("\n"):
        return new
    return new.removesuffix("\n").removesuffix("\r")
