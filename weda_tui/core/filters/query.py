"""What a draft asks for, read out of it and put back without touching anything else.

A call of the data models says it in its body (``filter.where``, ``orderBy``, ``select``), one of
OData in its address (``$filter``, ``$orderby``).
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
from weda_tui.core.filters.support import ODATA_FILTER, named, takes_related, takes_where
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
    """Which records, in which order, and what of them."""

    where: ConditionGroup = ConditionGroup()
    order: Order | None = None
    """``None`` where the call takes none, or what stands there is none."""
    select: str | None = None
    """JSON text, empty for none yet; ``None`` as for ``order``."""
    is_odata: bool = False
    has_related: bool = False
    """Whether ``where`` may hold conditions on related records: those of ``relateWhere``."""


def model_of(endpoint: Endpoint, draft: RequestDraft) -> str:
    """Return the name of the model that a draft is about, empty where it does not say."""
    if name := model_name(endpoint.id):
        return name
    spans = address.path_values(draft.url, endpoint.path) or {}
    for parameter in _MODEL_PARAMETERS:
        if parameter in spans:
            start, end = spans[parameter]
            return address.read_path_value(draft.url[start:end])
    return ""


def read_query(endpoint: Endpoint, draft: RequestDraft) -> RecordQuery | FilterFault | None:
    """Return what a draft asks for, or where its ``$filter`` cannot be read.

    ``None`` where its body is no JSON object, or has something else in the place of ``filter``.
    """
    if takes_where(endpoint):
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
    related = parse_related(_text_at(body, RELATED) or "{}") if takes_related(endpoint) else None
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
    """Return the JSON text at a path, empty where nothing or ``null`` stands there."""
    node = find(scan(body), path)
    text = body[node.start : node.end] if node is not None else ""
    return "" if text == "null" else text


def with_query(draft: RequestDraft, before: RecordQuery, after: RecordQuery) -> RequestDraft:
    """Return the draft with what differs between two queries; every other byte stays."""
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
"""In JSON text only between values: a string holds none."""


def _put(body: str, path: Path, value: str) -> str:
    """Put JSON text in its place, indented as its line is, on one line in a text of one line."""
    place = splice(body, path)
    if place is None:
        return body
    line = place.before.rpartition("\n")[2]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    is_on_one_line = bool(body.strip()) and "\n" not in body.strip()
    if is_on_one_line:
        return place.around(_LINE_BREAK.sub(lambda match: ", " if match[1] else "", value))
    return place.around(value.replace("\n", f"\n{indent}"))
