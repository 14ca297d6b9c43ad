"""What a user defines about a call: a call of their own, or changes to a documented call.

The texts that are typed for a call are read here; faults are reported field by field.
"""

import re
from collections.abc import Collection, Iterator
from enum import StrEnum

import msgspec

from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.errors import WedaError
from weda_tui.core.json.text import JsonFault, find_fault
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.file_names import check_name, fold_name, free_name

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
OWN_MODULE = "own"
"""The module of calls that belong to no other module."""
LONGEST_ACTION = 100
LONGEST_MODULE = 40

_ACTION = re.compile(rf"[\w.-]{{1,{LONGEST_ACTION}}}")
_MODULE = re.compile(rf"[\w-]{{1,{LONGEST_MODULE}}}")
_PATH = re.compile(r"/[^\s#?\\]*")
_BRACED = re.compile(r"\{[^{}]*\}")


class OwnCall(msgspec.Struct, frozen=True, kw_only=True):
    """What a user defines about a call; empty fields keep the values of the document."""

    action: str
    method: str = ""
    path: str = ""
    """The path after the host, with parameters in braces: ``/crm/{envType}/orders/{id}``."""
    title: str = ""
    summary: str = ""
    effect: Effect | None = None
    token_kind: TokenKind | None = None
    parameters: str = ""
    """JSON text of a JSON Schema of the body, or of the query if the method has no body.

    A property with ``"in": "query"`` (or ``path``, ``header``, ``body``) goes to that location.
    """


class OwnModule(msgspec.Struct, frozen=True, kw_only=True):
    """What a user defines about the calls of one module."""

    id: str
    title: str = ""
    calls: tuple[OwnCall, ...] = ()

    def call(self, action: str) -> OwnCall | None:
        """Return what the user defined about a call, if anything."""
        return next((call for call in self.calls if call.action == action), None)

    def with_call(self, call: OwnCall) -> "OwnModule":
        """Return the module with a call replaced, or added at the end."""
        if self.call(call.action) is None:
            return msgspec.structs.replace(self, calls=(*self.calls, call))
        calls = tuple(call if each.action == call.action else each for each in self.calls)
        return msgspec.structs.replace(self, calls=calls)

    def without_call(self, action: str) -> "OwnModule":
        """Return the module without the definition of a call."""
        calls = tuple(each for each in self.calls if each.action != action)
        return msgspec.structs.replace(self, calls=calls)


def is_module_name(name: str) -> bool:
    """Return whether a module can have this id, which must be a valid file name on every system."""
    try:
        check_name(name)
    except WedaError:
        return False
    return bool(_MODULE.fullmatch(name))


def is_action(text: str) -> bool:
    """Return whether a call can have this name: letters of any script, digits, ``. _ -``."""
    return bool(_ACTION.fullmatch(text)) and strip_control_characters(text) == text


def is_path(text: str) -> bool:
    """Return whether this is the path of a call on the deployment."""
    braces = _BRACED.sub("", text)
    return (
        bool(_PATH.fullmatch(text))
        and strip_control_characters(text) == text
        and not set(braces) & {"{", "}"}
    )


def suggest_action(path: str, taken: Collection[str]) -> str:
    """Return a free name for a path that is being typed: its last literal part, or empty."""
    parts = [part for part in _BRACED.sub("", path).split("/") if part]
    name = re.sub(r"[^\w.-]+", "-", parts[-1] if parts else "").strip("-.")[:LONGEST_ACTION]
    return name and free_name(name, taken)


class CallField(StrEnum):
    """The fields of the form, in this order."""

    TITLE = "title"
    METHOD = "method"
    PATH = "path"
    ACTION = "action"
    PARAMETERS = "parameters"


class CallTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The texts of the fields, without blanks at their ends, and the choices."""

    title: str = ""
    method: str = ""
    path: str = ""
    action: str = ""
    parameters: str = ""
    effect: Effect = Effect.READ
    token_kind: TokenKind = TokenKind.KEY


class CallReason(StrEnum):
    """Why the text of a field is invalid."""

    MISSING = "missing"
    BAD_METHOD = "bad-method"
    BAD_PATH = "bad-path"
    BAD_ACTION = "bad-action"
    TAKEN = "taken"
    NOT_JSON = "not-json"
    NOT_AN_OBJECT = "not-an-object"


class CallFault(msgspec.Struct, frozen=True):
    """A field with an invalid text, and the reason."""

    field: CallField
    reason: CallReason
    place: JsonFault | None = None
    """Where the text is not valid JSON."""


def read_own_call(
    texts: CallTexts, *, taken: Collection[str] = ()
) -> OwnCall | tuple[CallFault, ...]:
    """Return the call that the fields define, or the faults in the order of the fields.

    ``taken`` are the names of the other calls.
    """
    faults = tuple(_faults(texts, taken))
    if faults:
        return faults
    return OwnCall(
        action=texts.action,
        method=texts.method.upper(),
        path=texts.path,
        title=texts.title,
        effect=texts.effect,
        token_kind=texts.token_kind,
        parameters=texts.parameters,
    )


def _faults(texts: CallTexts, taken: Collection[str]) -> Iterator[CallFault]:
    if not texts.title:
        yield CallFault(CallField.TITLE, CallReason.MISSING)
    if texts.method.upper() not in METHODS:
        yield CallFault(CallField.METHOD, CallReason.BAD_METHOD)
    if not is_path(texts.path):
        reason = CallReason.BAD_PATH if texts.path else CallReason.MISSING
        yield CallFault(CallField.PATH, reason)
    if not is_action(texts.action):
        reason = CallReason.BAD_ACTION if texts.action else CallReason.MISSING
        yield CallFault(CallField.ACTION, reason)
    elif fold_name(texts.action) in {fold_name(each) for each in taken}:
        yield CallFault(CallField.ACTION, CallReason.TAKEN)
    if fault := parameters_fault(texts.parameters):
        yield fault


def parameters_fault(text: str) -> CallFault | None:
    """Return what is wrong with the JSON Schema of the parameters; empty text is valid."""
    if not text.strip():
        return None
    if place := find_fault(text):
        return CallFault(CallField.PARAMETERS, CallReason.NOT_JSON, place)
    if not text.lstrip().startswith("{"):
        return CallFault(CallField.PARAMETERS, CallReason.NOT_AN_OBJECT)
    return None
