"""Measure full-screen programs from the outside, and compare two programs in alternating runs."""

import math
import statistics
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

import msgspec

from tests.bench.programs import Program
from tests.journeys.terminal import Terminal

T = TypeVar("T")

MARK = "qzjx"
"""Text typed to see whether a program accepts input; these letters occur in no interface."""
LETTERS = "abcdefghijklmnoprstuvwy"


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """One start of a program."""

    first_paint: float
    """Seconds from before the start until anything is on the screen."""
    interactive: float
    """Seconds from before the start until the typed text is on the screen."""
    resident: float
    """Resident memory in MiB after the start has settled; 0 where ``/proc`` is missing."""


def measure_start(program: Program) -> Start:
    """Start a program, type into its field after the first paint, and end the program."""
    with program.start() as terminal:
        terminal.wait_for(r"\S")
        first_paint = terminal.painted_at - terminal.started_at
        terminal.press(*program.to_field)
        terminal.type(MARK)
        terminal.wait_for_output(MARK)
        interactive = terminal.painted_at - terminal.started_at
        for _ in range(4):  # include modules that are loaded after the first keys
            terminal.settle(0.3)
        return Start(
            first_paint=first_paint,
            interactive=interactive,
            resident=resident_bytes(terminal.pid) / 2**20,
        )


def measure_typing(program: Program, keys: int, warm_up: int = 10) -> list[float]:
    """Return the seconds from each typed key until the screen no longer changes."""
    with program.start() as terminal:
        terminal.wait_for(r"\S")
        terminal.settle(0.3)
        terminal.press(*program.to_url)
        terminal.type(MARK)
        terminal.wait_for(MARK)
        terminal.settle(0.3)
        letters = islice(cycle(LETTERS), warm_up + keys)
        return [_seconds_to_rest(terminal, letter) for letter in letters][warm_up:]


def _seconds_to_rest(terminal: Terminal, key: str) -> float:
    terminal.type(key)
    terminal.settle(0.1)
    assert terminal.painted_at > terminal.sent_at, f"nothing drawn in 0.1 s for {key!r}"
    return terminal.painted_at - terminal.sent_at


def resident_bytes(group: int) -> int:
    """Return the resident memory of a process group in bytes, or 0 where ``/proc`` is missing."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                total += _resident_kib(status.with_name("status")) * 1024
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


def _resident_kib(status: Path) -> int:
    lines = (line.split() for line in status.read_text().splitlines())
    return next((int(words[1]) for words in lines if words[0] == "VmRSS:"), 0)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that at least ``percent`` % of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of two programs from alternating runs; values of a pair have the same index."""

    figure: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    goal: float
    """The highest allowed ratio."""

    @property
    def ratio(self) -> float:
        """The median of ``ours`` divided by the median of ``theirs``."""
        return statistics.median(self.ours) / statistics.median(self.theirs)

    def row(self) -> str:
        """Return the comparison as a row of a table."""
        pairs = [our / their for our, their in zip(self.ours, self.theirs, strict=True)]
        ours, theirs = statistics.median(self.ours), statistics.median(self.theirs)
        return (
            f"{self.figure:24} {ours:9.3f} {theirs:9.3f} {self.ratio:7.2f} {self.goal:6.2f}"
            f"   {min(pairs):.2f} to {max(pairs):.2f}, {len(pairs)} pairs"
        )


HEADER = f"{'':24} {'ours':>9} {'theirs':>9} {'ratio':>7} {'goal':>6}   pair by pair"


def alternate(
    ours: Callable[[], T], theirs: Callable[[], T], pairs: int
) -> tuple[list[T], list[T]]:
    """Run both in turn, in alternating order, and return their results.

    The first run of each is discarded.
    """
    ours()
    theirs()
    results: tuple[list[T], list[T]] = ([], [])
    for number in range(pairs):
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            results[side].append((ours, theirs)[side]())
    return results


def compare_starts(
    ours: Program, theirs: Program, pairs: int, goals: dict[str, float]
) -> list[Comparison]:
    """Compare two programs by the figures of ``Start`` named in ``goals``."""
    our_starts, their_starts = alternate(
        lambda: measure_start(ours), lambda: measure_start(theirs), pairs
    )
    return [
        Comparison(
            figure=figure,
            ours=tuple(getattr(start, figure) for start in our_starts),
            theirs=tuple(getattr(start, figure) for start in their_starts),
            goal=goal,
        )
        for figure, goal in goals.items()
    ]


def print_table(title: str, comparisons: Sequence[Comparison]) -> None:
    """Print the comparisons under a title."""
    print("", title, HEADER, *(comparison.row() for comparison in comparisons), sep="\n")
