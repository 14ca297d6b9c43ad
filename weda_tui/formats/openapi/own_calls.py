"""A module with the user's descriptions of its calls, read by the same code as documents."""

import re
from functools import partial
from typing import Any

import msgspec

from weda_tui.core.catalogue.endpoint import (
    Bilingual,
    Confidence,
    Endpoint,
    EndpointDetails,
    TokenKind,
)
from weda_tui.core.catalogue.modules import EndpointGroup, Module
from weda_tui.core.catalogue.own_call import OwnCall, OwnModule
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.decoding import decoded
from weda_tui.core.lazy import Lazy
from weda_tui.core.models.model_calls import is_call_of_models
from weda_tui.formats.openapi.read import effect_of, open_openapi

_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
_PLACES = frozenset({"path", "query", "header", "body"})
_BRACED = re.compile(r"\{([^{}]+)\}")

Json = dict[str, Any]


def with_own_calls(
    module: Module | None, own: OwnModule, *, file: str, is_bundled: bool = False
) -> tuple[Module, tuple[FileError, ...]]:
    """Return the module as the user describes it, and the entries of the file that cannot hold.

    Calls that ``module`` lacks are added at its end. In a bundled module, documented calls stay as
    they are, and so do the calls that data models have through them: the effect of a call decides
    which guard applies to it.
    """
    known = {endpoint.action: endpoint for endpoint in module.endpoints} if module else {}
    edited: dict[str, Endpoint] = {}
    added: list[Endpoint] = []
    problems: list[FileError] = []
    for call in own.calls:
        base = known.get(call.action)
        if module is not None and is_bundled and is_fixed(module, call.action):
            problems.append(FileError(ErrorCode.OWN_CALL_FIXED, file=file, action=call.action))
        elif base is not None:
            edited[base.id] = _edited(base, call, file)
        else:
            if not call.path:
                problems.append(FileError(ErrorCode.OWN_CALL_LOST, file=file, action=call.action))
            added.append(_new(own.id, call, file))
    return _assembled(module, own, edited, added), tuple(problems)


def is_fixed(module: Module, action: str) -> bool:
    """Return whether a call of a bundled module is documented, so that users cannot redefine it."""
    is_documented = any(each.action == action and each.has_path for each in module.endpoints)
    return is_documented or is_call_of_models(module, action)


def _assembled(
    module: Module | None, own: OwnModule, edited: dict[str, Endpoint], added: list[Endpoint]
) -> Module:
    title = Bilingual(en=own.title or own.id)
    if module is None:
        groups: tuple[EndpointGroup, ...] = ()
        kinds = {endpoint.token_kind for endpoint in added}
        kind = kinds.pop() if len(kinds) == 1 else TokenKind.NONE
    else:
        title = Bilingual(en=own.title) if own.title else module.title
        kind = module.token_kind
        groups = tuple(
            msgspec.structs.replace(
                group, endpoints=tuple(edited.get(each.id, each) for each in group.endpoints)
            )
            if any(each.id in edited for each in group.endpoints)
            else group
            for group in module.groups
        )
    if added:
        loose = next((group for group in groups if not group.id), EndpointGroup("", title, ()))
        rest = tuple(group for group in groups if group.id)
        groups = (*rest, EndpointGroup("", loose.title, (*loose.endpoints, *added)))
    return Module(id=own.id, title=title, token_kind=kind, groups=groups)


def _new(module: str, call: OwnCall, file: str) -> Endpoint:
    if call.path:
        return _read(module, call, file)
    return Endpoint(
        id=f"{module}.{call.action}",
        module=module,
        group="",
        title=Bilingual(en=call.title or call.action),
        summary=Bilingual(en=call.summary),
        effect=call.effect or effect_of(call.method.lower()),
        confidence=Confidence.TITLE_ONLY,
        token_kind=call.token_kind or TokenKind.NONE,
    )


