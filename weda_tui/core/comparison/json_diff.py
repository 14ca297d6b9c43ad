"""Compare two JSON responses by structure: what was added, removed, changed and moved, and where.

Objects in an array are matched by a key that identifies them (``_id``, ``TaskId``, ``Name``), other
items by their content: a new row is one addition, another order consists of moves only. Pure;
comparing 1 MB with 1 MB takes up to a second, so call this in a thread.
"""

import codecs
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from math import isqrt
from typing import NamedTuple

from weda_tui.core.comparison.alignment import MOST_STEPS, Alignment, align, swapped
from weda_tui.core.comparison.ignored import USUAL, Ignored, by_name, path_text, set_aside
from weda_tui.core.comparison.item_matching import fingerprint, identifying_key, pair_in_gaps
from weda_tui.core.comparison.line_diff import MOST_LINES, DiffLine, line_diff
from weda_tui.core.json.exact_values import SetAside, Value, read_exact, text_of
from weda_tui.core.json.text import format_json
from weda_tui.core.json.tree import Path
from weda_tui.core.json.truncated import close_json


class Comparable(NamedTuple):
    """The parsed values of a response."""

    root: Value
    open: frozenset[int]
    """The ``id`` of each container that was not closed because the response is cut."""


def read_comparable(body: bytes, ignored: Ignored, *, is_cut: bool) -> Comparable:
    """Parse a UTF-8 response, which may be cut.

    Raises ``ValueError`` for invalid JSON, ``RecursionError`` for JSON that is nested too deep.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    text, open_count = body.decode("utf-8", "ignore" if is_cut else "strict"), 0
    if is_cut:
        text, open_count = close_json(text)
    root = read_exact(text, by_name if ignored.is_on else lambda _, value: value)
    if ignored.is_on:
        set_aside(root, ignored)
    return Comparable(root, frozenset(_last_containers(root, open_count)))


def _last_containers(value: Value, count: int) -> Iterator[int]:
    for _ in range(count):
        if not isinstance(value, dict | list):
            return
        yield id(value)
        items = value if isinstance(value, list) else [*value.values()]
        value = items[-1] if items else None


LARGEST = 4 * 1024 * 1024
"""The most bytes of a response that are compared by structure.

