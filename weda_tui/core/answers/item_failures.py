"""Answers of many items, some of which may have failed while the others went through.

storage   [{cloudObjectId, …}, {code, message}], an item an object, in the order asked for
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
"""Failed items that are kept; the rest are only counted."""


class ItemFailure(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a batch that failed."""

    index: int
    """Its place among all items, from 0; among the refused ids for those of the data model."""
    name: str = ""
    """Its id or path, as far as the answer repeats it."""
    code: str
    message: str = ""

    def masked(self, masker: Masker) -> "ItemFailure":
        """Return it as a person or a file may see it."""
        return ItemFailure(
            index=self.index,
            name=masker.text(self.name),
            code=masker.text(self.code),
            message=masker.text(self.message),
        )


class Batch(msgspec.Struct, frozen=True):
    """How many items there are, how many failed, and the first of those."""

    layer: ErrorLayer
    count: int
    failed: int = 0
    items: tuple[ItemFailure, ...] = ()


_OBJECT_KEYS = ("cloudObjectId", "objectId")


def read_objects(text: bytes) -> Batch | None:
    """Read an array of storage objects; ``None`` when the answer is none."""
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
"""Bytes of data in which refused ids are looked for: far more than a call can name."""


class _Records(msgspec.Struct, rename="camel"):
    legal_id_list: list[Raw]
    illegal_id_list: list[Raw]


REFUSED_IDS = "illegalIdList"
"""What stands for the code of a record that the data model refused: it gives none."""


def read_records(data: Raw) -> Batch | None:
    """Read which records of a many-record call were refused; ``None`` when it is no such answer."""
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
