"""OpenAPI 3 → a module of the catalogue: the bundled documents and a user's, by one road.

Extensions say what OpenAPI cannot: ``x-weda-effect``, ``x-confidence``, ``x-zh`` (Chinese beside
English), ``x-pinyin``, ``x-enum`` (meanings of values), ``x-notes`` (traps, of a call, a parameter
or a field), ``x-failure-causes``, ``x-errors``, ``x-source``, ``x-displayName`` (a tag's English
title), ``x-weda-module``. All are optional. OpenAPI has no place for two kinds of calls:
``x-weda-pathless``, beside ``paths``, lists operations of which nobody knows the path, and
``x-weda-url`` names the whole address of one that goes to another host.

A list of calls needs little of a document. The rest stays bytes until a call is looked at.
"""

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

import msgspec

from weda_tui.core.catalogue import Group, Module
from weda_tui.core.deferred import Deferred
from weda_tui.core.endpoint import (
    Bilingual,
    Confidence,
    Details,
    Effect,
    Endpoint,
    FailureCause,
    Location,
    Parameter,
    TokenKind,
)
from weda_tui.core.json_text import format_json
from weda_tui.formats.openapi_document import (
    Body,
    Document,
    Media,
    Operation,
    OperationDetails,
    ParameterObject,
    Schema,
    Security,
    Source,
)
from weda_tui.formats.openapi_names import NameReader
from weda_tui.formats.openapi_schema import SchemaReader

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
_SCHEMES = {TokenKind.KEY, TokenKind.USER, TokenKind.BASIC}
_LOCATIONS: dict[str, Location] = {"path": "path", "query": "query", "header": "header"}


def read_openapi(document: bytes, *, name: str) -> Module:
    """Read a whole OpenAPI 3 document in JSON; ``name`` is its file name, for messages and the id.

    References are followed inside the document only; a schema inside itself ends there, and
    ``openapi_schema`` bounds depth and number of fields. Raises ``FileError``
    (``OPENAPI_INVALID``) with the JSON pointer of the fault.
    """
    module = open_openapi(document, name=name)
    for endpoint in module.endpoints:
        _ = endpoint.details.value, endpoint.field_names.value
    return module


def open_openapi(document: bytes, *, name: str) -> Module:
    """Read the calls of a document that was checked before; their details follow when asked for.

    Raises as ``read_openapi`` does, for what it reads.
    """
    source = Source(document, name=name)
    try:
        return _ModuleReader(source, source.document()).module()
    except RecursionError as error:
        raise source.fault("", "nested too deeply") from error


