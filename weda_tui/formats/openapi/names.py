"""The names of a call's parameters and body fields, and the meanings of values, for the search."""

import msgspec

from weda_tui.formats.openapi.document import EnumMeaning, OpenApiSource

MAX_NAMES = 200
"""Most names kept of one call; further names are not searched."""
_MAX_SCHEMAS = 1000
"""Most schemas visited for one call."""


class _NamedSchema(msgspec.Struct, frozen=True):
    ref: str = msgspec.field(name="$ref", default="")
    properties: dict[str, "_NamedSchema | bool"] = {}
    items: "_NamedSchema | bool | None" = None
    content_schema: "_NamedSchema | bool | None" = msgspec.field(name="contentSchema", default=None)
    all_of: list["_NamedSchema | bool"] = msgspec.field(name="allOf", default=[])
    meanings: list[EnumMeaning] = msgspec.field(name="x-enum", default=[])


class _Media(msgspec.Struct, frozen=True):
    schema: _NamedSchema | bool | None = None


class _Body(msgspec.Struct, frozen=True):
    ref: str = msgspec.field(name="$ref", default="")
    content: dict[str, _Media] = {}


class _Parameter(msgspec.Struct, frozen=True):
    ref: str = msgspec.field(name="$ref", default="")
    name: str = ""


class _Operation(msgspec.Struct, frozen=True):
    parameters: list[_Parameter] = []
    request_body: _Body = msgspec.field(name="requestBody", default=_Body())


class NameReader:
    """Collects the names in the calls of one document."""

    def __init__(self, source: OpenApiSource) -> None:
        self._source = source
        self._parameters: dict[str, str] = {}
        self._bodies: dict[str, _Body] = {}
        self._schemas: dict[str, _NamedSchema] = {}

    def names(self, operation: msgspec.Raw, path: str) -> tuple[str, ...]:
        """Return the names in order, each once, at most ``MAX_NAMES``.

        ``path`` is the place of the call. Raises ``FileError`` (``OPENAPI_INVALID``).
        """
        call = self._source.decode(operation, _Operation, path)
        found = dict.fromkeys(self._parameter(each, path) for each in call.parameters)
        body = call.request_body
        if body.ref and body.ref not in self._bodies:
            self._bodies[body.ref] = self._source.follow(body.ref, _Body, path)
        media = (self._bodies[body.ref] if body.ref else body).content
        self._collect(next(iter(media.values()), _Media()).schema, found, path)
        return tuple(found)[:MAX_NAMES]

    def _parameter(self, given: _Parameter, path: str) -> str:
        if not given.ref:
            return given.name
        if given.ref not in self._parameters:
            target = self._source.follow(given.ref, _Parameter, path)
            self._parameters[given.ref] = target.name
        return self._parameters[given.ref]

    def _collect(
        self, schema: _NamedSchema | bool | None, found: dict[str, None], path: str
    ) -> None:
        """Visit the schemas breadth first; each reference is opened once."""
        waiting, opened = [schema], set[str]()
        for each in waiting:
            if not isinstance(each, _NamedSchema):
                continue
            if len(waiting) > _MAX_SCHEMAS or len(found) >= MAX_NAMES:
                return
            if each.ref and each.ref not in opened:
                opened.add(each.ref)
                waiting.append(self._referenced(each.ref, path))
            found |= dict.fromkeys(each.properties)
            found |= {word: None for one in each.meanings for word in (one.zh, one.en) if word}
            waiting += [*each.all_of, *each.properties.values(), each.items, each.content_schema]

    def _referenced(self, ref: str, path: str) -> _NamedSchema:
        if ref not in self._schemas:
            self._schemas[ref] = self._source.follow(ref, _NamedSchema, path)
        return self._schemas[ref]
