"""Responses with many items, some of which may have failed while others succeeded.

storage   [{cloudObjectId, …}, {code, message}], one item for each object, in request order
model     {data: {legalIdList: [id], illegalIdList: [id]}} of updateMany and deleteMany
"""

import msgspec
from msgspec import Raw

from weda_tui.core.answers import envelope
from weda_tui.core.answers.envelope import NO_CODE, text_of
from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.json.decoding import decoded
from weda_tui.core.masking import Masker

MOST_ITEMS = 1_000
"""The greatest number of failed items that are kept; further ones are only counted."""


class ItemFailure(msgspec.Struct, frozen=True, kw_only=True):
    """A failed item of a batch."""

    index: int
    """The index among all items, from 0; for the data model, among the refused ids."""
    name: str = ""
    """The id or path of the item, if the response repeats it."""
    code: str
    message: str = ""

    def masked(self, masker: Masker) -> "ItemFailure":
        """Return the failure with its secrets masked, for display or for a file."""
        return ItemFailure(
            index=self.index,
            name=masker.text(self.name),
            code=masker.text(self.code),
            message=masker.text(self.message),
        )


class Batch(msgspec.Struct, frozen=True):
    """The number of items, the number of failed items, and the first failed items."""

    layer: ErrorLayer
    count: int
    failed: int = 0
    items: tuple[ItemFailure, ...] = ()


_OBJECT_KEYS = ("cloudObjectId", "objectId")


def read_objects(text: bytes) -> Batch | None:
    """Read an array of storage objects; ``None`` if the response is not such an array."""
    objects = envelope.read_items(text)
    if not objects:
        return None
    items: list[ItemFailure] = []
    failed = 0
    for index, each in enumerate(objects):
        if each.keys().isdisjoint((*_OBJECT_KEYS, "code")):
            return None
        code = text_of(each.get("code"))
        if code in NO_CODE:
            continue
        failed += 1
        if len(items) < MOST_ITEMS:
            name = text_of(each.get("objectId")) or text_of(each.get("cloudObjectId"))
            message = text_of(each.get("message"))
            items.append(ItemFailure(index=index, name=name, code=code, message=message))
    return Batch(ErrorLayer.STORAGE, len(objects), failed, tuple(items))


_LONGEST_RECORDS = 4 * 1024 * 1024
"""The greatest size in bytes of data that is searched for refused ids.

A call cannot name nearly as many ids.
"""


class _Records(msgspec.Struct, rename="camel"):
    legal_id_list: list[Raw]
    illegal_id_list: list[Raw]


REFUSED_IDS = "illegalIdList"
"""The code of a record that the data model refused; the model itself states no code."""


def read_records(data: Raw) -> Batch | None:
    """Read the refused records of a many-record call; ``None`` for any other response."""
    if memoryview(data).nbytes > _LONGEST_RECORDS or REFUSED_IDS.encode() not in bytes(data):
        return None
    read = decoded(data, _Records)
    if read is None:
        return None
    refused = read.illegal_id_list
    items = tuple(
        ItemFailure(index=index, name=text_of(each), code=REFUSED_IDS)
        for index, each in enumerate(refused[:MOST_ITEMS])
    )
    count = len(read.legal_id_list) + len(refused)
    return Batch(ErrorLayer.MODEL, count, len(refused), items) if refused else None
