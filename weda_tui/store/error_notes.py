"""A team's notes on the codes of the error book: one file, ``notes/codes.toml``.

INVALID_ENV_STATUS = '''On Tuesday nights the environment is rebuilt:
ask 张伟, or wait until eight.
'''

There is one file for all codes, since codes may differ in case alone, and a server may send any
text as a code.
"""

from pathlib import Path

import msgspec

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.toml import text as toml_text
from weda_tui.store.workspace_files import lock_folder, read_text, write_text

LONGEST_NOTE = 8_000
"""The maximum number of characters of a note."""


class LoadedNotes(msgspec.Struct, frozen=True):
    """The notes and the text of their file, ``None`` without a file."""

    by_code: dict[str, str] = {}
    text: str | None = None


def load_notes(path: Path) -> LoadedNotes:
    """Read the notes; a missing file has none. Raises ``FileError``."""
    text = read_text(path.parent.parent, path)
    if text is None:
        return LoadedNotes()
    notes: dict[str, str] = {}
    for code, note in toml_text.load(text, file=path.name).items():
        if not isinstance(note, str):
            raise toml_text.bad_value(text, (code,), "string", path.name)
        notes[code] = note.replace("\r\n", "\n").strip("\n")
    return LoadedNotes(notes, text)


def save_note(path: Path, code: str, note: str, *, known: str) -> str:
    """Write the note on a code and return it as stored; an empty note is removed.

    ``known`` is the note that this save replaces, empty for none. Raises ``FileError``:
    ``FILE_CHANGED`` if the disk holds another note, ``TOML_…`` for a broken file, ``LINK_OUTSIDE``,
    ``FILE_UNWRITABLE``.
    """
    workspace = path.parent.parent
    note = note.strip("\n").rstrip()[:LONGEST_NOTE]
    with lock_folder(workspace, path.parent):
        before = load_notes(path)
        if before.by_code.get(code, "") not in {known, note}:
            raise FileError(ErrorCode.FILE_CHANGED, file=path.name)
        wanted = {**before.by_code, code: note}
        if not note:
            del wanted[code]
        values = {key: f"{each}\n" if "\n" in each else each for key, each in wanted.items()}
        text = toml_text.render(values, {}, before.text, is_multi_line=True)
        write_text(workspace, path, text)
    return note
