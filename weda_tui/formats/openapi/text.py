"""A document in JSON or YAML, converted to JSON text; numbers stay as they are written.

YAML is read as YAML 1.2, whose plain words are those of JSON: ``no`` and ``on`` are text, as are
``2026-01-01`` and ``12:30``; ``012`` is twelve, and ``200:`` is the key ``"200"``. ``<<`` merges as
in YAML 1.1, because documents use it. Only text, lists and objects are constructed, and the values
that aliases repeat are counted before they are written out.
"""

import re
from typing import Any

import msgspec

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.text import decode_body, find_fault, format_json, replace_lone_surrogates

LARGEST = 64 * 1024 * 1024
"""Largest document that is read, in bytes."""
MOST_VALUES = 4_000_000
"""Most values of a YAML document; values that an alias repeats are counted each time."""
DEEPEST = 200
"""Most levels of nested lists and objects."""

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 400
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), b"null"),
    **dict.fromkeys(("true", "True", "TRUE"), b"true"),
    **dict.fromkeys(("false", "False", "FALSE"), b"false"),
}
_MERGE = "<<"


def json_text(data: bytes, *, name: str) -> bytes:
    """Return a document as JSON text indented by 2; ``name`` is its file name, for messages.

    Raises ``FileError``: ``DOCUMENT_SYNTAX`` with line and column, ``DOCUMENT_TOO_BIG``.
    """
    if len(data) > LARGEST:
        raise FileError(ErrorCode.DOCUMENT_TOO_BIG, file=name, limit=LARGEST)
    text, _ = decode_body(data, "")
    if text.lstrip()[:1] in {"{", "["}:
        formatted = format_json(replace_lone_surrogates(text.encode("utf-8", "replace")))
        if formatted is not None:
            return formatted
        fault = find_fault(text)
        place = (fault.line, fault.column, fault.reason) if fault else (1, 1, "not JSON")
        raise _syntax(name, *place)
    value = _YamlReader(text, name).value()
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def _syntax(name: str, line: int, column: int, reason: str) -> FileError:
    return FileError(ErrorCode.DOCUMENT_SYNTAX, file=name, line=line, column=column, reason=reason)


class _Open(msgspec.Struct):
    """A list or object that has not ended yet."""

    value: Any
    anchor: str | None
    line: int
    count: int = 1
    """Number of values so far, including the list or object itself."""
    key: str | None = None
    """The key whose value comes next."""
    merged: list[Any] = []


class _YamlReader:
    """Builds the value of one YAML document from its events, without recursion."""

    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._open_anchors: set[str] = set()
        self._count = 0
        self._root: list[Any] = []

    def value(self) -> Any:
        """Return the value of the first document. Raises ``FileError``."""
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            for event in yaml.parse(self._text, Loader=loader):
                self._read_event(event, yaml)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            raise _syntax(self._name, line, column, error.problem or "not YAML") from error
        except yaml.YAMLError as error:
            raise _syntax(self._name, 1, 1, str(error).partition("\n")[0]) from error
        if not self._root:
            raise _syntax(self._name, 1, 1, "empty")
        return self._root[0]

    def _read_event(self, event: Any, yaml: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._count_one(event, 1)
                is_plain, _ = event.implicit
                value = _plain(event.value) if is_plain else event.value
                self._add(event, value, 1, written=event.value)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.MappingStartEvent():
                self._begin(event, {})
            case yaml.SequenceStartEvent():
                self._begin(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end(event)
            case _:
                pass

    def _fault(self, event: Any, reason: str) -> FileError:
        mark = event.start_mark
        return _syntax(self._name, mark.line + 1, mark.column + 1, reason)

    def _count_one(self, event: Any, count: int) -> None:
        self._count += count
        if self._count > MOST_VALUES:
            raise self._fault(event, f"more than {MOST_VALUES} values")

    def _begin(self, event: Any, value: Any) -> None:
        self._count_one(event, 1)
        if len(self._stack) >= DEEPEST:
            raise self._fault(event, "nested too deeply")
        if event.anchor:
            self._open_anchors.add(event.anchor)
        self._stack.append(_Open(value, event.anchor, event.start_mark.line))

    def _end(self, event: Any) -> None:
        done = self._stack.pop()
        if done.merged:
            sources = [*reversed(done.merged), done.value]
            done.value = {key: value for source in sources for key, value in source.items()}
        self._open_anchors.discard(done.anchor or "")
        self._add(event, done.value, done.count, anchor=done.anchor)

    def _alias(self, event: Any) -> None:
        if event.anchor in self._open_anchors:
            raise self._fault(event, f"*{event.anchor} stands inside itself")
        if event.anchor not in self._anchors:
            raise self._fault(event, f"*{event.anchor}: nothing has this name")
        value, count = self._anchors[event.anchor]
        self._count_one(event, count)
        self._add(event, value, count)

    def _add(
        self,
        event: Any,
        value: Any,
        count: int,
        *,
        anchor: str | None = None,
        written: str | None = None,
    ) -> None:
        """Add a finished value to its parent; ``written`` is the text of a scalar."""
        if anchor := anchor or (event.anchor if written is not None else None):
            self._anchors[anchor] = (value, count)
        if not self._stack:
            self._root.append(value)
            return
        parent = self._stack[-1]
        parent.count += count
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is None:
            parent.key = self._key(event, parent, value, written)
        elif parent.key == _MERGE and isinstance(value, dict | list):
            parent.merged = [*parent.merged, *self._merged(event, value)]
            parent.key = None
        else:
            parent.value[parent.key], parent.key = value, None

    def _key(self, event: Any, parent: _Open, value: Any, written: str | None) -> str:
        key = value if isinstance(value, str) else written
        if key is None:
            raise self._fault(event, "a key must be text")
        if key in parent.value:
            raise self._fault(event, f"{key} stands here twice")
        return key

    def _merged(self, event: Any, value: Any) -> list[dict[str, Any]]:
        sources: list[Any] = [*value] if isinstance(value, list) else [value]
        if not all(isinstance(source, dict) for source in sources):
            raise self._fault(event, "<< takes objects")
        return sources


def _plain(text: str) -> Any:
    """Return the value of a scalar without quotes."""
    if text in _CONSTANTS:
        return msgspec.Raw(_CONSTANTS[text])
    if len(text) > _LONGEST_NUMBER:
        return text
    if _JSON_NUMBER.fullmatch(text):
        return msgspec.Raw(text.encode())
    if _INTEGER.fullmatch(text):
        is_based = text[:2] in {"0o", "0x"}
        return int(text, 0 if is_based else 10)
    return msgspec.Raw(repr(float(text)).encode()) if _is_float(text) else text


def _is_float(text: str) -> bool:
    return bool(_FLOAT.fullmatch(text)) and abs(float(text)) != float("inf")
