"""The form of a call: the documented fields, and the values that the draft holds for them.

The draft is the only state. Rows are read from the draft, and an edit returns a new draft.
"""

from collections.abc import Collection, Iterator
from enum import StrEnum

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, Endpoint, Location, Parameter
from weda_tui.core.json.tree import JsonKind, JsonNode, Path, scan
from weda_tui.core.requests import url as address
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.field_values import base_type, plain_text, shown_text, value_literal
from weda_tui.core.text import template

LARGEST = 64 * 1024
"""The greatest length in characters of a body that the explorer shows as a form."""

DEEPEST = 32
"""The greatest depth of rows; a deeper value is one field of JSON text."""


class FormRowKind(StrEnum):
    """The kind of a form row."""

    FIELD = "field"
    GROUP = "group"
    """An object or array, which can be folded."""
    ADD_ITEM = "add-item"
    ADD_KEY = "add-key"


class FormRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a form: a field, a group of fields, or a place to add a member or an item."""

    location: Location
    path: Path
    """The path in the body; elsewhere ``(name,)``, or ``(n,)`` for the nth header of the list."""
    parameter: Parameter
    kind: FormRowKind = FormRowKind.FIELD
    depth: int = 0
    is_known: bool = True
    """Whether the value is documented; a member that was typed by hand is shown as well."""
    is_required: bool = False
    raw: str | None = None
    """The text in the draft, for the body JSON text; ``None`` if the value is not sent."""
    json_kind: JsonKind | None = None
    text: str = ""
    """The text that a field shows."""
    count: int = 0
    """The number of members or items of a group."""

    @property
    def key(self) -> tuple[Location, Path]:
        """The identity of the row, which is the same in successive drafts."""
        return self.location, self.path

    @property
    def name(self) -> str:
        """The name at the left: the name of the member or header, or ``[2]`` for an item."""
        if self.location == "header":
            return self.parameter.name
        last = self.path[-1] if self.path else ""
        return f"[{last}]" if isinstance(last, int) else last

    @property
    def meaning(self) -> Bilingual:
        """The documented meaning of the value; empty if the value is not one of those listed."""
        is_json = self.json_kind is not None
        given, write = (self.raw, value_literal) if is_json else (self.text, plain_text)
        values = self.parameter.enum
        return next((v.meaning for v in values if write(v.value) == given), Bilingual())

    @property
    def is_unset(self) -> bool:
        """Whether the field is optional and not sent, and is therefore listed at the end."""
        return self.raw is None and not self.is_required and self.depth == 0


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """All rows of a draft, unfolded: first those that are sent or required, then the rest."""

    rows: tuple[FormRow, ...]
    is_readable: bool = True
    """Whether the body could be read as JSON."""

    @property
    def unset(self) -> int:
        """The number of rows at the end that are not sent."""
        return sum(row.is_unset for row in self.rows)


def has_fields(endpoint: Endpoint) -> bool:
    """Return whether a call has fields that the user can fill in."""
    return endpoint.has_path and (
        _has_json_body(endpoint) or any(not _is_chosen(each) for each in endpoint.parameters)
    )


def _has_json_body(endpoint: Endpoint) -> bool:
    return bool(endpoint.body) and not any(field.type == "binary" for field in endpoint.body)


def _is_chosen(parameter: Parameter) -> bool:
    """Return whether a parameter is the env type, which is chosen in WHERE."""
    return parameter.location == "path" and parameter.name == "envType"


def read_form(endpoint: Endpoint, draft: RequestDraft, known: Collection[str] = ()) -> Form:
    """Return the form of a draft; ``known`` are the variables that have a value."""
    rows = [*_path_rows(endpoint, draft, known), *_query_rows(endpoint, draft)]
    rows += _header_rows(endpoint, draft, known)
    is_readable = True
    if _has_json_body(endpoint):
        root = scan(draft.body)
        is_readable = root is not None or not draft.body.strip()
        if is_readable:
            rows += _body_rows(endpoint, draft.body, root)
    return Form(rows=tuple(sorted(rows, key=lambda row: row.is_unset)), is_readable=is_readable)


def _path_rows(
    endpoint: Endpoint, draft: RequestDraft, known: Collection[str]
) -> Iterator[FormRow]:
    spans = address.path_values(draft.url, endpoint.path) or {}
    for parameter in endpoint.parameters:
        span = spans.get(parameter.name)
        if parameter.location != "path" or _is_chosen(parameter) or span is None:
            continue
        raw = draft.url[slice(*span)]
        yield _text_row(parameter, raw, address.read_path_value(raw), known)


def _query_rows(endpoint: Endpoint, draft: RequestDraft) -> Iterator[FormRow]:
    given = {part.name: part.value for part in reversed(list(address.query_parts(draft.url)))}
    for parameter in endpoint.parameters:
        if parameter.location == "query":
            value = given.get(parameter.name)
            yield _text_row(parameter, value, value or "", ())


def _header_rows(
    endpoint: Endpoint, draft: RequestDraft, known: Collection[str]
) -> Iterator[FormRow]:
    given = {name.lower(): value for name, value in reversed(draft.headers)}
    for parameter in endpoint.parameters:
        if parameter.location == "header":
            value = given.get(parameter.name.lower())
            yield _text_row(parameter, value, value or "", known)


def _text_row(parameter: Parameter, raw: str | None, text: str, known: Collection[str]) -> FormRow:
    """Return the row of a text value.

    A value that is only the variable of the same name, while that variable is unknown, counts as
    not set.
    """
    if (
        raw is not None
        and template.names(raw) == [parameter.name]
        and (parameter.name not in known and template.VARIABLE.fullmatch(raw))
    ):
        raw = None
    return FormRow(
        location=parameter.location,
        path=(parameter.name,),
        parameter=parameter,
        is_required=parameter.required,
        raw=raw or None,
        text=text if raw else "",
    )


# -- the body --------------------------------------------------------------------------------


def _body_rows(endpoint: Endpoint, text: str, root: JsonNode | None) -> Iterator[FormRow]:
    whole = whole_of(endpoint.body)
    if root is not None and root.kind is not JsonKind(base_type(whole.type)):
        yield _row(whole, (), text, root, 0)
        return
    yield from _inside(whole, (), text, root, 0)


def _inside(
    parameter: Parameter, path: Path, text: str, node: JsonNode | None, depth: int
) -> Iterator[FormRow]:
    """Yield the rows inside a group; ``node`` is ``None`` if the draft does not contain the group.

    The value in the draft decides, not the documented type. If the draft has an array in place of
    an object, or the other way round, its contents are treated as undocumented.
    """
    is_array = base_type(parameter.type) == "array"
    if node is not None and is_array != (node.kind is JsonKind.ARRAY):
        is_array = not is_array
        if parameter.type != "any":
            parameter = _unknown(parameter.name, node)
    if is_array:
        yield from _items(parameter, path, text, node, depth)
    else:
        yield from _members(parameter, path, text, node, depth)


def _members(
    parameter: Parameter, path: Path, text: str, node: JsonNode | None, depth: int
) -> Iterator[FormRow]:
    given = (
        {key.name: item for key, item in zip(node.keys, node.items, strict=True)} if node else {}
    )
    any_key = any_key_of(parameter)
    for child in parameter.children:
        if child is not any_key:
            yield from _subtree(
                child, (*path, child.name), text, given.pop(child.name, None), depth
            )
    for name, item in given.items():
        child = msgspec.structs.replace(any_key, name=name) if any_key else _unknown(name, item)
        is_known = any_key is not None or not parameter.children
        yield from _subtree(child, (*path, name), text, item, depth, is_known=is_known)
    is_object = parameter.type == "object" or (node is not None and node.kind is JsonKind.OBJECT)
    if any_key is not None or (is_object and not parameter.children):
        name = any_key.name if any_key else ""
        template_row = any_key or Parameter(name=name, location="body", type="any")
        yield FormRow(
            location="body", path=(*path, name), parameter=template_row,
            kind=FormRowKind.ADD_KEY, depth=depth, is_required=depth == 0,
        )  # fmt: skip


def _items(
    parameter: Parameter, path: Path, text: str, node: JsonNode | None, depth: int
) -> Iterator[FormRow]:
    item_parameter = item_of(parameter)
    items = node.items if node else []
    for index, item in enumerate(items):
        yield from _subtree(item_parameter, (*path, index), text, item, depth)
    yield FormRow(
        location="body", path=(*path, len(items)), parameter=item_parameter,
        kind=FormRowKind.ADD_ITEM, depth=depth, is_required=depth == 0,
    )  # fmt: skip


def _subtree(
    parameter: Parameter,
    path: Path,
    text: str,
    node: JsonNode | None,
    depth: int,
    *,
    is_known: bool = True,
) -> Iterator[FormRow]:
    row = _row(parameter, path, text, node, depth, is_known=is_known)
    yield row
    is_open = node is not None or parameter.required
    has_inside = node is None or node.is_container
    if row.kind is FormRowKind.GROUP and is_open and has_inside:
        yield from _inside(parameter, path, text, node, depth + 1)


def _row(
    parameter: Parameter,
    path: Path,
    text: str,
    node: JsonNode | None,
    depth: int,
    *,
    is_known: bool = True,
) -> FormRow:
    is_group = base_type(parameter.type) in {"object", "array"} and (
        node is None or node.is_container or node.kind is JsonKind.NULL
    )
    is_group = is_group or (node is not None and node.is_container and bool(path))
    is_group = is_group and depth < DEEPEST
    return FormRow(
        location="body",
        path=path,
        parameter=parameter,
        kind=FormRowKind.GROUP if is_group else FormRowKind.FIELD,
        depth=depth,
        is_known=is_known,
        is_required=parameter.required,
        raw=text[node.start : node.end] if node else None,
        json_kind=node.kind if node else None,
        text="" if node is None or is_group else shown_text(text, node, parameter.type),
        count=len(node.items) if node else 0,
    )


def whole_of(body: tuple[Parameter, ...]) -> Parameter:
    """Return the parameter that describes a whole body: an object of fields, or an array."""
    is_array = len(body) == 1 and body[0].name == "[]"
    return (
        body[0] if is_array else Parameter(name="", location="body", type="object", children=body)
    )


def item_of(parameter: Parameter) -> Parameter:
    """Return the parameter that describes an item of an array parameter."""
    if parameter.type.startswith("array<"):
        kind = parameter.type.removeprefix("array<").removesuffix(">")
        return msgspec.structs.replace(
            parameter, name="[]", type=kind, required=False, children=(), default="", example=""
        )
    children = parameter.children
    if len(children) == 1 and children[0].name == "[]":
        return children[0]
    kind = "object" if children else "any"
    return Parameter(name="[]", location="body", type=kind, children=children)


_NAMES = {JsonKind.NULL: "any", JsonKind.VARIABLE: "any"}


def _unknown(name: str, node: JsonNode) -> Parameter:
    """Return a parameter for an undocumented member, with the type of its value."""
    return Parameter(name=name, location="body", type=_NAMES.get(node.kind, node.kind.value))


def any_key_of(parameter: Parameter) -> Parameter | None:
    """Return the child that stands for members of any name, ``<name>`` in the documents."""
    return next((c for c in parameter.children if c.name[:1] == "<" and c.name[-1:] == ">"), None)
