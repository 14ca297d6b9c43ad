"""Transfers of files to and from cloud storage, as values.

    files, ids ── addresses (info call) ──► Planned ── bytes ──► ItemResult
                                                 └── Moving, many times

The bytes are sent to or from another origin than the deployment's: the origin that the info call
names.
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
    """What is done with the objects."""

    UPLOAD = "upload"
    DOWNLOAD = "download"
    DELETE = "delete"


def decision_of(direction: Direction, where: Target) -> GuardDecision:
    """Return what the guard requires: an upload is a write, a deletion cannot be undone."""
    effects = {
        Direction.UPLOAD: Effect.WRITE,
        Direction.DOWNLOAD: Effect.READ,
        Direction.DELETE: Effect.DESTRUCTIVE,
    }
    return decide(where.guard, effects[direction])


class TransferItem(msgspec.Struct, frozen=True, kw_only=True):
    """One file and its object."""

    object_id: str
    """``dir/a.jpg`` for an upload, ``cloud://…`` for anything else."""
    file: str = ""
    """Path on this machine; empty for a deletion."""
    size: int | None = None
    """The size in bytes, if known before the transfer."""


class ItemResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result for one item: either ``verdict`` or ``error`` is set, never both."""

    item: TransferItem
    verdict: Verdict | None = None
    """The verdict on the response of the storage call or of the store."""
    error: WedaError | None = None
    """Why there was no response, or why no request was sent."""
    cloud_object_id: str = ""
    size: int = 0
    """Bytes that were transferred."""
    elapsed: float = 0.0
    """Seconds."""

    @property
    def ok(self) -> bool:
        """Whether the item succeeded, which must be verified by the response."""
        return self.verdict is not None and self.verdict.ok


class Moving(msgspec.Struct, frozen=True, kw_only=True):
    """The progress of a running transfer."""

    item: TransferItem
    position: int
    """The number of the item, from 1."""
    count: int
    """The number of all items."""
    done: int = 0
    """Bytes of this item transferred so far."""
    total: int | None = None
    """Bytes of this item, if known."""
    rate: float = 0.0
    """The current rate in bytes a second."""
    left: float | None = None
    """Remaining seconds of the item at this rate; ``None`` if unknown."""


Change = Moving | ItemResult
"""The reports of a transfer."""


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer whose URLs are all known, before anything is transferred."""

    direction: Direction
    where: Target
    items: tuple[TransferItem, ...]
    addresses: tuple[ObjectAddress | ItemResult, ...]
    """For each item its URL, or its result if there already is one."""
    asked_at: float
    """Monotonic clock, seconds. The signatures of the URLs expire after a while."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The origins between which bytes are transferred, in order."""
        found = [each.origin for each in self.addresses if isinstance(each, ObjectAddress)]
        return tuple(dict.fromkeys(found))

    @property
    def size(self) -> int:
        """The total bytes of the items with a known size and a URL."""
        pairs = zip(self.items, self.addresses, strict=True)
        return sum(item.size or 0 for item, at in pairs if isinstance(at, ObjectAddress))