class _ModuleReader:
    """Builds the module of one document."""

    def __init__(self, source: Source, document: Document) -> None:
        if not document.openapi.startswith("3."):
            raise source.fault("/openapi", "not an OpenAPI 3 document")
        self._source = source
        self._document = document
        self._schemas = SchemaReader(source)
        self._names = NameReader(source)
        self._id = document.info.module or source.name.partition(".")[0]
        self._base = _base_path(source, document)
        self._taken: set[str] = set()

    def module(self) -> Module:
        """Return the module with its groups in the order of the document's tags."""
        info = self._document.info
        title = Bilingual(info.zh.title, info.title or self._id)
        titles = {
            tag.name: Bilingual(tag.zh.name, tag.display_name or tag.name)
            for tag in self._document.tags
        }
        grouped: dict[str, list[Endpoint]] = {name: [] for name in titles}
        for endpoint in self._endpoints():
            grouped.setdefault(endpoint.group, []).append(endpoint)
        return Module(
            id=self._id,
            title=title,
            token_kind=self._token_kind(self._document.security),
            groups=tuple(
                Group(
                    name, titles.get(name, Bilingual(en=name) if name else title), tuple(endpoints)
                )
                for name, endpoints in grouped.items()
                if endpoints
            ),
        )

    def _endpoints(self) -> Iterator[Endpoint]:
        for path, item in self._document.paths.items():
            place = "/paths/" + path.replace("~", "~0").replace("/", "~1")
            shared = item.get("parameters", msgspec.Raw(b"[]"))
            for method in METHODS:
                if method in item:
                    here = f"{place}/{method}"
                    details = partial(self._details, item[method], here, shared, place)
                    yield self._endpoint(method, path, item[method], here, Deferred(details))
        for index, operation in enumerate(self._document.pathless):
            here = f"/x-weda-pathless/{index}"
            details = partial(self._details, operation, here, msgspec.Raw(b"[]"), here)
            yield self._endpoint("", "", operation, here, Deferred(details))

    def _endpoint(
        self, method: str, path: str, raw: msgspec.Raw, here: str, details: Deferred[Details]
    ) -> Endpoint:
        call = self._source.decode(raw, Operation, here)
        title = call.summary or call.operation_id or f"{method.upper()} {path}".strip()
        security = self._document.security if call.security is None else call.security
        return Endpoint(
            id=self._endpoint_id(method, path, call),
            module=self._id,
            group=call.tags[0] if call.tags else "",
            method=method.upper(),
            path=(call.url or self._base + path or "/") if method else "",
            title=Bilingual(call.zh.summary, title),
            summary=Bilingual(call.zh.description, call.description),
            pinyin=call.pinyin,
            effect=call.effect or _effect_of(method),
            confidence=call.confidence if method else Confidence.TITLE_ONLY,
            token_kind=self._token_kind(security),
            field_names=Deferred(partial(self._names.names, raw, here)),
            details=details,
        )

    def _details(self, raw: msgspec.Raw, here: str, shared: msgspec.Raw, place: str) -> Details:
        try:
            call = self._source.decode(raw, OperationDetails, here)
            inherited = self._source.decode(shared, list[ParameterObject], f"{place}/parameters")
            return self._read_details(call, inherited, here)
        except RecursionError as error:
            raise self._source.fault(here, "nested too deeply") from error

    def _read_details(
        self, call: OperationDetails, shared: list[ParameterObject], here: str
    ) -> Details:
        taken = self._body(call.request_body, here)
        media = _json_media(taken.content)
        body = self._schemas.body(media.schema, "body", here)
        answer = _json_media(self._answer(call, here).content)
        return Details(
            parameters=self._parameters([*shared, *call.parameters], here),
            body=body or _file(taken),
            response=self._schemas.data(answer.schema, here),
            example_body=_example(media) if body else "",
            example_response=_example(answer),
            notes=call.notes,
            failure_causes=tuple(FailureCause(c.code, Bilingual(c.zh, c.en)) for c in call.causes),
            errors=tuple(call.errors),
            source=call.source,
        )

    def _endpoint_id(self, method: str, path: str, call: Operation) -> str:
        """Return ``module.operationId``, made from the path where there is none, and unique."""
        action = call.operation_id.removeprefix(f"{self._id}.")
        if not action:
            named = f"{method}{path}" or call.summary
            action = re.sub(r"[^0-9A-Za-z_]+", "-", named).strip("-") or "call"
        endpoint_id, count = f"{self._id}.{action}", 1
        while endpoint_id in self._taken:
            count += 1
            endpoint_id = f"{self._id}.{action}-{count}"
        self._taken.add(endpoint_id)
        return endpoint_id

    def _parameters(self, given: list[ParameterObject], here: str) -> tuple[Parameter, ...]:
        found: dict[tuple[str, str], Parameter] = {}
        for entry in given:
            item = self._source.follow(entry.ref, ParameterObject, here) if entry.ref else entry
            location = _LOCATIONS.get(item.location)
            if location is None:
                continue
            schema = item.schema if item.schema is not None else _json_media(item.content).schema
            value = self._schemas.single(item.name, schema, location, here)
            found[item.name, location] = msgspec.structs.replace(
                value,
                required=item.required or location == "path",
                description=Bilingual(
                    item.zh.description or value.description.zh,
                    item.description or value.description.en,
                ),
                example=bytes(item.example).decode() or value.example,
                notes=item.notes if item.notes != Bilingual() else value.notes,
            )
        return tuple(found.values())

    def _body(self, body: Body, here: str) -> Body:
        return self._source.follow(body.ref, Body, here) if body.ref else body

    def _answer(self, call: OperationDetails, here: str) -> Body:
        """Return the first documented success, else the default answer."""
        succeeding = sorted(status for status in call.responses if status.startswith("2"))
        status = next(iter(succeeding), "default")
        return self._body(call.responses.get(status, Body()), here)

    def _token_kind(self, security: Security) -> TokenKind:
        """Return the token of the first scheme that takes one: WeDa's by name, else any Bearer."""
        for name in (name for either in security for name in either):
            if name in _SCHEMES:
                return TokenKind(name)
            scheme = self._document.components.security_schemes.get(name)
            if scheme and (scheme.type == "oauth2" or scheme.scheme.lower() == "bearer"):
                return TokenKind.KEY
        return TokenKind.NONE


def _base_path(source: Source, document: Document) -> str:
    """Return the path of the first server, which every call's path continues."""
    if not document.servers:
        return ""
    server = document.servers[0]
    url = server.url
    for name, variable in server.variables.items():
        url = url.replace(f"{{{name}}}", variable.default)
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError as error:
        raise source.fault("/servers/0/url", str(error)) from error


def _effect_of(method: str) -> Effect:
    if method in {"get", "head", "options", "trace"}:
        return Effect.READ
    return Effect.DESTRUCTIVE if method == "delete" else Effect.WRITE


def _json_media(content: dict[str, Media]) -> Media:
    """Return the JSON variant of a body, else its first one."""
    kind = next((kind for kind in content if "json" in kind.lower()), next(iter(content), ""))
    return content.get(kind, Media())


def _file(body: Body) -> tuple[Parameter, ...]:
    """Return ``<binary>`` for a body that is neither JSON nor a form."""
    kind = next(iter(body.content), "")
    if not kind or "json" in kind.lower() or "form" in kind.lower():
        return ()
    words = Bilingual(body.zh.description, body.description)
    return (
        Parameter(
            name="<binary>",
            location="body",
            type="binary",
            required=body.required,
            description=words,
        ),
    )


def _example(media: Media) -> str:
    """Return an example as JSON text indented by 2, every digit kept; empty for none."""
    candidates = [media.example, *(example.value for example in media.examples.values())]
    if isinstance(media.schema, Schema):
        candidates.append(media.schema.example)
    raw = next((bytes(candidate) for candidate in candidates if bytes(candidate)), b"")
    return (format_json(raw) or b"").decode()
