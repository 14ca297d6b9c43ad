"""The history of a session: written in the background after each send, read on request.

    send ── record ──► waiting ── every FLUSH_AFTER, and before each reading ──► store.history
                                  after INDEX_AFTER without a send, and at the end: made searchable

Masking and writing run in a thread. If the process is killed, only the waiting entries are lost.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.history.entry import (
    FileJudgement,
    HistoryEntry,
    HistoryLimits,
    HistoryPage,
    HistoryQuery,
    HistoryRecord,
    LastResult,
    SendEnding,
    of_same_call,
)
from weda_tui.core.history.last_success import LastSuccess, compare_with_success
from weda_tui.core.history.recording import SendResult, is_worth_keeping, record_of
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.store.history.database import HistoryFile

_Got = TypeVar("_Got")

FLUSH_AFTER = 0.5
"""Seconds within which a waiting entry is written."""
INDEX_AFTER = 2.0
"""Seconds without a send after which entries are made searchable, so as not to delay sends."""
INDEXED_AT_ONCE, INDEXED_AT_END = 50, 500
"""Entries made searchable in one go, and when the program ends; a search indexes the rest."""
MOMENT = 0.001
"""The precision in seconds with which the time of an entry is stored."""
SEARCHED_ENTRIES = 20
"""Entries that are searched, at most, for the last one over a route."""
MOST_WAITING = 64
"""Entries that wait at most; each holds the body of its response."""


class History:
    """The requests sent on this machine, by every process of this program."""

    def __init__(self, path: Path, clock: Clock, limits: HistoryLimits) -> None:
        self.limits = limits
        self.problem: FileError | None = None
        """Why the last attempt to write or read failed."""
        self._lost: FileError | None = None
        """Why entries could not be stored, last."""
        self._path, self._clock = path, clock
        self._file = HistoryFile(path, limits)
        self._waiting: list[SendResult] = []
        self._judged: list[FileJudgement] = []
        self._writing = threading.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._has_more = self._is_closed = False
        self._working: asyncio.Future[None] | None = None
        self._bug: BaseException | None = None
        """An unexpected exception, raised by ``aclose``."""

    # -- writing -----------------------------------------------------------------------------

    def record(self, sent: SendResult) -> None:
        """Store a finished send soon; called on the event loop, which is not blocked.

        What an agent sent is stored even if the workspace says otherwise, because an agent can edit
        the workspace.
        """
        is_wanted = sent.draft.is_recorded and sent.where.environment.record
        if not (is_wanted or sent.agent) or not is_worth_keeping(sent.result):
            return
        self._waiting.append(sent)
        if self._working is None:
            self._wake(FLUSH_AFTER if len(self._waiting) < MOST_WAITING else 0)

    def judge(self, judged: FileJudgement) -> None:
        """Store soon how the file of a saved request judges a send; called on the event loop."""
        self._judged.append(judged)
        if self._working is None:
            self._wake(FLUSH_AFTER)

    def _wake(self, after: float) -> None:
        """Schedule the work in ``after`` seconds, unless it is scheduled for an earlier time."""
        loop = asyncio.get_running_loop()
        if self._timer is not None and self._timer.when() <= loop.time() + after:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(after, self._start)

    def _start(self) -> None:
        self._timer = None
        self._working = asyncio.get_running_loop().run_in_executor(None, self._work)
        self._working.add_done_callback(self._go_on)

    def _go_on(self, done: asyncio.Future[None]) -> None:
        """Schedule the next write, or the indexing if nothing is waiting."""
        self._working = None
        if not done.cancelled():
            self._bug = done.exception() or self._bug
        is_due = self._waiting or self._judged
        if not self._is_closed and (is_due or self._has_more):
            self._wake(FLUSH_AFTER if is_due else INDEX_AFTER)

    def _work(self) -> None:
        if self._waiting or self._judged:
            self._flush()
        else:
            self._index(INDEXED_AT_ONCE)

    def _index(self, most: int) -> None:
        with self._writing, suppress(FileError):
            self._has_more = self._file.index(most)

    def _flush(self) -> None:
        """Write the waiting entries; drop those that cannot be written, and store the reason."""
        with self._writing:
            judged, self._judged = self._judged, []
            sent, self._waiting = self._waiting, []
            records = [record_of(each, self.limits.body) for each in sent]
            try:
                if records:
                    self._file.add(records, now=self._clock.wall())
                    self._has_more = True
                if judged and self._path.exists():
                    self._file.judge(judged)
                if records or judged:
                    self.problem = self._broken()
            except FileError as error:
                self.problem = self._lost = error

    async def aclose(self) -> None:
        """Write the waiting entries and close the file."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._is_closed = True
        await asyncio.to_thread(self._end)
        bug, self._bug = self._bug, None
        if bug is not None:
            raise bug

    def _end(self) -> None:
        self._flush()
        if self._has_more:
            self._index(INDEXED_AT_END)
        self._file.close()

    # -- reading -----------------------------------------------------------------------------

    async def find(self, query: HistoryQuery) -> HistoryPage:
        """Return the newest entries that match a query. Raises ``FileError``."""
        return await asyncio.to_thread(self._find, query)

    async def read(self, number: int) -> HistoryRecord:
        """Return the record of an entry. Raises ``FileError`` (``HISTORY_UNKNOWN`` and others)."""
        return await asyncio.to_thread(self._read, number)

    async def latest(
        self,
        endpoint_id: str,
        host: str,
        env_type: str = "",
        *,
        saved: str = "",
        is_success: bool = False,
    ) -> HistoryEntry | None:
        """Return the last entry, or last success, of a call at a deployment; ``None`` on an error.

        If ``saved`` is given, the name of a saved request in the history, entries of that request
        are searched instead. Without an endpoint and a saved request the result is ``None``.
        """
        if not (endpoint_id or saved):
            return None
        marks = (SendEnding.OK,) if is_success else ()
        query = HistoryQuery(
            endpoint_id="" if saved else endpoint_id,
            saved=saved, host=host, env_type=env_type, marks=marks, limit=1,
        )  # fmt: skip
        page = await self._tried(lambda: self._find(query))
        return next(iter(page.entries), None) if page else None

    async def last_of_saved(self, workspace: str) -> dict[str, LastResult]:
        """Return the last result of each saved request by its path; empty on an error."""
        return await self._tried(lambda: self._last_of_saved(workspace)) or {}

    def follow_saved(self, name: str, new: str) -> None:
        """Rename the entries of a saved request that was moved; see ``HistoryFile.follow_saved``.

        Waits for the disk, so it is called in a thread. An error is stored in ``problem``, not
        raised.
        """
        try:
            self._flush()
            if self._path.exists():
                self._file.follow_saved(name, new)
        except FileError as error:
            self.problem = self._lost = error

    async def adopt(self, record: HistoryRecord, saved: str, draft: RequestDraft) -> None:
        """Assign an entry to the saved request that ``draft`` was just saved as.

        Only an entry with the same draft that belongs to no saved request. An error is not raised.
        """
        if replace(record.draft, layers=()) != replace(draft, layers=()):
            return
        await self._tried(lambda: self._file.adopt(record.entry.id, saved))

    async def since_success(self, entry: HistoryEntry) -> LastSuccess | None:
        """Return what changed since a failed call last succeeded; ``None`` on an error.

        The success is searched at the same env type first, then in the whole environment.
        """
        return await self._tried(lambda: self._since_success(entry))

    async def _tried(self, act: Callable[[], _Got]) -> _Got | None:
        """Run a function in a thread; store a ``FileError`` in ``problem`` and return ``None``."""
        try:
            return await asyncio.to_thread(act)
        except FileError as error:
            self.problem = error
            return None

    def _since_success(self, entry: HistoryEntry) -> LastSuccess | None:
        place = entry.conditions
        query = HistoryQuery(
            environment=place.environment,
            env_type=place.env_type,
            marks=(SendEnding.OK,),
            until=entry.started_at,
            limit=1,
        )
        query = of_same_call(query, entry)
        anywhere = msgspec.structs.replace(query, env_type="")
        for each in (query, anywhere):
            if found := self._find(each).entries:
                return compare_with_success(self._read(found[0].id), self._read(entry.id))
        return None

    def last_sent_body(self, endpoint_id: str, where: Target, route: str) -> bytes | None:
        """Return the body with which a call last succeeded in an environment; ``None`` on an error.

        ``route`` is the fingerprint of the current route: what was sent over another route does not
        count. Reads the disk, so it is not called on the event loop.
        """
        query = HistoryQuery(
            endpoint_id=endpoint_id,
            environment=where.environment.name,
            marks=(SendEnding.OK,),
            host=where.environment.host,
            limit=SEARCHED_ENTRIES,
        )
        try:
            found = self._find(query).entries
            last = next((each for each in found if each.conditions.route == route), None)
            request = self._read(last.id).request if last is not None and endpoint_id else None
        except FileError as error:
            self.problem = error
            return None
        return request.body if request is not None else None

    def _last_of_saved(self, workspace: str) -> dict[str, LastResult]:
        self._flush()
        return self._file.last_of_saved(workspace) if self._path.exists() else {}

    def _find(self, query: HistoryQuery) -> HistoryPage:
        self._flush()
        if not self._path.exists():
            return HistoryPage()
        page = self._file.find(query)
        self.problem = self._broken()
        return page

    def _read(self, number: int) -> HistoryRecord:
        self._flush()
        if not self._path.exists():
            raise FileError(ErrorCode.HISTORY_UNKNOWN, id=number)
        return self._file.read(number)

    @property
    def losses(self) -> tuple[FileError, ...]:
        """What this session lost: where a damaged file was moved, and why entries were dropped."""
        return tuple(error for error in (self._broken(), self._lost) if error is not None)

    def _broken(self) -> FileError | None:
        """Return the error for a file that was no database and was moved aside, if any."""
        aside = self._file.put_aside
        if aside is None:
            return None
        return FileError(ErrorCode.HISTORY_BROKEN, kept=str(aside))

    # -- taking away -------------------------------------------------------------------------

    async def delete(self, numbers: Sequence[int]) -> tuple[HistoryRecord, ...]:
        """Delete entries; return them, for ``restore``. Raises ``FileError``."""
        return await asyncio.to_thread(self._delete, numbers)

    async def restore(self, records: Sequence[HistoryRecord]) -> None:
        """Put entries back where they were. Raises ``FileError``."""
        await asyncio.to_thread(self._file.add, records, now=self._clock.wall())

    async def delete_matching(self, query: HistoryQuery) -> int:
        """Delete every entry that matches a query; return how many. Raises ``FileError``."""
        return await asyncio.to_thread(self._delete_matching, query)

    def _delete(self, numbers: Sequence[int]) -> tuple[HistoryRecord, ...]:
        records = tuple(self._read(number) for number in numbers)
        self._file.delete(numbers)
        return records

    def _delete_matching(self, query: HistoryQuery) -> int:
        self._flush()
        return self._file.delete_matching(query) if self._path.exists() else 0


async def entry_of(history: History, result: Answered | Failed) -> HistoryEntry | None:
    """Return the history entry of a given send; ``None`` if none was stored or on an error."""
    is_answered = isinstance(result, Answered)
    endpoint_id = result.exchange.endpoint_id if is_answered else result.endpoint_id
    at = result.exchange.started_at if is_answered else result.started_at
    query = HistoryQuery(since=at, until=at + MOMENT)
    try:
        page = await history.find(query)
    except FileError as error:
        history.problem = error
        return None
    # an entry of a draft without an endpoint may have got its endpoint from the URL
    return next((each for each in page.entries if each.endpoint_id in {endpoint_id, ""}), None)
