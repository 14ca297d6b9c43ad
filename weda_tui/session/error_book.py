"""The error book of one workspace: the bundled pages and the team's notes on them."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from weda_tui.core.answers.text_parser import LARGEST
from weda_tui.core.doctor.error_book import ErrorBook
from weda_tui.core.masking import Masker
from weda_tui.session.environments.file_gate import check_no_secret_in
from weda_tui.store.bundled_error_book import load_error_book
from weda_tui.store.error_notes import load_notes, save_note
from weda_tui.store.workspace_files import read_typed


class CodeBook:
    """Pages and notes; each is read when first asked for."""

    def __init__(self, path: Path, masker: Callable[[], Masker]) -> None:
        """``path`` is the file with the notes; ``masker`` returns the masker of ``FileGate``."""
        self._path, self._masker = path, masker

    @property
    def file_name(self) -> str:
        """The name of the file with the notes."""
        return self._path.name

    @cached_property
    def pages(self) -> ErrorBook:
        """The bundled book. Raises ``FileError`` for a damaged installation."""
        return load_error_book()

    def notes(self) -> Mapping[str, str]:
        """Return the notes by code, read from the disk now. Raises ``FileError``."""
        return load_notes(self._path).by_code

    def read_file(self, path: str) -> bytes:
        """Return the bytes of a file to explain; ``~`` is the home folder. Raises ``FileError``."""
        return read_typed(self._path.parent.parent, path, largest=LARGEST)

    def save_note(self, code: str, note: str, *, known: str) -> str:
        """Write a note that replaces ``known``; see ``store.error_notes.save_note``.

        Raises ``FileError``, also ``SECRET_IN_REQUEST``.
        """
        if note:
            check_no_secret_in(self._masker(), code, code, note)
        return save_note(self._path, code, note, known=known)
