"""The refusals of token endpoints, shared with the other processes of this machine."""

import asyncio
from contextlib import suppress

from weda_tui.core.clock import Clock
from weda_tui.core.errors import FileError, TokenError
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.tokens.access_token import TokenKey
from weda_tui.core.tokens.refusal import refusal_of
from weda_tui.store.refusal_file import load_refusal, save_refusal
from weda_tui.store.tokens import TokenFile


class SharedRefusals:
    """What token calls were refused for of late; see ``gateway.tokens.Refusals``.

    A refusal that cannot be kept or read holds for nobody.
    """

    def __init__(self, file: TokenFile, clock: Clock) -> None:
        self._file, self._clock = file, clock

    async def find(self, key: TokenKey, call: PreparedRequest) -> TokenError | None:
        """Return how ``call`` was refused of late, if it was."""
        return await asyncio.to_thread(self._find, key, call)

    async def save(
        self, key: TokenKey, call: PreparedRequest, error: TokenError, masker: Masker
    ) -> None:
        """Let ``error`` hold for whoever would make ``call`` within the next minute."""
        await asyncio.to_thread(self._save, key, call, error, masker)

    async def forget(self, key: TokenKey) -> None:
        """Let no refusal of a token hold any more."""
        await asyncio.to_thread(self._file.forget_refusal, key)

    def _find(self, key: TokenKey, call: PreparedRequest) -> TokenError | None:
        refusal = load_refusal(self._file.refusal_path(key))
        if refusal is None:
            return None
        if not refusal.is_recent(self._clock.wall()):
            self._file.forget_refusal(key)
            return None
        return refusal.error() if refusal.is_of(call) else None

    def _save(
        self, key: TokenKey, call: PreparedRequest, error: TokenError, masker: Masker
    ) -> None:
        refusal = refusal_of(error, call, masker, now=self._clock.wall())
        with suppress(FileError):
            save_refusal(self._file.refusal_path(key), refusal)
