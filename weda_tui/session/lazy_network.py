"""The network side of a session, before the network library is loaded."""

import asyncio
import importlib
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weda_tui.core.clock import Clock
from weda_tui.core.errors import FileError
from weda_tui.core.tokens.access_token import AccessToken, TokenKey
from weda_tui.store.tokens import MOST_MASKED, TokenFile

if TYPE_CHECKING:  # loaded when first needed
    from weda_tui.session.network import Online


class LazyNetwork:
    """The gateway, loaded when it is first needed, and the tokens stored earlier."""

    def __init__(
        self, file: TokenFile, clock: Clock, transport: Any, bodies: tuple[Path, int, int, Path]
    ) -> None:
        """``bodies`` are the fields of ``LargeBodies``."""
        self.file = file
        self._clock, self._transport, self._bodies = clock, transport, bodies
        self.is_online = False
        """Whether ``online`` is loaded."""
        self.others: frozenset[str] = frozenset()
        """Tokens of the file when it was last read again, to mask what is shown or written."""
        self.elsewhere: frozenset[str] = frozenset()
        """Tokens of the file when it was read before the last send, to check what is sent."""

    @cached_property
    def saved(self) -> dict[TokenKey, AccessToken]:
        """The tokens of the file when first read; those of ``online`` replace them later."""
        return self.file.load()

    @cached_property
    def replaced(self) -> list[AccessToken]:
        """The tokens of the file that were renewed or dropped and may still be valid."""
        return self.file.load_replaced()

    @cached_property
    def online(self) -> "Online":
        """The gateway and the tokens fetched through it; loads the network library."""
        from weda_tui.session.network import LargeBodies, Online

        self.is_online = True
        bodies = LargeBodies(*self._bodies)
        return Online(self._clock, self._transport, self.saved, self.file, bodies)

    def read_before_send(self) -> None:
        """Read the tokens that all processes have got by now, to check what is sent.

        Waits for the disk. A file that cannot be read does not prevent a send, because the tokens
        of this process are known without it.
        """
        with suppress(FileError):
            self.elsewhere = _joined(self.elsewhere, self.file.load_values())

    def read_again(self) -> None:
        """Read the tokens that all processes have got by now. Raises ``FileError``.

        Waits for the disk.
        """
        self.elsewhere = _joined(self.elsewhere, self.file.load_values())
        self.others = _joined(self.others, self.elsewhere)

    async def warm_up(self) -> None:
        """Load the network library off the event loop; afterwards ``online`` does not wait."""
        if not self.is_online:
            await asyncio.to_thread(importlib.import_module, "weda_tui.session.network")
            _ = self.online

    async def aclose(self) -> None:
        """Close connections."""
        if self.is_online:
            await self.online.aclose()


def _joined(known: frozenset[str], now: frozenset[str]) -> frozenset[str]:
    """Return the known and the new tokens together, or only the new ones if they are too many."""
    return joined if len(joined := known | now) <= 2 * MOST_MASKED else now
