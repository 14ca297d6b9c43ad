"""Cloud storage as people mean it: files go up, come down, and are deleted.

    plan_upload, plan_download ── addresses ──► Planned ── carry_out ──► ItemResult, one an item
    delete ──► ItemResult, one an object

Between plan and carrying out, the user sees which host the bytes go to; no other one is connected
to afterwards. A call of the deployment takes the road of every call: token, guard, verdict.
"""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path

import msgspec

from weda_tui.core.catalogue import Catalogue
from weda_tui.core.clock import Clock
from weda_tui.core.environment import Environment, Where
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.exchange import Answered, Failed
from weda_tui.core.guard import Ruling, check_consent
from weda_tui.core.masking import Masker
from weda_tui.core.object_address import (
    Address,
    Answer,
    deletions,
    download_addresses,
    upload_addresses,
)
from weda_tui.core.pace import Pace
from weda_tui.core.request import RequestDraft, draft_for
from weda_tui.core.transfer import (
    Change,
    Direction,
    Item,
    ItemResult,
    Moving,
    Planned,
    ruling_of,
)
from weda_tui.core.verdict import Layer, Verdict
from weda_tui.gateway.transfer import ObjectStore, OnBytes
from weda_tui.store.local_files import IncomingFile, pieces, size_of

BATCH = 20
"""Objects of one call; the pages name an error for too many and no number."""
FRESH = 600.0
"""Seconds for which an address is used before a new one is asked for; the pages name no limit."""

OnChange = Callable[[Change], None]
Send = Callable[[RequestDraft, Where, Ruling], Awaitable[Answered | Failed]]
"""Sends a draft with the user's consent, as every call is sent."""
Read = Callable[[bytes, Sequence[str]], Sequence[Answer]]


