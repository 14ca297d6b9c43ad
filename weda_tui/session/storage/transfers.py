"""Cloud storage from the user's point of view: upload, download and delete files.

    plan_upload, plan_download ── addresses ──► Planned ── carry_out ──► ItemResult, one an item
    delete ──► ItemResult, one an object

Between planning and carrying out, the user sees which host the bytes are sent to; afterwards no
other host is connected to. Calls to the deployment are sent like any other call: token, guard,
verdict.
"""

import asyncio
import mimetypes
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.bodies.pieces import masked_body
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.guard.decision import GuardDecision, check_consent
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.storage.object_names import (
    check_object_id,
    distinct_names,
    file_name_of,
    object_path,
)
from weda_tui.core.storage.signed_urls import (
    Answer,
    ObjectAddress,
    deletions,
    download_addresses,
    upload_addresses,
)
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
from weda_tui.session.files import incoming_file
from weda_tui.store.local_files import IncomingFile, pieces, size_of
from weda_tui.store.paths import Paths
from weda_tui.store.workspace_files import check_typed, lies_in

BATCH = 20
"""Objects in one call; the pages name an error for too many, but no number."""

Send = Callable[[RequestDraft, Target, GuardDecision], Awaitable[Answered | Failed]]
"""Sends a draft with the user's consent, like any other call."""
Read = Callable[[bytes, Sequence[str]], Sequence[Answer]]


class StorageCalls:
    """Fetches addresses and deletes objects, in batches."""

    def __init__(
        self, catalogue: Callable[[], Catalogue], send: Send, masker: Callable[[], Masker]
    ) -> None:
        self._catalogue, self._send, self._masker = catalogue, send, masker

    async def addresses(
        self, direction: Direction, items: Sequence[TransferItem], where: Target
    ) -> list[ObjectAddress | ItemResult]:
        """Fetch the addresses for the bytes of items: an address each, or a failed result."""
        is_upload = direction is Direction.UPLOAD
        endpoint = "storage.getUploadInfo" if is_upload else "storage.getDownloadInfo"
        found: list[ObjectAddress | ItemResult] = []
        for batch in _batches(items):
            draft = self._draft(endpoint, batch, "objectId" if is_upload else "cloudObjectId")
            sent = await self._send(draft, where, GuardDecision.SEND)
            found += self._read(sent, batch, upload_addresses if is_upload else download_addresses)
        return found

    async def delete(
        self, object_ids: Sequence[str], where: Target, consent: GuardDecision
    ) -> AsyncIterator[ItemResult]:
        """Delete objects, and yield the result of each."""
        for batch in _batches([TransferItem(object_id=each) for each in object_ids]):
            draft = self._draft("storage.deleteObjects", batch, "cloudObjectId")
            sent = await self._send(draft, where, consent)
            for result in self._read(sent, batch, deletions):
                if isinstance(result, ItemResult):
                    object_id = result.item.object_id
                    yield msgspec.structs.replace(result, cloud_object_id=object_id)

    def _read(
        self, sent: Answered | Failed, batch: Sequence[TransferItem], read: Read
    ) -> Iterator[ObjectAddress | ItemResult]:
        """Yield the address of each item, or the result of the call for it."""
        if failure := _failure_of_all(sent):
            yield from (result_of(item, failure) for item in batch)
        elif isinstance(sent, Answered):
            answers = read(sent.exchange.response.body, [item.object_id for item in batch])
            for item, answer in zip(batch, answers, strict=True):
                if isinstance(answer, Verdict):
                    yield result_of(item, answer.masked(self._masker()))
                else:
                    yield answer if isinstance(answer, ObjectAddress) else result_of(item, answer)

    def _draft(self, endpoint_id: str, batch: Sequence[TransferItem], field: str) -> RequestDraft:
        """Return a call for objects; braces in a path are escaped, as they are no variables."""
        body = msgspec.json.encode([{field: item.object_id} for item in batch]).decode()
        draft = draft_for(self._catalogue().get(endpoint_id))
        return msgspec.structs.replace(draft, body=body.replace("{{", "{\\u007b"))


def result_of(item: TransferItem, outcome: Verdict | WedaError) -> ItemResult:
    """Return the result of an item."""
    if isinstance(outcome, Verdict):
        return ItemResult(item=item, verdict=outcome)
    return ItemResult(item=item, error=outcome)


