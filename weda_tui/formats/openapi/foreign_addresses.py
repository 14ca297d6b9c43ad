"""Removes from an OpenAPI 3 document what leads its reader to a place that was not approved.

    servers        https://weda.example.cn/weda   of an approved environment    ►  kept
    servers        /{a}, by default "/evil"       ►  //evil                     ►  left out, named
    $ref           #/components/schemas/Order     where a schema is expected    ►  kept
    x-servers      an extension with text                                       ►  left out, named

What may stay is listed: the members of each object that OpenAPI 3.0 and 3.1 define, and this
program's extensions; any other member stays if it holds no text. An address must be below the
document's own address or at an approved host, with its variables filled in. A reference must lead
to an object in the document that was read as the kind that the reference needs. Pages for people
(``externalDocs``, ``contact``, ``license``) stay, as do links in texts and in examples.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import msgspec

from weda_tui.core.environments.deployment import parse_origin
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.interchange.address import ImportAddress, path_at, resolve_address
from weda_tui.formats.foreign_json import list_of, object_of, text_of
from weda_tui.formats.openapi.text import json_text

_DATA = "data"
_OURS = (
    "summary description x-zh x-pinyin x-enum x-notes x-errors x-failure-causes x-source x-name"
    " x-synonyms x-presets x-confidence x-displayName x-weda-effect x-weda-module"
)
_PARAMETER = (
    "name in style schema:schema example examples:{example content:{media"
    " required deprecated explode allowReserved allowEmptyValue"
)
_MEMBERS = {
    "document": "openapi info:info servers:servers paths:/path webhooks:{path security tags:[tag"
    " components:components externalDocs x-weda-pathless:[operation",
    "info": "title version termsOfService contact license",
    "tag": "name externalDocs parent kind",
    "path": "servers:servers parameters:[parameter get:operation put:operation post:operation"
    " delete:operation options:operation head:operation patch:operation trace:operation",
    "operation": "operationId tags externalDocs parameters:[parameter requestBody:body"
    " responses:{response security servers:servers x-weda-url:address",
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "body": "content:{media required",
    "response": "headers:{header content:{media links:{link",
    "media": "schema:schema example examples:{example encoding:{encoding",
    "encoding": "contentType headers:{header style",
    "example": "value externalValue:address",
    "link": "operationRef:#operation operationId parameters requestBody server:server",
    "components": "schemas:{schema responses:{response parameters:{parameter examples:{example"
    " requestBodies:{body headers:{header securitySchemes:{scheme links:{link pathItems:{path",
    "scheme": "type name in scheme bearerFormat flows:{flow openIdConnectUrl:address",
    "flow": "authorizationUrl:address tokenUrl:address refreshUrl:address scopes",
    "schema": "type format title default enum const example examples required pattern xml"
    " externalDocs contentMediaType contentEncoding dependentRequired discriminator:discriminator"
    " properties:{schema patternProperties:{schema $defs:{schema dependentSchemas:{schema"
    " allOf:[schema anyOf:[schema oneOf:[schema prefixItems:[schema items:schema contains:schema"
    " additionalProperties:schema unevaluatedItems:schema unevaluatedProperties:schema"
    " propertyNames:schema contentSchema:schema not:schema if:schema then:schema else:schema",
    "discriminator": "propertyName mapping:{mapping",
}
"""The members of each kind of object, ``name:kind``; without a kind, data that nothing follows.

