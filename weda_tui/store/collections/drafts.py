"""What is typed and not saved: one private file a running program, left behind when it dies.

NAME.json    the drafts, written whole a moment after each edit
NAME.lock    held while the program runs: a file whose lock is free is nobody's
"""

import contextlib
import os
from pathlib import Path

import msgspec

from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.store.atomic import find_json, write_atomic
from weda_tui.store.locks import try_hold

LARGEST = 64 * 1024 * 1024
"""Bytes of one file."""


class KeptDrafts(msgspec.Struct, frozen=True):
    """Drafts by what they are of: an endpoint's id, or ``/`` and a saved request's path."""

    drafts: dict[str, RequestDraft] = {}
    open_key: str = ""
    """The one that was open."""


class DraftFile:
    """The file of this run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = os.urandom(8).hex()
        self._lock: int | None = None
        self._taken: list[Path] = []

    def keep(self, kept: KeptDrafts) -> None:
        """Write the drafts; without any, the file goes. Raises ``FileError``.

        Without a wait for the disk: they survive the program, not a power cut.
        """
        file = self._folder / f"{self._name}.json"
        if not kept.drafts:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
            return
        if self._lock is None:
            self._lock = try_hold(self._folder / f"{self._name}.lock")
        write_atomic(file, msgspec.json.encode(kept), private=True, durable=False)

    def close(self) -> None:
        """Let go: what is in the file belongs to the next run."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def recover(self) -> KeptDrafts:
        """Return what runs that are over have left, the newest last; their files stay.

        A file that cannot be read is left alone. ``drop_taken`` removes what was taken.
        """
        drafts: dict[str, RequestDraft] = {}
        open_key = ""
        for file in sorted(self._folder.glob("*.json"), key=_age):
            lock = file.with_suffix(".lock")
            if file.stem == self._name or not _is_free(lock):
                continue
            kept = find_json(file, KeptDrafts, largest=LARGEST)
            if kept is None:
                continue
            drafts |= kept.drafts
            open_key = kept.open_key or open_key
            self._taken += [file, lock]
        return KeptDrafts(drafts, open_key)

    def drop_taken(self) -> None:
        """Remove the files of what was taken back and is kept again."""
        for file in self._taken:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
        self._taken = []


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _is_free(lock: Path) -> bool:
    try:
        descriptor = try_hold(lock)
    except FileError:
        return False
    if descriptor is None:
        return False
    os.close(descriptor)
    return True
