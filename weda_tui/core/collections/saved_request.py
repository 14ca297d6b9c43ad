"""What a collection keeps: requests with what they expect, one file each, in folders.

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
    """A regular expression that is found in the value's text."""
    EXISTS = "exists"
    """``true``: something is there; ``false``: nothing is."""
    IS_NULL = "isNull"
    """``true``: a null is there; ``false``: something else is."""
    LESS_THAN = "lessThan"
    GREATER_THAN = "greaterThan"
    ONE_OF = "oneOf"
    LENGTH = "length"
    """Of a list, an object or a text in characters."""


Scalar = str | int | float | Decimal | bool | None
Expected = Scalar | tuple[Scalar, ...]
"""What a file can say of a value, a number digit for digit; several only for ``oneOf``."""


class Assertion(msgspec.Struct, frozen=True):
    """One thing that must hold of an exchange."""

    on: str
    """``verdict`` (``ok``, ``failure`` …), ``status``, ``time`` (milliseconds), ``size`` (bytes),
    ``header NAME``, or a JSONPath (RFC 9535) into the body, which begins with ``$``."""
    operator: AssertionOperator
    expected: Expected


class Poll(msgspec.Struct, frozen=True):
    """Send again until something holds."""

    until: Assertion
    every: float = 2.0
    """Seconds between two sends."""
    at_most: float = 60.0
    """Seconds after which it is given up."""


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is kept with a request: what came once, and under what."""

    name: str
    status: int | None = None
    """HTTP; ``None`` where nobody says."""
    verdict: str = ""
    """A ``Mark`` of ``core.answers.verdict``; empty where nobody judged it."""
    code: str = ""
    """Of a failure."""
    at: str = ""
    """When it came, as ISO 8601: ``2026-11-25T01:42:18Z``."""
    env_type: str = ""
    headers: tuple[Header, ...] = ()
    """The few that matter."""
    body: str = ""
    """As received, secrets masked; empty for what is no text."""
    size: int = 0
    """Bytes that were received where ``body`` is not all of them, else 0."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What of it may hold a secret."""
        return (self.name, self.code, *(value for _, value in self.headers), self.body)


class Expectations(msgspec.Struct, frozen=True):
    """What a saved request expects of its answer, keeps of it, and needs to be sent first."""

    asserts: tuple[Assertion, ...] = ()
    captures: Mapping[str, str] = {}
    depends: tuple[str, ...] = ()


class SavedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request as its file holds it."""

    path: str
    """``COLLECTION/[FOLDER/]…/FILE`` without ``.toml``: what the command line calls it by."""
    draft: RequestDraft
    name: str = ""
    """What it is called where its file's name does not say it."""
    description: str = ""
    tags: tuple[str, ...] = ()
    variables: Mapping[str, str] = {}
    depends: tuple[str, ...] = ()
    """Paths of requests that are sent first when what they capture is stale."""
    captures: Mapping[str, str] = {}
    """Variable → JSONPath, or ``header NAME``: values of the answer for later requests."""
    asserts: tuple[Assertion, ...] = ()
    poll: Poll | None = None
    examples: tuple[Example, ...] = ()

    @property
    def expectations(self) -> Expectations:
        """What it expects of its answer and of other requests."""
        return Expectations(self.asserts, self.captures, self.depends)

    @property
    def title(self) -> str:
        """What a person reads."""
        return self.name or self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """``COLLECTION/[FOLDER/]…``."""
        return self.path.rpartition("/")[0]


class FolderSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What ``folder.toml`` says of a collection or a folder in it."""

    path: str
    name: str = ""
    description: str = ""
    variables: Mapping[str, str] = {}
    order: tuple[str, ...] = ()
    """Names of files and folders in the order of the tree; the rest follow by name."""


Find = Callable[[str], SavedRequest]
"""Returns the saved request of a path. Raises ``FileError``."""


def dependencies(saved: SavedRequest, find: Find) -> tuple[SavedRequest, ...]:
    """Return what a request depends on, each once, what comes first before what needs it.

    Raises ``FileError``: ``DEPENDS_CYCLE`` with the paths in a row, or what ``find`` raises.
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
