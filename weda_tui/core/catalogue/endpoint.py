"""One call of the WeDa OpenAPI, as the catalogue describes it."""

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
        """Return the sentence in ``language``, else in the other one, else an empty string."""
        match language:
            case "zh":
                return self.zh or self.en
            case "en":
                return self.en or self.zh


class Preset(msgspec.Struct, frozen=True):
    """Words that people search for a call with, and the value of a body field they stand for."""

    field: str
    value: str
    words: Bilingual
    """``、`` or ``, `` between them."""


class Effect(StrEnum):
    """What a call does, whatever its HTTP method."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"


class Confidence(StrEnum):
    """How sure we are: nothing was called live."""

    DOCUMENTED = "documented"
    CLIENT_CODE = "client-code"
    TITLE_ONLY = "title-only"
    IMPORTED = "imported"
    """A document says so that a user imported."""
    OWN = "own"
    """A user says so."""


class TokenKind(StrEnum):
    """Which token a call takes; the values are the catalogue's security schemes."""

    KEY = "wedaClientCredentials"
    """From SecretId and SecretKey: workflow, permissions, OData."""
    USER = "wedaPassword"
    """From a user name and a password: data model, storage."""
    BASIC = "wedaBasic"
    """No token: SecretId and SecretKey themselves, in a Basic header, which a token is made of."""
    NONE = "none"


class EnumValue(msgspec.Struct, frozen=True):
    """One allowed value with its meaning."""

    value: str | int | bool
    meaning: Bilingual = Bilingual()


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A named value of a request or an answer.

    Objects and arrays have children; a string with children holds JSON text of those fields.
    """

    name: str
    """``<name>`` stands for any key, ``[]`` for the items of the whole value."""
    location: Location
    type: str
    """A JSON Schema type; ``array<string>`` for an array of scalars, ``any`` when unknown."""
    format: str = ""
    """``EPOCH_MILLISECONDS`` where a number is known to be a moment."""
    required: bool = False
    description: Bilingual = Bilingual()
    enum: tuple[EnumValue, ...] = ()
    default: str = ""
    """JSON text of the default, empty for none."""
    example: str = ""
    """JSON text of an example, empty for none."""
    maximum: int = 0
    """The largest number, or the most characters or items, that is documented; 0 for none."""
    notes: Bilingual = Bilingual()
    """The trap that lies here, empty for none."""
    children: tuple["Parameter", ...] = ()
    is_open: bool = False
    """Whether there may be more members than its children."""


class FailureCause(msgspec.Struct, frozen=True):
    """A documented reason why this call fails."""

    code: str
    meaning: Bilingual
    is_late: bool = False
    """Whether the call may have begun by then: it is no check before the work."""


class EndpointDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a call once it is opened."""

    parameters: tuple[Parameter, ...] = ()
    """Path, query and header parameters."""
    body: tuple[Parameter, ...] = ()
    """``<binary>`` alone for a body that is a file."""
    response: tuple[Parameter, ...] = ()
    """The fields of the data inside the envelope."""
    response_at: tuple[str, ...] = ()
    """The names that lead to them in an answer: ``Response``, ``Data``."""
    is_response_open: bool = False
    """Whether there may be more of them."""
    example_body: str = ""
    """JSON text, indented by 2; empty when the call takes no body fields."""
    example_response: str = ""
    notes: Bilingual = Bilingual()
    failure_causes: tuple[FailureCause, ...] = ()
    errors: tuple[str, ...] = ()
    limit: Bilingual = Bilingual()
    """How often it may be called, empty where nothing is documented."""
    source: str = ""
    faults: tuple[FileError, ...] = ()
    """What cannot be read of it, in a document of which the rest can."""


NO_NAMES = known(tuple[str, ...]())
NO_DETAILS = known(EndpointDetails())


_Part = TypeVar("_Part")


class _OfDetails(Generic[_Part]):
    """A part of a call's details; reading it raises as they do."""

    def __init__(self, read: Callable[[EndpointDetails], _Part]) -> None:
        self._read = read

    def __get__(self, endpoint: "Endpoint", _: type) -> _Part:
        return self._read(endpoint.details.value)


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A call: what the tree and the search need at once, the rest when it is looked at.

    A call of which only the title is known has neither method nor path and cannot be sent.
    """

    id: str
    """``module.Action``, as on the command line."""
    module: str
    group: str
    method: str = ""
    path: str = ""
    """With ``{envType}`` and other path parameters in braces; without a slash in front it is a
    whole address."""
    title: Bilingual
    summary: Bilingual = Bilingual()
    pinyin: str = ""
    """Initials of the Chinese title, a blank, those of a longer one: ``cxsprlb cxlcslsprlb``."""
    synonyms: Bilingual = Bilingual()
    """What else people call it: ``、`` or ``, `` between them."""
    presets: tuple[Preset, ...] = ()
    """Synonyms that set a field."""
    effect: Effect
    confidence: Confidence
    token_kind: TokenKind
    field_names: Lazy[tuple[str, ...]] = NO_NAMES
    """Those of parameters and body fields, and what values mean, as far as search goes."""
    details: Lazy[EndpointDetails] = NO_DETAILS
    """Reading them raises ``FileError`` (``OPENAPI_INVALID``) for a document nobody checked."""

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for half an address, and for a documented call without one."""
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
        """Whether it is known how the call is sent."""
        return bool(self.path)

    @property
    def answers_nothing(self) -> bool:
        """Whether it is documented that a success has no content."""
        has_content = self.response or self.example_response.strip() not in {"", "{}"}
        is_documented = self.confidence in {Confidence.DOCUMENTED, Confidence.IMPORTED}
        return is_documented and not has_content

    parameters = _OfDetails(lambda told: told.parameters)
    """Path, query and header parameters."""
    body = _OfDetails(lambda told: told.body)
    """The fields of the body; see ``EndpointDetails``."""
    response = _OfDetails(lambda told: told.response)
    """The fields of the data inside the envelope."""
    example_body = _OfDetails(lambda told: told.example_body)
    """JSON text, indented by 2; empty when the call takes no body fields."""
    example_response = _OfDetails(lambda told: told.example_response)
    """JSON text, indented by 2, or empty."""
    notes = _OfDetails(lambda told: told.notes)
    """The traps of the call as a whole."""
    failure_causes = _OfDetails(lambda told: told.failure_causes)
    """The documented reasons why it fails."""
    errors = _OfDetails(lambda told: told.errors)
    """The codes that are documented for it."""
    limit = _OfDetails(lambda told: told.limit)
    """How often it may be called, empty where nothing is documented."""
    source = _OfDetails(lambda told: told.source)
    """Where all this was read."""


def preset_words(endpoint: Endpoint, preset: Preset | None, language: Language) -> str:
    """Return what a preset sets in the body, empty for nothing: ``PageType DONE done``."""
    if preset is None or (parameter := preset_parameter(endpoint, preset)) is None:
        return ""
    meanings = (each.meaning for each in parameter.enum if each.value == preset.value)
    return " ".join([preset.field, preset.value, *(each.text(language) for each in meanings)])


def preset_parameter(endpoint: Endpoint, preset: Preset) -> Parameter | None:
    """Return the field of the body that a preset sets, ``None`` where there is none."""
    return next((each for each in endpoint.body if each.name == preset.field), None)
