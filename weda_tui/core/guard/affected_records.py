"""Which records a call affects: those that its path and body name, or all of them.

An empty ``where`` in a call for many records matches every record (docs.cloudbase.net/model; the
pages mark no filter as required).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, Parameter
from weda_tui.core.filters.operators import OPERATORS
from weda_tui.core.filters.support import accepts_where
from weda_tui.core.guard.request_readings import is_plain_json
from weda_tui.core.guard.resolved_call import PossibleCall
from weda_tui.core.json.decoding import decoded
from weda_tui.core.json.tree import JsonKind, JsonNode, scan
from weda_tui.core.json.tree import unquote as unquote_json
from weda_tui.core.requests import url as address
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.requests.field_values import base_type
from weda_tui.core.requests.form import whole_of

LARGEST = 64 * 1024
"""The largest body, in bytes, that is read whole; of a larger body only the filter is read."""
MOST_IDS = 1000

_MAKES = re.compile("create|insert|add|save|import", re.IGNORECASE)
_LISTED = re.compile(r"(?!Cc|Assignee|Role)\w*Id(s|List)")
_NAMED = re.compile(r"(?!Target|Parent|TurnTo)\w*Id")
_IN_PATH = re.compile(r"\w*ids?", re.IGNORECASE)
_DECIDING_NAME = re.compile(rb'(?i)"\s*(filter|where|query)\s*"\s*:')
_ESCAPED_LETTER = re.compile(rb"\\u00[0-7]")
_FILTERS = (("filter", "where"),)
_FILTER_NAMES = frozenset({"filter", "where"})
_RECORDS = ("data", "value")
"""The body fields in which a call that creates many records lists them."""


class Records(msgspec.Struct, frozen=True):
    """The records that a request names."""

    ids: tuple[str, ...] = ()
    """The ids as written, in order."""
    count: int | None = None
    """The number of records, if the request lists them."""


class AffectedRecords(msgspec.Struct, frozen=True):
    """What is known about the affected records before a call is sent."""

    is_open: bool = False
    """Whether no condition selects the records: the ``where`` is missing or empty."""
    is_many: bool = False
    """Whether the call is for many records: its action ends in ``Many``, and it does not create."""

    def worsen(self, effect: Effect) -> Effect:
        """Return the effect of a call with this reach: an unconditional write is destructive."""
        return Effect.DESTRUCTIVE if self.is_open and effect is not Effect.READ else effect


# -- every one -----------------------------------------------------------------------------------


def find_reach(
    calls: Iterable[PossibleCall], effect: Effect, request: PreparedRequest
) -> AffectedRecords:
    """Return the widest reach of ``calls``, each of which the request may be.

    A call that takes a ``where``, or whose name ends in ``Many``, affects every record without a
    ``where``. In doubt the ``where`` counts as missing: for a body that cannot be read or that
    servers may read in several ways, for a name that is repeated, even in another case, and for an
    unknown operator.
    """
    named = list(calls)
    many = [call for call in named if _is_many(call.action)]
    if effect is Effect.READ:
        return AffectedRecords(is_many=bool(many))
    query = [call for call in named if accepts_where(call.endpoint)]
    plain = [call for call in many if call not in query]
    if not query and not plain:
        return AffectedRecords(is_many=bool(many))
    in_url = {_first_word(part.name) for part in address.query_parts(request.url)}
    is_plain = is_plain_json(request.headers, request.body) and in_url.isdisjoint(_FILTER_NAMES)
    text = _text(_deciding_part(request.body)) if is_plain else ""
    root = scan(text)
    is_open = bool(query) and _is_open_at(text, root, _FILTERS)
    is_open |= bool(plain) and _is_open_at(text, root, (*_FILTERS, ("where",), ("query",)))
    return AffectedRecords(is_open=is_open, is_many=bool(many))


def _first_word(name: str) -> str:
    """Return the beginning of a parameter's name: ``filter`` of ``filter[where]``."""
    return re.split(r"\W", _folded(name), maxsplit=1)[0]


def _is_many(action: str) -> bool:
    return action.casefold().endswith("many") and not _MAKES.match(action)


def _is_open_at(text: str, root: JsonNode | None, places: Sequence[tuple[str, ...]]) -> bool:
    """Return whether a body has no condition at any of the places, or an open condition at one.

    A name that is repeated on the way to a place, or anywhere below it, counts as an open
    condition.
    """
    is_there = any(True for place in places for _ in _all_at(root, *place))
    found = [node for place in places for node in _all_at(root, *place, is_exact=False)]
    if not is_there or any(_is_open(text, node) or repeats_names(node) for node in found):
        return True
    return any(_repeats(root, *place) for place in places)


def _repeats(node: JsonNode | None, *path: str) -> bool:
    """Return whether a name on the way to a place is repeated."""
    if node is None or not path:
        return False
    count = sum(_folded(key.name) == path[0] for key in node.keys)
    inside = _all_at(node, path[0], is_exact=False)
    return count > 1 or any(_repeats(each, *path[1:]) for each in inside)


