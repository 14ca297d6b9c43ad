"""What a comparison of responses ignores: request ids, times, durations, tokens, signatures.

A path has no indices: ``Response.Data.Records[].Name`` is the name of every record.
"""

import re
from functools import cache
from typing import NamedTuple

from weda_tui.core.json.exact_values import Number, SetAside, Value
from weda_tui.core.json.tree import Path, quote, unquote


class Ignored(NamedTuple):
    """What is not compared, in addition to the default of ``by_name``."""

    paths: tuple[str, ...] = ()
    """Paths that are ignored in addition to the default."""
    kept: tuple[str, ...] = ()
    """Paths that are compared although the default would ignore them."""
    is_on: bool = True
    """Whether anything is ignored at all."""

    def with_path(self, path: str) -> "Ignored":
        """Return a value that ignores a path."""
        kept = _without(self.kept, path)
        is_usual = len(kept) < len(self.kept)
        paths = self.paths if is_usual or path in self.paths else (*self.paths, path)
        return self._replace(paths=paths, kept=kept)

    def without_path(self, path: str) -> "Ignored":
        """Return a value that compares a path that was ignored by ``paths`` or by default."""
        paths = _without(self.paths, path)
        is_own = len(paths) < len(self.paths)
        kept = self.kept if is_own or path in self.kept else (*self.kept, path)
        return self._replace(paths=paths, kept=kept)


USUAL = Ignored()


def _without(paths: tuple[str, ...], path: str) -> tuple[str, ...]:
    return tuple(each for each in paths if each != path)


# -- the usual ---------------------------------------------------------------------------------

_REQUEST_ID = re.compile(r"(?:x[-_])?(?:request|trace)[-_]?id", re.IGNORECASE)
_TIME = re.compile(
    r"(?:.*[a-z\d])?(?:Time|At|Date|Timestamp|TimeStamp)|(?:.*_)?(?:time|at|date|timestamp)"
)
_DURATION = re.compile(
    r"(?:.*[a-z\d])?(?:WaitTime|Duration|Elapsed|TimeCost|CostTime)|duration|elapsed"
)
""""Cost" alone may be an amount of money."""
_TOKEN = re.compile(r"(?:.*[-_.])?token|.*[a-z\d]Token|Token", re.IGNORECASE)
_MOMENT = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?|\d{4}[-/]\d\d?[-/]\d\d?(?:[T ]\d\d?:\d\d.*)?")
_SIGNATURE = re.compile(
    r"(?:^|[?&])(?:[\w-]*sign(?:ature)?|[\w-]*token|expires|auth)=", re.IGNORECASE
)
_KINDS = {"id": _REQUEST_ID, "duration": _DURATION, "time": _TIME, "token": _TOKEN}


@cache
def _kind(name: str) -> str:
    for kind, pattern in _KINDS.items():
        if pattern.fullmatch(name):
            return kind
    return ""


def by_name(name: str, value: Value) -> Value:
    """Wrap a member in ``SetAside`` if name and value indicate that it differs every time."""
    if isinstance(value, list):
        return [_without_signature(each) if isinstance(each, str) else each for each in value]
    if not isinstance(value, str | Number):
        return value
    text = value.text if isinstance(value, Number) else value
    kind = _kind(name) if len(name) <= _LONGEST_NAME else ""
    if kind == "time":
        return SetAside(value) if _MOMENT.fullmatch(text) else value
    if isinstance(value, Number):
        return SetAside(value) if kind == "duration" else value
    return SetAside(value) if kind and value else _without_signature(value)


_LONGEST_NAME = 64


def _without_signature(text: str) -> Value:
    if not text.startswith("http") or "?" not in text:
        return text
    address, _, query = text.partition("?")
    return SetAside(text, address) if _SIGNATURE.search(query) else text


# -- paths -------------------------------------------------------------------------------------

_PLAIN_NAME = re.compile(r"[^\W\d][\w-]*")
_STEP = re.compile(r"""\.?(?P<name>[^.\[\]"]+)|\[(?P<quoted>"(?:[^"\\]|\\.)*")\]|\[(?:\d+|\*)?\]""")


def path_text(path: Path, *, is_any: bool = False) -> str:
    """Return a path as it is displayed: ``Records[2].Name``; ``$`` for the whole response.

    With ``is_any`` indices are left out, as in ``Ignored``.
    """
    text = "".join(_step_text(step, is_any=is_any) for step in path)
    return text.removeprefix(".") or "$"


def _step_text(step: str | int, *, is_any: bool) -> str:
    if isinstance(step, int):
        return "[]" if is_any else f"[{step}]"
    return f".{step}" if _PLAIN_NAME.fullmatch(step) else f"[{quote(step)}]"


def read_path(text: str) -> tuple[str | None, ...] | None:
    """Return the steps of a path, with ``None`` for any item; ``None`` for an invalid path.

    A leading ``$.`` and ``[*]``, as in JSONPath, are accepted as well.
    """
    rest = re.sub(r"^\$\.?", "", text.strip())
    steps: list[str | None] = []
    at = 0
    while match := _STEP.match(rest, at):
        at = match.end()
        steps.append(unquote(match["quoted"]) if match["quoted"] else match["name"])
    return tuple(steps) if steps and at == len(rest) else None


def set_aside(root: Value, ignored: Ignored) -> None:
    """Wrap the values at ignored paths, and unwrap those at kept paths; in place."""
    for path in ignored.kept:
        _put(root, read_path(path) or (), is_aside=False)
    for path in ignored.paths:
        _put(root, read_path(path) or (), is_aside=True)


def _put(value: Value, steps: tuple[str | None, ...], *, is_aside: bool) -> None:
    if not steps or not isinstance(value, dict | list):
        return
    step, *rest = steps
    if isinstance(value, list):
        names = range(len(value)) if step is None else ()
        items: dict[int, Value] | dict[str, Value] = dict(enumerate(value))
    else:
        names = (step,) if step is not None and step in value else ()
        items = value
    for name in names:
        each = items[name]  # pyright: ignore[reportArgumentType]
        if rest:
            _put(each, tuple(rest), is_aside=is_aside)
        elif is_aside:
            value[name] = SetAside(each, is_wished=True)  # pyright: ignore[reportArgumentType, reportCallIssue]
        elif isinstance(each, SetAside):
            value[name] = each.value  # pyright: ignore[reportArgumentType, reportCallIssue]
