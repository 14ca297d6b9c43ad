"""The pages of a call that lists records: the page in a response, and drafts for other pages.

Two styles of parameters are recognised, in the body or in the query: a page number and a size
(``PageNumber``, ``PageNo``, ``pageNum`` … with ``PageSize``), and an offset and a limit
(``Offset``/``Limit``, OData's ``$skip``/``$top``).
"""

import json
from collections.abc import Iterator
from typing import Literal

import msgspec

from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.json.edit import set_value
from weda_tui.core.json.tree import JsonKind, scan, unquote
from weda_tui.core.requests import url as address
from weda_tui.core.requests.draft import RequestDraft

_NUMBERS = ("pagenumber", "pageno", "pagenum", "pageindex", "page")
_OFFSETS = ("offset", "$skip", "skip")
_SIZES = ("pagesize", "limit", "$top", "top", "size")


class Slot(msgspec.Struct, frozen=True):
    """A paging parameter of a call."""

    name: str
    location: Literal["body", "query"]
    value: int | None
    """The value that was sent, or else the documented default."""
    is_text: bool = False
    """Whether the number is sent as a string."""
    is_sent: bool = False


class ListPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page of a list that a response contains."""

    place: Slot
    """The parameter with the page number, or with the offset of the first record."""
    size_slot: Slot | None
    number: int
    """The page number, from 1."""
    size: int
    """The number of records of a full page."""
    is_offset: bool
    count: int | None = None
    """The number of records of this page."""
    total: int | None = None

    @property
    def first(self) -> int:
        """The number of the page's first record in the whole list, from 1."""
        return (self._value if self.is_offset else (self.number - 1) * self.size) + 1

    @property
    def last(self) -> int | None:
        """The number of the page's last record; ``None`` if its record count is unknown."""
        return None if self.count is None else self.first + self.count - 1

    @property
    def pages(self) -> int | None:
        """The number of pages; ``None`` if the response does not state the total of records."""
        return None if self.total is None else max(1, -(-self.total // self.size))

    @property
    def has_previous(self) -> bool:
        """Whether there is a previous page."""
        return self._value > 0 if self.is_offset else self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there is, or may be, a next page."""
        if self.total is not None:
            return self.first + self.size <= self.total
        return self.count is None or self.count >= self.size

    def go_to_first(self, draft: RequestDraft) -> RequestDraft | None:
        """Return a draft for the first page; ``None`` if its body cannot hold the parameter."""
        return self._at(draft, 0 if self.is_offset else 1)

    def next(self, draft: RequestDraft) -> RequestDraft | None:
        """Return a draft for the next page; ``None`` if its body cannot hold the parameter."""
        return self._turned(draft, 1)

    def previous(self, draft: RequestDraft) -> RequestDraft | None:
        """Return a draft for the previous page; ``None`` if its body cannot hold the parameter."""
        return self._turned(draft, -1)

    @property
    def _value(self) -> int:
        return self.place.value or 0

    def _turned(self, draft: RequestDraft, by: int) -> RequestDraft | None:
        step = self.size if self.is_offset else 1
        return self._at(draft, max(0, self._value + by * step))

    def _at(self, draft: RequestDraft, value: int) -> RequestDraft | None:
        turned = _with(draft, self.place, value)
        if turned is not None and self.size_slot is not None and not self.size_slot.is_sent:
            return _with(turned, self.size_slot, self.size)
        return turned


def page_of(
    draft: RequestDraft, endpoint: Endpoint, *, count: int | None = None, total: int | None = None
) -> ListPage | None:
    """Return the page in the response to a draft; ``None`` for a call without pages.

    ``draft`` is the request that was sent, with its variables resolved. ``count`` is the number of
    records in the response, ``total`` the number of all records that the response states. Only
    calls that read have pages.
    """
    if endpoint.effect is not Effect.READ:
        return None
    slots = {slot.name.lower(): slot for slot in _slots(draft, endpoint)}
    size_slot = next((slots[name] for name in _SIZES if name in slots), None)
    size = size_slot.value if size_slot is not None else None
    number = next((slots[name] for name in _NUMBERS if name in slots), None)
    offset = next((slots[name] for name in _OFFSETS if name in slots), None)
    place = number or offset
    size = size or count
    if place is None or not size or size < 1:
        return None
    is_offset = number is None
    if place.value is None:
        place = msgspec.structs.replace(place, value=0 if is_offset else 1)
    at = place.value or 0
    page_number = at // size + 1 if is_offset else at
    if at < 0 or page_number < 1:
        return None
    page = ListPage(
        place=place, size_slot=size_slot, number=page_number, size=size, is_offset=is_offset,
        count=count, total=total,
    )  # fmt: skip
    is_told = total is not None and total >= page.first - 1 + (count or 0)
    return page if is_told else msgspec.structs.replace(page, total=None)


def _slots(draft: RequestDraft, endpoint: Endpoint) -> Iterator[Slot]:
    """Yield the documented paging parameters, and then those that were sent."""
    names = {*_NUMBERS, *_OFFSETS, *_SIZES}
    documented = [*endpoint.body, *(p for p in endpoint.parameters if p.location == "query")]
    for parameter in documented:
        is_number = parameter.type in {"integer", "number", "string", "any"}
        if parameter.name.lower() in names and is_number:
            location = "query" if parameter.location == "query" else "body"
            yield Slot(parameter.name, location, _whole(parameter.default))
    root = scan(draft.body)
    if root is not None and root.kind is JsonKind.OBJECT:
        for key, node in zip(root.keys, root.items, strict=True):
            if key.name.lower() in names and not node.is_container:
                raw = draft.body[node.start : node.end]
                is_text = node.kind is JsonKind.STRING
                value = _whole(unquote(raw) if is_text else raw)
                if value is not None:
                    yield Slot(key.name, "body", value, is_text, is_sent=True)
    for part in address.query_parts(draft.url):
        if part.name.lower() in names and (value := _whole(part.value)) is not None:
            yield Slot(part.name, "query", value, is_sent=True)


_MOST_DIGITS = 15


def _whole(text: str) -> int | None:
    digits = text.strip().strip('"')
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    return int(digits) if is_number else None


def _with(draft: RequestDraft, slot: Slot, value: int) -> RequestDraft | None:
    if slot.location == "query":
        url = address.set_query(draft.url, slot.name, str(value))
        return msgspec.structs.replace(draft, url=url)
    text = json.dumps(str(value)) if slot.is_text else str(value)
    body = set_value(draft.body, (slot.name,), text)
    return None if body is None else msgspec.structs.replace(draft, body=body)
