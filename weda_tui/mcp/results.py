"""The result of a tool: masked, selected by a JSONPath, and cut to a size for a model."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import msgspec

from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.json.tree import JsonKind
from weda_tui.core.masking import CUT, MASK, Masker
from weda_tui.core.runs.answer_values import FoundValue, Unjudged
from weda_tui.formats.jsonpath.read import JsonBody, read_path
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.mcp.servers_words import without_servers_words

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
Document: TypeAlias = "dict[str, Json]"
_NOTHING = Masker()
LARGEST = 8000
"""Maximum bytes of a result as JSON."""
LONGEST_NUMBER = 2**53 - 1
"""The largest integer that a client in JavaScript reads exactly."""
MOST_CUTS = 8
"""Maximum number of cut places that a result names."""
_STEPS = ((4000, 200), (2000, 100), (1000, 50), (500, 20), (240, 10), (120, 5), (60, 3), (30, 1))
"""Limits of text characters and list items, in the order in which they are tried.

The first pair with which the result fits is used.
"""
_LONGEST_NAME = 120
"""Maximum characters of a member name in a cut result."""
_DEEPEST = 12
"""Maximum nesting of a cut result."""
_ALWAYS = ("outcome", "verdict", "history", "error", "responseIsCut")
"""Members that a result with a JSONPath always has: without them, a failure would look empty."""
_OURS = frozenset(
    {"agents", "asks", "causes", "diagnosis", "effect", "ending", "error", "executed", "guard"}
    | {"executedMeaning", "hint", "layer", "meaning", "needs", "outcome", "reasons", "records"}
    | {"server", "state", "steps", "token", "verdict", "warnings"}
)
"""Members with words of the program, or with data that was masked when it arrived.

Secrets found in responses are not masked in them: otherwise a server could choose which words of
the program are hidden.
"""
_DEEPEST_VALUE = 64
"""Maximum nesting of JSON that is returned as a value; deeper JSON is returned as text."""


def finish(document: Document, select: str, known: Masker, answers: Masker = _NOTHING) -> Document:
    """Return a result as an agent gets it.

    ``known`` masks the secrets of this machine. ``answers`` masks secrets found in responses, but
    not in names of members. Raises ``FileError`` (``SELECT_INVALID``).
    """
    shown: Document = _masked_document(_without_surrogates(document), known)
    shown = {name: _masked_member(name, each, answers) for name, each in shown.items()}
    if select:
        kept = {name: shown[name] for name in _ALWAYS if name in shown}
        shown = {"selected": _select(shown, select), **kept}
    return _fit(shown)


def encode(value: Json) -> str:
    """Return a value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _without_surrogates(document: Document) -> Document:
    """Return a document without lone surrogates, which cannot be encoded for a client."""
    text = encode(document)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-8", "replace"))
    return document


def _masked_document(document: Document, masker: Masker) -> Document:
    text = encode(document).encode()
    if masker.data(text) is text:
        return document
    return {masker.text(name): _masked(value, masker) for name, value in document.items()}


def _masked(value: Json, masker: Masker) -> Json:
    match value:
        case str():
            return masker.text(value)
        case bool() | None:
            return value
        case int() | float():
            return value if masker.text(str(value)) == str(value) else MASK
        case Mapping():
            return {masker.text(name): _masked(each, masker) for name, each in value.items()}
        case _:
            return [_masked(each, masker) for each in value]


def _masked_member(name: str, value: Json, masker: Masker) -> Json:
    """Return the value of a member with the secrets of responses masked."""
    match value:
        case _ if name in _OURS:
            return value
        case Mapping():
            return {each: _masked_member(each, inner, masker) for each, inner in value.items()}
        case str() | None | bool() | int() | float():
            return _masked(value, masker)
        case _:
            return [_masked_member("", each, masker) for each in value]


def check_select(path: str) -> None:
    """Check a JSONPath before the tool runs.

    Raises ``FileError`` (``SELECT_INVALID``).
    """
    read = read_path(path) if path else None
    if isinstance(read, Unjudged):
        raise _select_error(path, read)


def _select(document: Document, path: str) -> list[Json]:
    """Return the values that a JSONPath selects."""
    found = JsonBody(encode(document).encode(), "").find(path)
    if isinstance(found, Unjudged):
        raise _select_error(path, found)
    return [_value_of(each) for each in found.found]


def _select_error(path: str, why: Unjudged) -> FileError:
    return FileError(ErrorCode.SELECT_INVALID, path=path, unfit=f"{why.reason} {why.detail}")


def _value_of(found: FoundValue) -> Json:
    return found.text if found.kind is JsonKind.STRING else json.loads(found.text)


def long_numbers_as_text(value: Json) -> Json:
    """Return a value with long integers as text, because clients in JavaScript would round them."""
    match value:
        case bool() | str() | float() | None:
            return value
        case int():
            return value if abs(value) <= LONGEST_NUMBER else str(value)
        case Mapping():
            return {name: long_numbers_as_text(each) for name, each in value.items()}
        case _:
            return [*map(long_numbers_as_text, value)]


# -- cutting -----------------------------------------------------------------------------------


