"""The record query of a draft, read from the draft and written back without other changes.

A call of the data models has it in the body (``filter.where``, ``orderBy``, ``select``), a call of
OData in the URL (``$filter``, ``$orderby``).
"""

import re

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.filters.odata import FilterFault, parse_odata, print_odata
from weda_tui.core.filters.order import (
    Order,
    parse_odata_order,
    parse_order_by,
    print_odata_order,
    print_order_by,
)
from weda_tui.core.filters.relations import joined, parse_related, parted, print_related
from weda_tui.core.filters.support import ODATA_FILTER, accepts_related, accepts_where, named
from weda_tui.core.filters.tree import ConditionGroup
from weda_tui.core.filters.where import parse_where, print_where
from weda_tui.core.json.edit import remove, splice
from weda_tui.core.json.tree import Path, find, scan
from weda_tui.core.models.model_calls import model_name
from weda_tui.core.requests import url as address
from weda_tui.core.requests.draft import RequestDraft

WHERE: Path = ("filter", "where")
RELATED: Path = ("filter", "relateWhere")
ORDER: Path = ("orderBy",)
SELECT: Path = ("select",)
ODATA_ORDER = "$orderby"
_MODEL_PARAMETERS = ("modelName", "datasourceName")


class RecordQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which records are queried, in which order, and which of their fields."""

    where: ConditionGroup = ConditionGroup()
    order: Order | None = None
    """``None`` if the call has no order, or the draft has something else in its place."""
    select: str | None = None
    """JSON text, empty if not set yet; ``None`` as for ``order``."""
    is_odata: bool = False
    has_related: bool = False
    """Whether ``where`` may hold conditions on related records, sent as ``relateWhere``."""


def model_of(endpoint: Endpoint, draft: RequestDraft) -> str:
    """Return the name of the model that a draft is about, empty if it names none."""
    if name := model_name(endpoint.id):
        return name
    spans = address.path_values(draft.url, endpoint.path) or {}
    for parameter in _MODEL_PARAMETERS:
        if parameter in spans:
            start, end = spans[parameter]
            return address.read_path_value(draft.url[start:end])
    return ""


def read_query(endpoint: Endpoint, draft: RequestDraft) -> RecordQuery | FilterFault | None:
    """Return the query of a draft, or the fault if its ``$filter`` cannot be read.

    Returns ``None`` if the body is not a JSON object, or if it has something else in place of
    ``filter``.
    """
    if accepts_where(endpoint):
        return _query_of_body(endpoint, draft.body)
    values = {part.name: part.value for part in reversed([*address.query_parts(draft.url)])}
    where = parse_odata(values.get(ODATA_FILTER, ""))
    if isinstance(where, FilterFault):
        return where
    has_order = named(endpoint.parameters, ODATA_ORDER) is not None
    order = parse_odata_order(values.get(ODATA_ORDER, "")) if has_order else None
    return RecordQuery(where=where, order=order, is_odata=True)


def _query_of_body(endpoint: Endpoint, body: str) -> RecordQuery | None:
    if splice(body, WHERE) is None:
        return None
    where = parse_where(_text_at(body, WHERE) or "{}") or ConditionGroup()
    related = parse_related(_text_at(body, RELATED) or "{}") if accepts_related(endpoint) else None
    order = parse_order_by(_text_at(body, ORDER) or "[]")
    select = _text_at(body, SELECT)
    is_selection = select == "" or select.startswith("{")
    return RecordQuery(
        where=joined(where, related or ()),
        has_related=related is not None,
        order=order if named(endpoint.body, "orderBy") else None,
        select=select if is_selection and named(endpoint.body, "select") else None,
    )


def _text_at(body: str, path: Path) -> str:
    """Return the JSON text at a path, empty if nothing or ``null`` is there."""
    node = find(scan(body), path)
    text = body[node.start : node.end] if node is not None else ""
    return "" if text == "null" else text


def with_query(draft: RequestDraft, before: RecordQuery, after: RecordQuery) -> RequestDraft:
    """Return the draft with the difference between two queries applied.

    All other bytes are kept.
    """
    if after.is_odata:
        return _with_odata(draft, before, after)
    body = draft.body
    old, new = parted(before.where), parted(after.where)
    if old is not None and new is not None:
        if new.where != old.where:
            body = _put(body, WHERE, print_where(new.where))
        if new.related != old.related:
            text = print_related(new.related)
            body = _put(body, RELATED, text) if text else remove(body, RELATED) or body
    if after.order is not None and after.order != before.order:
        body = _put(body, ORDER, print_order_by(after.order))
    if after.select is not None and after.select != before.select:
        body = _put(body, SELECT, after.select)
    return msgspec.structs.replace(draft, body=body)


def _with_odata(draft: RequestDraft, before: RecordQuery, after: RecordQuery) -> RequestDraft:
    url = draft.url
    text = print_odata(after.where)
    if after.where != before.where and text is not None:
        url = address.set_query(url, ODATA_FILTER, text or None)
    if after.order is not None and after.order != before.order:
        url = address.set_query(url, ODATA_ORDER, print_odata_order(after.order) or None)
    return msgspec.structs.replace(draft, url=url)


_LINE_BREAK = re.compile(r"(,?)\s*\n\s*")
"""A line break in JSON text, which can only be between values, never in a string."""


def _put(body: str, path: Path, value: str) -> str:
    """Write JSON text at a path, with the indentation of its line.

    In a body of one line the text is written on one line.
    """
    place = splice(body, path)
    if place is None:
        return body
    line = place.before.rpartition("\n")[2]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    is_on_one_line = bool(body.strip()) and "\n" not in body.strip()
    if is_on_one_line:
        return place.around(_LINE_BREAK.sub(lambda match: ", " if match[1] else "", value))
    return place.around(value.replace("\n", f"\n{indent}"))
