"""Files on their way to and from cloud storage, as values.

    files, ids ── addresses (info call) ──► Planned ── bytes ──► ItemResult
                                                 └── Moving, many times

The bytes go to another origin than the deployment's: the one that the info call names.
"""

from enum import StrEnum

import msgspec

from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import WedaError
from weda_tui.core.guard.decision import GuardDecision, decide
from weda_tui.core.storage.signed_urls import ObjectAddress


class Direction(StrEnum):
    """What happens to the objects."""

    UPLOAD = "upload"
    DOWNLOAD = "download"
    DELETE = "delete"


def decision_of(direction: Direction, where: Target) -> GuardDecision:
    """Return what has to happen first: uploading writes, deleting cannot be undone."""
    effects = {
        Direction.UPLOAD: Effect.WRITE,
        Direction.DOWNLOAD: Effect.READ,
        Direction.DELETE: Effect.DESTRUCTIVE,
    }
    return decide(where.guard, effects[direction])


class TransferItem(msgspec.Struct, frozen=True, kw_only=True):
    """One file and the object it belongs to."""

    object_id: str
    """``dir/a.jpg`` for an upload, ``cloud://…`` for anything else."""
    file: str = ""
    """Path on this machine; empty for a deletion."""
    size: int | None = None
    """Bytes, where known before the transfer."""


class ItemResult(msgspec.Struct, frozen=True, kw_only=True):
    """How it went with one item: exactly one of ``verdict`` and ``error`` is there."""

    item: TransferItem
    verdict: Verdict | None = None
    """What the storage call or the store said."""
    error: WedaError | None = None
    """Why nobody said anything, or why nothing was asked."""
    cloud_object_id: str = ""
    size: int = 0
    """Bytes that were moved."""
    elapsed: float = 0.0
    """Seconds."""

    @property
    def ok(self) -> bool:
        """Only a verified success is one."""
        return self.verdict is not None and self.verdict.ok


class Moving(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer under way."""

    item: TransferItem
    position: int
    """Which item it is, from 1."""
    count: int
    """Items in all."""
    done: int = 0
    """Bytes of this item so far."""
    total: int | None = None
    """Bytes of this item, where known."""
    rate: float = 0.0
    """Bytes a second, of late."""
    left: float | None = None
    """Seconds that the item still takes at this rate; ``None`` while nobody can say."""


Change = Moving | ItemResult
"""What a transfer reports."""


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer of which every address is known, and nothing has been moved."""

    direction: Direction
    where: Target
    items: tuple[TransferItem, ...]
    addresses: tuple[ObjectAddress | ItemResult, ...]
    """One an item: where its bytes go, or the result that it has already."""
    asked_at: float
    """Monotonic clock, seconds: the addresses are signed for a while only."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The origins that bytes go to or come from, in order."""
        found = [each.origin for each in self.addresses if isinstance(each, ObjectAddress)]
        return tuple(dict.fromkeys(found))

    @property
    def size(self) -> int:
        """Bytes of the items whose size is known and that have an address."""
        pairs = zip(self.items, self.addresses, strict=True)
        return sum(item.size or 0 for item, at in pairs if isinstance(at, ObjectAddress))
