"""Unsaved drafts, stored for the next start without secrets."""

from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from threading import Lock

import msgspec

from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import Header, RequestDraft
from weda_tui.core.secrets.credentials import in_headers
from weda_tui.core.secrets.patterns import is_secret_header, without_secrets
from weda_tui.store.collections.drafts import DraftFile, KeptDrafts


class Drafts:
    """The unsaved drafts of this process. Everything here uses the disk: for a thread."""

    def __init__(self, folder: Path, masker: Callable[[], Masker]) -> None:
        self._file = DraftFile(folder)
        self._masker = masker
        self._written = KeptDrafts()
        self._lock = Lock()
        self._turns = count(1)
        self._last_turn = 0
        self._is_closed = False

    def turn(self) -> int:
        """Return a sequence number for drafts collected now, for ``keep`` in a thread."""
        return next(self._turns)

    def keep(
        self, drafts: Mapping[str, RequestDraft], open_key: str, turn: int | None = None
    ) -> None:
        """Write the unsaved drafts; see ``KeptDrafts`` for the keys. Raises ``FileError``.

        Writes nothing if drafts of a later turn were already written, or after ``close``.
        """
        turn = self.turn() if turn is None else turn
        with self._lock:
            if self._is_closed or turn < self._last_turn:
                return
            self._last_turn = turn
            masker = self._masker()
            masked = {key: _masked(draft, masker) for key, draft in drafts.items()}
            self._write(KeptDrafts(masked, open_key if open_key in masked else ""))

    def recover(self) -> KeptDrafts:
        """Return the drafts that earlier processes stored, and store them for this process.

        They are stored beside the drafts that this process has written. Raises ``FileError`` if
        they cannot be stored.
        """
        with self._lock:
            if self._is_closed:
                return KeptDrafts()
            kept, written = self._file.recover(), self._written
            if kept.drafts:
                open_key = written.open_key or kept.open_key
                self._write(KeptDrafts(kept.drafts | written.drafts, open_key))
            self._file.drop_taken()
            return kept

    def close(self) -> None:
        """Leave the stored drafts to the next process."""
        with self._lock:
            self._is_closed = True
            self._file.close()

    def _write(self, kept: KeptDrafts) -> None:
        if kept != self._written:
            self._file.keep(kept)
            self._written = kept


def _masked(draft: RequestDraft, masker: Masker) -> RequestDraft:
    """Return a draft without secrets and layers; the layers are read again with its saved request.

    A secret is recognised by its value, or by the name of its field or header.
    """
    typed = Masker(each for each in in_headers(draft.headers) if "{{" not in each)

    def hide(text: str) -> str:
        return without_secrets(typed.text(masker.text(text)), lambda _: MASK)

    def hide_header(header: Header) -> Header:
        name, value = header
        hidden = hide(value)
        return name, MASK if hidden == value and is_secret_header(name, value) else hidden

    return msgspec.structs.replace(
        draft,
        url=hide(draft.url),
        headers=tuple(map(hide_header, draft.headers)),
        body=hide(draft.body),
        layers=(),
    )