``[`` is a list of a kind, ``{`` an object with any names, ``/`` an object of paths, ``#`` a
reference.
"""
_KINDS = {
    kind: {
        **dict.fromkeys(_OURS.split(), _DATA),
        "$ref": f"#{kind}",
        **{name: of or _DATA for name, _, of in (each.partition(":") for each in members.split())},
    }
    for kind, members in _MEMBERS.items()
}
_PATH = re.compile(r"(?:/(?!(?:\.|%2e){1,2}(?:[/?#]|\Z))[^/\\?#]*)*", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_BRACES = re.compile("[{}]")
_SCHEMA_NAME = re.compile(r"[\w.-]+")
_LEAVES = ("address", "mapping", "#")
"""Prefixes of the kinds that are a single text."""
_LEFT_OUT = object()


def without_foreign_addresses(
    data: bytes, hosts: Sequence[str], *, name: str
) -> tuple[bytes, tuple[str, ...]]:
    """Return a document that leads only to itself and to ``hosts``, and what was left out.

    The document is written again from what was read; numbers keep their digits. Raises
    ``FileError`` as ``json_text`` does, and ``OPENAPI_INVALID`` for a document that is nested too
    deeply.
    """
    addresses = _Addresses(hosts)
    try:
        text = json_text(data, name=name)
        document = json.loads(text, parse_int=_as_written, parse_float=_as_written)
        kept = addresses.kept("", "document", document)
        written = msgspec.json.format(msgspec.json.encode(kept), indent=2)
    except RecursionError as error:
        reason = "nested too deeply"
        raise FileError(ErrorCode.OPENAPI_INVALID, file=name, path="/", reason=reason) from error
    return written + b"\n", tuple(addresses.left)


def is_path(text: str) -> bool:
    """Return whether a text is a path that no program resolves to an address of another host."""
    path = re.split("[?#]", text, maxsplit=1)[0]
    return (
        path.startswith("/")
        and not path.startswith("//")
        and _PATH.fullmatch(path) is not None
        and _CONTROL.search(text) is None
    )


def _as_written(number: str) -> msgspec.Raw:
    return msgspec.Raw(number.encode())


class _Addresses:
    """Removes from the parts of one document what leads elsewhere."""

    def __init__(self, hosts: Sequence[str]) -> None:
        self._hosts = hosts
        self.left: dict[str, None] = {}
        """The addresses, references and members that were left out."""

    def kept(self, name: str, kind: str, value: Any) -> Any:
        """Return a value without what leads elsewhere, or ``_LEFT_OUT`` if nothing remains.

        A value without text leads nowhere. ``name`` is reported for a value that does not have its
        kind.
        """
        if kind == _DATA:
            return self._data(value)
        if not _has_text(value):
            return value
        found, item = _LEFT_OUT, kind[1:]
        match value:
            case str() if kind.startswith(_LEAVES):
                name, found = value, self._leaf(kind, value) or _LEFT_OUT
            case list() if kind == "servers":
                return self._servers(list_of(value))
            case dict() if kind == "server":
                servers = self._servers([value])
                return servers if servers is _LEFT_OUT else servers[0]
            case list() if kind.startswith("["):
                items = (self.kept(name, item, each) for each in list_of(value))
                found = [each for each in items if each is not _LEFT_OUT]
            case dict() if kind.startswith(("{", "/")):
                names = (each for each in object_of(value) if kind[0] == "{" or is_path(each))
                found = self._object(dict.fromkeys(names, item), value)
            case dict() if kind in _KINDS:
                found = self._object(_KINDS[kind], value)
            case _:
                pass
        if found is _LEFT_OUT:
            self.left[name] = None
        return found

    def _object(self, kinds: Mapping[str, str], value: Any) -> dict[str, Any]:
        """Return an object with its members of known kinds, and the members without any text."""
        found = {
            name: self.kept(name, kinds.get(name, ""), member)
            for name, member in object_of(value).items()
        }
        return {name: member for name, member in found.items() if member is not _LEFT_OUT}

    def _data(self, value: Any) -> Any:
        """Return data without references to elsewhere, because programs follow them anywhere."""
        if isinstance(value, list):
            return [self._data(each) for each in list_of(value)]
        if not isinstance(value, dict):
            return value
        members = object_of(value)
        ref = members.get("$ref")
        if isinstance(ref, str) and not ref.startswith("#"):
            self.left[ref] = None
            del members["$ref"]
        return {name: self._data(each) for name, each in members.items()}

    def _servers(self, values: list[Any]) -> Any:
        """Return servers with their variables filled in; ``_LEFT_OUT`` if one is elsewhere."""
        kept: list[dict[str, Any]] = []
        foreign: dict[str, None] = {}
        for server in map(object_of, values):
            url = written = text_of(server.get("url")) or "servers"
            variables = object_of(server.get("variables"))
            for name, variable in variables.items():
                url = url.replace(f"{{{name}}}", text_of(object_of(variable).get("default")))
            found = self._at_home(url)
            if found is None:
                foreign[written] = None
            elif variables:
                self.left["variables"] = None
            words = {name: server[name] for name in ("description",) if name in server}
            kept.append({"url": found, **words})
        self.left |= foreign
        return _LEFT_OUT if foreign else kept

    def _leaf(self, kind: str, text: str) -> str | None:
        """Return an address or a reference that may stay; ``None`` if it leads elsewhere."""
        match kind:
            case "address":
                return self._at_home(text)
            case "mapping" if _SCHEMA_NAME.fullmatch(text):
                return text
            case "mapping":
                return text if _kind_at(text) == "schema" else None
            case _:
                return text if _kind_at(text) == kind.removeprefix("#") else None

    def _at_home(self, url: str) -> str | None:
        """Return an address below the document's own, or at one of the hosts in its usual spelling.

        Return ``None`` for an address elsewhere. The spelling in the document is not kept, because
        another program may read it as another host.
        """
        if _BRACES.search(url):
            return None
        address = resolve_address(url, {})
        if not isinstance(address, ImportAddress):
            return url if is_path(url) else None
        rest = path_at(address, self._hosts)
        is_here = rest is not None and is_path(rest or "/")
        return parse_origin(address.origin) + address.rest if is_here else None


def _has_text(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_has_text, list_of(value)))
    return isinstance(value, str) or (isinstance(value, dict) and bool(object_of(value)))


def _kind_at(ref: str) -> str:
    """Return the kind of object that a reference leads to, ``_DATA`` if the kind is unknown.

    A ``/`` that is percent-encoded is refused, because programs disagree on when to decode it.
    """
    kind = "document" if ref.startswith("#/") else _DATA
    for token in map(unquote, ref.removeprefix("#/").split("/")):
        name = token.replace("~1", "/").replace("~0", "~")
        if "/" in token:
            return _DATA
        kind = kind[1:] if kind[0] in "[{/" else _KINDS.get(kind, {}).get(name, _DATA)
    return kind
