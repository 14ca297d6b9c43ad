"""Align two sequences: which items are kept in order, moved, removed and added.

[a b c d] → [b c x a] kept b c · moved a · removed d · added x
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

MOST_STEPS = 400
"""The most insertions and deletions for which the shortest edit script is searched.

Beyond this limit a good alignment is returned.
"""


class Alignment(NamedTuple):
    """Indices in the two sequences; each list is in ascending order."""

    kept: list[tuple[int, int]]
    moved: list[tuple[int, int]]
    removed: list[int]
    added: list[int]


def align(before: Sequence[int], after: Sequence[int], most_steps: int = MOST_STEPS) -> Alignment:
    """Align two sequences of fingerprints.

    Time and memory grow with the square of ``most_steps``.
    """
    start = _common_start(before, after)
    end = _common_end(before, after, start)
    one, other = before[start : len(before) - end], after[start : len(after) - end]
    inner = _in_order(one, other, most_steps)
    kept = [(index, index) for index in range(start)]
    kept += [(start + left, start + right) for left, right in inner]
    kept += [(len(before) - back, len(after) - back) for back in range(end, 0, -1)]
    moved = _leftover_pairs(before, after, kept)
    lefts, rights = zip(*kept, *moved, strict=True) if kept or moved else ((), ())
    removed = sorted(set(range(len(before))).difference(lefts))
    added = sorted(set(range(len(after))).difference(rights))
    return Alignment(kept, moved, removed, added)


def swapped(found: Alignment) -> Alignment:
    """Return an alignment with the two sequences exchanged."""
    kept, moved = ([(right, left) for left, right in each] for each in (found.kept, found.moved))
    return Alignment(kept, sorted(moved), found.added, found.removed)


def _common_start(before: Sequence[int], after: Sequence[int]) -> int:
    count = 0
    for left, right in zip(before, after, strict=False):
        if left != right:
            break
        count += 1
    return count


def _common_end(before: Sequence[int], after: Sequence[int], start: int) -> int:
    most = min(len(before), len(after)) - start
    count = 0
    while count < most and before[-1 - count] == after[-1 - count]:
        count += 1
    return count


def _in_order(
    before: Sequence[int], after: Sequence[int], most_steps: int
) -> list[tuple[int, int]]:
    """Return pairs of equal items that ascend on both sides, as many as can be found."""
    are_unique = len(set(before)) == len(before) and len(set(after)) == len(after)
    if not are_unique:
        shortest = _shortest_way(before, after, most_steps)
        if shortest is not None:
            return shortest
    return _longest_ascent(_by_occurrence(before, range(len(before)), after, range(len(after))))


def _by_occurrence(
    before: Sequence[int], lefts: Sequence[int], after: Sequence[int], rights: Sequence[int]
) -> list[tuple[int, int]]:
    """Pair equal items: the first with the first, the second with the second."""
    places = defaultdict[int, list[int]](list)
    for right in reversed(rights):
        places[after[right]].append(right)
    return [(left, places[before[left]].pop()) for left in lefts if places.get(before[left])]


def _leftover_pairs(
    before: Sequence[int], after: Sequence[int], kept: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    lefts = sorted(set(range(len(before))).difference(left for left, _ in kept))
    rights = sorted(set(range(len(after))).difference(right for _, right in kept))
    return _by_occurrence(before, lefts, after, rights)


def _longest_ascent(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most of ``pairs``, which ascend on the left, that ascend on the right as well."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, right) in enumerate(pairs):
        at = bisect_left(tails, right)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [right]
        ends[at : at + 1] = [number]
    found: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _shortest_way(
    before: Sequence[int], after: Sequence[int], most_steps: int
) -> list[tuple[int, int]] | None:
    """Return the equal items of the shortest edit script (Myers 1986); ``None`` if too long."""
    width, height = len(before), len(after)
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for steps in range(min(width + height, most_steps) + 1):
        trail.append(dict(reach))
        for diagonal in range(-steps, steps + 1, 2):
            is_down = diagonal == -steps or (
                diagonal != steps and reach[diagonal - 1] < reach[diagonal + 1]
            )
            left = reach[diagonal + 1] if is_down else reach[diagonal - 1] + 1
            right = left - diagonal
            while left < width and right < height and before[left] == after[right]:
                left, right = left + 1, right + 1
            reach[diagonal] = left
            if left >= width and right >= height:
                return _equals_on(trail, width, height)
    return None


def _equals_on(trail: list[dict[int, int]], left: int, right: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for steps in range(len(trail) - 1, -1, -1):
        reach, diagonal = trail[steps], left - right
        is_down = diagonal == -steps or (
            diagonal != steps and reach[diagonal - 1] < reach[diagonal + 1]
        )
        previous = diagonal + 1 if is_down else diagonal - 1
        start = reach[previous]
        begin = start if is_down else start + 1
        if steps == 0:
            begin = 0
        while left > begin:
            left, right = left - 1, right - 1
            found.append((left, right))
        left, right = start, start - previous
    return found[::-1]
