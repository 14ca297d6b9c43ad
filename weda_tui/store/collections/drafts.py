"""Unsaved drafts: one private file for each running program, kept for the next run if it dies.

NAME.json    the drafts, written as a whole shortly after each edit
NAME.lock    locked while the program runs; a free lock means that the program has ended
"""

import contextlib
import os
from pathlib import Path

import msgspec

from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.store.atomic import find_json, write_atomic
from weda_tui.store.locks import try_lock

LARGEST = 64 * 1024 * 1024
"""The limit in bytes of one file."""


class KeptDrafts(msgspec.Struct, frozen=True):
    """Drafts by key: the id of an endpoint, or ``/`` and the path of a saved request."""

    drafts: dict[str, RequestDraft] = {}
    open_key: str = ""
    """The key of the draft that was open."""


class DraftFile:
    """The drafts file of this run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = os.urandom(8).hex()
        self._lock: int | None = None
        self._taken: list[Path] = []

    def keep(self, kept: KeptDrafts) -> None:
        """Write the drafts; without drafts the file is removed. Raises ``FileError``.

        Does not wait for the disk: the drafts survive the program, but not a power cut.
        """
        file = self._folder / f"{self._name}.json"
        if not kept.drafts:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
            return
        if self._lock is None:
            self._lock = try_lock(self._folder / f"{self._name}.lock")
        write_atomic(file, msgspec.json.encode(kept), private=True, durable=False)

    def close(self) -> None:
        """Release the lock, so that the next run recovers the drafts."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def recover(self) -> KeptDrafts:
        """Return the drafts of ended runs, the newest last; their files are kept.

        An unreadable file is skipped. ``drop_taken`` removes the files that were read.
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
        """Remove the files that ``recover`` has read, once their drafts are stored again."""
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
        descriptor = try_lock(lock)
    except FileError:
        return False
    if descriptor is None:
        return False
    os.close(descriptor)
    return True
