"""The parts of an OpenAPI 3 document that the catalogue uses, decoded piece by piece.

A document stays bytes, and each piece is decoded when it is needed. So a fault is reported with its
place in the document, and a number in an example keeps its digits.
"""

import re
from typing import TypeVar
from urllib.parse import unquote

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Effect, Preset
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.text import utf8_body


class ZhWords(msgspec.Struct, frozen=True):
    """``x-zh``: the Chinese beside the English."""

    summary: str = ""
    description: str = ""
    title: str = ""
    name: str = ""


class EnumMeaning(msgspec.Struct, frozen=True):
    """One entry of ``x-enum``: what an allowed value means."""

    value: str | int | bool
    zh: str = ""
    en: str = ""


class Schema(msgspec.Struct, frozen=True, kw_only=True):
    """A JSON Schema, as far as names, types and words go."""

    ref: str = msgspec.field(name="$ref", default="")
    type: str | list[str] = ""
    description: str = ""
    properties: dict[str, "Schema | bool"] = {}
    required: list[str] = []
    items: "Schema | bool | None" = None
    any_key: "Schema | bool | None" = msgspec.field(name="additionalProperties", default=None)
    all_of: list["Schema | bool"] = msgspec.field(name="allOf", default=[])
    any_of: list["Schema | bool"] = msgspec.field(name="anyOf", default=[])
    one_of: list["Schema | bool"] = msgspec.field(name="oneOf", default=[])
    content_schema: "Schema | bool | None" = msgspec.field(name="contentSchema", default=None)
    enum: list[msgspec.Raw] = []
    default: msgspec.Raw = msgspec.Raw()
    example: msgspec.Raw = msgspec.Raw()
    maximum: msgspec.Raw = msgspec.Raw()
    max_length: msgspec.Raw = msgspec.field(name="maxLength", default=msgspec.Raw())
    max_items: msgspec.Raw = msgspec.field(name="maxItems", default=msgspec.Raw())
    zh: ZhWords = msgspec.field(name="x-zh", default=ZhWords())
    notes: Bilingual = msgspec.field(name="x-notes", default=Bilingual())
    meanings: list[EnumMeaning] = msgspec.field(name="x-enum", default=[])
    key_name: str = msgspec.field(name="x-name", default="<key>")
    has_others: bool = msgspec.field(name="x-weda-alternatives", default=False)
    """Whether the schema is one of several; set when schemas are merged, not by a document."""


class OpenApiExample(msgspec.Struct, frozen=True):
    """One of the named examples of a media type."""

    value: msgspec.Raw = msgspec.Raw()


class Media(msgspec.Struct, frozen=True):
    """A body in one content type."""

    schema: Schema | bool | None = None
    example: msgspec.Raw = msgspec.Raw()
    examples: dict[str, OpenApiExample] = {}


class Body(msgspec.Struct, frozen=True):
    """A request body or a response."""

    ref: str = msgspec.field(name="$ref", default="")
    required: bool = False
    description: str = ""
    zh: ZhWords = msgspec.field(name="x-zh", default=ZhWords())
    content: dict[str, Media] = {}


class ParameterObject(msgspec.Struct, frozen=True):
    """A path, query, header or cookie parameter."""

    ref: str = msgspec.field(name="$ref", default="")
    name: str = ""
    location: str = msgspec.field(name="in", default="")
    required: bool = False
    description: str = ""
    schema: Schema | bool | None = None
    content: dict[str, Media] = {}
    example: msgspec.Raw = msgspec.Raw()
    notes: Bilingual = msgspec.field(name="x-notes", default=Bilingual())
    zh: ZhWords = msgspec.field(name="x-zh", default=ZhWords())


class CodedCause(msgspec.Struct, frozen=True):
    """One entry of ``x-failure-causes``."""

    code: str
    zh: str = ""
    en: str = ""
    late: bool = False


SecurityRequirements = list[dict[str, list[str]]]


class ServerVariable(msgspec.Struct, frozen=True):
    """A part of a server address."""

    default: str = ""


class Server(msgspec.Struct, frozen=True):
    """The base URL of the paths."""

    url: str = ""
    variables: dict[str, ServerVariable] = {}


class OpenApiOperation(msgspec.Struct, frozen=True, kw_only=True):
    """One call, with the fields that a list of calls needs."""

    operation_id: str = msgspec.field(name="operationId", default="")
    tags: list[str] = []
    summary: str = ""
    description: str = ""
    security: SecurityRequirements | None = None
    servers: list[Server] = []
    zh: ZhWords = msgspec.field(name="x-zh", default=ZhWords())
    pinyin: str = msgspec.field(name="x-pinyin", default="")
    synonyms: Bilingual = msgspec.field(name="x-synonyms", default=Bilingual())
    presets: tuple[Preset, ...] = msgspec.field(name="x-presets", default=())
    effect: Effect | None = msgspec.field(name="x-weda-effect", default=None)
    confidence: Confidence = msgspec.field(name="x-confidence", default=Confidence.IMPORTED)
    url: str = msgspec.field(name="x-weda-url", default="")


class OperationDetails(msgspec.Struct, frozen=True, kw_only=True):
    """The remaining fields of a call."""

    parameters: list[ParameterObject] = []
    request_body: Body = msgspec.field(name="requestBody", default=Body())
    responses: dict[str, Body] = {}
    notes: Bilingual = msgspec.field(name="x-notes", default=Bilingual())
    causes: list[CodedCause] = msgspec.field(name="x-failure-causes", default=[])
    errors: list[str] = msgspec.field(name="x-errors", default=[])
    limit: Bilingual = msgspec.field(name="x-limit", default=Bilingual())
    source: str = msgspec.field(name="x-source", default="")


