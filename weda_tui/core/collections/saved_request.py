"""Saved requests: requests with their assertions, one file each, in folders.

``collections/APPROVALS/admin/stop.toml`` has the path ``APPROVALS/admin/stop``.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum

import msgspec

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import Header, RequestDraft


class AssertionOperator(StrEnum):
    """How an assertion compares; the values are the keys of the file."""

    EQUALS = "equals"
    NOT_EQUALS = "notEquals"
    CONTAINS = "contains"
    NOT_CONTAINS = "notContains"
    MATCHES = "matches"
    """A regular expression that must match within the text of the value."""
    EXISTS = "exists"
    """``true``: the value exists; ``false``: it does not."""
    IS_NULL = "isNull"
    """``true``: a null exists; ``false``: another value exists."""
    LESS_THAN = "lessThan"
    GREATER_THAN = "greaterThan"
    ONE_OF = "oneOf"
    LENGTH = "length"
    """The length of a list, an object, or a text in characters."""


Scalar = str | int | float | Decimal | bool | None
Expected = Scalar | tuple[Scalar, ...]
"""A value as a file can store it, numbers digit for digit; several values only for ``oneOf``."""


class Assertion(msgspec.Struct, frozen=True):
    """A condition that an exchange must meet."""

    on: str
    """What is checked: a keyword, a header, or a JSONPath.

    The keywords are ``verdict`` (``ok``, ``failure`` …), ``status``, ``time`` (milliseconds) and
    ``size`` (bytes). A header is ``header NAME``. A JSONPath (RFC 9535) into the body begins with
    ``$``.
    """
    operator: AssertionOperator
    expected: Expected


class Poll(msgspec.Struct, frozen=True):
    """Repeat a request until an assertion holds."""

    until: Assertion
    every: float = 2.0
    """Seconds between two sends."""
    at_most: float = 60.0
    """Seconds after which polling stops."""


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A response that is stored with a request as an example, and its conditions."""

    name: str
    status: int | None = None
    """The HTTP status; ``None`` if unknown."""
    verdict: str = ""
    """A ``Mark`` of ``core.answers.verdict``; empty if the response was not judged."""
    code: str = ""
    """The code of a failure."""
    at: str = ""
    """When the response was received, as ISO 8601: ``2026-11-25T01:42:18Z``."""
    env_type: str = ""
    headers: tuple[Header, ...] = ()
    """The few relevant headers."""
    body: str = ""
    """As received, with secrets masked; empty if the body is not text."""
    size: int = 0
    """The received bytes if ``body`` is cut, else 0."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that may contain a secret."""
        return (self.name, self.code, *(value for _, value in self.headers), self.body)


class Expectations(msgspec.Struct, frozen=True):
    """The assertions, captures and dependencies of a saved request."""

    asserts: tuple[Assertion, ...] = ()
    captures: Mapping[str, str] = {}
    depends: tuple[str, ...] = ()


class SavedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request as stored in its file."""

    path: str
    """``COLLECTION/[FOLDER/]…/FILE`` without ``.toml``, as used on the command line."""
    draft: RequestDraft
    name: str = ""
    """The display name, if it differs from the file name."""
    description: str = ""
    tags: tuple[str, ...] = ()
    variables: Mapping[str, str] = {}
    depends: tuple[str, ...] = ()
    """Paths of requests that are sent first if their captured values are stale."""
    captures: Mapping[str, str] = {}
    """Variable → JSONPath, or ``header NAME``: values of the response for later requests."""
    asserts: tuple[Assertion, ...] = ()
    poll: Poll | None = None
    examples: tuple[Example, ...] = ()

    @property
    def expectations(self) -> Expectations:
        """The assertions, captures and dependencies."""
        return Expectations(self.asserts, self.captures, self.depends)

    @property
    def title(self) -> str:
        """The displayed name."""
        return self.name or self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """``COLLECTION/[FOLDER/]…``."""
        return self.path.rpartition("/")[0]


class FolderSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings in the ``folder.toml`` of a collection or a folder."""

    path: str
    name: str = ""
    description: str = ""
    variables: Mapping[str, str] = {}
    order: tuple[str, ...] = ()
    """Names of files and folders in the order of the tree; the rest follow by name."""


Find = Callable[[str], SavedRequest]
"""A function that returns the saved request at a path. Raises ``FileError``."""


def dependencies(saved: SavedRequest, find: Find) -> tuple[SavedRequest, ...]:
    """Return all requests that a request depends on, each once, dependencies first.

    Raises ``FileError``: ``DEPENDS_CYCLE`` with the paths of the cycle, or what ``find`` raises.
    """
    done: dict[str, SavedRequest] = {}
    trail: list[tuple[SavedRequest, list[str]]] = [(saved, [*saved.depends])]
    while trail:
        current, waiting = trail[-1]
        if not waiting:
            trail.pop()
            done[current.path] = current
            continue
        path = waiting.pop(0)
        on_trail = [each.path for each, _ in trail]
        if path in on_trail:
            names = " → ".join((*on_trail[on_trail.index(path) :], path))
            raise FileError(ErrorCode.DEPENDS_CYCLE, names=names)
        if path not in done:
            needed = find(path)
            trail.append((needed, [*needed.depends]))
    del done[saved.path]
    return tuple(done.values())
