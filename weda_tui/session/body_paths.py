"""What a JSONPath finds in a body, looked for in a thread that can be stopped."""

import contextlib
import itertools
import math
import mmap
import threading
import time
from array import array
from collections.abc import Iterator

import msgspec

from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.lazy_values import JsonReader, Members
from weda_tui.core.runs.answer_values import Unjudged
from weda_tui.formats.jsonpath.find import PathMatches, find_spans, prepare_path

TURN, PAUSE = 0.004, 0.001
"""Seconds that the thread works at a stretch, and leaves to others between two of them."""
MOST = 1_000_000
"""Values that are found, at most."""
MOST_BYTES = 256 * 1024 * 1024
"""Bytes of all that is found, at most."""
_STEP = 1 << 20
_FIRST = 100
"""Values that are shown while more are looked for."""
LONGEST = 1000
"""Characters of a name that is offered: no path is longer."""
_SAMPLE = 200
"""Values that are looked at for the names in them."""
FILTER_PACE, DEEP_PACE = 0.06, 0.2
"""Seconds for a megabyte of records, measured: with a filter, at any depth."""


class Cost(msgspec.Struct, frozen=True):
    """What looking for a path will take, at most."""

    seconds: float
    memory: int
    """Bytes of what is found, at most; nothing of the body itself is built."""


class Stopped(Exception):  # noqa: N818 - no error: somebody wanted it
    """Nobody waits for the result any more."""


class PathLookup:
    """One path in one body whose index is complete. ``run`` in a thread, ``stop`` from anywhere."""

    def __init__(self, index: JsonIndex, path: str) -> None:
        self.index, self.path = index, path
        read = prepare_path(path)
        self.fault = read if isinstance(read, Unjudged) else None
        self._finding = read if isinstance(read, PathMatches) else None
        self.starts, self.ends = array("Q"), array("Q")
        """Where what was found stands in the body, in the order of RFC 9535."""
        self.is_all = True
        """Whether nothing more could be found; else it ended at ``MOST`` or ``MOST_BYTES``."""
        self.has_failed = False
        """Whether the library gave up, on nesting as deep as its own recursion."""
        self.is_slow = False
        """Whether a pattern in a filter had too much to try."""
        self.text: bytes | mmap.mmap = b""
        """What was found, as JSON: the value itself where there can be one only, else an array."""
        self._stop = threading.Event()
        self._until, self._deadline = 0.0, math.inf
        self._reading = JsonReader(index, self._pace)

    @property
    def is_single(self) -> bool:
        """Whether the path finds one value at most."""
        return self._finding is not None and self._finding.is_single

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1, about."""
        return self._reading.at / max(1, len(self.index.source))

    @property
    def cost(self) -> Cost | None:
        """What it takes to look for a path that reads everything; ``None`` for any other."""
        if self._finding is None or not self._finding.reads_all:
            return None
        size = len(self.index.source)
        pace = DEEP_PACE if self._finding.is_deep else FILTER_PACE
        return Cost(pace * size / 1_000_000, min(size, MOST_BYTES))

    def stop(self) -> None:
        """End the thread within milliseconds; a pattern that is being tried is tried to its end."""
        self._stop.set()

    def run(self) -> bool:
        """Look for everything; return whether nobody stopped it."""
        if self._finding is None:
            return True
        self._until = time.perf_counter() + TURN
        try:
            self._gather(find_spans(self._finding, self._reading))
            self.text = self._joined()
        except Stopped:
            return False
        except TimeoutError:
            self.is_slow = True
        except ValueError:
            self.has_failed = True
        return True

    def _gather(self, spans: Iterator[tuple[int, int]]) -> None:
        size = 0
        for start, end in spans:
            size += end - start
            if len(self.starts) >= MOST or (size > MOST_BYTES and len(self.starts)):
                self.is_all = False
                return
            self.starts.append(start)
            self.ends.append(end)

    def beginning(self) -> bytes:
        """Return the first values as JSON while more are looked for; empty where they are large."""
        ends = self.ends[:_FIRST]
        starts = self.starts[: len(ends)]
        if self.is_single or not 0 < sum(ends) - sum(starts) <= _STEP:
            return b""
        pieces = [self.index.source[start:end] for start, end in zip(starts, ends, strict=True)]
        return b"[" + b",\n".join(pieces) + b"]"

    def _joined(self) -> bytes:
        """Return what was found, in memory of its own."""
        return b"".join(self._pieces())

    def _pieces(self) -> Iterator[bytes]:
        """Yield what was found, a mebibyte at most at a time, and what stands between."""
        source = self.index.source
        if not self.is_single:
            yield b"["
        for number, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            if number:
                yield b",\n"
            for at in range(start, end, _STEP):
                self._pace()
                yield source[at : min(end, at + _STEP)]
        if not self.is_single:
            yield b"]"

    def _pace(self) -> None:
        now = time.perf_counter()
        if now < self._until:
            return
        if now > self._deadline or self._stop.wait(PAUSE):
            raise Stopped
        self._until = time.perf_counter() + TURN

    # -- names that fit ----------------------------------------------------------------------

    def names(self, most: int, seconds: float) -> list[str]:
        """Return names of members of the first objects that the path finds, in a limited time."""
        names = dict[str, None]()
        if self._finding is None:
            return []
        self._deadline = time.perf_counter() + seconds
        with contextlib.suppress(Stopped, ValueError, TimeoutError):
            for start, end in itertools.islice(find_spans(self._finding, self._reading), _SAMPLE):
                value = self._reading.value(start, end)
                if isinstance(value, Members):
                    typed = (name for name in value if len(name) <= LONGEST)
                    names.update(dict.fromkeys(itertools.islice(typed, most)))
                if len(names) >= most:
                    break
        return list(names)[:most]