class _Cut:
    """Cuts a document; ``places`` maps the path of each cut to the original length."""

    def __init__(self, longest: int, most: int) -> None:
        self._longest, self._most = longest, most
        self.places: dict[str, int] = {}

    def value(self, value: Json, path: str) -> Json:
        """Return a value with long texts and long lists cut."""
        match value:
            case str():
                if len(value) <= self._longest:
                    return value
                self._note(path, len(value))
                return value[: self._longest] + CUT
            case None | bool() | int() | float():
                return value
            case _ if path.count(".") + path.count("[") > _DEEPEST:
                self._note(path, len(value))
                return CUT
            case Mapping():
                return self._members(value, path)
            case _:
                if len(value) > self._most:
                    self._note(path, len(value))
                return [self.value(e, f"{path}[{n}]") for n, e in enumerate(value[: self._most])]

    def _members(self, value: Mapping[str, Json], path: str) -> Json:
        most = max(20, self._most)
        if len(value) > most:
            self._note(path, len(value))
        kept = enumerate(list(value.items())[:most])
        named = ((self._name(name, at), each) for at, (name, each) in kept)
        return {name: self.value(each, _member_path(path, name)) for name, each in named}

    def _name(self, name: str, at: int) -> str:
        """Return a name that is short enough; the number keeps two cut names distinct."""
        longest = min(self._longest, _LONGEST_NAME)
        return name if len(name) <= longest else f"{name[:longest]}{CUT}{at}"

    def _note(self, path: str, count: int) -> None:
        if len(self.places) < MOST_CUTS:
            self.places[path] = count


def _member_path(path: str, name: str) -> str:
    return (
        f"{path}.{name}"
        if name.isidentifier()
        else f"{path}[{json.dumps(name, ensure_ascii=False)}]"
    )


def _fit(document: Document) -> Document:
    """Return a document that is small enough, with ``truncated`` and the places of the cuts.

    The whole document is marked as ``untrusted``.
    """
    if _shown_size(whole := {**document, "truncated": False, "untrusted": True}) <= LARGEST:
        return whole
    fitted: Document = {}
    for longest, most in _STEPS:
        cut = _Cut(longest, most)
        fitted = {name: cut.value(each, _member_path("$", name)) for name, each in document.items()}
        fitted |= {"truncated": True, "untrusted": True, "cut": cut.places}
        if _shown_size(fitted) <= LARGEST:
            return fitted
    rest = set(fitted) - {"truncated", "untrusted"}
    for name in sorted(rest, key=lambda each: -size_of({each: fitted[each]})):
        del fitted[name]
        if _shown_size(fitted) <= LARGEST:
            break
    return fitted


def cut_text(text: str, largest: int = LARGEST) -> str:
    """Return a text of at most ``largest`` bytes; ``CUT`` marks omitted text."""
    data = text.encode("utf-8", "replace")
    if len(data) <= largest:
        return data.decode()
    return data[: largest - len(CUT.encode())].decode("utf-8", "ignore") + CUT


def size_of(value: Json) -> int:
    """Return the size of a value as JSON in bytes."""
    return len(encode(value).encode("utf-8", "surrogatepass"))


def _shown_size(document: Document) -> int:
    """Return the size in bytes of the larger of a document's two forms, text and value."""
    return size_of(long_numbers_as_text(document))


def parsed(text: str) -> Json:
    """Return JSON as a value; return invalid or too deeply nested JSON as text."""
    try:
        value: Json = json.loads(text, parse_constant=_no_constant, parse_float=_exact)
    except (ValueError, RecursionError):
        return text
    return value if _is_flat(value, _DEEPEST_VALUE) else text


def parsed_exactly(text: str) -> Json:
    """Return JSON as a value if that loses nothing, else as text.

    A value would lose a repeated name and another spelling of a number.
    """
    try:
        json.loads(text, parse_float=_same, parse_int=_same, object_pairs_hook=_distinct)
    except (ValueError, RecursionError):
        return text
    return parsed(text)


def _same(text: str) -> float:
    if encode(json.loads(text)) != text:
        raise ValueError(text)
    return 0


def _distinct(pairs: Sequence[tuple[str, Json]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError(pairs)


def _is_flat(value: Json, levels: int) -> bool:
    """Return whether a value has at most ``levels`` levels of nesting."""
    match value:
        case str() | None | bool() | int() | float():
            return True
        case Mapping():
            return levels > 0 and all(_is_flat(each, levels - 1) for each in value.values())
        case _:
            return levels > 0 and all(_is_flat(each, levels - 1) for each in value)


def _exact(text: str) -> float | str:
    """Return a number, or its text if the number would be rounded or is too large."""
    number = float(text)
    try:
        return number if Decimal(text) == Decimal(repr(number)) else text
    except ArithmeticError:
        return text


def _no_constant(name: str) -> None:
    raise ValueError(name)


def plain(value: object) -> Json:
    """Return a value of the program as plain JSON without its empty members."""
    return _without_empty(msgspec.to_builtins(value))


def _without_empty(value: Json) -> Json:
    match value:
        case Mapping():
            kept = {name: _without_empty(each) for name, each in value.items()}
            return {name: each for name, each in kept.items() if each not in ("", None, [], {})}
        case str() | None | bool() | int() | float():
            return value
        case _:
            return [_without_empty(each) for each in value]


def error_document(error: WedaError, strings: Strings) -> Document:
    """Return an error of the program without words of a server."""
    meaning = explain(without_servers_words(error), strings)
    return {"code": error.code.value, "message": meaning.what, "hint": meaning.hint}