def repeats_names(node: JsonNode) -> bool:
    """Return whether any object in a value has two members of the same name."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        names = [_folded(key.name) for key in found.keys]
        if len({*names}) < len(names):
            return True
        waiting += found.items
    return False


def _folded(name: str) -> str:
    """Return a name as servers may compare it: without case, blanks, and anything after a NUL."""
    return name.partition("\0")[0].strip().casefold()


class _RecordFilter(msgspec.Struct):
    """The deciding members of a body that is too large to be read whole."""

    filter: msgspec.Raw = msgspec.Raw(b"null")
    where: msgspec.Raw = msgspec.Raw(b"null")
    query: msgspec.Raw = msgspec.Raw(b"null")


def _deciding_part(body: bytes) -> bytes:
    if len(body) <= LARGEST:
        return body
    named = [each.lower() for each in _DECIDING_NAME.findall(body)]
    if len(named) > len({*named}) or _ESCAPED_LETTER.search(body):
        return b""
    found = decoded(body, _RecordFilter)
    return b"" if found is None else msgspec.json.encode(found)


def _all_at(node: JsonNode | None, *path: str, is_exact: bool = True) -> Iterator[JsonNode]:
    """Yield every value at a path, each occurrence of a repeated member included.

    Some servers ignore the case of names: without ``is_exact`` members in any case are included.
    """
    if node is None:
        return
    if not path:
        yield node
    elif node.kind is JsonKind.OBJECT:
        for key, item in zip(node.keys, node.items, strict=True):
            if (key.name if is_exact else _folded(key.name)) == path[0]:
                yield from _all_at(item, *path[1:], is_exact=is_exact)


def _is_open(text: str, node: JsonNode) -> bool:
    """Return whether a ``where`` matches every record. All members of an object must hold."""
    match node.kind:
        case JsonKind.OBJECT:
            members = zip(node.keys, node.items, strict=True)
            return all(_is_open_member(text, key.name, item) for key, item in members)
        case JsonKind.ARRAY:
            return all(_is_open(text, item) for item in node.items)
        case _:
            return True


def _is_open_member(text: str, name: str, node: JsonNode) -> bool:
    match _folded(name):
        case "$and":
            return _is_open(text, node)
        case "$or":
            alternatives = node.items if node.kind is JsonKind.ARRAY else [node]
            return not alternatives or any(_is_open(text, item) for item in alternatives)
        case word if not word or word.startswith("$"):
            return True
        case _:
            return _is_open_field(text, node)


def _is_open_field(text: str, node: JsonNode) -> bool:
    """Return whether the conditions on a field match every record."""
    if node.kind is not JsonKind.OBJECT:
        return node.kind is JsonKind.NULL
    pairs = zip(node.keys, node.items, strict=True)
    return all(_holds_always(key.name, text[item.start : item.end], item) for key, item in pairs)


def _holds_always(operator: str, text: str, value: JsonNode) -> bool:
    match _folded(operator):
        case "$nin":
            return not value.items
        case "$search" | "$search_ci":
            return unquote_json(text) == "" if value.kind is JsonKind.STRING else False
        case word:
            return word not in OPERATORS


# -- those that are named ------------------------------------------------------------------------


def find_records(endpoint: Endpoint, request: PreparedRequest) -> Records:
    """Return the records that a request names: in its path, its ``where`` or its body.

    Returns at most ``MOST_IDS`` ids; a body larger than ``LARGEST`` is not read.
    """
    if in_path := tuple(_path_ids(endpoint, request.url)):
        return Records(in_path, 1 if len(in_path) == 1 and "," not in in_path[0] else None)
    text = _text(request.body) if len(request.body) <= LARGEST else ""
    root = scan(text)
    if root is None:
        return Records()
    if accepts_where(endpoint):
        return _where_records(text, root)
    return _body_records(whole_of(endpoint.body), text, root)


def _path_ids(endpoint: Endpoint, url: str) -> Iterator[str]:
    for name, (start, end) in (address.path_values(url, endpoint.path) or {}).items():
        if _IN_PATH.fullmatch(name) and end > start:
            yield address.read_path_value(url[start:end])


def _where_records(text: str, root: JsonNode) -> Records:
    """Return the ids of a ``where`` whose only condition is on ``_id``."""
    for where in _all_at(root, "filter", "where"):
        names = [key.name for key in where.keys]
        if names != ["_id"] or [key.name for key in where.items[0].keys] not in (["$eq"], ["$in"]):
            break
        ids = tuple(_scalars(text, where.items[0].items[0]))
        return Records(ids[:MOST_IDS], len(set(ids)))
    return Records()


def _body_records(whole: Parameter, text: str, root: JsonNode) -> Records:
    """Return the records of a body; of an array only if the documented body is an array."""
    if root.kind != base_type(whole.type):
        return Records()
    others = {each.name for each in whole.children if base_type(each.type) not in {"array", "any"}}
    if root.kind is JsonKind.ARRAY:
        ids = tuple(value for item in root.items for value in _own_ids(text, item, _AN_ID)[:1])
        return Records(ids[:MOST_IDS], len(root.items))
    for key, item in zip(root.keys, root.items, strict=True):
        if item.kind is not JsonKind.ARRAY or key.name in others:
            continue
        if key.name in _RECORDS:
            return Records((), len(item.items))
        if _LISTED.fullmatch(key.name):
            ids = tuple(_scalars(text, item))
            return Records(ids[:MOST_IDS], len(set(ids)))
    return Records(_own_ids(text, root, _NAMED))


_AN_ID = re.compile(r"\w*[iI]d")


def _own_ids(text: str, node: JsonNode, named: re.Pattern[str]) -> tuple[str, ...]:
    """Return the ids that an object itself has, not those of its nested objects."""
    pairs = zip(node.keys, node.items, strict=True) if node.kind is JsonKind.OBJECT else ()
    return tuple(
        value
        for key, item in pairs
        if named.fullmatch(key.name) and item.kind in {JsonKind.STRING, JsonKind.NUMBER}
        for value in _scalars(text, item)
    )


def _scalars(text: str, node: JsonNode) -> Iterator[str]:
    if node.kind is JsonKind.ARRAY:
        for item in node.items:
            yield from _scalars(text, item)
    elif node.kind is JsonKind.STRING and (value := unquote_json(text[node.start : node.end])):
        yield value
    elif node.kind is JsonKind.NUMBER:
        yield text[node.start : node.end]


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace").removeprefix("\ufeff")
