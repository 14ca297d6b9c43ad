"""One endpoint of the WeDa OpenAPI, as the catalogue describes it."""

from collections.abc import Callable
from enum import StrEnum
from typing import Generic, Literal, TypeVar

import msgspec

from weda_tui.core.errors import FileError
from weda_tui.core.lazy import Lazy, known

Language = Literal["zh", "en"]
Location = Literal["path", "query", "header", "body", "response"]


EPOCH_MILLISECONDS = "epoch-milliseconds"


class Bilingual(msgspec.Struct, frozen=True):
    """A sentence of the catalogue in both languages."""

    zh: str = ""
    en: str = ""

    def text(self, language: Language) -> str:
        """Return the sentence in ``language``, else in the other language, else an empty string."""
        match language:
            case "zh":
                return self.zh or self.en
            case "en":
                return self.en or self.zh


class Preset(msgspec.Struct, frozen=True):
    """Search words for a call that also set a field of its body to a value."""

    field: str
    value: str
    words: Bilingual
    """Separated by ``、`` in Chinese and by ``, `` in English."""


class Effect(StrEnum):
    """What a call does to data, whatever its HTTP method."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"


class Confidence(StrEnum):
    """The source of what is known about a call, and so how certain it is.

    No call was tried live.
    """

    DOCUMENTED = "documented"
    CLIENT_CODE = "client-code"
    TITLE_ONLY = "title-only"
    IMPORTED = "imported"
    """From a document that a user imported."""
    OWN = "own"
    """Defined by a user."""


class TokenKind(StrEnum):
    """The token that a call needs; the values are the catalogue's security schemes."""

    KEY = "wedaClientCredentials"
    """A token of SecretId and SecretKey: workflow, permissions, OData."""
    USER = "wedaPassword"
    """A token of a user name and a password: data model, storage."""
    BASIC = "wedaBasic"
    """No token: SecretId and SecretKey themselves, in a Basic header, to fetch a token."""
    NONE = "none"