def _batches(items: Sequence[TransferItem]) -> Iterator[Sequence[TransferItem]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _failure_of_all(sent: Answered | Failed) -> Verdict | WedaError | None:
    """Return why a call failed as a whole; ``None`` if each item has its own result."""
    if isinstance(sent, Failed):
        return sent.error
    verdict = sent.exchange.verdict
    return None if verdict.ok or verdict.items else verdict


if TYPE_CHECKING:  # loaded with the network library
    from weda_tui.gateway.object_store import ObjectStore, OnBytes

FRESH = 600.0
"""Seconds for which an address is used before a new one is fetched; the pages name no limit."""

OpenRoute = Callable[[Environment, TokenKind], Awaitable[LoadedRoute]]
OnChange = Callable[[Change], None]


class Storage:
    """The objects of a deployment, for one session."""

    def __init__(
        self,
        calls: StorageCalls,
        store: "Callable[[], ObjectStore]",
        open_route: OpenRoute,
        clock: Clock,
        gate: Callable[[], Masker],
        paths: Paths,
    ) -> None:
        """``gate`` returns a masker for every secret of this machine; see ``FileGate``."""
        self._calls, self._clock = calls, clock
        self._store, self._open_route = store, open_route
        self._gate, self._paths = gate, paths

    async def plan_upload(self, items: Sequence[TransferItem], where: Target) -> Planned:
        """Fetch the addresses to upload files to. Moves nothing, never raises ``WedaError``."""
        sized = await asyncio.to_thread(lambda: [self._with_size(item) for item in items])
        known = [each.item if isinstance(each, ItemResult) else each for each in sized]
        ready = [each for each in sized if isinstance(each, TransferItem)]
        found = iter(await self._calls.addresses(Direction.UPLOAD, ready, where))
        addresses = [each if isinstance(each, ItemResult) else next(found) for each in sized]
        return self._planned(Direction.UPLOAD, where, known, addresses)

    async def plan_download(self, items: Sequence[TransferItem], where: Target) -> Planned:
        """Fetch the addresses to download from. Moves nothing, never raises ``WedaError``."""
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

        ``overwrite`` lets a download replace files. ``on_change`` is called when each item ends,
        also if a cancellation stops the rest. An interrupted transfer creates no object and no
        file. Raises ``GuardError``.
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
        """Delete objects permanently. Raises ``GuardError``."""
        check_consent(decision_of(Direction.DELETE, where), consent, where)
        results: list[ItemResult] = []
        async for result in self._calls.delete(object_ids, where, consent):
            results.append(result)
            on_change(result)
        return tuple(results)

    def _with_size(self, item: TransferItem) -> TransferItem | ItemResult:
        try:
            path = check_typed(self._paths.workspace, Path(item.file))
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
        """Return an address that is valid now, on one of the hosts that the user was shown."""
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
        masker = Masker((*(value for _, value in fresh.headers), fresh.url))
        try:
            route = await self._open_route(plan.where.environment, TokenKind.USER)
            if plan.direction is Direction.UPLOAD:
                verdict = await self._upload(item, fresh, route, on_bytes)
            else:
                verdict = await self._download(item, fresh, route, on_bytes, overwrite=overwrite)
            outcome: Verdict | WedaError = verdict.masked(masker)
        except WedaError as error:
            outcome = error.masked(masker)
        return msgspec.structs.replace(
            result_of(item, outcome),
            cloud_object_id=fresh.cloud_object_id or item.object_id,
            size=done,
            elapsed=self._clock.monotonic() - started,
        )

    async def _upload(
        self, item: TransferItem, address: ObjectAddress, route: LoadedRoute, on_bytes: "OnBytes"
    ) -> Verdict:
        path, size = check_typed(self._paths.workspace, Path(item.file)), item.size or 0
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
        async with incoming_file(item.file, self._paths, overwrite=overwrite) as incoming:
            verdict = await self._store().get(address, incoming.write, route, on_bytes)
            if verdict.ok:
                if lies_in(self._paths.workspace, incoming.path):
                    await self._check(item, incoming)
                await incoming.finish()
            return verdict

    async def _check(self, item: TransferItem, incoming: IncomingFile) -> None:
        """Refuse to store an object in the workspace that contains a secret of this machine.

        Raises ``FileError`` (``SECRET_IN_OBJECT``).
        """
        masker = await asyncio.to_thread(self._gate)
        if await incoming.rewrite(lambda body: masked_body(body, "", (masker,))):
            raise FileError(ErrorCode.SECRET_IN_OBJECT, object=masker.text(item.object_id))


def content_type_of(path: Path) -> str:
    """Return the content type by which a browser will get a file, guessed from its name."""
    kind, encoding = mimetypes.guess_type(path.name)
    return kind if kind and not encoding else "application/octet-stream"


Existing = Literal["keep", "rename"]
"""What a download does if the file exists: keep the name, so that it is refused, or change it."""


def upload_items(files: Sequence[str], folder: str, name: str = "") -> tuple[TransferItem, ...]:
    """Return the objects that files become in a cloud folder; ``name`` renames a single one.

    Raises ``FileError``: ``OBJECT_PATH_INVALID``, or ``OBJECT_PATH_TWICE`` if two files would
    become one object.
    """
    items = [
        TransferItem(object_id=object_path(folder, name or Path(file).name), file=file)
        for file in files
    ]
    seen: set[str] = set()
    for item in items:
        if item.object_id in seen:
            raise FileError(ErrorCode.OBJECT_PATH_TWICE, object=item.object_id)
        seen.add(item.object_id)
    return tuple(items)


def download_items(
    object_ids: Sequence[str], to: str, existing: Existing = "keep"
) -> tuple[TransferItem, ...]:
    """Return the file that each object becomes; reads the folder, so it may take a while.

    ``to`` is a folder if it exists as one, ends in a slash, or if there are several objects;
    otherwise it is the file itself. Two objects never become one file. Raises ``FileError``
    (``OBJECT_ID_INVALID``).
    """
    ids = [check_object_id(each) for each in object_ids]
    to = os.path.expanduser(to)  # noqa: PTH111  (a path loses the slash that says folder)
    is_folder = len(ids) != 1 or to.endswith(("/", os.sep)) or Path(to or ".").is_dir()
    folder = Path(to or ".") if is_folder else Path(to).parent
    wanted = [file_name_of(each) for each in ids] if is_folder else [Path(to).name]
    taken = _names_in(folder) if existing == "rename" else ()
    names = distinct_names(wanted, taken)
    return tuple(
        TransferItem(object_id=each, file=str(folder / name))
        for each, name in zip(ids, names, strict=True)
    )


def downloads_folder() -> str:
    """Return the folder for downloads: that of the system, otherwise the current folder."""
    folder = Path.home() / "Downloads"
    return str(folder if folder.is_dir() else Path.cwd())


def _names_in(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []
