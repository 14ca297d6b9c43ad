"""Find the calls that accept a value, with the values that fill their parameters."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from weda_tui.core.catalogue.endpoint import (
    Effect,
    Endpoint,
    Location,
    Parameter,
    Preset,
    preset_parameter,
)
from weda_tui.core.json.tree import JsonKind, JsonNode, Path, find, quote, scan
from weda_tui.core.links.accepting_parameters import AcceptingParameter, AcceptingParameters, fits
from weda_tui.core.links.answer_value import LONGEST, AnswerValue, Member, text_of
from weda_tui.core.links.id_kinds import IdKind, find_documented, kind_of, kind_of_text
from weda_tui.core.models.data_model import ModelList
from weda_tui.core.models.model_calls import model_name
from weda_tui.core.requests import url as address
from weda_tui.core.requests.draft import RequestDraft, draft_for, file_names
from weda_tui.core.requests.field_values import literal
from weda_tui.core.requests.form import FormRow
from weda_tui.core.requests.form_edits import edit_row
from weda_tui.core.text import template

LARGEST_REQUEST = 64 * 1024
"""The longest earlier request, in characters, whose values are used."""
_EFFECTS = (Effect.READ, Effect.WRITE, Effect.DESTRUCTIVE)
_OWN_ID_ORDER = (
    IdKind.WAITING_TASK, IdKind.BACK_TASK, IdKind.TASK, IdKind.INSTANCE, IdKind.MESSAGE,
    IdKind.RECORD,
    IdKind.USER, IdKind.FLOW, IdKind.FLOW_CODE, IdKind.ROLE, IdKind.DEPARTMENT, IdKind.OBJECT,
    IdKind.RESOURCE,
    IdKind.NODE, IdKind.MODEL,
)  # fmt: skip
"""The order in which the ids of an object are tried as its own id."""
_RECORD_CALLS = ("getById", "update", "deleteById")
_ODATA_CALLS = ("odata.get", "odata.update", "odata.delete")
_AROUND_RECORDS = frozenset({"Response", "Data", "data", "records", "record", "value"})
"""Names around a record in responses; any other name is a field of a record."""
_PAGING = re.compile(r"page_?(no|number|size)", re.IGNORECASE)


class LinkOrigin(msgspec.Struct, frozen=True):
    """The origin of a value: the endpoint and the request that was sent."""

    endpoint: Endpoint
    url: str = ""
    """As it was sent."""
    body: str = ""
    """As it was sent."""
    models: ModelList = ModelList()
    sought_by: str = ""
    """The id of the call for which the user is looking up an id here; empty for none."""


class Fill(NamedTuple):
    """A parameter of a call with the value to fill in."""

    location: Location
    path: Path
    parameter: Parameter
    raw: str
    """The value as JSON text, as received."""
    is_whole: bool = False
    """Whether ``raw`` is inserted unchanged."""

    @property
    def shown(self) -> str:
        """The text that the field shows."""
        return text_of(self.raw)

    @property
    def key(self) -> tuple[Location, Path]:
        """The key of the form row that holds the value."""
        is_list = self.parameter.type.startswith("array<")
        return self.location, (*self.path, 0) if is_list else self.path


class Link(NamedTuple):
    """A call that accepts the selected value."""

    endpoint: Endpoint
    fills: tuple[Fill, ...]
    is_back: bool = False
    """Whether this is the call that the value was looked up for; its other values are kept."""


class Links(msgspec.Struct, frozen=True):
    """The links of the selected value."""

    name: str
    raw: str = ""
    """The value as JSON text; for an object the value of its id field, empty without one."""
    links: tuple[Link, ...] = ()

    @property
    def text(self) -> str:
        """The value as text."""
        return text_of(self.raw)


def find_links(held: AnswerValue, origin: LinkOrigin, takers: AcceptingParameters) -> Links:
    """Return the calls that accept the selected value: reads first, destructive calls last.

    The call that the value was looked up for comes before all of them. Takes a fraction of a
    millisecond. The other parameters are filled from the same object, required parameters also from
    the earlier request if it has a value with the same name.
    """
    name, raw, kinds = _selected_value(held, origin)
    if not _can_link(raw) or not kinds:
        return Links(name, raw)
    finder = _Finder(held, raw, origin, takers)
    links: dict[str, Link] = {}
    for kind in kinds:
        for link in finder.links(kind):
            is_back = link.endpoint.id == origin.sought_by
            fills = link.fills[:1] if is_back else link.fills
            links.setdefault(link.endpoint.id, Link(link.endpoint, fills, is_back))
    in_order = sorted(
        links.values(), key=lambda link: (not link.is_back, _EFFECTS.index(link.endpoint.effect))
    )
    return Links(name, raw, tuple(in_order))


def may_have_links(
    name: str, raw: str, path: Path, origin: LinkOrigin, takers: AcceptingParameters
) -> bool:
    """Return whether a value has any links, without searching for them."""
    if not _can_link(raw):
        return False
    return any(
        kind == IdKind.RECORD or takers.by_kind.get(kind)
        for kind in _kinds(name, raw, path, origin)
    )


def _can_link(raw: str) -> bool:
    is_value = raw[:1] == '"' or raw[:1].isdigit() or raw[:1] == "-"
    return is_value and len(raw) <= LONGEST and bool(text_of(raw).strip())


def _selected_value(held: AnswerValue, origin: LinkOrigin) -> tuple[str, str, tuple[str, ...]]:
    """Return the name, value and kinds of the value; for a container those of its own id."""
    if not held.is_container:
        kinds = _kinds(held.name, held.raw, held.path, origin)
        is_back = kinds == (IdKind.NODE,) and "ActTaskId" in dict(held.siblings)
        return held.name, held.raw, (*kinds, IdKind.BACK_NODE) if is_back else kinds
    found = [
        (_OWN_ID_ORDER.index(IdKind(kind)), name, raw, kinds)
        for name, raw in held.siblings
        if _can_link(raw)
        for kinds in [_kinds(name, raw, (*held.path, name), origin)]
        for kind in kinds[:1]
        if kind in set(_OWN_ID_ORDER)
    ]
    if not found:
        return held.name, "", ()
    _, name, raw, kinds = min(found, key=lambda each: each[0])
    return name, raw, kinds


def _kinds(name: str, raw: str, path: Path, origin: LinkOrigin) -> tuple[str, ...]:
    by_text = kind_of_text(text_of(raw)) if raw.startswith('"') else ""
    if by_text:
        return (by_text,)
    names = [step for step in path if isinstance(step, str)]
    documented = find_documented(origin.endpoint, path) if names else None
    kind = kind_of(name, documented, origin.endpoint.module)
    if kind == IdKind.RECORD and _model_of(path, (), origin) == "sys_user":
        return (IdKind.USER, IdKind.RECORD)
    return (kind,) if kind else ()


def _model_of(path: Path, beside: Iterable[Member], origin: LinkOrigin) -> str:
    """Return the model whose record an ``_id`` identifies; empty if unknown.

    This is the model named beside the id, else the model of the relation around it, else that of
    the call.
    """
    named = dict(beside)
    if "EntityCode" in named or "entityCode" in named:
        return text_of(named.get("EntityCode") or named["entityCode"])
    model = model_name(origin.endpoint.id) or _in_path(origin)
    for step in path[:-1]:
        if isinstance(step, int) or step in _AROUND_RECORDS:
            continue
        known = origin.models.by_name.get(model)
        field = known.by_name.get(step) if known is not None else None
        model = field.related if field is not None else ""
    return model


def _in_path(origin: LinkOrigin) -> str:
    spans = address.path_values(origin.url, origin.endpoint.path) or {}
    span = spans.get("modelName") or spans.get("datasourceName")
    name = address.read_path_value(origin.url[slice(*span)]) if span else ""
    return "" if "{{" in name else name


class _Finder:
    """The search for the calls that accept one value."""

    def __init__(
        self, held: AnswerValue, raw: str, origin: LinkOrigin, takers: AcceptingParameters
    ) -> None:
        self._raw, self._origin, self._takers = raw, origin, takers
        self._held = held
        self._kind = JsonKind.STRING if raw.startswith('"') else JsonKind.NUMBER
        self._beside = {
            kind: member
            for name, member in reversed(held.siblings)
            if _can_link(member)
            for kind in _kinds(name, member, (*held.path[:-1], name), origin)[:1]
        }
        self._request = origin.body if len(origin.body) <= LARGEST_REQUEST else ""
        self._root = scan(self._request)

    def links(self, kind: str) -> Iterator[Link]:
        """Yield the links for a kind of value, in order."""
        if kind == IdKind.RECORD:
            yield from self._record_links()
            return
        best: dict[str, AcceptingParameter] = {}
        for taker in self._takers.by_kind.get(kind, ()):
            fits_here = fits(taker.parameter, self._kind, text_of(self._raw))
            known = best.get(taker.endpoint.id)
            if fits_here and (known is None or taker.rank < known.rank):
                best[taker.endpoint.id] = taker
        links = [(taker, self._link(taker)) for taker in best.values()]
        for taker, link in sorted(links, key=lambda each: self._order(*each)):
            if not self._asks_the_same(taker):
                yield link

    def _order(self, taker: AcceptingParameter, link: Link) -> tuple[bool, bool, int, bool, int]:
        """Return a sort key: calls that are about the value and need nothing else come first."""
        endpoint = taker.endpoint
        is_inside = len(taker.path) > 1 and taker.location == "body"
        filled = {(fill.location, fill.path) for fill in link.fills}
        takers = self._takers.by_endpoint.get(endpoint.id, ())
        left = sum(each.is_required and (each.location, each.path) not in filled for each in takers)
        is_elsewhere = endpoint.module != self._origin.endpoint.module
        place = self._takers.order.get(endpoint.id, 0)
        return not taker.is_required, is_inside, left, is_elsewhere, place

    def _asks_the_same(self, taker: AcceptingParameter) -> bool:
        """Return whether this is the request whose response has the value."""
        if taker.endpoint.id != self._origin.endpoint.id:
            return False
        node = find(self._root, taker.path) if taker.location == "body" else None
        is_there = node is not None and text_of(self._request[node.start : node.end])
        return is_there == text_of(self._raw)

    def _link(self, taker: AcceptingParameter) -> Link:
        first = Fill(taker.location, taker.path, taker.parameter, self._raw)
        endpoint, fills = taker.endpoint, [first]
        is_name = taker.parameter.name == "modelName"
        if is_name and (own := self._of_model(text_of(self._raw), endpoint.action)):
            return Link(own, ())
        fills += self._others(endpoint, first)
        return Link(endpoint, tuple(fills))

    def _others(self, endpoint: Endpoint, first: Fill) -> Iterator[Fill]:
        """Yield the other values: from the same object, then from the earlier request."""
        filled: set[tuple[Location, Path]] = {(first.location, first.path)}
        for taker in self._takers.by_endpoint.get(endpoint.id, ()):
            key = (taker.location, taker.path)
            raw = self._beside.get(taker.kind, "")
            if key in filled or not taker.is_required or not self._fits(taker.parameter, raw):
                continue
            filled.add(key)
            yield Fill(taker.location, taker.path, taker.parameter, raw)
        yield from self._source_of_user(endpoint, first, filled)
        for path, parameter in _required(endpoint.body, ()):
            if ("body", path) not in filled and (raw := self._asked(path, parameter)):
                yield Fill("body", path, parameter, raw)

    def _source_of_user(
        self, endpoint: Endpoint, first: Fill, filled: set[tuple[Location, Path]]
    ) -> Iterator[Fill]:
        """Yield the source of a user: ``Source`` in responses is ``Type`` in requests."""
        if first.path[-1:] != ("UserId",):
            return
        raw = dict(self._held.siblings).get("Source", "")
        for path, parameter in _required(endpoint.body, ()):
            if path == (*first.path[:-1], "Type") and self._fits(parameter, raw):
                filled.add(("body", path))
                yield Fill("body", path, parameter, raw)

    def _fits(self, parameter: Parameter, raw: str) -> bool:
        kind = JsonKind.STRING if raw.startswith('"') else JsonKind.NUMBER
        return bool(raw) and fits(parameter, kind, text_of(raw))

    def _asked(self, path: Path, parameter: Parameter) -> str:
        node: JsonNode | None = find(self._root, path)
        if node is None or _PAGING.fullmatch(parameter.name) or "{{" in parameter.name:
            return ""
        raw = self._request[node.start : node.end]
        is_scalar = not node.is_container and node.kind is not JsonKind.NULL
        return raw if is_scalar and self._fits(parameter, raw) else ""

    # -- records -----------------------------------------------------------------------------

    def _record_links(self) -> Iterator[Link]:
        """Yield the calls for one record, those of its model first if the model is known."""
        model = _model_of(self._held.path, self._held.siblings, self._origin)
        found = [self._record_link(model, action) for action in _RECORD_CALLS]
        found += [self._odata_link(model, each) for each in _ODATA_CALLS] if model else []
        yield from (link for link in found if link is not None)

    def _of_model(self, model: str, action: str) -> Endpoint | None:
        return self._takers.live.get(f"model.{model}.{action}")

    def _record_link(self, model: str, action: str) -> Link | None:
        endpoint = self._of_model(model, action) or self._takers.live.get(f"model.{action}")
        if endpoint is None or (not model and action == "update"):
            return None
        fills = [*_in_paths(endpoint, {"recordId": self._raw, "modelName": quote(model)})]
        where = _parameter(endpoint.body, ("filter", "where"))
        if where is not None and action == "update":
            only = f'{{"_id": {{"$eq": {quote(text_of(self._raw))}}}}}'
            fills.append(Fill("body", ("filter", "where"), where, only, is_whole=True))
        return Link(endpoint, tuple(fills))

    def _odata_link(self, model: str, endpoint_id: str) -> Link | None:
        endpoint = self._takers.live.get(endpoint_id)
        if endpoint is None:
            return None
        texts = {"recordId": self._raw, "datasourceName": quote(model)}
        return Link(endpoint, tuple(_in_paths(endpoint, texts)))


def _in_paths(endpoint: Endpoint, values: dict[str, str]) -> Iterator[Fill]:
    """Yield the path parameters that have a value, in the order of ``values``."""
    known = {each.name: each for each in endpoint.parameters if each.location == "path"}
    for name, raw in values.items():
        if name in known and text_of(raw):
            yield Fill("path", (name,), known[name], raw)


def _parameter(fields: tuple[Parameter, ...], path: Path) -> Parameter | None:
    found: Parameter | None = None
    for step in path:
        found = next((field for field in fields if field.name == step), None)
        fields = found.children if found is not None else ()
    return found


def _required(fields: tuple[Parameter, ...], path: Path) -> Iterator[tuple[Path, Parameter]]:
    """Yield the required scalars of a body of which all parents are required, too."""
    for field in fields:
        if not field.required or field.name == "[]":
            continue
        here = (*path, field.name)
        if field.children and field.type == "object":
            yield from _required(field.children, here)
        elif not field.children:
            yield here, field


# -- filling ---------------------------------------------------------------------------------


def fill_draft(endpoint: Endpoint, draft: RequestDraft, fills: Iterable[Fill]) -> RequestDraft:
    """Return a draft of a call with parameters filled in; everything else is kept.

    A body that is not JSON is replaced by the call's own. A value that names a variable or a file
    of this machine is left out, because a malicious server may return such a value.
    """
    fills = tuple(fill for fill in fills if not _is_template(fill.raw + fill.shown))
    if any(fill.location == "body" for fill in fills) and scan(draft.body) is None:
        draft = msgspec.structs.replace(draft, body=draft_for(endpoint).body)
    for fill in fills:
        row = FormRow(location=fill.location, path=fill.path, parameter=fill.parameter)
        edit = edit_row(endpoint, draft, row)
        if edit is None:
            continue
        if fill.is_whole:
            draft = edit.holding(fill.raw)
        elif fill.location == "body":
            draft = edit.holding(_literal(fill))
        else:
            draft = edit.typed(fill.shown)
    return draft


def fill_preset(endpoint: Endpoint, draft: RequestDraft, preset: Preset) -> RequestDraft:
    """Return a draft of a call with the value set that the matched search words stand for."""
    if (known := preset_parameter(endpoint, preset)) is None:
        return draft
    return fill_draft(endpoint, draft, [Fill("body", (known.name,), known, quote(preset.value))])


def _is_template(value: str) -> bool:
    return bool(file_names(value) or template.names(value))


def _literal(fill: Fill) -> str:
    kind = fill.parameter.type
    inner = kind.removeprefix("array<").removesuffix(">")
    text = fill.raw if inner == "any" else literal(fill.shown, inner)
    return f"[{text}]" if kind.startswith("array<") else text