class EnumValue(msgspec.Struct, frozen=True):
    """An allowed value with its meaning."""

    value: str | int | bool
    meaning: Bilingual = Bilingual()


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A named value of a request or a response.

    Objects and arrays have children. A string with children contains JSON text with those fields.
    """

    name: str
    """``<name>`` stands for any key, ``[]`` for the items of the whole value."""
    location: Location
    type: str
    """A JSON Schema type; ``array<string>`` for an array of scalars, ``any`` when unknown."""
    format: str = ""
    """``EPOCH_MILLISECONDS`` if the number is known to be a time."""
    required: bool = False
    description: Bilingual = Bilingual()
    enum: tuple[EnumValue, ...] = ()
    default: str = ""
    """JSON text of the default value, empty if there is none."""
    example: str = ""
    """JSON text of an example, empty if there is none."""
    maximum: int = 0
    """The documented maximum of the number, the characters or the items; 0 if there is none."""
    notes: Bilingual = Bilingual()
    """A warning about a common mistake with this parameter, empty if there is none."""
    children: tuple["Parameter", ...] = ()
    is_open: bool = False
    """Whether there may be members that are not among the children."""


class FailureCause(msgspec.Struct, frozen=True):
    """A documented reason why this call fails."""

    code: str
    meaning: Bilingual
    is_late: bool = False
    """Whether the call may have changed something already, as this is no check before the work."""


class EndpointDetails(msgspec.Struct, frozen=True, kw_only=True):
    """The part of an endpoint that is read only when the endpoint is opened."""

    parameters: tuple[Parameter, ...] = ()
    """Path, query and header parameters."""
    body: tuple[Parameter, ...] = ()
    """The fields of the body; ``<binary>`` alone for a body that is a file."""
    response: tuple[Parameter, ...] = ()
    """The fields of the data inside the response envelope."""
    response_at: tuple[str, ...] = ()
    """The path to these fields in a response: ``Response``, ``Data``."""
    is_response_open: bool = False
    """Whether the data may have more fields."""
    example_body: str = ""
    """JSON text, indented by 2; empty if the call has no body fields."""
    example_response: str = ""
    notes: Bilingual = Bilingual()
    failure_causes: tuple[FailureCause, ...] = ()
    errors: tuple[str, ...] = ()
    limit: Bilingual = Bilingual()
    """The documented rate limit, empty if there is none."""
    source: str = ""
    faults: tuple[FileError, ...] = ()
    """What cannot be read about this call, although the rest of its document can."""


NO_NAMES = known(tuple[str, ...]())
NO_DETAILS = known(EndpointDetails())


_Part = TypeVar("_Part")


class _OfDetails(Generic[_Part]):
    """A descriptor for a part of a call's details; may raise as ``Endpoint.details`` does."""

    def __init__(self, read: Callable[[EndpointDetails], _Part]) -> None:
        self._read = read

    def __get__(self, endpoint: "Endpoint", _: type) -> _Part:
        return self._read(endpoint.details.value)


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint. The tree and the search read it at once; its details are read on demand.

    An endpoint of which only the title is known has neither method nor path and cannot be sent.
    """

    id: str
    """``module.Action``, as on the command line."""
    module: str
    group: str
    method: str = ""
    path: str = ""
    """The path, with ``{envType}`` and other path parameters in braces.

    Without a leading slash it is a whole URL.
    """
    title: Bilingual
    summary: Bilingual = Bilingual()
    pinyin: str = ""
    """Pinyin initials of the Chinese title and of a longer title: ``cxsprlb cxlcslsprlb``."""
    synonyms: Bilingual = Bilingual()
    """Other names of the call, separated by ``、`` or ``, ``."""
    presets: tuple[Preset, ...] = ()
    """Synonyms that set a field of the body."""
    effect: Effect
    confidence: Confidence
    token_kind: TokenKind
    field_names: Lazy[tuple[str, ...]] = NO_NAMES
    """The searchable names of parameters and body fields, and the meanings of their values."""
    details: Lazy[EndpointDetails] = NO_DETAILS
    """The details. Reading them may raise ``FileError`` (``OPENAPI_INVALID``).

    This happens for a document that was not checked.
    """

    def __post_init__(self) -> None:
        """Raise ``ValueError`` if only one of method and path is given, or neither.

        Neither is allowed only for a call of which just the title is known.
        """
        is_known = bool(self.path)
        if is_known != bool(self.method):
            msg = f"{self.id}: method and path are known together"
            raise ValueError(msg)
        if not is_known and self.confidence is not Confidence.TITLE_ONLY:
            msg = f"{self.id}: without a path only the title is known"
            raise ValueError(msg)

    @property
    def action(self) -> str:
        """The id without its module: ``DescribeInstanceApproverList``."""
        return self.id.partition(".")[2]

    @property
    def has_path(self) -> bool:
        """Whether the path of the call is known, so that it can be sent."""
        return bool(self.path)

    @property
    def answers_nothing(self) -> bool:
        """Whether the documented success response has no content."""
        has_content = self.response or self.example_response.strip() not in {"", "{}"}
        is_documented = self.confidence in {Confidence.DOCUMENTED, Confidence.IMPORTED}
        return is_documented and not has_content

    parameters = _OfDetails(lambda told: told.parameters)
    """Path, query and header parameters."""
    body = _OfDetails(lambda told: told.body)
    """The fields of the body; see ``EndpointDetails``."""
    response = _OfDetails(lambda told: told.response)
    """The fields of the data inside the response envelope."""
    example_body = _OfDetails(lambda told: told.example_body)
    """JSON text, indented by 2; empty if the call has no body fields."""
    example_response = _OfDetails(lambda told: told.example_response)
    """JSON text, indented by 2, or empty."""
    notes = _OfDetails(lambda told: told.notes)
    """Warnings about common mistakes with the call as a whole."""
    failure_causes = _OfDetails(lambda told: told.failure_causes)
    """The documented causes of a failure."""
    errors = _OfDetails(lambda told: told.errors)
    """The error codes that are documented for the call."""
    limit = _OfDetails(lambda told: told.limit)
    """The documented rate limit, empty if there is none."""
    source = _OfDetails(lambda told: told.source)
    """The document that describes the call."""


def preset_words(endpoint: Endpoint, preset: Preset | None, language: Language) -> str:
    """Return the words for what a preset sets in the body: ``PageType DONE done``; may be empty."""
    if preset is None or (parameter := preset_parameter(endpoint, preset)) is None:
        return ""
    meanings = (each.meaning for each in parameter.enum if each.value == preset.value)
    return " ".join([preset.field, preset.value, *(each.text(language) for each in meanings)])


def preset_parameter(endpoint: Endpoint, preset: Preset) -> Parameter | None:
    """Return the body field that a preset sets, ``None`` if there is none."""
    return next((each for each in endpoint.body if each.name == preset.field), None)
