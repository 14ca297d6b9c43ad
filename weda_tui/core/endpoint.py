"""One call of the WeDa OpenAPI, as the catalogue describes it."""

from enum import StrEnum
from typing import Literal

import msgspec

Language = Literal["zh", "en"]
Location = Literal["path", "query", "header", "body", "response"]


class Bilingual(msgspec.Struct, frozen=True):
    """A sentence of the catalogue in both languages."""

    zh: str = ""
    en: str = ""

    def text(self, language: Language) -> str:
        """Return the sentence in ``language``, else in the other one, else an empty string."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


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


class TokenKind(StrEnum):
    """Which token a call takes; the values are the catalogue's security schemes."""

    KEY = "wedaClientCredentials"
    """From SecretId and SecretKey: workflow, permissions, OData."""
    USER = "wedaPassword"
    """From a user name and a password: data model, storage."""
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
    required: bool = False
    description: Bilingual = Bilingual()
    enum: tuple[EnumValue, ...] = ()
    default: str = ""
    """JSON text of the default, empty for none."""
    children: tuple["Parameter", ...] = ()


class FailureCause(msgspec.Struct, frozen=True):
    """A documented reason why this call fails."""

    code: str
    meaning: Bilingual


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A call with everything the catalogue knows of it."""

    id: str
    """``module.Action``, as on the command line."""
    module: str
    group: str
    method: str
    path: str
    """With ``{envType}`` and other path parameters in braces."""
    title: Bilingual
    summary: Bilingual = Bilingual()
    pinyin: str = ""
    """Initials of the Chinese title, a blank, those of a longer one: ``cxsprlb cxlcslsprlb``."""
    effect: Effect
    confidence: Confidence
    token_kind: TokenKind
    parameters: tuple[Parameter, ...] = ()
    """Path, query and header parameters."""
    body: tuple[Parameter, ...] = ()
    response: tuple[Parameter, ...] = ()
    """The fields of the data inside the envelope."""
    example_body: str = ""
    """JSON text, indented by 2; empty when the call takes no body fields."""
    example_response: str = ""
    notes: Bilingual = Bilingual()
    failure_causes: tuple[FailureCause, ...] = ()
    errors: tuple[str, ...] = ()
    source: str = ""

    @property
    def action(self) -> str:
        """The id without its module: ``DescribeInstanceApproverList``."""
        return self.id.partition(".")[2]