class Storage:
    """The objects of a deployment, for one session."""

    def __init__(
        self,
        catalogue: Catalogue,
        send: Send,
        store: ObjectStore,
        clock: Clock,
        masker: Callable[[], Masker],
    ) -> None:
        self._catalogue, self._send, self._store = catalogue, send, store
        self._clock, self._masker = clock, masker

    async def plan_upload(self, items: Sequence[Item], where: Where) -> Planned:
        """Ask where the bytes of files may go. Moves nothing, and never raises ``WedaError``."""
        sized = await asyncio.to_thread(lambda: [_with_size(item) for item in items])
        known = [each.item if isinstance(each, ItemResult) else each for each in sized]
        ready = [each for each in sized if isinstance(each, Item)]
        found = iter(await self._addresses(Direction.UPLOAD, ready, where))
        addresses = [each if isinstance(each, ItemResult) else next(found) for each in sized]
        return self._planned(Direction.UPLOAD, where, known, addresses)

    async def plan_download(self, items: Sequence[Item], where: Where) -> Planned:
        """Ask where the bytes of objects are. Moves nothing, and never raises ``WedaError``."""
        addresses = await self._addresses(Direction.DOWNLOAD, items, where)
        return self._planned(Direction.DOWNLOAD, where, items, addresses)

    async def carry_out(
        self,
        plan: Planned,
        *,
        consent: Ruling = Ruling.SEND,
        overwrite: bool = False,
        on_change: OnChange,
    ) -> tuple[ItemResult, ...]:
        """Move every item that has an address, one after the other.

        ``overwrite`` lets a download replace files. ``on_change`` is told of each item's end, also
        when cancelling stops the rest; an object cut off on the way is not there, nor is a file.
        Raises ``GuardError``.
        """
        check_consent(ruling_of(plan.direction, plan.where), consent, plan.where)
        results: list[ItemResult] = []
        for position, (item, address) in enumerate(zip(plan.items, plan.addresses, strict=True), 1):
            if isinstance(address, ItemResult):
                result = address
            else:
                result = await self._move(plan, position, item, address, overwrite, on_change)
            results.append(result)
            on_change(result)
        return tuple(results)

    async def delete(
        self, object_ids: Sequence[str], where: Where, *, consent: Ruling, on_change: OnChange
    ) -> tuple[ItemResult, ...]:
        """Delete objects for good. Raises ``GuardError``."""
        check_consent(ruling_of(Direction.DELETE, where), consent, where)
        results: list[ItemResult] = []
        for batch in _batches([Item(object_id=each) for each in object_ids]):
            draft = self._draft("storage.deleteObjects", batch, "cloudObjectId")
            sent = await self._send(draft, where, consent)
            for result in self._judged(sent, batch, deletions):
                results.append(result)
                on_change(result)
        return tuple(results)

    # -- addresses ---------------------------------------------------------------------------

    async def _addresses(
        self, direction: Direction, items: Sequence[Item], where: Where
    ) -> list[Address | ItemResult]:
        is_upload = direction is Direction.UPLOAD
        endpoint = "storage.getUploadInfo" if is_upload else "storage.getDownloadInfo"
        found: list[Address | ItemResult] = []
        for batch in _batches(items):
            draft = self._draft(endpoint, batch, "objectId" if is_upload else "cloudObjectId")
            sent = await self._send(draft, where, Ruling.SEND)
            found += self._read(sent, batch, upload_addresses if is_upload else download_addresses)
        return found

    def _read(
        self, sent: Answered | Failed, batch: Sequence[Item], read: Read
    ) -> Iterator[Address | ItemResult]:
        """Yield each item's address, or the result that the call has been for it."""
        if failure := _failure_of_all(sent):
            yield from (_result(item, failure) for item in batch)
        elif isinstance(sent, Answered):
            answers = read(sent.exchange.response.body, [item.object_id for item in batch])
            for item, answer in zip(batch, answers, strict=True):
                if isinstance(answer, Verdict):
                    yield _result(item, answer.masked(self._masker()))
                else:
                    yield answer if isinstance(answer, Address) else _result(item, answer)

    def _judged(
        self,
        sent: Answered | Failed,
        batch: Sequence[Item],
        read: Callable[[bytes, Sequence[str]], Sequence[Verdict]],
    ) -> Iterator[ItemResult]:
        for result in self._read(sent, batch, read):
            if isinstance(result, ItemResult):
                yield msgspec.structs.replace(result, cloud_object_id=result.item.object_id)

    def _draft(self, endpoint_id: str, batch: Sequence[Item], field: str) -> RequestDraft:
        """Return a call about objects; braces in a path are no variable."""
        body = msgspec.json.encode([{field: item.object_id} for item in batch]).decode()
        draft = draft_for(self._catalogue.get(endpoint_id))
        return msgspec.structs.replace(draft, body=body.replace("{{", "{\\u007b"))

    def _planned(
        self,
        direction: Direction,
        where: Where,
        items: Sequence[Item],
        addresses: Sequence[Address | ItemResult],
    ) -> Planned:
        return Planned(
            direction=direction,
            where=where,
            items=tuple(items),
            addresses=tuple(addresses),
            asked_at=self._clock.monotonic(),
        )

    async def _fresh(self, plan: Planned, item: Item, address: Address) -> Address | ItemResult:
        """Return an address that is good now, on one of the hosts that the user was shown."""
        if self._clock.monotonic() - plan.asked_at <= FRESH:
            return address
        (again,) = await self._addresses(plan.direction, [item], plan.where)
        if isinstance(again, Address) and again.origin not in plan.hosts:
            host = {"host": again.origin, "expected": ", ".join(plan.hosts)}
            return _result(item, FileError(ErrorCode.STORE_HOST_CHANGED, **host))
        return again

    # -- bytes -------------------------------------------------------------------------------

    async def _move(
        self,
        plan: Planned,
        position: int,
        item: Item,
        address: Address,
        overwrite: bool,
        on_change: OnChange,
    ) -> ItemResult:
        started = self._clock.monotonic()
        pace, done = Pace(started), 0

        def on_bytes(bytes_done: int, total: int | None) -> None:
            nonlocal done
            done = bytes_done
            pace.note(self._clock.monotonic(), done)
            on_change(
                Moving(
                    item=item,
                    position=position,
                    count=len(plan.items),
                    done=done,
                    total=total,
                    rate=pace.rate,
                    left=pace.left(total),
                )
            )

        on_change(Moving(item=item, position=position, count=len(plan.items), total=item.size))
        fresh = await self._fresh(plan, item, address)
        if isinstance(fresh, ItemResult):
            return fresh
        try:
            if plan.direction is Direction.UPLOAD:
                verdict = await self._upload(item, fresh, plan.where.environment, on_bytes)
            else:
                verdict = await self._download(
                    item, fresh, plan.where.environment, on_bytes, overwrite=overwrite
                )
            outcome: Verdict | WedaError = verdict.masked(_masker_of(fresh))
        except WedaError as error:
            outcome = error
        return msgspec.structs.replace(
            _result(item, outcome),
            cloud_object_id=fresh.cloud_object_id or item.object_id,
            size=done,
            elapsed=self._clock.monotonic() - started,
        )

    async def _upload(
        self, item: Item, address: Address, environment: Environment, on_bytes: OnBytes
    ) -> Verdict:
        path, size = Path(item.file), item.size or 0
        async with aclosing(pieces(path, size)) as content:
            return await self._store.put(
                address, content, size, content_type_of(path), environment, on_bytes
            )

    async def _download(
        self,
        item: Item,
        address: Address,
        environment: Environment,
        on_bytes: OnBytes,
        *,
        overwrite: bool,
    ) -> Verdict:
        async with IncomingFile(Path(item.file), overwrite=overwrite) as incoming:
            verdict = await self._store.get(address, incoming.write, environment, on_bytes)
            if verdict.ok:
                await incoming.finish()
            return verdict


def content_type_of(path: Path) -> str:
    """Return what a browser is told later about a file, by its name."""
    kind, encoding = mimetypes.guess_type(path.name)
    return kind if kind and not encoding else "application/octet-stream"


def _with_size(item: Item) -> Item | ItemResult:
    try:
        return msgspec.structs.replace(item, size=size_of(Path(item.file)))
    except FileError as error:
        return _result(item, error)


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _failure_of_all(sent: Answered | Failed) -> Verdict | WedaError | None:
    """Return why a call failed as a whole; ``None`` where each item has an answer of its own."""
    if isinstance(sent, Failed):
        return sent.error
    verdict = sent.exchange.verdict
    return None if verdict.ok or verdict.layer is Layer.STORAGE else verdict


def _result(item: Item, outcome: Verdict | WedaError) -> ItemResult:
    if isinstance(outcome, Verdict):
        return ItemResult(item=item, verdict=outcome)
    return ItemResult(item=item, error=outcome)


def _masker_of(address: Address) -> Masker:
    return Masker((*(value for _, value in address.headers), address.url))