def _edited(base: Endpoint, call: OwnCall, file: str) -> Endpoint:
    """Return a document's call with the user's description applied."""
    whole = msgspec.structs.replace(
        call,
        method=call.method or base.method,
        path=call.path or base.path,
        title=call.title or base.action,
        effect=call.effect or base.effect,
        token_kind=call.token_kind or base.token_kind,
    )
    changes: dict[str, Any] = {
        "title": Bilingual(en=call.title) if call.title else base.title,
        "summary": Bilingual(en=call.summary) if call.summary else base.summary,
        "pinyin": "" if call.title else base.pinyin,
        "effect": whole.effect,
        "token_kind": whole.token_kind,
    }
    if whole.path:
        read = _read(base.module, whole, file)
        changes |= {"method": read.method, "path": whole.path, "confidence": Confidence.OWN}
        if call.parameters or not base.has_path:
            changes["field_names"] = read.field_names
            changes["details"] = Lazy(partial(_details, base, read))
    return msgspec.structs.replace(base, **changes)


def _details(base: Endpoint, own: Endpoint) -> EndpointDetails:
    """Return the documented details of a call, with the parameters that the user describes."""
    said = own.details.value
    return msgspec.structs.replace(
        base.details.value,
        parameters=said.parameters,
        body=said.body,
        example_body=said.example_body,
        faults=said.faults,
    )


def _read(module: str, call: OwnCall, file: str) -> Endpoint:
    document = msgspec.json.encode(_document(call))
    read = open_openapi(document, name=file, module=module, on_fault=_ignore)
    (endpoint,) = read.endpoints
    return msgspec.structs.replace(
        endpoint, id=f"{module}.{call.action}", confidence=Confidence.OWN
    )


def _ignore(_: FileError) -> None:
    """Ignore a fault: what cannot be read of a call is reported when the call is opened."""


class _Schema(msgspec.Struct, frozen=True):
    """The parts of a JSON Schema that distinguish parameters from the body."""

    properties: dict[str, msgspec.Raw] = {}
    required: list[str] = []
    defs: msgspec.Raw = msgspec.field(name="$defs", default=msgspec.Raw(b"{}"))
    example: msgspec.Raw = msgspec.Raw()


class _Member(msgspec.Struct, frozen=True):
    """The place of a property, if the property states one."""

    place: str = msgspec.field(name="in", default="")


def _document(call: OwnCall) -> Json:
    """Return an OpenAPI document of one call; numbers stay as they were typed."""
    text = call.parameters.strip().encode() or b"{}"
    operation: Json = {
        "operationId": call.action,
        "summary": call.title or call.action,
        "description": call.summary,
        "x-weda-effect": str(call.effect or effect_of(call.method.lower())),
        "security": [{str(call.token_kind): []}] if call.token_kind else [],
    }
    document: Json = {"openapi": "3.1.0", "paths": {call.path: {call.method.lower(): operation}}}
    schema = decoded(text, _Schema)
    if schema is None:
        operation["requestBody"] = _body_of(msgspec.Raw(text), msgspec.Raw())
        return document
    document["$defs"] = schema.defs
    usual = "query" if call.method in _WITHOUT_BODY else "body"
    places = {name: _place_of(member) or usual for name, member in schema.properties.items()}
    operation["parameters"] = _parameters(schema, places, call.path)
    inside = {name: each for name, each in schema.properties.items() if places[name] == "body"}
    if inside or (usual == "body" and text != b"{}" and not schema.properties):
        rest = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        if inside:
            kept = [name for name in schema.required if name in inside]
            rest |= {
                "properties": msgspec.Raw(msgspec.json.encode(inside)),
                "required": msgspec.Raw(msgspec.json.encode(kept)),
            }
        operation["requestBody"] = _body_of(msgspec.Raw(msgspec.json.encode(rest)), schema.example)
    return document


def _body_of(schema: msgspec.Raw, example: msgspec.Raw) -> Json:
    media = {"schema": schema} | ({"example": example} if bytes(example) else {})
    return {"content": {"application/json": media}}


def _place_of(member: msgspec.Raw) -> str:
    """Return a property's own place: ``path``, ``query``, ``header``, ``body`` or empty."""
    found = decoded(member, _Member)
    return found.place if found is not None and found.place in _PLACES else ""


def _parameters(schema: _Schema, places: dict[str, str], path: str) -> list[Json]:
    """Return the parameters outside the body, including all names in the path."""
    parameters: list[Json] = [
        {
            "name": name,
            "in": place,
            "required": place == "path" or name in schema.required,
            "schema": schema.properties[name],
        }
        for name, place in places.items()
        if place != "body"
    ]
    named = {name for name, place in places.items() if place == "path"}
    return parameters + [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in dict.fromkeys(_BRACED.findall(path))
        if name not in named
    ]
