"""The network side of a session, in a module of its own so that it loads when first needed."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from weda_tui.core.access_token import AccessToken, TokenKey
from weda_tui.core.clock import Clock
from weda_tui.core.endpoint import TokenKind
from weda_tui.core.environment import Environment
from weda_tui.core.errors import WedaError
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.token_calls import Credentials
from weda_tui.gateway.tokens import TokenManager
from weda_tui.gateway.transfer import ObjectStore
from weda_tui.store.body_files import open_new

Keep = Callable[[TokenKey, AccessToken | None], None]


class LargeBodies(NamedTuple):
    """Where bodies go that are larger than ``in_memory`` bytes."""

    folder: Path
    in_memory: int

    def open(self) -> BinaryIO:
        """Open an empty file for one. Raises ``FileError``."""
        return open_new(self.folder)


class Online:
    """One HTTP client and the tokens fetched through it; tokens are written in a thread."""

    def __init__(
        self,
        clock: Clock,
        transport: Any,
        saved: Mapping[TokenKey, AccessToken],
        keep: Keep,
        bodies: LargeBodies,
    ) -> None:
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tokens")
        self._keep = keep
        self._last_write: Future[None] | None = None
        self._bug: BaseException | None = None
        self.gateway = Gateway(
            clock, transport=transport, in_memory=bodies.in_memory, open_file=bodies.open
        )
        self.store = ObjectStore(clock, transport=transport)
        self.tokens = TokenManager(
            self.gateway,
            clock,
            saved=saved,
            keep=self._write,
        )

    async def token(
        self,
        environment: Environment,
        kind: TokenKind,
        secret: str,
        *,
        force: bool = False,
        is_trial: bool = False,
    ) -> AccessToken:
        """Return a token that is good now, fetching one when needed. Raises ``WedaError``."""
        credentials = Credentials(environment, kind, secret, is_trial)
        return await self.tokens.get(credentials, force=force)

    async def forget(self, key: TokenKey) -> None:
        """Drop a token here and where it is kept. Raises ``WedaError`` when it stays there."""
        self.tokens.forget(key)
        if self._last_write is not None:
            await asyncio.wrap_future(self._last_write)

    async def aclose(self) -> None:
        """Close connections, and wait until the last token is written."""
        await self.gateway.aclose()
        await self.store.aclose()
        await asyncio.to_thread(self._writer.shutdown)
        bug, self._bug = self._bug, None
        if bug is not None:
            raise bug

    def _write(self, key: TokenKey, token: AccessToken | None) -> None:
        """Start to write; a token that cannot be kept is used all the same."""
        self._last_write = self._writer.submit(self._keep, key, token)
        self._last_write.add_done_callback(self._note)

    def _note(self, written: Future[None]) -> None:
        """Remember a failure that nobody expects, to be raised at the end."""
        error = written.exception()
        if error is not None and not isinstance(error, WedaError):
            self._bug = error
