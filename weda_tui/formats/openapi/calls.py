"""The details of one call, read when it is opened: parameters, bodies, examples and notes."""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from weda_tui.core.catalogue.endpoint import (
    Bilingual,
    Confidence,
    EndpointDetails,
    FailureCause,
    Location,
    Parameter,
)
from weda_tui.core.errors import FileError
from weda_tui.core.json.text import format_json
from weda_tui.core.requests.draft import without_files
from weda_tui.formats.openapi.document import (
    Body,
    Media,
    OpenApiOperation,
    OpenApiSource,
    OperationDetails,
    ParameterObject,
    Schema,
)
from weda_tui.formats.openapi.schema import Data, SchemaReader

_LOCATIONS: dict[str, Location] = {"path": "path", "query": "query", "header": "header"}
Part = TypeVar("Part")


class CallReader:
    """Reads the details of the calls of one document."""

    def __init__(
        self, source: OpenApiSource, schemas: SchemaReader, *, is_strict: bool, is_shipped: bool
    ) -> None:
        self._source = source
        self._schemas = schemas
        self._is_strict = is_strict
        self._is_shipped = is_shipped

    def confidence(self, call: OpenApiOperation) -> Confidence:
        """Return the confidence of a call; only documents of the program itself can state one."""
        return call.confidence if self._is_shipped else Confidence.IMPORTED

    def path_item(self, raw: msgspec.Raw, place: str) -> dict[str, msgspec.Raw]:
        """Return the path item that a reference points to."""
        ref = self._source.decode(raw, str, f"{place}/$ref")
        return self._source.follow(ref, dict[str, msgspec.Raw], place)

    def details(
        self, raw: msgspec.Raw, here: str, shared: msgspec.Raw, place: str
    ) -> EndpointDetails:
        """Return the details of the operation at ``here``.

        ``shared`` are the parameters of its path. Raises ``FileError`` (``OPENAPI_INVALID``) if the
        document is read strictly. Otherwise parts that cannot be read are omitted and listed in
        ``faults``.
        """
        faults: list[FileError] = []

        def tried(read: Callable[[], Part], otherwise: Part) -> Part:
            try:
                return read()
            except RecursionError as error:
                fault = self._source.fault(here, "nested too deeply")
                if self._is_strict:
                    raise fault from error
                faults.append(fault)
            except FileError as fault:
                if self._is_strict:
                    raise
                faults.append(fault)
            return otherwise

        call = tried(lambda: self._source.decode(raw, OperationDetails, here), OperationDetails())
        taken = tried(lambda: self._body(call.request_body, here), Body())
        media = _json_media(taken.content)
        body = tried(lambda: self._schemas.body(media.schema, "body", here), ())
        answer = tried(lambda: _json_media(self._answer(call, here).content), Media())
        data = tried(lambda: self._schemas.data(answer.schema, here), Data())
        return EndpointDetails(
            parameters=tried(lambda: self._parameters(call, shared, here, place), ()),
            body=body or _file(taken),
            response=data.fields,
            response_at=data.at,
            is_response_open=data.is_open,
            example_body=_example(media) if body else "",
            example_response=_example(answer),
            notes=call.notes,
            failure_causes=tuple(
                FailureCause(c.code, Bilingual(c.zh, c.en), is_late=c.late) for c in call.causes
            ),
            errors=tuple(call.errors),
            limit=call.limit,
            source=call.source if self._is_shipped else "",
            faults=tuple(faults),
        )

    def _parameters(
        self, call: OperationDetails, shared: msgspec.Raw, here: str, place: str
    ) -> tuple[Parameter, ...]:
        inherited = self._source.decode(shared, list[ParameterObject], f"{place}/parameters")
        found: dict[tuple[str, str], Parameter] = {}
        for entry in (*inherited, *call.parameters):
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
    """Return an example as JSON text indented by 2, every digit kept; empty for none.

    References to files of this machine are removed, because anybody may have written the document.
    """
    candidates = [media.example, *(example.value for example in media.examples.values())]
    if isinstance(media.schema, Schema):
        candidates.append(media.schema.example)
    raw = next((bytes(candidate) for candidate in candidates if bytes(candidate)), b"")
    return without_files((format_json(raw) or b"").decode())[0]
