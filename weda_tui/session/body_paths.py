"""The values that a JSONPath finds in a body, searched for in a thread that can be stopped."""

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
"""Seconds that the thread works without a pause, and seconds it then leaves to other threads."""
MOST = 1_000_000
"""The largest number of values that are found."""
MOST_BYTES = 256 * 1024 * 1024
"""The largest total size of the found values, in bytes."""
_STEP = 1 << 20
_FIRST = 100
"""Values that are shown while the search goes on."""
LONGEST = 1000
"""The longest name that is offered, in characters: no path is longer."""
_SAMPLE = 200
"""Values that are searched for names."""
FILTER_PACE, DEEP_PACE = 0.06, 0.2
"""Measured seconds for a megabyte of records: with a filter, and at any depth."""


class LookupCost(msgspec.Struct, frozen=True):
    """An upper limit of the cost of a search."""

    seconds: float
    memory: int
    """Bytes of the found values, at most; the body itself is not parsed into objects."""


class LookupStopped(Exception):  # noqa: N818 - no error: the caller stopped it
    """The search was stopped or reached its time limit."""


class PathLookup:
    """The search for one path in one body with a complete index.

    ``run`` is called in a thread, ``stop`` from any thread.
    """

    def __init__(self, index: JsonIndex, path: str) -> None:
        self.index, self.path = index, path
        read = prepare_path(path)
        self.fault = read if isinstance(read, Unjudged) else None
        self._finding = read if isinstance(read, PathMatches) else None
        self.starts, self.ends = array("Q"), array("Q")
        """Positions in the body of the found values, in the order of RFC 9535."""
        self.is_all = True
        """Whether all values were found; false if ``MOST`` or ``MOST_BYTES`` was reached."""
        self.has_failed = False
        """Whether the library failed, because of nesting as deep as its recursion limit."""
        self.is_slow = False
        """Whether a regular expression in a filter needed too many steps."""
        self.text: bytes | mmap.mmap = b""
        """The found values as JSON: the value itself if ``is_single``, otherwise an array."""
        self._stop = threading.Event()
        self._until, self._deadline = 0.0, math.inf
        self._reading = JsonReader(index, self._pace)

    @property
    def is_single(self) -> bool:
        """Whether the path finds one value at most."""
        return self._finding is not None and self._finding.is_single

    @property
    def share(self) -> float:
        """The approximate progress of the search, from 0 to 1."""
        return self._reading.at / max(1, len(self.index.source))

    @property
    def cost(self) -> LookupCost | None:
        """The cost of a search that reads the whole body; ``None`` for any other path."""
        if self._finding is None or not self._finding.reads_all:
            return None
        size = len(self.index.source)
        pace = DEEP_PACE if self._finding.is_deep else FILTER_PACE
        return LookupCost(pace * size / 1_000_000, min(size, MOST_BYTES))

    def stop(self) -> None:
        """Stop the thread within milliseconds, or once a running regular expression has ended."""
        self._stop.set()

    def run(self) -> bool:
        """Search for all values; return whether the search was not stopped."""
        if self._finding is None:
            return True
        self._until = time.perf_counter() + TURN
        try:
            self._gather(find_spans(self._finding, self._reading))
            self.text = self._joined()
        except LookupStopped:
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
        """Return the first values as JSON while the search goes on; empty if they are too large."""
        ends = self.ends[:_FIRST]
        starts = self.starts[: len(ends)]
        if self.is_single or not 0 < sum(ends) - sum(starts) <= _STEP:
            return b""
        pieces = [self.index.source[start:end] for start, end in zip(starts, ends, strict=True)]
        return b"[" + b",\n".join(pieces) + b"]"

    def _joined(self) -> bytes:
        """Return the found values as a copy that does not depend on the body."""
        return b"".join(self._pieces())

    def _pieces(self) -> Iterator[bytes]:
        """Yield the found values and their separators, at most a mebibyte at a time."""
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
            raise LookupStopped
        self._until = time.perf_counter() + TURN

    # -- names that fit ----------------------------------------------------------------------

    def names(self, most: int, seconds: float) -> list[str]:
        """Return names of members of the first objects that the path finds, within a time limit."""
        names = dict[str, None]()
        if self._finding is None:
            return []
        self._deadline = time.perf_counter() + seconds
        with contextlib.suppress(LookupStopped, ValueError, TimeoutError):
            for start, end in itertools.islice(find_spans(self._finding, self._reading), _SAMPLE):
                value = self._reading.value(start, end)
                if isinstance(value, Members):
                    typed = (name for name in value if len(name) <= LONGEST)
                    names.update(dict.fromkeys(itertools.islice(typed, most)))
                if len(names) >= most:
                    break
        return list(names)[:most]
