"""Cloud storage as people mean it: files go up, come down, and are deleted.

    plan_upload, plan_download ── addresses ──► Planned ── carry_out ──► ItemResult, one an item
    delete ──► ItemResult, one an object

Between plan and carrying out, the user sees which host the bytes go to; no other one is connected
to afterwards. A call of the deployment takes the road of every call: token, guard, verdict.
"""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.guard.decision import GuardDecision, check_consent
from weda_tui.core.masking import Masker
from weda_tui.core.storage.signed_urls import ObjectAddress
from weda_tui.core.storage.transfer import (
    Change,
    Direction,
    ItemResult,
    Moving,
    Planned,
    TransferItem,
    decision_of,
)
from weda_tui.core.storage.transfer_rate import TransferRate
from weda_tui.gateway.route_files import LoadedRoute
from weda_tui.session.storage.calls import Send, StorageCalls, result_of
from weda_tui.store.local_files import IncomingFile, pieces, size_of
from weda_tui.store.workspace_files import check_typed

if TYPE_CHECKING:  # comes with the network library
    from weda_tui.gateway.object_store import ObjectStore, OnBytes

FRESH = 600.0
"""Seconds for which an address is used before a new one is asked for; the pages name no limit."""

OpenRoute = Callable[[Environment, TokenKind], Awaitable[LoadedRoute]]
OnChange = Callable[[Change], None]


class Storage:
    """The objects of a deployment, for one session."""

    def __init__(
        self,
        catalogue: Callable[[], Catalogue],
        send: Send,
        store: "Callable[[], ObjectStore]",
        open_route: OpenRoute,
        clock: Clock,
        masker: Callable[[], Masker],
        workspace: Path,
    ) -> None:
        self._calls = StorageCalls(catalogue, send, masker)
        self._store, self._open_route, self._clock = store, open_route, clock
        self._workspace = workspace

    async def plan_upload(self, items: Sequence[TransferItem], where: Target) -> Planned:
        """Ask where the bytes of files may go. Moves nothing, and never raises ``WedaError``."""
        sized = await asyncio.to_thread(lambda: [self._with_size(item) for item in items])
        known = [each.item if isinstance(each, ItemResult) else each for each in sized]
        ready = [each for each in sized if isinstance(each, TransferItem)]
        found = iter(await self._calls.addresses(Direction.UPLOAD, ready, where))
        addresses = [each if isinstance(each, ItemResult) else next(found) for each in sized]
        return self._planned(Direction.UPLOAD, where, known, addresses)

    async def plan_download(self, items: Sequence[TransferItem], where: Target) -> Planned:
        """Ask where the bytes of objects are. Moves nothing, and never raises ``WedaError``."""
        addresses = await self._calls.addresses(Direction.DOWNLOAD, items, where)
        return self._planned(Direction.DOWNLOAD, where, items, addresses)

    async def carry_out(
        self,
        plan: Planned,
        *,
        consent: GuardDecision = GuardDecision.SEND,
        overwrite: bool = False,
        on_change: OnChange,
    ) -> tuple[ItemResult, ...]:
        """Move every item that has an address, one after the other.

        ``overwrite`` lets a download replace files. ``on_change`` is told of each item's end, also
        when cancelling stops the rest; an object cut off on the way is not there, nor is a file.
        Raises ``GuardError``.
        """
        check_consent(decision_of(plan.direction, plan.where), consent, plan.where)
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
        self,
        object_ids: Sequence[str],
        where: Target,
        *,
        consent: GuardDecision,
        on_change: OnChange,
    ) -> tuple[ItemResult, ...]:
        """Delete objects for good. Raises ``GuardError``."""
        check_consent(decision_of(Direction.DELETE, where), consent, where)
        results: list[ItemResult] = []
        async for result in self._calls.delete(object_ids, where, consent):
            results.append(result)
            on_change(result)
        return tuple(results)

    def _with_size(self, item: TransferItem) -> TransferItem | ItemResult:
        try:
            path = check_typed(self._workspace, Path(item.file))
            return msgspec.structs.replace(item, size=size_of(path))
        except FileError as error:
            return result_of(item, error)

    def _planned(
        self,
        direction: Direction,
        where: Target,
        items: Sequence[TransferItem],
        addresses: Sequence[ObjectAddress | ItemResult],
    ) -> Planned:
        return Planned(
            direction=direction,
            where=where,
            items=tuple(items),
            addresses=tuple(addresses),
            asked_at=self._clock.monotonic(),
        )

    async def _fresh(
        self, plan: Planned, item: TransferItem, address: ObjectAddress
    ) -> ObjectAddress | ItemResult:
        """Return an address that is good now, on one of the hosts that the user was shown."""
        if self._clock.monotonic() - plan.asked_at <= FRESH:
            return address
        (again,) = await self._calls.addresses(plan.direction, [item], plan.where)
        if isinstance(again, ObjectAddress) and again.origin not in plan.hosts:
            host = {"host": again.origin, "expected": ", ".join(plan.hosts)}
            return result_of(item, FileError(ErrorCode.STORE_HOST_CHANGED, **host))
        return again

    # -- bytes -------------------------------------------------------------------------------

    async def _move(
        self,
        plan: Planned,
        position: int,
        item: TransferItem,
        address: ObjectAddress,
        overwrite: bool,
        on_change: OnChange,
    ) -> ItemResult:
        started = self._clock.monotonic()
        pace, done = TransferRate(started), 0

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
            route = await self._open_route(plan.where.environment, TokenKind.USER)
            if plan.direction is Direction.UPLOAD:
                verdict = await self._upload(item, fresh, route, on_bytes)
            else:
                verdict = await self._download(item, fresh, route, on_bytes, overwrite=overwrite)
            outcome: Verdict | WedaError = verdict.masked(_masker_of(fresh))
        except WedaError as error:
            outcome = error
        return msgspec.structs.replace(
            result_of(item, outcome),
            cloud_object_id=fresh.cloud_object_id or item.object_id,
            size=done,
            elapsed=self._clock.monotonic() - started,
        )

    async def _upload(
        self, item: TransferItem, address: ObjectAddress, route: LoadedRoute, on_bytes: "OnBytes"
    ) -> Verdict:
        path, size = check_typed(self._workspace, Path(item.file)), item.size or 0
        async with aclosing(pieces(path, size)) as content:
            return await self._store().put(
                address, content, size, content_type_of(path), route, on_bytes
            )

    async def _download(
        self,
        item: TransferItem,
        address: ObjectAddress,
        route: LoadedRoute,
        on_bytes: "OnBytes",
        *,
        overwrite: bool,
    ) -> Verdict:
        path = check_typed(self._workspace, Path(item.file))
        async with IncomingFile(path, overwrite=overwrite) as incoming:
            verdict = await self._store().get(address, incoming.write, route, on_bytes)
            if verdict.ok:
                await incoming.finish()
            return verdict


def content_type_of(path: Path) -> str:
    """Return what a browser is told later about a file, by its name."""
    kind, encoding = mimetypes.guess_type(path.name)
    return kind if kind and not encoding else "application/octet-stream"


def _masker_of(address: ObjectAddress) -> Masker:
    return Masker((*(value for _, value in address.headers), address.url))