Larger responses are compared line by line, and not whole.
"""
MOST_CHANGES = 2000
"""The most changes that are listed; all changes are counted."""
MOST_VALUES = 400_000
"""The most pairs of values that are compared in detail; others are just equal or changed."""
_STEPS_IN_ALL = 3_000_000


class ChangeKind(StrEnum):
    """The kind of a change."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    """An item of an array that moved among the others; changes inside it are listed as well."""


class JsonChange(NamedTuple):
    """One difference. Texts are JSON on one line, digits as received; "" means "missing"."""

    kind: ChangeKind
    path: Path
    """The place in the later response; for a removal, the place in the earlier response."""
    was: Path
    """The place in the earlier response; for an addition, the same as ``path``."""
    old: str
    new: str


class JsonComparison(NamedTuple):
    """The differences between two responses."""

    changes: tuple[JsonChange, ...] = ()
    """The first ``MOST_CHANGES`` changes, in the order of the response."""
    counts: Mapping[ChangeKind, int] = {}
    """The numbers of all changes; a kind without changes is missing."""
    ignored: tuple[str, ...] = ()
    """Paths, see ``Ignored``, whose values differ but were ignored."""
    is_cut: bool = False
    """Whether a part was not compared."""
    lines: tuple[DiffLine, ...] | None = None
    """The difference by lines if a response is not JSON; ``None`` for a structural comparison."""

    @property
    def is_equal(self) -> bool:
        """Whether only ignored values differ."""
        return not self.counts and not self.lines

    @property
    def unlisted(self) -> int:
        """How many changes are counted but not listed."""
        return sum(self.counts.values()) - len(self.changes)


def _never() -> bool:
    return False


def compare_json(
    before: bytes,
    after: bytes,
    *,
    ignored: Ignored = USUAL,
    are_cut: tuple[bool, bool] = (False, False),
    is_cancelled: Callable[[], bool] = _never,
) -> JsonComparison:
    """Return the differences between two UTF-8 responses. Never raises.

    A response that is not JSON is compared by lines. ``are_cut`` says which of the two is cut: its
    missing end does not count as a difference. When ``is_cancelled`` returns true, the remaining
    values that differ count as changed, without details.
    """
    if max(len(before), len(after)) > LARGEST:
        return _by_lines(before, after)
    try:
        one, other = (
            read_comparable(body, ignored, is_cut=is_cut)
            for body, is_cut in zip((before, after), are_cut, strict=True)
        )
        found = _Walk(ignored, is_cancelled, one.open, other.open).compare(one.root, other.root)
    except (ValueError, RecursionError):
        found = _by_lines(before, after)
    return found._replace(is_cut=found.is_cut or any(are_cut))


def _by_lines(before: bytes, after: bytes) -> JsonComparison:
    texts: list[list[str]] = []
    for body in (before, after):
        beginning = body[:LARGEST]
        text = format_json(body) if len(body) <= LARGEST else None
        texts.append((text or beginning).decode("utf-8", "replace").splitlines())
    is_cut = any(len(body) > LARGEST for body in (before, after))
    is_cut |= any(len(lines) > MOST_LINES for lines in texts)
    return JsonComparison(is_cut=is_cut, lines=line_diff(*texts))


class _Walk:
    """The state of a comparison while it walks through both responses."""

    def __init__(
        self,
        ignored: Ignored,
        is_cancelled: Callable[[], bool],
        open_before: frozenset[int],
        open_after: frozenset[int],
    ) -> None:
        self._open_before, self._open_after = open_before, open_after
        self._is_wary = ignored.is_on
        """Whether equal values may contain ignored values that differ."""
        self._is_cancelled = is_cancelled
        self._changes: list[JsonChange] = []
        self._counts = Counter[ChangeKind]()
        self._ignored: dict[str, None] = {}
        self._prints: dict[int, int] = {}
        self._values, self._steps = 0, _STEPS_IN_ALL
        self._is_cut = False

    def compare(self, before: Value, after: Value) -> JsonComparison:
        self._pair(before, after, (), ())
        ignored = tuple(self._ignored)
        return JsonComparison(tuple(self._changes), dict(self._counts), ignored, self._is_cut)

    def _pair(self, before: Value, after: Value, was: Path, path: Path) -> None:
        if before is after:
            return
        match before, after:
            case SetAside(), SetAside() if before == after:
                if before.value != after.value:
                    self._ignored[path_text(path, is_any=True)] = None
            case (dict(), dict()) | (list(), list()) if self._may_go_on():
                if self._is_wary or before != after:
                    self._inside(before, after, was, path)
            case _:
                if before != after:
                    self._add_change(ChangeKind.CHANGED, path, was, before, after)

    def _may_go_on(self) -> bool:
        self._values += 1
        if self._values > MOST_VALUES or (self._values % 512 == 0 and self._is_cancelled()):
            self._values = max(self._values, MOST_VALUES)
            self._is_cut = True
        return not self._is_cut

    def _inside(self, before: Value, after: Value, was: Path, path: Path) -> None:
        if isinstance(before, dict) and isinstance(after, dict):
            self._objects(before, after, was, path)
        elif isinstance(before, list) and isinstance(after, list):
            self._arrays(before, after, was, path)

    def _objects(
        self, before: dict[str, Value], after: dict[str, Value], was: Path, path: Path
    ) -> None:
        for name, old in before.items():
            if name in after:
                self._pair(old, after[name], (*was, name), (*path, name))
            elif id(after) not in self._open_after:
                self._gone((*was, name), (*path, name), old)
        for name, new in after.items():
            if name not in before and id(before) not in self._open_before:
                self._come((*path, name), (*was, name), new)

    def _arrays(self, before: list[Value], after: list[Value], was: Path, path: Path) -> None:
        if before == after:
            found = Alignment([(at, at) for at in range(len(before))], [], [], [])
        else:
            found = self._without_unknown(self._align(before, after), before, after)
        moved = set(found.moved)
        events = [(left, 0, left, -1) for left in found.removed]
        events += [(right, 1, -1, right) for right in found.added]
        events += [(right, 1, left, right) for left, right in (*found.kept, *found.moved)]
        for _, _, left, right in sorted(events):
            here, there = (*path, right), (*was, left)
            if right < 0:
                self._gone(there, (*path, left), before[left])
            elif left < 0:
                self._come(here, (*was, right), after[right])
            else:
                if (left, right) in moved:
                    self._add_change(ChangeKind.MOVED, here, there, before[left], after[right])
                self._pair(before[left], after[right], there, here)

    def _without_unknown(
        self, found: Alignment, before: list[Value], after: list[Value]
    ) -> Alignment:
        """Remove differences at the end of a cut array: its missing part may have the items."""
        pairs = [*found.kept, *found.moved]
        if id(after) in self._open_after:
            last = max((left for left, _ in pairs), default=-1)
            found = found._replace(removed=[at for at in found.removed if at < last])
        if id(before) in self._open_before:
            last = max((right for _, right in pairs), default=-1)
            found = found._replace(added=[at for at in found.added if at < last])
        return found

    def _align(self, before: list[Value], after: list[Value]) -> Alignment:
        """Align the items; the result does not depend on which response comes first."""
        key = identifying_key(before, after)
        one, other = (self._fingerprints(items, key) for items in (before, after))
        is_swapped = one > other
        if is_swapped:
            one, other, before, after = other, one, after, before
        most = min(MOST_STEPS, isqrt(max(0, self._steps)))
        found = align(one, other, most)
        self._steps -= min(len(one) + len(other) - 2 * len(found.kept), most) ** 2
        if key is None:
            found = pair_in_gaps(found, before, after)
        return swapped(found) if is_swapped else found

    def _fingerprints(self, items: Sequence[Value], key: str | None) -> list[int]:
        if key is not None:
            items = [item[key] for item in items if isinstance(item, dict)]
        return [fingerprint(item, self._prints) for item in items]

    # -- telling -----------------------------------------------------------------------------

    def _gone(self, was: Path, path: Path, value: Value) -> None:
        if not self._is_wished(value, path):
            self._add_change(ChangeKind.REMOVED, was, was, value, None)

    def _come(self, path: Path, was: Path, value: Value) -> None:
        if not self._is_wished(value, path):
            self._add_change(ChangeKind.ADDED, path, path, None, value)

    def _is_wished(self, value: Value, path: Path) -> bool:
        """Return whether the user ignores this value everywhere, and record that it differs."""
        is_wished = isinstance(value, SetAside) and value.is_wished
        if is_wished:
            self._ignored[path_text(path, is_any=True)] = None
        return is_wished

    def _add_change(self, kind: ChangeKind, path: Path, was: Path, old: Value, new: Value) -> None:
        self._counts[kind] += 1
        if len(self._changes) < MOST_CHANGES:
            old_text = "" if kind is ChangeKind.ADDED else text_of(old)
            new_text = "" if kind is ChangeKind.REMOVED else text_of(new)
            self._changes.append(JsonChange(kind, path, was, old_text, new_text))
