"""Match the items of two arrays: by a key that identifies them, else by their content."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b

from weda_tui.core.comparison.alignment import Alignment
from weda_tui.core.json.exact_values import Number, SetAside, Value

_BEST_KEYS = ("_id", "id", "Id", "ID", "InstanceId", "TaskId")
_NAMES = ("name", "Name", "key", "Key", "code", "Code")
_MOST_PAIRS = 2500
"""The most pairs of a gap that are paired by similarity; beyond, they are paired in order."""


def identifying_key(before: Sequence[Value], after: Sequence[Value]) -> str | None:
    """Return the key that identifies the objects in both arrays; ``None`` if there is none.

    Of several keys the one is chosen with the most common values, then the more usual one.
    """
    items = [*before, *after]
    if not before or not after:
        return None
    first = items[0]
    if not isinstance(first, dict):
        return None
    best, most = None, -1
    for key in _candidates(first):
        one, other = _values(before, key), _values(after, key)
        if one is None or other is None:
            continue
        count = len(one & other)
        if count > most and (count or key not in _NAMES):
            best, most = key, count
    return best


def _candidates(item: dict[str, Value]) -> Iterator[str]:
    yield from (key for key in _BEST_KEYS if key in item)
    for key in item:
        if key.endswith(("Id", "ID", "_id", "Uid", "uid")) and key not in _BEST_KEYS:
            yield key
    yield from (key for key in _NAMES if key in item)


def _values(items: Sequence[Value], key: str) -> set[Value] | None:
    found = set[Value]()
    for item in items:
        value = item.get(key) if isinstance(item, dict) else None
        if not isinstance(value, str | Number) or not value or value in found:
            return None
        found.add(value)
    return found


def fingerprint(value: Value, known: dict[int, int]) -> int:
    """Return a number that is the same for equal values, and in every run of the program.

    ``known`` caches the fingerprints of containers by ``id``.
    """
    match value:
        case dict() | list():
            found = known.get(id(value))
            if found is None:
                found = known[id(value)] = _container_print(value, known)
            return found
        case SetAside():
            return hash((5, _text_print(value.essence)))
        case Number():
            return hash((4, _text_print(value.worth)))
        case str():
            return _text_print(value)
        case _:
            return hash((3, -2 if value is None else value))


def _container_print(value: dict[str, Value] | list[Value], known: dict[int, int]) -> int:
    if isinstance(value, list):
        return hash((2, *(fingerprint(each, known) for each in value)))
    members = ((_text_print(name), fingerprint(each, known)) for name, each in value.items())
    return hash((1, frozenset(members)))


def _text_print(text: str) -> int:
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=7).digest(), "big")


def pair_in_gaps(found: Alignment, before: Sequence[Value], after: Sequence[Value]) -> Alignment:
    """Treat removed and added items between the same neighbours as changed items."""
    removed, added, kept = set(found.removed), set(found.added), list(found.kept)
    left = right = 0
    for next_left, next_right in (*found.kept, (len(before), len(after))):
        gone = [at for at in range(left, next_left) if at in removed]
        come = [at for at in range(right, next_right) if at in added]
        for pair in _most_similar(gone, come, before, after):
            kept.append(pair)
            removed.discard(pair[0])
            added.discard(pair[1])
        left, right = next_left + 1, next_right + 1
    return Alignment(sorted(kept), found.moved, sorted(removed), sorted(added))


def _most_similar(
    gone: Sequence[int], come: Sequence[int], before: Sequence[Value], after: Sequence[Value]
) -> list[tuple[int, int]]:
    """Return pairs in ascending order that have the most in common in total."""
    if not gone or not come:
        return []
    if len(gone) == len(come) or len(gone) * len(come) > _MOST_PAIRS:
        pairs = zip(gone, come, strict=False)
        return [(one, other) for one, other in pairs if _likeness(before[one], after[other])]
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    likeness = [[_likeness(before[one], after[other]) for other in come] for one in gone]
    for row in range(len(gone) - 1, -1, -1):
        for column in range(len(come) - 1, -1, -1):
            paired = best[row + 1][column + 1] + likeness[row][column]
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    pairs, row, column = list[tuple[int, int]](), 0, 0
    while row < len(gone) and column < len(come):
        alike = likeness[row][column]
        if alike and best[row][column] == best[row + 1][column + 1] + alike:
            pairs.append((gone[row], come[column]))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _likeness(one: Value, other: Value) -> float:
    """Return how much two values have in common, from 0 for different kinds of values to 2."""
    match one, other:
        case dict(), dict():
            common = sum(name in other and each == other[name] for name, each in one.items())
            return 1 + common / max(len(one), len(other), 1)
        case list(), list():
            return 1
        case (dict() | list(), _) | (_, dict() | list()):
            return 0
        case _:
            return 1
