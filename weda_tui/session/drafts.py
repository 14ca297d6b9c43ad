"""What is typed and not saved, kept for the next start: no secret in it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from weda_tui.core.credentials import in_headers
from weda_tui.core.masking import Masker
from weda_tui.core.request import RequestDraft
from weda_tui.store.draft_files import DraftFile, KeptDrafts


class Drafts:
    """The drafts of one run. Everything here touches the disk and belongs in a thread."""

    def __init__(self, folder: Path, masker: Callable[[], Masker]) -> None:
        self._file = DraftFile(folder)
        self._masker = masker
        self._written = KeptDrafts()

    def keep(self, drafts: Mapping[str, RequestDraft], in_hand: str) -> None:
        """Write what is not saved; see ``KeptDrafts`` for the keys. Raises ``FileError``."""
        masker = self._masker()
        masked = {key: _masked(draft, masker) for key, draft in drafts.items()}
        kept = KeptDrafts(masked, in_hand if in_hand in masked else "")
        if kept != self._written:
            self._file.keep(kept)
            self._written = kept

    def take_back(self) -> KeptDrafts:
        """Take over what earlier runs have left. Raises ``FileError`` when it cannot be kept."""
        kept = self._file.take_back()
        if kept.drafts:
            self._file.keep(kept)
            self._written = kept
        self._file.drop_taken()
        return kept

    def close(self) -> None:
        """Leave what is kept to the next run."""
        self._file.close()


def _masked(draft: RequestDraft, masker: Masker) -> RequestDraft:
    """Return a draft without secrets; its layers are those of its saved request, read anew."""
    typed = Masker(each for each in in_headers(draft.headers) if "{{" not in each)

    def hide(text: str) -> str:
        return typed.text(masker.text(text))

    return msgspec.structs.replace(
        draft,
        url=hide(draft.url),
        headers=tuple((name, hide(value)) for name, value in draft.headers),
        body=hide(draft.body),
        layers=(),
    )
