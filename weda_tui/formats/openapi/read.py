"""OpenAPI 3 documents as modules of the catalogue: bundled and user documents, by the same code.

Extensions state what OpenAPI cannot: ``x-weda-effect``, ``x-confidence``, ``x-zh`` (Chinese beside
English), ``x-pinyin``, ``x-synonyms`` (other names that people use), ``x-presets`` (the same for a
name that sets a field), ``x-enum`` (meanings of values), ``x-notes`` (traps, of a call, a parameter
or a field), ``x-failure-causes``, ``x-errors``, ``x-source``, ``x-displayName`` (a tag's English
title), ``x-weda-module``. All are optional. OpenAPI has no place for two kinds of calls:
``x-weda-pathless``, beside ``paths``, lists operations whose path is unknown, and ``x-weda-url``
gives the whole address of an operation on another host.

A list of calls needs little of a document. The rest stays bytes until a call is opened.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from weda_tui.core.catalogue.endpoint import (
    Bilingual,
    Confidence,
    Effect,
    Endpoint,
    EndpointDetails,
    TokenKind,
)
from weda_tui.core.catalogue.modules import EndpointGroup, Module
from weda_tui.core.errors import FileError
from weda_tui.core.lazy import Lazy
from weda_tui.core.text.file_names import free_name
from weda_tui.formats.openapi.calls import CallReader
from weda_tui.formats.openapi.document import (
    Components,
    Info,
    OpenApiOperation,
    OpenApiSource,
    SecurityRequirements,
    Server,
    Tag,
)
from weda_tui.formats.openapi.names import NameReader
from weda_tui.formats.openapi.schema import MAX_STEPS, SchemaReader

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
_SCHEMES = {TokenKind.KEY, TokenKind.USER, TokenKind.BASIC}
_LONGEST_ACTION = 100
_NOT_IN_AN_ID = re.compile(r"[^\w.-]+")

OnFault = Callable[[FileError], None]
"""Called with the fault of each part that cannot be read and is therefore omitted."""
Part = TypeVar("Part")


def read_openapi(
    document: bytes, *, name: str, module: str = "", on_fault: OnFault | None = None
) -> Module:
    """Read a whole OpenAPI 3 document in JSON; ``name`` is its file name, for messages and the id.

    References are followed inside the document only; a recursive schema ends where it repeats, and
    ``formats.openapi.schema`` limits depth and number of fields. If a document would take too long,
    reading stops after the work of ten of its largest calls; the rest is read when it is opened.
    Raises as ``open_openapi`` does.
    """
    source = OpenApiSource(document, name=name)
    schemas = SchemaReader(source)
    read = _read(source, schemas, module, on_fault)
    for endpoint in read.endpoints:
        if schemas.all_steps > 10 * MAX_STEPS:
            break
        _ = endpoint.field_names.value
        for fault in endpoint.details.value.faults:
            if on_fault is not None:
                on_fault(fault)
    return read


def open_openapi(
    document: bytes,
    *,
    name: str,
    module: str = "",
    on_fault: OnFault | None = None,
    is_shipped: bool = False,
) -> Module:
    """Read the calls of a document; their details are read when they are needed.

    ``is_shipped`` says that the document is part of the program. What any other document states
    about its source and its confidence is ignored.

    ``module`` is the id to use, else the id in the document or the start of its file name. Raises
    ``FileError`` (``OPENAPI_INVALID``) with the JSON pointer of the fault. With ``on_fault``, it
    raises only if nothing can be read at all; other parts that cannot be read are omitted.
    """
    source = OpenApiSource(document, name=name)
    return _read(source, SchemaReader(source), module, on_fault, is_shipped=is_shipped)


def read_servers(document: bytes, *, name: str) -> tuple[str, ...]:
    """Return the addresses of a document's servers, with the defaults of variables filled in.

    Return none if the servers cannot be read; ``read_openapi`` reports the fault.
    """
    source = OpenApiSource(document, name=name)
    try:
        servers = source.decode(source.document().servers, list[Server], "/servers")
    except FileError:
        return ()
    return tuple(_address_of(server) for server in servers)


def _address_of(server: Server) -> str:
    """Return the address of a server, with the defaults of variables filled in."""
    url = server.url
    for name, variable in server.variables.items():
        url = url.replace(f"{{{name}}}", variable.default)
    return url


def _read(
    source: OpenApiSource,
    schemas: SchemaReader,
    module: str,
    on_fault: OnFault | None,
    *,
    is_shipped: bool = False,
) -> Module:
    calls = CallReader(source, schemas, is_strict=on_fault is None, is_shipped=is_shipped)
    try:
        return _ModuleReader(source, calls, module, on_fault).module()
    except RecursionError as error:
        raise source.fault("", "nested too deeply") from error


class _ModuleReader:
    """Builds the module of one document."""

    def __init__(
        self, source: OpenApiSource, calls: CallReader, module: str, on_fault: OnFault | None
    ) -> None:
        self._source = source
        self._on_fault = on_fault
        document = source.document()
        if not str(document.openapi).startswith("3."):
            raise source.wrong_version(document.openapi or document.swagger)
        self._document = document
        self._info = self._part(document.info, Info, "/info", Info())
        self._tags = self._part(document.tags, list[Tag], "/tags", [])
        self._security = self._part(document.security, SecurityRequirements, "/security", [])
        self._components = self._part(document.components, Components, "/components", Components())
        self._servers = self._part(document.servers, list[Server], "/servers", [])
        self._names = NameReader(source)
        self._calls = calls
        self._id = module or self._info.module or source.name.partition(".")[0]
        self._base = self._base_path(self._servers, "/servers")
        self._taken: set[str] = set()

    def _part(self, raw: msgspec.Raw, kind: type[Part], place: str, otherwise: Part) -> Part:
        """Decode an optional part; a part that cannot be read is reported and counts as missing."""
        if bytes(raw) in {b"", b"null"}:
            return otherwise
        return self._tried(lambda: self._source.decode(raw, kind, place), otherwise)

    def _tried(self, read: Callable[[], Part], otherwise: Part) -> Part:
        try:
            return read()
        except FileError as fault:
            if self._on_fault is None:
                raise
            self._on_fault(fault)
            return otherwise

    def module(self) -> Module:
        """Return the module with its groups in the order of the document's tags."""
        info = self._info
        title = Bilingual(info.zh.title, info.title or self._id)
        titles = {
            tag.name: Bilingual(tag.zh.name, tag.display_name or tag.name) for tag in self._tags
        }
        grouped: dict[str, list[Endpoint]] = {name: [] for name in titles}
        for endpoint in self._endpoints():
            grouped.setdefault(endpoint.group, []).append(endpoint)
        return Module(
            id=self._id,
            title=title,
            token_kind=self._token_kind(self._security),
            groups=tuple(
                EndpointGroup(
                    name, titles.get(name, Bilingual(en=name) if name else title), tuple(endpoints)
                )
                for name, endpoints in grouped.items()
                if endpoints
            ),
        )

    def _endpoints(self) -> Iterator[Endpoint]:
        paths = self._part(self._document.paths, dict[str, msgspec.Raw], "/paths", {})
        for path, raw in paths.items():
            place = "/paths/" + path.replace("~", "~0").replace("/", "~1")
            if not path.startswith("x-"):
                yield from self._of_path(path, raw, place)
        place = "/x-weda-pathless"
        pathless = self._part(self._document.pathless, list[msgspec.Raw], place, [])
        for index, operation in enumerate(pathless):
            yield from self._call("", "", (operation, msgspec.Raw(b"[]")), f"{place}/{index}")
        self._report_webhooks()

    def _report_webhooks(self) -> None:
        """Report webhooks, which are omitted because the other side makes these calls."""
        webhooks = self._part(self._document.webhooks, dict[str, msgspec.Raw], "/webhooks", {})
        if webhooks and self._on_fault is not None:
            self._on_fault(self._source.webhooks(len(webhooks)))

    def _of_path(self, path: str, raw: msgspec.Raw, place: str) -> Iterator[Endpoint]:
        """Read the calls of one path; calls that cannot be read are reported."""
        item = self._part(raw, dict[str, msgspec.Raw], place, {})
        if "$ref" in item:
            item = self._tried(lambda: self._calls.path_item(item["$ref"], place), {})
        shared = item.get("parameters", msgspec.Raw(b"[]"))
        base = self._base
        if "servers" in item:
            servers = self._part(item["servers"], list[Server], f"{place}/servers", [])
            base = self._base_path(servers or self._servers, f"{place}/servers")
        for method in METHODS:
            if method in item:
                yield from self._call(method, base + path, (item[method], shared), place)

    def _call(
        self, method: str, path: str, texts: tuple[msgspec.Raw, msgspec.Raw], place: str
    ) -> Iterator[Endpoint]:
        """Read one call, unless it cannot be read.

        ``texts`` are the operation itself and the parameters shared by its path.
        """
        raw, shared = texts
        here = f"{place}/{method}".rstrip("/")
        call = self._tried(lambda: self._source.decode(raw, OpenApiOperation, here), None)
        if call is not None:
            details = Lazy(partial(self._calls.details, raw, here, shared, place))
            names = Lazy(partial(self._field_names, raw, here))
            yield self._endpoint(method, path, call, here, names, details)

    def _endpoint(
        self,
        method: str,
        path: str,
        call: OpenApiOperation,
        here: str,
        names: Lazy[tuple[str, ...]],
        details: Lazy[EndpointDetails],
    ) -> Endpoint:
        if call.servers:
            own = self._base_path(call.servers, f"{here}/servers")
            path = own + path.removeprefix(self._base)
        title = call.summary or call.operation_id or f"{method.upper()} {path}".strip()
        security = self._security if call.security is None else call.security
        return Endpoint(
            id=self._endpoint_id(method, path, call),
            module=self._id,
            group=call.tags[0] if call.tags else "",
            method=method.upper(),
            path=(call.url or path or "/") if method else "",
            title=Bilingual(call.zh.summary, title),
            summary=Bilingual(call.zh.description, call.description),
            pinyin=call.pinyin,
            synonyms=call.synonyms,
            presets=call.presets,
            effect=call.effect or effect_of(method),
            confidence=self._calls.confidence(call) if method else Confidence.TITLE_ONLY,
            token_kind=self._token_kind(security),
            field_names=names,
            details=details,
        )

    def _field_names(self, raw: msgspec.Raw, here: str) -> tuple[str, ...]:
        """Return the names; none if they cannot be read, because the details report the fault."""
        try:
            return self._names.names(raw, here)
        except FileError:
            if self._on_fault is None:
                raise
            return ()

    def _endpoint_id(self, method: str, path: str, call: OpenApiOperation) -> str:
        """Return a unique ``module.operationId``, made from the path if there is no operation id.

        Of several calls with one name, all but the first get their path appended.
        """
        slug = _slug(f"{method}{path.removeprefix(self._base)}" if method else call.summary)
        action = _slug(call.operation_id.removeprefix(f"{self._id}.")) or slug or "call"
        if f"{self._id}.{action}" in self._taken and action != slug:
            action = f"{action}-{slug}"
        endpoint_id = free_name(f"{self._id}.{action}", self._taken, fold=str)
        self._taken.add(endpoint_id)
        return endpoint_id

    def _token_kind(self, security: SecurityRequirements) -> TokenKind:
        """Return the token kind of the first scheme with one: WeDa's by name, else any Bearer."""
        for name in (name for either in security for name in either):
            if name in _SCHEMES:
                return TokenKind(name)
            scheme = self._components.security_schemes.get(name)
            if scheme and (scheme.type == "oauth2" or scheme.scheme.lower() == "bearer"):
                return TokenKind.KEY
        return TokenKind.NONE

    def _base_path(self, servers: list[Server], place: str) -> str:
        """Return the path of the first server, which precedes the path of every call."""
        if not servers:
            return ""
        url = _address_of(servers[0])
        return self._tried(lambda: self._path_of(url, f"{place}/0/url"), "")

    def _path_of(self, url: str, place: str) -> str:
        try:
            path = urlsplit(url).path.removeprefix(".").strip("/")
        except ValueError as error:
            raise self._source.fault(place, str(error)) from error
        return f"/{path}" if path else ""


def effect_of(method: str) -> Effect:
    """Return the effect of a call as far as its method, in lower case, shows it."""
    if method in {"get", "head", "options", "trace"}:
        return Effect.READ
    return Effect.DESTRUCTIVE if method == "delete" else Effect.WRITE


def _slug(text: str) -> str:
    """Return text as a part of an id: no blank, no slash, no character special to a shell."""
    return _NOT_IN_AN_ID.sub("-", text).strip("-")[:_LONGEST_ACTION]