class Info(msgspec.Struct, frozen=True):
    """The title and the module of a document."""

    title: str = ""
    zh: ZhWords = msgspec.field(name="x-zh", default=ZhWords())
    module: str = msgspec.field(name="x-weda-module", default="")


class Tag(msgspec.Struct, frozen=True):
    """A group of calls."""

    name: str
    display_name: str = msgspec.field(name="x-displayName", default="")
    zh: ZhWords = msgspec.field(name="x-zh", default=ZhWords())


class SecurityScheme(msgspec.Struct, frozen=True):
    """How a call is authorised."""

    type: str = ""
    scheme: str = ""


class Components(msgspec.Struct, frozen=True):
    """The shared pieces that are read as a whole; the others are reached by reference."""

    security_schemes: dict[str, SecurityScheme] = msgspec.field(name="securitySchemes", default={})


class OpenApiDocument(msgspec.Struct, frozen=True):
    """The outermost level; each part is decoded when it is needed."""

    openapi: str | float = ""
    swagger: str | float = ""
    info: msgspec.Raw = msgspec.Raw()
    servers: msgspec.Raw = msgspec.Raw()
    security: msgspec.Raw = msgspec.Raw()
    tags: msgspec.Raw = msgspec.Raw()
    paths: msgspec.Raw = msgspec.Raw()
    webhooks: msgspec.Raw = msgspec.Raw()
    pathless: msgspec.Raw = msgspec.field(name="x-weda-pathless", default=msgspec.Raw())
    components: msgspec.Raw = msgspec.Raw()


Piece = TypeVar("Piece")

_FAULT = re.compile(r"(.*?)(?: - at `\$?(.*)`)?", re.DOTALL)


class OpenApiSource:
    """A document's bytes and its name; decodes pieces and follows references inside."""

    def __init__(self, text: bytes, *, name: str) -> None:
        """Store a JSON document; UTF-8 bytes without a byte order mark are not copied."""
        self.name = name
        self._root = msgspec.Raw(utf8_body(text, ""))
        self._objects: dict[str, dict[str, msgspec.Raw]] = {}
        self._schemas: dict[str, Schema] = {}

    def fault(self, path: str, reason: str) -> FileError:
        """Return the error for ``path``, a JSON pointer (RFC 6901); ``…`` stands for any key."""
        return FileError(ErrorCode.OPENAPI_INVALID, file=self.name, path=path or "/", reason=reason)

    def wrong_version(self, version: str | float) -> FileError:
        """Return the error for a document of another format, which states ``version``."""
        return FileError(ErrorCode.OPENAPI_VERSION, file=self.name, version=str(version or "–"))

    def webhooks(self, count: int) -> FileError:
        """Return the note that ``count`` calls are webhooks, which the other side makes."""
        return FileError(ErrorCode.OPENAPI_WEBHOOKS, file=self.name, count=count)

    def document(self) -> OpenApiDocument:
        """Decode the outermost level."""
        return self.decode(self._root, OpenApiDocument, "")

    def decode(self, raw: msgspec.Raw, kind: type[Piece], path: str) -> Piece:
        """Decode the piece at ``path``. Raises ``FileError`` (``OPENAPI_INVALID``)."""
        try:
            return msgspec.json.decode(raw, type=kind)
        except RecursionError as error:
            raise self.fault(path, "nested too deeply") from error
        except msgspec.DecodeError as error:
            match = _FAULT.fullmatch(str(error))
            reason, inner = (match[1], match[2] or "") if match else (str(error), "")
            inner = inner.replace("[...]", "/…").replace("[", "/").replace("]", "")
            raise self.fault(path + inner.replace(".", "/"), reason) from error

    def follow(self, ref: str, kind: type[Piece], path: str) -> Piece:
        """Decode the piece that ``ref`` points to; ``path`` is the place of the reference.

        Raises ``FileError`` (``OPENAPI_INVALID``) if the reference leaves the document or points
        nowhere.
        """
        return self.decode(self._find(ref, path), kind, ref.removeprefix("#"))

    def schema(self, ref: str, path: str) -> Schema:
        """Return the schema that ``ref`` points to, decoded once. Raises as ``follow`` does."""
        if ref not in self._schemas:
            self._schemas[ref] = self.follow(ref, Schema, path)
        return self._schemas[ref]

    def _find(self, ref: str, path: str) -> msgspec.Raw:
        if not ref.startswith("#/"):
            raise self.fault(path, f"{ref}: only references inside the document are followed")
        found, pointer = self._root, ""
        for token in ref.removeprefix("#/").split("/"):
            name = unquote(token).replace("~1", "/").replace("~0", "~")
            if pointer not in self._objects:
                self._objects[pointer] = self._members(found, pointer)
            if name not in self._objects[pointer]:
                raise self.fault(path, f"{ref}: nothing there")
            found, pointer = self._objects[pointer][name], f"{pointer}/{token}"
        return found

    def _members(self, raw: msgspec.Raw, path: str) -> dict[str, msgspec.Raw]:
        if bytes(raw).lstrip().startswith(b"["):
            items = self.decode(raw, list[msgspec.Raw], path)
            return {str(index): item for index, item in enumerate(items)}
        return self.decode(raw, dict[str, msgspec.Raw], path)
