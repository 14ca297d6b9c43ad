"""The network side of a session, in its own module so that it is loaded only when needed."""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from weda_tui.core.clock import Clock
from weda_tui.core.errors import FileError, TokenError, WedaError
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.tokens.access_token import AccessToken, TokenKey
from weda_tui.core.tokens.refusal import refusal_of
from weda_tui.gateway.client import Gateway, NewBuffer
from weda_tui.gateway.content_encoding import HEAD, BodyBuffer
from weda_tui.gateway.object_store import ObjectStore
from weda_tui.gateway.tokens import TokenManager
from weda_tui.store.bodies import open_private
from weda_tui.store.local_files import IncomingFile
from weda_tui.store.tokens import TokenFile, load_refusal, save_refusal


class SharedRefusals:
    """Recent refusals of token calls, shared with other processes; see ``gateway.tokens.Refusals``.

    A refusal that cannot be stored or read is ignored.
    """

    def __init__(self, file: TokenFile, clock: Clock) -> None:
        self._file, self._clock = file, clock

    async def find(self, key: TokenKey, call: PreparedRequest) -> TokenError | None:
        """Return the error with which ``call`` was recently refused, if it was."""
        return await asyncio.to_thread(self._find, key, call)

    async def save(
        self, key: TokenKey, call: PreparedRequest, error: TokenError, masker: Masker
    ) -> None:
        """Store ``error`` for every process that makes the same ``call`` within the next minute."""
        await asyncio.to_thread(self._save, key, call, error, masker)

    async def forget(self, key: TokenKey) -> None:
        """Remove the stored refusal of a token."""
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


_PAUSE = 0.05
"""Seconds between two checks whether another process has finished fetching a token."""


class LargeBodies(NamedTuple):
    """The folder for bodies larger than ``in_memory`` bytes, and the largest allowed body."""

    folder: Path
    in_memory: int
    limit: int
    """Bytes after which receiving a response is stopped."""
    settings: Path
    """The file in which the user sets the limit."""

    def open(self) -> BinaryIO:
        """Open an empty file for a body. Raises ``OSError``."""
        return open_private(self.folder)


class Online:
    """One HTTP client and the tokens fetched through it. Tokens are written in a thread."""

    def __init__(
        self,
        clock: Clock,
        transport: Any,
        saved: Mapping[TokenKey, AccessToken],
        file: TokenFile,
        bodies: LargeBodies,
    ) -> None:
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tokens")
        self._clock, self._transport, self._file = clock, transport, file
        self.settings = str(bodies.settings)
        """The file in which the user sets the largest size of a body."""
        self._last_write: Future[None] | None = None
        self._bug: BaseException | None = None
        self.unwritten: WedaError | None = None
        """Why the last token could not be stored; ``None`` if it was."""
        self.gateway = Gateway(
            clock,
            transport=transport,
            body_limit=bodies.limit,
            in_memory=bodies.in_memory,
            open_file=bodies.open,
            place=str(bodies.folder),
        )
        self.store = ObjectStore(clock, transport=transport)
        self.tokens = TokenManager(
            self.gateway,
            clock,
            saved=saved,
            keep=self._write,
            hide=self.hide,
            turn=self._turn,
            refusals=SharedRefusals(file, clock),
        )

    def buffer_into(self, file: IncomingFile) -> NewBuffer:
        """Return a function that makes buffers for a body of any size.

        Everything after the beginning of the body is written to ``file``.
        """
        return partial(
            BodyBuffer, limit=None, in_memory=HEAD, open_file=file.open_again, place=str(file.place)
        )

    @asynccontextmanager
    async def fresh_gateway(self) -> AsyncGenerator[Gateway]:
        """Provide a gateway without open connections for the duration of the context."""
        gateway = self.gateway if self._transport else Gateway(self._clock)
        try:
            yield gateway
        finally:
            if gateway is not self.gateway:
                await gateway.aclose()

    async def forget(self, key: TokenKey) -> None:
        """Drop a token here and in its file. Raises ``WedaError`` if it remains in the file."""
        self.tokens.forget(key)
        if self._last_write is not None:
            await asyncio.shield(asyncio.wrap_future(self._last_write))

    async def aclose(self) -> None:
        """Close connections, and wait until the last token is written."""
        await self.gateway.aclose()
        await self.store.aclose()
        await asyncio.to_thread(self._writer.shutdown)
        bug, self._bug = self._bug, None
        if bug is not None:
            raise bug

    @asynccontextmanager
    async def _turn(self, key: TokenKey, patience: float) -> AsyncGenerator[AccessToken | None]:
        """Hold the turn to fetch a token, while no other process does; yield the stored token.

        A process that holds the turn for more than ``patience`` seconds is not waited for, because
        it hangs. If the turn cannot be locked, it is skipped.
        """
        turn = await self._wait_for_turn(key, patience)
        try:
            await self._written()
            kept = await asyncio.to_thread(self._file.load)
            yield kept.get(key)
            await self._written()
        finally:
            if turn is not None:
                os.close(turn)

    async def _wait_for_turn(self, key: TokenKey, patience: float) -> int | None:
        with suppress(FileError, TimeoutError):
            async with asyncio.timeout(patience):
                while (turn := await self._try_turn(key)) is None:  # noqa: ASYNC110
                    await asyncio.sleep(_PAUSE)  # the end of another process sets no event
                return turn
        return None

    async def _try_turn(self, key: TokenKey) -> int | None:
        attempt = asyncio.get_running_loop().run_in_executor(None, self._file.try_turn, key)
        try:
            return await asyncio.shield(attempt)
        except asyncio.CancelledError:
            attempt.add_done_callback(_end_turn)
            raise

    def _write(self, key: TokenKey, token: AccessToken | None, *, only_over: str = "") -> None:
        """Start writing a token; a token that cannot be stored is used nevertheless."""
        self._start(partial(self._file.put, key, token, only_over=only_over))

    def hide(self, ends: Mapping[str, float]) -> None:
        """Let other processes mask values that no call is sent with; see ``TokenFile.hide``."""
        self._start(partial(self._file.hide, ends, self._clock.wall()))

    def _start(self, write: Callable[[], None]) -> None:
        self._last_write = self._writer.submit(write)
        self._last_write.add_done_callback(self._note)

    async def _written(self) -> None:
        """Wait until the last write has ended, even with an error, which ``_note`` records."""
        if self._last_write is not None:
            written = asyncio.wrap_future(self._last_write)
            written.add_done_callback(lambda done: done.cancelled() or done.exception())
            await asyncio.wait([written])

    def _note(self, written: Future[None]) -> None:
        """Record the error of a write; an unexpected exception is raised by ``aclose``."""
        error = written.exception()
        if error is None or isinstance(error, WedaError):
            self.unwritten = error
        else:
            self._bug = error


def _end_turn(attempt: asyncio.Future[int | None]) -> None:
    """Release a turn that was obtained after the wait for it had been cancelled."""
    if not attempt.cancelled() and attempt.exception() is None:
        turn = attempt.result()
        if turn is not None:
            os.close(turn)
