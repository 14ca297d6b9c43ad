"""The storage calls of a deployment, many objects at once; each object has its own answer."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

import msgspec

from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import WedaError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.storage.signed_urls import (
    Answer,
    ObjectAddress,
    deletions,
    download_addresses,
    upload_addresses,
)
from weda_tui.core.storage.transfer import Direction, ItemResult, TransferItem

BATCH = 20
"""Objects of one call; the pages name an error for too many and no number."""

Send = Callable[[RequestDraft, Target, GuardDecision], Awaitable[Answered | Failed]]
"""Sends a draft with the user's consent, as every call is sent."""
Read = Callable[[bytes, Sequence[str]], Sequence[Answer]]


class StorageCalls:
    """Asks for addresses and deletes, in batches."""

    def __init__(
        self, catalogue: Callable[[], Catalogue], send: Send, masker: Callable[[], Masker]
    ) -> None:
        self._catalogue, self._send, self._masker = catalogue, send, masker

    async def addresses(
        self, direction: Direction, items: Sequence[TransferItem], where: Target
    ) -> list[ObjectAddress | ItemResult]:
        """Ask where the bytes of items go or come from: an address each, or its result."""
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
        """Yield each item's address, or the result that the call has been for it."""
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
        """Return a call about objects; braces in a path are no variable."""
        body = msgspec.json.encode([{field: item.object_id} for item in batch]).decode()
        draft = draft_for(self._catalogue().get(endpoint_id))
        return msgspec.structs.replace(draft, body=body.replace("{{", "{\\u007b"))


def result_of(item: TransferItem, outcome: Verdict | WedaError) -> ItemResult:
    """Return how it went with an item."""
    if isinstance(outcome, Verdict):
        return ItemResult(item=item, verdict=outcome)
    return ItemResult(item=item, error=outcome)


def _batches(items: Sequence[TransferItem]) -> Iterator[Sequence[TransferItem]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _failure_of_all(sent: Answered | Failed) -> Verdict | WedaError | None:
    """Return why a call failed as a whole; ``None`` where each item has an answer of its own."""
    if isinstance(sent, Failed):
        return sent.error
    verdict = sent.exchange.verdict
    return None if verdict.ok or verdict.items else verdict
